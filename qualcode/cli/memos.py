"""memos: list, show, add, set, remove, type, answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.common import digits_of, json_option, listing, opened, safe
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.cli.reduce import coding_named
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act
from qualcode.store.deeds import record_words
from qualcode.store.ids import new_id
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.reduce.memos import Memo


@click.group(cls=Noun, invoke_without_command=True, help=_("Notes on anything. Alone it lists them."))
@where_of("memo")
@json_option
@click.pass_context
def memos(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.conclude.fitting import Fitting
    from qualcode.conclude.memo_types import TYPES, typed
    from qualcode.display.terms import term
    from qualcode.reduce.memos import CAPTION, name_of
    from qualcode.reduce.rounds import visible_coders
    from qualcode.store import blobs

    with opened(ctx) as project:
        fits = Fitting(project, where)
        types = {one.memo.id: one for one in typed(project)}

        def type_of(rec: bytes) -> str:
            if rec not in types:
                return ""
            return term(TYPES[types[rec].type]) + (" ?" if types[rec].open else "")

        rows = project.rows(
            "SELECT m.id, m.about_kind, m.about, c.name, m.text, m.belongs, m.coder FROM memo m LEFT JOIN coder c ON c.id=m.coder"
            " WHERE m.removed=0 AND m.about_kind<>? ORDER BY m.k",
            CAPTION,
        )

        def shown(source: bytes | None, coder: bytes | None) -> bool:
            visible = visible_coders(project, source, project.coder) if source else None
            return visible is None or coder is None or coder in visible

        listing(
            (
                {"id": rec, "kind": kind, "about": about, "name": name_of(project, kind, about), "coder": name or "", "text": blobs.prose(project.conn, text),
                 "type": types[rec].type if rec in types else "", "answer": types[rec].answer if rec in types else "", "type_said": type_of(rec)}
                for rec, kind, about, name, text, source, coder in rows
                if shown(source, coder) and fits.record(kind, about)
            ),
            as_json, [("kind", _("on")), ("name", _("record")), ("coder", _("coder")), ("id", _("id")), ("type_said", _("kind")), ("text", _("memo"))],
            words=("kind",), digits=digits_of(project, "memo"), empty=empty_of(where, ""),
        )  # fmt: skip


@memos.command(
    "add",
    help=_(
        "Write a memo on a source, code, theme, participant or coding.\n\nExample: qualcode memos add source W-01 “berbeda dari FGD”"
    ),
)
@click.argument("kind", type=click.Choice(["source", "code", "theme", "participant", "coding"]))
@click.argument("name")
@click.argument("text")
@click.option(
    "--type",
    "type_",
    type=click.Choice(["surprise", "metaphor"]),
    help=_("A surprise waits for its answer; a metaphor stands."),
)
@click.pass_context
def memos_add(ctx: click.Context, kind: str, name: str, text: str, type_: str | None) -> None:
    from qualcode.conclude.memo_types import type_entry

    if not text.strip():
        raise UserError(_("the memo is empty"))
    with opened(ctx, writes=True) as project:
        about = coding_named(project, name) if kind == "coding" else find(project, kind, name)
        roots = {"source": about, "participant": about}
        root = project.value("SELECT source FROM coding WHERE id=?", about) if kind == "coding" else roots.get(kind)
        with act(project, "memo") as a:
            rec = a.create(
                "memo",
                new_id(project.clock()),
                belongs=root,
                about_kind=kind,
                about=about,
                coder=project.coder,
                text=text,
            )
            if type_:
                type_entry(a, rec, type_)
    click.echo(rec.hex())


@memos.command(
    "type", help=_("Say that a memo notes a surprise or a metaphor.\n\nExample: qualcode memos type 3f2a91c0 surprise")
)
@click.argument("memo", metavar="ID")
@click.argument("type_", metavar="TYPE", type=click.Choice(["surprise", "metaphor"]))
@click.pass_context
def memos_type(ctx: click.Context, memo: str, type_: str) -> None:
    from qualcode.conclude.memo_types import memo_named, set_type

    with opened(ctx, writes=True) as project:
        set_type(project, memo_named(project, memo), type_)
    click.echo(_("Written."))


@memos.command(
    "answer",
    help=_(
        "Write what came of a surprise; until then it is open, and listed before a report is written.\n\n"
        "Example: qualcode memos answer 3f2a91c0 “RT yang sama memilih informan”"
    ),
)
@click.argument("memo", metavar="ID")
@click.argument("text")
@click.pass_context
def memos_answer(ctx: click.Context, memo: str, text: str) -> None:
    from qualcode.conclude.memo_types import answer, memo_named

    with opened(ctx, writes=True) as project:
        answer(project, memo_named(project, memo), text)
    click.echo(_("Written."))


@memos.command("show", help=_("One memo, whole.\n\nExample: qualcode memos show 3f2a91c0"))
@click.argument("memo", metavar="ID")
@click.pass_context
def memos_show(ctx: click.Context, memo: str) -> None:
    with opened(ctx) as project:
        one = _named(project, memo)
    click.secho(f"{record_words(one.kind)} {safe(one.name)} · {safe(one.who)}", bold=True)
    click.echo("\n".join(map(safe, one.text.split("\n"))))


@memos.command(
    "set", help=_("Write a memo of your own anew.\n\nExample: qualcode memos set 3f2a91c0 “berbeda dari FGD”")
)
@click.argument("memo", metavar="ID")
@click.argument("text")
@click.pass_context
def memos_set(ctx: click.Context, memo: str, text: str) -> None:
    from qualcode.reduce.memos import rewrite_memo

    if not text.strip():
        raise UserError(_("the memo is empty"), todo=_("“qualcode memos remove ID” takes it off"))
    with opened(ctx, writes=True) as project:
        rewrite_memo(project, _named(project, memo), text)
    click.echo(_("Written."))


@memos.command("remove", help=_("Take a memo of your own off. Undoable."))
@click.argument("memo", metavar="ID")
@click.pass_context
def memos_remove(ctx: click.Context, memo: str) -> None:
    from qualcode.reduce.memos import rewrite_memo

    with opened(ctx, writes=True) as project:
        rewrite_memo(project, _named(project, memo), "")
    click.echo(_("Removed. “qualcode undo” brings it back."))


def _named(project: Project, memo: str) -> Memo:
    from qualcode.conclude.memo_types import memo_named
    from qualcode.reduce.memos import notes

    rec = memo_named(project, memo)
    return next(one for one in notes(project) if one.id == rec)
