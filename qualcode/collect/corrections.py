"""Corrections: a word mended while reading, or a turn given to somebody else.

The rule: a correction is a new version, and one action; the old one stays. The marks go through the edit exactly (they are
not read again), so nothing that was settled about turns and speakers is guessed anew. Who speaks in a turn stands in the text,
as its label: to give a turn to somebody else is to mend its label.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from qualcode.collect import header, speakers
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.language.canonical import canonical
from qualcode.language.marks import Marks, Span, speaker_key, speaker_name
from qualcode.store import Act, Project, act, mended, versions
from qualcode.store.carried import carry_marks, replaced
from qualcode.store.ids import version_id
from qualcode.store.spans import held
from qualcode.store.versions import Version


@dataclass(frozen=True)
class Landed:
    """What became of the codings made on older versions of a source: how many lie exactly (``moved``), how many are to be
    reviewed (``changed``), how many found no place (``lost``; they are listed)."""

    moved: int
    changed: int
    lost: int

    def told(self) -> str:
        """What became of them, in words; '' where there are none."""
        if not (self.moved or self.changed or self.lost):
            return ""
        said = ngettext("%d coding lies where its words lie", "%d codings lie where their words lie", self.moved)
        parts = [said % self.moved]
        if self.changed:
            parts.append(ngettext("%d changed", "%d changed", self.changed) % self.changed)
        if self.lost:
            parts.append(ngettext("%d found no place", "%d found no place", self.lost) % self.lost)
        return ", ".join(parts) + "."


@dataclass(frozen=True)
class Mended:
    """A mended text: the new version, the one before it, and where the new words lie."""

    version: bytes
    previous: bytes
    start: int
    stop: int
    landed: Landed


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
