"""Saying that a source is finished: the same from the list and from the text.

It happens, the sentence says what it means for the numbers, and the same key takes it back. It asks once only where it would
surely be a slip: somebody else counts there, and whoever presses has coded nothing in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.collect.inventory import inventory
from qualcode.i18n import _, ngettext
from qualcode.reduce.codebook import codebook
from qualcode.reduce.completion import finish, not_looked_for
from qualcode.reduce.counting import responsible
from qualcode.store import Project

if TYPE_CHECKING:
    from qualcode.tui.session import Session

NAMED = 4  # codes named in the sentence


async def finish_or_ask(session: Session, source: bytes, name: str, asked: bytes | None) -> tuple[str, bytes | None]:
    """``toggle_finished`` by the session's coder, or the question before it; with what was asked about: ``asked`` of the next time."""
    coder = session.coder
    assert coder is not None
    if asked != source and (doubt := await session.read(lambda project: _slip(project, source, coder, name))):
        return doubt, source
    return await session.write(lambda project: toggle_finished(project, source, coder, name)), None


def _slip(project: Project, source: bytes, coder: bytes, name: str) -> str:
    """What to ask where finishing would be a slip, else nothing."""
    owner = responsible(project).get(source)
    if owner in (None, coder) or not_looked_for(project, source, coder) == []:
        return ""
    if project.value("SELECT 1 FROM coding WHERE source=? AND coder=? AND removed=0 LIMIT 1", source, coder):
        return ""
    who = project.value("SELECT name FROM coder WHERE id=?", owner) or "?"
    return _(
        "coder {who} counts in {name}, and you coded nothing in it · S again: you have read it, and found nothing"
    ).format(who=who, name=name)


def toggle_finished(project: Project, source: bytes, coder: bytes, name: str) -> str:
    """Finish a source for every code that was not looked for yet; open it again where none is left. What to say of it."""
    codes = len(codebook(project))
    before = not_looked_for(project, source, coder)
    if not codes:
        return _("There are no codes yet, so nothing can be finished")
    if not before:
        finish(project, source, coder=coder, undo=True)
        return _("%s is open again and no longer counts · S finishes it") % name
    finish(project, source, coder=coder)
    if len(before) == codes:
        said = ngettext("{name} is finished for {count} code", "{name} is finished for {count} codes", codes)
        said = said.format(name=name, count=codes)
    else:
        said = ngettext(
            "{name}: now also looked for {count} code: {names}", "{name}: now also looked for {count} codes: {names}", len(before)
        ).format(name=name, count=len(before), names=few(before))  # fmt: skip
    if not project.value("SELECT 1 FROM coding WHERE source=? AND coder=? AND removed=0 LIMIT 1", source, coder):
        said += " · " + _("nothing is coded in it: each code is counted as not raised")
    owner = responsible(project).get(source)
    if owner in (None, coder):
        return f"{said} · " + _("it counts from now on")
    who = project.value("SELECT name FROM coder WHERE id=?", owner) or "?"
    return f"{said} · " + _("counted here: coder %s; gs w changes it") % who


def finished_but_for_one(project: Project) -> int:
    """How many sources whoever counts there has finished for every code but one: by a new code."""
    return sum(line.left == 1 and line.state == "partly" for line in inventory(project))


def few(names: Sequence[str]) -> str:
    """Names for one line."""
    shown = ", ".join(names[:NAMED])
    return shown + (" …" if len(names) > NAMED else "")
