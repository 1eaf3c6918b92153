"""indicators describe, break."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import json_option, listing, opened, safe, tell
from qualcode.cli.options import NUMBER, force_option, forced, language_option
from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.display.series import Value
    from qualcode.display.series_described import Changes, Described
    from qualcode.store import Project

CHARTS = ("bar", "pie", "histogram", "box", "trend")
ENDS = 5  # regions from each end of the ranking, where not all are asked for


@click.command(
    "describe",
    help=_(
        "An indicator of one year over its regions: mean, median, quartiles, deviation, ranks, best and worst, gap and ratio, the city's figure "
        "and what changed over the years. A count is divided per 1,000 of its denominator where that is known for the year. What was "
        "left out, corrected or is in doubt is named. A chart is drawn in the terminal, or into FILE: .svg .png .pdf for the chart "
        "alone, .docx .xlsx .html .md .csv with its tables.\n\n"
        "Examples: qualcode indicators describe “Jumlah penerima PKH” --year 2023 --chart box\n\n"
        "qualcode indicators describe “Rata-rata lama sekolah” --level kota --chart trend -o exports/rls.png"
    ),
)
@click.argument("name")
@click.option("--year", type=int, help=_("Else the newest one that is neither preliminary nor in doubt."))
@click.option("--level", type=click.Choice(["kota", "kecamatan", "kelurahan"]), help=_("Else the finest with figures."))
@click.option("--chart", "charts", multiple=True, type=click.Choice(CHARTS), help=_("Draw it; may be given several times."))  # fmt: skip
@click.option("--counts", is_flag=True, help=_("Counts as they are, not per 1,000."))
@click.option("--standard", type=NUMBER, metavar="NUMBER", help=_("Compare with this value, e.g. a service standard."))
@click.option("--from", "first", type=int, metavar="YEAR", help=_("Changes since this year, else since the oldest."))
@click.option("--region", "shown", multiple=True, metavar="NAME", help=_("Its own line in a trend, beside the median."))
@click.option("--all", "every", is_flag=True, help=_("Every region of the ranking."))
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE")
@force_option
@language_option
@json_option
@click.pass_context
def describe(
    ctx: click.Context, name: str, year: int | None, level: str | None, charts: tuple[str, ...], counts: bool,
    standard: float | None, first: int | None, shown: tuple[str, ...], every: bool, file: Path | None, language: str, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.collect.regions import need_region
    from qualcode.display.series import read_years
    from qualcode.display.series_described import changes, describe_year

    with opened(ctx) as project:
        years = read_years(project, find(project, "indicator", name), level, rated=not counts)
        described = describe_year(years, year, chosen=year is not None, standard=standard)
        if shown:
            regions = tuple(need_region(project, name, level=years.level) for name in shown)
            described = replace(described, shown=regions)
        if file is not None:
            _write(described, charts, file, language)
            click.echo(_("Written: %s") % file)
        elif as_json:
            wanted = [one.year for one in years.years if year in (None, one.year)]
            listing([_item(describe_year(years, at, chosen=True, standard=standard)) for at in wanted], True, [])
        else:
            found = changes(years, first, described.year.year if described.year in years.comparable else None)
            _print(described, found, charts, every=every)


def _write(described: Described, charts: Sequence[str], file: Path, language: str) -> None:
    from qualcode.report.charts_described import figure
    from qualcode.report.descriptive import describe_document
    from qualcode.report.phrases import speaking
    from qualcode.report.picture import PICTURES, write_picture
    from qualcode.report.writers import write

    if file.suffix.lower() not in PICTURES:
        write(describe_document(described, charts, language=language), file, force=forced())
        return
    if len(charts) > 1:
        raise UserError(_("a picture holds one chart"), where=str(file), todo=_("Give --chart once, or write a .docx"))
    with speaking(language):
        n = len(described.year.values)
        drawn = figure(described, charts[0] if charts else "trend" if n == 1 else "bar")
    write_picture(drawn, file, language=language, force=forced())


def _print(described: Described, found: Changes | None, charts: Sequence[str], *, every: bool) -> None:
    from qualcode.report import descriptive_words as words
    from qualcode.report.charts_described import figure
    from qualcode.report.charts_text import chart_lines

    width = shutil.get_terminal_size().columns
    drawn = [chart_lines(described, kind, width) for kind in charts]  # before anything is said: one may be refused
    tell(words.title(described))
    tell(words.sentence(described))
    if rows := words.statistics(described):
        tell(" · ".join(f"{name} {value}" for name, value in rows))
    for lines in drawn:
        click.echo()
        for line in lines:
            click.echo(safe(line))
    if not charts and described.ranks and len(described.year.values) > 1:
        click.echo()
        _ranking(described, found, every=every)
    if described.years.level == "kota" and not charts and len(described.years.years) > 1:
        click.echo()
        listing([_figure(described, one.year, one.values[0]) for one in described.years.years if one.values], False, [("year", _("year")), ("value", _("figure"))])  # fmt: skip
    click.echo()
    if charts:
        notes = [note for kind in charts for note in figure(described, kind).notes]
    else:
        notes = [*words.notes(described), *(words.changes_notes(described.years, found) if found else ())]
    for note in dict.fromkeys(notes):
        tell(f"- {note}")


def _figure(described: Described, year: int | None, one: Value) -> dict[str, Any]:
    from qualcode.report import descriptive_words as words

    text = words.shown(described.years, one.value, rated=described.year.rated)
    return {"year": str(year or ""), "value": text + ("*" if "preliminary" in one.against else "")}


def _ranking(described: Described, found: Changes | None, *, every: bool) -> None:
    """The ends of the ranking, or all of it, with bars."""
    from qualcode.report import descriptive_words as words
    from qualcode.report.charts_text import bar_lines

    years, rated = described.years, described.year.rated
    ordered = described.ordered
    changed = {one.region: one.absolute for one in found.changes} if found else {}
    places = words.COUNTED if rated else years.decimals
    said = []
    for one in ordered:
        rank = described.ranks[one.region]
        moved = changed.get(one.region)
        said.append(f"{rank:g}".replace(".", "," if language() == "id" else "."))
        said[-1] = (
            f"{said[-1]:>4}  {words.shown(years, one.value, rated=rated)}{'*' if 'preliminary' in one.against else ''}"
        )
        said[-1] += f"  ({words.signed(moved, places)})" if moved is not None else ""
    wide = max(map(len, said))
    lines = bar_lines([(one.name, one.value or 0.0) for one in ordered], [text.ljust(wide) for text in said], min(100, shutil.get_terminal_size().columns))  # fmt: skip
    shown = lines if every or len(lines) <= 2 * ENDS + 2 else [*lines[:ENDS], "", *lines[-ENDS:]]
    for line in shown:
        click.echo(safe(line) if line else "  " + _("… %d more; --all shows them") % (len(lines) - 2 * ENDS))


def _item(described: Described) -> dict[str, Any]:
    """A year as JSON: the statistics, every region with its rank or why it is left out."""
    from qualcode.report import descriptive_words as words

    found, years = described.description, described.years
    values = [
        {"region": one.name, "region_id": one.region, "within": one.within, "value": one.value, "printed": one.printed,
         "rank": described.ranks.get(one.region), "left_out": one.out, "against": list(one.against), "reason": one.reason}
        for one in described.year.values
    ]  # fmt: skip
    return {
        "indicator": years.indicator.name, "level": years.level, "year": str(described.year.year or ""), "rated": described.year.rated,
        "per": 1000 if described.year.rated else None, "denominator": years.denominator if described.year.rated else "",
        "table": ", ".join(described.year.tables), **(asdict(found) if found else {"n": 0, "missing": len(values)}),
        "best": [one.name for one in described.best], "worst": [one.name for one in described.worst],
        "standards": [asdict(one) for one in described.against], "bare_count": described.bare_count, "flat": described.flat,
        "notes": words.notes(described), "values": values,
    }  # fmt: skip


@click.command(
    "break",
    help=_(
        "Say that an indicator's figures mean something else from YEAR on (a new definition, base or source): no change is then worked "
        "out across it, and lines break there. Without YEAR the breaks are listed.\n\n"
        "Example: qualcode indicators break “Jumlah penerima PKH” 2025 --reason “pendataan DTSEN”"
    ),
)
@click.argument("name")
@click.argument("year", type=int, required=False)
@click.option("--reason", help=_("Why; it stands in every note."))
@click.option("--undo", is_flag=True, help=_("Take the break out."))
@json_option
@click.pass_context
def break_(ctx: click.Context, name: str, year: int | None, reason: str | None, undo: bool, as_json: bool) -> None:
    from qualcode.collect.series_breaks import breaks, set_break

    with opened(ctx, writes=year is not None) as project:
        indicator = find(project, "indicator", name)
        if year is not None:
            if not undo and not (reason or "").strip():
                raise UserError(_("a break needs a reason"), todo=_("Give it with --reason"))
            changed = set_break(project, indicator, year, "" if undo else reason or "")
            if not as_json:
                click.echo(_("Noted.") if changed else _("It was so already."))
                return
        _list_breaks(project, breaks(project, indicator), as_json)


def _list_breaks(project: Project, found: dict[int, str], as_json: bool) -> None:
    rows = [{"year": str(year), "reason": why} for year, why in found.items()]
    listing(rows, as_json, [("year", _("year")), ("reason", _("reason"))], empty=_("The series does not break."))
