"""Shapes: how the lines of a text begin, whatever it is that they begin with.

The rule: no name is known here. A way of beginning a line (``X:``, ``[X]``, ``X -``, ``X<tab>``, X alone above what follows)
is a convention where few different X come again and again and take turns; it is measured, not recognised. What a text is
short of in repetition it may make up by being *closed*: from the first X on every paragraph begins so. ``labels`` knows
words and habits; where the two see different things, the reading is doubtful (``doubts``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from qualcode.collect.label_names import name_of
from qualcode.collect.labels import is_bare
from qualcode.collect.layout import FULL, FULL_AT_STOP, MAX_WIDTH, MIN_WIDTH, reach
from qualcode.collect.lines import Line
from qualcode.collect.roles import DENIED, folded
from qualcode.language.marks import Span

MIN_LINES, MIN_LOOSE = 4, 6  # lines that begin so; asked of signs that stand in prose, too
MIN_TURNS, MIN_TURNS_SURE = 0.6, 0.4  # of neighbours must differ; where signs that seldom stand in prose come often
MOST_BELOW = 4  # paragraphs that may stand below a talk and be nobody's
BESIDE = re.compile(r"[\[(*_<].*[\])*_>]\W*|[\W\d_]+")  # a remark, a number, signs: no paragraph of anybody
PER_KEY = 2.5  # lines for each X, on the average
MIN_KEPT = 0.6  # of the lines that begin so, those whose X comes again
MIN_SHARE = 0.25  # of all lines between first and last, for signs that stand in prose, too
CLOSED = (
    (1, 0.95),
    (2, 0.8),
    (4, 0.6),
)  # how often an X comes again, and the share of paragraphs that then must have one
CLOSED_LOOSE = ((1, 1.0), (3, 0.9))  # the same for signs that stand in prose, too

_TIME = r"(?:\d{1,2}:)?\d{1,2}[:.]\d{2}(?:[.,:]\d{1,3})?(?:\s?[AaPp][Mm])?"
_LEAD = re.compile(
    rf"(?:\\?[-*•▪◦>#_|]){{0,4}}\s*(?:[\[(<]?\s?{_TIME}(?:\s*(?:-->|[-–—])\s*{_TIME})?\s?[\])>]?\s*(?:[-–—,|]\s*)?|\(?\d{{1,4}}[.)\]]\s*(?=\D)|\d{{1,4}}\s+(?=[A-Z]{{1,3}}\d?\b))?"
    r"(?:\\?[*_]){0,4}"
)
_SIGN = re.compile(r"(?P<name>[^\w\s:：|\"“”'’()\[\]]{1,3}|_{1,3})\s*[:：](?!//|\d\d)")
_NAME = r"(?P<name>[^\s:：\t][^:：\t\n]{0,38}?)"
_SHAPES: dict[str, re.Pattern[str]] = {
    "colon": re.compile(_NAME + r"(?:\\?[*_]){0,4}\s*[:：](?!//|\d\d)(?:\\?[*_]){0,4}"),
    "tab": re.compile(_NAME + r"(?:\s{0,20}\t\s*|\s{3,40})(?=\S)"),
    "bracket": re.compile(r"(?P<name>\[[^\]\n]{1,38}\]|\([^)\n]{1,38}\)|<[^>\n]{1,38}>|\{[^}\n]{1,38}\}|«[^»\n]{1,20}»)\s*(?=\S)"),
    "bold": re.compile(r"(?<=[*_]{2})(?P<name>[^*_\n:]{1,38})[*_]{2}\s+(?=\S)"),
    "dash": re.compile(r"(?P<name>[^\s:–—-][^:–—\n]{0,28}?)\s{0,3}[-–—=>|/~]{1,2}>?\s(?=\S)"),
    "sign": re.compile(r"(?P<name>[^\s:][^:\n]{0,38}?)\s*(?P<sign>[-–—=>|/~;)».]{1,2})\s+(?=\S)"),
    "dot": re.compile(r"(?P<name>[A-Z][\w’'-]{0,14}(?:\s[A-Z][\w.’'-]{0,14}){0,2})[.;)>/](?:\s*[-–—]+)?\s*(?=[^\s\d])(?![A-Z]\.)"),
    "quote": re.compile(r"(?P<name>[^\W\d_][^:\n“\"«”»]{0,18}?)\s*(?=[“\"«])"),
    "emoji": re.compile(r"(?P<name>[\U0001F300-\U0001FAFF\u2600-\u26FF][\ufe0f\u200d\U0001F300-\U0001FAFF]{0,6})\s+(?=\S)"),
    "letter": re.compile(r"(?P<name>[A-Z]{1,3}\d{0,2})\s{1,4}(?=[^\s\d])"),
    "timed": re.compile(rf"(?P<name>[^\s:][^:\n]{{0,38}}?)[\s,|–-]+[\[(]?{_TIME}[\])]?\s*:?\s*"),
    "alone": re.compile(r"(?P<name>[^\s:.?!,;…][^:?!,;…\n]{0,38}?)(?<!\.)(?:\\?[*_]){0,4}$"),
}  # fmt: skip
_NEEDS = {  # what must stand in a line for its shape to be looked for: most lines have none of it
    "colon": re.compile(r"[:：]"),
    "tab": re.compile(r"\t|\s{3}"),
    "bold": re.compile(r"[*_]"),
    "dash": re.compile(r"[-–—=>|/~]"),
    "quote": re.compile(r"[“\"«]"),
    "timed": re.compile(r"\d[:.]\d\d"),
}
_HEADERS = folded(  # of CHAT
    "@id @pid @languages @participants @media @date @location @situation @comment @options @transcriber"
)
_ONLY_CLOSED = ("sign",)  # too many signs to be told by coming back
_SURE = ("colon", "bracket", "bold", "tab", "timed", "emoji")
_HEAD = 160  # characters of a line that may name somebody
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

    @property
    def sure(self) -> bool:
        """Whether its sign seldom stands in prose."""
        return self.name in _SURE

    def talks(self, lines: list[Line]) -> bool:
        """Whether what stands behind the names may be talk: no fields, in no fixed order, words enough, and often."""
        keys = [self.found[at].key for at in sorted(self.found)]
        names = Counter(keys)
        if any(_denied(key, lines[at], one) for at, one in self.found.items() if (key := one.key)):
            return False
        often = 0.6 if self.sure else 0.8
        if self.turns < often or self.kept < often or names.most_common(2)[1][1] < 3 or len(names) > 12:
            return False
        first, last = min(self.found), max(self.found)
        if len(keys) < MIN_SHARE * (last - first) or last - first < 0.3 * len(lines):
            return False
        if self.name != "alone" and _words(self.found, lines) < 3 * len(keys):
            return False
        return not _in_order(keys)


def shape_of(lines: list[Line]) -> Shape | None:
    """The way of beginning lines that explains most of a text; None where none does."""
    best: Shape | None = None
    for name, every in _beginnings(lines):
        shape = _measured(name, every) if name not in _ONLY_CLOSED else None
        if shape and (best is None or shape.score > best.score):
            best = shape
        if best and len(best.found) > 0.6 * len(lines):
            break
    return best


def closed_shape(lines: list[Line], but: Collection[int] = (), sure: bool = False) -> Shape | None:
    """The first way of beginning lines with which nearly every paragraph begins from one line on; None where there is none.
    ``but``: lines of which it is known that they begin no turn; ``sure``: only those whose sign seldom stands in prose."""
    starts = paragraphs(lines) - set(but)
    fresh = fresh_lines(lines)
    for name, every in _beginnings(lines, _SURE if sure else tuple(_SHAPES)):
        every = {at: one for at, one in every.items() if at not in but}
        if shape := _closed(name, every, lines, starts, fresh):
            return shape
    return None


def paragraphs(lines: list[Line]) -> set[int]:
    """The lines with which a paragraph begins: behind a blank line where those part, else where the line before is not full."""
    gap = usual_gap(lines)
    if not gap and sum(line.gap > 0 for line in lines) >= 0.3 * len(lines):
        return {at for at, line in enumerate(lines) if line.gap or at == 0}
    return fresh_lines(lines)


def usual_gap(lines: list[Line]) -> int:
    """The blank lines between the lines of one paragraph: 1 where nearly every line has one below it and many go on small."""
    apart = sum([line.gap > 0 for line in lines])
    return int(apart >= 0.7 * len(lines) > 1 and sum(line.text[0].islower() for line in lines) >= 0.25 * len(lines))


def fresh_lines(lines: list[Line]) -> set[int]:
    """The lines that do not go on with one broken at the margin: all where no page has a width."""
    width = sorted(len(line.text) for line in lines)[int(0.95 * (len(lines) - 1))] if lines else 0
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        return set(range(len(lines)))
    found = {0}
    gap = usual_gap(lines)
    for at, (line, after) in enumerate(pairwise(lines), 1):
        full = FULL_AT_STOP if line.text[-1] in '.?!…”"' else FULL
        if after.gap > gap or reach(line.text, after.text) < full * width:
            found.add(at)
    return found


def _beginnings(
    lines: list[Line], shapes: tuple[str, ...] = tuple(_SHAPES)
) -> Iterator[tuple[str, dict[int, Beginning]]]:
    """What each shape finds, by line."""
    leads = [found.end() if (found := _LEAD.match(line.text[:_HEAD])) else 0 for line in lines]
    for name in shapes:
        pattern, needs = _SHAPES[name], _NEEDS.get(name)
        own: dict[int, Beginning] = {}
        signs: dict[int, str] = {}
        for at, (line, lead) in enumerate(zip(lines, leads, strict=True)):
            if (needs and not needs.search(line.text, 0, _HEAD)) or (name == "alone" and len(line.text) > 60):
                continue
            sign = _SIGN.match(line.text[:_HEAD]) if name == "colon" and not line.text[0].isalnum() else None
            found = sign or pattern.match(line.text[:_HEAD], lead)
            key = (_folded(found["name"]) or (found["name"] if sign else "")) if found else ""
            if found is None or not key:
                continue
            if name == "alone" and (at + 1 == len(lines) or lines[at + 1].gap > 1):
                continue
            start = line.start
            own[at] = Beginning(key, (start + found.start("name"), start + found.end("name")), start + found.end())
            signs[at] = found["sign"] if name == "sign" else ""
        if name == "sign" and own:  # the one that comes most often
            most = Counter(signs[at] for at in own).most_common(1)[0][0]
            own = {
                at: one
                for at, one in own.items()
                if signs[at] == most != "." and not (most in ");" and len(one.key) == 1)
            }
        yield name, own


def _measured(name: str, every: dict[int, Beginning]) -> Shape | None:
    often = Counter(one.key for one in every.values())
    kept = {at: one for at, one in every.items() if often[one.key] > 1}
    if len(kept) < 0.5 * len(every):  # Question 1, Question 2: numbers that run
        bases = {at: _RUNNING.sub("", one.key) for at, one in every.items()}
        often = Counter(base for at, base in bases.items() if base and base != every[at].key)
        kept = {at: Beginning(bases[at], one.span, one.speech) for at, one in every.items() if often[bases[at]] > 1}
    keys = [one.key for one in kept.values()]
    sure = name in _SURE
    if (
        len(keys) < (MIN_LINES if sure else MIN_LOOSE)
        or len(set(keys)) < 2
        or len(keys) < PER_KEY * len(set(keys)) * (0.8 if sure else 1)
    ):
        return None
    turns = _turns(keys)
    share = len(keys) / (max(kept) - min(kept) + 1)
    if turns < MIN_TURNS or (not sure and share < MIN_SHARE) or len(kept) < MIN_KEPT * len(every):
        return None
    return Shape(name, kept, turns, len(kept) / len(every))


def _closed(
    name: str, every: dict[int, Beginning], lines: list[Line], starts: Collection[int], fresh: Collection[int]
) -> Shape | None:
    """The lines of a shape where it is closed: those whose X comes again, and those whose X may be a name."""
    often = Counter(one.key for one in every.values())
    fit = {
        at: one
        for at, one in every.items()
        if not _denied(one.key, lines[at], one)
        and (often[one.key] > 1 or _may_name(lines, at, one, fresh, few=len(every) < 6))
    }
    again = [at for at, one in fit.items() if often[one.key] > 1]
    numbered = Counter(_RUNNING.sub("", one.key) for at, one in fit.items() if often[one.key] == 1)
    if not again or any(count > 2 for base, count in numbered.items() if base):
        return None  # Question 1, Question 2: what runs is known to others
    above = sum(fit[at].speech >= lines[at].stop for at in again) > 0.5 * len(again)
    fit = {at: one for at, one in fit.items() if often[one.key] > 1 or (one.speech >= lines[at].stop) == above}
    first = min(again)
    while (before := max((at for at in fit if at < first), default=-1)) >= 0 and _next_to(before, first, fit, lines):
        first = before
    fit = {at: one for at, one in fit.items() if at >= first}
    keys = [fit[at].key for at in sorted(fit)]
    named = len(set(keys))
    below = {at + 1 for at, one in fit.items() if one.speech >= lines[at].stop}
    if name == "alone" and (not below.isdisjoint(fit) or len(keys) < 3):
        return None
    sure = name in _SURE or all(lines[at].text[0] in "*_#" for at in fit)
    rest = [
        at
        for at in starts
        if at >= first and at not in fit and at not in below and not BESIDE.fullmatch(lines[at].text)
    ]
    foot = sum(at > max(fit) for at in rest)
    share = len(keys) / (len(rest) - min(foot, MOST_BELOW) + len(fit))
    back = len(keys) - named
    least = next((least for more, least in reversed(CLOSED if sure else CLOSED_LOOSE) if back >= more), 2.0)
    turns = MIN_TURNS_SURE if sure and back >= CLOSED[-1][0] else MIN_TURNS
    if named < 2 or share < least or _turns(keys) < turns or first > 0.5 * len(lines) or _in_order(keys):
        return None
    bare = sum(is_bare(said) or not said for at, one in fit.items() if (said := _said(lines, at, one).strip()) or True)
    if _words(fit, lines) < 3 * len(keys) or bare > (0.5 if sure and len(keys) < 8 else 0.2 if not sure else 1) * len(
        keys
    ):
        return None
    return Shape(name, fit, _turns(keys), sum(often[key] > 1 for key in keys) / len(keys))


def _next_to(before: int, first: int, fit: Collection[int], lines: list[Line]) -> bool:
    """Whether a line that names somebody once stands just above the talk, and says a sentence."""
    return all(at not in fit for at in range(before + 1, first)) and first - before <= 3


def _denied(key: str, line: Line, one: Beginning) -> bool:
    """Whether a name is a field's: ``Tanggal``; capitals of two or three letters (``CC``) may be somebody's."""
    written = line.text[one.span[0] - line.start : one.span[1] - line.start].strip("*_ ")
    if key in _HEADERS or (len(written) <= 3 and written.isupper()):
        return key in _HEADERS
    if written.count("(") != written.count(")"):  # of a bracket that ends on a line below
        return True
    return key[0] == "%" or bool({key.split(" ")[0].rstrip("s"), key.split(" ")[0]} & DENIED)


def _may_name(lines: list[Line], at: int, one: Beginning, fresh: Collection[int], few: bool) -> bool:
    """Whether what comes once may be a name: one that labels would take where it comes twice (of few: any that has no words,
    too), and a sentence behind it."""
    start = lines[at].start
    need = name_of(lines[at].text[one.span[0] - start : one.span[1] - start])[2]
    wordless = not one.key[0].isalpha() or "," in one.key or (need is not None and " " not in one.key)
    said, after = _said(lines, at, one), at + 1 + (one.speech >= lines[at].stop)
    bare = is_bare(said) and not (after < len(lines) and after not in fresh)  # a line that goes on says more
    fits = (need is not None and need <= 2) or (few and wordless)
    return fits and not bare and not said[:1].islower()


def _said(lines: list[Line], at: int, one: Beginning) -> str:
    """What is said behind a name, or on the line below it."""
    words = lines[at].text[one.speech - lines[at].start :]
    return words if words.strip() or at + 1 == len(lines) else lines[at + 1].text


def _words(found: dict[int, Beginning], lines: list[Line]) -> int:
    return sum(len(_said(lines, at, one).split()) for at, one in found.items())


def _turns(keys: list[str]) -> float:
    return sum(a != b for a, b in pairwise(keys)) / (len(keys) - 1) if len(keys) > 1 else 0.0


def _in_order(keys: list[str]) -> bool:
    """Whether three names or more come in one order nearly always, as the fields of a form do."""
    follows = Counter(pairwise(keys))
    names = set(keys)
    usual = sum(max((n for (a, _), n in follows.items() if a == key), default=0) for key in names)
    return len(names) > 2 and len(keys) > 2 * len(names) and usual >= 0.9 * (len(keys) - 1)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).strip(" \\*_#.[](){}<>“”\"'‘’-–—|")
