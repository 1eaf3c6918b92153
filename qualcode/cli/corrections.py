"""sources mend, sources versions, sources diff; codings review."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import as_items, coder_named, json_option, listing, opened, safe
from qualcode.cli.noun import Noun
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Project, times, versions
from qualcode.store.deeds import record_words
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.collect.corrections import Landed
    from qualcode.collect.differences import Change
    from qualcode.reduce.review import Doubt

_WORDS = (
    N_("import"),
    N_("correction"),
    N_("withdrawal"),
    N_("names"),
    N_("decision"),
    N_("relevance"),
    N_("adjudication"),
)


@click.command(
    help=_(
        "Mend words in a transcript: a new version, one action; the old one stays. With --label the turn is given to another "
        "speaker.\n\nExample: qualcode sources mend W-01 --quote “dua puluh ribu” --with “dua ratus ribu”"
    )
)
@click.argument("name", metavar="SOURCE")
@click.option("--quote", metavar="TEXT", help=_("The words as they stand."))
@click.option("--with", "words", metavar="TEXT", help=_("The words that belong there; empty to take them out."))
@click.option("--turn", type=int, metavar="N", help=_("The turn of the quote, where it stands in several."))
@click.option("--label", metavar="NAME", help=_("Who speaks in the turn."))
@click.pass_context
def mend(
    ctx: click.Context, name: str, quote: str | None, words: str | None, turn: int | None, label: str | None
) -> None:
    from qualcode.collect import corrections
    from qualcode.reduce.codings import locate

    if (label is not None) == (quote is not None) or (quote is None) != (words is None) or (label and turn is None):
        raise UserError(_("what is to be mended?"), todo=_("--quote TEXT --with TEXT, or --turn N --label NAME"))
    with opened(ctx, writes=True) as project:
        source = find(project, "source", name)
        if label is not None:
            done = corrections.reassign(project, source, turn or 0, label)
        else:
            now = versions.current(project, source)
            if now is None:
                raise UserError(_("this source has no text"), where=name)
            done = corrections.mend(project, source, *locate(now, quote or "", turn, where=name), words or "")
    click.echo(_("Mended: a new version of %s. “qualcode undo” takes it back.") % safe(name))
    say_landed({"": done.landed})


def say_landed(all_: Mapping[str, Landed]) -> None:
    """What became of the codings of sources that were corrected, by their names (none where it was said whose)."""
    for name, landed in all_.items():
        if told := landed.told():
            click.echo(safe("  " + (f"{name}: " if name else "") + told))
    if any(landed.changed or landed.lost for landed in all_.values()):
        click.echo("  ! " + _("Review them: qualcode codings review"))


@click.command("versions", help=_("The versions of a source: what made them, when and by whom."))
@click.argument("name", metavar="SOURCE")
@json_option
@click.pass_context
def source_versions(ctx: click.Context, name: str, as_json: bool) -> None:
    from qualcode.collect.differences import versions_of

    with opened(ctx) as project:
        found = versions_of(project, find(project, "source", name))
        listing(
            as_items(found, "number", "id", "made", "who", "reader", "characters", "current", at=lambda v: _day(v.stamp)),
            as_json,
            [("number", _("number")), ("made", _("by")), ("at", _("when")), ("who", _("coder")), ("reader", _("reader")),
             ("characters", _("characters")), ("current", _("current"))],
            words=("made",),
        )  # fmt: skip


def _day(stamp: int) -> str:
    return times.here(stamp).strftime("%Y-%m-%d %H:%M")


@click.command(
    help=_(
        "What differs between two versions of a source (numbers as “qualcode sources versions” lists them): else between the "
        "current one and the one before. - was taken out, + was put in, ~ was moved."
    )
)
@click.argument("name", metavar="SOURCE")
@click.argument("numbers", nargs=-1, metavar="[VERSION [VERSION]]")
@json_option
@click.pass_context
def diff(ctx: click.Context, name: str, numbers: tuple[str, ...], as_json: bool) -> None:
    from qualcode.collect.differences import difference

    with opened(ctx) as project:
        old, new = _two_versions(project, find(project, "source", name), numbers, name)
        found = difference(project, old, new)
    if as_json:
        listing(as_items(found, "kind", "old", "new", "old_words", "new_words", "turn"), True, [])
    elif not found:
        click.echo(_("Nothing differs."))
    else:
        for change in found:
            _show(change)


def _two_versions(project: Project, source: bytes, asked: tuple[str, ...], name: str) -> tuple[bytes, bytes]:
    from qualcode.collect.differences import versions_of

    there = {str(one.number): one for one in versions_of(project, source)}
    if len(asked) > 2 or any(number not in there for number in asked):
        raise UserError(
            _("there are versions %s") % ", ".join(there), where=name, todo=_("“qualcode sources versions” lists them")
        )
    if len(asked) == 2:
        return there[asked[0]].id, there[asked[1]].id
    current = next((one.id for one in there.values() if one.current), None)
    if current is None:
        raise UserError(_("this source has no text"), where=name)
    if asked:
        return there[asked[0]].id, current
    previous = project.value("SELECT previous FROM version WHERE id=?", current)
    if previous is None:
        earlier = [one.id for one in there.values() if one.id != current]
        if not earlier:
            raise UserError(_("there is only one version"), where=name)
        previous = earlier[-1]
    return previous, current


def _show(change: Change) -> None:
    where = _("turn %d") % change.turn if change.turn else _("outside turns")
    click.echo(f"{where}, {_(change.kind)}:")
    if change.kind == "moved":
        _line("~", change.new_words, "yellow")
        return
    if change.old_words.strip() or not change.new_words.strip():
        _line("-", change.old_words, "red")
    if change.new_words.strip() or not change.old_words.strip():
        _line("+", change.new_words, "green")


def _line(sign: str, words: str, colour: str) -> None:
    """A sign before every line says what a colour says; colour only on a terminal."""
    if not words:
        return
    for line in words.split("\n"):
        text = f"  {sign} {safe(line)}".rstrip()
        click.echo(click.style(text, fg=colour) if sys.stdout.isatty() else text)


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "Passages that a correction left in doubt: old and new words side by side. --accept takes the new place for your own; "
        "what found no place stays listed until you draw it anew or take it off.\n\n"
        "Example: qualcode codings review --source W-01 --accept"
    ),
)
@click.option("--source", "source_name", metavar="NAME")
@click.option("--by", metavar="CODER", help=_("Only this coder's."))
@click.option("--accept", "accepts", is_flag=True, help=_("Take the new place (your own, or with --by that coder's)."))
@json_option
@click.pass_context
def review(ctx: click.Context, source_name: str | None, by: str | None, accepts: bool, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.reduce.review import accept, doubts

    with opened(ctx, writes=accepts) as project:
        source = find(project, "source", source_name) if source_name else None
        coder = coder_named(project, by) if by or accepts else None
        found = doubts(project, source, coder)
        if accepts:
            count = accept(project, found)
            click.echo(ngettext("%d place accepted.", "%d places accepted.", count) % count)
            found = doubts(project, source)
            if found:
                said = ngettext("%d is still to be reviewed.", "%d are still to be reviewed.", len(found))
                click.echo(said % len(found))
            people = dict(project.rows("SELECT id, name FROM coder"))
            if others := sorted({people[one.coder] for one in found if one.coder in people and one.coder != coder}):
                click.echo(_("Others': --by NAME (%s).") % safe(", ".join(others)))
            return
        _list(project, found, as_json)


def _list(project: Project, found: list[Doubt], as_json: bool) -> None:
    from qualcode.reduce.codebook import by_id

    codes = {rec: code.name for rec, code in by_id(project).items()}
    sources = dict(project.rows("SELECT id, name FROM source"))
    people = dict(project.rows("SELECT id, name FROM coder"))
    if as_json:
        listing(
            as_items(found, "id", "kind", "state", "start", "stop", "turn", "old_quote", "new_quote", source=lambda d: sources[d.source],
                     code=lambda d: codes.get(d.code, ""), coder=lambda d: people.get(d.coder, "")), True, [],
        )  # fmt: skip
        return
    if not found:
        click.echo(_("Nothing is to be reviewed."))
    for one in found:
        about = " · ".join(
            filter(
                None,
                (
                    record_words(one.kind),
                    codes.get(one.code or b"", ""),
                    people.get(one.coder or b"", ""),
                    _(one.state),
                ),
            )
        )
        click.echo(f"{one.id.hex()} {safe(sources[one.source])} · {about}")
        _line("-", one.old_quote or _("(erased)"), "red")
        if one.state == "changed":
            _line("+", one.new_quote, "green")


@review.command(
    "set",
    help=_(
        "Draw one anew, by its words or by offsets in the current version, or take it off.\n\n"
        "Example: qualcode codings review set 01a2 --quote “airnya kotor sekali”"
    ),
)
@click.argument("id_", metavar="ID")
@click.option("--quote", metavar="TEXT", help=_("The words, exactly as they stand."))
@click.option("--turn", type=int, metavar="N", help=_("The turn of the quote, where it stands in several."))
@click.option("--start", type=int, metavar="N")
@click.option("--end", "stop", type=int, metavar="N")
@click.option("--accept", "accepts", is_flag=True, help=_("Take the new place."))
@click.option("--remove", "removes", is_flag=True, help=_("Take it off. Undoable."))
@click.pass_context
def review_set(
    ctx: click.Context, id_: str, quote: str | None, turn: int | None, start: int | None, stop: int | None, accepts: bool,
    removes: bool,
) -> None:  # fmt: skip
    from qualcode.reduce import review as work
    from qualcode.reduce.codings import locate

    by_offsets = start is not None and stop is not None
    if [quote is not None, by_offsets, accepts, removes].count(True) != 1 or (start is None) != (stop is None):
        raise UserError(_("what is to become of it?"), todo=_("--quote TEXT, --start N --end N, --accept or --remove"))
    with opened(ctx, writes=True) as project:
        one = work.doubt(project, id_)
        if removes:
            work.remove(project, [one])
        elif accepts:
            if not work.accept(project, [one]):
                raise UserError(_("it found no place"), where=id_, todo=_("Draw it anew, or take it off with --remove"))
        else:
            if quote is not None:
                now = versions.current(project, one.source)
                assert now is not None  # it is in the list
                start, stop = locate(now, quote, turn, where=id_)
            assert start is not None and stop is not None
            work.redraw(project, one, start, stop)
    click.echo(_("Taken off. “qualcode undo” brings it back.") if removes else _("Changed."))
