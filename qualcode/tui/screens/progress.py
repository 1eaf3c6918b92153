"""Will we be ready, and what holds us up? Who has finished what, by person, area and source.

The rule: these figures share out work and judge nobody; people stand in the order of their names.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from textual.widget import Widget

from qualcode.i18n import _, ngettext
from qualcode.reduce.progress import Holdup, Person, Progress, progress
from qualcode.reduce.rounds import tasks
from qualcode.store import Project, times, versions
from qualcode.tui.drawing import Part, Parts, cells, cut, rule
from qualcode.tui.screens.listing import when
from qualcode.tui.screens.sharing import SharingScreen
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

BAR = 10  # cells
SIGNS = {"finished": "▓", "partly": "▒", "open": "░"}


class ProgressScreen(SharingScreen):
    kind = "progress"
    DEFAULT_CSS = "ProgressScreen #people { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._found: Progress | None = None
        self._now = 0
        self._on_people = False

    def body(self) -> Iterable[Widget]:
        yield Rows(self._person, self.heads, id="people")
        yield Lines(id="detail")
        yield Rows(self._holdup, self._holdup_heads, id="holdups")

    @property
    def rows(self) -> Rows:
        return self.query_one("#people" if self._on_people else "#holdups", Rows)

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Team"), _("Progress"))

    def sentence(self) -> str:
        if self._plan is not None:
            return super().sentence()
        return _("These figures are for sharing out work, not for judging people.")

    async def reload(self) -> None:
        def read(project: Project) -> tuple[Progress, int]:
            return progress(project), project.clock()

        found, self._now = await self.session.read(read)
        self._found = found
        self._on_people = bool(found.people) and (self._on_people or not found.holdups)
        people = self.query_one("#people", Rows)
        people.show(len(found.people))
        people.styles.height = min(len(found.people), 20 if self.tall else 6) + len(self.heads(self.size.width))
        self.query_one("#holdups", Rows).show(len(found.holdups))
        self.note()

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        quiet = self.palette.style(quiet=True)
        said = self._said() if self._found else _("Counting …")
        columns = self._line(" ", _("coder"), _("given"), _("finished"), "", _("codings"), _("decided"), _("last seen"), width)  # fmt: skip
        return [[(" " + said, self.palette.style(strong=True))], [("─" * width, quiet)], [(columns, quiet)]]

    def _said(self) -> str:
        found = self._found
        assert found is not None
        count = len(found.sources)
        if not count:
            return _("There is no source yet")
        told = ngettext("%d of %d source is finished", "%d of %d sources are finished", count) % (found.finished, count)
        if found.days is not None:
            day = (times.here(self._now) + timedelta(days=found.days)).date()
            told += " · " + _("at the pace of the last days by %s") % day.isoformat()
        return told

    @staticmethod
    def _line(
        sign: str, name: str, given: str, done: str, bar: str, codings: str, decided: str, last: str, width: int
    ) -> str:  # fmt: skip
        name = cut(name, max(12, min(30, width - 66)))
        return f" {sign} {name} {cut(given, 7)}{cut(done, 9)}{cut(bar, BAR + 1)}{codings:>7} {decided:>9}  {last}"

    def _person(self, item: int, part: int, width: int, here: bool) -> Parts:
        assert self._found is not None
        one = self._found.people[item]
        here = here and self._on_people
        full = round(BAR * one.finished / one.assigned) if one.assigned else 0
        bar = "▓" * full + "░" * (BAR - full) if one.assigned else "–"
        last = when(one.last) if one.last is not None else "–"
        text = self._line(
            "▸" if here else " ", one.name, f"{one.assigned:5} ", f"{one.finished:7} ", bar, str(one.codings), str(one.decided), last, width
        )  # fmt: skip
        return [(text, self.palette.style(strong=here))]

    def details(self, width: int) -> list[Parts]:
        """By area and by source, in as many lines as the screen has room for."""
        found = self._found
        if self._plan is not None:
            return self.plan_parts(width)
        if found is None:
            return []
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        room = 6 if self.tall else 2
        areas = [(f"{one.name or _('(not known)')} {one.finished}/{one.there}", plainly) for one in found.areas]
        if found.unvisited:
            told = ngettext("%d kelurahan not visited", "%d kelurahan not visited", found.unvisited) % found.unvisited
            areas.append((f"· {told}", quiet))
        sources = [(SIGNS[one.state] + ("‖" if one.twice else " ") + one.name, plainly) for one in found.sources]
        legend = _("▓ finished ▒ partly ░ not yet ‖ coded twice")
        return [
            rule(_("By kelurahan (finished of those there)"), "", width, quiet, strong),
            *flowing(areas, width, room),
            rule(_("By source"), legend, width, quiet, strong),
            *flowing(sources, width, room),
        ]

    def _holdup_heads(self, width: int) -> list[Parts]:
        quiet, strong = self.palette.style(quiet=True), self.palette.style(strong=True)
        holdups = self._found.holdups if self._found else ()
        lines = [rule(_("What holds us up"), str(len(holdups) or ""), width, quiet, strong)]
        if self._found and not holdups:
            lines.append([("   " + _("Nothing waits for anybody."), quiet)])
        return lines

    def _holdup(self, item: int, part: int, width: int, here: bool) -> Parts:
        assert self._found is not None
        one = self._found.holdups[item]
        here = here and not self._on_people
        strong, plainly, quiet = self.palette.style(strong=True), self.palette.style(), self.palette.style(quiet=True)
        return [
            (" ▸ " if here else "   ", strong), (cut(one.name or "–", 24) + " ", strong if here else plainly),
            (cut(one.what, max(20, width - 46)) + " ", strong if here else plainly), (one.who, quiet),
        ]  # fmt: skip

    # Keys

    def on_rows_clicked(self, event: Rows.Clicked) -> None:
        was, self._on_people = self._on_people, event.rows.id == "people"
        if was == self._on_people:
            super().on_rows_clicked(event)
        else:
            self._both()

    def do_progress_other(self) -> None:
        if self._found and self._found.people and self._found.holdups:
            self._on_people = not self._on_people
            self._both()
        else:
            self.say(_("There is nothing to go to"))

    def _both(self) -> None:
        for rows in self.query(Rows):
            rows.refresh()

    def do_progress_merge(self) -> None:
        self.main.go_by("go.merge")

    def do_list_open(self) -> None:
        """One step nearer to what waits."""
        found, at = self._found, self.rows.at
        if found is None:
            return
        if self._on_people and found.people:
            self._open_person(found, found.people[at])
        elif found.holdups:
            self._open_holdup(found.holdups[at])

    def _open_person(self, found: Progress, one: Person) -> None:
        source = next((line.source for line in found.sources if line.name in one.waiting[:1]), None)
        if source is None:
            self.say(_("Nothing waits for %s") % one.name)
        else:
            self.main.away(self.main.read_at, source, "sources", "progress")

    def _open_holdup(self, one: Holdup) -> None:
        if one.kind == "conflicts":
            self.main.away(self.main.go, "sources", "progress", "conflicts")
        elif one.kind == "review":
            self.main.away(self.main.go, "sources", "progress", "review")
        elif one.kind == "disputes" and one.subject is not None:
            self.main.away(self.main.show_board, one.name, None, ("sources", "progress"))
        elif one.kind == "round" and one.subject is not None:
            self.job(self._to_task(one.subject))
        elif one.subject is not None:
            self.main.away(self.main.read_at, one.subject, "sources", "progress")

    async def _to_task(self, round_: bytes) -> None:
        """To the first passage of an open round that waits for this coder; where none does, to closing it."""
        me = self.session.coder

        def read(project: Project) -> tuple[bytes, int, int] | None:
            for task in tasks(project):
                if task.round == round_ and task.coder == me and task.state != "finished":
                    now = versions.current(project, task.source)
                    turn = min(task.turns or {0})
                    if now is not None and turn < len(now.marks.turns):
                        return (task.source, *now.marks.turns[turn].speech)
            return None

        found = await self.session.read(read)
        if found is None:
            self.do_progress_round()
        else:
            source, start, stop = found
            self.main.away(partial(self.main.read_at, source, "sources", "progress", start=start, stop=stop))


def flowing(parts: list[Part], width: int, lines: int) -> list[Parts]:
    """Short texts one after the other on at most ``lines`` lines; what is left out ends in an ellipsis and how many."""
    found: list[Parts] = [[("  ", parts[0][1])]] if parts else [[]]
    used = 2
    for number, (text, style) in enumerate(parts):
        length = cells(text) + 3
        if used + length > width - 8 and len(found) == lines:
            found[-1].append((f"… +{len(parts) - number}", style))
            break
        if used + length > width:
            found.append([("  ", style)])
            used = 2
        found[-1].append((text + "   ", style))
        used += length
    return found
