"""Is our codebook understood alike? Agreement code by code, the worst first, and what must be known of the figures.

The rule: no figure stands without what it may be used for; where there is none, the reason stands in its place. Agreement
tests how clear the codebook is, not whether it is right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.reduce import agreement_words as words
from qualcode.reduce.agreement_scores import Agreement, Score, agreement
from qualcode.reduce.codebook import by_id
from qualcode.reduce.rounds import CLOSED, compared_in, round_named, rounds
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.long import Long
from qualcode.tui.screens.base import Place
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.chooser import Choice

BAR = 9  # cells
UNITS = ("turn", "sentence", "character", "span")
ADVICE = {
    "rely": N_("use it"),
    "tentative": N_("use it with care"),
    "revise": N_("mend the definition"),
    "rare": N_("rare: list only"),
    "unused": N_("not given"),
    "undefined": N_("not defined"),
}


class AgreementScreen(ListScreen):
    kind = "agreement"

    def __init__(self) -> None:
        super().__init__()
        self._found: Agreement | None = None
        self._scores: Sequence[Score] = ()
        self._refused = ""
        self._unit, self._round = "turn", ""
        self._aside: list[str] = []
        self._notes = False
        self._read_at = -1

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Team"), _("Agreement"), *filter(None, [self._round]))

    def sentence(self) -> str:
        return _("Alpha tests how clear the codebook is, not whether it is right.")

    def on_screen_resume(self) -> None:
        if self._read_at != self.session.written:
            super().on_screen_resume()
        else:
            Place.on_screen_resume(self)

    async def reload(self) -> None:
        number, unit, round_name = self.session.written, self._unit, self._round
        long = Long(_("comparing"), stays=_("stopped; nothing was compared"))

        def read(project: Project) -> tuple[Agreement, list[str]]:
            parts, codes = None, None
            if round_name:
                one = round_named(project, round_name)
                parts, codes = compared_in(project, one), one.codes
            found = agreement(project, unit=unit, parts=parts, codes=codes, progress=lambda at, of: long("", at, of))
            known = {rec: code.shown for rec, code in by_id(project).items()}
            return found, list(words.left_lines(found, known, dict(project.rows("SELECT id, name FROM source"))))

        try:
            found, left = await self.at_length(long, self.session.read(read))
        except UserError as error:  # nothing to compare, or a project that does not want it: the reason is the answer
            self._found, self._scores, self._refused, self._aside = None, (), str(error), []
        else:
            if (unit, round_name) != (self._unit, self._round):
                return
            self._found, self._refused, self._aside = found, "", left
            self._scores = [score for score in found.scores if score.level != "unused"]
        self._read_at = number
        self.showing(len(self._scores))

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        found = self._found
        if found is None:
            told = self._refused or _("Comparing …")
            return [[(" " + line, strong)] for line in wrapped(told, width - 2, 4)]
        sources = ngettext("%d source", "%d sources", found.sources) % found.sources
        scope = f"{' × '.join(found.names)} · {sources} · {found.units} {_(words.UNITS[found.unit])}"
        columns = self._line("", _("code"), _("given"), "α", _("positive"), _("advice"), width)
        return [
            [(" " + self._said(found), strong)],
            [(" " + scope, quiet)],
            [("─" * width, quiet)],
            [(columns, quiet)],
        ]

    def _said(self, found: Agreement) -> str:
        all_ = found.overall
        if found.unit == "span":
            return _("Where one gave a code, did the other? Positive agreement {value} over all codes.").format(
                value=words.figure(all_.positive)
            )
        if not all_.scored:
            return _("No code could be scored: {rare} rare, {unused} given by nobody").format(
                rare=all_.rare, unused=all_.unused
            )
        told = ngettext("%d of %d code is below 0.667", "%d of %d codes are below 0.667", all_.scored)
        return told % (all_.below, all_.scored) + " · " + _("lowest {lowest}, median {middle}").format(
            lowest=words.figure(all_.lowest), middle=words.figure(all_.middle)
        )  # fmt: skip

    @staticmethod
    def _line(sign: str, name: str, given: str, alpha: str, positive: str, advice: str, width: int) -> str:
        name = cut(name, max(14, min(34, width - 56)))
        return f" {cut(sign, 1)} {name} {given:>7} {alpha:>6}   {cut(positive, 16)}   {advice}"

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._scores[item]
        value = one.positive if one.level not in ("rare", "undefined") else None  # a rare code is listed, not scored
        full = round(BAR * value) if isinstance(value, float) else 0
        bar = f"{words.figure(value, missing='–'):>5}  " + (
            "▓" * full + "·" * (BAR - full) if isinstance(value, float) else ""
        )
        text = self._line(
            "▸" if here else " ", one.code.shown, str(sum(one.positives)), words.figure(one.alpha, missing="–"), bar,
            _(ADVICE[one.level]), width,
        )  # fmt: skip
        return [(text, self.palette.style(strong=here, quiet=one.level in ("rare", "undefined") and not here))]

    def details(self, width: int) -> list[Parts]:
        found = self._found
        if found is None or not self._scores:
            return []
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        if self._notes:
            notes = [
                *words.overall_lines(found), *words.level_lines(self._scores), *words.paradox_lines(self._scores), words.interval_line(found),
                words.method_line(found), *self._aside,
            ]  # fmt: skip
            lines = [text for note in notes for text in _hanging(note, width - 6)]
            room = max(4, self.size.height - 12)
            if len(lines) > room:
                lines = [*lines[: room - 1], _("   … “qualcode agree” prints them all")]
            return [rule(_("What must be known of the figures"), "", width, quiet, strong), *[[(text, plainly)] for text in lines]]  # fmt: skip
        one = self._scores[self.rows.at]
        count = ngettext("%d differs", "%d differ", one.some) % one.some
        lines_ = [rule(one.code.shown, count, width, quiet, strong)]
        left, right = self._counts(found, one), self._reasons(one)
        room = 8 if self.tall else 4
        half = 36
        for number in range(room):
            here = left[number] if number < len(left) else ""
            there = right[number] if number < len(right) else ""
            lines_.append([("  " + cut(here, half) + "  ", plainly), (there, plainly)])
        return lines_

    def _counts(self, found: Agreement, one: Score) -> list[str]:
        """How often all, some and none gave it; of two coders as the table of four."""
        if len(found.names) == 2 and found.unit != "span":
            a, b = found.names
            return [
                cut("", 12) + f" {cut(_('%s yes') % b, 10)} {cut(_('%s no') % b, 10)}",
                cut(_("%s yes") % a, 12) + f" {one.everyone:>8}   {one.only[0]:>8}",
                cut(_("%s no") % a, 12) + f" {one.only[1]:>8}   {one.nobody:>8}",
            ]
        told = [_("all gave it %d") % one.everyone, _("some gave it %d") % one.some]
        if found.unit != "span":
            told.append(_("nobody gave it %d") % one.nobody)
        told += [f"{name} {count}" for name, count in zip(found.names, one.positives, strict=True)]
        return told

    def _reasons(self, one: Score) -> list[str]:
        """The interval and the other figures; where there is none, why."""
        room = max(20, self.size.width - 42)
        told = []
        if bounds := words.bounds(one.interval, missing=""):
            told.append(_("interval {bounds} ({sources} sources)").format(bounds=bounds, sources=one.sources))
        if reason := words.why(one.alpha):
            told += wrapped(_("no alpha: %s") % reason, room, 2)
        told.append(f"κ {words.figure(one.kappa)} · PABAK {words.figure(one.pabak)}")
        told.append(
            "Miles & Huberman "
            + words.percent(one.percentage)
            + " · "
            + _("given in %s") % words.percent(one.prevalence)
        )
        if one.paradox:
            told.append(_("! so rare or so common that kappa says little"))
        return told

    # Keys

    def do_agreement_turn(self) -> None:
        self._use("turn")

    def do_agreement_sentence(self) -> None:
        self._use("sentence")

    def do_agreement_character(self) -> None:
        self._use("character")

    def do_agreement_span(self) -> None:
        self._use("span")

    def _use(self, unit: str) -> None:
        self._unit = unit
        self.job(self._again(_("Compared: %s") % _(words.UNITS[unit])))

    async def _again(self, said: str) -> None:
        await self.reload()
        self.say(said)

    def do_agreement_notes(self) -> None:
        if self._found is None:
            self.say(_("There are no figures yet"))
            return
        self._notes = not self._notes
        self.note()

    def do_agreement_round(self) -> None:
        def chosen(name: str) -> None:
            self._round = name
            self.job(self._again(name or _("All that two have finished")))

        self.question(choose_round(self, chosen))

    def do_list_open(self) -> None:
        """The places where they differ on this code."""
        if self._scores:
            code = self._scores[self.rows.at].code.id
            path = ("sources", "progress", "agreement")
            self.main.away(self.main.show_board, self._round or None, code, path)


async def choose_round(place: Place, chosen: Callable[[str], object]) -> None:
    """Open the drawer with the closed rounds; an open one is shown and refuses with its reason."""
    names = await place.session.read(lambda project: [(one.name, one.state) for one in rounds(project)])
    choices = [Choice("", _("All that two have finished"))]
    choices += [Choice(name, name, "" if state == CLOSED else _("open: hidden until it closes")) for name, state in names]  # fmt: skip

    def find(query: str) -> list[Choice]:
        return [one for one in choices if query.casefold() in one.name.casefold()]

    place.choose("rounds", _("Which round?"), find, lambda choice, stay: chosen(choice.key))


def _hanging(note: str, width: int) -> list[str]:
    lines = wrapped(note, width, 4)
    return [("  - " if not number else "    ") + text for number, text in enumerate(lines)]
