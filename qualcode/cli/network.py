"""network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import json_option, listing, opened
from qualcode.cli.options import force_option, forced, language_option, layer_coder, layer_option, where_option
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.i18n import language as spoken

if TYPE_CHECKING:
    from qualcode.display.meetings import Meeting

PLACES = {
    "span": N_("stretches of overlapping passages"),
    "turn": N_("turns"),
    "source": N_("transcripts"),
    "near": N_("turns of the one at most {k} turns from the other"),
}


@click.command(
    help=_(
        "Which codes (or themes) occur together, the most frequent pairs first: in passages that overlap (--unit span), in the same turn, within K "
        "turns (near:K) or in the same transcript (source). “together” counts the places with both, “either” those with one of them or both, "
        "“transcripts” where they meet; Jaccard is together divided by either (Jaccard 1901). --matrix prints them as a matrix whose order puts what "
        "is tied side by side. -o writes a picture (.svg, .png, .pdf), a graph for Gephi, yEd or R (.graphml, .gexf), or the tables (.docx, .xlsx, "
        ".html, .md, .csv).\n\n"
        "Examples: qualcode network --unit near:2 --at-least 5\n\n"
        "qualcode network --of themes --theme-map -o exports/peta_tema.svg"
    )
)
@click.option(
    "--unit",
    "unit_text",
    default="turn",
    show_default=True,
    metavar="span|turn|source|near:K",
    help=_("Where they have to meet."),
)
@click.option("--of", type=click.Choice(["codes", "themes"]), default="codes", show_default=True)
@click.option(
    "--at-least",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    metavar="N",
    help=_("Leave out pairs met less often."),
)
@click.option("--ego", metavar="CODE", help=_("Only this code (or theme) and those it meets."))
@click.option("--matrix", "as_matrix", is_flag=True, help=_("As a matrix, in the order of its ties."))
@click.option("--theme-map", is_flag=True, help=_("The picture or graph shows themes with their codes and indicators."))
@where_option
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE")
@force_option
@language_option
@layer_option
@json_option
@click.pass_context
def network(
    ctx: click.Context, unit_text: str, of: str, at_least: int, ego: str | None, as_matrix: bool, theme_map: bool, where: str,
    file: Path | None, language: str, layer: str, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.display.meetings import meetings
    from qualcode.display.network import unit_of
    from qualcode.reduce.counting import living
    from qualcode.report.phrases import speaking
    from qualcode.store.lookup import find

    unit, near = unit_of(unit_text)
    of = "themes" if theme_map else of
    with opened(ctx) as project:
        coder = layer_coder(project, layer)
        with speaking(language if file is not None else spoken()):
            met = meetings(project, unit, near, of=of, coder=coder, where=where, at_least=at_least)
        names = {node.id: node.name for node in met.network.nodes}
        centre = find(project, "theme" if of == "themes" else "code", ego) if ego else None
        centre = living(project).get(centre, centre) if centre else None  # where a combined code lives on
        if centre is not None and centre not in names:
            raise UserError(_("nothing that counts is coded with it"), where=ego)
        if file is not None:
            from qualcode.report.network_files import write_network

            write_network(
                project,
                met,
                file,
                at_least=at_least,
                ego=centre,
                theme_map=theme_map,
                coder=coder,
                language=language,
                force=forced(),
            )
            click.echo(_("Written: %s") % file)
            return
        if as_matrix and not as_json:
            _print_matrix(met)
            return
        _print_ties(met, of, centre, as_json)


def _print_ties(met: Meeting, of: str, centre: bytes | None, as_json: bool) -> None:
    """The pairs that meet, those of ``centre`` where it is named, and what was counted."""
    from qualcode.display.network import neighbours

    names = {node.id: node.name for node in met.network.nodes}
    units = {node.id: node.units for node in met.network.nodes}
    ties = [tie for _node, tie in neighbours(met.network, centre)] if centre else list(met.network.ties)
    pairs = [((t.other, t.one) if t.other == centre else (t.one, t.other), t) for t in ties]
    listing(
        (
            {
                "one": names[one], "other": names[other], "together": t.together, "either": t.either, "sources": t.sources,
                "one_units": units[one], "other_units": units[other], "jaccard": round(t.jaccard, 3), "one_id": one, "other_id": other,
            }
            for (one, other), t in pairs
        ),
        as_json,
        [("one", _("code") if of == "codes" else _("theme")), ("other", _("with")), ("together", _("together")), ("either", _("either")),
         ("sources", _("transcripts")), ("one_units", _("first")), ("other_units", _("second")), ("jaccard", "Jaccard")],
        empty=_("No two codes meet that often."),
    )  # fmt: skip
    if not as_json and ties:
        click.echo(_("Counted: {what}.").format(what=_(PLACES[met.unit]).format(k=met.near)))
        if met.unsettled:
            click.echo(
                ngettext(
                    "%d place is coded twice and not settled; the responsible coder's counts.",
                    "%d places are coded twice and not settled; the responsible coder's count.",
                    met.unsettled,
                )
                % met.unsettled
            )


def _print_matrix(met: Meeting) -> None:
    from qualcode.display.seriation import ordered

    tied = {end for tie in met.network.ties for end in (tie.one, tie.other)}
    order = [rec for rec in ordered(met.network) if rec in tied]
    if not order:
        click.echo(_("No two codes meet that often."))
        return
    nodes = {node.id: node for node in met.network.nodes}
    label = min(28, max(len(nodes[rec].name) for rec in order))
    number = len(str(len(order)))
    wide = max(number, *(len(f"[{nodes[rec].units}]") for rec in order)) + 1
    for n, one in enumerate(order):
        line = ""
        for other in order[: n + 1]:
            tie = met.network.tie(one, other)
            text = f"[{nodes[one].units}]" if one == other else str(tie.together) if tie else "·"
            line += text.rjust(wide)
        click.echo(f"{n + 1:>{number}} {nodes[one].name[:label].ljust(label)}{line}")
    click.echo(" " * (number + 1 + label) + "".join(str(n).rjust(wide) for n in range(1, len(order) + 1)))
    click.echo(
        _(
            "Rows in the order of their ties (average linkage on Jaccard, closest ends meeting); in brackets how often each occurs."
        )
    )
