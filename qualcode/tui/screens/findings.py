"""Which conclusions hold? The findings, and beside the one at the cursor what speaks for it, what against, and how it was
tested.

The rule: a finding that nobody tested is shown as a guess; testing it shows the counts first and then asks what they come to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widget import Widget

from qualcode.conclude.cases import STATES, cases
from qualcode.conclude.evidence import for_swot
from qualcode.conclude.findings import STATUSES, VERDICTS, add_finding, remove_finding, set_finding, write_rival
from qualcode.conclude.swot_deeds import add_item
from qualcode.conclude.tactic_words import RIVAL_TERMS
from qualcode.display.terms import term
from qualcode.i18n import N_, _
from qualcode.reduce.themes import themes
from qualcode.store import Project
from qualcode.tui import narrowing
from qualcode.tui.drawing import Parts, cut, wrapped
from qualcode.tui.narrowing import Narrowing
from qualcode.tui.screens.findings_lines import Found, finding_lines, read_findings, sentence
from qualcode.tui.screens.findings_tests import TestingScreen
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from qualcode.conclude.fitting import Fitting

LIST, WIDE_LIST = 30, 50  # columns of the list
WIDE = 110
SETTLED = {"plausible": N_("plausible, unverified"), "supported": N_("supported"), "rejected": N_("rejected")}
QUADRANTS = {"S": N_("Strength"), "W": N_("Weakness"), "O": N_("Opportunity"), "T": N_("Threat")}
FIELDS = {
    "claim": N_("claim"),
    "negative": N_("what reading the counter-evidence came to"),
    "reason": N_("why it goes without"),
}


class FindingsScreen(TestingScreen):
    CSS = f"""
    #findings {{ height: 1fr; }}
    #findings Rows {{ width: {LIST}; }}
    #findings.wide Rows {{ width: {WIDE_LIST}; }}
    #findings #detail {{ width: 1fr; height: 1fr; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self._all = Found((), {})
        self._filter = Narrowing()

    def body(self) -> Iterable[Widget]:
        yield Lines(id="head")
        yield Horizontal(Rows(self.item, height=2), Lines(id="detail"), id="findings")

    def where(self) -> tuple[str, ...]:
        return (_("Conclude"), _("Findings"))

    def whose(self) -> str:
        return _("layer %s") % _("agreed")

    def sentence(self) -> str:
        one = self._here()
        if one is not None and one.case.held_back:
            return _("Not in the report: %s.") % one.case.held_back
        return _("Not printed: guesses, and findings without read counter-evidence or a reason.")

    async def reload(self) -> None:
        first, filtered = not self._all.findings, self._filter

        def read(project: Project) -> tuple[Found, Narrowing]:
            return read_findings(project), filtered.anew(project, _fitting)

        self._all, fresh = await self.session.read(read)
        if self._filter is filtered:  # nobody chose another one meanwhile
            self._filter = fresh
        self._arrange()
        if first:  # the cursor opens on what needs a person
            states = [one.case.state for one in self._found.findings]
            self.rows.move(next((n for n, state in enumerate(states) if state in ("unread", "bare")), 0))

    def _arrange(self) -> None:
        here = self._here()
        shown = tuple(
            one
            for one in self._all.findings
            if self._filter.holds(one.case.finding.id, f"{one.case.finding.claim} {one.case.finding.negative}")
        )
        self._found = replace(self._all, findings=shown)
        at = next((n for n, one in enumerate(shown) if here and one.case.finding.id == here.case.finding.id), None)
        self.showing(len(shown), at)

    def on_resize(self) -> None:
        self.query_one("#findings").set_class(self.size.width >= WIDE, "wide")
        super().on_resize()

    def on_rows_moved(self) -> None:
        self._test = None
        super().on_rows_moved()

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        return []

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._found.findings[item].case
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        lines = wrapped(one.finding.claim, width - 7, 2)
        if part == 1:
            return [("   " + (lines[1] if len(lines) > 1 else ""), plainly)]
        return [
            ("▸" if here else " ", strong), (f"{one.finding.number:<2}", strong if here else quiet),
            (cut(lines[0], width - 6), strong if here else plainly), (f" {STATES[one.state][0]}", strong),
        ]  # fmt: skip

    def details(self, width: int) -> list[Parts]:
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        whole = sentence(self._found if self._found.findings else self._all, self.main.key_of("findings.add"))
        if not self._found.findings and self._all.findings:
            whole = _("No finding fits")
        said = wrapped(" · ".join(filter(None, (self._filter.told(), whole))), width - 2, 2)
        self.query_one("#head", Lines).show([*([(" " + words, strong)] for words in said), [("─" * width, quiet)]])
        height = max(1, self.size.height - 4 - len(said))
        room = width - (WIDE_LIST if width >= WIDE else LIST) - 2
        one = self._here()
        lines: list[Parts] = []
        if self._test is not None:
            name, counted = self._test
            lines = [[(" " + name, strong)]]
            lines += [[(" " + words, plainly)] for line in counted for words in wrapped(line, room - 2, 3)]
        elif one is not None:
            lines = finding_lines(one, self.palette, room, self.tall)
        bar = ("│", quiet)
        return [[bar, *line] for line in [*lines, *([[]] * height)][:height]]

    # Keys

    def do_list_open(self) -> None:
        self._open()

    def do_findings_filter(self) -> None:
        def show(filtered: Narrowing) -> None:
            self._filter, self._test = filtered, None
            self._arrange()

        narrowing.ask(self, _("Show findings with:"), self._filter, _fitting, show)

    def do_findings_counter(self) -> None:
        self._open(counter=True)

    def _open(self, counter: bool = False) -> None:
        one = self._here()
        if one is None:
            return
        from qualcode.tui.screens.finding import FindingScreen

        record = self.main.place("finding")
        assert isinstance(record, FindingScreen)
        record.want(one.case.finding.id, counter=counter)
        self.main.away(self.main.go, "findings", "finding")

    def do_findings_checks(self) -> None:
        """What came back from participants on these findings, and on themes and transcripts."""
        self.main.away(self.main.go, "findings", "checks")

    def do_findings_add(self) -> None:
        async def work(claim: str, theme: bytes | None) -> None:
            await self.session.write(lambda project: add_finding(project, claim, theme=theme))
            self._filter = Narrowing(known=self._filter.known)
            await self.reload()
            self.rows.move(len(self._found.findings) - 1)
            self._done(_("Written: plausible, unverified"))

        async def themed(claim: str) -> None:
            known = await self.session.read(themes)
            choices = [Choice(one.id.hex(), one.shown, one.concept) for one in known]

            def find(query: str) -> list[Choice]:
                return [one for one in choices if query.casefold() in one.name.casefold()]

            if choices:
                self.choose("themes", _("It is about the theme …"), find, lambda one, stay: self.job(work(claim, bytes.fromhex(one.key))))  # fmt: skip
            else:
                await work(claim, None)

        self.write_line(_("What was found, as a claim:"), "", lambda text: self.question(themed(text)), check=_no_empty)

    def do_findings_edit(self) -> None:
        one = self._here()
        if one is None:
            return
        finding = one.case.finding

        async def work(field: str, text: str) -> None:
            await self.session.write(
                lambda project: set_finding(project, finding, theme=None, status=None, **{field: text})
            )
            await self.reload()
            self._done(_("Written"))

        def chosen(choice: Choice, stay: bool) -> None:
            self.write_line(f"{_(FIELDS[choice.key])}:", getattr(finding, choice.key), lambda text: self.job(work(choice.key, text)))  # fmt: skip

        fields = [Choice(name, _(words), getattr(finding, name)) for name, words in FIELDS.items()]
        self.choose("fields", _("Write …"), lambda query: fields, chosen)

    def do_findings_settle(self) -> None:
        one = self._here()
        if one is None:
            return
        finding = one.case.finding

        async def work(status: str, reason: str = "") -> None:
            fields = {"reason": reason} if reason else {}
            await self.session.write(lambda project: set_finding(project, finding, theme=None, status=status, **fields))
            await self.reload()
            self._done(_("Finding {n}: {status}").format(n=finding.number, status=_(SETTLED[status])))

        def chosen(choice: Choice, stay: bool) -> None:
            lacks = not finding.tactics or not finding.negative
            if choice.key == "supported" and lacks and not finding.reason:
                question = _("Not tested, or its counter-evidence not reviewed. Why nonetheless:")
                self.write_line(question, "", lambda text: self.job(work("supported", text)), check=_no_empty)
            else:
                self.job(work(choice.key))

        states = [Choice(status, _(SETTLED[status])) for status in STATUSES]
        self.choose("states", _("Finding %d is …") % finding.number, lambda query: states, chosen)

    def do_findings_rival(self) -> None:
        one = self._here()
        if one is None:
            return
        finding = one.case.finding

        async def work(text: str, verdict: str) -> None:
            await self.session.write(lambda project: write_rival(project, finding, text, verdict))
            await self.reload()
            self._done(_("Written"))

        def judged(text: str) -> None:
            verdicts = [Choice(verdict, term(RIVAL_TERMS[verdict])) for verdict in ("", *VERDICTS)]
            self.choose("verdicts", _("What became of it?"), lambda query: verdicts, lambda choice, stay: self.job(work(text, choice.key)))  # fmt: skip

        self.write_line(_("Another explanation of the same:"), "", judged, check=_no_empty)

    def do_findings_take_off(self) -> None:
        one = self._here()
        if one is None:
            return

        async def work() -> None:
            await self.session.write(lambda project: remove_finding(project, one.case.finding.id))
            await self.reload()
            self._done(_("Finding taken off; its evidence stays"))

        self.job(work())

    def do_work_report(self) -> None:
        """A finding is in the report by itself, once it may be; say which."""
        one = self._here()
        if one is not None:
            held = one.case.held_back
            self.say(_("Not in the report: %s.") % held if held else _("It is in the report already"))

    def do_findings_swot(self) -> None:
        one = self._here()
        if one is None:
            return
        quadrants = [Choice(letter, _(words)) for letter, words in QUADRANTS.items()]

        async def work(quadrant: str) -> None:
            def write(project: Project) -> str:
                return add_item(project, quadrant, one.case.finding.claim, evidence=for_swot(project, one.case))

            key = await self.session.write(write)
            self._done(_("Proposed as {key}, with its evidence").format(key=key))

        self.choose("quadrants", _("Into the SWOT as …"), lambda query: quadrants, lambda choice, stay: self.job(work(choice.key)))  # fmt: skip


def _fitting(fits: Fitting) -> frozenset[bytes]:
    return frozenset(one.finding.id for one in cases(fits.project) if fits.finding(one))


def _no_empty(text: str) -> str:
    return "" if text.strip() else _("Write something, or leave it")
