"""The steps that lead to a finding, in the app: written, ordered, and tied to what they rest on.

One rule: a step written while the cursor is on a passage rests on that passage; what a step rests on is linked and loosened by
the same key, from the passage's side or from the step's.
"""

from __future__ import annotations

from collections.abc import Callable

from qualcode.conclude.cases import Case
from qualcode.conclude.chain import (  # fmt: skip
    Step,
    add_claim,
    fault_lines,
    move_claim,
    remove_claim,
    set_claim,
    step_line,
    step_rests_on,
)
from qualcode.conclude.evidence import evidence_words
from qualcode.i18n import N_, _, ngettext
from qualcode.reduce.themes import themes
from qualcode.store import Project
from qualcode.store.deeds import record_words
from qualcode.tui.drawing import Parts, cut, ends, rule, wrapped
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.chooser import Choice

FIELDS = {"text": N_("the step’s claim"), "leads": N_("why it leads to the next step, the last one to the finding")}


class ChainScreen(ListScreen):
    """The steps stand above the passages, in one list."""

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self._steps: list[Step] = []

    def _codings_here(self) -> tuple[bytes, ...]:
        """The codings of the passage at the cursor; none on a step."""
        raise NotImplementedError

    def _step(self) -> Step | None:
        """The step at the cursor."""
        return self._steps[self.rows.at] if self._steps and self.rows.at < len(self._steps) else None

    def _of_steps(self, codings: tuple[bytes, ...]) -> str:
        """The numbers of the steps that rest on a passage."""
        wanted = {rec.hex() for rec in codings}
        return ",".join(str(s.claim.number) for s in self._steps if wanted & set(s.claim.evidence.get("codings", ())))

    def footer(self) -> str:
        return self.kind if self._step() is None else "chain"

    # Drawing

    def chain_told(self) -> str:
        """How many steps, and how many of them are weak; which and why stands below the list."""
        weak = sum(bool(step.faults) for step in self._steps)
        told = ngettext("%d step", "%d steps", len(self._steps)) % len(self._steps)
        return told + (f" (! {weak})" if weak else "")

    def step_item(self, step: Step, width: int, here: bool) -> Parts:
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        right = "! " if step.faults else ""
        right += str(len(step.pieces) + sum(kind != "themes" for kind, _rec, _words in step.beside)) + " "
        left: Parts = [("▸" if here else " ", strong), (f"{step.claim.number}. ", strong)]
        words = cut(" ".join(step.claim.text.split()), width - 5 - len(right)).rstrip()
        return ends([*left, (words, strong if here else plainly)], [(" " + right, quiet)], width, quiet)

    def step_details(self, step: Step, width: int, room: int) -> list[Parts]:
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        wrong = "; ".join(fault_lines([step]))
        name = _("Step %d") % step.claim.number
        rests = cut(step_line(step), max(10, width - len(name) - 10)).rstrip() if not step.bare else ""
        lines: list[Parts] = [rule(name, rests, width, quiet, strong)]
        told = [(words, plainly) for words in wrapped(step.claim.text, min(width - 4, 76), max(1, room - 1))]
        told += [(words, strong) for words in wrapped(f"! {wrong}", width - 4, 2)] if wrong else []
        told += [(words, quiet) for words in wrapped(f"→ {step.claim.leads}", width - 4, 2)] if step.claim.leads else []
        lines += [[("  " + words, style)] for words, style in told[: room + 1]]
        return [*lines, *([[]] * (room + 2 - len(lines)))]

    # Keys

    def _write(self, deed: Callable[[Project], object], said: str, to: int | None = None) -> None:
        async def work() -> None:
            await self.session.write(deed)
            await self.reload()
            if to is not None:
                self.rows.move(to)
            self.note()
            self.say(said + " · " + _("%s takes it back") % self.main.key_of("work.undo"))

        self.job(work())

    def do_finding_step(self) -> None:
        """Write a step: behind the one at the cursor, or the last, resting on the passage at the cursor."""
        held, step, codings = self._case, self._step(), self._codings_here()
        if held is None:
            return
        place = (step.claim.number if step is not None else len(self._steps)) + 1
        evidence = {"codings": [rec.hex() for rec in codings]} if codings else {}
        said = _("Step %d, resting on this passage") if codings else _("Step %d, resting on nothing yet")

        def work(text: str) -> None:
            self._write(lambda project: add_claim(project, held.finding, text, at=place, evidence=evidence), said % place, place - 1)  # fmt: skip

        self.write_line(_("Step %d, as a claim:") % place, "", work, check=_no_empty)

    def do_finding_write(self) -> None:
        """Write the step's claim, or why it leads on."""
        step = self._step()
        if step is None:
            self.say(_("Go to a step first"))
            return
        claim = step.claim

        def chosen(choice: Choice, stay: bool) -> None:
            field = choice.key
            self.write_line(
                _(FIELDS[field]) + ":", getattr(claim, field),
                lambda text: self._write(lambda project: set_claim(project, claim, **{field: text}), _("Written")),
                check=_no_empty if field == "text" else lambda text: "",
            )  # fmt: skip

        fields = [Choice(name, _(words), getattr(claim, name)) for name, words in FIELDS.items()]
        self.choose("fields", _("Write …"), lambda query: fields, chosen)

    def do_finding_earlier(self) -> None:
        self._move(-1)

    def do_finding_later(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        step, held = self._step(), self._case
        if step is None or held is None:
            self.say(_("Go to a step first"))
            return
        to = step.claim.number + by
        if 1 <= to <= len(self._steps):
            self._write(lambda project: move_claim(project, held.finding, step.claim, to), _("Moved"), to - 1)

    def do_finding_take_off(self) -> None:
        step = self._step()
        if step is None:
            self.say(_("Go to a step first"))
            return
        self._write(lambda project: remove_claim(project, step.claim), _("Step taken off; its evidence stays"))

    def do_finding_link(self) -> None:
        """From a passage: to a step, or off it. From a step: to a theme, figure or verdict, or off it."""
        step, held = self._step(), self._case
        if held is None:
            return
        if step is not None:
            self.question(self._link_from(step))
        elif not self._steps:
            self.say(_("No steps yet: %s writes one") % self.main.key_of("finding.step"))
        elif codings := self._codings_here():
            self._link_passage(codings)

    def _link_passage(self, codings: tuple[bytes, ...]) -> None:
        wanted = [rec.hex() for rec in codings]

        def has(step: Step) -> list[str]:
            return [rec for rec in wanted if rec in step.claim.evidence.get("codings", ())]

        choices = [
            Choice(str(n), _("Step %d") % s.claim.number, s.claim.text, "●" if has(s) else "") for n, s in enumerate(self._steps)
        ]  # fmt: skip

        def taken(choice: Choice, stay: bool) -> None:
            step = self._steps[int(choice.key)]
            there = has(step)
            named = {"codings": there or wanted}
            said = _("No longer with step %d") if there else _("With step %d")
            self._write(lambda project: step_rests_on(project, step.claim, named, off=bool(there)), said % step.claim.number)  # fmt: skip

        self.choose("steps", _("This passage is evidence of …"), lambda query: _holding(choices, query), taken)  # fmt: skip

    async def _link_from(self, step: Step) -> None:
        held = self._case
        assert held is not None

        def read(project: Project) -> list[Choice]:
            """Themes, and the figures and verdicts the finding or the step rests on."""
            found = {f"themes {one.id.hex()}": one.shown for one in themes(project)}
            words = evidence_words(project, held.finding)
            found |= {f"{kind} {rec}": said for kind, rec, said in (*words, *step.beside)}
            has = {f"{kind} {rec}" for kind, recs in step.claim.evidence.items() for rec in recs}
            kinds = {"themes": record_words("theme"), "figures": _("figure"), "verdicts": _("verdict")}
            return [Choice(key, kinds[key.split()[0]], said, "●" if key in has else "") for key, said in found.items()]

        choices = await self.session.read(read)

        def taken(choice: Choice, stay: bool) -> None:
            kind, _space, rec = choice.key.partition(" ")
            off = bool(choice.end)
            said = _("No longer with step %d") if off else _("With step %d")
            self._write(lambda project: step_rests_on(project, step.claim, {kind: [rec]}, off=off), said % step.claim.number)  # fmt: skip

        self.choose("evidence", _("Step %d rests on …") % step.claim.number, lambda query: _holding(choices, query), taken)  # fmt: skip


def _holding(choices: list[Choice], query: str) -> list[Choice]:
    return [one for one in choices if query.casefold() in f"{one.name} {one.about}".casefold()]


def _no_empty(text: str) -> str:
    return "" if text.strip() else _("Write something, or leave it")
