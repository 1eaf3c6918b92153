"""The review list: what a correction left in doubt, with the old and the new passage side by side.

A coding, a rejection of a suggestion, a relevance mark or an adjudication is listed while its place in the current version is
*changed* (the best guess) or *lost*. It stays listed until a person accepts the place, draws it anew or takes it off; accepting
writes one field, the span, so that the same decision on two devices is one. Nothing is dropped in the meantime.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import passage_text
from qualcode.reduce.rounds import visible_coders
from qualcode.store import Project, act, versions
from qualcode.store.kinds import BY_NAME
from qualcode.store.spans import KINDS, Held, held
from qualcode.store.versions import Version


@dataclass(frozen=True)
class Doubt:
    """A record whose place is in doubt. ``state``: changed or lost; ``old_quote`` as it was coded (empty where those words were
    erased), ``start``, ``stop`` and ``new_quote`` as it would lie now (empty where it is lost); ``turn``: 1-based, None outside."""

    kind: str
    id: bytes
    source: bytes
    coder: bytes | None
    code: bytes | None
    state: str
    old_quote: str
    new_quote: str
    start: int
    stop: int
    turn: int | None


def doubts(project: Project, source: bytes | None = None, coder: bytes | None = None) -> list[Doubt]:
    """What is to be reviewed, of one source or all, of one coder or all, by source and in the order of the text; what is lost
    comes first in its source."""
    return [
        _doubt(project, one)
        for one in held(project, source)
        if one.place.state in ("changed", "lost") and coder in (None, one.coder) and _shown(project, one)
    ]


def _shown(project: Project, one: Held) -> bool:
    visible = visible_coders(project, one.source, project.coder)
    return visible is None or one.coder in visible


def accept(project: Project, found: Iterable[Doubt]) -> int:
    """Take the place in the new version for each, in one action; how many (lost ones have none, and stay)."""
    with act(project, "review") as a:
        for one in found:
            now = versions.current(project, one.source)
            if one.state == "changed" and now is not None and _speech(now, one.start, one.stop):
                a.change(one.kind, one.id, span=(now.id, one.start, one.stop))
        return len(a.pending)


def redraw(project: Project, one: Doubt, start: int, stop: int) -> None:
    """Put it on ``[start, stop)`` of the current version. UserError where that is outside the text or holds no speech."""
    now = versions.current(project, one.source)
    if now is None:
        raise UserError(_("this source has no text"))
    if not 0 <= start < stop <= len(now.text):
        raise UserError(
            _("the span %d to %d does not lie in the text (it has %d characters)") % (start, stop, len(now.text))
        )
    if not _speech(now, start, stop):
        raise UserError(
            _("the span %d to %d holds no speech, only labels or header") % (start, stop),
            todo=_("Code what somebody says; a remark on the source is a memo"),
        )
    with act(project, "review") as a:
        a.change(one.kind, one.id, span=(now.id, start, stop))


def remove(project: Project, found: Iterable[Doubt]) -> int:
    """Take them off, in one action; how many. Undoable."""
    with act(project, "review") as a:
        for one in found:
            a.write(BY_NAME[one.kind], one.id, {"removed": 1})
        return len(a.pending)


def _speech(now: Version, start: int, stop: int) -> bool:
    return any(now.text[max(start, low) : min(stop, high)].strip() for low, high in now.speech_in(start, stop))


def _doubt(project: Project, one: Held) -> Doubt:
    old = versions.load(project, one.version)
    now = versions.current(project, one.source)
    assert now is not None  # held() lists only sources that have a text
    start, stop = one.place.start, one.place.stop
    quote = passage_text(old.text, old.marks, one.start, one.stop) if old is not None else ""
    new_quote = passage_text(now.text, now.marks, start, stop) if start < stop else ""
    turn = None
    if start < stop:
        turn = next(
            (n for n, turn in enumerate(now.marks.turns, 1) if start < turn.speech[1] and turn.speech[0] < stop), None
        )
    return Doubt(
        one.kind, one.id, one.source, one.coder, one.code, one.place.state, quote, new_quote, start, stop, turn
    )


def doubt(project: Project, prefix: str) -> Doubt:
    """The one in the list whose id begins so. UserError where there is none, or several."""
    wanted = prefix.replace("-", "").casefold()
    sources = {
        bytes(source)
        for kind in KINDS
        for (source,) in project.rows(
            f"SELECT DISTINCT source FROM {kind} WHERE removed=0 AND lower(hex(id)) LIKE ?", wanted + "%"
        )
    }
    meant = [one for source in sorted(sources) for one in doubts(project, source) if one.id.hex().startswith(wanted)]
    if len(meant) == 1:
        return meant[0]
    raise UserError(
        _("“%s” names no single passage that is to be reviewed") % prefix,
        todo=_("“qualcode codings review” lists them with their ids"),
    )
