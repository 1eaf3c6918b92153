"""Whose codings count in a source: chosen from the list of sources, and from the progress of the team.

One rule: it is said what each coder has done there before one of them is chosen; nobody's codings change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.i18n import _, ngettext
from qualcode.reduce.completion import not_looked_for
from qualcode.reduce.counting import responsible
from qualcode.store import Project
from qualcode.tui.widgets.chooser import Choice

if TYPE_CHECKING:
    from qualcode.tui.screens.base import Place

ALL = "all"


@dataclass(frozen=True)
class Candidate:
    """A coder: how many codings they have in the sources asked about, in how many of these they have finished, and in how many
    theirs count."""

    id: bytes
    name: str
    codings: int
    finished: int
    counts: int


def candidates(project: Project, sources: Sequence[bytes]) -> list[Candidate]:
    """The coders of the project, by name."""
    owners, wanted = responsible(project), set(sources)
    codings: dict[bytes, int] = {}
    for source, coder, count in project.rows(
        "SELECT source, coder, COUNT(*) FROM coding WHERE removed=0 AND layer='own' GROUP BY source, coder"
    ):
        if source in wanted:
            codings[coder] = codings.get(coder, 0) + count
    return [
        Candidate(
            id, name, codings.get(id, 0), sum(not not_looked_for(project, source, id) for source in sources),
            sum(owners.get(source) == id for source in sources),
        )
        for id, name in project.rows("SELECT id, name FROM coder WHERE removed=0 ORDER BY name")
    ]  # fmt: skip


async def ask_who_counts(place: Place, sources: Sequence[bytes], name: str) -> None:
    """Show the coders, and let the codings of the chosen one count in ``sources``, called ``name``."""
    known = await place.session.read(lambda project: candidates(project, sources))
    choices = [
        Choice(one.id.hex(), one.name, _told(one, len(sources)), end=_counts(one, len(sources))) for one in known
    ]

    def find(query: str) -> list[Choice]:
        return [one for one in choices if query.casefold() in one.name.casefold()]

    def take(choice: Choice, stay: bool) -> None:
        place.job(
            _let_count(
                place, sources, bytes.fromhex(choice.key), f"{name}: " + _("the codings of %s count") % choice.name
            )
        )

    place.choose("coders", _("Whose codings count in {name}?").format(name=name), find, take)
    place.chooser.move(next((n for n, one in enumerate(known) if one.counts == len(sources)), 0))


async def ask_where(place: Place) -> None:
    """Ask for a source first, or all of them."""

    def read(project: Project) -> list[tuple[bytes, str, str]]:
        names = dict(project.rows("SELECT id, name FROM coder"))
        owners = responsible(project)
        rows = project.rows("SELECT id, name FROM source WHERE removed=0 ORDER BY name")
        return [(id, name, names.get(owners.get(id), "–")) for id, name in rows]

    known = await place.session.read(read)
    every = Choice(ALL, ngettext("all %d source", "all %d sources", len(known)) % len(known))
    choices = [Choice(id.hex(), name, _("coder %s counts") % who) for id, name, who in known]

    def find(query: str) -> list[Choice]:
        return [*([every] if not query else []), *(one for one in choices if query.casefold() in one.name.casefold())]

    def take(choice: Choice, stay: bool) -> None:
        some = [id for id, _name, _who in known] if choice.key == ALL else [bytes.fromhex(choice.key)]
        place.question(ask_who_counts(place, some, choice.name))

    place.choose("sources", _("Whose codings count, in which source?"), find, take)
    place.chooser.move(1)


async def _let_count(place: Place, sources: Sequence[bytes], coder: bytes, said: str) -> None:
    from qualcode.reduce.assigning import assign

    await place.session.write(lambda project: assign(project, sources, responsible=coder))
    await place.reload()
    place.say(f"{said} · " + _("{key} takes it back").format(key=place.main.key_of("work.undo")))


def _told(one: Candidate, of: int) -> str:
    codings = ngettext("%d coding", "%d codings", one.codings) % one.codings
    if of == 1:
        return codings + " · " + (_("finished") if one.finished else _("not finished"))
    return codings + " · " + _("finished in {count} of {of}").format(count=one.finished, of=of)


def _counts(one: Candidate, of: int) -> str:
    return ("✓" if of == 1 else f"✓ {one.counts}") if one.counts else ""
