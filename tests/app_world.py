"""The app as tests use it: a small study, keys and mouse, and the screen as text.

``told`` waits for what was asked of the project and for the screen to show it; nothing sleeps.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot, WaitForScreenTimeout

from qualcode.reduce.codebook import codebook, find_code
from qualcode.reduce.codebook_yaml import import_codebook
from qualcode.reduce.codings import Coding, codings
from qualcode.reduce.completion import finish
from qualcode.reduce.themes import import_themes
from qualcode.store import open_project
from qualcode.store.lookup import find
from qualcode.tui.app import Qualcode
from qualcode.tui.screens.base import Place
from qualcode.tui.session import Session, open_session
from qualcode.tui.widgets.bars import SentenceRow
from tests.cli_world import CODEBOOK
from tests.study_for_tests import FGD, interview, study

SHORTLY = 0.002  # seconds
SOON = 0.02  # seconds
DRAWINGS = Path(__file__).parent / "snapshots"
TERMINAL = {"COLORTERM": "truecolor", "LANG": "C.UTF-8", "QUALCODE_LANG": "en"}

THEMES = {
    "themes": [
        {"name": {"id": "Utang menutup kekurangan", "en": "Debt fills the gap"}, "nature": "problem", "codes": ["utang"]},
        {"name": {"id": "Tetangga saling jaga", "en": "Neighbours look after each other"}, "nature": "strength",
         "codes": ["gotong-royong"]},
        {"name": {"id": "Air bersih", "en": "Clean water"}, "nature": "neutral", "codes": ["air"]},
    ]
}  # fmt: skip


def make_study(folder: Path) -> Path:
    """Three transcripts of invented people, two of them coded and finished by sri; the project file."""
    folder.mkdir(parents=True)
    one = study(folder)
    with one.project as project:
        (folder / "buku.yaml").write_text(CODEBOOK, "utf-8")
        import_codebook(project, folder / "buku.yaml")
        import_themes(project, THEMES, "themes")
        first = one.text(
            "W-01", interview("Semanggi", "Ya ngutang dulu di warung. Kerja bakti jalan terus.", "Air lancar.")
        )
        second = one.text(
            "W-02", interview("Pajang", "Saya pinjam ke tetangga. Diberi tempo lama.", "Sumur asat.", name="Pak B")
        )
        one.text("FGD-01", FGD)
        book = codebook(project)
        debt, mutual, water = (find_code(book, name).id for name in ("utang", "gotong-royong", "air"))
        one.code(first, debt, "Ya ngutang dulu di warung.", valence=-1)
        one.code(first, mutual, "Kerja bakti jalan terus.", valence=1)
        one.code(first, water, "Air lancar.", valence=1)
        one.code(second, debt, "Saya pinjam ke tetangga.", valence=-1)
        for source in (first, second):
            finish(project, source)
        return project.path


@pytest.fixture(scope="session")
def app_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; every test works on a copy."""
    folder = tmp_path_factory.mktemp("app")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", str(folder / "state"))
        return make_study(folder / "studi")


@pytest.fixture
def study_file(app_study: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "studi"
    folder.mkdir()
    path = folder / app_study.name
    path.write_bytes(app_study.read_bytes())
    return path


class Desk:
    """An app that runs, and the project it works on."""

    def __init__(self, app: Qualcode, pilot: Pilot[None], session: Session) -> None:
        self.app, self.pilot, self.session = app, pilot, session
        self.paints = 0  # how often a terminal would have been written to
        self._drawn = -1  # how often, when it was drawn last

    def paint(self, compositor: Compositor, **_more: object) -> None:
        """In place of drawing for a terminal that is not there; ``text`` draws when it is looked at."""
        compositor._dirty_regions.clear()
        self.paints += 1

    @property
    def screen(self) -> Any:
        assert isinstance(self.app.screen, Place)
        return self.app.screen

    async def told(self) -> None:
        """Until all that was asked is done and shown, and nothing more comes of it."""
        while self.app.is_running:
            await self.app.workers.wait_for_complete()
            await idle(self.pilot, soon=SOON)
            if self._resizes() or not self.app.is_running:
                continue
            if self.paints == self._drawn and not self.app.workers:
                break
            self._drawn = self.paints
            self.text()  # is drawn once, as a terminal would have it drawn: more may come of that

    def _resizes(self) -> bool:
        """Whether another size waited to be told; it is told now. Textual leaves that to a timer of 8 ms, and a timer whose
        thread has to wait that long just when it starts never comes: then a test would wait for ever."""
        waits = self.app._resize_event is not None
        if waits and self.app.is_running:
            self.app._check_resize()
        return waits

    async def resize(self, size: tuple[int, int]) -> None:
        """Until the screen has this size. A key that comes before is done at the old one, and where a text is scrolled to then
        is another place: what drawings differed in under load."""
        await self.pilot.resize_terminal(*size)
        while tuple(self.app.screen.size) != size:
            self._resizes()
            await asyncio.sleep(SHORTLY)
        await self.told()

    async def rest(self) -> None:
        """Until all that was asked is done; whether it is drawn does not matter."""
        for _ in range(2):
            await self.app.workers.wait_for_complete()
            await _turns()
        self.text()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(*_strokes(key))
            await self.told()

    async def type(self, text: str) -> None:
        await self.pilot.press(*(_NAMES.get(letter, letter) for letter in text))
        await self.told()

    def text(self) -> str:
        """The screen as it is drawn, without colours."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def words(self) -> str:
        """What stands on the screen, wherever it is folded: of a line that names a path, the path's length says where."""
        return " ".join(self.text().split())

    def row(self, number: int) -> str:
        return self.text().splitlines()[number]

    @property
    def said(self) -> str:
        """What stands above the keys, on however many lines."""
        row = self.screen.query_one(SentenceRow)
        lines = row.size.height if row.display else 1
        return " ".join(line.strip() for line in self.text().splitlines()[-1 - lines : -1])

    def codings(self, source: str = "") -> list[Coding]:
        """What the project holds, read by another connection than the app's."""
        with open_project(self.session.path) as project:
            return codings(project, find(project, "source", source) if source else None)

    def names(self, source: str) -> list[tuple[str, str, int | None]]:
        """(code, words, valence) of the codings of a source, in the order of the text."""
        with open_project(self.session.path) as project:
            known = {code.id: code.name for code in codebook(project)}
        return [(known[one.code], one.quote, one.valence) for one in self.codings(source)]


_NAMES = {" ": "space", ",": "comma", ".": "full_stop", "-": "minus", "+": "plus", "=": "equals_sign", "/": "slash"}
_OTHERS = {"?": "question_mark", "@": "at", ";": "semicolon", "]": "right_square_bracket", "[": "left_square_bracket",
           ">": "greater_than_sign", "<": "less_than_sign", "\\": "backslash"}  # fmt: skip


def _strokes(key: str) -> list[str]:
    return [(_NAMES | _OTHERS).get(one, one) for one in key.split(" ")] if key != " " else ["space"]


async def _turns(*_seconds: float, **_more: float) -> None:
    """A few turns of the event loop: what a widget does when it is idle (laying out) is done."""
    for _ in range(5):
        await asyncio.sleep(0)


async def idle(pilot: Pilot[None], timeout: float = 120.0, soon: float = 0.0) -> bool:
    """Until no task of the app wants to go on; with ``soon`` until none is waited for by a thread either, nor by a timer that
    is due in so many seconds. In place of the pilot's own way, which sends each widget a message, three times a key: most of
    what a key cost the tests."""
    app, loop = pilot.app, asyncio.get_running_loop()
    late = loop.time() + timeout
    while app.is_running and not app._exception_event.is_set():
        await asyncio.sleep(0)
        if loop._ready:  # type: ignore[attr-defined]
            continue
        now = loop.time()
        if not soon:
            return True
        if now > late:
            raise WaitForScreenTimeout("what stands on the screen does not come to rest")
        if _threads:
            await asyncio.wait(_threads, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        elif wait := [timer.when() for timer in loop._scheduled if not timer.cancelled() and timer.when() < now + soon]:
            await asyncio.sleep(max(wait) - now)
        else:
            return True
    return False


_threads: set[asyncio.Future[Any]] = set()  # what threads work at and tasks wait for
_wrap_future = asyncio.wrap_future


def _watched(future: Any, **how: Any) -> asyncio.Future[Any]:
    found = _wrap_future(future, **how)
    _threads.add(found)
    found.add_done_callback(_threads.discard)
    return found


_parse = Stylesheet._parse_rules
_parsed: dict[object, list[RuleSet]] = {}


def _parsed_once(sheet: Stylesheet, css: str, **how: Any) -> list[RuleSet]:
    """The rules of a style sheet; what one app has parsed under these colours the next one need not parse again."""
    key = (css, *how.values(), frozenset(sheet._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse(sheet, css, **how)
    return _parsed[key]


@asynccontextmanager
async def desk(
    path: Path, size: tuple[int, int] = (80, 24), coder: str | None = "sri", first: str = "sources", **environ: str
) -> AsyncIterator[Desk]:
    """The app on a project file, as ``coder``."""
    session = open_session(path, coder)
    app = Qualcode(session, TERMINAL | environ, first)
    with pytest.MonkeyPatch.context() as patch:
        for module in (
            "textual.app",
            "textual.pilot",
        ):  # they would guess from the processor's load whether all is done
            patch.setattr(f"{module}.wait_for_idle", _turns)
        patch.setattr(Pilot, "_wait_for_screen", idle)
        patch.setattr("asyncio.wrap_future", _watched)
        patch.setattr("asyncio.futures.wrap_future", _watched)
        patch.setattr("qualcode.tui.screens.reading.REST", 0)  # what follows at rest follows at once
        patch.setattr(Stylesheet, "_parse_rules", _parsed_once)
        patch.setattr("textual.screen.UPDATE_PERIOD", SHORTLY)  # nobody sees 60 frames a second
        try:
            async with app.run_test(size=size) as pilot:
                found = Desk(app, pilot, session)
                patch.setattr(Compositor, "render_update", lambda compositor, **how: found.paint(compositor, **how))
                await found.told()
                yield found
        finally:
            session.close()


async def looks(one: Desk, name: str) -> None:
    """Hold the screen against its drawing, and then, the language switched before one's eyes, against the other one."""
    await _looks(one, name)
    screen, _dot, size = name.rpartition(".")
    if not screen:
        return  # drawn in one size and language
    one.app.change_setting("language")
    await one.told()
    await _looks(one, f"{screen}.id.{size}")
    one.app.change_setting("language")
    await one.told()


async def _looks(one: Desk, name: str) -> None:
    """What comes late from a thread is waited for."""
    path = DRAWINGS / f"{name}.txt"
    for _ in range(100):
        if os.environ.get("QUALCODE_REDRAW") or one.text().splitlines() == path.read_text("utf-8").splitlines():
            break
        await asyncio.sleep(0.03)
        await one.told()
    compare(name, one.text())


def compare(name: str, text: str) -> None:
    """Hold a text against its drawing; QUALCODE_REDRAW=1 draws it anew."""
    path = DRAWINGS / f"{name}.txt"
    if os.environ.get("QUALCODE_REDRAW"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", "utf-8")
    assert (text + "\n").splitlines() == path.read_text("utf-8").splitlines()


def control_characters(text: str) -> Iterable[str]:
    """Whatever a terminal would obey."""
    return [
        c
        for c in text
        if c != "\n"
        and (c < " " or "\x7f" <= c <= "\x9f" or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    ]
