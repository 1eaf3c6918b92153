"""Shapes: how the lines of a text begin, whatever it is that they begin with.

The rule: no name is known here. A way of beginning a line (``X:``, ``[X]``, ``X -``, ``X<tab>``, X alone above what follows)
is a convention where few different X come again and again and take turns; it is measured, not recognised. ``labels`` knows
words and habits; where the two see different things, the reading is doubtful (``doubts``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from qualcode.collect.lines import Line
from qualcode.collect.roles import DENIED
from qualcode.language.marks import Span

MIN_LINES, MIN_LOOSE = 4, 6  # lines that begin so; asked of signs that stand in prose, too
MIN_TURNS = 0.6  # of neighbours must differ
PER_KEY = 2.5  # lines for each X, on the average
MIN_KEPT = 0.6  # of the lines that begin so, those whose X comes again
MIN_SHARE = 0.25  # of all lines between first and last, for signs that stand in prose, too

_TIME = r"(?:\d{1,2}:)?\d{1,2}[:.]\d{2}(?:[.,:]\d{1,3})?(?:\s?[AaPp][Mm])?"
_LEAD = re.compile(
    rf"(?:\\?[-*•▪◦>#_|]){{0,4}}\s*(?:[\[(<]?\s?{_TIME}(?:\s*(?:-->|[-–—])\s*{_TIME})?\s?[\])>]?\s*(?:[-–—,|]\s*)?|\(?\d{{1,4}}[.)\]]\s*(?=\D)|\d{{1,4}}\s+(?=[A-Z]{{1,3}}\d?\b))?"
    r"(?:\\?[*_]){0,4}"
)
_NAME = r"(?P<name>[^\s:：\t][^:：\t\n]{0,38}?)"
_SHAPES: dict[str, re.Pattern[str]] = {
    "colon": re.compile(_NAME + r"(?:\\?[*_]){0,4}\s*[:：](?!//|\d\d)(?:\\?[*_]){0,4}"),
    "tab": re.compile(_NAME + r"\s*\t\s*(?=\S)"),
    "bracket": re.compile(r"(?P<name>\[[^\]\n]{1,38}\]|\([^)\n]{1,38}\)|<[^>\n]{1,38}>|\{[^}\n]{1,38}\}|«[^»\n]{1,20}»)\s*(?=\S)"),
    "dash": re.compile(r"(?P<name>[^\s:–—-][^:–—\n]{0,28}?)\s{0,3}[-–—=>|]{1,2}>?\s(?=\S)"),
    "dot": re.compile(r"(?P<name>[A-Z][\w’'-]{0,14}(?:\s[A-Z][\w.’'-]{0,14}){0,2})[.;)>/](?:\s*[-–—]+)?\s*(?=[^\s\d])"),
    "quote": re.compile(r"(?P<name>[^\W\d_][^:\n“\"«”»]{0,18}?)\s*(?=[“\"«])"),
    "letter": re.compile(r"(?P<name>[A-Z]{1,3}\d{0,2})\s{1,4}(?=[^\s\d])"),
    "timed": re.compile(rf"(?P<name>[^\s:][^:\n]{{0,38}}?)[\s,|–-]+[\[(]?{_TIME}[\])]?\s*:?\s*"),
    "alone": re.compile(r"(?P<name>[^\s:.?!,;…][^:?!,;…\n]{0,38}?)(?<!\.)(?:\\?[*_]){0,4}$"),
}  # fmt: skip
_SURE = ("colon", "bracket", "tab", "timed")
_RUNNING = re.compile(r"[\s.#-]*\d+$")


@dataclass(frozen=True)
class Beginning:
    """Where a line names somebody: the span of the name, where the words behind it begin, and the name folded."""

    key: str
    span: Span
    speech: int


@dataclass(frozen=True)
class Shape:
    """A way of beginning lines. ``found`` by line; ``turns``: share of neighbours that differ; ``kept``: share of the lines
    beginning so whose name comes again; ``score``: lines that it explains, by how well."""

    name: str
    found: dict[int, Beginning]
    turns: float
    kept: float

    @property
    def score(self) -> float:
        return len(self.found) * self.turns * self.kept

    def talks(self, lines: list[Line]) -> bool:
        """Whether what stands behind the names may be talk: no fields, in no fixed order, words enough, and often."""
        keys = [self.found[at].key for at in sorted(self.found)]
        names = Counter(keys)
        if any(key[0] in "%@" or {key.split(" ")[0].rstrip("s"), key.split(" ")[0]} & DENIED for key in names):
            return False
        often = (0.6, 0.6) if self.name in _SURE else (0.8, 0.8)
        if self.turns < often[0] or self.kept < often[1] or names.most_common(2)[1][1] < 3 or len(names) > 12:
            return False
        first, last = min(self.found), max(self.found)
        if len(keys) < MIN_SHARE * (last - first) or last - first < 0.3 * len(lines):
            return False
        if self.name != "alone":
            said = sum(len(lines[at].text[self.found[at].speech - lines[at].start :].split()) for at in self.found)
            if said < 3 * len(keys):
                return False
        follows = Counter(pairwise(keys))
        usual = sum(
            max(n for (a, _), n in follows.items() if a == key) for key in names if any(a == key for a, _ in follows)
        )
        return len(names) < 3 or usual < 0.9 * (len(keys) - 1)


def shape_of(lines: list[Line]) -> Shape | None:
    """The way of beginning lines that explains most of a text; None where none does."""
    leads = [found.end() if (found := _LEAD.match(line.text)) else 0 for line in lines]
    best: Shape | None = None
    for name in _SHAPES:
        shape = _measured(name, lines, leads)
        if shape and (best is None or shape.score > best.score):
            best = shape
        if best and len(best.found) > 0.6 * len(lines):
            break
    return best


def _measured(name: str, lines: list[Line], leads: list[int]) -> Shape | None:
    pattern = _SHAPES[name]
    all_: dict[int, Beginning] = {}
    for at, (line, lead) in enumerate(zip(lines, leads, strict=True)):
        if (found := pattern.match(line.text, lead)) and (key := _folded(found["name"])):
            if name == "alone" and (at + 1 == len(lines) or lines[at + 1].gap > 1 or len(line.text) > 60):
                continue
            start = line.start
            all_[at] = Beginning(key, (start + found.start("name"), start + found.end("name")), start + found.end())
    often = Counter(one.key for one in all_.values())
    kept = {at: one for at, one in all_.items() if often[one.key] > 1}
    if len(kept) < 0.5 * len(all_):  # Question 1, Question 2: numbers that run
        bases = {at: _RUNNING.sub("", one.key) for at, one in all_.items()}
        often = Counter(base for at, base in bases.items() if base and base != all_[at].key)
        kept = {at: Beginning(bases[at], one.span, one.speech) for at, one in all_.items() if often[bases[at]] > 1}
    keys = [one.key for one in kept.values()]
    sure = name in _SURE
    if (
        len(keys) < (MIN_LINES if sure else MIN_LOOSE)
        or len(set(keys)) < 2
        or len(keys) < PER_KEY * len(set(keys)) * (0.8 if sure else 1)
    ):
        return None
    turns = sum(a != b for a, b in pairwise(keys)) / (len(keys) - 1)
    share = len(keys) / (max(kept) - min(kept) + 1)
    if turns < MIN_TURNS or (not sure and share < MIN_SHARE) or len(kept) < MIN_KEPT * len(all_):
        return None
    return Shape(name, kept, turns, len(kept) / len(all_))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).strip(" \\*_#.[](){}<>“”\"'‘’-–—|")
