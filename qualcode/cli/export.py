"""export."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import click

from qualcode import i18n
from qualcode.cli.common import opened, progress_line
from qualcode.cli.matrix import matrix_options, taken
from qualcode.cli.options import language_option, layer_coder, layer_option
from qualcode.cli.tables import table_options, take_options, wish
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.conclude.arranged import Asked as Matrix
    from qualcode.report.blocks import Block, Document

WHAT = (
    "report", "table", "figure", "matrix", "triangulation", "swot", "codebook", "quotes", "transcript", "agreement", "reading", "project",
    "journal", "docbin",
)  # fmt: skip


_QUERIED = frozenset(
    {"matrix", "triangulation", "quotes", "sources", "participants", "codings", "framework", "conclusions", "issues"}
)  # of which --where chooses; as what, or as the name of a table


@dataclass(frozen=True)
class Asked:
    """What was asked on the command line."""

    name: str | None
    file: Path
    language: str
    matrix: Matrix
    quotes: bool | None
    unit: str
    themes: tuple[str, ...]
    code: str | None
    source: str | None
    coder: bytes | None
    parts: str | None
    chapter: int | None
    first: int
    keep: bool
    captions: tuple[str, ...]
    blank: bool
    field: bool
    booklet: bool
    coarse: bool
    force: bool
    scope: str | None
    of_tables: dict[str, Any]


@click.command(
    help=_(
        "Write a document into FILE; its ending says the format: .docx .xlsx .html .md .csv .json (and .yaml for the codebook; .svg .pdf .png for a "
        "figure). “report” is the whole chapter; its parts and their order are chosen by --parts and kept by --keep. NAME is the source for "
        "“transcript”; for “table” a list (sources, participants, codings, figures), framework (themes by areas or classes), conclusions, "
        "issues or numbers, or a part of the report; and a part for “figure”. "
        "“reading” is one HTML file for who has no qualcode, “project” a .zip of tidy tables, “journal” a .jsonl of who did what, "
        "“docbin” a spaCy file (.spacy) for those who train models. A file somebody changed since is not written over without --force.\n\n"
        "Examples: qualcode export report -o exports/laporan.docx --chapter 5\n\n"
        "qualcode export transcript W-SMG-01 --blank -o exports/W-SMG-01.docx\n\n"
        "qualcode export table framework --by kelurahan -o exports/ringkasan.docx\n\n"
        "qualcode export table codings -o exports/koding.csv"
    )
)
@click.argument("what", type=click.Choice(WHAT))
@click.argument("name", required=False)
@click.option("-o", "--output", "file", required=True, type=click.Path(path_type=Path), metavar="FILE")
@language_option
@click.option("--parts", metavar="A,B,…", help=_("Of a report: its parts, in this order."))
@click.option(
    "--chapter", type=click.IntRange(1, 999), help=_("Of a report, table or figure: the number of the chapter.")
)
@click.option("--first", type=click.IntRange(1), default=1, show_default=True, help=_("The number of the first table or figure."))  # fmt: skip
@click.option("--caption", "captions", multiple=True, metavar="TABEL=TEXT", help=_("Your own caption: “Tabel 5.7=…”, or only the text where there is one table; may be given again."))  # fmt: skip
@click.option("--keep", is_flag=True, help=_("Keep these parts, this chapter and these captions for the next report."))
@partial(matrix_options, but=("only", "year", "swap"))  # those tables have too
@click.option(
    "--quotes/--no-quotes",
    default=None,
    help=_("With the quotes behind every number, or only the tables; unsaid, with them in .html, .xlsx and .json."),
)
@click.option("--unit", type=click.Choice(["turn", "sentence", "character", "span"]), default="turn", show_default=True, help=_("Of agreement."))  # fmt: skip
@click.option("--theme", "themes", multiple=True, metavar="NAME", help=_("Only this theme; may be given again."))
@click.option("--code", metavar="NAME", help=_("Only quotes of this code."))
@click.option("--source", metavar="NAME", help=_("Only quotes of this source."))
@click.option("--blank", is_flag=True, help=_("Of a transcript: an empty wide margin and no codes, to code on paper."))
@click.option("--field", is_flag=True, help=_("Of the codebook: a card for the pocket."))
@click.option("--booklet", is_flag=True, help=_("Of the codebook: a booklet with a passage of each code."))
@click.option("--scope", metavar="REGION", help=_("Of the SWOT: the kecamatan or kelurahan it is of."))
@click.option("--coarse", is_flag=True, help=_("Say of each informant only what at least 3 of the study share; months instead of days."))  # fmt: skip
@click.option("--force", is_flag=True, help=_("Write over a file somebody changed."))
@layer_option
@table_options
@click.pass_context
def export(ctx: click.Context, /, what: str, layer: str, **options: Any) -> None:
    from qualcode.report.whose import coarsely

    of_tables = take_options(options)
    with opened(ctx, writes=bool(options["keep"])) as project:
        coder = layer_coder(project, layer)
        years: tuple[int, ...] = of_tables["year"]
        options |= {"only": of_tables["column"], "year": years[0] if years else None, "swap": bool(of_tables["swap"])}
        asked = Asked(matrix=taken(options, coder), coder=coder, of_tables=of_tables, **options)
        _refuse_query(what, asked)
        with coarsely(asked.coarse):
            _WRITERS.get(what, _document)(project, what, asked)
    click.echo(_("Written: %s") % asked.file)


def _refuse_query(what: str, asked: Asked) -> None:
    """A query that would change nothing is not taken in silence."""
    named = what if what != "table" or not asked.name else asked.name
    if asked.matrix.where.strip() and (named not in _QUERIED or asked.matrix.form == "accounting"):
        raise UserError(
            _("--where chooses nothing of “%s”") % named, todo=_("It chooses of: %s") % ", ".join(sorted(_QUERIED))
        )


def _report(project: Project, what: str, asked: Asked) -> None:
    from qualcode.collect.called import names_in_sources, said_of_names
    from qualcode.conclude.cases import said_held_back
    from qualcode.conclude.memo_types import open_surprises
    from qualcode.report import chapter, writers
    from qualcode.report.captions import captions_named, retitled
    from qualcode.report.phrases import speaking
    from qualcode.report.whose import few

    ending = writers.ready(asked.file)
    wanted = chapter.plan(project)
    if asked.parts:
        wanted = replace(wanted, parts=chapter.parts_named(asked.parts))
    if asked.chapter:
        wanted = replace(wanted, chapter=asked.chapter)
    wanted = replace(wanted, coarse=asked.coarse or wanted.coarse)
    full = replace(chapter.with_quotes(wanted, ending, asked.quotes), captions=())
    made = chapter.chapter(
        project, full, coder=asked.coder, language=asked.language, first=asked.first, step=progress_line()
    )
    captions = dict(wanted.captions) | captions_named(made.document, asked.captions)
    writers.write(retitled(made.document, captions), asked.file, force=asked.force)
    if asked.keep:
        chapter.save_plan(
            project, replace(wanted, captions=tuple(pair for pair in captions.items() if pair[0] != pair[1]))
        )
    exposed, all_ = few(project)
    if exposed and not wanted.coarse:
        click.echo(
            _(
                "Care: for %d of %d informants it prints a kelurahan, gender, age and role that fewer than 3 people of the study share: readers may know who speaks. --coarse prints less of them."
            )
            % (exposed, all_)
        )
    if surprises := open_surprises(project):
        click.echo(
            ngettext("%d surprise is still open:", "%d surprises are still open:", len(surprises)) % len(surprises)
            + " " + "; ".join(shorten(one.memo.text, 60, placeholder=" …") for one in surprises[:3])
        )  # fmt: skip
    if "findings" in full.parts and (held := said_held_back(project)):
        click.echo(held + ". " + _("“qualcode findings set NUMBER” changes it: status=…, or reason=…"))
    if people := names_in_sources(project):
        click.echo(said_of_names(people) + " " + _("“qualcode sources set %s name=…” renames it.") % people[0])
    if made.empty:
        with speaking(i18n.language()):
            named = ", ".join(f"{chapter.titled(part)} ({part})" for part in made.empty)
        click.echo(_("Left out, since there is nothing yet: %s.") % named)


def _document(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report import chapter, writers
    from qualcode.report.captions import captions_named, retitled

    ending = writers.ready(asked.file)
    if asked.quotes is None:
        asked = replace(asked, quotes=ending in chapter.LOOKED_UP)
    document = chapter.dated(project, _MAKERS[what](project, asked))
    captions = dict(chapter.plan(project).captions) | captions_named(document, asked.captions)
    writers.write(retitled(document, captions), asked.file, force=asked.force)


def _table(project: Project, asked: Asked) -> Document:
    from qualcode.report import chapter, framework_tables, listings
    from qualcode.report.chapter_parts import MAKERS
    from qualcode.report.tidy_matrix import tidy_framework

    parts = [part for part in chapter.PARTS if part in MAKERS]
    names = ", ".join(dict.fromkeys([*listings.TABLES, *framework_tables.NAMES, *parts]))
    name = _needed(asked.name, _("Tables: %s") % names)
    if name in listings.TABLES:
        return listings.table_document(project, name, language=asked.language, where=asked.matrix.where)
    if name in framework_tables.NAMES:
        wanted = wish(
            name,
            asked.of_tables,
            themes=asked.themes,
            everything=asked.matrix.every,
            quotes=bool(asked.quotes),
            where=asked.matrix.where,
        )
        if name == "framework" and asked.file.suffix.lower() == ".csv":
            return tidy_framework(project, wanted, language=asked.language)
        made = framework_tables.table_document(project, wanted, language=asked.language)
        return replace(made, chapter=asked.chapter, first=asked.first)
    if name not in parts:
        raise UserError(_("there is no table “%s”") % name, todo=_("Tables: %s") % names)
    return chapter.part_document(
        project, name, coder=asked.coder, language=asked.language, quotes=bool(asked.quotes), number=asked.chapter, first=asked.first
    )  # fmt: skip


def _figure(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report import chapter
    from qualcode.report.blocks import Figure
    from qualcode.report.chapter_parts import MAKERS
    from qualcode.report.descriptive import descriptive_blocks
    from qualcode.report.phrases import speaking
    from qualcode.report.picture import write_picture

    name = _needed(asked.name, _("Figures: %s") % ", ".join(chapter.DRAWN))
    if name not in MAKERS:
        raise UserError(_("there is no picture “%s”") % name, todo=_("Figures: %s") % ", ".join(chapter.DRAWN))
    wanted = [find(project, "indicator", one) for one in asked.of_tables["indicator"]]
    if wanted and name != "descriptive":
        raise UserError(
            _("--indicator chooses the chart of “descriptive” only"), todo=_("qualcode map --indicator NAME -o FILE draws the map of one")
        )  # fmt: skip
    if wanted:
        with speaking(asked.language):
            blocks: Iterable[Block] = descriptive_blocks(project, wanted)
    else:
        blocks = chapter.part_document(project, name, coder=asked.coder, language=asked.language, quotes=False).blocks
    figures = [block for block in blocks if isinstance(block, Figure)]
    if len(figures) < asked.first:
        raise UserError(_("this part has no figure"), where=name, todo=_("Figures: %s") % ", ".join(chapter.DRAWN))
    figure = figures[asked.first - 1]
    own = dict(chapter.plan(project).captions).get(figure.caption, figure.caption)
    text = asked.captions[0].partition("=")[2] or asked.captions[0] if asked.captions else own
    write_picture(replace(figure, caption=text), asked.file, language=asked.language, force=asked.force)
    if len(figures) > 1:
        click.echo(
            _("Figure %d of %d of this part: %s. --first chooses another.")
            % (asked.first, len(figures), figure.caption)
        )


def _matrix(project: Project, asked: Asked) -> Document:
    from qualcode.report.matrix_forms import accounting_document
    from qualcode.report.theme_table import matrix_document
    from qualcode.report.tidy_matrix import tidy_matrix

    if asked.matrix.form == "accounting":
        columns = asked.matrix.columns
        return accounting_document(
            project, columns="kind" if columns == "kelurahan" else columns, language=asked.language
        )
    if asked.file.suffix.lower() == ".csv" and asked.matrix.form == "table":
        return tidy_matrix(project, asked.matrix, language=asked.language)
    return matrix_document(project, asked.matrix, language=asked.language, quotes=bool(asked.quotes))


def _triangulation(project: Project, asked: Asked) -> Document:
    from qualcode.conclude.joint import joints
    from qualcode.reduce.themes import links
    from qualcode.report.joint_display import triangulation_document
    from qualcode.report.phrases import speaking

    found = None
    if asked.matrix.where.strip() and links(project):
        with speaking(asked.language):
            found = joints(project, where=asked.matrix.where)
    return triangulation_document(project, found, language=asked.language, quotes=bool(asked.quotes))


def _swot(project: Project, asked: Asked) -> Document:
    from qualcode.conclude.joint import joints
    from qualcode.conclude.swot_records import scope_named
    from qualcode.reduce.themes import links
    from qualcode.report.phrases import speaking
    from qualcode.report.swot_document import swot_document

    scope = scope_named(project, asked.scope)

    with speaking(asked.language):
        found = joints(project) if links(project) else []
    return swot_document(project, found, language=asked.language, quotes=bool(asked.quotes), scope=scope)


def _agreement(project: Project, asked: Asked) -> Document:
    from qualcode.report.agreement_table import agreement_document

    return agreement_document(project, language=asked.language, unit=asked.unit)


def _book(project: Project, asked: Asked) -> Document:
    from qualcode.report import codebook_document as made

    make = made.card_document if asked.field else made.booklet_document if asked.booklet else made.codebook_document
    return make(project, language=asked.language)


def _quotes(project: Project, asked: Asked) -> Document:
    from qualcode.report.listings import quotes_document

    source = find(project, "source", asked.source) if asked.source else None
    codes = _codes(project, asked.themes, asked.code)
    return quotes_document(
        project, codes=codes, source=source, coder=asked.coder, language=asked.language, where=asked.matrix.where
    )


def _transcript(project: Project, asked: Asked) -> Document:
    from qualcode.report.transcript import transcript_document

    name = _needed(asked.name, _("Name a source: qualcode export transcript SOURCE -o FILE"))
    source = find(project, "source", name)
    return transcript_document(project, source, coder=asked.coder, language=asked.language, blank=asked.blank)


_MAKERS: dict[str, Callable[[Project, Asked], Document]] = {
    "table": _table, "matrix": _matrix, "triangulation": _triangulation, "swot": _swot, "agreement": _agreement, "codebook": _book,
    "quotes": _quotes, "transcript": _transcript,
}  # fmt: skip


def _codebook(project: Project, what: str, asked: Asked) -> None:
    from qualcode.reduce.codebook_yaml import export_codebook
    from qualcode.report.writers import save

    if asked.file.suffix.lower() in (".yaml", ".yml"):
        save(export_codebook(project).encode(), asked.file, force=asked.force)
    else:
        _document(project, what, asked)


def _docbin(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report.docbin import training
    from qualcode.report.writers import save

    _ending(asked.file, ".spacy", _("a file for training ends in .spacy"))
    save(training(project, asked.coder), asked.file, force=asked.force)


def _reading(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report.reading import reading
    from qualcode.report.writers import save

    _ending(asked.file, ".html", _("a reading copy ends in .html"))
    made = reading(project, coder=asked.coder, language=asked.language, step=progress_line())
    save(made, asked.file, force=asked.force)


def _project(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report.tidy import project_archive
    from qualcode.report.writers import save

    _ending(asked.file, ".zip", _("tidy tables go into a .zip; “qualcode backup” copies the project itself"))
    save(project_archive(project, language=asked.language, step=progress_line()), asked.file, force=asked.force)


def _journal(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report.tidy import journal_lines
    from qualcode.report.writers import save

    _ending(asked.file, ".jsonl", _("a journal ends in .jsonl"))
    save(journal_lines(project), asked.file, force=asked.force)


_WRITERS: dict[str, Callable[[Project, str, Asked], None]] = {
    "report": _report, "figure": _figure, "codebook": _codebook, "docbin": _docbin, "reading": _reading, "project": _project,
    "journal": _journal,
}  # fmt: skip


def _needed(name: str | None, todo: str) -> str:
    if not name:
        raise UserError(_("the name is missing"), todo=todo)
    return name


def _ending(file: Path, ending: str, why: str) -> None:
    if file.suffix.lower() != ending:
        raise UserError(why, where=str(file), todo=_("Name it %s") % file.with_suffix(ending))


def _codes(project: Project, theme_names: tuple[str, ...], code_name: str | None) -> list[bytes] | None:
    from qualcode.reduce.codebook import codebook, find_code
    from qualcode.reduce.themes import themes

    if code_name:
        return [find_code(codebook(project), code_name).id]
    if theme_names:
        wanted = {find(project, "theme", name) for name in theme_names}
        return [code for theme in themes(project) if theme.id in wanted for code in theme.codes]
    return None
