"""Charts in the cells of a terminal: the same five, in lines of text that need no colour.

The rule: a line is never wider than asked, and every mark has its number beside it; what a character cannot show (the exact
length of a bar) the number says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from qualcode.display.series_described import Described
from qualcode.display.series_shape import Bins, BoxParts, bins, box_parts, ticks
from qualcode.language.numerals import format_number
from qualcode.report import descriptive_words as words
from qualcode.report.charts import Trend, places
from qualcode.report.charts_described import figure, trend_data

LABEL = 22  # cells of a name
_EIGHTHS = " ▏▎▍▌▋▊▉"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def chart_lines(described: Described, kind: str, width: int, height: int = 9) -> list[str]:
    """A chart of ``charts_described.CHARTS`` in lines of at most ``width`` cells (40 or more), a trend's grid ``height`` lines tall.
    UserError where it is refused."""
    figure(described, kind)  # refuses what is no such chart
    years, rated = described.years, described.year.rated
    digits = words.COUNTED if rated else years.decimals
    if kind == "trend":
        return trend_lines(trend_data(described), digits, width, list(years.breaks), height)
    if kind == "histogram":
        return histogram_lines(bins(list(described.year.used.values())), width)
    if kind == "box":
        used = [one for one in described.year.values if one.value is not None]
        parts = box_parts([one.value or 0.0 for one in used])
        return box_lines(str(described.year.year or years.level), parts, [used[at].value or 0.0 for at in parts.beyond], digits, width)  # fmt: skip
    rows = [(one.name, one.value or 0.0) for one in described.ordered]
    if kind == "pie":
        whole = sum(value for _name, value in rows)
        rows.sort(key=lambda row: -row[1])
        said = [f"{format_number(value, digits)} {format_number(100 * value / whole, 1)}%" for _name, value in rows]
        return bar_lines(rows, said, width)
    return bar_lines(rows, [format_number(value, digits) for _name, value in rows], width)


def bar_lines(rows: Sequence[tuple[str, float]], said: Sequence[str], width: int) -> list[str]:
    """Lying bars from zero: name, number, bar."""
    left = min(LABEL, max(cells(name) for name, _v in rows))
    right = max(map(len, said))
    room = max(4, width - left - right - 3)
    low, high = min(0.0, *(value for _n, value in rows)), max(0.0, *(value for _n, value in rows))
    wide = (high - low) or 1.0
    zero = -low / wide * room
    lines = []
    for (name, value), text in zip(rows, said, strict=True):
        if value >= 0:
            bar = " " * round(zero) + _bar(value / wide * room)
        else:
            long = max(1, round(-value / wide * room))
            bar = " " * max(0, round(zero) - long) + "▒" * long
        lines.append(f"{fit(name, left)} {text:>{right}} {bar}".rstrip()[:width])
    return lines


def _bar(long: float) -> str:
    eighths = round(long * 8)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + _EIGHTHS[rest]).rstrip() or ("▏" if long > 0 else "")


def histogram_lines(found: Bins, width: int) -> list[str]:
    """A line a bin: its edges, its count, its bar."""
    edges = [format_number(edge, places(found.edges)) for edge in found.edges]
    rows = [(f"{low} – {high}", float(n)) for (low, high), n in zip(pairwise(edges), found.counts, strict=True)]
    return bar_lines(rows, [str(n) for n in found.counts], width)


def box_lines(label: str, parts: BoxParts, beyond: Sequence[float], decimals: int, width: int) -> list[str]:
    """A lying box with its whiskers over a scale; what lies beyond is ``○``."""
    at = ticks(min(parts.low, *beyond, parts.low), max(parts.high, *beyond, parts.high), 5)
    room = max(20, width - cells(label) - 2)

    def x(value: float) -> int:
        return round((value - at[0]) / (at[-1] - at[0]) * (room - 1))

    row = [" "] * room
    for place in range(x(parts.low), x(parts.high) + 1):
        row[place] = "─"
    for place in range(x(parts.q1), x(parts.q3) + 1):
        row[place] = "▒"
    row[x(parts.low)], row[x(parts.high)], row[x(parts.median)] = "├", "┤", "┃"
    for value in beyond:
        row[x(value)] = "○"
    scale = [" "] * (room + 12)
    for value in at:
        text = format_number(value)
        begin = max(0, min(x(value) - len(text) // 2, room - len(text)))
        if not "".join(scale[max(0, begin - 1) : begin + len(text)]).strip():
            scale[begin : begin + len(text)] = text
    indent = " " * (cells(label) + 1)
    told = (("├", parts.low), ("▒", parts.q1), ("┃", parts.median), ("▒", parts.q3), ("┤", parts.high))
    legend = "  ".join(f"{sign} {format_number(value, decimals)}" for sign, value in told)
    return [f"{label} {''.join(row)}".rstrip(), (indent + "".join(scale)).rstrip(), (indent + legend)[:width].rstrip()]


def trend_lines(
    lines: Sequence[Trend], decimals: int, width: int, breaks: Sequence[int] = (), height: int = 9
) -> list[str]:
    """Lines over the years: a letter a line (``●`` where there is one alone; ``○`` preliminary), ``·`` between, ``¦`` where
    the series breaks; the numbers below."""
    known = [value for one in lines for _y, value, _p in one.points if value is not None]
    years = sorted({year for one in lines for year, _v, _p in one.points})
    at = ticks(min(known), max(known), 4)
    scale = [format_number(value) for value in at]
    left = max(map(len, scale))
    room = max(16, min(width - left - 3, 14 * len(years)))

    def x(year: float) -> int:
        return 2 + round((year - years[0]) / max(1, years[-1] - years[0]) * (room - 5))

    def y(value: float) -> int:
        return round((at[-1] - value) / (at[-1] - at[0]) * (height - 1))

    grid = [[" "] * room for _row in range(height)]
    for year in breaks:
        if years[0] < year <= years[-1]:
            for row in grid:
                row[x(year - 0.5)] = "¦"
    for one in lines:
        there = [(year, value) for year, value, _p in one.points if value is not None]
        for (first, begin), (last, end) in pairwise(there):
            if any(first < broken <= last for broken in breaks):
                continue
            for place in range(x(first) + 1, x(last)):
                share = (place - x(first)) / (x(last) - x(first))
                row_at = y(begin + share * (end - begin))
                if grid[row_at][place] == " ":
                    grid[row_at][place] = "·"
    for n, one in enumerate(lines):
        for year, value, preliminary in one.points:
            if value is not None:
                mark = "○" if preliminary else "●"
                grid[y(value)][x(year)] = mark if len(lines) == 1 else _LETTERS[n % 26]
    named = {y(value): text for value, text in zip(at, scale, strict=True)}
    drawn = [f"{named.get(n, ''):>{left}} │{''.join(row).rstrip()}" for n, row in enumerate(grid)]
    foot = [" "] * (room + 4)
    for year in years:
        text = str(year)
        begin = max(0, x(year) - len(text) // 2)
        if not "".join(foot[max(0, begin - 1) : begin + len(text)]).strip():
            foot[begin : begin + len(text)] = text
    drawn += [f"{'':>{left}} └{'─' * room}", f"{'':>{left}}  {''.join(foot).rstrip()}"]
    for n, one in enumerate(lines):
        sign = "●" if len(lines) == 1 else _LETTERS[n % 26]
        told = ", ".join(
            f"{year} {'...' if value is None else format_number(value, decimals)}{words.PRELIMINARY if p else ''}"
            for year, value, p in one.points
        )
        drawn.append(f"{sign} {one.label}: {told}")
    return [fit(line, width).rstrip() for line in drawn]


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fit(text: str, width: int) -> str:
    """The text in exactly ``width`` cells, with an ellipsis where it is cut."""
    if cells(text) <= width:
        return text + " " * (width - cells(text))
    while cells(text) > width - 1:
        text = text[:-1]
    return text + "…" + " " * (width - 1 - cells(text))
