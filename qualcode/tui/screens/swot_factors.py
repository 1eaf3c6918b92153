"""Writing, moving and mending factors, and what they rest on.

The rule: where a factor stands follows from the three answers; whoever moves one is asked them again.
"""

from __future__ import annotations

from qualcode.conclude.swot import Item
from qualcode.conclude.swot_deeds import add_item, move_item, remove_item, set_item, side_of
from qualcode.conclude.swot_records import QUESTIONS, Swot
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.tui.screens.sharing import finder
from qualcode.tui.screens.swot_asking import Answers, SwotAsking
from qualcode.tui.screens.swot_lines import target
from qualcode.tui.widgets.chooser import Choice


class SwotFactors(SwotAsking):
    def do_swot_questions(self) -> None:
        """Answer the three questions of the factor at the cursor."""
        item = self.item
        if item is None or self.shown is None:
            return
        held = self.shown.held

        def then(answers: Answers) -> None:
            side = side_of(**{name: answers.get(name) for name in QUESTIONS})
            right = {"internal": "SW", "external": "OT"}.get(side, "SWOT")
            if item.quadrant not in right:
                to = {"S": "O", "O": "S", "W": "T", "T": "W"}[item.quadrant]
                self.job(
                    self.done(
                        lambda project: move_item(project, held, item.id, to, answers).key,
                        _("{key}: the answers put it here."),
                    )
                )
                return
            self.with_memo(item, side, lambda memo: self.job(self.done(lambda project: _kept(project, held, item.id, answers, memo), _("{key} answered."))))  # fmt: skip

        self.ask_answers(item, then)

    # Moving, adding, changing

    def do_swot_move_left(self) -> None:
        self._move("left")

    def do_swot_move_right(self) -> None:
        self._move("right")

    def do_swot_move_up(self) -> None:
        self._move("up")

    def do_swot_move_down(self) -> None:
        self._move("down")

    def _move(self, step: str) -> None:
        item = self.item
        if item is None or self.shown is None:
            return
        held, to = self.shown.held, target(item.quadrant, step)
        if to == item.quadrant:
            self.say(_("There is no list on that side"))
            return

        def then(answers: Answers) -> None:
            side = side_of(**{name: answers.get(name) for name in QUESTIONS})
            self.with_memo(item, side, lambda memo: self.job(self.done(lambda project: move_item(project, held, item.id, to, answers, memo).key, _("It is {key} now."))))  # fmt: skip

        self.ask_answers(item, then)

    def do_swot_add(self) -> None:
        """Write a factor; the three answers say on which side it stands."""
        quadrant = self.at[0]

        def placed(text: str, answers: Answers) -> None:
            side = side_of(**{name: answers.get(name) for name in QUESTIONS})
            if side == "wish":
                self.say(_("This is a wish, not a condition: write it as a strategy (t, then +)"))
                return
            good = quadrant in "SO"
            to = {"internal": "S" if good else "W", "external": "O" if good else "T"}.get(side, quadrant)
            self.with_memo(None, side, lambda memo: self.job(self.done(lambda project: add_item(project, to, text, scope=self.scope, answers=answers, memo=memo), _("{key} is written; n and D give it evidence."))))  # fmt: skip

        self.write_line(
            _("A factor, as it is (%s):") % quadrant, "",
            lambda text: self.then_ask(self.ask_answers, None, lambda answers: placed(text, answers)),
            check=lambda text: "" if text.strip() else _("a factor needs a text"),
        )  # fmt: skip

    def do_swot_edit(self) -> None:
        """Change the statement."""
        item = self.item
        if item is None or self.shown is None:
            return
        held = self.shown.held
        self.write_line(
            item.id + ":", item.text, lambda text: self.job(self.done(lambda project: _rewritten(project, held, item.id, text), _("{key} is changed."))),
            check=lambda text: "" if text.strip() else _("a factor needs a text"),
        )  # fmt: skip

    def do_swot_document(self) -> None:
        """Name a regulation or a page of a report as evidence."""
        item = self.item
        if item is None or self.shown is None:
            return
        held = self.shown.held

        def named(project: Project, text: str) -> str:
            set_item(project, held, item.id, add={"documents": [text.strip()]})
            return item.id

        self.write_line(
            _("Document (regulation, report and page):"), "",
            lambda text: self.job(self.done(lambda project: named(project, text), _("{key} rests on it."))),
            check=lambda text: "" if text.strip() else _("nothing is written"),
        )  # fmt: skip

    def do_swot_memo(self) -> None:
        item = self.item
        if item is None or self.shown is None:
            return
        held = self.shown.held

        def noted(project: Project, text: str) -> str:
            set_item(project, held, item.id, memo=text)
            return item.id

        self.write_line(
            _("Memo on %s:") % item.id,
            "",
            lambda text: self.job(self.done(lambda project: noted(project, text), _("Noted on {key}."))),
        )

    def do_swot_theme(self) -> None:
        """Let the factor rest on a theme or an indicator, or no longer."""
        if self.item is not None and self.shown is not None:
            self.question(self._choose_evidence(self.item, self.shown.held))

    async def _choose_evidence(self, item: Item, held: Swot) -> None:
        from qualcode.collect.indicators import indicators
        from qualcode.reduce.themes import themes

        def look(project: Project) -> list[Choice]:
            evidence = held.evidence[item.id]
            return [
                *(Choice(f"themes {one.id.hex()}", one.shown, _("theme"), "✓" if one.id.hex() in evidence["themes"] else "") for one in themes(project)),
                *(Choice(f"indicators {one.id.hex()}", one.name, _("indicator"), "✓" if one.id.hex() in evidence["indicators"] else "") for one in indicators(project)),
            ]  # fmt: skip

        ways = await self.session.read(look)

        def take(choice: Choice, stay: bool) -> None:
            kind, _space, rec = choice.key.partition(" ")

            def work(project: Project) -> str:
                change = {kind: [rec]}
                set_item(project, held, item.id, add={} if choice.end else change, drop=change if choice.end else {})
                return item.id

            self.job(self.done(work, _("{key} no longer rests on it.") if choice.end else _("{key} rests on it.")))

        self.choose("evidence", _("What %s rests on") % item.id, finder(ways), take)

    def do_swot_remove(self) -> None:
        item = self.item
        if item is not None and self.shown is not None:
            held = self.shown.held

            def work(project: Project) -> str:
                remove_item(project, held, item.id)
                return ""

            self.job(self.done(work, _("%s is taken out.") % item.id))


def _kept(project: Project, held: Swot, key: str, answers: Answers, memo: str) -> str:
    set_item(project, held, key, answers=answers, memo=memo)
    return key


def _rewritten(project: Project, held: Swot, key: str, text: str) -> str:
    set_item(project, held, key, text=text)
    return key
