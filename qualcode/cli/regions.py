"""regions: the tree of places, where texts name them, and what a coding is about."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

import click

from qualcode.cli.common import as_items, json_option, listing, opened
from qualcode.cli.noun import Noun
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.store.lookup import find


@click.group(cls=Noun, invoke_without_command=True, help=_("Kota, kecamatan and kelurahan. Alone it lists them."))
@click.option("--level", type=click.Choice(["kota", "kecamatan", "kelurahan"]))
@json_option
@click.pass_context
def regions(ctx: click.Context, level: str | None, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.collect.regions import regions as tree

    with opened(ctx) as project:
        names = {region.id: region.name for region in tree(project)}
        listing(
            as_items(tree(project, level), "id", "code", "level", "name", "aliases", within=lambda r: names.get(r.parent, "")), as_json,
            [("code", _("code")), ("level", _("level")), ("name", _("name")), ("within", _("within"))],
        )  # fmt: skip


@regions.command(
    "import",
    help=_(
        "Bring in a region table of another city (CSV: code, level, name, parent, aliases, ordinary; row and col for its tiles), or “surakarta”."
    ),
)
@click.argument("file")
@click.pass_context
def regions_import(ctx: click.Context, file: str) -> None:
    from qualcode.collect.regions import import_regions

    with opened(ctx, writes=True) as project:
        count = import_regions(project, None if file == "surakarta" else Path(file))
    click.echo(ngettext("%d region.", "%d regions.", count) % count)


@regions.command(
    "mentions",
    help=_(
        "The places that informants name, in one source or in all; “?” is not sure.\n\nExample: qualcode regions mentions FGD-01"
    ),
)
@click.argument("source", nargs=-1)
@json_option
@click.pass_context
def regions_mentions(ctx: click.Context, source: tuple[str, ...], as_json: bool) -> None:
    from qualcode.collect.places import mentions

    with opened(ctx) as project:
        rows = [
            {
                "source": name, "turn": one.turn, "start": one.start, "end": one.stop, "words": " ".join(one.words.split()),
                "region": one.name, "level": one.level, "sure": one.sure, "near": one.near, "elsewhere": one.elsewhere,
                "shown": one.name + ("" if one.sure else "?"), "where": _("elsewhere") if one.elsewhere else "",
            }
            for rec, name in _sources(project, source)
            for one in mentions(project, rec)
        ]  # fmt: skip
    if as_json:
        rows = [{key: value for key, value in row.items() if key not in ("shown", "where")} for row in rows]
    listing(
        rows, as_json,
        [("source", _("source")), ("turn", _("turn")), ("words", _("words")), ("shown", _("region")), ("level", _("level")), ("where", "")],
        empty=_("No place is named."),
    )  # fmt: skip


@regions.command(
    "check",
    help=_(
        "Kelurahan that a source's text puts under the wrong kecamatan, with both.\n\nExample: qualcode regions check"
    ),
)
@click.argument("source", nargs=-1)
@json_option
@click.pass_context
def regions_check(ctx: click.Context, source: tuple[str, ...], as_json: bool) -> None:
    from qualcode.collect.claims import wrong_in_header
    from qualcode.collect.places import check
    from qualcode.collect.regions import regions as tree

    with opened(ctx) as project:
        called: dict[Hashable, str] = {region.id: region.name for region in tree(project)}
        rows = [
            {
                "source": name, "start": one.start, "end": one.stop, "kelurahan": called[one.key],
                "said": called[one.said], "right": called[one.right],
            }
            for rec, name in _sources(project, source)
            for one in check(project, rec)
        ]  # fmt: skip
        rows += [
            {"source": name, "start": None, "end": None, "kelurahan": kelurahan, "said": said, "right": right}
            for rec, name in _sources(project, source)
            for kelurahan, said, right in wrong_in_header(project, rec)
            if not any((row["source"], row["kelurahan"]) == (name, kelurahan) for row in rows)
        ]
    listing(
        rows, as_json,
        [("source", _("source")), ("start", _("place")), ("kelurahan", _("kelurahan")), ("said", _("put in")), ("right", _("lies in"))],
        empty=_("No kelurahan is put under a wrong kecamatan."),
    )  # fmt: skip


@regions.command(
    "about",
    help=_(
        "Codings whose words name another kelurahan than the speaker's: what they may be about. --accept sets it; one action.\n\n"
        "Sure is where the coded passage itself names the place; else only its turn does.\n\n"
        "Example: qualcode regions about W-PNL-01 --accept sure"
    ),
)
@click.argument("source", nargs=-1)
@click.option("--accept", type=click.Choice(["sure", "all"]), help=_("Take the sure proposals, or all."))
@click.option(
    "--take",
    multiple=True,
    type=int,
    metavar="NUMBER",
    help=_("Take this one of the list; may be given several times."),
)
@json_option
@click.pass_context
def regions_about(
    ctx: click.Context, source: tuple[str, ...], accept: str | None, take: tuple[int, ...], as_json: bool
) -> None:
    from qualcode.reduce.about import about_proposals, accept_about

    taking = bool(accept or take)
    with opened(ctx, writes=taking) as project:
        names = dict(_sources(project, source))
        codes = dict(project.rows("SELECT id, name FROM code"))
        found = list(enumerate(about_proposals(project, names), 1))
        if wrong := set(take) - {number for number, _one in found}:
            raise UserError(
                _("there is no number %d in the list") % min(wrong), todo=_("“qualcode regions about” lists them")
            )
        if taking:
            found = [(n, one) for n, one in found if n in take or accept == "all" or (accept == "sure" and one.sure)]
            taken = accept_about(project, [one for _number, one in found])
            if not as_json:
                click.echo(ngettext("%d coding has a place now.", "%d codings have a place now.", taken) % taken)
                return
    listing(
        (
            {
                "number": number, "id": one.coding.id, "source": names[one.coding.source], "turn": one.turn,
                "code": codes[one.coding.code], "about": one.region_name, "words": one.words, "sure": one.sure,
                "quote": one.coding.quote,
            }
            | ({} if as_json else {"shown": one.region_name + ("" if one.sure else "?")})
            for number, one in found
        ),
        as_json,
        [("number", _("no.")), ("source", _("source")), ("turn", _("turn")), ("code", _("code")), ("shown", _("about")), ("quote", _("quote"))],
        empty=_("No coding names another place."),
    )  # fmt: skip


def _sources(project: Project, wanted: tuple[str, ...]) -> list[tuple[bytes, str]]:
    """(id, name) of the sources named, else of all, by name."""
    ids = {find(project, "source", name) for name in wanted}
    rows = project.rows("SELECT id, name FROM source WHERE removed=0 ORDER BY name")
    return [(rec, name) for rec, name in rows if not wanted or rec in ids]
