"""One finding: the steps that lead to it, and all its passages, for it and against it, with what each of these is found to be."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.conclude.cases import Case, case
from qualcode.conclude.chain import Step, chain
from qualcode.conclude.findings import findings, set_finding, weigh
from qualcode.conclude.heard import heard
from qualcode.i18n import N_, _, ngettext
from qualcode.reduce.counting import Segment
from qualcode.report.quoting import Quoter
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.screens.finding_chain import ChainScreen
from qualcode.tui.screens.theme import into_report

SIDES = {"for": ("+", N_("for it")), "": ("!", N_("not decided")), "stands": ("✗", N_("stands against it")),
         "explained": ("✓", N_("explained"))}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A passage; ``side``: a key of SIDES."""

    side: str
    source: bytes
    name: str
    turn: int
    start: int
    stop: int
    words: str
    whose: str
    codings: tuple[bytes, ...]
    segment: Segment


def read_finding(project: Project, rec: bytes) -> tuple[Case, list[Step], list[Line], list[str]]:
    """The finding, the steps to it, its passages (against it first), and who was asked and is silent."""
    ground, quoter = heard(project), Quoter(project)
    one = case(next(finding for finding in findings(project) if finding.id == rec), ground)
    sides = (("", one.candidates), ("stands", one.against), ("explained", one.explained), ("for", one.speaking))
    lines = [
        Line(
            side, piece.source, quoter.name(piece.source), piece.segment.turn, piece.segment.start, piece.segment.stop,
            quoter.words(piece.segment), quoter.attribution(piece.segment), piece.segment.codings, piece.segment,
        )
        for side, pieces in sides
        for piece in pieces
    ]  # fmt: skip
    return one, chain(project, one, ground), lines, sorted(ground.sources[source] for source in one.silent)


class FindingScreen(ChainScreen):
    kind = "finding"

    def __init__(self) -> None:
        super().__init__()
        self._rec = b""
        self._lines: list[Line] = []
        self._silent: list[str] = []
        self._counter = False

    def want(self, finding: bytes, *, counter: bool = False) -> None:
        """Show this finding when the screen is next seen, with ``counter`` at what nobody decided on."""
        self._rec, self._counter, self.read_once = finding, counter, False
        self._lines, self._steps = [], []

    def where(self) -> tuple[str, ...]:
        return (_("Findings"), *((f"{self._case.finding.number} {self._case.finding.claim}",) if self._case else ()))

    def whose(self) -> str:
        return _("layer %s") % _("agreed")

    def sentence(self) -> str:
        return _("Asked and silent: %s") % (", ".join(self._silent) or _("no source"))

    async def reload(self) -> None:
        if not self._rec:
            return
        here, step = self._here(), self._step()
        self._case, self._steps, self._lines, self._silent = await self.session.read(lambda p: read_finding(p, self._rec))  # fmt: skip
        first, at = len(self._steps), None
        if step is not None:
            at = next((n for n, one in enumerate(self._steps) if one.claim.id == step.claim.id), None)
        elif here is not None:
            at = next((first + n for n, line in enumerate(self._lines) if line.codings == here.codings), None)
        self.showing(first + len(self._lines), at if here is not None or step is not None else 0)
        if self._counter:
            self._counter = False
            self.do_finding_counter()

    def _here(self) -> Line | None:
        """The passage at the cursor."""
        at = self.rows.at - len(self._steps)
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _codings_here(self) -> tuple[bytes, ...]:
        one = self._here()
        return one.codings if one is not None else ()

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        one = self._case
        if one is None:
            return [[(" " + _("Counting …"), strong)]]
        against = len(one.against) + len(one.explained) + len(one.candidates)
        told = [_("{m} of {n} transcripts").format(m=one.raised, n=one.of)]
        told.append(ngettext("%d against it", "%d against it", against) % against)
        told.append(_("%d not decided") % len(one.candidates))
        told += [self.chain_told()] if self._steps else []
        lines: list[Parts] = [[(" " + words, strong)] for words in wrapped(one.finding.claim, width - 2, 2)]
        lines.append([(" " + " · ".join(told), plainly)])
        lines += [[(" " + words, quiet)] for words in wrapped(one.finding.negative or _("Nobody wrote what reading the counter-evidence came to."), width - 2, 2)]  # fmt: skip
        return [*lines, [("─" * width, quiet)]]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        if item < len(self._steps):
            return self.step_item(self._steps[item], width, here)
        one = self._lines[item - len(self._steps)]
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        return [
            ("▸" if here else " ", strong), (f"{SIDES[one.side][0]} ", strong), (cut(f"{one.name} {one.turn + 1}", 14) + " ", quiet),
            (f"[{steps}] " if (steps := self._of_steps(one.codings)) else "", quiet), (" ".join(one.words.split()), strong if here else plainly),
        ]  # fmt: skip

    def details(self, width: int) -> list[Parts]:
        one = self._here()
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        room = 3 if not self.tall else 8
        step = self._step()
        if step is not None:
            return self.step_details(step, width, room)
        if one is None:
            return [[]] * (room + 2)
        words = wrapped(f"“{one.words}”", min(width - 4, 72), room)
        legend = "   ".join(f"{sign} {_(said)}" for sign, said in SIDES.values())
        place = f"{one.name} {_('turn %d') % (one.turn + 1)}"
        lines: list[Parts] = [
            rule(place, cut(one.whose, max(10, width - len(place) - 12)).rstrip(), width, quiet, strong)
        ]
        lines += [[("  " + text, plainly)] for text in words]
        return [*lines, *([[]] * (room - len(words))), [(" " + legend, quiet)]]

    # Keys

    def do_list_open(self) -> None:
        one, step = self._here(), self._step()
        if step is not None and step.pieces:
            rests = set(step.pieces[0].segment.codings)
            one = next((line for line in self._lines if rests & set(line.codings)), None)
        if one is not None:
            self.main.away(self._to_text, one)

    async def _to_text(self, one: Line) -> None:
        await self.main.read_at(one.source, "findings", "finding", start=one.start, stop=one.stop)

    def do_work_report(self) -> None:
        """Put the passage at the cursor into the report, under the finding's theme."""
        one, held = self._here(), self._case
        if one is not None and held is not None:
            self.job(into_report(self, one.segment, held.finding.theme))

    def do_finding_counter(self) -> None:
        """Go to the next passage against it, those nobody decided on first."""
        for wanted in (("",), ("stands", "explained")):
            of = [n for n, line in enumerate(self._lines, len(self._steps)) if line.side in wanted]
            if of:
                self.rows.move(next((n for n in of if n > self.rows.at), of[0]))
                self.note()
                return
        self.say(_("Nothing that is coded speaks against it"))

    def do_finding_stands(self) -> None:
        self._weigh("stands")

    def do_finding_explained(self) -> None:
        self._weigh("explained")

    def do_finding_undecided(self) -> None:
        self._weigh("")

    def _weigh(self, verdict: str) -> None:
        one, held = self._here(), self._case
        if one is None or held is None:
            return
        if one.side == "for":
            self.say(_("This passage speaks for it"))
            return

        async def work() -> None:
            at = self.rows.at
            await self.session.write(lambda project: weigh(project, held.finding, one.codings, verdict))
            await self.reload()
            if not one.side:  # the next one that is not decided has come to its place
                self.rows.move(at)
            self.note()
            self.say(_(SIDES[verdict][1]) + " · " + _("%s takes it back") % self.main.key_of("work.undo"))

        self.job(work())

    def do_finding_memo(self) -> None:
        held = self._case
        if held is None:
            return

        async def work(text: str) -> None:
            await self.session.write(lambda project: set_finding(project, held.finding, negative=text))
            await self.reload()
            self.say(_("Written · %s takes it back") % self.main.key_of("work.undo"))

        self.write_line(_("What reading the counter-evidence came to:"), held.finding.negative, lambda text: self.job(work(text)))  # fmt: skip
