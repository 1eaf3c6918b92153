"""Which versions a source has, and what two of them differ in.

The rule: a difference is told in the words of both versions and by their places; what was cut here and put in there is moved,
not removed and added.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.language.marks import Span
from qualcode.store import Project, versions
from qualcode.store.aligned import aligned
from qualcode.store.versions import Version

_MOVED = 12  # code points; less is not called moved


KINDS = (N_("added"), N_("removed"), N_("replaced"), N_("moved"))


@dataclass(frozen=True)
class Change:
    """A difference of two versions. ``kind``: added, removed, replaced or moved; spans in code points (an empty one where
    words were put in or taken out); ``turn``: its number (1-based) in the new version, in the old one where words were taken
    out, None outside turns."""

    kind: str
    old: Span
    new: Span
    old_words: str
    new_words: str
    turn: int | None


@dataclass(frozen=True)
class VersionLine:
    """A version of a source. ``number`` from 1; ``made``: import, correction, withdrawal ...; ``stamp``: milliseconds, as the
    device of ``who`` had it; ``characters``: None where the words were erased."""

    number: int
    id: bytes
    made: str
    stamp: int
    who: str
    reader: str
    characters: int | None
    current: bool


def versions_of(project: Project, source: bytes) -> list[VersionLine]:
    """The versions of a source, the first one first."""
    current = project.value("SELECT version FROM source WHERE id=?", source)
    rows = project.rows(
        "SELECT v.id, v.made, a.stamp, c.name, v.reader, b.data IS NOT NULL, v.text FROM version v JOIN action a ON a.id=v.a"
        " LEFT JOIN coder c ON c.id=a.who LEFT JOIN blob b ON b.hash=v.text WHERE v.source=? AND v.removed=0"
        " ORDER BY a.stamp, v.id",
        source,
    )
    found = []
    for number, (rec, made, stamp, who, reader, there, _text) in enumerate(rows, 1):
        version = versions.load(project, rec) if there else None
        characters = len(version.text) if version else None
        found.append(VersionLine(number, rec, made, stamp, who or "", reader, characters, rec == current))
    return found


def difference(project: Project, old: bytes, new: bytes) -> list[Change]:
    """What differs between two versions of a source, in the order of the new one. UserError where the words of one were
    erased."""
    before, after = versions.load(project, old), versions.load(project, new)
    if before is None or after is None:
        raise UserError(_("the words of this version were erased"))
    return changes(before, after)


def changes(before: Version, after: Version) -> list[Change]:
    """The same for two versions in hand."""
    old, new = before.text, after.text
    found = aligned(old, new)
    gaps = [(_slid(old, a), _slid(new, b)) for a, b in _gaps(old, new, found.blocks)]
    moved, gaps = _pasted(old, new, gaps)
    moved += _moved(found.islands, found.stayed, gaps)
    changes: list[Change] = []

    def note(kind: str, a: Span, b: Span) -> None:
        turn = _turn(before, a) if kind == "removed" else _turn(after, b)
        changes.append(Change(kind, a, b, old[slice(*a)], new[slice(*b)], turn))

    for a, b in moved:
        note("moved", a, b)
    for a, b in gaps:
        left = _without(old, a, [one for one, _new in moved])
        right = _without(new, b, [one for _old, one in moved])
        if len(left) <= 1 and len(right) <= 1:
            one, other = (left or [(a[0], a[0])])[0], (right or [(b[0], b[0])])[0]
            if left or right:
                note("replaced" if left and right else "removed" if left else "added", one, other)
        else:
            for span in left:
                note("removed", span, (b[0], b[0]))
            for span in right:
                note("added", (a[0], a[0]), span)
    return sorted(changes, key=lambda change: (change.new, change.old))


def _slid(text: str, span: Span) -> Span:
    """The same words put in or taken out, said from the beginning of a line or of a word where that is as true."""
    start, stop = span
    best = start
    low = start
    while low > 0 and low > start - (stop - start) and text[low - 1] == text[low - 1 + stop - start]:
        low -= 1
        if low == 0 or text[low - 1] == "\n":
            best = low
            break
        if best == start and text[low].isspace() < text[low - 1].isspace():
            best = low
    return (best, best + stop - start)


def _pasted(
    old: str, new: str, gaps: list[tuple[Span, Span]]
) -> tuple[list[tuple[Span, Span]], list[tuple[Span, Span]]]:
    """What was taken out whole at one place and put in at another; and the other gaps."""
    cut = {old[slice(*a)].strip(): (a, b) for a, b in gaps if b[0] == b[1] and a[1] - a[0] > _MOVED}
    put = {new[slice(*b)].strip(): (a, b) for a, b in gaps if a[0] == a[1] and b[1] - b[0] > _MOVED}
    both = [(cut[words], put[words]) for words in cut if words in put]
    used = {gap for pair in both for gap in pair}
    return [(taken[0], given[1]) for taken, given in both], [gap for gap in gaps if gap not in used]


def _gaps(old: str, new: str, blocks: tuple[tuple[int, int, int], ...]) -> list[tuple[Span, Span]]:
    """What lies between equal parts; equal parts without a letter or digit between two gaps do not part them."""
    gaps: list[tuple[Span, Span]] = []
    a = b = 0
    for at, there, length in (*blocks, (len(old), len(new), 0)):
        if at > a or there > b:
            if (
                gaps
                and not any(sign.isalnum() for sign in old[gaps[-1][0][1] : a])
                and "\n" not in old[gaps[-1][0][1] : a]
            ):
                (a, _stop), (b, _end) = gaps.pop()
            gaps.append(((a, at), (b, there)))
        a, b = at + length, there + length
    return gaps


def _moved(
    islands: tuple[tuple[int, int, int], ...], stayed: tuple[tuple[int, int, int], ...], gaps: list[tuple[Span, Span]]
) -> list[tuple[Span, Span]]:
    """What was moved, in both texts: islands that did not keep their order, as far as they lie in gaps of both."""
    found: list[tuple[Span, Span]] = []
    for a, b, length in sorted(set(islands) - set(stayed)):
        for (a0, a1), _new in gaps:
            for _old, (b0, b1) in gaps:
                low = max(a, a0, a + b0 - b, found[-1][0][1] if found else 0)
                high = min(a + length, a1, a + b1 - b)
                if high - low > _MOVED:
                    found.append(((low, high), (b + low - a, b + high - a)))
    return found


def _without(text: str, span: Span, taken: list[Span]) -> list[Span]:
    """What is left of a stretch besides those; blanks alone are nothing, where something was taken."""
    start, stop = span
    inside = sorted(one for one in taken if one[0] < stop and start < one[1])
    found: list[Span] = []
    for low, high in inside:
        found.append((start, max(start, low)))
        start = max(start, high)
    found.append((start, stop))
    return [one for one in found if one[0] < one[1] and (not inside or text[slice(*one)].strip())]


def _turn(version: Version, span: Span) -> int | None:
    for number, turn in enumerate(version.marks.turns, 1):
        low = turn.label[0] if turn.label else turn.speech[0]
        if low < max(span[1], span[0] + 1) and span[0] < max(turn.speech[1], low + 1):
            return number
    return None
