"""map. The module has another name, since a module ``map`` would hide the word from the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import json_option, listing, opened
from qualcode.cli.options import force_option, forced, language_option, layer_coder, layer_option, where_option
from qualcode.errors import UserError
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.display.citymap import CityMap, Tile

WIDE = 7  # cells of a tile on the terminal


@click.command(
    help=_(
        "A theme on tiles of all kelurahan: one tile each, beside each other roughly as in the city. With --code a code, with --indicator the figures "
        "of an indicator in classes of equal size. An area where nobody was asked is hatched (╱╱) and never has a shade of the scale. -o writes "
        "the picture with its legend and a key of names (.svg, .png, .pdf), or a document (.docx, .html, .md). Another city gives its own "
        "tiles by the columns row and col of its region file.\n\n"
        "Examples: qualcode map “Air bersih” -o exports/peta.svg\n\n"
        "qualcode map --indicator “Kepadatan penduduk” --classes 4"
    )
)
@click.argument("theme", required=False)
@click.option("--code", "code_name", metavar="NAME", help=_("A code instead of a theme."))
@click.option("--indicator", "indicator_name", metavar="NAME", help=_("An indicator instead of a theme."))
@click.option("--year", type=int, help=_("Of the indicator; else its newest usable year."))
@click.option(
    "--classes",
    "parts",
    type=click.IntRange(3, 4),
    default=3,
    show_default=True,
    help=_("Into how many classes of equal size an indicator is cut."),
)
@where_option
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE")
@force_option
@language_option
@layer_option
@json_option
@click.pass_context
def map(
    ctx: click.Context, theme: str | None, code_name: str | None, indicator_name: str | None, year: int | None, parts: int,
    where: str, file: Path | None, language: str, layer: str, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.display.citymap import indicator_map, theme_maps
    from qualcode.reduce.counting import living
    from qualcode.report.blocks import Document
    from qualcode.report.map_figure import map_figure
    from qualcode.report.phrases import speaking
    from qualcode.report.picture import PICTURES, write_picture
    from qualcode.report.writers import write
    from qualcode.store.lookup import find

    if sum(name is not None for name in (theme, code_name, indicator_name)) != 1:
        raise UserError(
            _("one theme, code or indicator makes a map"), todo=_("Name a theme, or use --code or --indicator")
        )
    with opened(ctx) as project:

        def made() -> CityMap:
            if indicator_name is not None:
                return indicator_map(project, find(project, "indicator", indicator_name), year=year, parts=parts)
            of, name = ("codes", code_name) if code_name is not None else ("themes", theme)
            only = find(project, "code" if of == "codes" else "theme", str(name))
            only = living(project).get(only, only)  # where a combined code lives on
            found = theme_maps(project, of, coder=layer_coder(project, layer), where=where, only=only)
            if not found:
                raise UserError(
                    _("this code only gathers others"), where=name, todo=_("Name one of the codes beneath it")
                )
            return found[0]

        if file is not None:
            with speaking(language):
                figure = map_figure(project, made())
            if file.suffix.lower() in PICTURES:
                write_picture(figure, file, language=language, force=forced())
            else:
                write(Document(figure.caption, (figure,), language=language), file, force=forced())
            click.echo(_("Written: %s") % file)
            return
        shown = made()
        if as_json:
            listing([_item(tile) for tile in shown.tiles], True, [])
        else:
            _print(shown)


def _item(tile: Tile) -> dict[str, object]:
    cell = tile.cell
    return {
        "area": tile.area.name, "area_id": tile.area.id, "code": tile.area.code, "within": tile.within, "row": tile.row + 1,
        "col": tile.column + 1, "short": tile.short, "look": tile.look, "class": tile.level, "text": tile.text,
        "m": cell.M if cell else None, "n": cell.n if cell else None, "value": tile.value.value if tile.value else None,
        "printed": tile.value.printed if tile.value else None,
    }  # fmt: skip


def _print(shown: CityMap) -> None:
    from qualcode.display.citymap import legend, sign, summary, two_lines

    at = {(tile.row, tile.column): tile for tile in shown.tiles}
    click.echo(summary(shown))
    click.echo()
    for row in range(shown.grid.rows):
        above = below = ""
        for column in range(shown.grid.columns + 1):
            tile, before = at.get((row, column)), at.get((row, column - 1))
            edge = "│" if (tile.within if tile else None) != (before.within if before else None) else " "
            name, text = two_lines(tile) if tile else ("", "")
            above += edge + name.ljust(WIDE - 1)
            below += edge + text[: WIDE - 1].ljust(WIDE - 1)
        click.echo(above.rstrip())
        click.echo(below.rstrip())
    click.echo()
    for look, level, words, count in legend(shown):
        click.echo(f"{sign(look, level):4}{words}: {count}")
    click.echo()
    _print_names(shown)


def _print_names(shown: CityMap) -> None:
    from itertools import groupby

    from qualcode.cli.common import tell

    for within, tiles in groupby(shown.tiles, key=lambda tile: tile.within):
        tell(f"{within}: " + ", ".join(f"{tile.short} {tile.area.name}" for tile in tiles))
