"""The screen of numbers as it looks: figures, words, codes and saturation, each a sentence, a list and what stands below it.

The rule: what is drawn was read before (``numbers.NumbersScreen`` reads and obeys keys); nothing here asks the project.
"""

from __future__ import annotations

from dataclasses import replace

from qualcode.collect.indicators import Indicator
from qualcode.display.content import Terms
from qualcode.display.content_codes import Codes
from qualcode.display.saturation import Saturation
from qualcode.display.series import Doubt, Place, Value
from qualcode.display.series_described import Changes, Described
from qualcode.i18n import N_, _
from qualcode.report import content_words, descriptive_words
from qualcode.tui.drawing import Parts, rule, wrapped
from qualcode.tui.screens import numbers_lines as lines
from qualcode.tui.screens.listing import ListScreen

VIEWS = {
    "indicators": N_("Indicators"), "words": N_("Words"), "codes": N_("Codes counted"), "saturation": N_("Saturation"),
}  # fmt: skip
CHARTS = {"histogram": N_("histogram"), "box": N_("box plot"), "trend": N_("trend"), "pie": N_("pie")}
MOST = 300  # words in the list


class NumbersView(ListScreen):
    kind = "numbers"
    most = 7

    def __init__(self) -> None:
        super().__init__()
        self._view, self._chart, self._notes = "indicators", "histogram", False
        self._all: list[Indicator] = []
        self._indicator: bytes | None = None
        self._level: str | None = None
        self._year: int | None = None
        self._given = False  # whether a year was chosen, which may be the one without a number
        self._rated = True
        self._doubt: dict[Place, Doubt] = {}
        self._described: Described | None = None
        self._changes: Changes | None = None
        self._areas: list[Value] = []
        self._by, self._words = "", 1
        self._first = 0  # the first group that is shown
        self._terms: Terms | None = None
        self._codes: Codes | None = None
        self._curve: Saturation | None = None
        self._refused = ""
        self._printed: bytes | None = None  # the region whose figure is shown as printed
        self._read_at: dict[str, int] = {}

    def where(self) -> tuple[str, ...]:
        return (_("Display"), _("Numbers"), _(VIEWS[self._view]))

    def whose(self) -> str:
        return _("layer %s") % _("agreed") if self._view in ("codes", "saturation") else super().whose()

    def footer(self) -> str:
        return "numbers" if self._view == "indicators" else "curve" if self._view == "saturation" else "counted"

    def sentence(self) -> str:
        if self._view == "indicators":
            return _("A figure that is not there is no zero; * preliminary, ! in doubt.")
        return _("Often said is not important by itself: Enter shows where.") if self._view == "words" else ""

    def _count(self) -> int:
        if self._view == "indicators":
            return len(self._areas)
        if self._view == "words":
            return min(MOST, len(self._terms.terms)) if self._terms else 0
        if self._view == "codes":
            return len(self._codes.codes) if self._codes else 0
        return len(self._curve.steps) if self._curve else 0

    def heads(self, width: int) -> list[Parts]:
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        told, columns = getattr(self, f"_{self._view}_heads")(width)
        first, *rest = told
        found: list[Parts] = [[(" " + line, strong)] for line in wrapped(first, width - 2, 2)]
        found += [[(" " + line, plainly)] for text in rest for line in wrapped(text, width - 2, 2)]
        return [*found, [("─" * width, quiet)], [(columns, quiet)]]

    def _indicators_heads(self, width: int) -> tuple[list[str], str]:
        described = self._described
        if described is None:
            return [_("There are no figures yet: “qualcode indicators import FILE” brings them in.") if self._read_at else _("Counting …")], ""  # fmt: skip
        years = [str(one.year or "–") for one in described.years.years]
        at = str(described.year.year or "–")
        shown = "  ".join(f"[{year}]" if year == at else year for year in years)
        told = [descriptive_words.sentence(described), f"{descriptive_words.title(described)}   {shown}"]
        return told, lines.area_heads(described, self._changes, width)

    def _words_heads(self, width: int) -> tuple[list[str], str]:
        found = self._terms
        if found is None:
            return [_("Counting …")], ""
        return [content_words.terms_sentence(found)], lines.term_heads(found, self._first, width)

    def _codes_heads(self, width: int) -> tuple[list[str], str]:
        found = self._codes
        if found is None:
            return [_("Counting …")], ""
        return [content_words.codes_sentence(found)], lines.code_heads(found, self._first, width)

    def _saturation_heads(self, width: int) -> tuple[list[str], str]:
        if self._curve is None:
            return [self._refused or _("Counting …")], ""
        return [content_words.saturation_sentence(self._curve)], lines.step_heads(self._curve)

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        style = self.palette.style(strong=here)
        if self._view == "indicators" and self._described is not None:
            one = self._areas[item]
            text = lines.area_line(self._described, self._changes, one, width - 2)
            style = self.palette.style(strong=here, quiet=one.value is None and not here)
        elif self._view == "words" and self._terms is not None:
            text = lines.term_line(self._terms, item, self._first, width - 2)
        elif self._view == "codes" and self._codes is not None:
            text = lines.code_line(self._codes, item, self._first, width - 2)
        elif self._curve is not None:
            text = lines.step_line(self._curve, item, width - 2)
        else:
            return []
        return [(("▸" if here else " ") + text, style)]

    def details(self, width: int) -> list[Parts]:
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        room = max(4, self.size.height - 3 - len(self.heads(width)) - min(max(self._count(), 1), self.most or 7))
        title, told = self._below(width - 4, room - 1)
        return [rule(title, "", width, quiet, strong), *[[("  " + text, plainly)] for text in told[: room - 1]]] if told else []  # fmt: skip

    def _below(self, width: int, room: int) -> tuple[str, list[str]]:
        """What stands below the list: its title and lines."""
        if self._view == "indicators" and self._described is not None:
            shown = next((one for one in self._areas if one.region == self._printed), None)
            if shown is not None:
                return _("As printed"), lines.printed_lines(self._described, shown, width)
            if self._notes:
                notes = descriptive_words.notes(self._described)
                if self._changes is not None:
                    notes += descriptive_words.changes_notes(self._described.years, self._changes)
                return _("What must be known"), _notes(notes, width)
            here = self._areas[self.rows.at].region if self._areas else None
            told = replace(self._described, shown=(here,)) if here else self._described
            return _(CHARTS[self._chart]), lines.chart(told, self._chart, width, room)
        if self._view == "words" and self._terms is not None:
            return _("What must be known"), _notes(content_words.terms_notes(self._terms), width)
        if self._view == "codes" and self._codes is not None:
            return _("What must be known"), _notes(content_words.codes_notes(self._codes), width)
        if self._view == "saturation" and self._curve is not None:
            if self._notes:
                return _("What must be known"), _notes(content_words.saturation_notes(self._curve), width)
            return content_words.said("saturation"), lines.curve(self._curve, width, room)
        return "", []


def _notes(notes: list[str], width: int) -> list[str]:
    found = []
    for note in notes:
        for number, text in enumerate(wrapped(note, width - 2, 4)):
            found.append(("- " if not number else "  ") + text)
    return found
