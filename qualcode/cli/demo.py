"""demo."""

from __future__ import annotations

import time
from pathlib import Path

import click

from qualcode.i18n import _


@click.command(
    help=_(
        "Make the sample study in DIR, from transcripts to a SWOT matrix: 13 invented interviews, group discussions and notes from "
        "kelurahan of Surakarta, coded by two coders, with printed figures beside them. Run again it starts anew; a sample in which you "
        "worked is kept aside under a dated name, and another project is never touched.\n\n"
        "Example: qualcode demo contoh-surakarta"
    )
)
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False), default="contoh-surakarta")
def demo(folder: Path) -> None:
    from qualcode.language.numerals import format_number
    from qualcode.sample import Step, make_sample

    def say(step: Step) -> None:
        click.echo(f"{format_number(step.seconds, 1):>5} s  {step.text}")

    began = time.perf_counter()
    made = make_sample(folder, say)
    if made.aside:
        click.echo(_("Somebody had worked in the old sample: it is kept as %s.") % made.aside.name)
    elif made.anew:
        click.echo(_("The sample that was here was started anew."))
    click.echo()
    click.echo(_("Written in %s seconds:") % format_number(time.perf_counter() - began, 1))
    for path in made.written:
        click.echo(f"  {path}")
    click.echo()
    click.echo(_("Next, in %s:") % folder)
    for command, why in (
        ("qualcode matrix", _("the table on screen; … is an unfinished transcript, · an area nobody was asked in")),
        ("qualcode triangulate", _("where voices and figures disagree, and why that is a question and not an answer")),
        ("qualcode swot check", _("what a machine can find wrong in a SWOT")),
        ("qualcode", _("the app, to read, code and decide")),
    ):
        click.echo(f"  {command:22} {why}")
