"""How good the sample codebook's keywords are: against sentences coded by hand, by level, and on invented colloquial forms.

    python -m benchmarks.gold [--held] [--codes]

tests/data/gold_sentences.csv: 420 sentences of informants of the sample corpus with four content words or more, drawn by
seed; coded by hand with the sample codebook before any keyword was scored on them. Without ``--held`` only the half for
building is scored. All sentences, their people and words are invented.

Agreement is with the sample's own coders (corpus/codings): made earlier, by other hands and unseen by this coder, but of chosen
passages (what they left out is not always a no), by those who also wrote the transcripts. So it is a second coding that is
independent of the first, and a selective one.

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

from benchmarks.scratch import table

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "data" / "gold_sentences.csv"
FORMS = ROOT / "tests" / "data" / "forms60.tsv"
LEVELS = ("exact", "clitic", "lemma", "root", "fuzzy")
Sentence = dict[str, str]


def keywords() -> dict[str, list[Any]]:
    """The keywords of every code below the dimensions."""
    from qualcode.collect.yamlfile import load_yaml

    book = load_yaml(ROOT / "codebooks" / "kesejahteraan.yaml")
    return {code["name"]["id"]: code.get("keywords", []) for top in book["codes"] for code in top.get("codes", [])}


def dimensions() -> dict[str, str]:
    """Of every code the dimension it stands under."""
    from qualcode.collect.yamlfile import load_yaml

    book = load_yaml(ROOT / "codebooks" / "kesejahteraan.yaml")
    return {code["name"]["id"]: top["name"]["id"] for top in book["codes"] for code in top.get("codes", [])}


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


def matcher(level: str, texts: Sequence[str], only: Mapping[str, list[Any]] | None = None) -> Any:
    from qualcode.language.matching import Matcher, read_keywords

    book = read_keywords(only or keywords())
    if level in ("exact", "clitic", "root"):
        book = {code: [at_level(one, level) for one in words] for code, words in book.items()}
    return Matcher(book, misspelt=misspelt(texts) if level == "fuzzy" else None)


def scores(found: Sequence[set[str]], truth: Sequence[set[str]], code: str | None = None) -> tuple[int, int, int]:
    """Right, proposed and sought (sentence, code) pairs, of one code or all."""
    right = proposed = sought = 0
    for got, real in zip(found, truth, strict=True):
        got, real = (got, real) if code is None else (got & {code}, real & {code})
        right, proposed, sought = right + len(got & real), proposed + len(got), sought + len(real)
    return right, proposed, sought


def shares(right: int, proposed: int, sought: int) -> tuple[str, str, str]:
    precision, recall = right / proposed if proposed else 0.0, right / sought if sought else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}"


def agreement(rows: Sequence[Sentence]) -> None:
    """With the sample's coders, over the codes of all sentences: Cohen's kappa pooled over codes, and positive agreement."""
    quotes: dict[str, list[tuple[str, str]]] = {}
    for name in ("sri", "bagus"):
        with (ROOT / "corpus" / "codings" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                quotes.setdefault(row["source"], []).append((" ".join(row["quote"].split()), row["code"]))
    ours = [set(row["codes"].split()) for row in rows]
    theirs = [
        {code for quote, code in quotes.get(row["source"], ()) if row["sentence"] in quote or quote in row["sentence"]}
        for row in rows
    ]
    codes = list(keywords())
    theirs = [some & set(codes) for some in theirs]
    both, a, b = scores(theirs, ours)
    cells = len(rows) * len(codes)
    seen = (cells - a - b + 2 * both) / cells
    chance = (a * b + (cells - a) * (cells - b)) / cells**2
    print(f"gold: {len(rows)} sentences, {b} codes given; the sample's coders gave {a} in them, {both} the same")
    print(
        f"agreement over {cells:,} decisions: kappa {(seen - chance) / (1 - chance):.3f}, positive agreement {2 * both / (a + b):.3f}"
    )
    coded = [i for i in range(len(rows)) if ours[i] and theirs[i]]
    same, some_a, some_b = scores([theirs[i] for i in coded], [ours[i] for i in coded])
    print(f"of the {len(coded)} sentences both coded at all: positive agreement {2 * same / (some_a + some_b):.3f}")


def forms() -> None:
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
    asked = options.parse_args()
    with GOLD.open(encoding="utf-8", newline="") as file:
        every = list(csv.DictReader(file))
    agreement(every)
    rows = [row for row in every if row["part"] == ("held" if asked.held else "build")]
    truth = [set(row["codes"].split()) for row in rows]
    texts = [row["sentence"] for row in every]
    shown: list[tuple[object, ...]] = [
        ("held half" if asked.held else "building half", "P", "R", "F1", "right", "proposed", "sought")
    ]
    by_level: dict[str, list[set[str]]] = {}
    for level in LEVELS:
        look = matcher(level, texts)
        by_level[level] = [{hit.code for hit in look.find(row["sentence"])} for row in rows]
        counts = scores(by_level[level], truth)
        shown.append((level, *shares(*counts), *counts))
    above = dimensions()
    for level in ("lemma", "fuzzy"):
        widened = [{above[code] for code in some} for some in by_level[level]]
        counts = scores(widened, [{above[code] for code in some} for some in truth])
        shown.append((f"{level}, 12 dimensions", *shares(*counts), *counts))
    table(shown)
    if asked.codes:
        for code in keywords():
            counts = scores(by_level["lemma"], truth, code)
            if counts[1] or counts[2]:
                print(f"  {code:<28} P {shares(*counts)[0]} R {shares(*counts)[1]}  {counts}")
    forms()


if __name__ == "__main__":
    main()
