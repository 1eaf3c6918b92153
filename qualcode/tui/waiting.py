"""What waits for a person: counted for the map, and told with words where one begins the day."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.collect.called import names_shown
from qualcode.collect.inventory import SourceLine, inventory
from qualcode.i18n import _, ngettext
from qualcode.reduce import review
from qualcode.store import Project, versions
from qualcode.store.conflicts import conflicts
from qualcode.tui.document import short_name
from qualcode.tui.notes import Notes


@dataclass(frozen=True)
class Waits:
    """``count`` things that the screen of ``command`` is for; ``what`` and ``about`` say which."""

    command: str
    count: int
    what: str
    about: str


@dataclass(frozen=True)
class Resume:
    """Where one goes on: a source, ``turn`` of ``turns`` (from 1), who speaks there and the words. ``fresh``: never read."""

    source: bytes
    name: str
    turn: int
    turns: int
    who: str
    words: str
    fresh: bool


@dataclass(frozen=True)
class Standing:
    """The study as it is: how many sources, finished ones, kelurahan with sources and in all, codings, codes, themes."""

    sources: int
    finished: int
    areas: int
    all_areas: int
    codings: int
    codes: int
    themes: int


@dataclass(frozen=True)
class Home:
    resume: Resume | None
    waits: tuple[Waits, ...]
    standing: Standing


def counts(project: Project, coder: bytes) -> dict[str, int]:
    """How much waits behind each command of the map; what is none is not in it."""
    return {one.command: one.count for one in _waits(project, coder, inventory(project))}


def read_home(project: Project, coder: bytes, notes: Notes) -> Home:
    """All that the first screen says."""
    lines = inventory(project)
    value = project.value
    standing = Standing(
        len(lines), sum(line.state == "finished" for line in lines),
        value("SELECT COUNT(DISTINCT region) FROM source WHERE removed=0 AND region IS NOT NULL"),
        value("SELECT COUNT(*) FROM region WHERE removed=0 AND level='kelurahan'"),
        value("SELECT COUNT(*) FROM coding c JOIN source s ON s.id=c.source AND s.removed=0 WHERE c.removed=0"),
        value("SELECT COUNT(*) FROM code WHERE removed=0 AND retired IS NOT 1 AND merged_into IS NULL"),
        value("SELECT COUNT(*) FROM theme WHERE removed=0"),
    )  # fmt: skip
    return Home(_resume(project, coder, notes, lines), tuple(_waits(project, coder, lines)), standing)


def _mine(project: Project, coder: bytes, lines: list[SourceLine]) -> list[SourceLine]:
    name = project.value("SELECT name FROM coder WHERE id=?", coder)
    return [line for line in lines if line.responsible == name]


def _waits(project: Project, coder: bytes, lines: list[SourceLine]) -> list[Waits]:
    mine = _mine(project, coder, lines)
    left = [line for line in mine if line.state != "finished"]
    doubts = len(review.doubts(project, coder=coder))
    apart = len(conflicts(project))
    threads = project.value("SELECT COUNT(*) FROM thread WHERE removed=0 AND resolution IS NULL")
    unread = project.value("SELECT COUNT(*) FROM finding WHERE removed=0 AND status<>'rejected' AND negative IS NULL")
    found = [
        Waits(
            "go.sources", len(left), ngettext("%d source", "%d sources", len(left)) % len(left),
            _("not finished, of {count} of yours").format(count=len(mine)),
        ),
        Waits(
            "go.review", doubts, ngettext("%d coding", "%d codings", doubts) % doubts,
            _("moved because a transcript was corrected: look at them"),
        ),
        Waits(
            "go.conflicts", apart, ngettext("%d conflict", "%d conflicts", apart) % apart,
            _("two people wrote it differently"),
        ),
        Waits(
            "go.triangulation", threads, ngettext("%d thread", "%d threads", threads) % threads,
            _("voices and figures part, and nobody has said why"),
        ),
        Waits(
            "go.findings", unread, ngettext("%d finding", "%d findings", unread) % unread,
            _("nobody has read what speaks against it"),
        ),
    ]  # fmt: skip
    return [one for one in found if one.count]


def _resume(project: Project, coder: bytes, notes: Notes, lines: list[SourceLine]) -> Resume | None:
    """Where this coder stopped, else the first of their sources that is not finished."""
    known = {line.id: line for line in lines}
    last = bytes.fromhex(notes.last) if notes.last else b""
    if last in known:
        line, fresh = known[last], False
    else:
        waiting = [line for line in (*_mine(project, coder, lines), *lines) if line.state != "finished"]
        if not waiting:
            return None
        line, fresh = waiting[0], True
    now = versions.current(project, line.id)
    if now is None or not now.marks.turns:
        return None
    at = notes.at.get(line.id.hex(), 0)
    number = max((n for n, turn in enumerate(now.marks.turns) if turn.speech[0] <= at), default=0)
    turn = now.marks.turns[number]
    start = at if turn.speech[0] <= at < turn.speech[1] else turn.speech[0]
    label = names_shown(project)(line.id, now.text[slice(*turn.label)] if turn.label else "")
    words = " ".join(now.text[start : turn.speech[1]].split())
    return Resume(line.id, line.name, number + 1, len(now.marks.turns), short_name(label), words, fresh)
