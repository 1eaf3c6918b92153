"""names."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import json_option, listing, opened, safe, tell
from qualcode.cli.keys import VARIABLE, key_if_given, new_passphrase, opened_key, passphrase_option
from qualcode.cli.noun import Noun
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.store import Project


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "Who the pseudonyms are. Real names stand in names.key beside the project, encrypted with a passphrase; with it the list "
        "shows them, without it only how many there are. The passphrase comes from --passphrase-file, from QUALCODE_PASSPHRASE, "
        "or you are asked; lost, nobody can bring the names back."
    ),
)
@passphrase_option
@json_option
@click.pass_context
def names(ctx: click.Context, passphrase_file: Path | None, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.collect.names import key_path
    from qualcode.store.joined import joins

    with opened(ctx) as project:
        keyring = key_if_given(project, passphrase_file)
        people = project.rows("SELECT id, pseudonym FROM participant WHERE removed=0 ORDER BY pseudonym")
        shown = dict(people)
        rows: list[dict[str, Any]] = []
        for who, pseudonym in people:
            row: dict[str, Any] = {"id": who, "pseudonym": pseudonym}
            if keyring is not None:
                one = keyring.people.get(who)
                row |= {
                    "name": one.name if one else "", "writings": list(one.writings) if one else [],
                    "contact": one.contact if one else "", "note": one.note if one else "",
                }  # fmt: skip
            rows.append(row)
        if keyring is not None:
            known = {who for who, _name in people}
            into = joins(project)
            rows += [
                {"id": who, "pseudonym": shown.get(into.get(who, who)) or _("(not in this project)"), "name": one.name,
                 "writings": list(one.writings), "contact": one.contact, "note": one.note}
                for who, one in keyring.people.items() if who not in known
            ]  # fmt: skip
            rows += [
                {"id": None, "pseudonym": new, "name": word, "writings": [], "contact": "", "note": ""}
                for word, new in keyring.words.items()
            ]
        columns = [("pseudonym", _("pseudonym"))]
        if keyring is not None:
            columns += [("name", _("name")), ("contact", _("contact")), ("note", _("note"))]
        listing(rows, as_json, columns)
        if as_json:
            return
        if keyring is None and key_path(project.path.parent).exists():
            click.echo(_("There is a key. Its passphrase shows the names: --passphrase-file, or %s.") % VARIABLE)
        say_unlocked(project)


@names.command(
    "lock",
    help=_(
        "Move names into the key, which is made if there is none: every participant whose pseudonym looks like a real name gets "
        "a pseudonym such as I-MJS-K4F2-1. The texts stay as they are: “qualcode pseudonymise” is for them.\n\n"
        "Example: qualcode names lock"
    ),
)
@click.option("--dry-run", is_flag=True, help=_("Only say who would get a pseudonym."))
@passphrase_option
@click.pass_context
def names_lock(ctx: click.Context, dry_run: bool, passphrase_file: Path | None) -> None:
    from qualcode.collect.locking import lock, unlocked
    from qualcode.collect.pseudonymise import finder, plans

    with opened(ctx, writes=True) as project:
        people = unlocked(project)
        if dry_run:
            for one in people:
                click.echo(safe(one.name))
            click.echo(ngettext("%d name would be locked.", "%d names would be locked.", len(people)) % len(people))
            _say_twice(project)
            return
        keyring = opened_key(project, passphrase_file, create=True)
        given = lock(
            project, keyring, unlocked(project)
        )  # with the key open it is known who has a name of their own choice
        places = sum(len(plan.replacements) for plan in plans(project, finder(project, keyring)))
        if given:
            _say_twice(project)
    click.echo(
        ngettext("%d name is in %s now.", "%d names are in %s now.", len(given)) % (len(given), keyring.path.name)
    )
    for new in given.values():
        click.echo(f"  {new}")
    if places:
        click.echo(
            ngettext("Names still stand in %d place of texts and labels: “qualcode pseudonymise --dry-run” shows it.",
                     "Names still stand in %d places of texts and labels: “qualcode pseudonymise --dry-run” shows them.", places)
            % places
        )  # fmt: skip
    if given:
        click.echo(
            _(
                "The history still holds them too, until “qualcode pseudonymise --erase” and then “qualcode check --compact”."
            )
        )
        click.echo(_("Keep a copy of the key apart from the project; “qualcode backup” does not copy it."))


def _say_twice(project: Project) -> None:
    """Who may be there twice gets two pseudonyms."""
    from qualcode.collect.same_people import same_people

    if pairs := len(same_people(project)):
        said = ngettext(
            "! %d pair may be one person, with two pseudonyms then: “qualcode participants same” shows it, join makes it one.",
            "! %d pairs may be one person, with two pseudonyms then: “qualcode participants same” shows them, join makes them one.",
            pairs,
        )
        tell(said % pairs)


@names.command(
    "set",
    help=_(
        "Keep in the key who a participant is. What you do not give you are asked for, so that no name stays in your shell's "
        "history.\n\nExample: qualcode names set I-MJS-K4F2-1"
    ),
)
@click.argument("participant")
@click.option("--name", help=_("The real name."))
@click.option("--contact", help=_("How to reach them."))
@click.option("--note", help=_("A note."))
@click.option("--writing", "writings", multiple=True, help=_("Another way the name is written."))
@passphrase_option
@click.pass_context
def names_set(
    ctx: click.Context, participant: str, name: str | None, contact: str | None, note: str | None, writings: tuple[str, ...],
    passphrase_file: Path | None,
) -> None:  # fmt: skip
    with opened(ctx) as project:
        who = find(project, "participant", participant)
        keyring = opened_key(project, passphrase_file, create=True)
        if name is None and contact is None and note is None and not writings:
            old = keyring.people.get(who)
            name = click.prompt(_("Name"), default=old.name if old else "", show_default=bool(old))
            contact = click.prompt(
                _("Contact"), default=old.contact if old else "", show_default=bool(old and old.contact)
            )
        keyring.put(who, name, writings=writings, contact=contact, note=note)
        keyring.save()
    click.echo(_("Kept in the key."))


@names.command(
    "add",
    help=_(
        "Another name that stands in talk (a neighbour, an employer, a school) and what shall stand in for it.\n\n"
        "Example: qualcode names add “Warung Bu Darmi” --as “Warung A”"
    ),
)
@click.argument("word")
@click.option("--as", "stand_in", required=True, metavar="WORDS", help=_("What stands in for it."))
@passphrase_option
@click.pass_context
def names_add(ctx: click.Context, word: str, stand_in: str, passphrase_file: Path | None) -> None:
    with opened(ctx) as project:
        keyring = opened_key(project, passphrase_file, create=True)
        keyring.add(word, stand_in)
        keyring.save()
    click.echo(_("Kept in the key."))


@names.command(
    "remove", help=_("Forget in the key who a participant is, or a name added before. The project does not change.")
)
@click.argument("what")
@passphrase_option
@click.pass_context
def names_remove(ctx: click.Context, what: str, passphrase_file: Path | None) -> None:
    with opened(ctx) as project:
        keyring = opened_key(project, passphrase_file)
        gone = keyring.drop(what)
        if not gone:
            absent = [who for who in keyring.people if who.hex().startswith(what.lower()) and len(what) >= 6]
            gone = keyring.remove(absent[0] if len(absent) == 1 else find(project, "participant", what))
        if not gone:
            raise UserError(_("the key does not know “%s”") % what, todo="qualcode names")
        keyring.save()
    click.echo(_("The key has forgotten it. Copies of the key made before still know."))


@names.command("passphrase", help=_("Give the key another passphrase. Copies made before still open with the old one."))
@click.option("--new-passphrase-file", type=click.Path(path_type=Path), metavar="FILE",
              help=_("The new passphrase is the first line of this file (else you are asked)."))  # fmt: skip
@passphrase_option
@click.pass_context
def names_passphrase(ctx: click.Context, new_passphrase_file: Path | None, passphrase_file: Path | None) -> None:
    with opened(ctx) as project:
        keyring = opened_key(project, passphrase_file)
        keyring.change_passphrase(new_passphrase(new_passphrase_file, from_variable=False))
    click.echo(_("The key has its new passphrase."))


@names.command(
    "merge",
    help=_(
        "Take in a colleague's key. Where both say something else of a person yours stands, and the difference is told."
    ),
)
@click.argument("other", type=click.Path(path_type=Path))
@click.option("--other-passphrase-file", type=click.Path(path_type=Path), metavar="FILE",
              help=_("The passphrase of the other key, where it is not the same."))  # fmt: skip
@passphrase_option
@click.pass_context
def names_merge(
    ctx: click.Context, other: Path, other_passphrase_file: Path | None, passphrase_file: Path | None
) -> None:
    from qualcode.cli.keys import asked
    from qualcode.collect.names import open_key

    with opened(ctx) as project:
        if not other.is_file():
            raise UserError(_("there is no such file"), where=str(other))
        keyring = opened_key(project, passphrase_file, create=True)
        theirs = open_key(other, asked(_("Passphrase of the other key"), other_passphrase_file or passphrase_file))
        before = len(keyring.people) + len(keyring.words)
        told = keyring.merge(theirs)
        keyring.save()
        pseudonyms = dict(project.rows("SELECT id, pseudonym FROM participant"))
    new = len(keyring.people) + len(keyring.words) - before
    click.echo(ngettext("%d name is new.", "%d names are new.", new) % new)
    for one in told:
        who = pseudonyms.get(one.participant, one.participant.hex()[:8]) if one.participant else one.what
        what = f" {_(one.what)}" if one.participant else ""
        click.echo(safe(_("! %s: yours “%s” stands, theirs is “%s”") % (f"{who}{what}", one.ours, one.theirs)))


def say_unlocked(project: Project, sources: Collection[bytes] | None = None, *, err: bool = False) -> None:
    """Say, once a command, how many real names stand in the project (of these sources), and what that means."""
    from qualcode.collect.locking import said_unlocked

    todo = _("“qualcode names lock” moves them into an encrypted key.")
    if said := said_unlocked(project, sources, todo=todo):
        tell(said, err=err)
