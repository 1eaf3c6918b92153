"""What does this code mean, and where does it stop? The tree of codes, and all that is written of the one at the cursor.

The rule: what is written in a field is written at once; what changes what codings mean is shown first, old counts and new
ones, and done by Enter. ``u`` takes back either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from textual.containers import Horizontal
from textual.widget import Widget

from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.reduce import combining, recoding
from qualcode.reduce.codebook import Code, add_code, change_code
from qualcode.reduce.codebook_effect import Effect, Progress
from qualcode.reduce.memos import write_memo
from qualcode.store import Project
from qualcode.tui.codebook_view import (
    FIELDS,
    LONG,
    VALENCES,
    Shelf,
    area_words,
    effect_lines,
    field_text,
    field_value,
    read_shares,
    read_shelf,
)
from qualcode.tui.drawing import Parts, cells, cut, ends, in_a_line, rule, wrapped
from qualcode.tui.long import Long
from qualcode.tui.ranking import Named, ranked
from qualcode.tui.screens.code_palette import definition
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

TOP = "top"
LINES = 4  # of a long field while it is written
WIDE = 110
Deed = Callable[[Project, bool, Progress], Effect]


class CodebookScreen(ListScreen):
    kind = "codebook"
    CSS = """
    #shelf { height: 1fr; }
    #shelf Rows { width: 26; }
    #shelf.wide Rows { width: 40; }
    #detail { width: 1fr; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shelf = Shelf((), {}, {}, {}, {}, {}, {})
        self._shown: list[Code] = []
        self._all = False
        self._field_at = 0  # the last line of the field one is in
        self._field: int | None = None  # the field at the cursor, None while one goes among the codes
        self._plan: tuple[str, list[str], Deed] | None = None  # what Enter would do: its title, its effect, the deed
        self._wanted: bytes | None = None

    def body(self) -> Iterable[Widget]:
        yield Horizontal(Rows(self.item, self.heads), Lines(id="detail"), id="shelf")

    def where(self) -> tuple[str, ...]:
        one = self._here()
        return (_("Reduce"), _("Codebook"), *((one.shown,) if one else ()))

    def sentence(self) -> str:
        if self._plan is not None:
            return _("Nothing has happened yet. Enter does it, any other key leaves it.")
        if self._field is not None:
            return _("Enter writes this field; x goes back to the codes.")
        return _("Codings keep their code whatever is written here; all of it can be taken back.")

    def footer(self) -> str:
        return "plan" if self._plan is not None else "codebook-fields" if self._field is not None else self.kind

    def want_code(self, code: bytes) -> None:
        """Have the cursor on this code when the screen is next seen."""
        self._wanted = code

    async def reload(self) -> None:
        here = self._here()
        wanted = self._wanted or (here.id if here else None)
        self._wanted = None
        self._shelf = await self.session.read(read_shelf)
        self._shown = [code for code in self._shelf.codes if self._all or code.live]
        at = next((n for n, code in enumerate(self._shown) if code.id == wanted), None)
        self.showing(len(self._shown), at)

    def _here(self) -> Code | None:
        return self._shown[self.rows.at] if self._shown and self.rows.at < len(self._shown) else None

    def on_resize(self) -> None:
        self.query_one("#shelf").set_class(self.size.width >= WIDE, "wide")
        super().on_resize()

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        live = sum(code.live for code in self._shelf.codes)
        said = ngettext("%d code", "%d codes", live) % live
        gone = len(self._shelf.codes) - live
        if gone:
            said += " · " + _("%d not in use") % gone
        return [[(" " + said, self.palette.style(strong=True))]]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        code = self._shown[item]
        quiet = self.palette.style(quiet=True)
        count = self._shelf.counts.get(code.id, (0, 0))[0]
        sign = self.main.signs.valence(code.valence)
        careful = "!" if code.name in self._shelf.warnings else " "
        style = self.palette.style(strong=here, quiet=not code.live)
        branch = "▾" if code.depth == 0 else " "
        left: Parts = [
            ("▸" if here else " ", self.palette.style(strong=True)), ("  " * code.depth + branch, self.palette.mark(code.hue)),
            (code.shown + (f" {sign}" if sign else ""), style),
        ]  # fmt: skip
        return ends(left, [(f" {count or '·'}{careful}", quiet)], width, quiet)

    def details(self, width: int) -> list[Parts]:
        room = width - (40 if width >= WIDE else 26) - 1
        code = self._here()
        if self._plan is not None:
            lines = self._plan_lines(room)
        elif code is not None:
            lines = [*self._field_lines(code, room), *self._use_lines(code, room)]
        else:
            lines = [[(" " + _("No codes yet: + makes one."), self.palette.style())]] if not self._shelf.codes else []
        height = max(1, self.size.height - 3)
        lines = lines[max(0, self._field_at - height) if self._field is not None else 0 :]
        bar = ("│", self.palette.style(quiet=True))
        return [[bar, *line] for line in [*lines, *([[]] * height)][:height]]

    def _plan_lines(self, room: int) -> list[Parts]:
        assert self._plan is not None
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        title, lines, _deed = self._plan
        found = [[("  " + text, plainly)] for line in lines for text in wrapped(line, room - 4, 3)]
        return [rule(title, "", room, quiet, strong), *found]

    def _field_lines(self, code: Code, room: int) -> list[Parts]:
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        key = self.session.notes.digits.index(code.id.hex()) + 1 if code.id.hex() in self.session.notes.digits else None
        count, sources = self._shelf.counts.get(code.id, (0, 0))
        used = ngettext("%d coding", "%d codings", count) % count
        places = ngettext("in %d source", "in %d sources", sources) % sources
        right = " · ".join(filter(None, (used, places, _("key %d") % key if key else "")))
        state = "" if code.live else " " + (_("(not in use)") if code.merged_into is None else _("(combined)"))
        found: list[Parts] = [rule(code.shown + state, right, room, quiet, strong)]
        if areas := area_words(self._shelf, code.id):
            where = _("Used in") + " " + " · ".join(areas)
            found += [[(" " + part, quiet)] for part in wrapped(where, room - 2, 3 if self.tall else 2)]
        for warning in self._shelf.warnings.get(code.name, ()):
            found.append([("! ", strong), (cut(warning.what, room - 3), plainly)])
        names = max(cells(_(words)) for _name, words in FIELDS) + 1 if room > 60 else 15
        for number, (field, words) in enumerate(FIELDS):
            here = self._field == number
            text = field_text(code, field) or "–"
            most = 3 if self.size.height < 30 and not here else 6
            lines = wrapped(text, max(10, room - names - 4), most)
            head: Parts = [
                ("▸" if here else " ", strong), (cut(_(words), names), strong if here else quiet), (" ", plainly),
            ]  # fmt: skip
            found.append([*head, (lines[0], strong if here else plainly)])
            self._field_at = len(found) + len(lines) - 1 if here else self._field_at
            found += [[(" " * (names + 2), plainly), (line, strong if here else plainly)] for line in lines[1:]]
        return found

    def _use_lines(self, code: Code, room: int) -> list[Parts]:
        """The themes the code stands in, and what was noted on it."""
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        rest: list[Parts] = []
        if themes := self._shelf.themes.get(code.id):
            rest += [[("  " + line, plainly)] for line in wrapped(_("themes: %s") % ", ".join(themes), room - 4, 2)]
        for memo in self._shelf.memos.get(code.id, ()):
            rest += [[("  " + line, plainly)] for line in wrapped(f"{memo.who}: {memo.text}", room - 4, 2)]
        return [rule(_("Themes and memos"), "", room, quiet, strong), *rest] if rest else []

    # Going among the codes, the fields, and what would happen

    def run_command(self, id: str) -> bool:
        if self._plan is not None:
            title, _lines, deed = self._plan
            self._plan = None
            if id == "list.open":
                self.job(self._carry_out(title, deed))
            else:
                self.calm()
                self.note()
            return True
        if self._field is not None and id in ("list.next", "list.previous", "list.first", "list.last"):
            step = {"list.next": self._field + 1, "list.previous": self._field - 1, "list.first": 0, "list.last": 99}[
                id
            ]
            self._field = min(max(step, 0), len(FIELDS) - 1)
            self.note()
            return True
        if self._field is not None and id in ("app.back", "codebook.fields"):
            self._field = None
            self.note()
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
            self._field = 2
            self.note()

    def do_list_open(self) -> None:
        code = self._here()
        if code is None:
            self.do_codebook_add()
        elif self._field is None:
            self.do_codebook_fields()
        else:
            self._edit(code, FIELDS[self._field][0], _(FIELDS[self._field][1]))

    def do_codebook_all(self) -> None:
        self._all = not self._all
        self.job(self.reload())

    def do_codebook_find(self) -> None:
        def take(choice: Choice) -> None:
            self.want_code(bytes.fromhex(choice.key))
            self.job(self.reload())

        self._choose_code(_("Go to a code by its name"), lambda code: code in self._shown, take)

    def _choose_code(
        self, title: str, fits: Callable[[Code], bool], take: Callable[[Choice], object], top: str = ""
    ) -> None:
        """Open the drawer over the codes that fit; ``top``: words for the place above them all, where that may be chosen."""
        codes = {code.id.hex(): code for code in self._shown if fits(code)}
        named = [Named(key, tuple(filter(None, (c.name, c.name_en))), definition(c)) for key, c in codes.items()]

        def find(query: str) -> list[Choice]:
            found = [codes[key] for key in (ranked(named, query) if query else list(codes))]
            choices = [Choice(code.id.hex(), code.shown, definition(code), hue=code.hue) for code in found]
            return [*([Choice(TOP, top)] if top and not query else []), *choices]

        self.choose("choices", title, find, lambda choice, stay: take(choice))

    # Writing

    def _edit(self, code: Code, field: str, words: str) -> None:
        if field in ("valence", "colour"):
            values = (
                VALENCES if field == "valence" else ((None, _("by its place")), *((n, str(n)) for n in range(1, 9)))
            )
            if field == "colour" and code.depth:
                self.say(_("A code has the colour of its branch"))
                return

            def find(query: str) -> list[Choice]:
                return [
                    Choice(str(n), _(text), hue=value - 1 if field == "colour" and value else None)
                    for n, (value, text) in enumerate(values)
                    if query.casefold() in _(text).casefold()
                ]

            self.choose(
                "choices", f"{code.shown}: {words}", find,
                lambda choice, stay: self._set(code, field, values[int(choice.key)][0]),
            )  # fmt: skip
            return
        text = field_text(code, field)

        def check(text: str) -> str:
            try:
                field_value(field, text)
            except UserError as error:
                return in_a_line(error, self.size.width - 2)
            return ""

        lines = LINES if field in LONG else 1
        self.write_line(f"{words}:", text, lambda text: self._set_text(code, field, text), check=check, lines=lines)

    def _set_text(self, code: Code, field: str, text: str) -> None:
        async def work() -> None:
            await self._changed(code, field, field_value(field, text))

        self.job(work())

    def _set(self, code: Code, field: str, value: Any) -> None:
        self.job(self._changed(code, field, value))

    async def _changed(self, code: Code, field: str, value: Any) -> None:
        if value == (getattr(code, field) or None) and field != "valence":
            return
        await self.session.write(lambda project: change_code(project, code, **{field: value}))
        await self._again(code.id, _("Written · %s takes it back") % self.main.key_of("work.undo"))

    async def _again(self, code: bytes | None, said: str) -> None:
        """Read all anew, with the cursor on a code; say what happened."""
        self._wanted = code
        await self.reload()
        self.say(said)

    def do_codebook_add(self) -> None:
        here = self._here()
        branch = here if here is not None and here.depth == 0 else self._above(here)
        title = _("New code in the branch %s:") % branch.shown if branch else _("New branch:")
        self._add(title, branch)

    def do_codebook_add_branch(self) -> None:
        self._add(_("New branch:"), None)

    def _add(self, title: str, under: Code | None) -> None:
        def done(text: str) -> None:
            name = " ".join(text.split())
            if name:
                self.job(self._made(name, under))

        self.write_line(title, "", done)

    async def _made(self, name: str, under: Code | None) -> None:
        made = await self.session.write(lambda project: add_code(project, name, parent=under.id if under else None))
        await self._again(made, _("%s is made. Tab leads to its fields: say what it means and where it stops.") % name)

    def _above(self, code: Code | None) -> Code | None:
        return next((one for one in self._shown if code is not None and one.id == code.parent), None)

    def do_codebook_rename(self) -> None:
        code = self._here()
        if code is not None:
            field = "name_en" if code.shown == code.name_en and code.name_en != code.name else "name"
            self._edit(code, field, _("name"))

    def do_codebook_memo(self) -> None:
        code = self._here()
        if code is None:
            return

        async def work(text: str) -> None:
            await self.session.write(lambda project: write_memo(project, "code", code.id, text))
            await self._again(code.id, _("Memo written"))

        self.write_line(_("Memo on %s:") % code.shown, "", lambda text: self.job(work(text)))

    def do_codebook_passages(self) -> None:
        code = self._here()
        if code is not None:
            from qualcode.tui.screens.search import SearchScreen

            search = self.main.place("search")
            assert isinstance(search, SearchScreen)
            search.want_code(code.id)
            self.app.call_later(self.main.go, "codebook", "search")

    # Structure

    def _siblings(self, code: Code) -> list[Code]:
        return [one for one in self._shown if one.parent == code.parent]

    def _move_beside(self, step: int) -> None:
        code = self._here()
        if code is None:
            return

        async def work() -> None:
            moved = await self.session.write(lambda project: combining.reorder(project, code, step))
            await self._again(code.id, "" if moved else _("It is the last one there"))

        self.job(work())

    def do_codebook_lower(self) -> None:
        self._move_beside(1)

    def do_codebook_higher(self) -> None:
        self._move_beside(-1)

    def do_codebook_out(self) -> None:
        code = self._here()
        above = self._above(code)
        if code is not None and above is not None:
            self._move_under(code, self._above(above))
        else:
            self.say(_("It stands at the top already"))

    def do_codebook_in(self) -> None:
        code = self._here()
        if code is None:
            return
        siblings = self._siblings(code)
        at = siblings.index(code)
        if at == 0:
            self.say(_("There is no code above it on its level"))
        else:
            self._move_under(code, siblings[at - 1])

    def do_codebook_under(self) -> None:
        code = self._here()
        if code is None:
            return

        def take(choice: Choice) -> None:
            self._move_under(code, next((one for one in self._shown if one.id.hex() == choice.key), None))

        self._choose_code(
            _("%s beneath …") % code.shown,
            lambda one: one.live and one.id != code.id,
            take,
            _("at the top, as a branch"),
        )

    def _move_under(self, code: Code, under: Code | None) -> None:
        async def work() -> None:
            await self.session.write(lambda project: combining.move(project, code, under))
            where = _("beneath %s") % under.shown if under else _("at the top")
            said = _("{code} stands {where} · {key} takes it back").format(
                code=code.shown, where=where, key=self.main.key_of("work.undo")
            )
            await self._again(code.id, said)

        self.job(work())

    def do_codebook_combine(self) -> None:
        code = self._here()
        if code is None:
            return

        def take(choice: Choice) -> None:
            into = next(one for one in self._shown if one.id.hex() == choice.key)

            def deed(project: Project, dry: bool, tell: Progress) -> Effect:
                return combining.combine(project, [code, into], into, dry_run=dry, progress=tell)

            self._preview(_("{one} lives on in {other}").format(one=code.shown, other=into.shown), deed)

        self._choose_code(_("%s lives on in …") % code.shown, lambda one: one.live and one.id != code.id, take)

    def do_codebook_split(self) -> None:
        code = self._here()
        if code is None:
            return

        def done(text: str) -> None:
            shares = [recoding.Share(name, keywords=words) for name, words in read_shares(text)]
            deed: Deed = lambda project, dry, tell: recoding.split(project, code, shares, dry_run=dry, progress=tell)  # noqa: E731
            self._preview(_("%s is split") % code.shown, deed)

        self.write_line(_("Split into (name: words; …):"), "", done, check=_split_problem)

    def do_codebook_retire(self) -> None:
        code = self._here()
        if code is None:
            return
        again = code.retired
        deed: Deed = partial(_retire, code=code, undo=again)
        title = _("%s is used again") if again else _("%s is used no more; its codings stay")
        self._preview(title % code.shown, deed)

    def _preview(self, title: str, deed: Deed) -> None:
        async def work() -> None:
            long = Long(_("looking what it would do"))
            work = self.session.read(lambda project: deed(project, True, partial(long, "")))
            effect = await self.at_length(long, work)
            self._plan = title, effect_lines(effect), deed
            self.calm()
            self.note()

        self.job(work())

    async def _carry_out(self, title: str, deed: Deed) -> None:
        code = self._here()
        long = Long(title)
        await self.at_length(long, self.session.write(lambda project: deed(project, False, partial(long, ""))))
        await self._again(
            code.id if code else None, f"{title} · " + _("%s takes it back") % self.main.key_of("work.undo")
        )


def _retire(project: Project, dry: bool, tell: Progress, *, code: Code, undo: bool) -> Effect:
    return combining.retire(project, code, undo=undo, dry_run=dry, progress=tell)


def _split_problem(text: str) -> str:
    from qualcode.errors import UserError

    try:
        read_shares(text)
    except UserError as error:
        return str(error)
    return ""
