"""Looking at the codebook: the tree of codes, what is written of the one at the cursor, and going among them.

The rule: the cursor is among the codes or among the fields of one of them. Nothing here changes the codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from textual.containers import Horizontal
from textual.widget import Widget

from qualcode.i18n import _
from qualcode.reduce.codebook import Code
from qualcode.tui.codebook_view import FIELDS, Shelf, read_shelf
from qualcode.tui.drawing import Parts
from qualcode.tui.ranking import Named, ranked
from qualcode.tui.screens.code_palette import definition
from qualcode.tui.screens.codebook_lines import code_line, count_line, field_lines, head_lines, use_lines
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

TOP = "top"
WIDE = 110
TREE, WIDE_TREE = 26, 40  # columns of the tree


class ShelfScreen(ListScreen):
    """The codes, and the fields of the one at the cursor."""

    kind = "codebook"
    CSS = f"""
    #shelf {{ height: 1fr; }}
    #shelf Rows {{ width: {TREE}; }}
    #shelf.wide Rows {{ width: {WIDE_TREE}; }}
    #detail {{ width: 1fr; height: 1fr; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self._shelf = Shelf((), {}, {}, {}, {}, {}, {})
        self._shown: list[Code] = []
        self._all = self._loaded = False
        self._field: int | None = None  # the field at the cursor, None while one goes among the codes
        self._wanted: bytes | None = None

    def body(self) -> Iterable[Widget]:
        yield Horizontal(Rows(self.item, self.heads), Lines(id="detail"), id="shelf")

    def where(self) -> tuple[str, ...]:
        one = self._here()
        return (_("Reduce"), _("Codebook"), *((one.shown,) if one else ()))

    def sentence(self) -> str:
        if self._field is not None and FIELDS[self._field][0] == "keywords":
            return _("With commas: utang, =KIP only so, cicil* what begins so, air ~5 bersih near; ? more")
        if self._field is not None:
            return _("Enter writes this field; x goes back to the codes.")
        return _("Codings keep their code whatever is written here; all of it can be taken back.")

    def footer(self) -> str:
        return "codebook-fields" if self._field is not None else self.kind

    def want_code(self, code: bytes) -> None:
        """Have the cursor on this code when the screen is next seen."""
        self._wanted = code

    async def reload(self) -> None:
        here = self._here()
        wanted = self._wanted or (here.id if here else None)
        self._wanted = None
        self._shelf = await self.session.read(read_shelf)
        self._loaded = True
        self._shown = [code for code in self._shelf.codes if self._all or code.live]
        at = next((n for n, code in enumerate(self._shown) if code.id == wanted), None)
        self.showing(len(self._shown), at)

    def _here(self) -> Code | None:
        return self._shown[self.rows.at] if self._shown and self.rows.at < len(self._shown) else None

    def _above(self, code: Code | None) -> Code | None:
        return next((one for one in self._shown if code is not None and one.id == code.parent), None)

    def on_resize(self) -> None:
        self.query_one("#shelf").set_class(self.size.width >= WIDE, "wide")
        super().on_resize()

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        return [count_line(self._shelf, self.palette)]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        code = self._shown[item]
        return code_line(self._shelf, code, here, self.main.signs.valence(code.valence), self.palette, width)

    def details(self, width: int) -> list[Parts]:
        height = max(1, self.size.height - 3)
        lines = self.beside(width - (WIDE_TREE if width >= WIDE else TREE) - 1, height)
        bar = ("│", self.palette.style(quiet=True))
        return [[bar, *line] for line in [*lines, *([[]] * height)][:height]]

    def beside(self, room: int, height: int) -> list[Parts]:
        """The lines beside the tree: what is written of the code, so that the field one is in is seen whole."""
        code = self._here()
        if code is None:
            none = _("No codes yet: + makes one.") if self._loaded else _("Looking …")
            return [] if self._shelf.codes else [[(" " + none, self.palette.style())]]
        digits, at = self.session.notes.digits, self._field
        digit = digits.index(code.id.hex()) + 1 if code.id.hex() in digits else None
        head = head_lines(self._shelf, code, digit, 3 if self.tall else 2, self.palette, room)
        fields = field_lines(code, at, not self.tall, self.palette, room)
        last = len(head) + sum(map(len, fields[: at + 1])) - 1 if at is not None else 0
        lines = [
            *head,
            *(line for field in fields for line in field),
            *use_lines(self._shelf, code, self.palette, room),
        ]
        return lines[max(0, last - height) :]

    # Going among the codes and the fields

    def run_command(self, id: str) -> bool:
        at, end = self._field, len(FIELDS) - 1
        if at is not None:
            if id in ("app.back", "codebook.fields"):
                self._to_fields(None)
                return True
            steps = {"list.next": at + 1, "list.previous": at - 1, "list.first": 0, "list.last": end}
            if id in steps:
                self._to_fields(min(max(steps[id], 0), end))
                return True
        return super().run_command(id)

    def parts(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            (_("the codes"), partial(self._to_fields, None)),
            (_("the fields of this code"), partial(self._to_fields, 0)),
        ]

    def _to_fields(self, field: int | None) -> None:
        self._field = field if self._here() is not None else None
        self.note()

    def do_codebook_fields(self) -> None:
        if self._here() is not None:
            self._to_fields(2)

    def do_codebook_all(self) -> None:
        self._all = not self._all
        self.job(self.reload())

    def do_codebook_find(self) -> None:
        def take(choice: Choice) -> None:
            code = bytes.fromhex(choice.key)
            self.rows.move(next((n for n, one in enumerate(self._shown) if one.id == code), self.rows.at))

        self._choose_code(_("Go to a code by its name"), lambda code: code in self._shown, take)

    def _choose_code(
        self, title: str, fits: Callable[[Code], bool], take: Callable[[Choice], object], top: str = ""
    ) -> None:
        """Open the drawer over the codes that fit; ``top``: words for the place above them all, where that may be chosen."""
        codes = {code.id.hex(): code for code in self._shown if fits(code)}
        recent = {key: number for number, key in enumerate(self.session.notes.recent)}
        named = [
            Named(key, tuple(filter(None, (c.name, c.name_en))), definition(c), recent.get(key, len(recent)))
            for key, c in codes.items()
        ]

        def find(query: str) -> list[Choice]:
            found = [codes[key] for key in (ranked(named, query) if query else list(codes))]
            choices = [Choice(code.id.hex(), code.shown, definition(code), hue=code.hue) for code in found]
            return [*([Choice(TOP, top)] if top and not query else []), *choices]

        self.choose("choices", title, find, lambda choice, stay: take(choice))

    def do_codebook_passages(self) -> None:
        code = self._here()
        if code is not None:
            from qualcode.tui.screens.search import SearchScreen

            search = self.main.place("search")
            assert isinstance(search, SearchScreen)
            search.want_code(code.id)
            self.main.away(self.main.go, "codebook", "search")
