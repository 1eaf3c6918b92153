"""How good the sample codebook's keywords are: against sentences coded twice by hand, by level, and on invented colloquial forms.

    python -m benchmarks.gold [--held] [--codes] [--book FILE.yaml]

tests/data/gold_sentences.csv: 420 sentences of informants of the sample corpus with four content words or more, drawn by
seed. Columns ``codes`` and ``second`` are two codings; ``gold_coders`` says how far they agree, how independent they were, and
what counts as gold. Without ``--held`` only the half for building is scored; ``--codes`` prints each code too. A keyword
meets the sentence alone, so where it needs words of a neighbouring sentence it is not found here.

The held half was looked at in totals twice by who coded it first, and scored once with the keywords of today, which were
frozen in a commit before; they were made from the half for building and knowledge of the language, so the figures of that half
are fitted and say nothing. ``--book tests/data/codebook_first.yaml`` has the keywords from before that. A keyword changed
for what is seen with ``--held`` takes the held half's worth away.

By turn: a code is right in a turn where a gold sentence of that turn has it. That is what a coder decides on.
Intervals: 95 %, sources drawn with replacement. All sentences, their people and words are invented.

Forms: tests/data/forms60.tsv (form, tab, word meant), invented by somebody who had not seen the rules; recall is the share
that a keyword of the word meant finds.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.gold_coders import GOLDS, Codes, Gold, Sentence, agreement, by_source, figure, given, leaning
from benchmarks.scratch import table

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "codebooks" / "kesejahteraan.yaml"
GOLD = ROOT / "tests" / "data" / "gold_sentences.csv"
FORMS = ROOT / "tests" / "data" / "forms60.tsv"
LEVELS = ("exact", "clitic", "lemma", "root", "fuzzy")
Counts = tuple[int, int, int]  # right, proposed, sought pairs of a code and a sentence or turn


def book(path: Path = BOOK) -> list[dict[str, Any]]:
    """A codebook: its dimensions, with their codes."""
    from qualcode.collect.yamlfile import load_yaml

    tops: list[dict[str, Any]] = load_yaml(path)["codes"]
    return tops


def keywords(path: Path = BOOK) -> dict[str, list[Any]]:
    """The keywords of every code below the dimensions."""
    return {code["name"]["id"]: code.get("keywords", []) for top in book(path) for code in top.get("codes", [])}


def dimensions() -> dict[str, str]:
    """Of every code the dimension it stands under."""
    return {code["name"]["id"]: top["name"]["id"] for top in book() for code in top.get("codes", [])}


def at_level(one: Any, level: str) -> Any:
    """A keyword with its plain words at another level; exact, root and prefix ones stay as they were written."""
    from qualcode.language.keywords import Level, Near, Phrase

    def phrase(asks: Phrase) -> Phrase:
        return Phrase(tuple(replace(w, level=Level(level)) if w.level is Level.LEMMA else w for w in asks.words))

    if isinstance(one.asks, Phrase):
        return replace(one, asks=phrase(one.asks))
    if isinstance(one.asks, Near):
        return replace(one, asks=replace(one.asks, left=phrase(one.asks.left), right=phrase(one.asks.right)))
    return one


def misspelt(texts: Sequence[str]) -> dict[str, str]:
    """What is taken for what among the words of these texts."""
    from qualcode.language.misspellings import misspellings
    from qualcode.language.tokens import cut
    from qualcode.language.vocabulary import Vocabulary

    known = Vocabulary()
    uses: Counter[int] = Counter(known[word] for text in texts for word in cut(text)[0])
    taken = misspellings(known, [uses[number] for number in range(len(known.forms))])
    return {known.forms[number].exact: word for number, word in taken.items()}


def matcher(level: str, texts: Sequence[str], written: Mapping[str, list[Any]]) -> Any:
    from qualcode.language.matching import Matcher, read_keywords

    read = read_keywords(written)
    if level in ("exact", "clitic", "root"):
        read = {code: [at_level(one, level) for one in words] for code, words in read.items()}
    return Matcher(read, misspelt=misspelt(texts) if level == "fuzzy" else None)


def found(
    level: str,
    rows: Sequence[Sentence],
    texts: Sequence[str],
    written: Mapping[str, list[Any]],
    *,
    strong: bool = False,
) -> list[Codes]:
    """The codes whose keywords are in each sentence; ``texts``: among whose words a misspelling is looked for."""
    look = matcher(level, texts, written)
    return [
        frozenset(hit.code for hit in look.find(row["sentence"]) if not strong or hit.strength == "strong")
        for row in rows
    ]


def counts(found: Sequence[Codes], truth: Sequence[Gold], code: str | None = None) -> Counts:
    """Of one code or all. What is open in the gold counts for nothing."""
    right = proposed = sought = 0
    for got, real in zip(found, truth, strict=True):
        got, has = got - real.open, real.has
        if code is not None:
            got, has = got & {code}, has & {code}
        right, proposed, sought = right + len(got & has), proposed + len(got), sought + len(has)
    return right, proposed, sought


def precision(of: Sequence[int]) -> float | None:
    return of[0] / of[1] if of[1] else None


def recall(of: Sequence[int]) -> float | None:
    return of[0] / of[2] if of[2] else None


def f1(of: Sequence[int]) -> float | None:
    return 2 * of[0] / (of[1] + of[2]) if of[1] + of[2] else None


def by_turn(rows: Sequence[Sentence], codes: Sequence[Codes]) -> dict[tuple[str, str], Codes]:
    """The codes of each turn: those of its gold sentences together."""
    turns: dict[tuple[str, str], Codes] = {}
    for row, some in zip(rows, codes, strict=True):
        turns[row["source"], row["turn"]] = turns.get((row["source"], row["turn"]), frozenset()) | some
    return turns


def scored(
    title: str, lines: Mapping[str, tuple[Sequence[Codes], Sequence[Gold]]], sources: Mapping[bytes, list[int]]
) -> None:
    """Print P, R and F1 of each line (what was found, and the gold), with intervals."""
    from qualcode.reduce.agreement_bootstrap import Interval, intervals

    shown: list[tuple[object, ...]] = [(title, "P", "95 %", "R", "95 %", "F1", "95 %", "right", "proposed", "sought")]
    for name, (found, truth) in lines.items():
        cut = {source: counts([found[i] for i in of], [truth[i] for i in of]) for source, of in sources.items()}
        reach = intervals({share.__name__: (share, cut) for share in (precision, recall, f1)})
        total = counts(found, truth)
        cells: list[str] = []
        for share in (precision, recall, f1):
            got = reach[share.__name__]
            cells += [figure(share(total)), f"{got.low:.2f}-{got.high:.2f}" if isinstance(got, Interval) else "-"]
        shown.append((name, *cells, *total))
    table(shown)


def forms() -> None:
    """Print how many of the colloquial forms each level finds."""
    if not FORMS.exists():
        print("forms: tests/data/forms60.tsv is not there yet")
        return
    lines = [line for line in FORMS.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    pairs = [tuple(part.strip() for part in line.split("\t")[:2]) for line in lines]
    heard = [form for form, _meant in pairs]
    for level in ("exact", "clitic", "lemma", "fuzzy"):
        found = [bool(matcher(level, heard, {"it": [meant]}).find(form)) for form, meant in pairs]
        print(f"forms, {level}: {sum(found)} of {len(pairs)} found")
    print(
        "not found: "
        + ", ".join(f"{form} ({meant})" for (form, meant), hit in zip(pairs, found, strict=True) if not hit)
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--held", action="store_true", help="score the half that was held back")
    options.add_argument("--codes", action="store_true", help="by code too, at lemma level")
    options.add_argument("--book", type=Path, default=BOOK, help="a codebook with the same codes and other keywords")
    asked = options.parse_args()
    written = keywords(asked.book)
    above = dimensions()
    with GOLD.open(encoding="utf-8", newline="") as file:
        every = list(csv.DictReader(file))
    agreement(every, above, each=asked.codes)
    part = "held" if asked.held else "build"
    rows = [row for row in every if row["part"] == part]
    hits = {level: found(level, rows, [row["sentence"] for row in every], written) for level in LEVELS}
    leaning(hits["lemma"], rows, above)
    first, second = ([given(row, column, above) for row in rows] for column in ("codes", "second"))
    sources = by_source(rows)
    for name, of in GOLDS.items():
        truth = [of(a, b) for a, b in zip(first, second, strict=True)]
        scored(f"{part}, {name}, {len(rows)} sentences", {level: (got, truth) for level, got in hits.items()}, sources)
    truth = [GOLDS["agreed"](a, b) for a, b in zip(first, second, strict=True)]
    one, two = by_turn(rows, first), by_turn(rows, second)
    turns = [GOLDS["agreed"](one[turn], two[turn]) for turn in one]
    scored(
        f"{part}, agreed, {len(one)} turns",
        {level: (list(by_turn(rows, got).values()), turns) for level, got in hits.items()},
        by_source([{"source": source} for source, _turn in one]),
    )
    wide = [[frozenset(above[code] for code in some) for some in codes] for codes in (first, second, hits["lemma"])]
    scored(
        f"{part}, agreed, beside",
        {
            "strong reasons only": (found("lemma", rows, [], written, strong=True), truth),
            "12 dimensions": (wide[2], [GOLDS["agreed"](a, b) for a, b in zip(wide[0], wide[1], strict=True)]),
            "the second coder by the first": (second, [Gold(some) for some in first]),
        },
        sources,
    )
    if asked.codes:
        only = {code: [some & {code} for some in hits["lemma"]] for code in above}
        gold = {code: [Gold(real.has & {code}, real.open) for real in truth] for code in above}
        kept = {code: (only[code], gold[code]) for code in above if any(counts(only[code], gold[code])[1:])}
        scored(f"{part}, agreed, by code", kept, sources)
    forms()


if __name__ == "__main__":
    main()
