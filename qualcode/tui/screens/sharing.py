"""Who is to code what: sharing out sources, having some coded twice, and rounds that are opened and closed.

The rule: what, then who, then how many turns each would get; Enter gives it, any other key leaves it. A round is blind
while it is open: each sees only their own codings there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qualcode.i18n import _, ngettext
from qualcode.reduce import sharing
from qualcode.reduce.assigning import set_state
from qualcode.reduce.rounds import CLOSED, OPEN, Round, rounds
from qualcode.reduce.sharing import Plan
from qualcode.reduce.stratified import BY, draw
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.tui.drawing import Parts, rule, wrapped
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.chooser import Choice

SHARES = (10, 15, 20, 25)  # % of the turns: O'Connor & Joffe 2020, pp. 5-6
DEAL, DRAW, SOURCE, CLOSE, AGAIN = "deal", "draw", "source", "close", "open"


@dataclass(frozen=True)
class Staff:
    """What can be shared out and who is there: ``untaken`` sources nobody has; ``sources`` and ``people`` by name."""

    untaken: tuple[bytes, ...]
    sources: tuple[tuple[bytes, str], ...]
    people: tuple[tuple[bytes, str], ...]
    rounds: tuple[Round, ...]


def read_staff(project: Project) -> Staff:
    """For the drawers in which work is shared out."""
    return Staff(
        tuple(sharing.untaken(project)),
        tuple(project.rows("SELECT id, name FROM source WHERE removed=0 AND version IS NOT NULL ORDER BY name")),
        tuple(project.rows("SELECT id, name FROM coder WHERE removed=0 ORDER BY name")),
        tuple(rounds(project)),
    )


def planned(project: Project, what: str, who: list[bytes], round_name: str = "") -> Plan:
    """The plan for a choice of the drawer. UserError as ``sharing.dealt`` and ``sharing.twice``."""
    kind, _space, value = what.partition(" ")
    if kind == DEAL:
        return sharing.dealt(project, sharing.untaken(project), who)
    if kind == DRAW:
        return sharing.twice(who, (), draw(project, int(value) / 100, BY, turns=True), round_name)
    sources = [bytes.fromhex(value)]
    return (
        sharing.twice(who, sources, None, round_name)
        if round_name or len(who) > 1
        else sharing.dealt(project, sources, who)
    )


def plan_lines(project: Project, plan: Plan, names: dict[bytes, str]) -> list[str]:
    """Who would get how much, and what must be known of it."""
    turns = sharing.turns_each(project, plan)
    found = []
    for coder, part in plan.given.items():
        count = len(part)
        sources = ngettext("%d source", "%d sources", count) % count
        found.append(f"{names[coder]}: {sources} · " + ngettext("%d turn", "%d turns", turns[coder]) % turns[coder])
    if (drawn := plan.drawn) is not None:
        found.append(
            _("{size} of {all} turns drawn by chance, some of each kelurahan and kind (seed {seed})").format(
                size=drawn.size, all=drawn.population, seed=drawn.seed
            )
        )
        if drawn.used:
            found.append(ngettext("%d was left out: an earlier round had it.", "%d were left out: earlier rounds had them.", drawn.used) % drawn.used)  # fmt: skip
    if plan.owners:
        found.append(_("Whoever gets a source is responsible for it: their codings count there."))
    if plan.round:
        found.append(_("Until it is closed each sees only their own codings there, and nothing is proposed."))
    return found


class SharingScreen(ListScreen):
    """The keys that share out work; ``plan_parts`` draws what stands to be decided."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: tuple[Plan, list[str]] | None = None

    def sentence(self) -> str:
        return _("Nothing has happened yet. Enter does it, any other key leaves it.")

    def footer(self) -> str:
        return "plan" if self._plan is not None else self.kind

    def plan_parts(self, width: int) -> list[Parts]:
        assert self._plan is not None
        plan, lines = self._plan
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        title = _("A blind round: %s") % plan.round if plan.round else _("Who would get what")
        told = [[("   " + text, plainly)] for one in lines for text in wrapped(one, width - 5, 2)]
        return [rule(title, "", width, quiet, strong), *told]

    def run_command(self, id: str) -> bool:
        if self._plan is None:
            return super().run_command(id)
        plan, _lines = self._plan
        self._plan = None
        self.calm()
        self.note()
        if id == "list.open":
            self.job(self._share_out(plan))
        return True

    # What is shared out

    def do_progress_share(self) -> None:
        """Give sources, or turns drawn by chance, to coders."""
        self.question(self._share())

    async def _share(self) -> None:
        staff = await self.session.read(read_staff)
        count = len(staff.untaken)
        told = ngettext("%d source, to one coder", "%d sources, each to one coder", count) % count
        ways = [Choice(DEAL, _("What nobody has"), told)] if count else []
        ways += self._samples(staff)
        self.choose("share", _("Share out …"), finder(ways), lambda choice, stay: self._ask_who(staff, choice.key))

    def do_progress_counts(self) -> None:
        """Say whose codings count somewhere."""
        from qualcode.tui.counted import ask_where

        self.question(ask_where(self))

    def do_progress_round(self) -> None:
        """Open a blind round of double coding, or close one."""
        self.question(self._rounds())

    async def _rounds(self) -> None:
        staff = await self.session.read(read_staff)
        ways = []
        for one in staff.rounds:
            left = len(one.tasks) - one.done
            told = ngettext("%d task is not finished", "%d tasks are not finished", left) % left if left else _("all have finished")  # fmt: skip
            if one.state == OPEN:
                ways.append(Choice(f"{CLOSE} {one.id.hex()}", _("Close “%s”") % one.name, told))
        ways += self._samples(staff)
        ways += [Choice(f"{AGAIN} {one.id.hex()}", _("Open “%s” again") % one.name) for one in staff.rounds if one.state == CLOSED]  # fmt: skip

        def tell(choice: Choice, width: int) -> list[str]:
            kind = choice.key.split(" ")[0]
            if kind == CLOSE:
                return wrapped(_("Its coders see each other's codings from then on; what is not finished is not compared."), width, 2)  # fmt: skip
            if kind == AGAIN:
                return wrapped(_("! Its coders could see each other's codings: what they code from now on is not independent."), width, 2)  # fmt: skip
            return wrapped(_("A new round: coded apart by two or more, until it is closed."), width, 2)

        def take(choice: Choice, stay: bool) -> None:
            kind, _space, value = choice.key.partition(" ")
            if kind in (CLOSE, AGAIN):
                one = next(one for one in staff.rounds if one.id.hex() == value)
                self.job(self._set(one, CLOSED if kind == CLOSE else OPEN))
            else:
                self.then_ask(self._ask_name, staff, choice.key)

        self.choose("round", _("Rounds of double coding"), finder(ways), take, tell)

    @staticmethod
    def _samples(staff: Staff) -> list[Choice]:
        """A share of the turns by chance, or one source."""
        return [
            *(
                Choice(f"{DRAW} {share}", _("%d %% of the turns") % share, _("by chance, to two or more"))
                for share in SHARES
            ),
            *(Choice(f"{SOURCE} {rec.hex()}", name) for rec, name in staff.sources),
        ]

    def _ask_name(self, staff: Staff, what: str) -> None:
        taken = {fold(one.name) for one in staff.rounds}
        number = 1
        while fold(_("round %d") % number) in taken:
            number += 1

        def check(text: str) -> str:
            if not fold(text):
                return _("a round needs a name")
            return _("there is a round “%s” already") % text.strip() if fold(text) in taken else ""

        self.write_line(
            _("Name of the round:"), _("round %d") % number, lambda text: self.then_ask(self._ask_who, staff, what, text.strip()),
            check=check,
        )  # fmt: skip

    # Who gets it, and giving it

    def _ask_who(self, staff: Staff, what: str, round_name: str = "") -> None:
        known = {fold(name): rec for rec, name in staff.people}

        def named(text: str) -> list[bytes]:
            return list(dict.fromkeys(known[fold(one)] for one in text.split(",") if fold(one) in known))

        def check(text: str) -> str:
            strange = [one.strip() for one in text.split(",") if one.strip() and fold(one) not in known]
            if strange:
                return _("there is no coder “%s”") % strange[0]
            fewest = 2 if round_name or what.startswith(DRAW) else 1
            return _("Name two coders or more, with commas between") if len(named(text)) < fewest else ""

        self.write_line(
            _("To whom (commas between):"), ", ".join(name for _rec, name in staff.people),
            lambda text: self.job(self._look(staff, what, named(text), round_name)), check=check,
        )  # fmt: skip

    async def _look(self, staff: Staff, what: str, who: list[bytes], round_name: str) -> None:
        def work(project: Project) -> tuple[Plan, list[str]]:
            plan = planned(project, what, who, round_name)
            return plan, plan_lines(project, plan, dict(staff.people))

        self._plan = await self.session.read(work)
        self.calm()
        self.note()

    async def _share_out(self, plan: Plan) -> None:
        done = await self.session.write(lambda project: sharing.share_out(project, plan))
        await self.reload()
        given = ngettext("%d task given.", "%d tasks given.", done.tasks) % done.tasks
        self.say(self._taken_back(_("“%s” is open.") % plan.round + " " + given if plan.round else given))

    async def _set(self, one: Round, state: str) -> None:
        await self.session.write(lambda project: set_state(project, one, state))
        await self.reload()
        said = _("“%s” is closed.") if state == CLOSED else _("“%s” is open again.")
        self.say(self._taken_back(said % one.name))

    def _taken_back(self, said: str) -> str:
        return f"{said} " + _("%s takes it back") % self.main.key_of("work.undo")


def finder(ways: list[Choice]) -> Callable[[str], list[Choice]]:
    """What a drawer finds among a few choices."""

    def find(query: str) -> list[Choice]:
        from qualcode.tui.ranking import Named, ranked

        by_key = {way.key: way for way in ways}
        return [by_key[key] for key in ranked([Named(way.key, (way.name,)) for way in ways], query)] if query else ways

    return find
