"""A table of many columns on a terminal, in as many pieces as its width asks for."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import groupby

import click

from qualcode.cli.common import cells_of, cut

LABEL = 34  # cells of a terminal for the names of the rows, where the table takes several pieces
NARROW = 18  # and what will do, where that keeps it in one piece


def print_grid(
    groups: Sequence[str],
    names: Sequence[str],
    heads: Sequence[tuple[str, Sequence[str]]],
    grid: Sequence[tuple[str, Sequence[str]]],
) -> None:
    """The table in as many pieces as the terminal's width asks for, columns of one group together where they fit. A line without
    cells is a heading."""
    room = max(60, shutil.get_terminal_size((100, 24)).columns)
    columns = [
        max(cells_of(text) for text in (names[i], *(line[i] for _name, line in (*heads, *grid) if line)))
        for i in range(len(names))
    ]
    for group, members in groupby(range(len(names)), key=lambda i: groups[i]):
        inside = list(members)
        columns[inside[-1]] += max(0, cells_of(group) - sum(columns[i] for i in inside) - 2 * (len(inside) - 1))
    longest = max((cells_of(name) for name, cells in grid if cells), default=0) + 1
    spare = room - sum(columns) - 2 * len(columns)
    label = min(longest, spare if spare >= NARROW else LABEL, room // 2)
    for piece in _pieces(groups, columns, room - label):
        head = ""
        for group, members in groupby(piece, key=lambda i: groups[i]):
            inside = list(members)
            span = sum(columns[i] + 2 for i in inside)
            head += "  " + _filled(cut(group, span - 2), span - 2)
        if head.strip():
            click.echo(" " * label + head.rstrip())
        for name, cells in (("", names), *heads, *grid):
            line = "".join("  " + " " * (columns[i] - cells_of(cells[i])) + cells[i] for i in piece) if cells else ""
            click.echo((_filled(cut(name, label if cells else room), label) + line).rstrip())
        click.echo()


def _pieces(groups: Sequence[str], columns: Sequence[int], room: int) -> list[list[int]]:
    pieces: list[list[int]] = [[]]
    for _group, members in groupby(range(len(columns)), key=lambda i: groups[i]):
        inside = list(members)
        used = sum(columns[i] + 2 for i in pieces[-1])
        if pieces[-1] and used + sum(columns[i] + 2 for i in inside) > room:
            pieces.append([])
        for i in inside:
            if pieces[-1] and sum(columns[j] + 2 for j in pieces[-1]) + columns[i] + 2 > room:
                pieces.append([])
            pieces[-1].append(i)
    return [piece for piece in pieces if piece]


def _filled(text: str, width: int) -> str:
    return text + " " * (width - cells_of(text))
