"""What a dissonance leaves open: a thread for each, until somebody says what it comes from.

One rule: the thread of a link and an area is the same on every device, so two who look find one thread; and it is never taken
off. It is opened with what was seen then (passages, figure, place), so that it can be read after the dissonance is gone; it is
closed by an explanation from the fixed list and a sentence, and who closed it when is what the journal says.

Following a thread: Moran-Ellis et al. (2006, Qual Res 6, pp. 45-59); O'Cathain, Murphy & Nicholl (2010, BMJ 341:c4587).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.collect.yamlfile import words
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.themes import Link
from qualcode.store import Act, Project, act, blobs
from qualcode.store.history import deeds
from qualcode.store.ids import derived

# The fixed list, in the order of its numbers; the words are in wording.EXPLANATIONS.
EXPLAINED_BY = (
    "definition",
    "coverage",
    "time",
    "level",
    "pocket",
    "underreporting",
    "unrepresentative",
    "data_error",
    "real",
)
_OPENED = "opened"  # key of a thread's attribute: what was seen when it was opened


@dataclass(frozen=True)
class OpenThread:
    """A dissonance as kept: ``explanations`` are of EXPLAINED_BY, none of them chosen for good while ``resolution`` is empty.
    ``name``: b1, b2 ... in the order they came into this project; ``seen``: what it was opened with (kind, passages, n, m,
    value, year, rank, of), empty for one opened before that was kept."""

    id: bytes
    name: str
    theme: bytes
    indicator: bytes
    region_id: bytes | None
    region: str
    question: str
    explanations: tuple[str, ...]
    resolution: str
    seen: Mapping[str, Any]

    @property
    def explanation(self) -> str:
        """The first explanation chosen, or nothing."""
        return self.explanations[0] if self.explanations else ""


@dataclass(frozen=True)
class Deeds:
    """Who opened a thread and who closed it, and when (ms; None where it is open)."""

    opened_by: str
    opened: int
    closed_by: str = ""
    closed: int | None = None


def threads(project: Project) -> list[OpenThread]:
    """The threads kept in the project, open ones first."""
    seen = {
        subject: json.loads(value or "{}")
        for subject, value in project.rows("SELECT subject, value FROM attribute WHERE key=? AND removed=0", _OPENED)
    }
    found = [
        OpenThread(
            rec, f"b{number}", theme, indicator, place, region or "", blobs.prose(project.conn, question),
            tuple(one for one in (explanation or "").split(",") if one), blobs.prose(project.conn, resolution), seen.get(rec, {}),
        )
        for number, (rec, theme, indicator, place, region, question, explanation, resolution) in enumerate(
            project.rows(
                "SELECT t.id, t.theme, t.indicator, t.region, r.name, t.question, t.explanation, t.resolution FROM thread t"
                " LEFT JOIN region r ON r.id=t.region WHERE t.removed=0 ORDER BY t.k"
            ), 1,
        )
    ]  # fmt: skip
    return sorted(found, key=lambda one: bool(one.resolution))


def find_thread(project: Project, text: str) -> OpenThread:
    """The thread meant: its name (b1), or the beginning of its id. UserError where there is none, or several."""
    kept = threads(project)
    wanted = text.strip().casefold()
    found = [one for one in kept if one.name == wanted] or [
        one for one in kept if len(wanted) >= 6 and one.id.hex().startswith(wanted)
    ]
    if len(found) != 1:
        raise UserError(
            _("there is no thread “%s”") % text if not found else _("“%s” names %d records") % (text, len(found)),
            todo=_("Threads: %s") % ", ".join(one.name for one in kept)
            if kept
            else _("“qualcode triangulate --store” opens one for every dissonance"),
        )
    return found[0]


def thread_id(link: bytes, region: bytes) -> bytes:
    """The thread of a dissonance, on every device."""
    return derived(link, "thread:" + region.hex())


def resolved(project: Project, link: Link, names: Mapping[bytes, str]) -> set[str]:
    """The areas of ``names`` whose thread has a resolution."""
    closed = {rec for (rec,) in project.rows("SELECT id FROM thread WHERE removed=0 AND resolution IS NOT NULL")}
    return {name for region, name in names.items() if thread_id(link.id, region) in closed} if closed else set()


def open_thread(
    project: Project, a: Act, link: Link, region: bytes, question: str, seen: Mapping[str, Any] | None = None
) -> bool:
    """Open the thread of a dissonance, with what was seen; False where it is open already."""
    rec = thread_id(link.id, region)
    if project.value("SELECT 1 FROM thread WHERE id=? AND removed=0", rec):
        return False
    a.create(
        "thread", rec, theme=link.theme, indicator=link.indicator, region=region, question=question,
    )  # fmt: skip
    if seen:
        a.create("attribute", derived(rec, "attribute:" + _OPENED), subject=rec, key=_OPENED, value=dict(seen))
    return True


def explain(project: Project, thread: OpenThread, explanations: Iterable[str]) -> None:
    """Put these candidate explanations on a thread, in the order of the list. UserError for one that is not of it."""
    with act(project, "thread") as a:
        answer(a, thread.id, explanations)


def resolve(project: Project, thread: OpenThread, resolution: str, explanations: Iterable[str] | None = None) -> None:
    """Close a thread: what it comes from, and a sentence that says so. UserError where no explanation is chosen or the
    sentence is empty; nothing is written then."""
    with act(project, "thread") as a:
        answer(a, thread.id, thread.explanations if explanations is None else explanations, resolution)


def answer(a: Act, thread: bytes, explanations: Iterable[str], resolution: str | None = None) -> None:
    """The same inside an action; without a resolution the thread stays as open as it is."""
    chosen = _known(explanations)
    if resolution is None:
        a.change("thread", thread, explanation=",".join(chosen) or None)
        return
    said = words(resolution.strip(), "")
    if not chosen:
        raise UserError(_("a thread closes with an explanation chosen"), todo=", ".join(EXPLAINED_BY))
    if not said:
        raise UserError(_("a thread closes with a sentence that says what was found"))
    a.change("thread", thread, explanation=",".join(chosen), resolution=said)


def reopen(project: Project, thread: OpenThread) -> None:
    """Take the resolution off; the explanations stay as candidates, and the journal keeps what was said."""
    with act(project, "thread") as a:
        a.change("thread", thread.id, resolution=None)


def _known(explanations: Iterable[str]) -> list[str]:
    given = [one.strip() for one in explanations]
    for one in given:
        if one not in EXPLAINED_BY:
            raise UserError(_("“%s” is no %s") % (one, _("explanation")), todo=", ".join(EXPLAINED_BY))
    return [one for one in EXPLAINED_BY if one in given]


def who_and_when(project: Project, thread: OpenThread) -> Deeds:
    """From the journal: the action that made the thread, and the one that wrote the resolution that stands."""
    made = deeds(project, record=thread.id)
    opened = made[-1]
    if not thread.resolution:
        return Deeds(opened.who, opened.corrected)
    wrote = {
        hash_
        for (hash_, new) in project.rows(
            "SELECT a.hash, e.new FROM entry e JOIN action a ON a.id=e.action WHERE e.rec=? AND e.new IS NOT NULL",
            thread.id,
        )
        if json.loads(new).get("resolution")
    }
    closed = next((one for one in made if one.hash in wrote), opened)
    return Deeds(opened.who, opened.corrected, closed.who, closed.corrected)
