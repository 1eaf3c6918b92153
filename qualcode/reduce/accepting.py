"""Deciding on suggestions: accepted becomes a coding (by hand one by one, or in bulk and marked so), rejected does not come back.

One rule: a decision is written in one action, and nothing is decided in a source that an open round keeps free of help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codings import accepted_id
from qualcode.reduce.codings_many import New, put_many
from qualcode.reduce.rounds import open_rounds
from qualcode.reduce.suggestions import Plain, Suggestion, Waiting
from qualcode.store import Act, Project, act
from qualcode.store.ids import decision_id
from qualcode.store.unswept import unswept

STEP = 5000  # codings between two words of progress


def accept(
    project: Project,
    chosen: Sequence[Suggestion],
    coder: bytes,
    *,
    bulk: bool,
    progress: Callable[[int], Any] | None = None,
) -> int:
    """Make codings of suggestions; how many. ``bulk`` marks them as accepted unread, to be counted apart; then a region
    that somebody's speech names is left open, since only a reader can say whether it is what the passage is about. UserError
    where a round has opened since in one of their sources."""
    refuse_in_round(project, chosen)
    with unswept(), act(project, "accept", who=coder) as a:  # one action: cancelled or undone it goes as a whole
        each, done = _new(_plain(chosen, bulk), coder, bulk), 0
        while some := list(islice(each, STEP)):
            put_many(project, a, some)
            done += len(some)
            if progress:
                progress(done)
        return len(a.pending)


def _plain(chosen: Sequence[Suggestion], bulk: bool) -> Iterator[Plain]:
    """What is accepted, without what is read of it on a screen."""
    if isinstance(chosen, Waiting):
        return chosen.plain(bulk)
    return (
        (it.source, it.version, it.code, it.start, it.stop, it.keyword, it.learned, None if bulk and it.spoken else it.about)
        for it in chosen
    )  # fmt: skip


def _new(chosen: Iterable[Plain], coder: bytes, bulk: bool) -> Iterator[New]:
    alike: dict[tuple[bytes, str, bytes | None], dict[str, Any]] = {}
    for source, version, code, start, stop, keyword, learned, about in chosen:
        fields = alike.get((code.id, keyword, about))
        if fields is None:
            fields = alike[code.id, keyword, about] = {
                "reason": keyword or None, "review": "bulk" if bulk else "one", "valence": code.valence, "about": about,
            }  # fmt: skip
        rec = accepted_id(version, code.id, start, stop, coder)
        yield New(source, code.id, start, stop, coder, "learned" if learned else "keyword", "own", rec, fields)


def refuse_in_round(project: Project, chosen: Iterable[Suggestion]) -> None:
    """UserError where a round is open in one of their sources."""
    off = open_rounds(project)
    for one in chosen if off else ():
        if one.source in off:
            raise UserError(
                _("suggestions are off while the round “%s” is open") % off[one.source],
                where=project.value("SELECT name FROM source WHERE id=?", one.source),
                todo=_("What is coded in it is to be each coder's own"),
            )


def reject(project: Project, some: Sequence[Suggestion], coder: bytes) -> int:
    """Turn suggestions down, as one action; how many. They do not come back. UserError as ``accept``."""
    refuse_in_round(project, some)
    with act(project, "reject", who=coder) as a:
        for one in some:
            turn_down(a, one, coder)
        return len(a.pending)


def turn_down(a: Act, one: Suggestion, coder: bytes) -> None:
    """The same inside an action that is open."""
    rec = decision_id(one.version, one.code.id, one.start, one.stop, coder, "rejected")
    a.create(
        "decision", rec, source=one.source, code=one.code.id, coder=coder, span=(one.version, one.start, one.stop),
        decision="rejected", reason=one.keyword,  # not the words it found: they are the informant's
    )  # fmt: skip
