"""Two codings of the gold sentences side by side: how far they agree, how independent they were, and what the gold is.

The rule, written before anything was scored against the second coding: a code is *agreed* to be in a sentence where both
coders gave it, and agreed not to be where neither did; where only one gave it, that pair of sentence and code is left out of
the scores, as neither hit nor miss. For a keyword that finds what trained people argue about is neither right nor wrong, and
to choose one coder's side would be to choose the figure. That leaves the harder cases out, so scores against each
coder alone are printed beside it.

The first coder had seen the codebook and part of its keywords, and coded before any keyword was scored. The second saw only
the sentences and, of each code, its name, definition, when, when not and example: no keyword, and nothing of the first. He
leaned towards giving a code, and gave dimensions too where no code below them fits; the first never did, so these are not
scored. Neither is a researcher of the field, and both worked for this project and from the same codebook: what they share
beside it makes them more alike than two strangers would be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from benchmarks.scratch import table

Sentence = dict[str, str]
Codes = frozenset[str]
Cells = tuple[int, int, int, int]  # pairs of sentence and code: given by both, by the first, by the second, by neither


class Gold(NamedTuple):
    """Of a sentence or turn: the codes it has, and those that it is not counted for."""

    has: Codes
    open: Codes = frozenset()


def given(row: Sentence, column: str, codes: Collection[str]) -> Codes:
    return frozenset(row[column].split()) & frozenset(codes)


def agreed(first: Codes, second: Codes) -> Gold:
    return Gold(first & second, first ^ second)


GOLDS: dict[str, Callable[[Codes, Codes], Gold]] = {
    "agreed": agreed,
    "first": lambda first, second: Gold(first),
    "second": lambda first, second: Gold(second),
}


def cells(pairs: Sequence[tuple[Codes, Codes]], codes: Collection[str]) -> Cells:
    """Over these codes and all sentences."""
    wanted = frozenset(codes)
    both = sum(len(a & b & wanted) for a, b in pairs)
    first, second = (sum(len(pair[side] & wanted) for pair in pairs) - both for side in (0, 1))
    return both, first, second, len(pairs) * len(wanted) - both - first - second


def ratings(of: Sequence[int]) -> dict[tuple[object, ...], int]:
    both, first, second, neither = of
    return {(1, 1): both, (1, 0): first, (0, 1): second, (0, 0): neither}


def kappa(of: Sequence[int]) -> float | None:
    from qualcode.reduce.agreement import Undefined, cohen_kappa

    value = cohen_kappa(ratings(of))
    return None if isinstance(value, Undefined) else value


def positive(of: Sequence[int]) -> float | None:
    from qualcode.reduce.agreement import Undefined, positive_agreement

    value = positive_agreement(ratings(of))
    return None if isinstance(value, Undefined) else value


def by_source(rows: Sequence[Sentence]) -> dict[bytes, list[int]]:
    """The numbers of the sentences of each source: what the bootstrap draws."""
    found: dict[bytes, list[int]] = {}
    for number, row in enumerate(rows):
        found.setdefault(row["source"].encode(), []).append(number)
    return found


def figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def agreement(rows: Sequence[Sentence], above: Mapping[str, str], *, each: bool) -> None:
    """Print kappa and positive agreement with 95 % intervals, over all codes, by dimension and, if asked, for each code."""
    from qualcode.reduce.agreement_bootstrap import Interval, intervals

    pairs = [(given(row, "codes", above), given(row, "second", above)) for row in rows]
    sources = by_source(rows)
    groups: dict[str, Collection[str]] = {f"{len(above)} codes": above}
    for top in dict.fromkeys(above.values()):
        groups[f"of {top}"] = [code for code in above if above[code] == top]
    if each:
        groups.update({code: [code] for code in above})
    counted = {
        name: {source: cells([pairs[i] for i in of], codes) for source, of in sources.items()}
        for name, codes in groups.items()
    }
    kappas = intervals({name: (kappa, counts) for name, counts in counted.items()})
    positives = intervals({name: (positive, counts) for name, counts in counted.items()})
    shown: list[tuple[object, ...]] = [("", "both", "first", "second", "kappa", "95 %", "positive", "95 %")]
    for name, codes in groups.items():
        total = cells(pairs, codes)
        reaches = [
            f"{got.low:.2f}-{got.high:.2f}" if isinstance(got, Interval) else "-"
            for got in (kappas[name], positives[name])
        ]
        if sum(total[:3]):
            shown.append((name, *total[:3], figure(kappa(total)), reaches[0], figure(positive(total)), reaches[1]))
    coded = [sum(bool(pair[side]) for pair in pairs) for side in (0, 1)]
    same = sum(a == b for a, b in pairs)
    print(
        f"{len(rows)} sentences coded twice; with a code: {coded[0]} by the first, {coded[1]} by the second; {same} alike"
    )
    table(shown)
    tops = Counter(top in row["second"].split() for row in rows for top in set(above.values()))
    print(f"  dimensions given by the second alone, not scored: {tops[True]}")


def leaning(found: Sequence[Codes], rows: Sequence[Sentence], codes: Collection[str]) -> None:
    """Whether the first coder leaned on the keywords he had seen: how many of the codes that only one gave they find."""
    pairs = [(given(row, "codes", codes), given(row, "second", codes)) for row in rows]
    for who, only in (("first", [a - b for a, b in pairs]), ("second", [b - a for a, b in pairs])):
        hit = sum(len(got & some) for got, some in zip(found, only, strict=True))
        print(f"  given by the {who} alone: {sum(map(len, only))}, of which keywords find {hit}")
