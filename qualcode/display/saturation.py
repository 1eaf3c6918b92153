"""How many new codes each further source brings: the saturation of a study, as a curve and not as a verdict.

The rule: only living codes are counted, and only in sources finished for all of them, since in any other a code that is not
there may only not have been looked for. The order of dates is the study's own; random orders tell how much of the curve is that order's doing.

Method: Guest, Namey & Chen (2020, PLoS ONE 15(5): e0232076, "Structure and process"): the codes of the first sources (base size)
are the denominator; each further run of sources (run length, runs overlap by all but one) is divided by it; saturation is
reached where that share falls to the threshold (5 % or 0 %), and written 6+2 for six sources and a run of two.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from qualcode.display.content_codes import finished_sources
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import codebook
from qualcode.reduce.counting import counted
from qualcode.reduce.selection import selection
from qualcode.store import Project
from qualcode.store.ids import fold

BASE, RUN = 4, 2
THRESHOLDS = (5, 0)  # per cent
ORDERS, SEED = 1000, 20_250_601


@dataclass(frozen=True)
class Step:
    """A source in its order: codes it holds, those that no source before it held, and all so far."""

    name: str
    date: str
    codes: int
    new: int
    total: int


@dataclass(frozen=True)
class Run:
    """``first`` to ``last``: numbers of sources, from 1; ``share`` of new codes in the base's, in per cent."""

    first: int
    last: int
    new: int
    share: float


@dataclass(frozen=True)
class Reached:
    """``at`` sources plus a run, or None where no run fell to the threshold (per cent). Over random ``orders``: in how many it
    was reached, and the median number of sources there."""

    threshold: int
    at: int | None
    orders: int
    in_orders: int
    middle: float | None


@dataclass(frozen=True)
class Spread:
    """All codes after ``n`` sources over the random orders: 5th percentile, median, 95th percentile."""

    n: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Saturation:
    """``base_codes``: the denominator; ``left_out``: sources not finished; ``undated``: sources without a date, put last."""

    base: int
    run: int
    base_codes: int
    steps: tuple[Step, ...]
    runs: tuple[Run, ...]
    reached: tuple[Reached, ...]
    spread: tuple[Spread, ...]
    orders: int
    seed: int
    left_out: tuple[str, ...]
    undated: int
    where: str = ""


def saturation(
    project: Project, *, base: int = BASE, run: int = RUN, orders: int = ORDERS, seed: int = SEED, where: str = ""
) -> Saturation:
    """The study's saturation in the order of dates and over random ``orders``; ``where``: of the sources that could hold what the
    query names, and the codes of what it names. UserError where fewer than ``base`` + ``run`` sources are finished, the first
    hold no code, or the query cannot be read."""
    key = ("saturation", project.coder, base, run, orders, seed, where)
    return project.once(key, lambda: replace(_of_project(project, base, run, orders, seed, where), where=where.strip()))


def _of_project(project: Project, base: int, run: int, orders: int, seed: int, where: str) -> Saturation:
    codes = {code.id for code in codebook(project)}
    done = finished_sources(project, codes)
    held: dict[bytes, set[bytes]] = {}
    found = counted(project)
    chosen = selection(project, where) if where.strip() else None
    for segment in (chosen.of(found) if chosen else found).segments:
        if segment.code in codes:  # a retired one was not looked for everywhere
            held.setdefault(segment.source, set()).add(segment.code)
    rows = project.rows("SELECT id, name, date FROM source WHERE removed=0")
    if chosen is not None:
        said: dict[bytes, list[bytes]] = {}
        for speaker, source in project.rows("SELECT id, source FROM speaker WHERE removed=0 AND side<>'interviewer'"):
            said.setdefault(source, []).append(speaker)
        rows = [row for row in rows if any(chosen.could(row[0], who) for who in said.get(row[0], [None]))]
    rows.sort(key=lambda row: (row[2] or "9999", fold(row[1])))
    order = [(source, name, date or "") for source, name, date in rows if source in done]
    return of_sets(
        [(name, date, held.get(source, set())) for source, name, date in order], base=base, run=run, orders=orders, seed=seed,
        left_out=tuple(name for source, name, _date in rows if source not in done),
    )  # fmt: skip


def of_sets(
    sources: Sequence[tuple[str, str, set[bytes]]], *, base: int = BASE, run: int = RUN, orders: int = ORDERS, seed: int = SEED,
    left_out: tuple[str, ...] = (),
) -> Saturation:  # fmt: skip
    """The same of sources as (name, date, codes), in their order. UserError as in ``saturation``."""
    if base < 1 or run < 1:
        raise UserError(_("base and run are 1 or more"))
    if len(sources) < base + run:
        raise UserError(
            _("saturation needs {base} + {run} finished sources, here are {n}").format(base=base, run=run, n=len(sources)),
            todo=_("Finish more sources (qualcode finish SOURCE), or give a smaller --base"),
        )  # fmt: skip
    numbers = {code: n for n, code in enumerate(sorted({code for _n, _d, codes in sources for code in codes}))}
    masks = [sum(1 << numbers[code] for code in codes) for _name, _date, codes in sources]
    new = _new(masks)
    base_codes = sum(new[:base])
    if not base_codes:
        raise UserError(_("the first %d sources hold no code") % base, todo=_("Give a larger --base"))
    totals = [sum(new[: n + 1]) for n in range(len(new))]
    steps = tuple(Step(name, date, len(codes), new[n], totals[n]) for n, (name, date, codes) in enumerate(sources))
    runs = tuple(Run(first + 1, first + run, count, share) for first, count, share in _runs(new, base, run))
    curves, ends = _drawn(masks, base, run, orders, seed)
    reached = []
    for place, threshold in enumerate(THRESHOLDS):
        there = [at for end in ends if (at := end[place]) is not None]
        at = next((one.first - 1 for one in runs if one.share <= threshold), None)
        reached.append(Reached(threshold, at, len(ends), len(there), median(there) if there else None))
    spread = tuple(Spread(n + 1, _at(row, 0.05), median(row), _at(row, 0.95)) for n, row in enumerate(curves))
    undated = sum(not date for _name, date, _codes in sources)
    return Saturation(
        base, run, base_codes, steps, runs, tuple(reached), spread, orders, seed, left_out, undated
    )  # fmt: skip


def _new(masks: Sequence[int]) -> list[int]:
    """How many codes each source is the first to hold."""
    seen, found = 0, []
    for mask in masks:
        found.append((mask & ~seen).bit_count())
        seen |= mask
    return found


def _runs(new: Sequence[int], base: int, run: int) -> list[tuple[int, int, float]]:
    """(sources before the run, new codes in it, their share of the base's in per cent), run after run."""
    whole = sum(new[:base])
    counts = [(first, sum(new[first : first + run])) for first in range(base, len(new) - run + 1)]
    return [(first, count, 100 * count / whole) for first, count in counts] if whole else []


def _drawn(
    masks: Sequence[int], base: int, run: int, orders: int, seed: int
) -> tuple[list[list[int]], list[list[int | None]]]:
    """Over random orders: by number of sources all codes so far, sorted; and of each order where each threshold was reached."""
    chance, order = random.Random(seed), list(masks)
    whole = 0
    for mask in masks:
        whole |= mask
    curves: list[list[int]] = []
    ends: list[list[int | None]] = []
    for _draw in range(orders):
        chance.shuffle(order)
        totals = _totals(order, whole)
        curves.append(totals)
        ends.append([_reached(totals, base, run, threshold) for threshold in THRESHOLDS])
    return [sorted(row) for row in zip(*curves, strict=True)], ends


def _totals(masks: Sequence[int], whole: int) -> list[int]:
    """All codes so far after each source; nothing is looked for once all have been found."""
    seen, found = 0, []
    for mask in masks:
        seen |= mask
        found.append(seen.bit_count())
        if seen == whole:
            break
    return found + found[-1:] * (len(masks) - len(found))


def _reached(totals: Sequence[int], base: int, run: int, threshold: int) -> int | None:
    """After how many sources the first run stands whose new codes are no more of the base's than ``threshold`` per cent."""
    ground = totals[base - 1]
    for first in range(base, len(totals) - run + 1) if ground else ():
        if 100 * (totals[first + run - 1] - totals[first - 1]) / ground <= threshold:
            return first
    return None


def _at(row: Sequence[int], share: float) -> float:
    """A percentile of sorted values: the nearest rank."""
    return row[min(len(row) - 1, max(0, round(share * len(row)) - 1))]
