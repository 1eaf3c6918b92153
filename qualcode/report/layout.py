"""How a table stands on paper: upright or across, heads turned or not, in one piece or in several.

The rule: never smaller than can be read and never a word cut where it can be helped. So a table first asks for an
upright page, then for one across, then for turned heads; only then is it divided, between groups (a kecamatan
stays together) and with its first columns repeated. Widths come from the letter widths of
Times (``metrics``), since no writer here can measure a page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from qualcode.report.blocks import Cell, Column, Row, Table, filled, words
from qualcode.report.metrics import CM, in_cm, text_width, thousandths, word_width

PORTRAIT = 15.5  # width of the text on an upright A4 page with margins of 3 and 2.5 cm
LANDSCAPE = 24.2  # and across, with 2.75 cm on both sides
PADDING = 0.2  # left and right of a cell's text together
TALLEST = 12  # lines of a row on an upright page; what runs longer reads better across
LONGEST = 4.5  # no single word claims more than this: a longer one is broken

# Across, heads turned, size in points: from what a reader likes best to what a reader can just do with.
_TRIES = (
    (False, False, 10.0),
    (False, False, 9.0),
    (False, True, 9.5),
    (True, False, 9.5),
    (True, False, 9.0),
    (True, True, 9.0),
)


@dataclass(frozen=True)
class Part:
    """A piece of a table: which columns, and how wide each in cm."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Layout:
    """``size`` in points; ``rotated``: the heads of narrow columns run upwards."""

    landscape: bool
    rotated: bool
    size: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Head:
    """A cell of a table's head: which columns it stands over, how many rows it takes, whether it runs upwards."""

    text: str
    columns: tuple[int, ...]
    down: int
    turned: bool


def layout(table: Table) -> Layout:
    """Choose page, head and pieces for a table."""
    tries = [t for t in _TRIES if table.landscape is None or t[0] == table.landscape]
    everything = tuple(range(len(table.columns)))
    said = [_said(table, i) for i in everything]
    for across, rotated, size in tries:
        page = LANDSCAPE if across else PORTRAIT
        least = _leasts(table, said, size, rotated)
        if sum(least) <= page:
            part = Part(everything, _spread(table, everything, least, size, page, said))
            ribbon = not across and any(row_lines(table, row, part, size) > TALLEST for row in table.rows)
            if not ribbon or table.landscape is False:
                return Layout(across, rotated, size, (part,))
    across, rotated, size = tries[-1]
    page = LANDSCAPE if across else PORTRAIT
    least = _leasts(table, said, size, rotated)
    stub = _stub(table)
    first = sum(least[i] for i in stub)
    if first > page * 0.35:  # the names of the rows must leave room for what they name
        least = [w * page * 0.35 / first if i in stub else w for i, w in enumerate(least)]
    pieces = _divide(table, stub, least, page)
    parts = tuple(Part(columns, _spread(table, columns, least, size, page, said)) for columns in pieces)
    return Layout(across, rotated, size, parts)


def narrow(table: Table, column: int) -> bool:
    """A column of short signs and numbers only: its head may be turned, its cells are centred."""
    found = [filled(table, row)[column] for row in table.rows if row.level != "group"]
    return bool(found) and all(c.kind in ("state", "number") or len(c.text) <= 6 for c in found)


def align(table: Table, column: int, cell: Cell) -> str:
    """``left``, ``center`` or ``right``: the column's wish, else numbers right, signs centred, text left."""
    return table.columns[column].align or {"number": "right", "state": "center"}.get(cell.kind, "left")


def head_rows(table: Table, columns: tuple[int, ...], *, rotated: bool = False) -> list[list[Head]]:
    """The head of these columns in one row, or in two where there are groups; a cell that reaches down into the
    second row stands in the first only."""
    ends = [Head(table.columns[i].title, (i,), 1, rotated and narrow(table, i)) for i in columns]
    if not any(table.columns[i].group for i in columns):
        return [ends]
    upper: list[Head] = []
    lower: list[Head] = []
    for group, members in groupby(ends, key=lambda head: table.columns[head.columns[0]].group or ""):
        heads = list(members)
        if group:
            upper.append(Head(group, tuple(head.columns[0] for head in heads), 1, False))
            lower += heads
        else:
            upper += [replace(head, down=2) for head in heads]
    return [upper, lower]


def lines_needed(text: str, room: float, size: float, *, bold: bool = False) -> int:
    """About how many lines a text takes in ``room`` cm, broken between words."""
    total = 0
    for line in text.split("\n"):
        total += 1
        used = 0.0
        for word in line.split(" "):
            width = word_width(word, size, bold=bold)
            if used and used + width > room:
                total, used = total + 1, 0.0
            used += width
            while used > room:  # a word longer than the line is broken
                total, used = total + 1, used - room
    return total


def row_lines(table: Table, row: Row, part: Part, size: float) -> int:
    """How many lines the tallest cell of a row takes."""
    if row.level == "group":
        return 1
    found = filled(table, row)
    return max(
        lines_needed(found[i].text, max(w - PADDING, 0.4), size, bold=row.level != "body" or found[i].kind == "head")
        for i, w in zip(part.columns, part.widths, strict=True)
    )


def fold(table: Table, language: str = "id", sign: str = "·") -> Table:
    """Without the columns that say ``sign`` (not sampled) in every row; a note names them by group.

    A matrix of 54 kelurahan of which seven were visited then fits one page, and still says where nobody was asked.
    """
    body = [filled(table, row) for row in table.rows if row.level != "group"]
    silent = [i for i in range(len(table.columns)) if body and all(row[i].text == sign for row in body)]
    if not silent:
        return table
    kept = [i for i in range(len(table.columns)) if i not in silent]
    named = "; ".join(
        (f"{group}: " if group else "") + ", ".join(column.title for column in members)
        for group, members in groupby((table.columns[i] for i in silent), key=lambda c: c.group)
    )
    left_out = {"id": "tak tersampel", "en": "not sampled"}.get(language, "tak tersampel")
    return replace(
        table,
        columns=tuple(table.columns[i] for i in kept),
        rows=tuple(row if row.level == "group" else _only(table, row, kept) for row in table.rows),
        notes=(*table.notes, f"{sign} {left_out} ({len(silent)}): {named}"),
    )


def part_title(table: Table, part: Part, language: str) -> str:
    """What is added to the caption of a continued piece: ``(lanjutan: Jebres)``."""
    groups = list(dict.fromkeys(g for i in part.columns if (g := table.columns[i].group)))
    said = words(language).continued
    return f"({said}: {', '.join(groups)})" if groups else f"({said})"


def _only(table: Table, row: Row, kept: list[int]) -> Row:
    found = filled(table, row)
    return replace(row, cells=tuple(found[i] for i in kept))


class _Said(NamedTuple):
    """What a column says, whatever the size of the letters: ``narrow``; its widest word and line, in thousandths of the size."""

    narrow: bool
    word: int
    line: int


def _said(table: Table, column: int) -> _Said:
    """Read once of every table: pages are tried one after the other."""
    lines = {
        (line, row.level != "body" or cell.kind == "head")
        for row in table.rows
        if row.level != "group"
        for cell in (filled(table, row)[column],)
        for line in cell.text.split("\n")
    }
    return _Said(
        narrow(table, column),
        max((thousandths(word, bold) for line, bold in lines for word in line.split()), default=0),
        max((thousandths(line, bold) for line, bold in lines), default=0),
    )


def _leasts(table: Table, said: list[_Said], size: float, rotated: bool) -> list[float]:
    """The least width of every column; a group is at least as wide as the longest word of its name."""
    least = [_least(column, one, size, rotated) for column, one in zip(table.columns, said, strict=True)]
    for group, members in groupby(range(len(least)), key=lambda i: table.columns[i].group):
        columns = list(members)
        have = sum(least[i] for i in columns)
        need = max((text_width(w, size, bold=True) for w in (group or "").split()), default=0.0) + PADDING
        for i in columns:
            least[i] *= max(1.0, need / have)
    return least


def _least(column: Column, said: _Said, size: float, rotated: bool) -> float:
    """The width below which a column's words would be cut, or its text run down the page like a ribbon."""
    turned = rotated and said.narrow
    head = [column.title] if turned else column.title.split()
    heading = size * CM if turned else max((text_width(w, size, bold=True) for w in head), default=0.0)
    if column.width:  # a wish; but no head is cut for it
        return max(column.width, min(heading, LONGEST) + PADDING)
    longest = min(in_cm(said.word, size), LONGEST)
    if not said.narrow:
        longest = max(longest, min(in_cm(said.line, size), 2.4))
    return max(longest, min(heading, LONGEST), 0.6) + PADDING


def _spread(
    table: Table, columns: tuple[int, ...], least: list[float], size: float, page: float, said: list[_Said]
) -> tuple[float, ...]:
    """Widths that make the columns about equally tall; signs and numbers stay slim.

    With room for ``lines`` lines a column asks for its fullest cell's text divided by them. The fewest lines that fit
    the page are looked for, and what is then left is shared.
    """
    floor = [least[i] for i in columns]
    full = [0.0 if table.columns[i].width or said[i].narrow else _fullest(table, i, size) + PADDING for i in columns]

    def asked(lines: float) -> list[float]:
        return [max(f, text / lines) for f, text in zip(floor, full, strict=True)]

    if sum(asked(1.0)) > page:
        few, many = 1.0, 1e6
        for _ in range(40):
            middle = (few * many) ** 0.5
            few, many = (middle, many) if sum(asked(middle)) > page else (few, middle)
        return tuple(asked(many))
    wish = [
        max(w, 1.6) if said[i].narrow and not table.columns[i].width else w
        for i, w in zip(columns, asked(1.0), strict=True)
    ]
    if sum(wish) > page:
        wish = asked(1.0)
    free = [0.0 if table.columns[i].width else w for i, w in zip(columns, wish, strict=True)]
    if page > PORTRAIT and all(said[i].narrow for i in columns[1:]):  # so wide a page would tear signs apart
        page = min(page, sum(wish) * 1.25)
    if not sum(free) and page > PORTRAIT:  # all widths were wished for a page upright: across, texts take the rest
        free = [0.0 if said[i].narrow else w for i, w in zip(columns, wish, strict=True)]
    more = max(0.0, page - sum(wish)) / (sum(free) or 1.0)
    return tuple(w + f * more for w, f in zip(wish, free, strict=True))


def _fullest(table: Table, column: int, size: float) -> float:
    """The width of the longest cell of a column, its lines one after the other."""
    return max(
        (
            sum(text_width(line, size, bold=row.level != "body") + PADDING for line in cell.text.split("\n"))
            for row in table.rows
            if row.level != "group"
            for cell in (filled(table, row)[column],)
        ),
        default=0.0,
    )


def _stub(table: Table) -> tuple[int, ...]:
    """The columns that name the rows: those before the first group, at least one."""
    first = next((i for i, c in enumerate(table.columns) if c.group), 1)
    return tuple(range(max(1, min(first, 2))))


def _divide(table: Table, stub: tuple[int, ...], least: list[float], page: float) -> list[tuple[int, ...]]:
    room = page - sum(least[i] for i in stub)
    runs = [
        list(members)
        for group, members in groupby(range(len(stub), len(table.columns)), key=lambda i: table.columns[i].group)
    ]
    pieces: list[list[int]] = []
    for run in runs:
        if table.columns[run[0]].group is None:
            units = [[i] for i in run]
        else:
            units = _even(run, least, room)
        for unit in units:
            used = sum(least[i] for i in pieces[-1]) if pieces else room
            if pieces and used + sum(least[i] for i in unit) <= room:
                pieces[-1] += unit
            else:
                pieces.append(list(unit))
    return [stub + tuple(piece) for piece in pieces]


def _even(run: list[int], least: list[float], room: float) -> list[list[int]]:
    """A group in the fewest pieces that fit, of about the same number of columns each."""
    for count in range(1, len(run) + 1):
        size = -(-len(run) // count)
        chunks = [run[i : i + size] for i in range(0, len(run), size)]
        if all(sum(least[i] for i in chunk) <= room for chunk in chunks):
            return chunks
    return [[i] for i in run]
