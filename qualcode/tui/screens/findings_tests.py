"""Testing a finding in the app: a tactic is chosen, what it counts stands beside the finding, and then its outcome is asked."""

from __future__ import annotations

from qualcode.conclude.cases import case
from qualcode.conclude.heard import heard
from qualcode.conclude.tactic_words import said
from qualcode.conclude.testing import (
    OUTCOME_TERMS,
    OUTCOMES,
    TACTICS,
    Asked,
    Computed,
    compute,
    computes,
    log_tactic,
)  # fmt: skip
from qualcode.display.terms import term
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.tui.screens.findings_lines import Found, Shown
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.chooser import Choice


class TestingScreen(ListScreen):
    """The list of findings, and testing the one at the cursor."""

    kind = "findings"

    def __init__(self) -> None:
        super().__init__()
        self._found = Found((), {})  # those that are shown
        self._test: tuple[str, list[str]] | None = None  # the test one looks at: its name, what was counted

    def _here(self) -> Shown | None:
        found = self._found.findings
        return found[self.rows.at] if found and self.rows.at < len(found) else None

    def _done(self, words: str) -> None:
        self._test = None
        self.note()
        self.say(words + " · " + _("%s takes it back") % self.main.key_of("work.undo"))

    def do_findings_tactic(self) -> None:
        """Choose a tactic; what it counts is shown, then its outcome is asked."""
        one = self._here()
        if one is None:
            return
        done = {tactic.tactic: tactic.outcome for tactic in one.case.finding.tactics}
        choices = [
            Choice(
                str(number), f"{number} {term(words)}", _("counted") if computes(number) else _("by hand"),
                term(OUTCOME_TERMS[done[number]]) if done.get(number) else "",
            )
            for number, words in TACTICS.items()
        ]  # fmt: skip

        def find(query: str) -> list[Choice]:
            return [choice for choice in choices if query.casefold() in choice.name.casefold()]

        def chosen(choice: Choice, stay: bool) -> None:
            number = int(choice.key)
            if number in (9, 10):
                self.write_line(_("Two codes, the first that should bring the second (a, b):"), "", lambda text: self.job(self._compute(one, number, text)))  # fmt: skip
            else:
                self.job(self._compute(one, number))

        self.choose("tactics", _("Test it by …"), find, chosen)

    async def _compute(self, one: Shown, number: int, codes: str = "") -> None:
        first, _comma, second = (part.strip() for part in codes.partition(","))

        def read(project: Project) -> tuple[Computed, list[str]]:
            ground = heard(project)
            computed = compute(project, case(one.case.finding, ground), ground, number, Asked(first, second))
            return computed, said(computed, ground.sources)

        computed, lines = await self.session.look(read)
        self._test = f"{number} {term(TACTICS[number])}", lines or [_("Not counted: say in the note what was done.")]
        self.note()
        choices = [Choice(outcome, term(OUTCOME_TERMS[outcome])) for outcome in OUTCOMES]

        async def log(outcome: str, note: str) -> None:
            await self.session.write(lambda project: log_tactic(project, one.case.finding.id, computed, outcome, note))
            await self.reload()
            self._done(_("Logged"))

        def taken(choice: Choice, stay: bool) -> None:
            self.write_line(_("Note (may be empty):"), "", lambda text: self.job(log(choice.key, text)))

        self.choose("outcomes", _("It …"), lambda query: choices, taken)
