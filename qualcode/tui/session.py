"""The project as the app has it open: one thread reads and writes, and no screen waits for it.

The rule: all work on the project is done in the order it was asked for, on the one thread that owns the connection.
A screen changes what it shows first and hands the write over; what is still on its way is counted, so that the place
row says *saved* only when it is. A write that fails is told to who asked, and they show the project as it is.

Knows no Textual: screens await ``read`` and ``write``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path
from time import monotonic
from typing import Literal, TypeVar

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, open_project
from qualcode.store.ids import coder_id
from qualcode.store.project import chosen_coder
from qualcode.store.recent import remember
from qualcode.tui.notes import Notes, read_notes, write_notes

T = TypeVar("T")
Saved = Literal["saved", "saving", "failed"]
BLIND: ContextVar[str] = ContextVar("BLIND", default="")
"""The key that asked for what is done now, where it was typed before its screen could be read: it writes nothing (``ahead``)."""
SOON = 0.1  # seconds: a write that takes less is nothing to look at, and costs no second frame at every key


class Session:
    """An open project and who works in it. ``coder`` is None until it is known who that is."""

    def __init__(self, path: Path) -> None:
        """Raises UserError where the file cannot be opened."""
        self.path = path
        self.coder: bytes | None = None
        self.coder_name = ""
        self.notes = Notes()
        self.written = 0  # writes done or on their way: what was read at another number may be out of date
        self.told: Callable[[], object] = lambda: None  # called on the loop when ``saved`` may have changed
        self._on_the_way = 0
        self._since = 0.0  # when the first of those was handed over
        self._failed = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="project")
        try:
            self._project = self._thread.submit(open_project, path).result()
        except BaseException:
            self._thread.shutdown()
            raise
        self.project_id = self._project.id
        remember(path)

    @property
    def saved(self) -> Saved:
        if self._on_the_way and monotonic() - self._since > SOON:
            return "saving"
        return "failed" if self._failed else "saved"

    @property
    def title(self) -> str:
        """The name of the study: its folder's."""
        return self.path.resolve().parent.name

    def now(self, work: Callable[[Project], T]) -> T:
        """Do work and wait for it: before the app runs, and in tests."""
        return self._thread.submit(work, self._project).result()

    async def read(self, work: Callable[[Project], T]) -> T:
        """What ``work`` reads, after all that was handed over before. Who stops waiting stops no work."""
        return await asyncio.shield(asyncio.wrap_future(self._thread.submit(work, self._project)))

    async def look(self, work: Callable[[Project], T]) -> T:
        """``read`` what the project keeps as shown to somebody (see ``conclude.declared``): a write where it was not yet."""

        def seen(project: Project) -> tuple[T, bool]:
            before = project.value("SELECT MAX(id) FROM action")
            found = work(project)
            return found, project.value("SELECT MAX(id) FROM action") != before

        found, fresh = await self.read(seen)
        self.written += fresh
        return found

    async def write(self, work: Callable[[Project], T]) -> T:
        """Hand a write over now; returns when it has reached the disk. What it raises is raised here, and UserError where it
        would change what nobody could see yet."""
        if BLIND.get():
            raise UserError(
                _("“%s” was typed before this could be read and changed nothing") % BLIND.get(),
                todo=_("Look, and press it again"),
            )
        self.written += 1
        if not self._on_the_way:
            self._since = monotonic()
            asyncio.get_running_loop().call_later(SOON, self._still_on_the_way)
        self._on_the_way += 1
        waiting = asyncio.wrap_future(self._thread.submit(work, self._project))
        waiting.add_done_callback(self._arrived)
        return await asyncio.shield(waiting)

    def _arrived(self, waiting: asyncio.Future[T]) -> None:
        self._on_the_way -= 1
        error = None if waiting.cancelled() else waiting.exception()
        self._failed = error is not None and not isinstance(error, UserError)  # that one was refused, and is said
        self.told()

    def _still_on_the_way(self) -> None:
        if self._on_the_way:
            self.told()

    def forgive(self) -> None:
        """Whoever was told that something was not saved knows it now."""
        self._failed = False

    def work_as(self, name: str) -> None:
        """Write as this coder from now on. UserError where the project has none of that name."""
        rec = coder_id(self.project_id, name)
        known = self.now(lambda project: project.value("SELECT name FROM coder WHERE id=? AND removed=0", rec))
        if known is None:
            raise UserError(
                _("there is no coder “%s”") % name,
                todo=_("“qualcode coders add %s” makes one; “qualcode coders” lists them") % name,
            )
        self._be(rec, known)

    def _be(self, coder: bytes, name: str) -> None:
        self.coder, self.coder_name = coder, name
        self._project.coder = coder
        self.notes = read_notes(self.project_id, coder)

    async def choose(self, name: str) -> None:
        """Work as ``name``, made anew where nobody is called so, and remember it on this computer."""
        from qualcode.collect.study import add_coder
        from qualcode.store.journal import choose_coder

        def chosen(project: Project) -> str:
            add_coder(project, name)
            choose_coder(project, name)
            known: str = project.value("SELECT name FROM coder WHERE id=?", coder_id(project.id, name))
            return known

        self._be(coder_id(self.project_id, name), await self.write(chosen))

    def keep_notes(self) -> None:
        """Write down where one reads and which codes are on the digits."""
        if self.coder is not None:
            write_notes(self.project_id, self.coder, self.notes)

    def close(self) -> None:
        """Wait for what is on its way, then bring everything into the one file."""
        self.keep_notes()
        self._thread.submit(self._project.close).result()
        self._thread.shutdown()


def open_session(path: Path, coder: str | None = None) -> Session:
    """The project at ``path``, worked in by ``coder``, else by who was chosen on this computer. UserError where it cannot be
    opened or knows no such coder."""
    session = Session(path)
    try:
        name = coder or session.now(chosen_coder)
        if name:
            session.work_as(name)
    except BaseException:
        session.close()
        raise
    return session


def coders(project: Project) -> list[tuple[str, int]]:
    """Who codes here: short name and number of codings, by name."""
    return [
        (name, count)
        for name, count in project.rows(
            "SELECT c.name, (SELECT COUNT(*) FROM coding k WHERE k.coder=c.id AND k.removed=0) FROM coder c"
            " WHERE c.removed=0 ORDER BY c.name"
        )
    ]
