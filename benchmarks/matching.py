"""How fast a codebook's keywords are matched: MB/s, and against one plain `re` alternation of the same keywords.

    python benchmarks/matching.py [--megabytes 4] [--keywords 700]

The text is made here: turns of words of our own root list, some inflected, with seed 1. Two codebooks: *dense* takes
its keywords from the frequent words (a hit in nearly every turn), *sparse* from the rare ones. The alternation does
less (exact forms only, no phrases over punctuation, no strength), which is in its favour. Rates are of UTF-8 bytes.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterator, Sequence

from qualcode.language.matching import compile_keywords
from qualcode.language.roots import roots

TURN = 60  # words
CODES = 70


def words_of_text(choose: random.Random) -> list[str]:
    """Root words, the first ones frequent, in a fixed shuffled order."""
    words = sorted(word for word in roots() if len(word) >= 4)
    choose.shuffle(words)
    return words


def turns(words: Sequence[str], megabytes: float, choose: random.Random) -> Iterator[str]:
    """Turns of about 400 bytes until the size is reached; word frequencies fall as 1/rank."""
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    size = 0
    while size < megabytes * 1e6:
        picked = choose.choices(words, weights, k=TURN)
        said = [inflected(word, choose) + choose.choice(("", "", "", "", ",", ".")) for word in picked]
        text = " ".join(said).capitalize()
        size += len(text.encode())
        yield text


def inflected(word: str, choose: random.Random) -> str:
    kind = choose.random()
    if kind < 0.05:
        return f"{word}nya"
    if kind < 0.08:
        return f"di{word}kan"
    return f"{word}-{word}" if kind < 0.10 else word


def codebook(words: Sequence[str], keywords: int, choose: random.Random) -> dict[int, list[str]]:
    """Two thirds words, a fifth phrases, the rest near, exact and prefix keywords, over 70 codes."""
    made = []
    for number in range(keywords):
        one, two = choose.sample(words, 2)
        kind = number % 15
        made.append(
            one if kind < 10 else f"{one} {two}" if kind < 13 else f"{one} ~5 {two}" if kind == 13 else f"={one}"
        )
    return {code: made[code::CODES] for code in range(CODES)}


def alternation(codes: dict[int, list[str]]) -> re.Pattern[str]:
    """The same keywords as one plain regular expression, longest first."""
    plain = {re.sub(r" ~\d+ ", " ", keyword.lstrip("=")) for keywords in codes.values() for keyword in keywords}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(plain, key=len, reverse=True)))})\b", re.IGNORECASE)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--megabytes", type=float, default=4.0)
    options.add_argument("--keywords", type=int, default=700)
    asked = options.parse_args()
    choose = random.Random(1)
    words = words_of_text(choose)
    units = list(enumerate(turns(words, asked.megabytes, choose)))
    size = sum(len(text.encode()) for _key, text in units) / 1e6
    few = units[: max(1, len(units) // 20)]
    few_size = sum(len(text.encode()) for _key, text in few) / 1e6
    print(f"{size:.1f} MB, {len(units)} turns, {asked.keywords} keywords of {CODES} codes")
    for name, pool in (("dense", words[150:1200]), ("sparse", words[-2000:])):
        codes = codebook(pool, asked.keywords, choose)
        began = time.perf_counter()
        matcher = compile_keywords(codes)
        built = time.perf_counter() - began
        rates = []
        for _run in ("first", "again"):  # the first run understands each form once
            began = time.perf_counter()
            hits = sum(len(found) for _key, found in matcher.find_all(units))
            rates.append(size / (time.perf_counter() - began))
        plain = alternation(codes)
        began = time.perf_counter()
        plain_hits = sum(len(plain.findall(text)) for _key, text in few)
        plain_rate = few_size / (time.perf_counter() - began)
        print(
            f"{name:>6}: compiled in {built * 1000:.0f} ms; first {rates[0]:.1f} MB/s, again {rates[1]:.1f} MB/s,"
            f" {hits / size:,.0f} hits/MB; plain re {plain_rate:.2f} MB/s, {plain_hits / few_size:,.0f} hits/MB;"
            f" {rates[1] / plain_rate:.0f} times as fast"
        )


if __name__ == "__main__":
    main()
