"""What do we know of each source and person? All attributes as one table to fill in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from qualcode.collect import attributes
from qualcode.collect.typed import DECLARED, TYPES, show
from qualcode.collect.values import genre_words
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Project
from qualcode.tui.drawing import Parts, rule, wrapped
from qualcode.tui.narrowing import Narrowing
from qualcode.tui.screens.grid_screen import GridScreen
from qualcode.tui.sheet import Change, Column, Line, by_number
from qualcode.tui.widgets.chooser import Choice

if TYPE_CHECKING:
    from qualcode.collect.called import Left
    from qualcode.conclude.fitting import Fitting

NEEDED = {"sources": "kelurahan", "participants": "home"}  # what a table by area cannot do without
NAMES = {"sources": "name", "participants": "pseudonym"}
EXPECTED = {
    "text": N_("free words"),
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "date": N_("a date, e.g. 24 Juni 2025"),
    "yesno": N_("yes or no"),
    "list": N_("one of a list"),
    "region": N_("a kelurahan"),
}


class AttributesScreen(GridScreen):
    kind = "attributes"

    def __init__(self) -> None:
        super().__init__()
        self._of = "sources"
        self._table: attributes.Table | None = None
        self._wanted_row: bytes | None = None

    def where(self) -> tuple[str, ...]:
        title = _("Attributes of sources") if self._of == "sources" else _("People")
        return (self.session.title, _("Collect"), title)

    def sentence(self) -> str:
        return _("Each cell is saved when it is written; in a cell, Tab goes on in the row below.")

    def want(self, of: str, row: bytes | None = None) -> None:
        """Show the attributes of sources or participants when the screen is next seen, the cursor on ``row``."""
        if of != self._of:
            self._of, self._read_at, self.read_once = of, -1, False
            self.sheet.wanted, self.sheet.sorted_by, self.sheet.column = Narrowing(), "", 0
        self._wanted_row = row

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._read_at == self.session.written and self._wanted_row is not None:
            self.arrived()
            self.grid.follow()
            self.note()

    def arrived(self) -> None:
        if self._wanted_row is not None:
            self.sheet.move_to(self._wanted_row)
            self._wanted_row = None

    # The table

    def read(self, project: Project) -> tuple[Sequence[Column], Sequence[Line]]:
        table = self._table = attributes.table(project, self._of)
        columns = [_column(one) for one in table.columns if one.key != NAMES[self._of]]
        lines = [Line(row.id, row.name, tuple(show(row.values.get(one.key)) for one in columns)) for row in table.rows]
        return columns, lines

    def fitting(self, fits: Fitting) -> frozenset[bytes]:
        if self._of == "sources":
            return super().fitting(fits)
        people = fits.project.rows("SELECT id FROM participant WHERE removed=0")
        return frozenset(rec for (rec,) in people if fits.participant(rec))

    def write(self, changes: Sequence[Change]) -> Callable[[Project], object]:
        asked = [(one.id, one.column, one.value) for one in changes]
        return lambda project: attributes.put(project, self._of, asked)

    def problem(self, column: Column, text: str) -> str:
        known = self._table.column(column.key) if self._table else None
        if known is None:
            return ""
        try:
            if known.read(text) is None and known.required:
                return _("“%s” must not be empty") % known.heading
        except UserError as error:
            return str(error)
        return ""

    def proposed(self, column: Column, here: Line) -> dict[str, str]:
        """For an area that nobody gave yet: what the header of the source, or of the first one a person speaks in, names."""
        if column.key != NEEDED[self._of] or self.sheet.value:
            return {}
        from qualcode.collect.places import in_header

        def read(project: Project) -> list[tuple[str, str]]:
            sources = [here.id] if self._of == "sources" else _beside(project, self._of, here.id)
            return in_header(project, sources[0]) if sources else []

        return {name: _("in the header: %s") % key for name, key in self.session.now(read)}

    # Drawing

    def first_title(self) -> str:
        return _("source") if self._of == "sources" else _("pseudonym")

    def heading(self) -> str:
        number = next((n for n, one in enumerate(self.sheet.columns) if one.key == NEEDED[self._of]), None)
        lines = self.sheet.all
        empty = sum(not line.values[number] for line in lines) if number is not None else 0
        if self._of == "sources":
            said = ngettext("%d source", "%d sources", len(lines)) % len(lines)
            return f"{said} · " + (_("%d without a kelurahan") % empty if empty else _("all with a kelurahan"))
        said = ngettext("%d person", "%d people", len(lines)) % len(lines)
        return f"{said} · " + (_("%d without a home kelurahan") % empty if empty else _("all with a home kelurahan"))

    def detail(self, width: int) -> list[Parts]:
        column, here = self.sheet.its_column, self.sheet.here
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        if column is None or here is None:
            return [[("   " + _("Nothing is here yet: + on the list of sources brings transcripts in"), plainly)]]
        place = f"{self.sheet.at + 1}/{len(self.sheet.lines)}"
        value = wrapped(column.shown(self.sheet.value) or _("(empty)"), width - 5, 2)
        marked = len(self.sheet.marked)
        told = ngettext("%d row is marked", "%d rows are marked", marked) % marked if marked > 1 else column.about
        return [
            rule(f"{here.name} · {column.title}", place, width, quiet, strong),
            *([("   " + text, plainly)] for text in (*value, "")[:2]),
            [("   " + told, quiet)],
        ]

    # Keys

    def do_attributes_other(self) -> None:
        self.job(self._other(self.sheet.here))

    async def _other(self, here: Line | None) -> None:
        """To the other table: from a person to their source, from a source to who speaks in it first."""
        of = self._of
        found = await self.session.read(lambda project: _beside(project, of, here.id)) if here is not None else []
        self.want("participants" if of == "sources" else "sources", found[0] if found else None)
        await self.reload()

    def do_attributes_same(self) -> None:
        self.main.away(self.main.go, "sources", "attributes", "same")

    def do_attributes_withdraw(self) -> None:
        """What would go with the person, or the source, of this row."""
        here = self.sheet.here
        if here is None:
            return
        from qualcode.tui.screens.withdrawal import WithdrawalScreen

        screen = self.main.place("withdrawal")
        assert isinstance(screen, WithdrawalScreen)
        screen.want("participant" if self._of == "participants" else "source", here.id, here.name)
        self.main.away(self.main.go, "sources", "attributes", "withdrawal")

    def do_attributes_names(self) -> None:
        self.do_app_names()

    def do_attributes_rename(self) -> None:
        """The name in the first column is a cell like the others, but one that is seldom changed."""
        here = self.sheet.here
        if here is None:
            return
        name = NAMES[self._of]
        question = _("New name of %s:") if self._of == "sources" else _("New pseudonym of %s:")

        def done(text: str) -> None:
            if text.strip() and text.strip() != here.name:
                self.job(self._rename(here, name, text.strip()))

        was = (
            here.name if self._of == "sources" else ""
        )  # a pseudonym is replaced, seldom mended; the question names it
        self.write_line(question % here.name, was, done)

    async def _rename(self, here: Line, column: str, text: str) -> None:
        from qualcode.collect.called import Left, left_behind

        def write(project: Project) -> Left:
            attributes.put(project, self._of, [(here.id, column, text)])
            return left_behind(project, here.id, here.name) if self._of == "participants" else Left(0, ())

        left = await self.session.write(write)
        await self.reload()
        self.say(self._undoable(_("%s is %s now") % (here.name, text)))
        if left:
            self.question(self._ask_left(here.id, here.name, text, left))

    async def _ask_left(self, who: bytes, old: str, new: str, left: Left) -> None:
        """The old name is still in texts, and perhaps in names of sources: put the new one there too?"""
        ways = [
            Choice("put", _("Put “%s” there too") % new, left.told()),
            Choice("leave", _("Leave it so")),
        ]

        def tell(choice: Choice, width: int) -> list[str]:
            if choice.key == "put":
                said = _("A new version of the text: codings keep their place, u takes it back. Older versions keep the name until “qualcode pseudonymise --erase” in a terminal.")  # fmt: skip
            else:
                said = _("Screens and reports call this person “%s”; whoever has the file finds the other name.") % new
            return wrapped(said, width, 3)

        def take(choice: Choice, stay: bool) -> None:
            if choice.key == "put":
                self.job(self._put_name(who, old, new))

        self.choose("names", _("Another name of “%s” still stands there") % new, lambda query: ways, take, tell)

    async def _put_name(self, who: bytes, old: str, new: str) -> None:
        from qualcode.collect.called import put_pseudonym

        count = await self.session.write(lambda project: put_pseudonym(project, who, old))
        await self.reload()
        said = ngettext("“%s” stands in %d source now", "“%s” stands in %d sources now", count) % (new, count)
        self.say(self._undoable(said))

    def do_attributes_add(self) -> None:
        """A new column: its name, its type, and for a list what there is to choose from."""

        def named(text: str) -> None:
            if text.strip():
                self.choose("type", _("What is “%s”?") % text.strip(), self._types, partial(self._typed, text.strip()))

        self.write_line(_("A new attribute:"), "", named)

    def do_attributes_type(self) -> None:
        column = self.sheet.its_column
        known = self._table.column(column.key) if column and self._table else None
        if known is None:
            return
        if known.built_in:
            self.say(_("“%s” has a type of its own: %s") % (known.heading, _(TYPES[known.type])))
            return
        self.choose("type", _("What is “%s”?") % known.key, self._types, partial(self._typed, known.key))

    @staticmethod
    def _types(query: str) -> list[Choice]:
        return [Choice(one, _(TYPES[one]), _(EXPECTED[one])) for one in DECLARED if query.casefold() in _(TYPES[one])]

    def _typed(self, key: str, choice: Choice, stay: bool) -> None:
        if choice.key != "list":
            self.job(self._declare(key, choice.key, ()))
            return

        def done(text: str) -> None:
            self.job(self._declare(key, "list", tuple(one.strip() for one in text.split(",") if one.strip())))

        self.write_line(_("To choose from, with commas between:"), "", done)

    async def _declare(self, key: str, type_: str, choices: tuple[str, ...]) -> None:
        await self.session.write(lambda project: attributes.declare(project, self._of, key, type_, choices))
        await self.reload()
        for number, column in enumerate(self.sheet.columns):
            if column.key.casefold() == " ".join(key.split()).casefold():
                self.grid.to_column(number)
        self.say(self._undoable(_("“%s” is %s now") % (key, _(TYPES[type_]))))


def _beside(project: Project, of: str, rec: bytes) -> list[bytes]:
    """The sources a person speaks in, or the people who speak in a source, interviewers last."""
    mine, theirs = ("source", "participant") if of == "sources" else ("participant", "source")
    rows = project.rows(
        f"SELECT {theirs} FROM speaker WHERE {mine}=? AND removed=0 AND {theirs} IS NOT NULL ORDER BY side='interviewer', k",
        rec,
    )
    return [one for (one,) in rows]


def _column(one: attributes.Column) -> Column:
    """A column as the grid shows it: yes and no, and what can be chosen, by their names."""
    choices = tuple((choice, genre_words(choice) if one.key == "genre" else choice) for choice in one.choices)
    if one.type == "yesno":
        choices = tuple((show(value), show(value)) for value in (True, False))
    about = _(EXPECTED[one.type])
    if one.type in ("integer", "number"):
        return Column(one.key, one.heading, choices, about, by_number, right=True)
    return Column(one.key, one.heading, choices, about)
