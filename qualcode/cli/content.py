"""content: terms, codes, compare, saturation."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import json_option, listing, opened, safe, tell
from qualcode.cli.options import force_option, forced, language_option, where_option
from qualcode.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.display.content import Terms
    from qualcode.display.content_codes import Codes
    from qualcode.report.blocks import Block, Figure

SHOWN = 30

_by = click.option("--by", metavar="ATTRIBUTE", default="", help=_("By group: kelurahan, kecamatan, role, gender, age, kind, source, year, or an attribute of your own."))  # fmt: skip
_where = click.option("--where", metavar="QUERY", default="", help=_("Only what a query names, e.g. kelurahan:Pajang; asked for codes, only the coded passages."))  # fmt: skip
_size = click.option("--words", "size", type=click.IntRange(1, 5), default=1, show_default=True, help=_("Words of a term: 2 counts pairs."))  # fmt: skip
_stop = click.option("--stop", multiple=True, metavar="WORD", help=_("Leave this word out too."))
_keep = click.option("--keep", multiple=True, metavar="WORD", help=_("Count this word although the stop list has it."))
_most = click.option("--most", type=click.IntRange(1), default=SHOWN, show_default=True, help=_("How many are shown."))
_file = click.option("-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE", help=_("Into a document (.docx .xlsx .html .md .csv) or a picture (.svg .png .pdf)."))  # fmt: skip


@click.group(
    invoke_without_command=True,
    help=_(
        "Content analysis: which words informants say how often, which codes are given how often, what marks two groups off from each other, "
        "and how many new codes each further source brings. Alone it lists the commonest words.\n\n"
        "Example: qualcode content terms --words 2 --by gender"
    ),
)
@click.pass_context
def content(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        ctx.invoke(terms)


@content.command(
    help=_(
        "The words (by lemma, without function words) that informants say most, or runs of words, with how often that is per 1,000 words and "
        "in how many sources.\n\nExample: qualcode content terms --by kelurahan --where 'code:utang' -o exports/kata.xlsx"
    )
)
@_by
@_where
@_size
@_stop
@_keep
@_most
@_file
@force_option
@language_option
@json_option
@click.pass_context
def terms(
    ctx: click.Context, by: str, where: str, size: int, stop: tuple[str, ...], keep: tuple[str, ...], most: int, file: Path | None,
    language: str, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.display.content import terms as counted
    from qualcode.report.content import terms_figure, terms_table
    from qualcode.report.content_words import terms_notes, terms_sentence, terms_title

    with opened(ctx) as project:

        def count() -> Terms:
            return counted(project, size=size, by=by, where=where, stop=stop, keep=keep)

        if file is not None:
            _write(
                file,
                language,
                lambda: (terms_title(found := count()), [terms_table(found, most)]),
                lambda: terms_figure(count(), most),
            )
            return
        found = count()
        groups = [(f"group{n}", group) for n, group in enumerate(found.groups)]
        items = [
            {"term": one.name, "count": one.count, "per_1000": _round(found.per_thousand(one)), "sources": one.sources}
            | ({"groups": {
                group.name: {"count": one.counts[n], "per_1000": _round(found.per_thousand(one, n)), "sources": one.by_group[n]}
                for n, (_key, group) in enumerate(groups)
            }} if as_json and groups else {key: _beside(one.counts[n], found.per_thousand(one, n)) for n, (key, _g) in enumerate(groups)})
            for one in found.terms[: None if as_json else most]
        ]  # fmt: skip
        if not as_json:
            tell(terms_sentence(found))
            if not items:
                return
            click.echo()
        listing(
            items, as_json,
            [("term", _("word")), ("count", _("count")), ("per_1000", _("per 1,000 words")), ("sources", _("sources")), *((key, group.name) for key, group in groups)],
        )  # fmt: skip
        if not as_json:
            _notes(terms_notes(found))


@content.command(
    help=_(
        "How often each code is given (the agreed layer), in how many finished sources and by how many informants.\n\n"
        "Example: qualcode content codes --by role"
    )
)
@_by
@_where
@_file
@force_option
@language_option
@json_option
@click.pass_context
def codes(ctx: click.Context, by: str, where: str, file: Path | None, language: str, as_json: bool) -> None:
    from qualcode.display.content_codes import code_frequency
    from qualcode.report.content import codes_blocks, codes_figure
    from qualcode.report.content_words import codes_notes, codes_sentence, codes_title

    with opened(ctx) as project:
        if file is not None:

            def count() -> Codes:
                return code_frequency(project, by=by, where=where)

            _write(
                file,
                language,
                lambda: (codes_title(found := count()), codes_blocks(project, found)),
                lambda: codes_figure(count()),
            )
            return
        found = code_frequency(project, by=by, where=where)
        groups = [(f"group{n}", group) for n, group in enumerate(found.groups)]
        items: list[dict[str, Any]] = []
        for one in found.codes:
            rate = 1000 * one.segments / found.words if found.words else None
            item = {"code": one.name, "segments": one.segments, "per_1000": _round(rate), "informants": one.informants}
            if as_json:
                item |= {
                    "code_id": one.id,
                    "raised": one.raised,
                    "finished": one.finished,
                    "unfinished": one.unfinished,
                }
                item |= (
                    {"groups": {group.name: one.counts[n] for n, (_key, group) in enumerate(groups)}} if groups else {}
                )
            else:
                item |= {"raised": f"{one.raised}/{one.finished}"} | {
                    key: "…" if one.counts[n] is None else one.counts[n] for n, (key, _g) in enumerate(groups)
                }
            if as_json or one.segments:
                items.append(item)
        if not as_json:
            tell(codes_sentence(found))
            if not items:
                return
            click.echo()
        listing(
            items, as_json,
            [("code", _("code")), ("segments", _("segments")), ("per_1000", _("per 1,000 words")), ("raised", _("sources")), ("informants", _("informants")), *((key, group.name) for key, group in groups)],
        )  # fmt: skip
        if not as_json:
            _notes(codes_notes(found))


@content.command(
    help=_(
        "The words that mark two groups off from each other, by log-likelihood keyness. It ranks and tests nothing.\n\n"
        "Example: qualcode content compare perempuan laki-laki --by gender"
    )
)
@click.argument("one")
@click.argument("other")
@_by
@_where
@_size
@_stop
@_keep
@_most
@_file
@force_option
@language_option
@json_option
@click.pass_context
def compare(
    ctx: click.Context, one: str, other: str, by: str, where: str, size: int, stop: tuple[str, ...], keep: tuple[str, ...], most: int,
    file: Path | None, language: str, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.display.content import compare as compared
    from qualcode.report.content import compared_tables
    from qualcode.report.content_words import compared_note, said

    with opened(ctx) as project:
        found = compared(project, by, one, other, size=size, where=where, stop=stop, keep=keep)
        if file is not None:
            _write(file, language, lambda: (said("content"), list(compared_tables(found, most))))
            return
        rows = [
            {"group": name, "word": key.word, "keyness": round(key.keyness, 2), "here": key.here, "elsewhere": key.elsewhere, "turns": key.passages}
            for name, keys in zip(found.names, (found.first, found.second), strict=True)
            for key in keys[: None if as_json else most]
        ]  # fmt: skip
        if as_json:
            listing(rows, True, [])
            return
        for name, against in (found.names, found.names[::-1]):
            heads = [
                ("word", _("word")),
                ("keyness", "G²"),
                ("here", name),
                ("elsewhere", against),
                ("turns", _("turns")),
            ]
            tell(said("compared", one=name, other=against))
            listing([row for row in rows if row["group"] == name], False, heads)
            click.echo()
        _notes([compared_note(found)])


@content.command(
    help=_(
        "How many new codes each further source brings, in the order of dates and over random orders: the method of Guest, Namey and Chen "
        "(2020), thresholds 5 % and 0 %. Only sources finished for all codes count. It is a curve, not a verdict.\n\n"
        "Example: qualcode content saturation -o exports/kejenuhan.png"
    )
)
@click.option("--base", type=click.IntRange(1), default=4, show_default=True, help=_("The first sources, whose codes are the divisor."))  # fmt: skip
@click.option("--run", type=click.IntRange(1), default=2, show_default=True, help=_("Sources of each further run."))
@click.option("--orders", type=click.IntRange(0, 10000), default=1000, show_default=True, help=_("Random orders to compare with."))  # fmt: skip
@click.option("--seed", type=int, help=_("Where the random orders begin; the same gives the same."))
@where_option
@_file
@force_option
@language_option
@json_option
@click.pass_context
def saturation(
    ctx: click.Context,
    base: int,
    run: int,
    orders: int,
    seed: int | None,
    where: str,
    file: Path | None,
    language: str,
    as_json: bool,
) -> None:
    from qualcode.display.saturation import SEED
    from qualcode.display.saturation import saturation as curve
    from qualcode.language.numerals import format_number
    from qualcode.report import content_words as words
    from qualcode.report.charts import Trend
    from qualcode.report.charts_text import trend_lines
    from qualcode.report.content import saturation_blocks, saturation_figure

    with opened(ctx) as project:
        found = curve(project, base=base, run=run, orders=orders, seed=SEED if seed is None else seed, where=where)
    if file is not None:
        _write(
            file,
            language,
            lambda: (words.said("saturation"), saturation_blocks(found)),
            lambda: saturation_figure(found),
        )
        return
    runs = {one.last: one for one in found.runs}
    items = [
        {"n": n, "source": step.name, "date": step.date, "codes": step.codes, "new": step.new, "total": step.total,
         "run_new": runs[n].new if n in runs else None, "run_share": round(runs[n].share, 1) if n in runs else None}
        for n, step in enumerate(found.steps, 1)
    ]  # fmt: skip
    if as_json:
        listing(items, True, [])
        return
    tell(words.saturation_sentence(found))
    click.echo()
    curve_line = [Trend(words.said("saturation_axis"), [(n, float(step.total), False) for n, step in enumerate(found.steps, 1)])]  # fmt: skip
    for line in trend_lines(curve_line, 0, shutil.get_terminal_size().columns)[:-1]:
        click.echo(safe(line))
    click.echo()
    shown = [
        one | {"run_share": "" if one["run_share"] is None else format_number(float(str(one["run_share"])), 1)}
        for one in items
    ]
    listing(
        shown, False,
        [("n", _("No.")), ("source", _("source")), ("date", _("date")), ("codes", _("codes")), ("new", _("new")), ("total", _("so far")),
         ("run_new", _("new in %d") % run), ("run_share", _("% of base"))],
    )  # fmt: skip
    _notes(words.saturation_notes(found))


def _write(
    file: Path, language: str, made: Callable[[], tuple[str, list[Block]]], drawn: Callable[[], Figure] | None = None
) -> None:
    """Write what ``made`` gives (title and blocks), or for a picture what ``drawn`` gives, made in the file's language."""
    from qualcode.report.content import as_document
    from qualcode.report.phrases import speaking
    from qualcode.report.picture import PICTURES, write_picture
    from qualcode.report.writers import write

    with speaking(language):
        if drawn is not None and file.suffix.lower() in PICTURES:
            write_picture(drawn(), file, language=language, force=forced())
        else:
            title, blocks = made()
            write(as_document(title, blocks), file, force=forced())
    click.echo(_("Written: %s") % file)


def _notes(lines: list[str]) -> None:
    click.echo()
    for line in lines:
        tell(f"- {line}")


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _beside(count: int, rate: float | None) -> str:
    """A group's count with its rate: `12 (3,40)`."""
    from qualcode.language.numerals import format_number

    return f"{count} ({format_number(rate, 2)})" if count and rate is not None else str(count)
