"""What do the figures say, area by area and year by year; and which words and codes are common?

The rule: a sentence first, then the ranking with its bars, below it the chart; Enter leads to the figure as it was printed, of a
word to where it is said.
"""

from __future__ import annotations

from itertools import dropwhile

from qualcode.collect.indicators import Indicator, indicators
from qualcode.collect.regions import LEVELS
from qualcode.display.columns import names
from qualcode.display.content import terms
from qualcode.display.content_codes import code_frequency
from qualcode.display.saturation import saturation
from qualcode.display.series import Doubt, Place, Years, doubts, read_years
from qualcode.display.series_described import changes, describe_year
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.tui.screens.numbers_view import CHARTS, VIEWS, NumbersView
from qualcode.tui.widgets.chooser import Choice


class NumbersScreen(NumbersView):
    # Reading

    async def reload(self) -> None:
        number = self.session.written
        if self._read_at.get(self._view) != number or self._view == "words":
            await getattr(self, f"_read_{self._view}")()
            self._read_at[self._view] = number
        self.most = 16 if self.tall else 7
        self.showing(self._count())

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

        self.question(open_())

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
            self.main.away(self.main.go, "numbers", "search")
