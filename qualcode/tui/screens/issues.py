"""What is wrong, why, and who should do what? The issue rows, each with the passages it rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.display.framework import Heard, Listening
from qualcode.display.rows import Row
from qualcode.i18n import _, ngettext
from qualcode.reduce import issues as work
from qualcode.reduce.issues import TEXTS, Issue, issues
from qualcode.reduce.summaries import Case, CaseNames, Rests, changed
from qualcode.report.framework_sheets import head
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.tui import narrowing
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.narrowing import Narrowing
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.chooser import Choice

if TYPE_CHECKING:
    from qualcode.conclude.fitting import Fitting

SHOWN = ("problem", "cause", "recommendation", "owner")  # in the list; all of them below it


class IssuesScreen(ListScreen):
    kind = "issues"

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Issue] = []
        self._issues: list[Issue] = []  # those that are shown
        self._filter = Narrowing()
        self._heard: dict[bytes, tuple[Heard, Rests, str]] = {}  # of an issue: what counts, now, and of whom
        self._themes: dict[bytes, Row] = {}
        self._field = 0
        self._listening: Listening | None = None

    def where(self) -> tuple[str, ...]:
        return (_("Display"), _("Issues"))

    def sentence(self) -> str:
        return _("h l choose a field, e writes it; what it rests on is the theme's passages")

    async def reload(self) -> None:
        filtered = self._filter

        def read(
            project: Project,
        ) -> tuple[list[Issue], dict[bytes, tuple[Heard, Rests, str]], dict[bytes, Row], Listening, Narrowing]:
            listening, naming = Listening(project), CaseNames(project)
            found = issues(project)
            heard: dict[bytes, tuple[Heard, Rests, str]] = {}
            for one in found:
                if one.theme in listening.rows and one.theme is not None:
                    now = listening.heard(one.theme, Case(one.scope))
                    heard[one.id] = now, listening.rests_on(now), naming(Case(one.scope))
            return found, heard, listening.rows, listening, filtered.anew(project, _fitting)

        self._all, self._heard, self._themes, self._listening, fresh = await self.session.read(read)
        if self._filter is filtered:  # nobody chose another one meanwhile
            self._filter = fresh
        self._arrange()

    def _arrange(self) -> None:
        here = self._here
        self._issues = [one for one in self._all if self._filter.holds(one.id, self._words(one))]
        at = next((n for n, one in enumerate(self._issues) if here is not None and one.id == here.id), None)
        self.showing(len(self._issues), at)

    def _words(self, one: Issue) -> str:
        theme = self._themes[one.theme].name if one.theme in self._themes and one.theme else ""
        return " ".join((theme, *(str(getattr(one, name) or "") for name in TEXTS)))

    @property
    def _here(self) -> Issue | None:
        return self._issues[self.rows.at] if self.rows.at < len(self._issues) else None

    def _changed(self, one: Issue) -> str:
        return changed(one.rests_on, self._heard[one.id][1]).words if one.id in self._heard else ""

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        quiet, strong = self.palette.style(quiet=True), self.palette.style(strong=True)
        count = len(self._issues)
        told = ngettext("%d issue", "%d issues", count) % count
        if not self._all:
            told = _("No issue rows yet. {key} writes one.").format(key=self.main.key_of("issues.add"))
        elif stale := sum(bool(self._changed(one)) for one in self._issues):
            told += " · " + _("%d stale") % stale
        told = " · ".join(filter(None, (told, self._filter.told())))
        wide = self._widths(width)
        names = "".join(cut(head(name), size) for name, size in zip(SHOWN, wide, strict=True))
        return [[(" " + told, strong)], [("      " + names, quiet)], [("─" * width, quiet)]]

    def _widths(self, width: int) -> tuple[int, ...]:
        room = width - 6
        return (room * 32 // 100, room * 26 // 100, room * 27 // 100, room - room * 85 // 100)

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._issues[item]
        strong, plainly = self.palette.style(strong=True), self.palette.style(strong=here)
        mark = "!" if self._changed(one) else " " if one.id in self._heard else "°"
        texts = "".join(
            cut(getattr(one, name) or "○", size - 1) + " "
            for name, size in zip(SHOWN, self._widths(width), strict=True)
        )
        return [("▸" if here else " ", strong), (f"{mark}{one.number:>2}  ", strong), (texts, plainly)]

    def details(self, width: int) -> list[Parts]:
        one = self._here
        if one is None:
            return []
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        heard = self._heard.get(one.id)
        about = self._themes[one.theme].name if one.theme in self._themes and one.theme else ""
        right = f"{heard[2]} {heard[0].count.text}" if heard else _("tied to no theme")
        lines: list[Parts] = [rule(about, right, width, quiet, strong)]
        for number, name in enumerate(TEXTS):
            style = strong if number == self._field else plainly
            said = cut(f"{head(name)}:", 18)
            blank = "○" if name in SHOWN else "–"
            text = wrapped(getattr(one, name) or blank, width - 22, 2 if self.tall or number == self._field else 1)
            lines.append([("▸ " if number == self._field else "  ", strong), (said, quiet), (text[0], style)])
            lines += [[(" " * 20, quiet), (more, style)] for more in text[1:]]
        since = self._changed(one)
        lines.append([("  ! " + _("since it was written: %s") % since if since else "", strong)])
        return lines

    # Keys

    def do_issues_left(self) -> None:
        self._field = (self._field - 1) % len(TEXTS)
        self.note()

    def do_issues_right(self) -> None:
        self._field = (self._field + 1) % len(TEXTS)
        self.note()

    def do_issues_filter(self) -> None:
        def show(filtered: Narrowing) -> None:
            self._filter = filtered
            self._arrange()

        narrowing.ask(self, _("Show issues with:"), self._filter, _fitting, show)

    def _write(self, said: str, change: Callable[[Project], object], new: bool = False) -> None:
        async def run() -> None:
            await self.session.write(change)
            if new:
                self._filter = Narrowing(known=self._filter.known)
            await self.reload()
            if new:
                self.rows.move(len(self._issues) - 1)
            self.say(said + " · " + _("%s takes it back") % self.main.key_of("work.undo"))

        self.job(run())

    def _rests(self, one: Issue) -> Rests:
        return self._heard[one.id][1] if one.id in self._heard else {}

    def do_issues_write(self) -> None:
        one = self._here
        if one is None:
            self.do_issues_add()
            return
        name = TEXTS[self._field]

        def done(text: str) -> None:
            self._write(_("Written"), lambda project: work.write(project, one.id, one.theme, one.scope, self._rests(one), **{name: text}))  # fmt: skip

        self.write_line(f"{head(name)}:", str(getattr(one, name)), done, lines=2)

    def do_issues_add(self) -> None:
        """Choose its theme, then write the problem."""

        def problem(theme: bytes | None) -> None:
            def done(text: str) -> None:
                self._write(_("Written"), lambda project: work.write(project, None, theme, None, self._of(theme), problem=text), new=True)  # fmt: skip

            self.write_line(f"{head('problem')}:", "", done, lines=2)

        self._choose_theme(problem)

    def do_issues_theme(self) -> None:
        """Tie the row to another theme."""
        one = self._here
        if one is None:
            return

        def tie(theme: bytes | None) -> None:
            self._write(
                _("Written"),
                lambda project: work.write(project, one.id, theme, one.scope, self._of(theme, one.scope)),
            )

        self._choose_theme(tie)

    def _of(self, theme: bytes | None, scope: bytes | None = None) -> Rests:
        """What a row of a theme would rest on; on the project's own thread."""
        if theme is None or self._listening is None:
            return {}
        return self._listening.rests_on(self._listening.heard(theme, Case(scope)))

    def _choose_theme(self, chosen: Callable[[bytes | None], object]) -> None:
        choices = [Choice(rec.hex(), row.name) for rec, row in self._themes.items()] + [Choice("", _("no theme"))]

        def find(query: str) -> list[Choice]:
            return [one for one in choices if fold(query) in fold(one.name)]

        self.choose("themes", _("Theme"), find, lambda choice, stay: chosen(bytes.fromhex(choice.key) or None))

    def do_issues_still(self) -> None:
        one = self._here
        if one is not None:
            self._write(_("It holds as it is now"), lambda project: work.write(project, one.id, one.theme, one.scope, self._rests(one)))  # fmt: skip

    def do_issues_earlier(self) -> None:
        self._move(-1)

    def do_issues_later(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        """Past the row that is shown next, and past those before it that a filter hides."""
        at = self.rows.at
        if 0 <= at + step < len(self._issues):
            one, other = self._issues[at], self._issues[at + step]
            places = other.number - one.number
            self._write(_("Moved"), lambda project: work.move(project, one.id, places))

    def do_issues_take_off(self) -> None:
        one = self._here
        if one is not None:
            self._write(_("Taken off"), lambda project: work.remove(project, one.id))

    def do_list_open(self) -> None:
        """Its passages."""
        one = self._here
        if one is None or one.id not in self._heard or one.theme is None:
            return
        heard, _now, case = self._heard[one.id]
        if not heard.segments:
            self.say(_("no passage counts here"))
            return
        from qualcode.tui.screens.quotes import QuotesScreen

        quotes = self.main.place("quotes")
        assert isinstance(quotes, QuotesScreen)
        quotes.want(self._themes[one.theme], case, f"{case}: {heard.count.text}", heard.segments, self.whose())
        self.main.away(self.main.go, "framework", "issues", "quotes")


def _fitting(fits: Fitting) -> frozenset[bytes]:
    return frozenset(one.id for one in issues(fits.project) if fits.issue(one))
