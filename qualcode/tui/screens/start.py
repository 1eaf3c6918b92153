"""Where do I begin, and who am I? Seen where no project was found, or where it is not known who works here."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from textual.widget import Widget

from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store.recent import recent
from qualcode.tui.drawing import Parts, cut, wrapped
from qualcode.tui.long import Long
from qualcode.tui.screens.base import Place
from qualcode.tui.session import Session, coders, open_session
from qualcode.tui.widgets.rows import Rows

SAMPLE = "contoh-surakarta"
RECENT = 5


@dataclass(frozen=True)
class Answer:
    """One line that can be chosen, and what it does."""

    name: str
    about: str
    do: Callable[[], Any]


class StartScreen(Place):
    kind = "start"

    def __init__(self, session: Session | None) -> None:
        super().__init__()
        self._opened = session
        self._answers: list[Answer] = []
        self._heading = ""
        self._busy = False

    def body(self) -> Iterable[Widget]:
        yield Rows(self._answer, self._heads)

    @property
    def rows(self) -> Rows:
        return self.query_one(Rows)

    def where(self) -> tuple[str, ...]:
        return ("qualcode", self._opened.title) if self._opened else ("qualcode",)

    def whose(self) -> str:
        return ""

    def rows_changed(self) -> None:
        if self._opened is not None:
            super().rows_changed()
        elif self.is_mounted and self.is_current:
            self.start_rows()

    def start_rows(self) -> None:
        """The rows where no project is open: nothing can be saved or unsaved."""
        from qualcode.tui.widgets.bars import KeyRow, PlaceRow, SentenceRow

        self.query_one(PlaceRow).show(self.where(), _("no study is open"))
        name = "field" if self.ask.is_open else self.kind
        self.query_one(KeyRow).show(self.main.keys.footer(name, self.size.width))
        row = self.query_one(SentenceRow)
        row.display = not self.ask.is_open
        if not row.strong:
            row.say(self.going_on() or self.sentence())

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
        self._heading = _("Welcome. There is no study in this folder or above it. Where do you want to begin?")
        self._answers = [
            Answer(Path(path).parent.name, f"{path}  {when}", partial(self._open_known, Path(path)))
            for path, when in recent()[:RECENT]
        ]
        self._answers += [
            Answer(_("The sample study"), _("invented interviews, coded by two people; made in ./%s") % SAMPLE, lambda: self._start(self._sample())),
            Answer(_("A new study in this folder"), str(Path.cwd()), self._new),
        ]  # fmt: skip
        self.rows.show(len(self._answers), 0)
        self.rows_changed()

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do one thing at a time."""
        if self._busy:
            work.close()
            return
        self._busy = True
        self.job(self._finish(work))

    async def _finish(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        finally:
            self._busy = False

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

        from qualcode.collect.study import PROJECT_FILE
        from qualcode.sample import CODERS, Step, make_sample

        folder = Path.cwd() / SAMPLE
        fresh = not (folder / PROJECT_FILE).exists()

        long = Long(_("making the sample study"), can_stop=False)

        def say(step: Step) -> None:
            long(step.text, 0, 0)

        def made() -> Session:
            if not (folder / PROJECT_FILE).exists():
                make_sample(folder, say)
            return open_session(folder / PROJECT_FILE, None)

        session = await self.at_length(long, asyncio.to_thread(made))
        if session.coder is None:
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
        self._answers.append(Answer(_("Somebody new"), _("give a short name"), self._somebody))
        self.rows.show(len(self._answers), 0)
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

    # Drawing and keys

    def _heads(self, width: int) -> list[Parts]:
        strong = self.palette.style(strong=True)
        return [[], *([("   " + text, strong)] for text in wrapped(self._heading, width - 6, 2)), []]

    def _answer(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._answers[item]
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        return [
            (f"  {'▸' if here else ' '} {item + 1}  ", strong), (cut(one.name, 28), self.palette.style(strong=here)), (f"  {one.about}", quiet),
        ]  # fmt: skip

    def run_command(self, id: str) -> bool:
        if id.startswith("start.answer-"):
            number = int(id.rsplit("-", 1)[1])
            if number <= len(self._answers):
                self.rows.move(number - 1)
                self._answers[number - 1].do()
            return True
        return self.rows.run(id) or super().run_command(id)

    def do_list_open(self) -> None:
        if self._answers:
            self._answers[self.rows.at].do()

    def do_app_back(self) -> None:
        self.main.do_app_quit()

    def on_rows_clicked(self, event: Rows.Clicked) -> None:
        if event.again:
            self.do_list_open()
