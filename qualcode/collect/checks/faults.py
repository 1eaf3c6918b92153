"""A relation does not hold: which of its cells is wrong?

The rule: each cell is tried in the place of the wrong one with the value the others ask of it. What it would have to be is weighed
against all else that is known of it: other relations, the other years of its row, and whether the printed string
could have become of it by a slip of the hand. Where nothing tells, the total is named, and said to be uncertain.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from qualcode.collect.checks.board import Alarm, Board, median, shown, spread
from qualcode.collect.checks.names import percent
from qualcode.collect.checks.relations import Relation, is_nil
from qualcode.collect.checks.trends import Expected, away
from qualcode.collect.figure_cells import counted, decimals
from qualcode.i18n import _

USUAL = 3.0  # standard deviations that say nothing against a figure


def find_faults(b: Board, relations: Sequence[Relation], expected: dict[int, Expected]) -> None:
    """Accuse one cell after the other until every relation that can be judged holds or is given up."""
    of: dict[int, list[Relation]] = defaultdict(list)
    for r in relations:
        for at in r.cells:
            of[at].append(r)
    _confirm(b, relations)
    _unreadable(b, relations)
    _exchanged_sexes(b, relations, of)
    _exchanged(b, relations, of, expected)
    columns = _columns(b)
    open_ = [r for r in relations if r.holds(b.believed) is False]
    done: set[int] = set()
    while open_:
        ranked = [(score, at, value, r) for r in open_ for score, at, value in _candidates(b, r, of, expected, columns)]
        if not ranked:
            break
        score, at, value, r = max(ranked, key=lambda x: (x[0], -x[1]))
        rivals = [s for s, other, _v, same in ranked if same is r and other != at]
        lead = score - max(rivals, default=score - 2)
        if at not in done:
            certainty = min(0.95, 0.5 + 0.15 * max(0.0, lead)) if lead > 0.2 else 0.4
            b.accuse(
                Alarm(
                    at,
                    _kind(b, r, at, value),
                    "error" if certainty >= 0.6 else "warning",
                    _round(b, at, value),
                    round(certainty, 2),
                    _text(b, r, at, value),
                )
            )
            done.add(at)
            b.believed[at] = value
        else:
            open_.remove(r)
        open_ = [r for r in open_ if r.holds(b.believed) is False]
    _confirm(b, relations)


def _confirm(b: Board, relations: Sequence[Relation]) -> None:
    for r in relations:
        if (
            r.holds([c.value for c in b.cells])
            and r.kind in ("subtotal", "parts")
            and len(r.cells) > 2
            and b.believed[r.cells[0]]
        ):
            b.confirmed.update(r.cells)


def _unreadable(b: Board, relations: Sequence[Relation]) -> None:
    """What a malformed cell, or one copied from another row, should be, where the others of a relation say it."""
    for r in relations:
        unknown = [at for at in r.cells if b.believed[at] is None and at in b.alarms]
        gaps = [at for at in unknown if b.alarms[at].kind in ("malformed", "duplicate_row")]
        if len(gaps) == 1 and (value := r.solve(gaps[0], b.believed)) is not None:
            a = b.alarms[gaps[0]]
            b.accuse(Alarm(a.at, a.kind, a.severity, _round(b, a.at, value), a.certainty, a.message))


def _exchanged_sexes(b: Board, relations: Sequence[Relation], of: dict[int, list[Relation]]) -> None:
    """Men and women of a place exchanged: their sum holds and their ratio is upside down."""
    for r in relations:
        if r.kind != "identity" or len(r.cells) != 3 or r.holds(b.believed) is not False:
            continue
        result, over, under = r.cells
        x, y = b.believed[over], b.believed[under]
        if (
            x is None
            or y is None
            or "/" in b.cells[result].unit.replace(" ", "")
            or b.cells[over].area != b.cells[under].area
            or b.cells[over].year != b.cells[under].year
        ):
            continue
        trial = list(b.believed)
        trial[over], trial[under] = y, x
        if r.holds(trial) and not any(o.holds(b.believed) and o.holds(trial) is False for o in (*of[over], *of[under])):
            for here, there in ((over, under), (under, over)):
                text = _("exchanged with “%s”: only so does “%s” %s follow") % (
                    b.cells[there].indicator,
                    b.cells[result].indicator,
                    b.cells[result].printed,
                )
                b.accuse(Alarm(here, "swapped_columns", "error", b.cells[there].value, 0.9, text))


def _exchanged(
    b: Board, relations: Sequence[Relation], of: dict[int, list[Relation]], expected: dict[int, Expected]
) -> None:
    """Two sums that are off by as much, one up and one down: two cells exchanged that share a row or a column. Where several
    pairs would do, the one that comes nearest to the other years, which is no certainty."""
    broken = [r for r in relations if r.kind in ("subtotal", "parts") and r.holds(b.believed) is False]
    for one, two in combinations(broken, 2):
        up, down = one.off(b.believed), two.off(b.believed)
        if up is None or down is None or abs(up + down) > one.slack + two.slack:
            continue
        if one.holds(b.believed) is not False or two.holds(b.believed) is not False:
            continue
        fits = [(i, j) for i in one.cells for j in two.cells if _beyond(b, i, j) and _mends(b, i, j, (one, two), of)]
        gains = sorted((_nearer(b, i, j, expected), i, j) for i, j in fits)
        if len(fits) == 1 or (len(fits) > 1 and gains[-1][0] > max(0.0, gains[-2][0])):
            _gain, i, j = gains[-1]
            for here, there in ((i, j), (j, i)):
                b.accuse(_exchange(b, here, there, 0.9 if len(fits) == 1 else 0.6))


def _nearer(b: Board, here: int, there: int, expected: dict[int, Expected]) -> float:
    """By how many standard deviations two cells come nearer to their other years when they are exchanged."""

    def off(at: int, value_of: int) -> float:
        return abs(away(expected.get(at), b.believed[value_of]) or 0.0)

    return off(here, here) + off(there, there) - off(here, there) - off(there, here)


def _beyond(b: Board, here: int, there: int) -> str:
    """In what alone two cells of a table differ - year, indicator or area - else nothing."""
    one, two = b.cells[here], b.cells[there]
    differ = [name for name in ("area", "indicator", "year") if getattr(one, name) != getattr(two, name)]
    return differ[0] if len(differ) == 1 and one.table == two.table and one.level == two.level else ""


def _mends(b: Board, here: int, there: int, broken: tuple[Relation, ...], of: dict[int, list[Relation]]) -> bool:
    """Whether the broken sums hold with two cells exchanged, and none that holds now breaks."""
    if b.believed[here] is None or b.believed[there] is None:
        return False
    trial = list(b.believed)
    trial[here], trial[there] = trial[there], trial[here]
    return all(r.holds(trial) for r in broken) and not any(
        o.holds(b.believed) and o.holds(trial) is False for o in (*of[here], *of[there])
    )


def _exchange(b: Board, here: int, there: int, certainty: float) -> Alarm:
    one, other = b.cells[here], b.cells[there]
    match _beyond(b, here, there):
        case "year":
            kind = "year_swap"
            text = _("the figures of %s and %s stand in each other's place: only so do both sums hold") % (
                one.year,
                other.year,
            )
        case "indicator":
            kind = "swapped_columns"
            text = _("exchanged with “%s”: only so do both sums hold") % other.indicator
        case _:
            kind = "rows_shifted"
            text = _("exchanged with %s: only so do both sums hold") % other.region
    return Alarm(here, kind, "error", other.value, certainty, text)


def _unlike_column(b: Board, columns: dict[tuple[str, ...], tuple[float, float]], at: int, value: float) -> float:
    """How far a value is from the usual size of its column, in robust standard deviations, up to 6."""
    c = b.cells[at]
    known = columns.get((c.table, c.indicator, c.level))
    return 0.0 if known is None or value <= 0 else min(6.0, abs(math.log(value) - known[0]) / max(known[1], 0.25))


def _columns(b: Board) -> dict[tuple[str, ...], tuple[float, float]]:
    found: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for i, c in enumerate(b.cells):
        if (value := b.believed[i]) is not None and value > 0:
            found[c.table, c.indicator, c.level].append(math.log(value))
    return {key: (median(logs), spread(logs)) for key, logs in found.items() if len(logs) > 3}


def _candidates(b: Board, r: Relation, of: dict[int, list[Relation]], expected: dict[int, Expected],
    columns: dict[tuple[str, ...], tuple[float, float]]) -> list[tuple[float, int, float]]:  # fmt: skip
    """Every cell of a relation as the wrong one: how likely, and what it should be."""
    found: list[tuple[float, float, int, float]] = []
    for at in r.cells:
        value, should = b.believed[at], r.solve(at, b.believed)
        if should is None or (at in b.alarms and b.alarms[at].expected is not None):
            continue
        if value is None:
            found += _left_out(b, r, at, should, of, columns)
            continue
        if counted(b.cells[at].unit, b.cells[at].indicator):
            should = round(should, 3) if abs(should - round(should)) > 0.02 * abs(should) else float(round(should))
            if should < 0:
                continue
        trial = list(b.believed)
        trial[at] = should
        score = (1.0 if at == r.cells[0] else 0.0) + (4.0 if at in b.alarms else 0.0)
        for other in of[at]:
            if other is not r:
                before, after = other.holds(b.believed), other.holds(trial)
                score += 3.0 if before is False and after else -3.0 if before and after is False else 0.0
        was, then = away(expected.get(at), value), away(expected.get(at), should)
        if was is not None:
            then = then if then is not None else 99.0
            score += max(-3.0, min(3.0, (max(abs(was), USUAL) - max(abs(then), USUAL)) / 2))
        size = _unlike_column(b, columns, at, value) - _unlike_column(b, columns, at, should)
        score += size / 2 if abs(size) > 1 else 0.0
        if percent(b.cells[at].indicator, b.cells[at].unit) and (
            should > 100 >= value or (at == r.cells[0] and value == 100)  # a whole of shares is a hundred
        ):
            score -= 3.0
        found.append((score, slip(b.cells[at].printed, value, should, _beside(b, at)), at, should))
    # a difference that many figures would take up by a digit is no sign of any of them
    like = {s: sum(other >= s for _x, other, _a, _v in found) for _x, s, _a, _v in found}
    return [(score + s / like[s], at, should) for score, s, at, should in found]


def _left_out(b: Board, r: Relation, at: int, should: float, of: dict[int, list[Relation]],
    columns: dict[tuple[str, ...], tuple[float, float]]) -> list[tuple[float, float, int, float]]:  # fmt: skip
    """The one dash among the parts of a sum as a figure that was left out: where what lacks is of its column's size, and no other
    sum speaks against it, that is likelier than a slip that no digit shows."""
    nils = [i for i in r.cells[1:] if b.believed[i] is None]
    others = [one for one in of[at] if one is not r]
    if nils != [at] or not is_nil(b, at) or should <= 0 or any(one.holds(b.believed) for one in others):
        return []
    usual = columns.get((b.cells[at].table, b.cells[at].indicator, b.cells[at].level))
    if usual is None or _unlike_column(b, columns, at, should) > 1:
        return []
    return [(1.5, 0.0, at, should)]


def _beside(b: Board, at: int) -> list[float]:
    """The printed values of the cells around: above and below, and of the other years."""
    me, near = b.cells[at], []
    for way in (range(at - 1, max(-1, at - 160), -1), range(at + 1, min(len(b.cells), at + 160))):
        column = (
            i
            for i in way
            if (b.cells[i].table, b.cells[i].indicator, b.cells[i].year) == (me.table, me.indicator, me.year)
        )
        near += [i for i in way if b.cells[i].table == me.table and b.cells[i].area == me.area]
        near += [i for i in (next(column, None),) if i is not None]
    return [v for i in near if (v := b.cells[i].value)]


def slip(printed: str, value: float, should: float, beside: Sequence[float] = ()) -> float:
    """How well the printed figure is a slip of the expected one: 2 exchanged digits, a factor of ten, a lost minus; 1 a digit or a copied
    neighbour; else 0."""
    if should == -value:
        return 2.0
    places = max(decimals(printed, value), 0)
    one, two = (re.sub(r"\D", "", f"{abs(v):.{places}f}") for v in (value, should))
    if value > 0 and should > 0:
        power = math.log10(value / should)
        if round(power) and abs(power - round(power)) < 0.002:
            return 2.0
    if len(one) == len(two):
        differ = [n for n in range(len(one)) if one[n] != two[n]]
        if len(differ) == 2 and one[differ[0]] == two[differ[1]] and one[differ[1]] == two[differ[0]]:
            return 2.0 if differ[1] == differ[0] + 1 else 1.2
        if len(differ) == 1:
            return 0.6
    elif abs(len(one) - len(two)) == 1:
        short, long_ = sorted((one, two), key=len)
        if any(long_[:n] + long_[n + 1 :] == short for n in range(len(long_))):
            return 1.0
    return 1.0 if value in beside and value > 9 else 0.0


def _kind(b: Board, r: Relation, at: int, should: float) -> str:
    value = b.believed[at]
    if value and should > 0 and value > 0:
        power = math.log10(value / should)
        if abs(power) > 0.9 and abs(power - round(power)) < 0.01:
            return "unit"
    return r.kind


def _round(b: Board, at: int, value: float) -> float:
    cell = b.cells[at]
    return round(value, max(2, decimals(cell.printed, cell.value or 0)))


def _text(b: Board, r: Relation, at: int, should: float) -> str:
    total, rest = b.cells[r.cells[0]], r.cells[1:]
    if r.kind in ("subtotal", "parts"):
        follows = r.solve(r.cells[0], b.believed)
        said = _("%s (%s) is printed as %s, its %d parts sum to %s") % (
            total.region if r.kind == "subtotal" else total.indicator, total.year or "-", total.printed, len(rest), shown(follows or 0))  # fmt: skip
    else:
        said = _("“%s” %s does not follow from %s") % (
            total.indicator, total.printed, ", ".join(f"“{b.cells[i].indicator}” {b.cells[i].printed}" for i in rest))  # fmt: skip
    return said + "; " + _("it would hold with %s here") % shown(_round(b, at, should))
