"""What a person decides on the SWOT: the frame, the raters' values, candidates, the area.

The rule: what triangulation proposes becomes a factor by three answers or is declined; nothing is proposed twice.
"""

from __future__ import annotations

from qualcode.collect.regions import Region, regions
from qualcode.conclude.swot_candidates import STAMPS, Candidate, candidates, decline, propose
from qualcode.conclude.swot_deeds import rate, set_frame, side_of
from qualcode.conclude.swot_records import QUESTIONS, scopes
from qualcode.display.terms import term
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.tui.drawing import wrapped
from qualcode.tui.screens.sharing import finder
from qualcode.tui.screens.swot_asking import Answers, SwotAsking, read_values
from qualcode.tui.widgets.chooser import Choice


class SwotDeciding(SwotAsking):
    # Weighing

    def do_swot_weigh(self) -> None:
        """Write the raters' importance and rating of the factor, all in one line."""
        item = self.item
        if item is None or self.shown is None:
            return
        held = self.shown.held
        if not held.raters:
            self.write_line(_("Who rates? Names with commas between:"), "", lambda text: self.job(self._declare(text)))
            return
        now = "  ".join(
            f"{importance or '-'}/{rating or '-'}"
            for importance, rating in zip(item.importance, item.rating, strict=True)
        )
        now = now if any(part.isdigit() for part in now) else ""

        def work(project: Project, text: str) -> str:
            values = read_values(text, len(held.raters)) or []
            rate(project, held, [(item.id, name, *pair) for name, pair in zip(held.raters, values, strict=True)])
            return item.id

        self.write_line(
            _("Importance/rating of {names} (1-4, - open):").format(names=", ".join(held.raters)), now,
            lambda text: self.job(self.done(lambda project: work(project, text), _("{key} is weighed."))),
            check=lambda text: "" if read_values(text, len(held.raters)) is not None else _("One pair for each rater: 4/1  3/2  -/-"),
        )  # fmt: skip

    async def _declare(self, text: str) -> None:
        names = [name.strip() for name in text.split(",") if name.strip()]
        if names:
            await self.session.write(lambda project: set_frame(project, raters=names))
            await self.reload()
            self.then_ask(self.do_swot_weigh)

    def do_swot_frame(self) -> None:
        """Declare the unit, the convention, the raters."""
        if self.shown is None:
            return
        held = self.shown.held
        ways = [
            Choice("unit", _("Unit"), held.unit or "-"), Choice("raters", _("Raters"), ", ".join(held.raters) or "-"),
            Choice("A", _("Convention A"), _("condition scale: for W and T, 1 is worst"), "✓" if held.convention == "A" else ""),
            Choice("B", _("Convention B"), _("magnitude: 4 is largest everywhere"), "✓" if held.convention == "B" else ""),
        ]  # fmt: skip

        def take(choice: Choice, stay: bool) -> None:
            def work(project: Project, text: str) -> str:
                if choice.key == "unit":
                    set_frame(project, unit=text)
                elif choice.key == "raters":
                    set_frame(project, raters=[name.strip() for name in text.split(",") if name.strip()])
                else:
                    set_frame(project, convention=choice.key)
                return self.item.id if self.item else ""

            if choice.key in "AB":
                self.job(self.done(lambda project: work(project, ""), _("Set.")))
            else:
                self.then_ask(self.write_line, choice.name + ":", held.unit if choice.key == "unit" else ", ".join(held.raters), lambda text: self.job(self.done(lambda project: work(project, text), _("Set."))))  # fmt: skip

        def tell(choice: Choice, width: int) -> list[str]:
            why = {
                "A": _(
                    "Position: totals against 2.5. S − W is refused: a weakness that grows would move it to the good side."
                ),
                "B": _(
                    "Position: the differences S − W and O − T. A total against 2.5 is refused: a sum means nothing here."
                ),
            }
            return wrapped(why[choice.key], width, 2) if choice.key in why else []

        self.choose("frame", _("Unit, convention, raters"), finder(ways), take, tell)

    # Candidates and areas

    def do_swot_candidates(self) -> None:
        """What triangulation proposes."""
        self.question(self._candidates())

    async def _candidates(self) -> None:
        found = await self._proposed()
        if not found:
            self.say(_("Triangulation proposes nothing yet: link themes to indicators, and finish sources."))
            return
        ways = [
            Choice(one.id, one.name, f"{'/'.join(one.quadrants) or '–'} · {term(STAMPS[one.basis])}", ", ".join(one.used) or ("✗" if one.declined else ""))
            for one in found
        ]  # fmt: skip

        def tell(choice: Choice, width: int) -> list[str]:
            one = next(one for one in found if one.id == choice.key)
            counted = _("{m} of {n} transcripts").format(m=one.raised, n=one.of)
            return [f"{counted} · {one.indicator_name or '–'}", ", ".join(one.areas) or one.resolution]

        def take(choice: Choice, stay: bool) -> None:
            self.then_ask(self._decide, next(one for one in found if one.id == choice.key))

        self.choose("candidates", _("Candidates from triangulation"), finder(ways), take, tell)

    async def _proposed(self) -> list[Candidate]:
        """What triangulation proposes now; looking is noted by the project, since links made afterwards are stamped."""
        held, scope = self.shown.held if self.shown else None, self.scope
        return await self.session.write(lambda project: candidates(project, scope, held=held))

    def _decide(self, one: Candidate) -> None:
        if one.basis == "open":
            self.say(_("Its thread has no resolution yet: an unresolved dissonance cannot be weighed."))
            return
        lists = " / ".join(one.quadrants)
        ways = [
            Choice("factor", _("Make a factor"), _("into %s, by the three answers") % lists),
            Choice("decline", _("It may become a factor again") if one.declined else _("Decline"), one.name),
        ]

        def take(choice: Choice, stay: bool) -> None:
            if choice.key == "factor":
                self.then_ask(self._write_candidate, one)
            else:
                self.job(self.done(lambda project: _declined(project, one, self.scope), _("Decided.")))

        self.choose("decide", one.name, finder(ways), take)

    def _write_candidate(self, one: Candidate) -> None:
        """The statement, the three answers, and by them the list."""

        def placed(text: str, answers: Answers) -> None:
            side = side_of(**{name: answers.get(name) for name in QUESTIONS})
            internal, external = one.quadrants
            to = external if side == "external" else internal
            self.with_memo(
                None, side,
                lambda memo: self.job(
                    self.done(
                        lambda project: propose(project, one, to, text=text, answers=answers, scope=self.scope, memo=memo),
                        _("{key} is written with its evidence."),
                    )
                ),
            )  # fmt: skip

        self.write_line(
            _("As a factor (%s):") % " / ".join(one.quadrants), one.resolution or one.name,
            lambda text: self.then_ask(self.ask_answers, None, lambda answers: placed(text, answers)),
            check=lambda text: "" if text.strip() else _("a factor needs a text"),
        )  # fmt: skip

    def do_swot_scope(self) -> None:
        """Choose the area the SWOT is of."""
        self.question(self._choose_scope())

    async def _choose_scope(self) -> None:
        def look(project: Project) -> tuple[list[Region], set[bytes]]:
            return [one for one in regions(project) if one.level != "kota"], {
                one.id for one in scopes(project) if one is not None
            }

        areas, used = await self.session.read(look)
        ways = [Choice("", _("The whole city"))]
        ways += [
            Choice(one.id.hex(), one.name, one.level, "✓" if one.id in used else "")
            for one in sorted(areas, key=lambda one: (one.id not in used,))
        ]

        def take(choice: Choice, stay: bool) -> None:
            self.scope = next((one for one in areas if one.id.hex() == choice.key), None)
            self.job(self.reload())

        self.choose("scope", _("The SWOT of which area?"), finder(ways), take)


def _declined(project: Project, one: Candidate, scope: Region | None) -> str:
    decline(project, one, scope, back=one.declined)
    return ""
