"""Rows of a table as they stand in a text: Markdown's pipes, or tabs (what the readers make of a table in a document).

The rule: a row goes on in lines without a tab until it has all its cells; a remark between two rows parts no table.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from qualcode.collect.lines import Line
from qualcode.collect.shapes import BESIDE
from qualcode.collect.table_columns import MIN_ROWS
from qualcode.collect.talk import ASIDE
from qualcode.language.marks import Span


@dataclass(frozen=True)
class Row:
    start: int
    cells: tuple[Span, ...]


def table_at(text: str, lines: list[Line], at: int) -> tuple[list[Row], int]:
    """The rows of the table that begins at a line, and the line behind it; no rows where none begins."""
    piped = lines[at].text.startswith("|") and lines[at].text.count("|") >= 3
    if piped:
        return _piped_rows(lines, at)
    if "\t" not in text[lines[at].start : _line_end(text, lines[at])]:
        return [], at + 1
    return _tabbed(text, lines, at)


MOST_BETWEEN = 2  # lines between two rows of one table: a remark, the number of a page


def _piped_rows(lines: list[Line], at: int) -> tuple[list[Row], int]:
    """Rows of pipes; a remark between two of as many cells parts no table."""
    rows: list[Row] = []
    size = lines[at].text.count("|")
    while at < len(lines) and lines[at].text.startswith("|"):
        rows.append(Row(lines[at].start, tuple(_piped(lines[at]))))
        at += 1
        near = range(at + 1, min(at + MOST_BETWEEN + 1, len(lines)))
        again = next((below for below in near if lines[below].text[0] == "|"), at)
        between = lines[at:again]
        parted = any(line.text[0] in "|#" or not BESIDE.fullmatch(line.text) for line in between)
        if between and not parted and lines[again].text.count("|") == size:
            at = again
    return rows, at


def _line_end(text: str, line: Line) -> int:
    end = text.find("\n", line.stop)
    return len(text) if end < 0 else end


def _tabbed(text: str, lines: list[Line], at: int) -> tuple[list[Row], int]:
    """Rows of tabs: a row goes on in lines without one, or until it has all its cells."""
    begin = text.rfind("\n", 0, lines[at].start) + 1
    block: list[tuple[int, int]] = []  # start and end of each line, with its blanks
    last = at
    while last < len(lines) and (last == at or lines[last].gap == 0):
        start = text.rfind("\n", 0, lines[last].start) + 1
        block.append((start, _line_end(text, lines[last])))
        last += 1
    if len(block) < MIN_ROWS:  # a talk of lines with tabs, blank lines between: no rows to be read one by one
        return [], last
    tabs = [text.count("\t", *span) for span in block]
    width = Counter(count for count in tabs if count).most_common(1)[0][0]
    width = max(width, tabs[0]) if tabs[0] <= 8 else width
    rows: list[Row] = []
    cells: list[Span] = []
    for (start, end), count in zip(block, tabs, strict=True):
        pieces = _split(text, max(start, begin), end)
        if cells and count == 0 and ASIDE.fullmatch(text[start:end].strip()):
            rows.append(Row(cells[0][0], tuple(cells)))  # [END]
            cells = pieces
        elif (
            cells
            and (count == 0 or len(cells) - 1 + count <= width < len(cells) + count)
            and len(cells) + count <= width + 1
        ):
            cells[-1] = (cells[-1][0], pieces[0][1])
            cells += pieces[1:]
        else:
            if cells:
                rows.append(Row(cells[0][0], tuple(cells)))
            cells = pieces
    if cells:
        rows.append(Row(cells[0][0], tuple(cells)))
    return rows, last


def _split(text: str, start: int, end: int) -> list[Span]:
    cells = []
    for piece in text[start:end].split("\t"):
        cells.append((start, start + len(piece)))
        start += len(piece) + 1
    return cells


def _piped(line: Line) -> list[Span]:
    cells = []
    start = line.start + 1
    for piece in line.text.strip("|").split("|"):
        cells.append((start, start + len(piece)))
        start += len(piece) + 1
    return cells
