"""Do the voices and the figures agree? One link at a time, opening on a dissonance nobody has answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qualcode.conclude.following import Followed
from qualcode.conclude.joint import Joint, joints
from qualcode.conclude.keeping import answer_dissonance
from qualcode.conclude.threads import EXPLAINED_BY, reopen
from qualcode.conclude.triangulation import Outcome
from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.report.joint_lines import segments_of, voices_line
from qualcode.report.phrases import speaking
from qualcode.store import Project
from qualcode.tui.drawing import Parts
from qualcode.tui.screens import triangulation_lines as draw
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.screens.triangulation_shown import Shown, propose_factor, read_links, waiting


class TriangulationScreen(ListScreen):
    """``_below``: what stands below the list: the area, its thread opened, or its figure."""

    kind = "triangulation"
    most = 11

    def __init__(self) -> None:
        super().__init__()
        self._links: list[Shown] = []
        self._at = 0
        self._read_at = -1
        self._below = "area"
        self._loaded = False
        self._wanted: tuple[bytes, bytes] | None = None

    def want(self, theme: bytes, region: bytes) -> None:
        """Show this theme in this area when the screen is next seen."""
        self._wanted = theme, region

    def where(self) -> tuple[str, ...]:
        shown = self._shown
        return (_("Conclude"), _("Triangulation"), *([shown.joint.theme.shown] if shown else []))

    def whose(self) -> str:
        return _("layer %s") % _("agreed")

    def sentence(self) -> str:
        if not self._loaded:
            return _("Comparing …")
        shown = self._shown
        return draw.silent_line(shown, self.size.width - 2) if shown else ""

    @property
    def _shown(self) -> Shown | None:
        return self._links[self._at] if self._at < len(self._links) else None

    async def reload(self) -> None:
        if self._read_at == self.session.written and self._loaded:
            self._to_wanted()
            return
        number, spoken = self.session.written, language()

        def read(project: Project) -> list[Shown]:
            with speaking(spoken):
                try:
                    return read_links(project, joints(project))
                except UserError:  # nothing is linked
                    return []

        first = not self._loaded
        self._links = await self.session.look(read)
        self._read_at, self._loaded = number, True
        if first:
            self._to_dissonance()
        self._at = min(self._at, max(0, len(self._links) - 1))
        self._list()
        self._to_wanted()

    def _to_wanted(self) -> None:
        """To the theme and area that were asked for: a link of that area's level, a dissonance before the others."""
        if self._wanted is None:
            return
        (theme, region), self._wanted = self._wanted, None
        places = [
            (v.outcome is not Outcome.DISSONANCE, at, row)
            for at, shown in enumerate(self._links)
            for row, v in enumerate(shown.verdicts)
            if shown.joint.theme.id == theme and shown.joint.areas[v.area].id == region
        ]
        if not places:
            linked = any(shown.joint.theme.id == theme for shown in self._links)
            self.say(
                _("no figures of this area's level are linked to it")
                if linked
                else _("this theme is linked to no indicator")
            )
            return
        _less, self._at, row = min(places)
        self._below = "area"
        self._list()
        self.rows.move(row)

    def redraw(self) -> None:
        self._read_at = -1
        super().redraw()
        self.job(self.reload())

    def _to_dissonance(self) -> None:
        """To the first area where voices and figures part and nobody has said why."""
        place = next(waiting(self._links), None)
        if place is not None:
            self._at, self.rows.at = place

    def _list(self) -> None:
        shown = self._shown
        self.showing(len(shown.verdicts) if shown else 0)

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        shown = self._shown
        if shown is not None:
            return draw.heads(shown, width, self.palette)
        strong = self.palette.style(strong=True)
        told = (
            _("No theme is linked to an indicator yet: “qualcode links add”, before looking.") if self._loaded else ""
        )
        return [[(" " + told, strong)]]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        shown = self._shown
        assert shown is not None
        return draw.area_line(shown, item, width, self.palette, here)

    def details(self, width: int) -> list[Parts]:
        shown = self._shown
        if shown is None or not shown.verdicts:
            return []
        room = max(4, self.size.height - 3 - len(self.heads(width)) - min(len(shown.verdicts), self.most))
        area = shown.verdicts[self.rows.at].area
        if self._below == "thread" and area in shown.threads:
            return draw.drawer(shown, self.rows.at, width, self.palette, room)
        how = draw.figures if self._below == "figure" else draw.folded
        return how(shown, self.rows.at, width, self.palette, room)

    # Keys

    def do_app_back(self) -> None:
        """Close what is open below, else go back."""
        if self._below == "area":
            self.main.do_app_back()
        else:
            self._below = "area"
            self.note()

    def _link(self, step: int) -> None:
        if self._links:
            self._at = (self._at + step) % len(self._links)
            self._below = "area"
            self.rows.at = 0
            self._list()

    def do_triangulation_next(self) -> None:
        self._link(1)

    def do_triangulation_previous(self) -> None:
        self._link(-1)

    def do_triangulation_care(self) -> None:
        """To the next dissonance that waits for an answer, whatever link it is in."""
        places = list(waiting(self._links))
        if not places:
            self.say(_("No dissonance waits for an answer"))
            return
        self._at, row = next((place for place in places if place > (self._at, self.rows.at)), places[0])
        self._list()
        self.rows.move(row)

    @property
    def _here(self) -> tuple[Shown, str] | None:
        shown = self._shown
        return (shown, shown.verdicts[self.rows.at].area) if shown and shown.verdicts else None

    def _followed(self) -> Followed | None:
        here = self._here
        return here[0].threads.get(here[1]) if here else None

    def do_list_open(self) -> None:
        if self._followed() is None:
            self.do_triangulation_quotes()
            return
        self._below = "area" if self._below == "thread" else "thread"
        self.note()

    def do_triangulation_figure(self) -> None:
        self._below = "area" if self._below == "figure" else "figure"
        self.note()

    def do_triangulation_quotes(self) -> None:
        here = self._here
        if here is None:
            return
        shown, area = here
        verdict = shown.verdicts[self.rows.at]
        segments = segments_of(shown.joint, verdict)
        if not segments:
            self.say(f"{area}: {voices_line(verdict.cell)}")
            return
        from qualcode.display.rows import Row
        from qualcode.tui.screens.quotes import QuotesScreen

        theme = shown.joint.theme
        quotes = self.main.place("quotes")
        assert isinstance(quotes, QuotesScreen)
        row = Row(theme.id, theme.shown, theme.nature, frozenset(theme.codes))
        quotes.want(row, area, f"{area}: {voices_line(verdict.cell)}", segments, self.whose())
        self.main.away(self.main.go, "triangulation", "quotes")

    def run_command(self, id: str) -> bool:
        if id.startswith("triangulation.explain-"):
            self._explain(int(id.rsplit("-", 1)[1]))
            return True
        return super().run_command(id)

    def _explain(self, number: int) -> None:
        one = self._followed()
        if one is None:
            self.say(_("Voices and figures do not part here"))
            return
        key = EXPLAINED_BY[number - 1]
        before = one.thread.explanations if one.thread else ()
        after = [other for other in EXPLAINED_BY if (other in before) != (other == key)]
        self._below = "thread"
        self._write(lambda project, joint, area: answer_dissonance(project, joint, area, after), "")

    def do_triangulation_resolve(self) -> None:
        """Write what the dissonance comes from; with an explanation chosen that closes the thread."""
        one = self._followed()
        if one is None:
            self.say(_("Voices and figures do not part here"))
            return
        chosen = one.thread.explanations if one.thread else ()
        self._below = "thread"
        self.note()
        if not chosen:
            self.say(_("Choose an explanation first: 1 to 9"))
            return

        def close(text: str) -> None:
            said = _("Closed · %s takes it back") % self.main.key_of("work.undo")
            self._write(partial(_close, chosen=chosen, text=text), said)

        self.write_line(_("What was found:"), one.thread.resolution if one.thread else "", close)

    def do_triangulation_reopen(self) -> None:
        one = self._followed()
        thread = one.thread if one else None
        if thread is None or not thread.resolution:
            self.say(_("This thread is not closed"))
            return
        self._write(
            lambda project, joint, area: reopen(project, thread),
            _("Open again · %s takes it back") % self.main.key_of("work.undo"),
        )

    def do_triangulation_swot(self) -> None:
        """Propose what was found as a factor; an open dissonance cannot be weighed."""
        one, here = self._followed(), self._here
        if here is None:
            return
        if one is not None and one.state in ("unopened", "open"):
            self.say(_("An unresolved dissonance cannot be weighed: write what was found first"))
            return
        self.job(propose_factor(self, here[0].joint, here[1], [one.joint for one in self._links]))

    def do_work_report(self) -> None:
        """Put the passages of this area into the report."""
        here = self._here
        if here is None:
            return
        from qualcode.report.basket import put_in

        segments = segments_of(here[0].joint, here[0].verdicts[self.rows.at])
        theme = here[0].joint.theme.id

        async def work() -> None:
            new = await self.session.write(lambda project: put_in(project, segments, theme))
            self.say(_("%d passages put into the report") % new)

        self.job(work())

    def _write(self, deed: Callable[[Project, Joint, str], object], said: str) -> None:
        here = self._here
        assert here is not None
        joint, area = here[0].joint, here[1]

        async def work() -> None:
            await self.session.write(lambda project: deed(project, joint, area))
            await self.reload()
            if said:
                self.say(said)

        self.job(work())


def _close(project: Project, joint: Joint, area: str, *, chosen: tuple[str, ...], text: str) -> None:
    answer_dissonance(project, joint, area, chosen, text)
