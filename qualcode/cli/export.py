"""export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualcode.cli.common import opened
from qualcode.cli.matrix import layer_coder, layer_option
from qualcode.cli.tables import table_options, wish
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.report.blocks import Document
from qualcode.store import Project
from qualcode.store.lookup import find

WHAT = ("matrix", "triangulation", "swot", "codebook", "quotes", "transcript", "agreement", "table", "docbin")


@click.command(
    help=_(
        "Write a document into FILE; its ending says the format: .docx .xlsx .html .md .csv (and .yaml for the codebook). Every number in a matrix, "
        "triangulation or SWOT leads to its quotes. NAME is the source for “transcript”; for “table” sources, participants, codings, "
        "figures, framework (themes by areas or classes), conclusions, issues or numbers. “docbin” is for those who train models: a spaCy file (.spacy) of what informants say, turn by turn, with its codes.\n\n"
        "Examples: qualcode export matrix -o exports/tema.xlsx --all\n\n"
        "qualcode export transcript W-SMG-01 -o exports/W-SMG-01.docx\n\n"
        "qualcode export table framework --by kelurahan -o exports/ringkasan.docx\n\n"
        "qualcode export table codings -o exports/koding.csv"
    )
)
@click.argument("what", type=click.Choice(WHAT))
@click.argument("name", required=False)
@click.option("-o", "--output", "file", required=True, type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--language",
    type=click.Choice(["id", "en"]),
    default="id",
    show_default=True,
    help=_("The language of the document."),
)
@click.option(
    "--rows", type=click.Choice(["themes", "codes"]), default="themes", show_default=True, help=_("Of a matrix.")
)
@click.option(
    "--columns", "level", type=click.Choice(["kelurahan", "kecamatan"]), default="kelurahan", show_default=True
)
@click.option("--count", type=click.Choice(["sources", "segments", "speakers"]), default="sources", show_default=True)
@click.option("--all", "every", is_flag=True, help=_("A second table with every area, also where nobody was asked."))
@click.option("--no-quotes", is_flag=True, help=_("Only the tables."))
@click.option("--unit", type=click.Choice(["turn", "sentence", "character", "span"]), default="turn", show_default=True, help=_("Of agreement."))  # fmt: skip
@click.option("--theme", "theme_names", multiple=True, metavar="NAME", help=_("Only this theme; may be given again."))
@click.option("--code", "code_name", metavar="NAME", help=_("Only quotes of this code."))
@click.option("--source", "source_name", metavar="NAME", help=_("Only quotes of this source."))
@layer_option
@table_options
@click.pass_context
def export(
    ctx: click.Context, /, what: str, name: str | None, file: Path, language: str, rows: str, level: str, count: str, every: bool,
    no_quotes: bool, unit: str, theme_names: tuple[str, ...], code_name: str | None, source_name: str | None, layer: str, **of_tables: Any,
) -> None:  # fmt: skip
    from qualcode.report import framework_tables, listings, writers
    from qualcode.report.joint_display import triangulation_document
    from qualcode.report.theme_table import theme_document

    with opened(ctx) as project:
        coder = layer_coder(project, layer)
        if what == "codebook" and file.suffix.lower() in (".yaml", ".yml"):
            _yaml(project, file)
        elif what == "docbin":
            _docbin(project, file, coder)
        else:
            if what == "matrix":
                made = theme_document(
                    project,
                    rows,
                    level=level,
                    count=count,
                    coder=coder,
                    language=language,
                    every=every,
                    quotes=not no_quotes,
                )
            elif what == "triangulation":
                made = triangulation_document(project, language=language, quotes=not no_quotes)
            elif what == "swot":
                made = _swot(project, language, quotes=not no_quotes)
            elif what == "agreement":
                from qualcode.report.agreement_table import agreement_document

                made = agreement_document(project, language=language, unit=unit)
            elif what == "codebook":
                made = listings.codebook_document(project, language=language)
            elif what == "quotes":
                source = find(project, "source", source_name) if source_name else None
                codes = _codes(project, theme_names, code_name)
                made = listings.quotes_document(project, codes=codes, source=source, coder=coder, language=language)
            elif what == "transcript":
                source = find(
                    project, "source", _needed(name, _("Name a source: qualcode export transcript SOURCE -o FILE"))
                )
                made = listings.transcript_document(project, source, coder=coder, language=language)
            elif name in framework_tables.NAMES:
                wanted = wish(name, of_tables, themes=theme_names, everything=every, quotes=not no_quotes)
                made = framework_tables.table_document(project, wanted, language=language)
            else:
                tables = ", ".join((*listings.TABLES, *framework_tables.NAMES))
                made = listings.table_document(project, _needed(name, _("Tables: %s") % tables), language=language)
            writers.write(made, file)
    click.echo(_("Written: %s") % file)


def _needed(name: str | None, todo: str) -> str:
    if not name:
        raise UserError(_("the name is missing"), todo=todo)
    return name


def _docbin(project: Project, file: Path, coder: bytes | None) -> None:
    from qualcode.report.docbin import training
    from qualcode.report.writers import save

    if file.suffix.lower() != ".spacy":
        raise UserError(
            _("a file for training ends in .spacy"), where=str(file), todo=_("Name it %s") % file.with_suffix(".spacy")
        )
    save(training(project, coder), file)


def _swot(project: Project, language: str, *, quotes: bool) -> Document:
    from qualcode.conclude.joint import joints
    from qualcode.reduce.themes import links
    from qualcode.report.phrases import speaking
    from qualcode.report.swot_document import swot_document

    with speaking(language):
        found = joints(project) if links(project) else []
    return swot_document(project, found, language=language, quotes=quotes)


def _codes(project: Project, theme_names: tuple[str, ...], code_name: str | None) -> list[bytes] | None:
    from qualcode.reduce.codebook import codebook, find_code
    from qualcode.reduce.themes import themes

    if code_name:
        return [find_code(codebook(project), code_name).id]
    if theme_names:
        wanted = {find(project, "theme", name) for name in theme_names}
        return [code for theme in themes(project) if theme.id in wanted for code in theme.codes]
    return None


def _yaml(project: Project, file: Path) -> None:
    from qualcode.reduce.codebook_yaml import export_codebook
    from qualcode.report.writers import put

    if not file.parent.is_dir():
        raise UserError(
            _("the folder does not exist"), where=str(file.parent), todo=_("Make the folder, or choose another")
        )
    put(file, export_codebook(project).encode())
