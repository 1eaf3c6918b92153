"""What every screen has: a place, a sentence, its keys, and how a key becomes a deed.

The rule: a screen names its commands by methods (``do_take_off`` does ``coding.take-off``) and never a key. What it asks
of the project runs in a job (``working``), and the screen goes on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from qualcode.i18n import N_, _, language
from qualcode.tui.commands import SCREENS
from qualcode.tui.drawing import Parts, rule
from qualcode.tui.keys import shown, stroke
from qualcode.tui.places import AREAS
from qualcode.tui.screens.working import Working
from qualcode.tui.tour import MAP
from qualcode.tui.widgets.ask import Ask
from qualcode.tui.widgets.bars import KeyRow, PlaceRow, SentenceRow
from qualcode.tui.widgets.chooser import Chooser
from qualcode.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from qualcode.tui.palette import Palette
    from qualcode.tui.session import Session

JUMPS = "asdfghjkl"
SAVED = {"saved": N_("✓ saved"), "saving": N_("◌ saving"), "failed": N_("✗ not saved")}


class Place(Working, inherit_bindings=False):
    """A screen. ``kind`` is its name in the command table."""

    kind = ""
    DEFAULT_CSS = "Place { layout: vertical; } #map, #tour { display: none; }"
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._strokes: list[str] = []
        self._footer: tuple[str, int, str, bool] = ("", 0, "", False)

    def compose(self) -> ComposeResult:
        yield PlaceRow()
        yield from self.body()
        yield Chooser()
        yield Lines(id="map")
        yield Lines(id="tour")
        yield SentenceRow()
        yield Ask()
        yield KeyRow()

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        answers = [name for kind in cls.__mro__ if issubclass(kind, Place) for name in vars(kind) if name[:3] == "on_"]
        cls._answered_again = {name for name in answers if answers.count(name) > 1}

    _answered_again: set[str] = set()  # messages that a screen answers and a base of it too

    def _get_dispatch_methods(
        self, method_name: str, message: Message
    ) -> Iterable[tuple[type, Callable[[Message], Awaitable[Any]]]]:
        """What answers a message: of the screens' own methods the first alone, for it calls its bases' by ``super``. Textual
        would call each of them, and a screen would be read twice."""
        methods = super()._get_dispatch_methods(method_name, message)
        return _first_of_ours(methods) if method_name in self._answered_again else methods

    # What a screen says of itself

    def body(self) -> Iterable[Widget]:
        raise NotImplementedError

    def where(self) -> tuple[str, ...]:
        """The breadcrumb."""
        raise NotImplementedError

    def whose(self) -> str:
        """Whose codings are shown."""
        return self.session.coder_name

    def sentence(self) -> str:
        """What row h-1 says while nothing has happened."""
        return ""

    def footer(self) -> str:
        """Which row of keys stands below."""
        return self.kind

    async def reload(self) -> None:
        """Show the project as it is now."""

    def leave(self) -> None:
        """The app is being left, or another screen is shown: note what should be remembered."""

    def redraw(self) -> None:
        """Colours, language or data changed: draw all anew."""
        for widget in self.query("*"):
            widget.refresh()
        self.rows_changed()
        if self.read_once and self.spoken != language():  # some words are made where the project is read
            self.spoken = language()
            self.job(self.reload())

    # What it stands on

    @property
    def session(self) -> Session:
        return self.main.session

    @property
    def palette(self) -> Palette:
        return self.main.palette

    @property
    def contexts(self) -> tuple[str, ...]:
        return ("codes",) if self.chooser.is_open else ("field",) if self.ask.is_open else SCREENS[self.kind]

    # Saying

    def say(self, text: str) -> None:
        """What just happened; it stands until the next key."""
        self.query_one(SentenceRow).say(text, strong=True)

    def rows_changed(self) -> None:
        """Draw the three rows as things are."""
        if not self.is_mounted or not self.is_current:
            return
        session = self.main.open_session
        saved = _(SAVED[session.saved]) if session is not None else _("no study is open")
        state = " · ".join(filter(None, (self.whose(), saved)))
        self.query_one(PlaceRow).show(self.where(), state)
        name = self.contexts[0] if self.contexts[0] in ("codes", "field") else self.footer()
        if name == "codes" and self._finding != "codes":
            name = "choices"
        elif name == "field" and self._follows:
            name = "cell"
        elif name == "field" and self.ask.breaks:
            name = "memo-field"
        self._show_tour()
        touring = self.main.tour.at is not None
        looks = name, self.size.width, language(), touring
        if looks != self._footer:
            self._footer = looks
            groups = self.main.keys.footer(name, self.size.width)
            # in the tour that key leaves the tour, as the tour says itself
            self.query_one(KeyRow).show([one for one in groups if not (touring and one[2] == ("app.back",))])
        row = self.query_one(SentenceRow)
        row.display = not self.ask.is_open or self.ask.in_place or self.ask.refused
        if not row.strong:
            row.say(self.going_on() or self.sentence())

    def calm(self) -> None:
        """Nothing just happened any more."""
        self.query_one(SentenceRow).say(self.going_on() or self.sentence())

    def on_mount(self) -> None:
        self.paint_ground()

    def paint_ground(self) -> None:
        ground = self.palette.ground
        self.styles.background = ground if ground.startswith("#") else "ansi_default"

    def on_screen_resume(self) -> None:
        self.rows_changed()

    def on_screen_suspend(self) -> None:
        self.query_one(SentenceRow).say("")  # what happened here is old when one comes back

    def on_resize(self) -> None:
        self.rows_changed()

    # Keys

    async def on_key(self, event: events.Key) -> None:
        one = stroke(event.key, event.character)
        if self._waits(event, one):
            event.stop()
            event.prevent_default()
            return
        if self._jumping:
            event.stop()
            event.prevent_default()
            self._jump(one)
            return
        match = self.main.keys.match(self.contexts, [*self._strokes, one])
        if self.ask.is_open and not match.commands:
            return  # the field's own
        event.stop()
        event.prevent_default()
        if match.pending and not match.commands:
            self._strokes.append(one)
            self._show_map()
            return
        waiting, self._strokes = self._strokes, []
        if waiting:
            self.query_one("#map", Lines).display = False
        if not match.commands and self.chooser.is_open:
            self.chooser.stroke(one, event.character)
            self.rows_changed()
            return
        self.calm()
        self.main.beside = False
        ahead = self.main.ahead
        ahead.blind = shown(one) if ahead.was_kept(event) and not (self.ask.is_open or self.chooser.is_open) else ""
        for command in match.commands:
            if command.id == "app.back" and self.main.tour.at is not None:
                self.main.tour.leave()
                break
            if self.run_command(command.id):
                self.main.tour.did(self.main, command.id, self.kind)
                break
        else:
            if waiting and one != "escape":
                self.say(_("{keys} means nothing here").format(keys=shown(" ".join([*waiting, one]))))
            elif len(one) == 1 and not one.isspace():
                told = _("{keys} means nothing here; {help} shows the keys")
                self.say(told.format(keys=one, help=self.main.key_of("app.help")))
            elif one == "ctrl+c":
                self.say(_("{keys} quits; all is saved").format(keys=self.main.quit_key()))
        ahead.blind = ""
        self.rows_changed()

    def _waits(self, event: events.Key, one: str) -> bool:
        """Whether this key is for a screen, or for what a screen shows, that is not there yet."""
        ahead = self.main.ahead
        if ahead.idle:
            return False
        if one == "escape":
            ahead.drop()
            return False
        if ahead.reading_only and self._answers_at_once(one):
            return False
        return ahead.takes(event)

    def _answers_at_once(self, one: str) -> bool:
        """Whether a key means the same while the screen still reads: it leads elsewhere, helps, or is a letter in a drawer."""
        if self._jumping or self.ask.is_open or self.chooser.is_open:
            return True
        match = self.main.keys.match(self.contexts, [*self._strokes, one])
        return not match.commands or match.commands[0].where in ("app", "go") or match.commands[-1].id == "app.back"

    def _show_tour(self) -> None:
        """The step of the tour one is at, where one is in it."""
        tour = self.query_one("#tour", Lines)
        lines = self.main.tour.lines(self.main, self.size.width)
        tour.display = bool(lines) and not self.chooser.is_open
        tour.show(lines)

    def _show_map(self) -> None:
        """What may follow the keys pressed so far; after the map's own key the whole map, with what waits there."""
        from qualcode.tui.map import following_lines, map_lines

        lines = following_lines if self._strokes != ["g"] else map_lines
        self.query_one("#map", Lines).show(lines(self.main, self.contexts, self._strokes, self.size.width))
        self.query_one("#map", Lines).display = True
        if self._strokes == ["g"] and self.main.open_session is not None:
            self.main.tour.did(self.main, MAP, self.kind)
            self.job(self._count_waiting())

    async def _count_waiting(self) -> None:
        """Read anew what waits, and draw the map with it where it still stands."""
        await self.main.count_waiting()
        if self._strokes == ["g"]:
            from qualcode.tui.map import map_lines

            self.query_one("#map", Lines).show(map_lines(self.main, self.contexts, ["g"], self.size.width))

    # Jumping

    def parts(self) -> list[tuple[str, Callable[[], object]]]:
        """The parts of this screen that have a cursor of their own: what each is called, and going there."""
        return []

    def do_app_jump(self) -> None:
        """Show a letter for each part of this screen and each screen behind it; the next key goes there."""
        ways: list[tuple[str, Callable[[], object]]] = list(self.parts())
        for names in self.main.ways_back():
            behind = " › ".join(self.main.place(names[-1]).where())
            ways.append((behind, partial(self.main.away, self.main.go, *names)))
        if not ways:
            self.say(_("This screen has one part only, and nothing behind it"))
            return
        self._jumping = dict(zip(JUMPS, ways, strict=False))
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        lines: list[Parts] = [rule(_("Jump to …"), _("any other key stays"), self.size.width, quiet, strong)]
        lines += [[(f"  {key}  ", strong), (words, plainly)] for key, (words, _go) in self._jumping.items()]
        self.query_one("#map", Lines).show(lines)
        self.query_one("#map", Lines).display = True

    def _jump(self, key: str) -> None:
        chosen = self._jumping.get(key)
        self._jumping = {}
        self.query_one("#map", Lines).display = False
        if chosen is not None:
            chosen[1]()
        self.rows_changed()

    _jumping: dict[str, tuple[str, Callable[[], object]]] = {}  # letters that lead to a part, while one chooses

    def do_words_beside(self) -> None:
        """What Enter does, beside the text that is read."""
        self.main.beside = True
        self.run_command("list.open")

    def do_work_report(self) -> None:
        """Screens that show passages or tables put them there."""
        self.say(_("There is nothing here to put into the report"))

    def on_place_row_pressed(self, event: PlaceRow.Pressed) -> None:
        """To the screen behind that is called so, else into that area, else one step back."""
        self.calm()
        behind = [names for names in self.main.ways_back() if self.main.place(names[-1]).where()[-1:] == (event.step,)]
        area = next((one for one in AREAS if _(one.title) == event.step), None)
        if behind:
            self.main.away(self.main.go, *behind[-1])
        else:
            self.run_command(area.ways[0][0] if area is not None else "app.back")

    def on_key_row_pressed(self, event: KeyRow.Pressed) -> None:
        self.calm()
        self.run_command(event.command)
        self.rows_changed()

    def run_command(self, id: str) -> bool:
        """Do a command; False where it has nothing to do here and is for the next context."""
        context, name = id.split(".", 1)
        if context == "codes":
            return self._in_drawer(name)
        if context == "field":
            return self._in_field(name)
        if id == "app.back" and self.stop_long():
            self.calm()
            return True
        method = getattr(self, f"do_{context}_{name.replace('-', '_')}", None)
        if method is None:
            method = getattr(self.main, f"do_{context}_{name.replace('-', '_')}", None)
        if method is None:
            return context == "go" and self.main.go_by(id)
        return method() is not False


def _first_of_ours(methods: Iterable[tuple[type, Any]]) -> Iterator[tuple[type, Any]]:
    answered = False
    for kind, method in methods:
        is_ours = issubclass(kind, Place)
        if not (is_ours and answered):
            yield kind, method
        answered |= is_ours
