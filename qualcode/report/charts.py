"""Charts as shapes: bars, a pie, a histogram, box plots, trend lines.

The rule: a chart is drawn from numbers and words that are already there, and says them: every bar has its value in print,
axes begin where they begin and show it. It reads without colour; what is missing is not drawn as nothing but named in the
note by whoever asks for the chart. Sizes are centimetres; the width is that of a page's text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualcode.display.series_shape import Bins, BoxParts, ticks
from qualcode.language.numerals import format_number
from qualcode.report.drawing import Box, Disc, Lettering, Line, Polygon, Shape
from qualcode.report.metrics import cut_to, text_width

WIDTH = 15.0
INK, QUIET, FILL = "333333", "999999", "A9BDD3"
SHADES = (
    "35506B",
    "A9BDD3",
    "6E8CAB",
    "DCE5EE",
    "4F6D8C",
    "C3D1E0",
    "1F3347",
    "8FA6BF",
    "EEF2F7",
    "5D7B9A",
    "B6C7D9",
    "26405A",
)
LINES = ("1F3347", "8A5A44", "5D7B9A", "4F8A6D", "9A6BA5", "B08A2E", "777777")  # dark enough for a line
SIZE = 8.5  # points
_LETTER = 0.11  # cm from a line's middle down to the baseline


@dataclass(frozen=True)
class Drawing:
    shapes: tuple[Shape, ...]
    width: float
    height: float


@dataclass(frozen=True)
class Mark:
    """A value to compare with, on the axis of values."""

    value: float
    label: str


def bars(
    rows: Sequence[tuple[str, float]], decimals: int, marks: Sequence[Mark] = (), signs: Sequence[str] = ()
) -> Drawing:
    """Lying bars from zero in the order given, each with its value (and its sign); a dashed line a mark."""
    step = 0.46 if len(rows) <= 30 else 0.38
    size = SIZE if len(rows) <= 30 else 7.5
    said = [format_number(v, decimals) + (signs[n] if signs else "") for n, (_label, v) in enumerate(rows)]
    left = min(5.5, max(text_width(label, size) for label, _v in rows)) + 0.3
    values = [value for _label, value in rows] + [mark.value for mark in marks]
    low, high = min(0.0, *values), max(0.0, *values)
    right = WIDTH - max(text_width(text, size) for text in said) - 0.35
    top = 0.15 + 0.42 * len(marks)
    x = _scale(low, high, left + (0.9 if low < 0 else 0), right)
    bottom = top + step * len(rows)
    shapes: list[Shape] = []
    for mark, row in zip(marks, range(len(marks)), strict=True):
        place, y = x(mark.value), 0.35 + 0.42 * row
        align = "right" if place > WIDTH * 0.6 else "left"
        shapes.append(Line(place, y + 0.08, place, bottom, weight=1.0, dashed=True))
        text = f"{mark.label}: {format_number(mark.value, decimals)}"
        shapes.append(Lettering(place + (-0.1 if align == "right" else 0.1), y, text, size, align=align))
    for n, (label, value) in enumerate(rows):
        y = top + step * (n + 0.5)
        begin, end = sorted((x(0), x(value)))
        shapes.append(Lettering(left - 0.2, y + _LETTER, cut_to(label, left - 0.2, size), size, align="right"))
        shapes.append(Box(begin, y - step * 0.36, end - begin, step * 0.72, fill=FILL, colour="5D7B9A", weight=0.4))
        wide = text_width(said[n], size)
        shapes.append(
            Box(
                end + 0.08 if value >= 0 else begin - 0.12 - wide,
                y - 0.15,
                wide + 0.04,
                0.3,
                fill="FFFFFF",
                colour="FFFFFF",
                weight=0.1,
            )
        )
        at = (end + 0.12, "left") if value >= 0 else (begin - 0.12, "right")
        shapes.append(Lettering(at[0], y + _LETTER, said[n], size, align=at[1]))
    shapes.append(Line(x(0), top, x(0), bottom))
    return Drawing(tuple(shapes), WIDTH, bottom + 0.15)


def pie(parts: Sequence[tuple[str, float]], share: Callable[[float], str]) -> Drawing:
    """Slices clockwise from the top in the order given, each named with its number beside the pie; none negative, sum above 0."""
    whole = sum(value for _label, value in parts)
    radius, cx, cy = 3.0, 3.4, 3.4
    shapes: list[Shape] = []
    turned = 0.0
    for n, (label, value) in enumerate(parts):
        angle = value / whole * 2 * math.pi
        fill = SHADES[n % len(SHADES)]
        if len(parts) == 1 or angle > 2 * math.pi - 1e-9:
            shapes.append(Disc(cx, cy, radius, fill=fill, colour="FFFFFF"))
        elif value:
            steps = max(2, math.ceil(angle / 0.05))
            arc = [turned + angle * k / steps for k in range(steps + 1)]
            points = tuple((cx + radius * math.sin(a), cy - radius * math.cos(a)) for a in arc)
            shapes.append(Polygon(((cx, cy), *points), fill=fill, colour="FFFFFF", weight=1.0))
            middle = turned + angle / 2
            if angle > 0.18:  # room for a number
                light = fill in (SHADES[0], SHADES[4], SHADES[6], SHADES[9], SHADES[11], SHADES[2])
                place = cx + radius * 0.72 * math.sin(middle), cy - radius * 0.72 * math.cos(middle) + 0.12
                shapes.append(
                    Lettering(*place, str(n + 1), 9, bold=True, align="center", colour="FFFFFF" if light else "111111")
                )
        turned += angle
        y = 0.65 + n * 0.5
        shapes.append(Box(7.2, y - 0.27, 0.34, 0.34, fill=fill, colour=QUIET, weight=0.4))
        shapes.append(Lettering(7.75, y, f"{n + 1}  {cut_to(label, 4.6, 9)}: {share(value)}", 9))
    return Drawing(tuple(shapes), WIDTH, max(6.8, 0.6 + len(parts) * 0.5))


def histogram(found: Bins, decimals: int, across: str, up: str) -> Drawing:
    """Bars side by side over the edges of the bins, each with its count; the axes named."""
    left, right, top, bottom = 1.5, WIDTH - 0.4, 0.8, 6.2
    most = max(found.counts)
    wide = (right - left) / len(found.counts)
    shapes: list[Shape] = [Lettering(0.1, 0.4, up, SIZE)]
    for n, count in enumerate(found.counts):
        tall = count / most * (bottom - top)
        if count:
            shapes.append(Box(left + n * wide, bottom - tall, wide, tall, fill=FILL, colour="5D7B9A", weight=0.5))
            shapes.append(Lettering(left + (n + 0.5) * wide, bottom - tall - 0.1, str(count), SIZE, align="center"))
    shapes.append(Line(left, bottom, right, bottom))
    every = max(1, math.ceil(len(found.edges) * 1.4 / (right - left)))
    digits = max(decimals, places(found.edges))
    for n in range(0, len(found.edges), every):
        x = left + n * wide
        shapes.append(Line(x, bottom, x, bottom + 0.1))
        shapes.append(Lettering(x, bottom + 0.48, format_number(found.edges[n], digits), SIZE, align="center"))
    shapes.append(Lettering((left + right) / 2, bottom + 1.0, across, SIZE, align="center"))
    return Drawing(tuple(shapes), WIDTH, bottom + 1.25)


def boxes(rows: Sequence[tuple[str, BoxParts, Sequence[tuple[str, float]]]], decimals: int, across: str) -> Drawing:
    """A lying box a row (label, its parts, the named values beyond its whiskers) over one axis."""
    left = min(5.0, max(text_width(label, 9) for label, _p, _o in rows)) + 0.4
    right, top, step = WIDTH - 0.8, 0.7, 1.5
    low = min(min(parts.low, *(v for _n, v in beyond), parts.low) for _l, parts, beyond in rows)
    high = max(max(parts.high, *(v for _n, v in beyond), parts.high) for _l, parts, beyond in rows)
    at = ticks(low, high)
    x = _scale(at[0], at[-1], left, right)
    bottom = top + step * len(rows)
    shapes = _axis(at, x, top - 0.35, bottom, decimals, across, (left + right) / 2)
    for n, (label, parts, beyond) in enumerate(rows):
        y = top + step * (n + 0.4)
        shapes += [
            Lettering(left - 0.3, y + _LETTER, cut_to(label, left - 0.3, 9), 9, align="right"),
            Line(x(parts.low), y, x(parts.q1), y), Line(x(parts.q3), y, x(parts.high), y),
            Line(x(parts.low), y - 0.15, x(parts.low), y + 0.15), Line(x(parts.high), y - 0.15, x(parts.high), y + 0.15),
            Box(x(parts.q1), y - 0.3, x(parts.q3) - x(parts.q1), 0.6, fill=FILL, colour="5D7B9A"),
            Line(x(parts.median), y - 0.3, x(parts.median), y + 0.3, weight=2.0),
        ]  # fmt: skip
        reach = [-9.0, -9.0]
        for name, value in sorted(beyond, key=lambda one: one[1]):
            place, wide = x(value), text_width(name, 7)
            shapes.append(Disc(place, y, 0.07, fill="FFFFFF"))
            row = 0 if place - wide / 2 > reach[0] else 1
            if place - wide / 2 > reach[row]:  # else there is no room: it is named in the note
                shapes.append(Lettering(place, y + 0.42 + 0.3 * row, name, 7, align="center"))
                reach[row] = place + wide / 2 + 0.1
    return Drawing(tuple(shapes), WIDTH, bottom + 1.1)


@dataclass(frozen=True)
class Trend:
    """A line: (year, value or None, whether preliminary), oldest first."""

    label: str
    points: Sequence[tuple[int, float | None, bool]]


def trend(
    lines: Sequence[Trend], decimals: int, up: str, breaks: Sequence[int] = (), band: Sequence[tuple[int, float, float]] = ()
) -> Drawing:  # fmt: skip
    """Lines over the years: dashed where a year is missing between, broken where the series breaks, hollow where a figure is
    preliminary; ``band``: (year, low, high) of a grey band behind them. The axis of values need not begin at zero, and says its
    numbers."""
    known = [(y, v) for one in lines for y, v, _p in one.points if v is not None]
    known += [(year, value) for year, *both in band for value in both]
    ends = max(text_width(one.label, SIZE) for one in lines) + (0.9 if len(lines) > 1 else 0.3)
    left, right, top, bottom = 1.9, WIDTH - min(5.0, ends), 0.9, 6.6
    years = sorted({year for one in lines for year, _v, _p in one.points})
    at = ticks(min(v for _y, v in known), max(v for _y, v in known))
    x = _scale(years[0], years[-1], left + 0.4, right - 0.3)
    y = _scale(at[0], at[-1], bottom, top)
    shapes: list[Shape] = [Lettering(0.1, 0.4, up, SIZE)]
    if band:
        edge = [(x(year), y(high)) for year, _low, high in band] + [
            (x(year), y(low)) for year, low, _high in reversed(band)
        ]
        shapes.append(Polygon(tuple(edge), fill="E3E8EE", colour="C9D2DC", weight=0.3))
    digits = places(at)
    for value in at:
        shapes.append(Line(left, y(value), right, y(value), colour="DDDDDD", weight=0.4))
        shapes.append(Lettering(left - 0.15, y(value) + _LETTER, format_number(value, digits), SIZE, align="right"))
    every = max(1, math.ceil(len(years) * 0.95 / (right - left)))
    for year in years[::every]:
        shapes.append(Lettering(x(year), bottom + 0.5, str(year), SIZE, align="center"))
    for year in breaks:
        if years[0] < year <= years[-1]:
            shapes.append(Line(x(year - 0.5), top, x(year - 0.5), bottom, colour=QUIET, weight=1.0, dashed=True))
    last: list[tuple[float, str, str]] = []
    for n, one in enumerate(lines):
        colour = LINES[n % len(LINES)]
        there = [(year, value, p) for year, value, p in one.points if value is not None]
        for (year, value, _p), (after, then, _q) in pairwise(there):
            if not any(year < broken <= after for broken in breaks):
                gap = any(year < between < after for between in years) or after - year > 1
                shapes.append(Line(x(year), y(value), x(after), y(then), colour=colour, weight=1.5, dashed=gap))
        for year, value, preliminary in there:
            shapes.append(
                Disc(
                    x(year),
                    y(value),
                    0.09 if len(years) <= 30 else 0.04,
                    fill="FFFFFF" if preliminary else colour,
                    colour=colour,
                )
            )
            if len(lines) == 1:
                shapes.append(Lettering(x(year), y(value) - 0.2, format_number(value, decimals), SIZE, align="center"))
        if there:
            last.append((y(there[-1][1]), one.label, colour))
    sample = 0.6 if len(lines) > 1 else 0.0
    for place, label, colour in _apart(last, 0.36):
        if sample:
            shapes.append(Line(right + 0.05, place, right + sample - 0.1, place, colour=colour, weight=2.0))
        shapes.append(Lettering(right + sample, place + _LETTER, cut_to(label, WIDTH - right - sample, SIZE), SIZE))
    shapes.append(Line(left, bottom, right, bottom))
    return Drawing(tuple(shapes), WIDTH, bottom + 0.8)


def _apart(labels: Sequence[tuple[float, str, str]], least: float) -> list[tuple[float, str, str]]:
    """Labels from the top down, moved so far that none stands on another."""
    found: list[tuple[float, str, str]] = []
    for place, label, colour in sorted(labels):
        found.append((max(place, found[-1][0] + least) if found else place, label, colour))
    return found


def _axis(
    at: Sequence[float], x: Callable[[float], float], top: float, bottom: float, decimals: int, name: str, middle: float
) -> list[Shape]:
    shapes: list[Shape] = []
    digits = places(at)
    for value in at:
        shapes.append(Line(x(value), top, x(value), bottom, colour="DDDDDD", weight=0.4))
        shapes.append(Lettering(x(value), bottom + 0.4, format_number(value, digits), SIZE, align="center"))
    shapes.append(Lettering(middle, bottom + 0.9, name, SIZE, align="center"))
    return shapes


def _scale(low: float, high: float, start: float, stop: float) -> Callable[[float], float]:
    wide = (high - low) or 1.0
    return lambda value: start + (value - low) / wide * (stop - start)


def places(values: Sequence[float]) -> int:
    """How many decimals these round numbers need."""
    return next((n for n in range(4) if all(abs(round(v, n) - v) < 1e-9 for v in values)), 4)
