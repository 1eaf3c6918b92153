"""themes: show, set, review, exemplar, code, rest. What is done to a theme once it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.common import fields_from, json_option, listing, opened, tell
from qualcode.cli.reduce import coding_named
from qualcode.i18n import _, ngettext
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.conclude.theme_review import Rest


def add_to(themes: click.Group) -> None:
    for command in (show, set_, review_, exemplar, code, theory, rest_):
        themes.add_command(command)


@click.command("show", help=_("One theme: what it says, what it lacks, its passages, and what speaks against it."))
@click.argument("name")
@json_option
@click.pass_context
def show(ctx: click.Context, name: str, as_json: bool) -> None:
    from qualcode.conclude.constructs import constructs
    from qualcode.conclude.heard import heard
    from qualcode.conclude.theme_review import NEEDS, WARNINGS, review
    from qualcode.reduce.codebook import by_id
    from qualcode.report.quoting import Quoter

    with opened(ctx) as project:
        one = review(project, find(project, "theme", name), ground := heard(project))
        codes, quoter, tied = by_id(project), Quoter(project), constructs(project).get(one.theme.id, ())
        against = {piece.segment.codings for piece in one.against}
        passages = [
            {
                "source": quoter.name(piece.source), "turn": piece.segment.turn + 1, "valence": piece.value,
                "mark": "e" if piece in one.exemplars else "!" if piece.segment.codings in against else "",
                "code": codes[piece.segment.code].shown, "text": quoter.words(piece.segment), "codings": list(piece.segment.codings),
            }
            for piece in one.pieces
        ]  # fmt: skip
        if as_json:
            theme = one.theme
            record = {
                "id": theme.id, "name": theme.shown, "status": theme.status, "nature": theme.nature, "concept": theme.concept,
                "boundaries": theme.boundaries, "question": theme.question, "level": theme.level, "negative": theme.negative,
                "raised": one.raised, "of": one.of, "missing": list(one.missing), "warnings": list(one.warnings),
                "theory": list(tied), "incomplete": one.incomplete, "codes": [codes[rec].name for rec in theme.codes if rec in codes],
                "silent": [ground.sources[source] for source in one.silent], "passages": passages,
            }  # fmt: skip
            listing([record], True, [])
            return
        theme = one.theme
        click.secho(theme.shown, bold=True)
        click.echo(
            " · ".join((_(theme.status), _(theme.nature), _("{m} of {n} transcripts").format(m=one.raised, n=one.of)))
        )
        for title, words in (
            (_("central idea"), theme.concept), (_("boundaries"), theme.boundaries), (_("research question"), theme.question),
            (_("negative cases"), theme.negative), (_("theory"), "; ".join(tied)),
        ):  # fmt: skip
            tell(f"{title}: {words or '-'}")
        for need in NEEDS:
            click.echo(f"{'○' if need in one.missing else '✓'} {_(NEEDS[need])}")
        for warning in one.warnings:
            click.echo(f"! {_(WARNINGS[warning])}")
        if one.incomplete:
            tell(one.incomplete)
        click.echo()
        listing(passages, False, [("mark", ""), ("source", _("source")), ("turn", _("turn")), ("code", _("code")), ("text", _("passage"))])  # fmt: skip
        names = ", ".join(ground.sources[source] for source in one.silent)
        tell(
            _("asked and silent: %s") % (names or _("no source"))
            + (f" ({_('question not linked')})" if one.unlinked else "")
        )


@click.command(
    "set",
    help=_(
        "Write fields of a theme: name, name_en, concept, boundaries, question, negative, narrative, level, nature, status. A theme "
        "becomes reviewed or defined when its list is whole, or with a reason.\n\n"
        "Example: qualcode themes set “Bantuan meleset” status=defined --reason “kasus negatif dibaca minggu depan”"
    ),
)
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--reason", default="", metavar="TEXT", help=_("Why it goes on before its list is whole."))
@click.pass_context
def set_(ctx: click.Context, name: str, pairs: tuple[str, ...], reason: str) -> None:
    from qualcode.conclude.theme_review import set_status
    from qualcode.reduce.themes import FIELDS, set_theme

    fields = fields_from(pairs, (*FIELDS, "status"))
    status = fields.pop("status", None)
    with opened(ctx, writes=True) as project:
        theme = find(project, "theme", name)
        set_status(project, theme, status, reason, fields) if status else set_theme(project, theme, **fields)
    click.echo(_("Written."))


@click.command("review", help=_("What every theme still lacks, and what speaks against it."))
@json_option
@click.pass_context
def review_(ctx: click.Context, as_json: bool) -> None:
    from qualcode.conclude.theme_review import NEEDS, WARNINGS, reviews

    with opened(ctx) as project:
        rows = [
            {
                "id": one.theme.id, "theme": one.theme.shown, "status": one.theme.status, "passages": len(one.pieces),
                "raised": one.raised, "of": one.of, "exemplars": len(one.exemplars), "against": len(one.against),
                "silent": len(one.silent), "missing": list(one.missing), "warnings": list(one.warnings),
                "lacks": "; ".join([_(NEEDS[need]) for need in one.missing] + [f"! {_(WARNINGS[w])}" for w in one.warnings]),
            }
            for one in reviews(project, retired=as_json)
        ]  # fmt: skip
    listing(
        rows, as_json,
        [("theme", _("theme")), ("status", _("status")), ("raised", _("raised")), ("of", _("of")), ("against", _("against")), ("silent", _("silent")), ("lacks", _("missing"))],
        empty=_("No themes yet. “qualcode themes import FILE” brings them in, “qualcode themes add NAME” makes one."), words=("status",),
    )  # fmt: skip


@click.command("exemplar", help=_("Choose passages (codings by their id) to stand for a theme."))
@click.argument("name")
@click.argument("codings", nargs=-1, required=True)
@click.option("--remove", is_flag=True, help=_("No longer."))
@click.pass_context
def exemplar(ctx: click.Context, name: str, codings: tuple[str, ...], remove: bool) -> None:
    from qualcode.conclude.theme_review import choose_exemplar

    with opened(ctx, writes=True) as project:
        wanted = [coding_named(project, coding) for coding in codings]
        choose_exemplar(project, find(project, "theme", name), wanted, chosen=not remove)
    click.echo(_("Written."))


@click.command("code", help=_("Put a code into a theme, or take it out. Codings do not change."))
@click.argument("name")
@click.argument("code_name", metavar="CODE")
@click.option("--out", is_flag=True, help=_("Take it out of the theme."))
@click.option("--from", "before", metavar="THEME", help=_("Out of this theme, into the other: one step."))
@click.pass_context
def code(ctx: click.Context, name: str, code_name: str, out: bool, before: str | None) -> None:
    from qualcode.reduce.codebook import codebook, find_code
    from qualcode.reduce.themes import move_code

    with opened(ctx, writes=True) as project:
        theme, rec = find(project, "theme", name), find_code(codebook(project), code_name).id
        if out:
            move_code(project, rec, None, theme)
        else:
            move_code(project, rec, theme, find(project, "theme", before) if before else None)
    click.echo(_("Written."))


@click.command(
    "theory",
    help=_(
        "Tie a theme to constructs of the literature, or with --out no longer; without any it says which it has. They stand in the triangulation "
        "within the voices.\n\nExample: qualcode themes theory “Bantuan meleset” “eksklusi sosial (Silver 1994)”"
    ),
)
@click.argument("name")
@click.argument("named", nargs=-1, metavar="CONSTRUCT...")
@click.option("--out", is_flag=True, help=_("No longer."))
@click.pass_context
def theory(ctx: click.Context, name: str, named: tuple[str, ...], out: bool) -> None:
    from qualcode.conclude.constructs import constructs, tie

    with opened(ctx, writes=bool(named)) as project:
        theme = find(project, "theme", name)
        has = tie(project, theme, named, loosen=out) if named else constructs(project).get(theme, ())
    tell("; ".join(has) or _("Tied to no construct yet."))


@click.command(
    "rest", help=_("What no theme holds: the informants' turns that no code of any theme touches, source by source.")
)
@click.argument("source", required=False)
@json_option
@click.pass_context
def rest_(ctx: click.Context, source: str | None, as_json: bool) -> None:
    from qualcode.conclude.theme_review import rest

    with opened(ctx) as project:
        found = rest(project, find(project, "source", source) if source else None)
        if source or as_json:
            _turns(found, as_json)
            return
    rows = [
        {"source": one.name, "finished": one.finished, "turns": len(one.turns), "of": one.of} for one in found if one.of
    ]
    listing(
        rows,
        False,
        [("source", _("source")), ("finished", _("finished")), ("turns", _("in no theme")), ("of", _("of"))],
    )
    left, of = sum(len(one.turns) for one in found), sum(one.of for one in found)
    click.echo(ngettext("%d of %d turn is in no theme.", "%d of %d turns are in no theme.", of) % (left, of))


def _turns(found: list[Rest], as_json: bool) -> None:
    rows = [
        {"source": one.name, "finished": one.finished, "turn": turn.turn + 1, "who": turn.who, "text": turn.words}
        for one in found
        for turn in one.turns
    ]
    listing(rows, as_json, [("turn", _("turn")), ("who", _("speaker")), ("text", _("words"))], empty=_("Every turn is in a theme."))  # fmt: skip
