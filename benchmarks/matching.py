"""How fast text is cut and keywords are matched, for one who waits and at 100 MB.

    python -m benchmarks.matching [--corpus FOLDER] [--scale] [--codings]

Without options: the rates of the text layer and what a person waits for in a project of 2 MB. ``--scale``: every text of the
folder, 1,200 keywords (660 words, 400 bigrams, 140 trigrams, drawn with seed 7 from words of such a rank that a dense set hits
about 26,500 times a MB, a sparse one 2,900), at lemma level, beside ahocorasick_rs on the raw text, spaCy's PhraseMatcher and
``re`` where they can be imported. ``--codings``: 10 terms over 10 MB, every hit written as a coding. Seconds are CPU seconds
but where it says wall; a folder of .txt files made by the team's gen_corpus.py, else text of our own root words.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scratch import folder
from qualcode.language.corpus import Corpus
from qualcode.language.engine import Engine
from qualcode.language.keywords import Keyword, Word
from qualcode.language.marks import Marks, Turn
from qualcode.language.matching import read_keywords
from qualcode.language.roots import roots
from qualcode.language.sentences import sentences
from qualcode.language.tokens import cut, words
from qualcode.language.vocabulary import Vocabulary, encode

CODES = 60
DENSE, SPARSE = 26_500, 2_900  # hits a MB
GRAMS = ((1, 660), (2, 400), (3, 140))


def texts(corpus: Path | None, megabytes: float) -> Iterator[str]:
    """Texts of about 50 KB, up to so many MB."""
    size = 0
    for path in sorted(corpus.glob("*.txt")) if corpus else ():
        text = path.read_text("utf-8")
        size += len(text.encode())
        if size > megabytes * 1e6:
            return
        yield text
    choose = random.Random(1)
    known = sorted(word for word in roots() if len(word) >= 4)
    choose.shuffle(known)
    weights = [1 / rank for rank in range(1, len(known) + 1)]
    while corpus is None and size < megabytes * 1e6:
        paragraphs = [" ".join(choose.choices(known, weights, k=60)).capitalize() + "." for _ in range(120)]
        size += sum(map(len, paragraphs))
        yield "\n\n".join(paragraphs)


def marked(text: str) -> Marks:
    """Every paragraph a turn."""
    spans = (match.span() for match in re.finditer(r"\S(?:.|\n(?!\n))*", text))
    return Marks("paragraphs", tuple(Turn(None, span, "informant") for span in spans))


def took(deed: Callable[[], Any], times: int = 3) -> float:
    """The fewest CPU seconds of several runs."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        deed()
        best = min(best, time.process_time() - began)
    return best


def memory() -> float:
    """MB held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rates(corpus: Path | None) -> None:
    every = list(texts(corpus, 2))
    size = sum(len(text.encode()) for text in every) / 1e6
    turns = [text[slice(*turn.speech)] for text in every for turn in marked(text).turns]
    vocabulary = Vocabulary()
    both = [(text, marked(text)) for text in every]
    for name, deed in (
        ("tokenising, words only", lambda: [words(turn) for turn in turns]),
        ("tokenising, with places", lambda: [cut(turn) for turn in turns]),
        ("sentences", lambda: [sentences(turn) for turn in turns]),
        ("a version as numbers (all of it)", lambda: [encode(*one, vocabulary) for one in both]),
    ):
        print(f"  {name}: {size / took(deed):.1f} MB/s")


def drawn(vocabulary: Vocabulary, segment: Any, megabytes: float, hits: int) -> dict[int, list[Keyword]]:
    """A codebook that hits about so often: words and word sequences of the text, from the rank on that gives it."""
    import numpy as np

    ask: Engine[int] = Engine(vocabulary)
    finds = {  # how often a word is found at its level, not only as it is spelt
        form: segment.count(ask.meaning(Word(vocabulary.forms[form].exact), alone=True).sure)
        for form in np.unique(segment.ids).tolist()
        if form and vocabulary.forms[form].exact.isalpha() and len(vocabulary.forms[form].exact) > 3
    }
    ranked = sorted(finds, key=lambda form: (-finds[form], form))
    low, high = 0, max(0, len(ranked) - GRAMS[0][1])
    codes: dict[int, list[Keyword]] = {}
    while low < high:  # the first rank with few enough hits
        at = (low + high) // 2
        codes = _codebook(vocabulary, segment, ranked[at : at + GRAMS[0][1]])
        found = sum(len(Engine(vocabulary).hits(segment, keywords).first) for keywords in codes.values())
        low, high = (at + 1, high) if found > hits * megabytes else (low, at)
    return codes


def _codebook(vocabulary: Vocabulary, segment: Any, band: Sequence[int]) -> dict[int, list[Keyword]]:
    import numpy as np

    choose = random.Random(7)
    asked = [vocabulary.forms[form].exact for form in band]
    places = segment.where(band)
    for length, count in GRAMS[1:]:
        found: dict[str, None] = {}
        for place in np.random.default_rng(length).permutation(places)[: count * 40].tolist():
            gram = [vocabulary.forms[form].exact for form in segment.ids[place : place + length].tolist()]
            if len(found) < count and len(gram) == length and all(word.isalpha() for word in gram):
                found[" ".join(gram)] = None
        asked += found
    choose.shuffle(asked)
    return read_keywords({code: asked[code::CODES] for code in range(CODES)})


def scale(corpus: Path | None, megabytes: float) -> None:
    vocabulary, held = Vocabulary(), Corpus[int]()
    size = 0.0

    def parts() -> Iterator[Any]:
        nonlocal size
        for number, text in enumerate(texts(corpus, megabytes)):
            size += len(text.encode()) / 1e6
            yield number, encode(text, marked(text), vocabulary)

    began = time.process_time()
    held.add(parts())
    made = time.process_time() - began
    indexed = took(lambda: [segment.count([1]) for segment in held.segments], 1)
    print(
        f"  {size:.0f} MB: {sum(segment.words for segment in held.segments):,} words, {len(vocabulary.forms):,} forms;"
    )
    print(
        f"  numbers {size / made:.1f} MB/s (once a version), postings {indexed:.2f} s (once a start), {memory():.0f} MB held"
    )
    first = held.segments[0]
    share = size * first.words / sum(segment.words for segment in held.segments)
    ours: dict[str, tuple[list[str], float]] = {}
    for name, target in (("dense", DENSE), ("sparse", SPARSE)):
        codes = drawn(vocabulary, first, share, target)
        engine: Engine[int] = Engine(vocabulary)

        def every(engine: Engine[int] = engine, codes: dict[int, list[Keyword]] = codes) -> int:
            return sum(len(engine.hits(segment, ks).first) for segment in held.segments for ks in codes.values())

        cold = took(every, 1)
        warm = took(every)
        edits = []
        for number in range(20):
            keywords = [*codes[number][1:], *codes[number + 20][:1]]
            began = time.process_time()
            for segment in held.segments:
                engine.hits(segment, keywords)
            edits.append((time.process_time() - began) * 1000)
        print(
            f"  {name}: {every() / size:,.0f} hits/MB of {sum(map(len, codes.values()))} keywords; cold {size / cold:.0f}, warm"
            f" {size / warm:.0f} MB/s; a keyword edited {sorted(edits)[10]:.1f} ms (worst {max(edits):.1f}); {memory():.0f} MB"
        )
        ours[name] = [keyword.source for ks in codes.values() for keyword in ks], size / warm
    for name, (keywords, rate) in ours.items():
        print(f"  {name}, by others:")
        _others(corpus, keywords, rate)


def _others(corpus: Path | None, keywords: list[str], ours: float) -> None:
    """The same keywords, exact forms only, by other engines on 10, 1 and 0.2 MB of the same text."""
    ten = "\n".join(texts(corpus, 10)).lower()
    try:
        from ahocorasick_rs import BytesAhoCorasick  # type: ignore[import-not-found,unused-ignore]

        automaton, raw = BytesAhoCorasick([keyword.encode() for keyword in keywords]), ten.encode()
        rate = len(raw) / 1e6 / took(lambda: automaton.find_matches_as_indexes(raw, overlapping=True))
        print(f"     ahocorasick_rs on the raw bytes {rate:.0f} MB/s: we are {ours / rate:.1f} times as fast")
    except ImportError:
        print("     ahocorasick_rs is not installed")
    some = ten[:200_000]
    plain = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(keywords, key=len, reverse=True)))})\b")
    print(f"     re, one alternation {0.2 / took(lambda: plain.findall(some), 1):.2f} MB/s", end="")
    from qualcode.language.documents import language

    nlp = language()
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("all", [nlp.make_doc(keyword) for keyword in keywords])
    some = ten[:1_000_000]
    print(f"; spaCy's PhraseMatcher with its tokenizer {1 / took(lambda: matcher(nlp.make_doc(some)), 1):.1f} MB/s")


def waiting(corpus: Path | None) -> None:
    """What a person waits for, wall time: a project of 2 MB with 60 codes of 20 keywords."""
    from qualcode.reduce.codebook_yaml import import_data
    from qualcode.reduce.suggestions import suggestions
    from qualcode.reduce.trying import counts
    from qualcode.store import open_project

    with folder() as place:
        study = place / "s"
        _qualcode("init", study, "--coder", "sri")
        sources = place / "in"
        sources.mkdir()
        every = list(texts(corpus, 2))
        for number, text in enumerate(every):
            (sources / f"T-{number:03d}.txt").write_text(text, "utf-8")
        _qualcode("--project", study, "import", sources)
        vocabulary, held = Vocabulary(), Corpus[int]()
        held.add((n, encode(text, marked(text), vocabulary)) for n, text in enumerate(every))
        codes = drawn(vocabulary, held.segments[0], 2, DENSE)
        data = {"codes": [{"name": f"k{c}", "keywords": [k.source for k in ks]} for c, ks in codes.items()]}
        with open_project(study / "project.qualcode") as project:
            project.coder = project.value("SELECT id FROM coder")
            import_data(project, data, place / "k.yaml")
        for name in ("first after the import", "again", "again"):
            began, spent = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            shown = _qualcode("--project", study, "--coder", "sri", "suggest")
            now = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = now.ru_utime + now.ru_stime - spent.ru_utime - spent.ru_stime
            print(
                f"  process start to suggestions, {name}: {time.perf_counter() - began:.2f} s wall, {cpu:.2f} s CPU ({shown[-1].strip()})"
            )
        with open_project(study / "project.qualcode") as project:
            coder = project.coder = project.value("SELECT id FROM coder")
            began = time.perf_counter()
            found = suggestions(project, coder)
            print(f"  all {len(found):,} suggestions in an open project: {time.perf_counter() - began:.2f} s")
            by_id = dict(enumerate(codes.values()))
            counts(project, {bytes([c]): ks for c, ks in by_id.items()})
            edits = []
            for number in range(10):
                began = time.perf_counter()
                counts(project, {bytes([number]): [*by_id[number][1:], *by_id[number + 10][:1]]})
                edits.append((time.perf_counter() - began) * 1000)
            print(f"  a keyword edited to new counts: {sorted(edits)[5]:.1f} ms (worst {max(edits):.1f})")
            one = place / "W-99.txt"
            one.write_text("\n\n".join(every)[-60_000:], "utf-8")
            from qualcode.collect.sources import import_file

            began = time.perf_counter()
            source = import_file(project, one).source
            read = time.perf_counter() - began
            found = suggestions(project, coder, sources=[source])
            print(
                f"  a 60 KB transcript: imported {read:.2f} s, its {len(found):,} proposals {time.perf_counter() - began - read:.2f} s"
            )


def _qualcode(*args: object) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-m", "qualcode", *map(str, args)], capture_output=True, text=True, check=True
    )
    return ran.stdout.splitlines()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path)
    options.add_argument("--megabytes", type=float, default=100)
    options.add_argument("--scale", action="store_true")
    options.add_argument("--codings", action="store_true")
    asked = options.parse_args()
    if asked.scale:
        scale(asked.corpus, asked.megabytes)
    elif asked.codings:
        from benchmarks.keyword_codings import codings

        codings(list(texts(asked.corpus, 10)))
    else:
        rates(asked.corpus)
        waiting(asked.corpus)


if __name__ == "__main__":
    main()
