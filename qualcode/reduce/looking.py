"""The marks a reader lays on a text: important or set aside, and notes on passages without a code.

The rule: of one coder's marks no two say something of the same character: the later one takes its words from those before.
``laid`` and ``lifted`` say what becomes of the marks; the app draws that at once, and ``write`` makes it so. A note is a mark
of its own kind with a memo on it, so that it goes with the words like a coding and says nothing of relevance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qualcode.store import Project, act, blobs
from qualcode.store.ids import new_id

IMPORTANT, UNIMPORTANT, NOTE = "important", "unimportant", "note"


@dataclass(frozen=True)
class Looked:
    """A mark on ``[start, stop)`` of the source's current version. ``kind``: as in ``relevance.MARKS``, or note; ``text``: the
    note; ``memo``: its record, None before it is written."""

    id: bytes
    coder: bytes
    start: int
    stop: int
    kind: str
    text: str = ""
    memo: bytes | None = None


@dataclass(frozen=True)
class Edit:
    """What becomes of marks: those put anew, those that lie elsewhere now, those taken off."""

    put: tuple[Looked, ...] = ()
    moved: tuple[Looked, ...] = ()
    off: tuple[bytes, ...] = ()


def looked(project: Project, source: bytes, coder: bytes | None = None) -> list[Looked]:
    """The marks and notes of a source that who looks may see, of one coder or all, in the order of the text; those whose words
    are gone are left out."""
    from qualcode.reduce.relevance import marks  # with the words of the study behind it, when a text is opened

    notes = {
        about: (rec, blobs.prose(project.conn, text))
        for rec, about, text in project.rows(
            "SELECT id, about, text FROM memo WHERE about_kind='relevance' AND belongs=? AND removed=0", source
        )
    }
    found = []
    for one in marks(project, source, coder):
        if one.state != "lost" and one.start < one.stop:
            memo, text = notes.get(one.id, (None, ""))
            found.append(Looked(one.id, one.coder, one.start, one.stop, one.mark, text, memo))
    return sorted(found, key=lambda one: (one.start, one.stop, one.id))


def laid(standing: Iterable[Looked], coder: bytes, start: int, stop: int, kind: str) -> Edit:
    """A mark of ``kind`` put on ``[start, stop)`` over this coder's standing ones."""
    cut = lifted(standing, coder, start, stop)
    return replace(cut, put=(*cut.put, Looked(new_id(), coder, start, stop, kind)))


def lifted(standing: Iterable[Looked], coder: bytes, start: int, stop: int) -> Edit:
    """What this coder's marks say of ``[start, stop)`` taken off; notes stay."""
    put, moved, off = [], [], []
    for one in standing:
        if one.coder != coder or one.kind == NOTE or one.stop <= start or one.start >= stop:
            continue
        before, after = one.start < start, one.stop > stop
        if before:
            moved.append(replace(one, stop=start))
            if after:
                put.append(replace(one, id=new_id(), start=stop))
        elif after:
            moved.append(replace(one, start=stop))
        else:
            off.append(one.id)
    return Edit(tuple(put), tuple(moved), tuple(off))


def together(edits: Iterable[Edit]) -> Edit:
    """Edits made one after another as one: what was put and then moved or taken off again is not written twice."""
    put: dict[bytes, Looked] = {}
    moved: dict[bytes, Looked] = {}
    off: set[bytes] = set()
    for edit in edits:
        put.update((one.id, one) for one in edit.put)
        for one in edit.moved:
            (put if one.id in put else moved)[one.id] = one
        for rec in edit.off:
            moved.pop(rec, None)
            if put.pop(rec, None) is None:
                off.add(rec)
    return Edit(tuple(put.values()), tuple(moved.values()), tuple(sorted(off)))


def says(standing: Iterable[Looked], coder: bytes, start: int, stop: int) -> str:
    """What this coder's marks say of all of ``[start, stop)``; nothing where they differ or end before."""
    at, kind = start, ""
    for one in sorted(standing, key=lambda mark: mark.start):
        if one.coder == coder and one.kind != NOTE and one.start <= at < min(stop, one.stop):
            if kind and kind != one.kind:
                return ""
            at, kind = one.stop, one.kind
    return kind if at >= stop else ""


def left(
    text: str, speech: Iterable[tuple[int, int]], standing: Iterable[Looked], coder: bytes
) -> list[tuple[int, int]]:
    """What of the ``speech`` of a text (spans in its order) this coder's marks say nothing of, in order."""
    spans = sorted((one.start, one.stop) for one in standing if one.coder == coder and one.kind != NOTE)
    found, first = [], 0
    for at, end in speech:
        while first < len(spans) and spans[first][1] <= at:
            first += 1
        n = first
        while n < len(spans) and spans[n][0] < end:
            if text[at : max(at, spans[n][0])].strip():
                found.append((at, spans[n][0]))
            at = max(at, spans[n][1])
            n += 1
        if text[at:end].strip():
            found.append((at, end))
    return found


def write(project: Project, source: bytes, version: bytes, edit: Edit) -> None:
    """Make it so, as one action."""
    with act(project, "mark") as a:
        for rec in edit.off:
            a.remove("relevance", rec)
        for one in edit.moved:
            a.change("relevance", one.id, span=(version, one.start, one.stop))
        for one in edit.put:
            a.create(
                "relevance", one.id, source=source, coder=one.coder, span=(version, one.start, one.stop), mark=one.kind
            )


def write_note(project: Project, source: bytes, version: bytes, note: Looked) -> None:
    """Write a note on its words, write it anew, or take it off where its text is empty; one action."""
    with act(project, "memo") as a:
        if note.memo is None and note.text.strip():
            span = (version, note.start, note.stop)
            a.create("relevance", note.id, source=source, coder=note.coder, span=span, mark=NOTE)
            a.create(
                "memo", new_id(project.clock()), belongs=source, about_kind="relevance", about=note.id, coder=note.coder,
                text=note.text,
            )  # fmt: skip
        elif note.memo is not None and note.text.strip():
            a.change("memo", note.memo, text=note.text)
        elif note.memo is not None:
            a.remove("memo", note.memo)
            a.remove("relevance", note.id)
