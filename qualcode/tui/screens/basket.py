"""What goes into the report, in which order, and off it goes.

The rule: the parts of the chapter and the passages marked with Y stand here as they will be printed; what is taken out stays in
sight with its sign.
"""

from __future__ import annotations

from dataclasses import replace

from qualcode.collect.called import names_in_sources, said_of_names
from qualcode.conclude.cases import said_held_back
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.reduce.counting import Segment
from qualcode.reduce.themes import themes
from qualcode.report import basket, chapter
from qualcode.report.basket_tables import MarkedTable, in_words, tables, take_tables_out
from qualcode.report.captions import captions
from qualcode.report.phrases import speaking
from qualcode.report.quoting import Quoter
from qualcode.report.whose import few
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cut, ends, rule, wrapped
from qualcode.tui.long import Long
from qualcode.tui.screens.basket_export import ExportScreen

Chosen = tuple[basket.Marked, Segment, str, str, str]  # with words, source, and theme or nothing


Line = str | Chosen | MarkedTable


class BasketScreen(ExportScreen):
    def __init__(self) -> None:
        super().__init__()
        self._marked: list[Chosen] = []
        self._tables: list[MarkedTable] = []
        self._printed: dict[str, list[str]] = {}  # captions of a part that was looked into
        self._read_at = -1
        self._exposed = (0, 0)  # of how many informants more is said than three share, and how many there are

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Report"), _("Basket"))

    def whose(self) -> str:
        return _("layer %s") % _("agreed")

    async def reload(self) -> None:
        def read(
            project: Project,
        ) -> tuple[chapter.Plan, list[Chosen], list[MarkedTable], tuple[int, int], list[str], str]:
            quoter, named = Quoter(project), {theme.id: theme.shown for theme in themes(project)}
            chosen = [
                (one, segment, quoter.words(segment), quoter.name(segment.source), named.get(one.theme or b"", ""))
                for one, segment in basket.lying(project)
            ]
            of_people, held = names_in_sources(project), said_held_back(project)
            return chapter.plan(project), chosen, tables(project), few(project), of_people, held

        if self._read_at != self.session.written:
            self._printed = {}
        self._read_at = self.session.written
        self._plan, self._marked, self._tables, self._exposed, self._named, self._held = await self.session.look(read)
        self.showing(len(self._lines()))

    def _lines(self) -> list[Line]:
        """Parts in their order, the passages where they are printed, then the parts left out."""
        found: list[Line] = []
        for name in self._plan.parts:
            found.append(name)
            if name == "themes":
                found += self._tables
            if name == self._holder:
                found += self._marked
        left = [name for name in chapter.PARTS if name not in self._plan.parts]
        return [*found, *left, *(self._marked if self._holder not in self._plan.parts else [])]

    @property
    def _holder(self) -> str:
        """The part below which the marked passages stand."""
        return "voices" if "voices" in self._plan.parts else "basket"

    def _here(self) -> Line | None:
        lines = self._lines()
        return lines[min(self.rows.at, len(lines) - 1)] if lines else None

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        parts, n = len(self._plan.parts), len(self._marked)
        said = ngettext("%d part", "%d parts", parts) % parts
        said += ", " + ngettext("%d passage marked with Y", "%d passages marked with Y", n) % n
        if self._exposed[0]:
            said += " · " + _("says less of people") if self._plan.coarse else ""
        care: list[str] = []
        if self._exposed[0] and not self._plan.coarse:
            care.append(
                _("! {few} of {all} informants: fewer than 3 people here share their kelurahan, gender, age and role; readers may know who speaks. “{key}” prints less of them.").format(
                    few=self._exposed[0], all=self._exposed[1], key=self.main.key_of("basket.coarse")
                )
            )  # fmt: skip
        if self._named:
            care.append(
                said_of_names(self._named)
                + " " + _("{people}, {other}, {key} renames it.").format(
                    people=self.main.key_of("go.people"), other=self.main.key_of("attributes.other"),
                    key=self.main.key_of("attributes.rename"),
                )
            )  # fmt: skip
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        return [
            [(" " + said, strong)],
            *([(" " + line, quiet)] for one in care for line in wrapped(one, width - 2, 3)),
            [("─" * width, quiet)],
        ]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._lines()[item]
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        mark = ("▸" if here else " ", strong)
        if isinstance(one, str):
            there = one in self._plan.parts
            look = strong if here else plainly if there else quiet
            with speaking("id"):
                title = chapter.titled(one)
            return ends(
                [mark, ("✓ " if there else "○ ", look), (title, look)],
                [(f" {_(chapter.PARTS[one])} ", quiet)],
                width,
                quiet,
            )
        if isinstance(one, MarkedTable):
            look = strong if here else plainly if "themes" in self._plan.parts else quiet
            return ends(
                [mark, ("     ", quiet), (in_words(one.asked), look)], [(" " + _("table") + " ", quiet)], width, quiet
            )
        _mark, _segment, words, source, _theme = one
        words = cut(f"“{words}”", max(20, width - len(source) - 12))
        return ends(
            [mark, ("     ", quiet), (words, strong if here else plainly)], [(f" {source} ", quiet)], width, quiet
        )

    def details(self, width: int) -> list[Parts]:
        one = self._here()
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        room = 8 if self.tall else 4
        if one is None:
            return []
        if isinstance(one, str):
            lines = self._printed.get(one)
            told = (
                [_("Enter shows its tables and figures")]
                if lines is None
                else lines or [_("Nothing yet: it is left out")]
            )
            if one == "findings" and self._held:
                told = [*wrapped("! " + self._held, width - 4, 3), *told]
            more = [f"… +{len(told) - room}"] if len(told) > room else []
            told = [*told[: room - len(more)], *more]
            return [
                rule(_(chapter.PARTS[one]), "", width, quiet, strong),
                *([("  " + cut(text, width - 3), plainly)] for text in told),
            ]
        if isinstance(one, MarkedTable):
            return [rule(_("table"), "", width, quiet, strong), [("  " + in_words(one.asked), plainly)]]
        said = wrapped(f"“{one[2]}”", width - 4, room)
        return [
            rule(one[4] or _("no theme"), one[3], width, quiet, strong),
            *([("  " + text, plainly)] for text in said),
        ]

    # Keys

    def do_list_open(self) -> None:
        one = self._here()
        if isinstance(one, str):
            self.job(self._look_into(one))
        elif isinstance(one, tuple):
            self.main.away(self._to_text, one[1])

    def do_app_back(self) -> bool:
        """What was looked into is closed first; then one step back."""
        one = self._here()
        if isinstance(one, str) and one in self._printed:
            del self._printed[one]
            self.note()
            return True
        self.main.do_app_back()
        return True

    async def _to_text(self, one: Segment) -> None:
        await self.main.read_at(one.source, "basket", start=one.start, stop=one.stop)

    async def _look_into(self, name: str) -> None:
        wanted = replace(self._plan, parts=(name,))
        long = Long(_("looking"))

        def read(project: Project) -> list[str]:
            try:
                made = chapter.chapter(project, wanted, step=long)
            except UserError:
                return []
            return captions(made.document)

        self._printed[name] = await self.at_length(long, self.session.look(read))
        self.note()

    def do_basket_earlier(self) -> None:
        self._move(-1)

    def do_basket_later(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        one = self._here()
        if isinstance(one, str) and one in self._plan.parts:
            parts = list(self._plan.parts)
            at = parts.index(one)
            to = min(max(at + by, 0), len(parts) - 1)
            parts.insert(to, parts.pop(at))
            if to != at:
                self._save(tuple(parts), one)
        elif isinstance(one, tuple):
            self.job(self._moved(one, by))

    async def _moved(self, one: Chosen, by: int) -> None:
        if await self.session.write(lambda project: basket.move(project, one[0], by)):
            await self.reload()
            self._to(
                next(
                    (
                        at
                        for at, line in enumerate(self._lines())
                        if isinstance(line, tuple) and line[0].key == one[0].key
                    ),
                    0,
                )
            )

    def do_basket_take_out(self) -> None:
        """A part is left out, or taken in again; a passage leaves the basket."""
        one = self._here()
        if isinstance(one, str):
            there = tuple(name for name in self._plan.parts if name != one)
            if not there:
                self.say(_("A report has at least one part"))
                return
            self._save(there if one in self._plan.parts else (*self._plan.parts, one), one)
        elif one is not None:
            self.job(self._taken_out(one))

    async def _taken_out(self, one: Chosen | MarkedTable) -> None:
        if isinstance(one, MarkedTable):
            await self.session.write(lambda project: take_tables_out(project, [one]))
        else:
            await self.session.write(lambda project: basket.take_out(project, [one[0]]))
        await self.reload()
        self.say(_("Out of the basket · {key} takes it back").format(key=self.main.key_of("work.undo")))

    def _save(self, parts: tuple[str, ...], one: str) -> None:
        self._plan = replace(self._plan, parts=parts)
        self._to(self._lines().index(one))
        self.job(self._saved(self._plan), failed=lambda: self.job(self.reload()))

    async def _saved(self, plan: chapter.Plan) -> None:
        await self.session.write(lambda project: chapter.save_plan(project, plan))
        self._read_at = self.session.written

    def _to(self, at: int) -> None:
        self.rows.show(len(self._lines()), at)
        self.note()

    def do_basket_coarse(self) -> None:
        self._plan = replace(self._plan, coarse=not self._plan.coarse)
        self.job(self._saved(self._plan))
        self.rows.refresh()
        self.say(
            _("Of each informant only what at least 3 share; months, no days")
            if self._plan.coarse
            else _("Of each informant all that is recorded")
        )

    def do_basket_number(self) -> None:
        def done(text: str) -> None:
            self._plan = replace(self._plan, chapter=int(text))
            self.job(self._saved(self._plan))

        def check(text: str) -> str:
            return "" if text.isdigit() and 0 < int(text) < 1000 else _("a number from 1 to 999")

        self.write_line(_("Number of the chapter:"), str(self._plan.chapter), done, check=check)
