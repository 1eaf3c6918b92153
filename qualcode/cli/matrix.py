"""matrix, network."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from qualcode.cli.common import json_option, listing, opened
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.store.lookup import find

LABEL = 34  # cells of a terminal for the names of the rows, where the table takes several pieces
NARROW = 18  # and what will do, where that keeps it in one piece


def layer_option(command: Any) -> Any:
    """``--layer NAME``: one coder's codings instead of the agreed layer."""
    return click.option(
        "--layer",
        metavar="NAME",
        default="agreed",
        show_default=True,
        help=_("Whose codings: agreed, or a coder's short name."),
    )(command)


def layer_coder(project: Project, layer: str) -> bytes | None:
    """The coder of a layer; None for the agreed one."""
    return None if layer == "agreed" else find(project, "coder", layer)


@click.command(
    help=_(
        "Themes (or codes) by kelurahan or kecamatan. A cell reads m/n: m of n finished transcripts raise the theme, with − for a problem, + for a "
        "strength, ± for both. An area nobody was asked in is ·, never 0; “qualcode export matrix -o FILE.xlsx” writes the table with "
        "the quotes behind every number.\n\n"
        "Example: qualcode matrix --rows codes --columns kecamatan --count segments"
    )
)
@click.option("--rows", type=click.Choice(["themes", "codes"]), default="themes", show_default=True)
@click.option(
    "--columns",
    "level",
    type=click.Choice(["kelurahan", "kecamatan", "informant"]),
    default="kelurahan",
    show_default=True,
    help=_("By area; or by informant, counting passages."),
)
@click.option("--source", "source_names", multiple=True, metavar="NAME", help=_("Only these sources."))
@click.option(
    "--count",
    type=click.Choice(["sources", "segments", "speakers"]),
    default="sources",
    show_default=True,
    help=_("What is counted."),
)
@click.option(
    "--tau",
    type=float,
    default=0.5,
    show_default=True,
    help=_("Net share of transcripts from which a cell gets − or +."),
)
@click.option("--all", "every", is_flag=True, help=_("Also the areas where nobody was asked."))
@layer_option
@json_option
@click.pass_context
def matrix(
    ctx: click.Context, rows: str, level: str, source_names: tuple[str, ...], count: str, tau: float, every: bool, layer: str,
    as_json: bool,
) -> None:  # fmt: skip
    from qualcode.collect.regions import regions
    from qualcode.display.matrix import matrix as made
    from qualcode.report.theme_table import notes, shown

    with opened(ctx) as project:
        sources = {find(project, "source", name) for name in source_names} or None
        if level == "informant":
            _by_informant(project, rows, sources, layer, as_json)
            return
        display = made(project, rows, level=level, coder=layer_coder(project, layer), tau=tau, sources=sources)
        above = {region.id: region.name for region in regions(project)}
        spoken = {area for _row, area in display.cells}
        areas = [area for area in display.areas if every or area.id in spoken]
        if as_json:
            listing(
                [
                    {
                        "row": row.name, "row_id": row.id, "area": area.name, "area_id": area.id, "within": above.get(area.parent or b"", ""),
                        "status": cell.status.value, "text": shown(cell, count), "N": cell.N, "E": cell.E, "A": cell.A, "M": cell.M,
                        "P": cell.P, "S": cell.S, "C": cell.C, "segments": cell.segments, "speakers": cell.voices, "outside": cell.outside,
                        "q": cell.q, "raised_in": cell.raised_in,
                    }
                    for row in display.rows
                    for area in areas
                    for cell in [display.cell(row.id, area.id)]
                ],
                True, [],
            )  # fmt: skip
            return
        if not areas or not display.rows:
            click.echo(_("Nothing to show: there are no themes, or no source has a kelurahan."))
            return
        names = [area.name for area in areas]
        groups = [above.get(area.parent or b"", "") if level == "kelurahan" else "" for area in areas]
        counts = [_finished(*display.finished.get(area.id, (0, 0))) for area in areas]
        grid = [(row.name, [shown(display.cell(row.id, area.id), count) for area in areas]) for row in display.rows]
        _print_grid(groups, names, counts, grid)
        outside = any(cell.outside for cell in display.cells.values())
        for note in notes(project, display, count, outside=outside):
            click.echo(note)
        if silent := len(display.areas) - len(areas):
            click.echo(
                ngettext(
                    "%d area where nobody was asked is not shown; --all shows it.",
                    "%d areas where nobody was asked are not shown; --all shows them.",
                    silent,
                )
                % silent
            )


def _by_informant(project: Project, rows: str, sources: set[bytes] | None, layer: str, as_json: bool) -> None:
    """Passages by informant: how often each speaks of it, and in which tone."""
    from qualcode.display.voices import voice_matrix

    display = voice_matrix(project, rows, sources=sources, coder=layer_coder(project, layer))
    if as_json:
        listing(
            [
                {"row": row.name, "row_id": row.id, "informant": voice.name, "informant_id": voice.id,
                 "text": display.text(row.id, voice.id), "segments": display.counts.get((row.id, voice.id), 0)}
                for row in display.rows for voice in display.voices
            ],
            True, [],
        )  # fmt: skip
        return
    if not display.rows:
        click.echo(_("Nothing to show: no informant's words are coded here."))
        return
    grid = [(row.name, [display.text(row.id, voice.id) for voice in display.voices]) for row in display.rows]
    blank = ["" for _voice in display.voices]
    _print_grid(blank, [voice.name for voice in display.voices], blank, grid)
    click.echo(_("Passages, not transcripts: how often each speaks of it, with − ± + as they judge it."))
    if display.unnamed:
        click.echo(
            ngettext(
                "%d passage of nobody in particular is left out.",
                "%d passages of nobody in particular are left out.",
                display.unnamed,
            )
            % display.unnamed
        )


def _finished(done: int, sources: int) -> str:
    return "·" if not sources else str(done) if done == sources else f"{done} ({sources})"


def _print_grid(
    groups: Sequence[str], names: Sequence[str], counts: Sequence[str], grid: Sequence[tuple[str, Sequence[str]]]
) -> None:
    """The table in as many pieces as the terminal's width asks for, areas of one group together where they fit."""
    room = max(60, shutil.get_terminal_size((100, 24)).columns)
    columns = [
        max(len(text) for text in (names[i], counts[i], *(cells[i] for _name, cells in grid)))
        for i in range(len(names))
    ]
    for group, members in groupby(range(len(names)), key=lambda i: groups[i]):
        inside = list(members)
        columns[inside[-1]] += max(0, len(group) - sum(columns[i] for i in inside) - 2 * (len(inside) - 1))
    longest = max(len(name) for name, _cells in grid) + 1
    spare = room - sum(columns) - 2 * len(columns)
    label = min(longest, spare if spare >= NARROW else LABEL, room // 2)
    for piece in _pieces(groups, columns, room - label):
        head = ""
        for group, members in groupby(piece, key=lambda i: groups[i]):
            inside = list(members)
            span = sum(columns[i] + 2 for i in inside)
            head += "  " + _cut(group, span - 2).ljust(span - 2)
        if head.strip():
            click.echo(" " * label + head.rstrip())
        for name, cells in (("", names), *([(_("n transcripts"), counts)] if any(counts) else []), *grid):
            line = "".join("  " + " " * (columns[i] - len(cells[i])) + cells[i] for i in piece)
            click.echo(_cut(name, label).ljust(label) + line)
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


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"


@click.command(
    help=_(
        "Which codes occur together: in the same turn, or in the same source; the most frequent pairs first. Jaccard is the share of the places "
        "with either code that have both. -o writes a graph (GEXF) for Gephi.\n\nExample: qualcode network --unit turn --at-least 5"
    )
)
@click.option("--unit", type=click.Choice(["turn", "source"]), default="turn", show_default=True)
@click.option(
    "--at-least",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    metavar="N",
    help=_("Leave out pairs met less often."),
)
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE.gexf")
@layer_option
@json_option
@click.pass_context
def network(ctx: click.Context, unit: str, at_least: int, file: Path | None, layer: str, as_json: bool) -> None:
    from qualcode.display.network import graph
    from qualcode.display.network import network as made
    from qualcode.reduce.codebook import by_id
    from qualcode.reduce.counting import counted

    with opened(ctx) as project:
        names = {rec: code.shown for rec, code in by_id(project).items()}
        segments = counted(project, layer_coder(project, layer)).segments
        found = made((((s.source, s.turn) if unit == "turn" else s.source, names[s.code]) for s in segments), at_least)
        if file is not None:
            import networkx as nx

            from qualcode.report.writers import put

            if file.suffix.lower() != ".gexf" or not file.parent.is_dir():
                raise UserError(_("a graph is written as .gexf into a folder that is there"), where=str(file))
            put(file, "\n".join(nx.generate_gexf(graph(found))).encode())
            click.echo(_("Written: %s") % file)
            return
        listing(
            ({"one": t.one, "other": t.other, "together": t.together, "one_units": t.one_units, "other_units": t.other_units, "jaccard": round(t.jaccard, 3)} for t in found.ties),
            as_json,
            [("one", _("code")), ("other", _("with")), ("together", _("together")), ("one_units", _("first")), ("other_units", _("second")), ("jaccard", "Jaccard")],
            empty=_("No two codes meet that often."),
        )  # fmt: skip
