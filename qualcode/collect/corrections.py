"""Corrections: a word mended while reading, what two versions differ in, which versions there are.

The rule: a correction is a new version, and one action; the old one stays. The marks go through the edit exactly (they are
not read again), so nothing that was settled about turns and speakers is guessed anew. Who speaks in a turn stands in the text,
as its label: to give a turn to somebody else is to mend its label.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from qualcode.collect import header, speakers
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.language.canonical import canonical
from qualcode.language.marks import Marks, Span, speaker_key, speaker_name
from qualcode.store import Act, Project, act, mended, versions
from qualcode.store.aligned import aligned
from qualcode.store.carried import carry_marks, replaced
from qualcode.store.ids import version_id
from qualcode.store.spans import held
from qualcode.store.versions import Version

_MOVED = 12  # code points; less is not called moved
KINDS = (N_("added"), N_("removed"), N_("replaced"), N_("moved"))


@dataclass(frozen=True)
class Landed:
    """What became of the codings made on older versions of a source: how many lie exactly (``moved``), how many are to be
    reviewed (``changed``), how many found no place (``lost``; they are listed)."""

    moved: int
    changed: int
    lost: int


@dataclass(frozen=True)
class Mended:
    """A mended text: the new version, the one before it, and where the new words lie."""

    version: bytes
    previous: bytes
    start: int
    stop: int
    landed: Landed


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


# --- mending ---------------------------------------------------------------------------------------------------------


def mend(project: Project, source: bytes, start: int, stop: int, words: str) -> Mended:
    """Replace ``[start, stop)`` of the source's current text by ``words`` (``start == stop`` puts words in, empty words take
    out). UserError where that reaches over more than one turn's speech or label, or would leave it empty."""
    now = _current(project, source)
    words = canonical(words)
    if not 0 <= start <= stop <= len(now.text):
        raise UserError(
            _("the span %d to %d does not lie in the text (it has %d characters)") % (start, stop, len(now.text))
        )
    if now.text[start:stop] == words:
        raise UserError(_("these are the words that stand there"))
    if "\n" in words and "\n" not in now.text[start:stop]:
        raise UserError(
            _("the new words are more than one line"), todo=_("Mend one line at a time, or import --replace")
        )
    place, is_label = _one_place(now.text, now.marks, start, stop)
    low, high, put = start, stop, words
    if start == stop and place is not None:  # words put in at an edge belong to what they are put into
        low, high = (start, start + 1) if start == place[0] else (start - 1, start)
        put = words + now.text[low] if start == place[0] else now.text[low] + words
    text, blocks = replaced(now.text, [(low, high, put)])
    if canonical(text) != text:
        raise UserError(_("the new words would melt into the letter beside them"), todo=_("Mend the whole word"))
    if place is not None and not (text[place[0] : place[1] + len(words) - (stop - start)]).strip():
        raise UserError(_("nothing would be left there"), todo=_("A whole turn is taken out with import --replace"))
    marks = carry_marks(now.marks, blocks)
    if is_label and not speaker_key(text[place[0] : place[1] + len(words) - (stop - start)] if place else ""):
        raise UserError(_("a label names somebody"))
    with act(project, "correct") as a:
        version = _put(project, a, now, text, marks, mended.edit(now.text, text, start, stop))
        if is_label:
            _speakers(project, a, source, text, marks)
    return Mended(version, now.id, start, start + len(words), landed(project, source))


def reassign(project: Project, source: bytes, turn: int, label: str) -> Mended:
    """Give a turn (1-based) to the speaker of ``label``: its label is written as theirs is, where they speak elsewhere. UserError
    where the turn has no label: then no words say who speaks, and there are none to mend."""
    now = _current(project, source)
    if not 1 <= turn <= len(now.marks.turns):
        raise UserError(_("there is no turn %d (the source has %d)") % (turn, len(now.marks.turns)))
    own = now.marks.turns[turn - 1].label
    if own is None:
        raise UserError(
            _("nobody is named in turn %d") % turn, todo=_("Write the label into the file and import it with --replace")
        )
    if not speaker_key(label):
        raise UserError(_("a label names somebody"))
    written = now.text[slice(*own)]
    theirs = [now.text[slice(*one.label)] for one in now.marks.turns if one.label]
    like = next((words for words in theirs if speaker_key(words) == speaker_key(label)), None)
    name = speaker_name(written)
    new = like if like is not None else written.replace(name, " ".join(label.split()), 1)
    return mend(project, source, own[0], own[1], new)


def landed(project: Project, source: bytes) -> Landed:
    """Where the codings of a source that were made on older versions lie now."""
    states = Counter(one.place.state for one in held(project, source, ("coding",)))
    return Landed(states["moved"] + states["unchanged"], states["changed"], states["lost"])


def _current(project: Project, source: bytes) -> Version:
    now = versions.current(project, source)
    if now is None:
        raise UserError(_("this source has no text"))
    return now


def _one_place(text: str, marks: Marks, start: int, stop: int) -> tuple[Span | None, bool]:
    """The speech, label or header value that holds the edit, and whether it is a label; None where the edit touches none."""
    places = [(turn.speech, False) for turn in marks.turns]
    places += [(turn.label, True) for turn in marks.turns if turn.label]
    places += [(value, False) for _key, value in marks.header]
    touching = [(place, label) for place, label in places if place[0] < stop and start < place[1]]
    if start == stop:
        inside = [(place, label) for place, label in places if place[0] <= start <= place[1]]
        touching = sorted(inside, key=lambda one: one[1])[:1]  # between a label and its speech: into the speech
    if not touching:
        return None, False
    place, label = touching[0]
    if len(touching) > 1 or start < place[0] or stop > place[1]:
        raise UserError(
            _("“%s” reaches over more than one turn or label") % _short(text[start:stop]),
            todo=_("Mend one of them at a time, or import --replace"),
        )
    return place, label


def _put(project: Project, a: Act, now: Version, text: str, marks: Marks, edit: mended.Edit) -> bytes:
    """Point the source at the version of this text; one that is there already comes back with the marks it had."""
    number, encoding = project.conn.execute(
        "SELECT reader_number, encoding FROM version WHERE id=?", (now.id,)
    ).fetchone()
    version = version_id(now.source, text)
    if not project.value("SELECT 1 FROM version WHERE id=? AND removed=0", version):
        versions.add(
            a, now.source, text, marks, reader=now.reader, reader_number=number, encoding=encoding, previous=now.id,
            made="correction",
        )  # fmt: skip
        mended.keep(a, now.id, version, edit)
    a.change("source", now.source, version=version)
    return version


def _speakers(project: Project, a: Act, source: bytes, text: str, marks: Marks) -> None:
    region = project.value("SELECT region FROM source WHERE id=?", source)
    people = header.participants(text, marks)
    speakers.write(project, a, source, text, marks, people, header.header_fields(text, marks), region)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 50 else words[:49] + "…"


# --- comparing -------------------------------------------------------------------------------------------------------


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
