"""participants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import as_items, fields_from, json_option, listing, opened, safe, tell
from qualcode.cli.keys import key_if_given, passphrase_option
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project, act
from qualcode.store.ids import fold
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.collect.same_people import Participant

_FIELDS = ("pseudonym", "home", "role", "gender", "age_band", "consent")


@click.group(
    cls=Noun, invoke_without_command=True, help=_("The people who speak, under their pseudonyms. Alone it lists them.")
)
@where_of("participant")
@json_option
@click.pass_context
def participants(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        with opened(ctx) as project:
            _list_participants(project, where, as_json)


def _list_participants(project: Project, where: str, as_json: bool) -> None:
    from qualcode.collect.inventory import participants as everyone
    from qualcode.conclude.fitting import Fitting

    fits = Fitting(project, where)
    shown = [one for one in everyone(project) if fits.participant(one.id)]
    apart = len({fold(one.pseudonym) for one in shown}) < len(shown)  # two of one name: only their ids tell them apart
    listing(
        as_items(shown, "id", "pseudonym", "home", "role", "gender", "age_band", "sources"), as_json,
        [*([("id", "id")] if apart else []), ("pseudonym", _("pseudonym")), ("home", _("kelurahan")), ("gender", _("gender")), ("age_band", _("age")), ("role", _("role")), ("sources", _("sources"))],
        empty=empty_of(where, ""),
    )  # fmt: skip


@participants.command("show", help=_("One participant: fields, attributes, consent, and every source they speak in."))
@click.argument("name")
@json_option
@click.pass_context
def participants_show(ctx: click.Context, name: str, as_json: bool) -> None:
    from qualcode.collect.attributes import table
    from qualcode.collect.people import participant_named, speaks_in
    from qualcode.collect.typed import show

    with opened(ctx) as project:
        rec = participant_named(project, name)
        people = table(project, "participants")
        row = next(row for row in people.rows if row.id == rec)
        parts = speaks_in(project, rec)
        if as_json:
            spoken = [
                {"source": part.source, "label": part.label, "side": part.side, "turns": part.turns} for part in parts
            ]
            listing([{"id": rec, **row.values, "speaks_in": spoken}], True, [])
            return
        for column in people.columns:
            if column.key in row.values or column.key == "consent":
                click.echo(f"{column.heading}: {show(row.values.get(column.key)) or _('nothing said')}")
        click.echo()
        listing(
            as_items(parts, "source", "label", "side", "turns"), False,
            [("source", _("source")), ("label", _("label")), ("side", _("side")), ("turns", _("turns"))],
            empty=_("Speaks in no source."), words=("side",),
        )  # fmt: skip


@participants.command(
    "add", help=_("Add one whom no header named.\n\nExample: qualcode participants add I-PJG-04 home=Pajang")
)
@click.argument("pseudonym")
@click.argument("pairs", nargs=-1, metavar="NAME=VALUE...")
@click.pass_context
def participants_add(ctx: click.Context, pseudonym: str, pairs: tuple[str, ...]) -> None:
    from qualcode.collect.people import add_participant

    fields = fields_from(pairs, _FIELDS[1:])
    with opened(ctx, writes=True) as project:
        rec = add_participant(project, pseudonym, **fields)
    click.echo(rec.hex())


@participants.command(
    "set", help=_("Change fields of a participant: pseudonym, home (a kelurahan), role, gender, age_band, consent.")
)
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="NAME=VALUE...")
@click.option("--texts", is_flag=True, help=_("Put the new pseudonym into the texts and names of sources too, where the old name stands."))  # fmt: skip
@click.pass_context
def participants_set(ctx: click.Context, name: str, pairs: tuple[str, ...], texts: bool) -> None:
    from qualcode.collect.called import left_behind, need_key, put_pseudonym
    from qualcode.collect.people import free_pseudonym
    from qualcode.collect.regions import region_named

    fields: dict[str, object] = dict(fields_from(pairs, _FIELDS))
    with opened(ctx, writes=True) as project:
        if "home" in fields:
            fields["home"] = region_named(project, str(fields["home"]))
        who = find(project, "participant", name)
        old = str(project.value("SELECT pseudonym FROM participant WHERE id=?", who) or "")
        if "pseudonym" in fields:
            fields["pseudonym"] = free_pseudonym(project, str(fields["pseudonym"]), who)
        if texts:
            need_key(project)
        with act(project, "participant") as a:
            a.change("participant", who, **fields)
        click.echo(_("Changed."))
        if "pseudonym" not in fields:
            return
        if texts:
            count = put_pseudonym(project, who, old)
            click.echo(ngettext("The texts of %d source are changed.", "The texts of %d sources are changed.", count) % count)  # fmt: skip
        elif left := left_behind(project, who, old):
            tell(
                _(
                    "! Another name of “%s” still stands there: %s. The same command with --texts puts the pseudonym there too."
                )
                % (fields["pseudonym"], left.told())
            )


@participants.command("remove", help=_("Take off one who speaks in no source. For one who speaks: withdraw."))
@click.argument("name")
@click.pass_context
def participants_remove(ctx: click.Context, name: str) -> None:
    from qualcode.collect.people import speaks_in

    with opened(ctx, writes=True) as project:
        rec = find(project, "participant", name)
        if parts := speaks_in(project, rec):
            raise UserError(
                _("“%s” speaks in %s") % (name, ", ".join(part.source for part in parts)),
                todo=_(
                    "To take them out with their words: qualcode withdraw participant; to join two: participants join"
                ),
            )
        with act(project, "remove") as a:
            a.remove("participant", rec)
    click.echo(_("Removed."))


@participants.command(
    "same",
    help=_(
        "Who may be one person in two sources, with what speaks for it and against it. You decide: join or apart. Given the key's "
        "passphrase real names are compared; none is shown."
    ),
)
@passphrase_option
@json_option
@click.pass_context
def participants_same(ctx: click.Context, passphrase_file: Path | None, as_json: bool) -> None:
    from qualcode.collect.people import same_people

    def item(person: Participant) -> dict[str, object]:
        return {"id": person.id, "pseudonym": person.name, "home": person.home, "sources": _spoken(person, names)}

    with opened(ctx) as project:
        key_if_given(project, passphrase_file)
        found = same_people(project)
        names = dict(project.rows("SELECT id, name FROM source"))
        items = [
            {
                "one": item(one.one), "other": item(one.other), "points": one.points,
                "reasons": list(one.reasons), "against": list(one.against),
            }
            for one in found
        ]  # fmt: skip
        if as_json:
            listing(items, True, [])
            return
        for one in found:
            click.echo(f"{_who(one.one, names)}  =?  {_who(one.other, names)}")
            click.echo("  " + _("for: %s") % "; ".join(one.reasons))
            if one.against:
                click.echo("  " + _("against: %s") % "; ".join(one.against))
        if not found:
            click.echo(_("Nobody seems to be there twice."))
            return
        pair = f"{found[0].one.id.hex()[:12]} {found[0].other.id.hex()[:12]}"
        click.echo()
        click.echo(
            _("One person: qualcode participants join %s. Two people: qualcode participants apart %s") % (pair, pair)
        )


def _who(person: Participant, names: dict[bytes, str]) -> str:
    return f"{safe(person.name)} {person.id.hex()[:12]} ({safe(', '.join(_spoken(person, names)))})"


def _spoken(person: Participant, names: dict[bytes, str]) -> list[str]:
    return sorted(names[source] for source in person.sources if source in names)


@participants.command(
    "join",
    help=_(
        "Make two participants one, the first. What the second said stays where it is; fields of the first stand, but for "
        "those named with --take. “qualcode undo” parts them again.\n\n"
        "Example: qualcode participants join “Bu Tutik” 0193ab41c2d4 --take role"
    ),
)
@click.argument("keep")
@click.argument("other")
@click.option("--take", multiple=True, metavar="FIELD", help=_("A field or attribute that becomes the second one's."))
@click.pass_context
def participants_join(ctx: click.Context, keep: str, other: str, take: tuple[str, ...]) -> None:
    from qualcode.collect.people import join_people, participant_named
    from qualcode.store.ids import fold

    with opened(ctx, writes=True) as project:
        different = join_people(project, participant_named(project, keep), participant_named(project, other), take=take)
    click.echo(_("Joined."))
    taken = {fold(key) for key in take}
    for one in different:
        if fold(one.key) not in taken:
            click.echo(_("%s: “%s” stands, “%s” does not") % (one.key, one.kept, one.other))


@participants.command("apart", help=_("Say that two participants are two people: they are not proposed as one again."))
@click.argument("one")
@click.argument("other")
@click.pass_context
def participants_apart(ctx: click.Context, one: str, other: str) -> None:
    from qualcode.collect.people import apart

    with opened(ctx, writes=True) as project:
        apart(project, find(project, "participant", one), find(project, "participant", other))
    click.echo(_("Noted: two people."))


@participants.command(
    "assign",
    help=_(
        "Say which participant a speaker of a source is; “-” for nobody known. “qualcode participants add” makes one whom no header named.\n\n"
        "Example: qualcode participants assign FGD-01 “Peserta 3” “Bu Yuli”"
    ),
)
@click.argument("source")
@click.argument("label")
@click.argument("participant")
@click.pass_context
def participants_assign(ctx: click.Context, source: str, label: str, participant: str) -> None:
    from qualcode.collect.people import assign

    with opened(ctx, writes=True) as project:
        rec = None if participant == "-" else find(project, "participant", participant)
        assign(project, find(project, "source", source), label, rec)
    click.echo(_("Changed."))


@participants.command(
    "side",
    help=_(
        "Say on which side a speaker of a source stands; an interviewer's words never are evidence.\n\n"
        "Example: qualcode participants side W-01 Dimas interviewer"
    ),
)
@click.argument("source")
@click.argument("label")
@click.argument("side", type=click.Choice(["interviewer", "informant", "unknown"]))
@click.pass_context
def participants_side(ctx: click.Context, source: str, label: str, side: str) -> None:
    from qualcode.collect.people import set_side

    with opened(ctx, writes=True) as project:
        set_side(project, find(project, "source", source), label, side)
    click.echo(_("Changed."))


@participants.command(
    "check", help=_("Claims that do not agree: a participant in two kelurahan, a kelurahan in the wrong kecamatan.")
)
@json_option
@click.pass_context
def participants_check(ctx: click.Context, as_json: bool) -> None:
    from qualcode.collect.people import claims

    with opened(ctx) as project:
        found = claims(project)
        if as_json:
            listing(as_items(found, "kind", "text", "participant", "sources"), True, [])
            return
        for one in found:
            click.echo(safe(one.text))
    count = len(found)
    click.echo(
        ngettext("%d claim to look at.", "%d claims to look at.", count) % count if found else _("All claims agree.")
    )
