"""How a SWOT looks: four lists about a cross, the factor at the cursor below, as lines of parts.

The rule: what is drawn is a function of what was read and of where the cursor is; whatever the size, the cursor's factor is
in sight and each list says what it leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.style import Style

from qualcode.conclude.swot import EXTERNAL, INTERNAL, Item, Row, Table
from qualcode.conclude.swot_checks import mistake_label
from qualcode.conclude.swot_deeds import side_of
from qualcode.conclude.swot_position import Position, Sensitivity, position_line
from qualcode.conclude.swot_records import Swot
from qualcode.conclude.tows import Mistake
from qualcode.display.terms import Term, term
from qualcode.i18n import N_, _
from qualcode.language.numerals import format_number
from qualcode.tui.drawing import Parts, cut, rule, wrapped

NAMES: dict[str, Term] = {
    "S": ("KEKUATAN", N_("STRENGTHS")),
    "W": ("KELEMAHAN", N_("WEAKNESSES")),
    "O": ("PELUANG", N_("OPPORTUNITIES")),
    "T": ("ANCAMAN", N_("THREATS")),
}
SIDES: dict[str, Term] = {
    "internal": ("internal", N_("internal")),
    "external": ("eksternal", N_("external")),
    "borderline": ("perbatasan", N_("borderline")),
    "wish": ("keinginan", N_("a wish")),
    "": ("belum dijawab", N_("not answered")),
}
SCALE_WORDS: dict[str, Term] = {
    "A": ("(W, T: 1 = terburuk)", N_("(W, T: 1 = worst)")),
    "B": ("(4 = terbesar)", N_("(4 = largest)")),
}
BASIS_SIGNS = {"both": "●", "single": "◑", "one_sided": "◑", "none": "○", "": "○"}


@dataclass(frozen=True)
class Shown:
    """What was read for the screen. ``why``: why there is no position."""

    held: Swot
    table: Table | None
    place: Position | None
    runs: Sensitivity | None
    why: str
    mistakes: tuple[Mistake, ...]
    lines: dict[str, tuple[str, str]]  # by factor: what speaks for it, what against
    memos: dict[str, str]

    def of(self, quadrant: str) -> list[Item]:
        return [item for item in self.held.items if item.quadrant == quadrant]

    def row(self, key: str) -> Row | None:
        return next((row for row in self.table.rows if row.item.id == key), None) if self.table else None


@dataclass(frozen=True)
class Look:
    quiet: Style
    plain: Style
    strong: Style


def head_lines(shown: Shown, width: int, look: Look) -> list[Parts]:
    """The position in a sentence, and what the numbers stand on."""
    held = shown.held
    first = position_line(shown.place, shown.runs) if shown.place and shown.runs else shown.why or _("No factor yet.")
    how = term(SCALE_WORDS[held.convention]) if held.convention in SCALE_WORDS else _("no convention chosen")
    sums = ""
    if shown.table and shown.table.sums == "side":
        sums = " · S+W " + _number(sum(row.printed_weight for row in shown.table.of(*INTERNAL)))
        sums += " O+T " + _number(sum(row.printed_weight for row in shown.table.of(*EXTERNAL)))
    second = _("unit: {unit} · convention {convention} {how} · {n} raters").format(
        unit=held.head or "-", convention=held.convention or "-", how=how, n=len(held.raters)
    )
    return [[(" " + cut(first, width - 2), look.strong)], [(" " + cut(second + sums, width - 2), look.quiet)]]


def board_lines(shown: Shown, at: tuple[str, int], width: int, height: int, look: Look) -> list[Parts]:
    """The four lists in ``height`` lines, S and W over O and T."""
    half = (width - 1) // 2
    upper = (height - 2 + 1) // 2
    lower = height - 2 - upper
    lines: list[Parts] = [[("─" * half + "┬" + "─" * (width - half - 1), look.quiet)]]
    for rows, (left, right) in ((upper, ("S", "W")), (lower, ("O", "T"))):
        pane = [
            _pane(shown, quadrant, at, size, rows, look) for quadrant, size in ((left, half), (right, width - half - 1))
        ]
        lines += [[*one, ("│", look.quiet), *other] for one, other in zip(*pane, strict=True)]
        if rows is upper and left == "S":
            lines.append([("─" * half + "┼" + "─" * (width - half - 1), look.quiet)])
    return lines


def _pane(shown: Shown, quadrant: str, at: tuple[str, int], width: int, height: int, look: Look) -> list[Parts]:
    """One list: its head with its sums, and as many factors as fit about the cursor."""
    items, here = shown.of(quadrant), at[0] == quadrant
    sums = ""
    if shown.table:
        sums = f"{_number(sum(r.printed_weight for r in shown.table.of(quadrant)))}  {_number(shown.table.score(quadrant))} "
    title = f" {quadrant} {term(NAMES[quadrant])}"
    lines: list[Parts] = [[(cut(title, width - len(sums)) + sums, look.strong if here else look.plain)]]
    first, room = window(len(items), at[1] if here else 0, height - 1)
    for number in range(first, first + room):
        lines.append(_factor(shown, items[number], here and number == at[1], width, look))
    left = len(items) - first - room
    if left > 0 and lines[1:]:
        lines[-1] = [(cut(f"   … +{left + 1}", width), look.quiet)]
    if not items:
        lines.append([(cut("   " + _("nothing yet; + adds a factor"), width), look.quiet)])
    blank: Parts = [(" " * width, look.plain)]
    return [*lines[:height], *([blank] * (height - len(lines)))]


def window(count: int, at: int, room: int) -> tuple[int, int]:
    """The first factor drawn and how many, so that the one at the cursor is in sight and not on the line that says how many
    are left out."""
    if count <= room:
        return 0, count
    first = max(0, min(at - room + 2, count - room))
    return first, room


def _factor(shown: Shown, item: Item, here: bool, width: int, look: Look) -> Parts:
    row = shown.row(item.id)
    numbers = f" {_number(row.printed_weight)} {format_number(row.rating, 1)} {_number(row.score)}" if row else ""
    sign = BASIS_SIGNS[item.basis]
    alarm = (
        "!"
        if any(item.id in one.ids for one in shown.mistakes if one.kind not in ("unused", "one_sided", "single_case"))
        else " "
    )
    tail = f"{numbers} {sign}{alarm}"
    text = cut(f"{item.id} {item.text}", max(8, width - 4 - len(tail)))
    if here:
        return [
            ("▸[", look.strong),
            (text + tail.rstrip(" ").ljust(len(tail)), look.strong),
            ("]", look.strong),
            (" ", look.plain),
        ]
    return [("  ", look.plain), (text, look.plain), (tail, look.quiet), ("  ", look.plain)]


def detail_lines(shown: Shown, item: Item | None, width: int, height: int, look: Look) -> list[Parts]:
    """The factor at the cursor: where it is from, what it rests on, the three answers, the raters' values, what to look at."""
    if item is None:
        return _pad([rule(_("No factor here"), "", width, look.quiet, look.strong)], height)
    held = shown.held
    row = shown.row(item.id)
    for_, against = shown.lines[item.id]
    lines: list[Parts] = [
        rule(f"{item.id} {cut(item.text, max(10, width - 14)).rstrip()}", "", width, look.quiet, look.strong)
    ]
    many = 3 if height > 12 else 1
    for title, text in ((_("evidence"), for_ or _("no evidence")), (_("against"), against or "–")):
        lines += _named(title, text, width, many, look)
    yes = {None: "?", True: _("yes"), False: _("no")}
    side = term(SIDES[side_of(item.can_change, item.exists_without, item.condition)])
    lines.append(
        [(" " + cut(_("{side}: 1 can the unit change it? {one}  2 is there without it? {two}  3 a condition? {three}").format(one=yes[item.can_change], two=yes[item.exists_without], three=yes[item.condition], side=side), width - 2), look.plain)]
    )  # fmt: skip
    given = " ".join("–" if value is None else str(value) for value in item.importance) or "–"
    rated = " ".join("–" if value is None else str(value) for value in item.rating) or "–"
    weight = f" = {_number(row.printed_weight)}" if row else ""
    spread = f" = {format_number(row.rating, 2)} ({row.lowest}–{row.highest})" if row and row.raters else ""
    totals = ""
    if shown.table and held.convention == "A" and held.sums == "side":
        totals = f"   IFAS {_number(shown.table.score(*INTERNAL))}  EFAS {_number(shown.table.score(*EXTERNAL))}"
    lines.append([(" " + cut(_("importance {given}{weight}   rating {rated}{spread}").format(given=given, weight=weight, rated=rated, spread=spread) + totals, width - 2), look.plain)])  # fmt: skip
    wrong = [
        mistake_label(replace(one, ids=tuple(key for key in one.ids if key != item.id)))
        for one in shown.mistakes
        if item.id in one.ids
    ]
    if wrong:
        lines.append([(" ! ", look.strong), (cut("; ".join(wrong), width - 4), look.plain)])
    if memo := shown.memos.get(item.id):
        lines += _named(_("memo"), memo, width, many, look)
    if height > 12:
        whole = [mistake_label(one) for one in shown.mistakes if not one.ids or one.ids[0] in "SWOT"]
        lines += _named(_("checks"), "; ".join(whole) or "–", width, 3, look)
    return _pad(lines, height)


def _named(title: str, text: str, width: int, lines: int, look: Look) -> list[Parts]:
    room = max(6, max(map(len, (_("evidence"), _("against"), _("memo"), _("checks")))) + 1)
    words = wrapped(text, width - room - 3, lines)
    return [
        [(" " + (title if not at else "").ljust(room), look.quiet), (line, look.plain)] for at, line in enumerate(words)
    ]


def _pad(lines: list[Parts], height: int) -> list[Parts]:
    return [*lines[:height], *([[]] * (height - len(lines)))]


def _number(value: float) -> str:
    return format_number(value, 2)


def target(quadrant: str, step: str) -> str:
    """The list a factor comes to when it is moved left, right, up or down."""
    places: Sequence[str] = "SWOT"
    to = {
        "left": {"W": "S", "T": "O"},
        "right": {"S": "W", "O": "T"},
        "up": {"O": "S", "T": "W"},
        "down": {"S": "O", "W": "T"},
    }
    assert quadrant in places
    return to[step].get(quadrant, quadrant)
