"""Ten words over 10 MB, every passage they propose written as a coding, with its entry in the journal."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

from benchmarks.scratch import folder
from qualcode.language.tokens import words

SOUGHT = 46_872  # codings that QualCoder made of ten words in 115 s, on a corpus like this one
A_SENTENCE = 1.1  # hits in each sentence that holds one: a sentence with two is one coding


def codings(texts: Sequence[str], sought: int = SOUGHT) -> None:
    """Wall time from asking to the last coding on disk, for ten words that give about ``sought`` codings in all."""
    from qualcode.collect.sources import import_file
    from qualcode.reduce import accepting
    from qualcode.reduce import suggestions as work
    from qualcode.reduce.codebook_yaml import import_data
    from qualcode.store import act, create_project

    said = Counter(word.casefold() for text in texts for word in words(text) if word.isalpha() and len(word) > 4)
    ranked = [word for word, _count in said.most_common()]
    hits = sought * A_SENTENCE
    at = next(n for n in range(len(ranked) - 10) if sum(said[word] for word in ranked[n + 1 : n + 11]) <= hits)
    terms = ranked[at : at + 10]
    with folder() as place, create_project(place / "project.qualcode") as project:
        with act(project, "init") as a:
            project.coder = a.create("coder", b"s" * 16, name="sri")
        for number, text in enumerate(texts):
            path = place / f"T-{number:03d}.txt"
            path.write_text(text, "utf-8")
            import_file(project, path)
        data = {"codes": [{"name": f"k{n}", "keywords": ["=" + word]} for n, word in enumerate(terms)]}
        import_data(project, data, place / "k.yaml")
        work.suggestions(project, project.coder)  # the words are numbers from here on
        began, busy = time.perf_counter(), time.process_time()
        found = work.waiting(project, project.coder)
        listed = time.perf_counter() - began
        made = accepting.accept(project, found, project.coder, bulk=True)
        spent, busy = time.perf_counter() - began, time.process_time() - busy
        print(
            f"  {sum(said[word] for word in terms):,} hits of 10 words in {sum(map(len, texts)) / 1e6:.1f} MB: proposed"
            f" {listed:.2f} s, {made:,} codings written in {spent:.2f} s in all ({busy:.2f} s CPU) ="
            f" {made / spent:,.0f} a second"
        )


def main() -> None:
    from benchmarks.matching import texts

    codings(list(texts(None, 10)))


if __name__ == "__main__":
    main()
