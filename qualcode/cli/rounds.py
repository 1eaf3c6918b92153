"""assign, rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import coder_named, json_option, listing, opened, safe
from qualcode.cli.noun import Noun
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Project
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.reduce.rounds import Round
    from qualcode.reduce.stratified import Drawn

_STATES = (N_("open"), N_("closed"))


@click.command(
    help=_(
        "Give sources to coders. With --round they are coded twice, apart: in an open round nothing is suggested and nobody sees the "
        "others' codings (a convention that qualcode keeps, not secrecy), until “qualcode rounds close”. --sample draws 10 to 25 % of "
        "the sources or turns by chance, some from every stratum (O'Connor & Joffe 2020). --responsible says whose codings count.\n\n"
        "Example: qualcode assign --sample 15% --by kelurahan,kind --to sri,bagus --round “babak 1” --seed 7"
    )
)
@click.argument("sources", nargs=-1)
@click.option("--to", "to", metavar="A,B,...", help=_("These coders."))
@click.option("--round", "round_name", metavar="NAME", help=_("In this round of double coding; made where it is new."))
@click.option("--code", "code_names", multiple=True, metavar="NAME", help=_("A new round is limited to these codes."))
@click.option("--responsible", metavar="CODER", help=_("Whose codings count in these sources from now on."))
@click.option(
    "--deal", is_flag=True, help=_("Each source to one of them, about as many turns each; that one is responsible.")
)
@click.option("--due", metavar="DATE", help=_("Until when, as 2025-07-10."))
@click.option("--sample", metavar="SHARE", help=_("Draw this share by chance, as 15%."))
@click.option("--of", "of", type=click.Choice(["sources", "turns"]), default="sources", show_default=True, help=_("What is drawn."))  # fmt: skip
@click.option("--by", default="kelurahan,kind", show_default=True, metavar="NAME,...", help=_("Strata: kelurahan, kind, attributes of sources."))  # fmt: skip
@click.option("--seed", default=1, show_default=True, help=_("The same seed draws the same."))
@click.option("--again", is_flag=True, help=_("Draw also from what an earlier round used."))
@click.option("--dry-run", is_flag=True, help=_("Only show what would be drawn."))
@click.option("--remove", "removes", is_flag=True, help=_("Take these tasks back; what was coded stays."))
@click.pass_context
def assign(
    ctx: click.Context, sources: tuple[str, ...], to: str | None, round_name: str | None, code_names: tuple[str, ...],
    responsible: str | None, due: str | None, sample: str | None, of: str, by: str, seed: int, again: bool, dry_run: bool, removes: bool,
    deal: bool,
) -> None:  # fmt: skip
    from qualcode.reduce import assigning
    from qualcode.reduce.stratified import draw

    with opened(ctx, writes=True) as project:
        chosen = [find(project, "source", name) for name in dict.fromkeys(sources)]
        who = [find(project, "coder", name.strip()) for name in (to or "").split(",") if name.strip()]
        if not who and not responsible and not dry_run:
            raise UserError(_("to whom?"), todo=_("--to sri,bagus, or --responsible sri"))
        if deal:
            _deal(
                project, chosen, who, alone=not (round_name or sample or responsible or due or removes), dry_run=dry_run
            )
            return
        if not chosen and sample is None:
            raise UserError(_("which sources?"), todo=_("Name them, or draw some with --sample 15%"))
        if removes:
            count = assigning.unassign(project, chosen, who, round_name)
            click.echo(ngettext("%d task taken back.", "%d tasks taken back.", count) % count)
            return
        turns = None
        if sample is not None:
            strata = [name.strip() for name in by.split(",") if name.strip()]
            drawn = draw(project, _share(sample), strata, turns=of == "turns", seed=seed, sources=chosen or None, again=again)  # fmt: skip
            _show_drawn(project, drawn, strata)
            chosen, turns = list(drawn.sources), drawn.turns
            if dry_run:
                click.echo(_("Nothing was assigned."))
                return
        codes = _codes(project, code_names)
        done = assigning.assign(
            project, chosen, who, round_name=round_name, turns=turns, codes=codes, due=due,
            responsible=find(project, "coder", responsible) if responsible else None,
            share=_share(sample) if sample else None, seed=seed if sample else None,
        )  # fmt: skip
    if who:
        click.echo(ngettext("%d task given.", "%d tasks given.", done.tasks) % done.tasks)
    if done.responsible:
        click.echo(
            ngettext("%d source has a new responsible coder.", "%d sources have a new responsible coder.", done.responsible)
            % done.responsible
        )  # fmt: skip
    if done.new_round:
        click.echo(_("The round “%s” is open: suggestions are off in its sources, and everybody sees only their own codings there.") % round_name)  # fmt: skip


def _deal(project: Project, sources: list[bytes], who: list[bytes], *, alone: bool, dry_run: bool) -> None:
    """Share these sources, or those nobody has, out among the coders."""
    from qualcode.reduce import sharing

    if not alone:
        raise UserError(_("--deal gives whole sources, each to one coder"), todo=_("Leave the other options away"))
    plan = sharing.dealt(project, sources or sharing.untaken(project), who)
    turns = sharing.turns_each(project, plan)
    people, names = (dict(project.rows(f"SELECT id, name FROM {kind}")) for kind in ("coder", "source"))
    for coder, part in plan.given.items():
        count = ngettext("%d turn", "%d turns", turns[coder]) % turns[coder]
        click.echo(f"{safe(people[coder])} ({count}): " + (", ".join(safe(names[source]) for source in part) or "–"))
    if dry_run:
        click.echo(_("Nothing was assigned."))
        return
    done = sharing.share_out(project, plan)
    click.echo(ngettext("%d task given.", "%d tasks given.", done.tasks) % done.tasks)


def _share(text: str) -> float:
    try:
        value = float(text.strip().removesuffix("%").replace(",", "."))
    except ValueError:
        raise UserError(_("“%s” is no share") % text, todo=_("Write it as 15%")) from None
    return value / 100 if text.strip().endswith("%") or value > 1 else value


def _codes(project: Project, names: tuple[str, ...]) -> list[bytes] | None:
    from qualcode.reduce.codebook import codebook, find_code

    book = codebook(project)
    return [find_code(book, name).id for name in names] or None


def _show_drawn(project: Project, drawn: Drawn, strata: list[str]) -> None:
    from qualcode.collect.values import genre_words
    from qualcode.language.numerals import format_number
    from qualcode.reduce.stratified import HIGH, LOW

    def said(name: str, value: str) -> str:
        return (genre_words(value) if name == "kind" else value) or "–"

    listing(
        ({str(n): said(strata[n], value) for n, value in enumerate(one.values)} | {"there": one.there, "drawn": one.drawn} for one in drawn.strata),
        False, [*((str(n), _(name)) for n, name in enumerate(strata)), ("there", _("there")), ("drawn", _("drawn"))],
    )  # fmt: skip
    names = dict(project.rows("SELECT id, name FROM source"))
    turns = drawn.turns
    for source in drawn.sources:
        numbers = " · " + ", ".join(str(n + 1) for n in sorted(turns[source])) if turns else ""
        click.echo("  " + safe(names[source]) + numbers)
    click.echo(
        _("%s of %s drawn (%s), seed %d; at least one of each stratum.")
        % (format_number(drawn.size), format_number(drawn.population), format_number(100 * drawn.share, 1) + "%", drawn.seed)
    )  # fmt: skip
    if drawn.used:
        click.echo(ngettext("%d was left out: an earlier round had it.", "%d were left out: earlier rounds had them.", drawn.used) % drawn.used)  # fmt: skip
    if not LOW <= drawn.share <= HIGH:
        click.echo(_("! 10 to 25 % is advised (O'Connor & Joffe 2020, pp. 5-6)."))


@click.group(cls=Noun, invoke_without_command=True, help=_("Rounds of double coding. Alone it lists them."))
@json_option
@click.pass_context
def rounds(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.reduce.rounds import rounds as all_rounds

    with opened(ctx) as project:
        people = dict(project.rows("SELECT id, name FROM coder"))
        codes = _code_names(project)
        listing(
            (_item(one, people, codes) for one in all_rounds(project)), as_json,
            [("name", _("round")), ("state", _("state")), ("sources", _("sources")), ("coders", _("coders")), ("done", _("finished")),
             ("tasks", _("tasks")), ("codes", _("only codes"))],
            empty=_("No rounds yet: qualcode assign --round NAME"), words=("state",),
        )  # fmt: skip


def _code_names(project: Project) -> dict[bytes, str]:
    from qualcode.reduce.codebook import by_id

    return {rec: code.name for rec, code in by_id(project).items()}


def _item(one: Round, people: dict[bytes, str], codes: dict[bytes, str]) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "state": one.state, "sources": len(one.sources), "coders": sorted(people[c] for c in one.coders),
        "done": one.done, "tasks": len(one.tasks), "codes": sorted(codes.get(c, "") for c in one.codes or ()), "share": one.share, "seed": one.seed,
    }  # fmt: skip


@rounds.command("show", help=_("What a round gave to whom, and how far they are."))
@click.argument("name")
@json_option
@click.pass_context
def rounds_show(ctx: click.Context, name: str, as_json: bool) -> None:
    from qualcode.reduce.rounds import round_named

    with opened(ctx) as project:
        one = round_named(project, name)
        people = dict(project.rows("SELECT id, name FROM coder"))
        sources = dict(project.rows("SELECT id, name FROM source"))
        if not as_json:
            limits = ", ".join(sorted(_code_names(project).get(c, "") for c in one.codes or ()))
            click.secho(safe(one.name) + " · " + _(one.state), bold=True)
            if limits:
                click.echo(_("Only codes: %s") % safe(limits))
            if one.share is not None:
                click.echo(_("Drawn by chance, seed %d.") % (one.seed or 0))
        listing(
            (
                {"source": sources[t.source], "coder": people[t.coder], "state": t.state, "due": t.due,
                 "turns": None if t.turns is None else [n + 1 for n in sorted(t.turns)], "how_many": _("all") if t.turns is None else len(t.turns)}
                for t in one.tasks
            ),
            as_json,
            [("source", _("source")), ("coder", _("coder")), ("state", _("state")), ("how_many", _("turns")), ("due", _("due"))],
            words=("state",),
        )  # fmt: skip


@rounds.command(
    "close",
    help=_(
        "Close a round: its coders see each other's codings from now on, and what they differ on can be settled.\n\n"
        "Example: qualcode rounds close “babak 1”"
    ),
)
@click.argument("name")
@click.pass_context
def rounds_close(ctx: click.Context, name: str) -> None:
    _set_state(ctx, name, "closed")


@rounds.command("open", help=_("Open a closed round again."))
@click.argument("name")
@click.pass_context
def rounds_open(ctx: click.Context, name: str) -> None:
    _set_state(ctx, name, "open")


def _set_state(ctx: click.Context, name: str, state: str) -> None:
    from qualcode.reduce.assigning import set_state
    from qualcode.reduce.rounds import round_named

    with opened(ctx, writes=True) as project:
        one = round_named(project, name)
        left = len(one.tasks) - one.done
        if one.state != state:
            set_state(project, one, state)
    if one.state == state:
        click.echo(_("It is %s already.") % _(state))
    elif state == "open":
        click.echo(_("Open again. ! Its coders could see each other's codings: what they code from now on is not independent."))  # fmt: skip
    else:
        click.echo(_("Closed."))
        if left:
            click.echo(ngettext("! %d task is not finished; it is not compared.", "! %d tasks are not finished; they are not compared.", left) % left)  # fmt: skip
        click.echo(_("How far they agree: qualcode agree --round %(name)s; what they differ on: qualcode adjudicate --round %(name)s") % {"name": f"“{one.name}”"})  # fmt: skip


@rounds.command(
    "finish",
    help=_(
        "Say that you have finished the sources a round gave you (or these), for the round's codes.\n\n"
        "Example: qualcode rounds finish “babak 1” W-SMG-01"
    ),
)
@click.argument("name")
@click.argument("sources", nargs=-1)
@click.pass_context
def rounds_finish(ctx: click.Context, name: str, sources: tuple[str, ...]) -> None:
    from qualcode.reduce.assigning import finish_tasks
    from qualcode.reduce.rounds import round_named

    with opened(ctx, writes=True) as project:
        one = round_named(project, name)
        only = [find(project, "source", source) for source in sources] or None
        count = finish_tasks(project, one, coder_named(project, None), only)
    click.echo(ngettext("%d source is finished for you.", "%d sources are finished for you.", count) % count)
