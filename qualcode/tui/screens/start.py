"""Where do I begin, and who am I? Seen where no project was found, or where it is not known who works here.

The rule: what was found is said first; nothing is made before an answer is chosen, so leaving leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store.recent import recent
from qualcode.tui.beginning import PROJECT, Found, found_in, is_sealed, is_shared, join, project_at, told
from qualcode.tui.folders import completed
from qualcode.tui.long import SEEN, Long
from qualcode.tui.screens.answers import Answer, AnswersScreen
from qualcode.tui.session import Session, coders, open_session

SAMPLE = "contoh-surakarta"
RECENT = 5


class StartScreen(AnswersScreen):
    kind = "start"

    def __init__(self, session: Session | None) -> None:
        super().__init__()
        self._opened = session
        self._found = Found()

    def where(self) -> tuple[str, ...]:
        return ("qualcode", self._opened.title) if self._opened else ("qualcode",)

    def whose(self) -> str:
        return ""

    def sentence(self) -> str:
        return _("A study is one file on this computer. Nothing is sent anywhere.")

    def on_mount(self) -> None:
        super().on_mount()
        self._begin()

    def redraw(self) -> None:
        self._begin()
        super().redraw()

    def _begin(self) -> None:
        if self._opened is not None:
            self.job(self._ask_who())
        else:
            self._ask_what()

    # What to open

    def _ask_what(self) -> None:
        self._found = found = found_in(Path.cwd())
        self._heading = told(found)
        known = dict(recent()[:RECENT])
        here = {str(path.resolve()): _("in this folder") for path in found.studies[:RECENT]}
        self._answers = [
            Answer(Path(path).parent.name, f"{path}  {when}", partial(self._open_known, Path(path)))
            for path, when in {**here, **known}.items()
        ]
        self._answers += [
            Answer(_("The sample study"), self._of_sample(), lambda: self._start(self._sample())),
            Answer(_("A new study in this folder"), found.kinds or str(Path.cwd()), self._new),
            Answer(_("Another study"), _("its folder, or its file project.qualcode"), self._another),
            Answer(_("Join a team"), _("a copy from your lead, or the folder the team shares"), self._join),
            *self._settings(),
        ]  # fmt: skip
        self.rows.show(len(self._answers), self._kept_at())
        self.rows_changed()

    def _of_sample(self) -> str:
        there = (Path.cwd() / SAMPLE / PROJECT).exists()
        return (_("there already, in ./%s; opens") if there else _("invented people; made in ./%s")) % SAMPLE

    def _path(self, question: str, done: Callable[[Path], Any]) -> None:
        """Ask for a path; Tab completes it."""

        def complete() -> None:
            text, names = completed(self.ask.text, Path.cwd())
            self.ask.write(text)
            if len(names) != 1:
                self.call_after_refresh(self.ask.hint, "  ".join(names) if names else _("nothing begins so"))

        def given(text: str) -> None:
            if text.strip():
                done(Path.cwd() / Path(text.strip()).expanduser())

        self.write_line(question, "", given, following=complete)

    def _another(self) -> None:
        self._path(_("Folder or file of the study (Tab completes):"), lambda path: self._start(self._open_at(path)))

    async def _open_at(self, path: Path) -> None:
        await self._open(project_at(path))

    def _join(self) -> None:
        self._path(_("Folder of the team, or of the copy (Tab completes):"), self._join_at)

    def _join_at(self, folder: Path) -> None:
        if not is_shared(folder):
            self._start(self._open_at(folder))
        elif is_sealed(folder):
            self.write_line(
                _("Passphrase of the folder:"), "", lambda text: self._start(self._join_team(folder, text.strip())), secret=True
            )  # fmt: skip
        else:
            self._start(self._join_team(folder, None))

    async def _join_team(self, folder: Path, passphrase: str | None) -> None:
        import asyncio

        long = Long(_("taking in"), stays=_("stopped; nothing was made here"))
        path = await self.at_length(long, asyncio.to_thread(join, folder, Path.cwd(), passphrase, long))
        await self._open(path)

    def _open_known(self, path: Path) -> None:
        self._start(self._open(path))

    def _be_known(self, name: str) -> None:
        self._start(self._be(name))

    async def _open(self, path: Path) -> None:
        import asyncio

        await self._use(await asyncio.to_thread(open_session, path))

    async def _use(self, session: Session) -> None:
        self._opened = session
        self.main.hold(session)
        if session.coder is None:
            await self._ask_who()
        else:
            await self._enter(session)

    async def _enter(self, session: Session) -> None:
        await self.main.begin(session)

    async def _sample(self) -> None:
        import asyncio

        folder = Path.cwd() / SAMPLE
        fresh = not (folder / PROJECT).exists()
        long = Long(_("making the sample study"), can_stop=False)
        long.began -= SEEN  # said at once: it takes long on a modest machine
        if fresh:
            self._heading = (
                _(
                    "The sample study is being made in ./%s: transcripts, codes, matrix, a report. Less than a minute; then a tour begins."
                )
                % SAMPLE
            )
            self.rows.refresh()

        def made() -> Session:
            from qualcode.sample import STEPS, make_sample

            done = 0

            def say(_step: object) -> None:
                nonlocal done
                done += 1
                long("", done, STEPS)

            if fresh:
                make_sample(folder, say)
            return open_session(folder / PROJECT, None)

        session = await self.at_length(long, asyncio.to_thread(made))
        if session.coder is None:
            from qualcode.sample import CODERS

            session.work_as(CODERS[0])
        await self._use(session)
        if fresh:
            await self.main.tour.begin(self.main)

    def _new(self) -> None:
        def done(name: str) -> None:
            if name.strip():
                self._start(self._make(name.strip()))

        self.write_line(_("Your short name as a coder, e.g. sri:"), "", done)

    async def _make(self, name: str) -> None:
        import asyncio

        from qualcode.collect.study import new_study

        def made() -> Session:
            with new_study(Path.cwd(), name) as project:
                path = project.path
            return open_session(path, name)

        await self._use(await asyncio.to_thread(made))
        if self._found.count:
            await self.main.go("sources", "files")

    # Who works

    async def _ask_who(self) -> None:
        session = self._opened
        assert session is not None
        known = await session.read(coders)
        self._heading = _("Who are you in %s? It is remembered on this computer.") % session.title
        self._answers = [
            Answer(name, ngettext("%d coding", "%d codings", count) % count, partial(self._be_known, name))
            for name, count in known
        ]
        self._answers += [Answer(_("Somebody new"), _("give a short name"), self._somebody), *self._settings()]
        self.rows.show(len(self._answers), self._kept_at())
        self.rows_changed()

    def _somebody(self) -> None:
        self.write_line(_("Your short name as a coder, e.g. sri:"), "", lambda name: self._start(self._be(name)))

    async def _be(self, name: str) -> None:
        session = self._opened
        assert session is not None
        if not name.strip():
            raise UserError(_("a short name is one word, e.g. sri"))
        await session.choose(name.strip())
        await self._enter(session)

    def do_app_back(self) -> None:
        self.do_app_quit()

    def do_app_quit(self) -> None:
        """Quit, where nothing is being made that has to be made to its end."""
        if any(not long.can_stop for long, _place in self.main.going_on):
            self.say(_("This is made to its end first; then you can quit"))
        else:
            self.main.do_app_quit()
