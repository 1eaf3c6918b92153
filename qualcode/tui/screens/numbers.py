"""What do the figures say, area by area and year by year; and which words and codes are common?

The rule: a sentence first, then the ranking with its bars, below it the chart; Enter leads to the figure as it was printed, of a
word to where it is said.
"""

from __future__ import annotations

from itertools import dropwhile

from qualcode.collect.indicators import Indicator, indicators
from qualcode.collect.regions import LEVELS
from qualcode.display.columns import names
from qualcode.display.content import Terms, terms
from qualcode.display.content_codes import Codes, code_frequency
from qualcode.display.saturation import Saturation, saturation
from qualcode.display.series import Doubt, Place, Value, Years, doubts, read_years
from qualcode.display.series_described import Changes, Described, changes, describe_year
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.report import content_words, descriptive_words
from qualcode.store import Project
from qualcode.tui.drawing import Parts, rule, wrapped
from qualcode.tui.screens import numbers_lines as lines
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.chooser import Choice

VIEWS = {
    "indicators": N_("Indicators"), "words": N_("Words"), "codes": N_("Codes counted"), "saturation": N_("Saturation"),
}  # fmt: skip
CHARTS = {"histogram": N_("histogram"), "box": N_("box plot"), "trend": N_("trend"), "pie": N_("pie")}
MOST = 300  # words in the list


class NumbersScreen(ListScreen):
    kind = "numbers"
    most = 7

    def __init__(self) -> None:
        super().__init__()
        self._view, self._chart, self._notes = "indicators", "histogram", False
        self._all: list[Indicator] = []
        self._indicator: bytes | None = None
        self._level: str | None = None
        self._year: int | None = None
        self._given = False  # whether a year was chosen, which may be the one without a number
        self._rated = True
        self._doubt: dict[Place, Doubt] = {}
        self._described: Described | None = None
        self._changes: Changes | None = None
        self._areas: list[Value] = []
        self._by, self._words = "", 1
        self._first = 0  # the first group that is shown
        self._terms: Terms | None = None
        self._codes: Codes | None = None
        self._curve: Saturation | None = None
        self._refused = ""
        self._printed: bytes | None = None  # the region whose figure is shown as printed
        self._read_at: dict[str, int] = {}

    def where(self) -> tuple[str, ...]:
        return (_("Display"), _("Numbers"), _(VIEWS[self._view]))

    def whose(self) -> str:
        return _("layer %s") % _("agreed") if self._view in ("codes", "saturation") else super().whose()

    def footer(self) -> str:
        return "numbers" if self._view == "indicators" else "curve" if self._view == "saturation" else "counted"

    def sentence(self) -> str:
        if self._view == "indicators":
            return _("A figure that is not there is no zero; * preliminary, ! in doubt.")
        return _("Often said is not important by itself: Enter shows where.") if self._view == "words" else ""

    # Reading

    async def reload(self) -> None:
        number = self.session.written
        if self._read_at.get(self._view) != number or self._view == "words":
            await getattr(self, f"_read_{self._view}")()
            self._read_at[self._view] = number
        self.most = 16 if self.tall else 7
        self.showing(self._count())

    def _count(self) -> int:
        if self._view == "indicators":
            return len(self._areas)
        if self._view == "words":
            return min(MOST, len(self._terms.terms)) if self._terms else 0
        if self._view == "codes":
            return len(self._codes.codes) if self._codes else 0
        return len(self._curve.steps) if self._curve else 0

    async def _read_indicators(self) -> None:
        def read(project: Project) -> tuple[list[Indicator], dict[Place, Doubt]]:
            return [one for one in indicators(project) if one.figures], doubts(project)

        self._all, self._doubt = await self.session.read(read)
        if self._indicator not in {one.id for one in self._all}:
            self._indicator = (
                max(self._all, key=lambda one: (bool(one.direction), one.figures)).id if self._all else None
            )
        await self._describe()

    async def _describe(self) -> None:
        """Read the chosen indicator anew, as it is asked for."""
        chosen, level, rated, doubt = self._indicator, self._level, self._rated, self._doubt
        if chosen is None:
            return
        years: Years = await self.session.read(lambda p: read_years(p, chosen, level, rated=rated, doubt=doubt))
        self._refused = ""
        known = {one.year for one in years.years}
        self._given = self._given and self._year in known
        described = describe_year(years, self._year, chosen=self._given)
        self._described, self._year, self._printed = described, described.year.year, None
        self._changes = changes(years, last=described.year.year) if described.year in years.comparable else None
        left = [one for values in described.left_out.values() for one in values]
        self._areas = [*described.ordered, *left]

    async def _read_words(self) -> None:
        by, size = self._by, self._words
        self._terms = await self.session.read(lambda project: terms(project, by=by, size=size))

    async def _read_codes(self) -> None:
        by = self._by
        self._codes = await self.session.read(lambda project: code_frequency(project, by=by))

    async def _read_saturation(self) -> None:
        self._curve, self._refused = None, ""
        try:
            self._curve = await self.session.read(saturation)
        except UserError as error:
            self._refused = str(error)

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        told, columns = getattr(self, f"_{self._view}_heads")(width)
        first, *rest = told
        found: list[Parts] = [[(" " + line, strong)] for line in wrapped(first, width - 2, 2)]
        found += [[(" " + line, plainly)] for text in rest for line in wrapped(text, width - 2, 2)]
        return [*found, [("─" * width, quiet)], [(columns, quiet)]]

    def _indicators_heads(self, width: int) -> tuple[list[str], str]:
        described = self._described
        if described is None:
            return [_("There are no figures yet: “qualcode indicators import FILE” brings them in.") if self._read_at else _("Counting …")], ""  # fmt: skip
        years = [str(one.year or "–") for one in described.years.years]
        at = str(described.year.year or "–")
        shown = "  ".join(f"[{year}]" if year == at else year for year in years)
        told = [descriptive_words.sentence(described), f"{descriptive_words.title(described)}   {shown}"]
        return told, lines.area_heads(described, self._changes, width)

    def _words_heads(self, width: int) -> tuple[list[str], str]:
        found = self._terms
        if found is None:
            return [_("Counting …")], ""
        return [content_words.terms_sentence(found)], lines.term_heads(found, self._first, width)

    def _codes_heads(self, width: int) -> tuple[list[str], str]:
        found = self._codes
        if found is None:
            return [_("Counting …")], ""
        return [content_words.codes_sentence(found)], lines.code_heads(found, self._first, width)

    def _saturation_heads(self, width: int) -> tuple[list[str], str]:
        if self._curve is None:
            return [self._refused or _("Counting …")], ""
        return [content_words.saturation_sentence(self._curve)], lines.step_heads(self._curve)

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        style = self.palette.style(strong=here)
        if self._view == "indicators" and self._described is not None:
            one = self._areas[item]
            text = lines.area_line(self._described, self._changes, one, width - 2)
            style = self.palette.style(strong=here, quiet=one.value is None and not here)
        elif self._view == "words" and self._terms is not None:
            text = lines.term_line(self._terms, item, self._first, width - 2)
        elif self._view == "codes" and self._codes is not None:
            text = lines.code_line(self._codes, item, self._first, width - 2)
        elif self._curve is not None:
            text = lines.step_line(self._curve, item, width - 2)
        else:
            return []
        return [(("▸" if here else " ") + text, style)]

    def details(self, width: int) -> list[Parts]:
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        room = max(4, self.size.height - 4 - len(self.heads(width)) - min(max(self._count(), 1), self.most or 7))
        title, told = self._below(width - 4, room - 1)
        return [rule(title, "", width, quiet, strong), *[[("  " + text, plainly)] for text in told[: room - 1]]] if told else []  # fmt: skip

    def _below(self, width: int, room: int) -> tuple[str, list[str]]:
        """What stands below the list: its title and lines."""
        if self._view == "indicators" and self._described is not None:
            shown = next((one for one in self._areas if one.region == self._printed), None)
            if shown is not None:
                return _("As printed"), lines.printed_lines(self._described, shown, width)
            if self._notes:
                notes = descriptive_words.notes(self._described)
                if self._changes is not None:
                    notes += descriptive_words.changes_notes(self._described.years, self._changes)
                return _("What must be known"), _notes(notes, width)
            return _(CHARTS[self._chart]), lines.chart(self._described, self._chart, width, room)
        if self._view == "words" and self._terms is not None:
            return _("What must be known"), _notes(content_words.terms_notes(self._terms), width)
        if self._view == "codes" and self._codes is not None:
            return _("What must be known"), _notes(content_words.codes_notes(self._codes), width)
        if self._view == "saturation" and self._curve is not None:
            if self._notes:
                return _("What must be known"), _notes(content_words.saturation_notes(self._curve), width)
            return content_words.said("saturation"), lines.curve(self._curve, width, room)
        return "", []

    # Keys

    def on_rows_moved(self) -> None:
        self._printed = None
        super().on_rows_moved()

    def do_numbers_view(self) -> None:
        order = list(VIEWS)
        self._view = order[(order.index(self._view) + 1) % len(order)]
        self.rows.show(0, 0)
        self.job(self.reload())

    def do_numbers_indicator(self) -> None:
        if not self._all:
            self.say(_("There are no figures yet"))
            return

        def find(query: str) -> list[Choice]:
            return [
                Choice(one.id.hex(), one.name, one.unit, str(one.figures))
                for one in self._all
                if query.casefold() in one.name.casefold()
            ]

        def chosen(choice: Choice, stay: bool) -> None:
            self._view, self._indicator, self._level, self._given = "indicators", bytes.fromhex(choice.key), None, False
            self.rows.show(0, 0)
            self.job(self._again())

        self.choose("indicators", _("Which indicator?"), find, chosen)

    async def _again(self, said: str = "") -> None:
        try:
            if self._view == "indicators":
                await self._describe()
            else:
                self._read_at.pop(self._view, None)
            await self.reload()
        except UserError as error:
            self.say(str(error))
        else:
            if said:
                self.say(said)

    def do_numbers_earlier(self) -> None:
        self._to_year(-1)

    def do_numbers_later(self) -> None:
        self._to_year(1)

    def _to_year(self, step: int) -> None:
        if self._view in ("words", "codes"):
            self._to_group(step)
            return
        if self._view != "indicators" or self._described is None:
            return
        years = [one.year for one in self._described.years.years]
        at = years.index(self._year) + step
        if not 0 <= at < len(years):
            self.say(_("There is no other year there"))
            return
        self._year, self._given = years[at], True
        self.job(self._again())

    def _to_group(self, step: int) -> None:
        """Show the groups from the next one on."""
        shown = self._terms if self._view == "words" else self._codes
        groups = len(shown.groups) if shown else 0
        if not 0 <= self._first + step < groups:
            self.say(_("There is no other group there") if groups else _("All together"))
            return
        self._first += step
        self.rows.refresh()

    def do_numbers_level(self) -> None:
        """The next coarser level that has figures, and round again."""
        if self._view != "indicators" or self._described is None:
            return
        now = self._described.years.level
        order = list(reversed(LEVELS))
        turned = [*dropwhile(lambda one: one != now, order), *order][1 : len(order)]

        async def next_level() -> None:
            for level in turned:
                self._level = level
                try:
                    await self._describe()
                except UserError:
                    continue
                self.rows.show(0, 0)
                await self.reload()
                return
            self._level = now
            self.say(_("There are figures of this level only"))

        self.job(next_level())

    def do_numbers_counts(self) -> None:
        if self._view == "indicators":
            self._rated, self._given = not self._rated, self._year is not None
            self.job(
                self._again(_("Per 1,000 where a denominator is known") if self._rated else _("Counts as printed"))
            )

    def do_numbers_chart(self) -> None:
        order = list(CHARTS)
        self._chart = order[(order.index(self._chart) + 1) % len(order)]
        self._notes, self._printed = False, None
        self.note()

    def do_numbers_notes(self) -> None:
        self._notes, self._printed = not self._notes, None
        self.note()

    def do_numbers_size(self) -> None:
        if self._view == "words":
            self._words = self._words % 3 + 1
            self.rows.show(0, 0)
            self.job(self._again())

    def do_numbers_by(self) -> None:
        if self._view not in ("words", "codes"):
            return

        async def open_() -> None:
            known = [name for name in await self.session.read(names) if name != "coder"]
            choices = [Choice("", _("All together")), *(Choice(name, name) for name in known)]

            def find(query: str) -> list[Choice]:
                return [one for one in choices if query.casefold() in one.name.casefold()]

            def chosen(choice: Choice, stay: bool) -> None:
                self._by, self._first = choice.key, 0
                self.job(self._again())

            self.choose("groups", _("By which groups?"), find, chosen)

        self.job(open_())

    def do_list_open(self) -> None:
        """The figure as printed; a word where it is said; a code's passages."""
        if self._view == "indicators" and self._areas:
            here = self._areas[self.rows.at].region
            self._printed = None if self._printed == here else here
            self.note()
        elif self._view in ("words", "codes") and self._count():
            from qualcode.tui.screens.search import SearchScreen

            search = self.main.place("search")
            assert isinstance(search, SearchScreen)
            if self._view == "codes" and self._codes is not None:
                search.want_code(self._codes.codes[self.rows.at].id)
            elif self._terms is not None:
                search.want_words(self._terms.terms[self.rows.at].name)
            self.app.call_later(self.main.go, "numbers", "search")


def _notes(notes: list[str], width: int) -> list[str]:
    found = []
    for note in notes:
        for number, text in enumerate(wrapped(note, width - 2, 4)):
            found.append(("- " if not number else "  ") + text)
    return found
