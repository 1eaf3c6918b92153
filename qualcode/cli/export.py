"""export."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from qualcode.cli.common import opened
from qualcode.cli.export_makers import Asked, write
from qualcode.cli.export_nouns import WHAT, refuse_idle
from qualcode.cli.matrix import matrix_options, taken
from qualcode.cli.options import language_option, layer_coder, layer_option
from qualcode.cli.tables import table_options, take_options
from qualcode.i18n import _


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
@click.option("--chapter", type=click.IntRange(1, 999), help=_("Of a report or a table: the number of the chapter."))
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

    refuse_idle(ctx, what, options["name"], form=options["form"])
    of_tables = take_options(options)
    with opened(ctx, writes=bool(options["keep"])) as project:
        coder = layer_coder(project, layer)
        years: tuple[int, ...] = of_tables["year"]
        options |= {"only": of_tables["column"], "year": years[0] if years else None, "swap": bool(of_tables["swap"])}
        asked = Asked(matrix=taken(options, coder), coder=coder, of_tables=of_tables, **options)
        with coarsely(asked.coarse):
            write(project, what, asked)
        if what not in ("codebook", "journal"):  # all others may print who said it
            from qualcode.cli.names import say_unlocked

            say_unlocked(project)
    click.echo(_("Written: %s") % asked.file)
