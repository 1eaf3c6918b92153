"""checklist: COREQ and SRQR, filled where the project knows."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import json_option, listing, opened, tell
from qualcode.cli.options import language_option
from qualcode.i18n import _


@click.command(
    help=_(
        "The reporting checklist coreq (32 items) or srqr (21 items), filled where the project knows; the rest says [diisi peneliti]. With "
        "-o FILE as a document.\n\nExample: qualcode checklist coreq -o exports/coreq.docx"
    )
)
@click.argument("which", type=click.Choice(["coreq", "srqr"]))
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE")
@language_option
@json_option
@click.pass_context
def checklist(ctx: click.Context, which: str, file: Path | None, language: str, as_json: bool) -> None:
    from qualcode.report.checklists import checklist_document, filled
    from qualcode.report.phrases import speaking
    from qualcode.report.writers import write

    with opened(ctx) as project, speaking(language):
        if file is not None:
            write(checklist_document(project, which, language=language), file)
            click.echo(_("Written: %s") % file)
            return
        items = filled(project, which)
    rows = [
        {
            "item": one.number,
            "domain": one.domain,
            "title": one.title,
            "text": one.text,
            "filled": one.filled,
            "where": one.where,
        }
        for one in items
    ]
    if as_json:
        listing(rows, True, [])
        return
    for one in items:
        tell(f"{one.number} {one.title}: {one.text}")
    known = sum(one.filled for one in items)
    click.echo()
    click.echo(_("{m} of {n} items are filled from the project.").format(m=known, n=len(items)))
