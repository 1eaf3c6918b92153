"""From screen to screen: where one is, what lies behind, and where one was last in each area.

The rule: screens are made when they are first wanted and then kept, so that one finds them as one left them. ``x`` leads
back the way one came, and from every way's beginning to what waits for you.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App

from qualcode.i18n import _
from qualcode.tui.ahead import Ahead
from qualcode.tui.places import AREAS, SCREENS, WAYS, Area, area_of
from qualcode.tui.punctual import Punctual
from qualcode.tui.screens.base import Place

if TYPE_CHECKING:
    from qualcode.tui.session import Session


class Going(Punctual, App[None], inherit_bindings=False):
    def __init__(self) -> None:
        super().__init__()
        self.ahead = Ahead(self)
        self.places: dict[str, Place] = {}
        self._opened = b""  # the source opened last
        self.beside = False  # the key that is done now opens a text beside the one that is read
        self._behind: tuple[str, ...] = ()  # behind the screens of the stack, not shown yet since one came here
        self._ways: dict[str, tuple[str, ...]] = {}  # the command of an area -> where one was in it last

    @property
    def session(self) -> Session:
        raise NotImplementedError

    def tell(self, text: str) -> None:
        raise NotImplementedError

    def quit_key(self) -> str:
        raise NotImplementedError

    def place(self, name: str) -> Place:
        """The screen of this name, made when it is first wanted: what is not looked at costs no start."""
        if name not in self.places:
            module, kind = SCREENS[name]
            made: Place = getattr(import_module(module), kind)()
            self.places[name] = made
            self.install_screen(made, name)
            if name == "sources" and self._opened:
                self._choose_opened()
        return self.places[name]

    # What is typed on the way

    def away(self, way: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> None:
        """Go there when this key is done; what is typed from now on is for the screen one comes to."""
        self.ahead.go()
        self.call_later(self._lead, partial(way, *args, **more))

    async def _lead(self, way: Callable[[], Awaitable[Any]]) -> None:
        try:
            await way()
        finally:
            self.ahead.gone()

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif event.key == "escape" or self.ahead.was_kept(event) or not self.ahead.queued:
            await super().on_event(event)
            if self.ahead.was_kept(event):
                came_to = self.focused or self.screen
                came_to.call_later(self.ahead.follow, came_to)
        else:
            self.ahead.takes(event)

    # From screen to screen

    async def go(self, *path: str) -> None:
        """Be on the last screen of ``path``, with the others behind it; those not shown yet are made when one goes back."""
        here = [*self._behind, *self.screen_stack[1:]]
        same = 0
        while same < min(len(here), len(path)) and here[same] in (path[same], self.places.get(path[same])):
            same += 1
        staying = max(0, same - len(self._behind))
        for _screen in self.screen_stack[1 + staying :]:
            await self.pop_screen()
        if not staying:
            self._behind, same = path[:-1], len(path) - 1
        for name in path[same:]:
            await self.push_screen(self.place(name))
        area = area_of(path[-1])
        if area is not None:
            self._ways[area.command] = path

    async def back(self) -> None:
        """One step back; from where a way begins to what waits for you; there one stays."""
        if len(self.screen_stack) > 2:
            await self.pop_screen()
        elif self._behind:
            await self.go(*self._behind)
        elif self.places and self.screen is not self.place("home"):
            await self.go("home")
        else:
            self.tell(_("{keys} quits; all is saved").format(keys=self.quit_key()))

    def ways_back(self) -> list[tuple[str, ...]]:
        """The way to each screen behind this one, the outermost first."""
        shown = {place: name for name, place in self.places.items()}
        names = [*self._behind, *(shown[one] for one in self.screen_stack[1:-1] if one in shown)]
        return [tuple(names[: number + 1]) for number in range(len(names))]

    def go_by(self, command: str) -> bool:
        """Follow a command of the map that only goes; False where it is not one."""
        if command in WAYS:
            self.away(self.go, *WAYS[command])
            return True
        area = next((one for one in AREAS if one.command == command), None)
        if area is not None:
            self._to_area(area)
        return area is not None

    def _to_area(self, area: Area) -> None:
        path = self._ways.get(area.command)
        if path is not None and all(name in self.places for name in path):
            self.away(self.go, *path)
        elif isinstance(self.screen, Place):
            self.screen.run_command(area.ways[0][0])

    # The ways on which something is chosen first

    async def read_at(self, source: bytes, *path: str, start: int | None = None, stop: int | None = None) -> None:
        """Read a source, at the passage from ``start`` to ``stop`` or where one stopped; behind it ``path``. It comes beside the
        text that is read where that was asked for."""
        from qualcode.tui.screens.coding import CodingScreen

        coding = self.place("coding")
        assert isinstance(coding, CodingScreen)
        coding.want(source, None if start is None or stop is None else (start, stop), beside=self.beside)
        await self.go(*(path or ("sources",)), "coding")

    def source_opened(self, source: bytes) -> None:
        """The list of sources goes along, so that ``x`` leads to the source that was read."""
        self._opened = source
        if "sources" in self.places:
            self._choose_opened()

    def _choose_opened(self) -> None:
        from qualcode.tui.screens.sources import SourcesScreen

        sources = self.places["sources"]
        assert isinstance(sources, SourcesScreen)
        sources.choose_source(self._opened)

    def do_go_coding(self) -> None:
        last = self.session.notes.last
        if last:
            self.away(self.read_at, bytes.fromhex(last))
        else:
            self.tell(_("No source was opened yet"))

    def do_go_search(self) -> None:
        """Words in their context, also where the passages of a code were shown last."""
        from qualcode.tui.screens.search import SearchScreen

        search = self.place("search")
        assert isinstance(search, SearchScreen)
        search.want_words()
        self.away(self.go, "search")

    def do_go_people(self) -> None:
        self.away(self.show_attributes, "participants")

    async def show_attributes(self, of: str, row: bytes | None = None) -> None:
        """The attributes of sources or participants, with the cursor on one of them."""
        from qualcode.tui.screens.attributes import AttributesScreen

        attributes = self.place("attributes")
        assert isinstance(attributes, AttributesScreen)
        attributes.want(of, row)
        await self.go("sources", "attributes")

    async def show_board(self, round_name: str | None, code: bytes | None, path: tuple[str, ...]) -> None:
        """What coders differ on: of a closed round, or of all they have finished together; of one code, or of all."""
        from qualcode.tui.screens.board import BoardScreen

        board = self.place("board")
        assert isinstance(board, BoardScreen)
        board.want(round_name, code)
        await self.go(*path, "board")
