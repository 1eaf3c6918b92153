"""How a TOWS matrix looks: the factors at its edges, the strategies in its cells, the one at the cursor below.

The rule: the factors no strategy uses are named first of all; a strategy shows its codes, and its checks by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qualcode.conclude.swot import EXTERNAL, INTERNAL
from qualcode.conclude.swot_checks import mistake_words
from qualcode.conclude.swot_records import Swot
from qualcode.conclude.tows import INVALID, Strategy, linked_score, strategy_mistakes, unused_factors
from qualcode.display.terms import term
from qualcode.i18n import _, ngettext
from qualcode.language.numerals import format_number
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.screens.swot_lines import NAMES, Look, Shown

EDGE = 9  # cells of the column of O and T
PER = 3  # lines of a strategy, where there is room for all of a cell; else one less


def matrix_lines(
    shown: Shown, at: tuple[str, int], inside: Callable[[str], Sequence[Strategy]], width: int, height: int, look: Look
) -> list[Parts]:
    """The sentence and the four cells in ``height`` lines."""
    held = shown.held
    count = len(held.strategies)
    unused = unused_factors(held.strategies, held.items)
    first = ngettext("%d strategy", "%d strategies", count) % count
    first += " · " + (_("not used yet: %s") % " ".join(unused) if unused else _("every factor is used"))
    if shown.place and shown.place.quadrant:
        first += " · " + _("position %s") % shown.place.quadrant
    left = (width - EDGE - 2) // 2
    right = width - EDGE - 2 - left
    rows = height - 3
    upper = rows - rows // 2
    line = "─" * EDGE + "{0}" + "─" * left + "{0}" + "─" * right
    lines: list[Parts] = [[(" " + cut(first, width - 2), look.strong)], [(line.format("┬"), look.quiet)]]
    for number, (cells, side) in enumerate(((("SO", "WO"), "O"), (("ST", "WT"), "T"))):
        size = upper if number == 0 else rows - upper
        edge = _edge(held, side, size)
        panes = [
            _cell(shown, cell, at, inside(cell), room, size, number == 0, look)
            for cell, room in zip(cells, (left, right), strict=True)
        ]
        lines += [
            [(word, look.quiet), ("│", look.quiet), *a, ("│", look.quiet), *b]
            for word, a, b in zip(edge, *panes, strict=True)
        ]
        if number == 0:
            lines.append([(line.format("┼"), look.quiet)])
    return lines


def _edge(held: Swot, side: str, size: int) -> list[str]:
    keys = [item.id for item in held.items if item.quadrant == side]
    words = [
        cut(" " + (f"{keys[0]}-{keys[-1]}" if len(keys) > 1 else keys[0] if keys else side), EDGE),
        cut(" " + term(NAMES[side]), EDGE),
    ]
    return [*words, *([" " * EDGE] * size)][:size]


def _cell(
    shown: Shown,
    cell: str,
    at: tuple[str, int],
    plans: Sequence[Strategy],
    width: int,
    size: int,
    head: bool,
    look: Look,
) -> list[Parts]:
    here = at[0] == cell
    title = f" {term(NAMES[cell[0]])}" if head else ""
    mark = f"{cell} {len(plans)} "
    lines: list[Parts] = [[(cut(title, width - len(mark)) + mark, look.strong if here else look.plain)]]
    per = PER if (size - 1) // PER >= len(plans) else PER - 1
    room = max(1, (size - 1) // per)
    first = max(0, min(at[1] - room + 1 if here else 0, len(plans) - room))
    for number, one in enumerate(plans[first : first + room], first):
        chosen = here and number == at[1]
        style = look.strong if chosen else look.plain
        words = wrapped(f"{one.id} {one.text}", width - 4, per - 1)
        wrong = any(m.kind in INVALID for m in strategy_mistakes(one, shown.held.items))
        tail = f"{' '.join(one.items) or _('no factors')}  {one.owner}{'  !' if wrong else ''}"
        block = [*words, "    " + tail]
        for part, text in enumerate(block):
            start = "▸[" if chosen and part == 0 else "  "
            end = "]" if chosen and part == len(block) - 1 else " "
            lines.append(
                [
                    (start, style),
                    (cut(text, width - 3), style if part < len(words) else (style if chosen else look.quiet)),
                    (end, style),
                ]
            )
    left = len(plans) - first - room
    if left > 0 and len(lines) < size:
        lines.append([(cut(f"  … +{left}", width), look.quiet)])
    if not plans:
        lines.append([(cut("  " + _("nothing yet; + writes one"), width), look.quiet)])
    return [*lines[:size], *([[(" " * width, look.plain)]] * (size - len(lines)))]


def offered(held: Swot, cell: str) -> tuple[str, ...]:
    """The factors of a cell's row and column, at most ten: those no strategy uses first."""
    unused = set(unused_factors(held.strategies, held.items))
    internal = [item.id for item in held.items if item.quadrant in cell and item.quadrant in INTERNAL]
    external = [item.id for item in held.items if item.quadrant in cell and item.quadrant in EXTERNAL]
    internal.sort(key=lambda key: key not in unused)
    external.sort(key=lambda key: key not in unused)
    room = max(5, 10 - len(external))
    return (*internal[:room], *external[: 10 - min(room, len(internal))])


def strategy_lines(
    shown: Shown,
    one: Strategy | None,
    offer: Sequence[str],
    names: Mapping[str, str],
    width: int,
    height: int,
    look: Look,
) -> list[Parts]:
    """The strategy at the cursor: the factors on the digits, the checks, the sum of linked scores."""
    held = shown.held
    unused = set(unused_factors(held.strategies, held.items))
    lines: list[Parts] = [rule(one.id if one else _("No strategy here"), "", width, look.quiet, look.strong)]
    if one is not None:
        lines.append([(" " + cut(one.text, width - 2), look.plain)])
    shown_keys = []
    for number, key in enumerate(offer, 1):
        mark = "✓" if one is not None and key in one.items else "*" if key in unused else " "
        text = next((item.text for item in held.items if item.id == key), "?")
        shown_keys.append(f"{number % 10}{mark}{key} {text}")
    columns = 2 if width < 120 else 3
    room = (width - 2) // columns
    deep = -(-len(shown_keys) // columns)
    for at in range(min(deep, max(1, height - 5))):
        parts = [
            cut(shown_keys[at + deep * column], room - 1) if at + deep * column < len(shown_keys) else ""
            for column in range(columns)
        ]
        lines.append([(" " + " ".join(part.ljust(room - 1) for part in parts), look.plain)])
    if one is not None:
        wrong = {m.kind for m in strategy_mistakes(one, held.items)}
        checks = [("✗ " + mistake_words(kind)) for kind in wrong if kind != "no_owner"]
        ok = [] if wrong & INVALID else [_("✓ codes of both kinds")]
        owner = _("✓ responsible") if one.owner else "○ " + mistake_words("no_owner")
        when = _("✓ when") if one.frame else _("○ when is open")
        lines.append([(" " + cut("  ".join([*ok, *checks, owner, when]), width - 2), look.plain)])
        if shown.table:
            parts = [f"{key} {format_number(row.score, 2)}" for key in one.items if (row := shown.row(key))]
            total = format_number(linked_score(one, shown.table), 2)
            lines.append([(" " + cut(_("linked scores {parts} = {total} (convention {convention}; a hint of order only)").format(parts=" + ".join(parts) or "–", total=total, convention=held.convention), width - 2), look.quiet)])  # fmt: skip
        if height > 8:
            areas = ", ".join(names.get(rec, rec) for rec in one.areas) or "–"
            about = ", ".join(names.get(rec, rec) for rec in one.themes) or "–"
            lines.append([(" " + cut(_("areas {areas} · themes {themes} · when {when} · group {group}").format(areas=areas, themes=about, when=one.frame or "–", group=one.group or "–"), width - 2), look.quiet)])  # fmt: skip
    return [*lines[:height], *([[]] * (height - len(lines)))]
