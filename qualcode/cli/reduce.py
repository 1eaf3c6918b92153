"""coders, code, codings, finish."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import as_items, coder_named, digits_of, fields_from, json_option, listing, opened, safe
from qualcode.cli.corrections import review
from qualcode.cli.noun import Noun
from qualcode.cli.options import where_option
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project, versions
from qualcode.store.lookup import find


@click.group(cls=Noun, invoke_without_command=True, help=_("Who codes. Alone it lists them."))
@json_option
@click.pass_context
def coders(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    with opened(ctx) as project:
        rows = project.rows(
            "SELECT c.id, c.name, (SELECT COUNT(*) FROM coding k WHERE k.coder=c.id AND k.removed=0),"
            " (SELECT COUNT(DISTINCT source) FROM completion p WHERE p.coder=c.id AND p.removed=0) FROM coder c"
            " WHERE c.removed=0 ORDER BY c.name"
        )
        listing(
            ({"id": rec, "name": name, "codings": count, "finished": done, "you": rec == project.coder} for rec, name, count, done in rows),
            as_json, [("name", _("coder")), ("codings", _("codings")), ("finished", _("sources finished")), ("you", _("you"))],
        )  # fmt: skip


@coders.command("add", help=_("Add a coder by short name."))
@click.argument("name")
@click.pass_context
def coders_add(ctx: click.Context, name: str) -> None:
    from qualcode.collect.study import add_coder

    with opened(ctx) as project:
        before = project.coder
        known = add_coder(project, name)
        project.coder = before
    click.echo(_("%s is there already.") % name if known else _("%s can code now.") % name)


@click.command(
    help=_(
        "Put a code on a passage of SOURCE: by its words (--quote, exact) or by offsets in code points (--start, --end).\n\n"
        "Example: qualcode code W-SMG-01 --code utang --quote “ngutang dulu di warung” --valence -1"
    )
)
@click.argument("source")
@click.option("--code", "code_name", required=True, metavar="NAME")
@click.option("--quote", metavar="TEXT", help=_("The words, exactly as they stand."))
@click.option("--turn", type=int, metavar="N", help=_("The turn of the quote, where it stands in several."))
@click.option("--start", type=int, metavar="N")
@click.option("--end", "stop", type=int, metavar="N")
@click.option("--valence", type=click.Choice(["-1", "0", "1"]), help=_("-1 problem, 0 mixed, 1 strength."))
@click.option(
    "--grade", type=click.Choice(["tangan-pertama", "kata-orang", "resmi"]), help=_("First-hand, hearsay, official.")
)
@click.option(
    "--about", metavar="REGION", help=_("The kelurahan the passage is about, where it is another than the speaker's.")
)
@click.option("--gloss", metavar="TEXT", help=_("What it means in Indonesian, where it is Javanese."))
@click.option("--memo", metavar="TEXT")
@click.pass_context
def code(
    ctx: click.Context, source: str, code_name: str, quote: str | None, turn: int | None, start: int | None, stop: int | None,
    valence: str | None, grade: str | None, about: str | None, gloss: str | None, memo: str | None,
) -> None:  # fmt: skip
    from qualcode.collect.regions import region_named
    from qualcode.reduce import codings as work
    from qualcode.reduce.codebook import codebook, find_code

    with opened(ctx, writes=True) as project:
        source_id = find(project, "source", source)
        chosen = find_code(codebook(project), code_name)
        if quote is not None and (start is not None or stop is not None):
            raise UserError(_("either --quote or --start and --end, not both"))
        if quote is not None:
            now = versions.current(project, source_id)
            if now is None:
                raise UserError(_("this source has no text"), where=source)
            start, stop = work.locate(now, quote, turn, where=source)
        if start is None or stop is None:
            raise UserError(_("which passage?"), todo=_("Name it with --quote TEXT, or with --start N --end N"))
        rec = work.code(
            project, source_id, chosen.id, start, stop, valence=int(valence) if valence else None, grade=grade,
            about=region_named(project, about) if about else None, gloss=gloss, memo=memo,
        )  # fmt: skip
    click.echo(f"{rec.hex()} {chosen.name} [{start}–{stop}]")


@click.group(cls=Noun, invoke_without_command=True, help=_("Coded passages. Alone it lists them."))
@click.option("--source", "source_name", metavar="NAME")
@click.option("--code", "code_name", metavar="NAME")
@click.option("--by", metavar="CODER", help=_("Only this coder's."))
@where_option
@json_option
@click.pass_context
def codings(
    ctx: click.Context, source_name: str | None, code_name: str | None, by: str | None, where: str, as_json: bool
) -> None:  # fmt: skip
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.reduce.codebook import by_id, codebook, find_code
    from qualcode.reduce.codings import codings as all_codings
    from qualcode.reduce.query_codings import coding_test

    with opened(ctx) as project:
        fits = coding_test(project, where) if where else None
        wanted = find_code(codebook(project, all_codes=True), code_name).id if code_name else None
        found = all_codings(
            project,
            find(project, "source", source_name) if source_name else None,
            coder_named(project, by) if by else None,
        )
        names = {rec: c.name for rec, c in by_id(project).items()}
        sources = dict(project.rows("SELECT id, name FROM source"))
        people = dict(project.rows("SELECT id, name FROM coder"))
        signs = {-1: "−", 0: "±", 1: "+", None: ""}
        listing(
            as_items(
                (c for c in found if wanted in (None, c.code) and (fits is None or fits(c))),
                "id", "start", "stop", "state", "quote", "origin", "review", "layer", "valence", "grade", "about", "gloss", "memo",
                source=lambda c: sources[c.source], code=lambda c: names.get(c.code, ""), coder=lambda c: people.get(c.coder, ""),
                sign=lambda c: signs[c.valence], short=lambda c: _short(c.quote),
            ),
            as_json,
            [("source", _("source")), ("code", _("code")), ("sign", "±"), ("coder", _("coder")), ("state", _("state")), ("id", _("id")),
             ("short", _("passage"))],
            words=("state",), digits=digits_of(project, "coding"), empty=_("No coding fits.") if found else "",
        )  # fmt: skip


codings.add_command(review)


def _short(quote: str) -> str:
    text = safe(" ".join(quote.split()))
    return text if len(text) <= 60 else text[:59] + "…"


@codings.command(
    "import",
    help=_(
        "Bring in codings from a CSV: source, code, and quote (with turn) or start and end; valence, grade, about, gloss, memo. "
        "All rows or none.\n\nExample: qualcode --coder sri codings import corpus/codings/sri.csv"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Only say whether every row can be placed."))
@click.pass_context
def codings_import(ctx: click.Context, file: Path, dry_run: bool) -> None:
    from qualcode.reduce.codings_csv import import_codings

    with opened(ctx, writes=True) as project:
        done = import_codings(project, file, dry_run=dry_run)
    said = (
        ngettext(
            "Every row can be placed: %d coding would come in, %d are there already.",
            "Every row can be placed: %d codings would come in, %d are there already.",
            done.new,
        )
        if dry_run
        else ngettext(
            "%d coding came in, %d were there already.", "%d codings came in, %d were there already.", done.new
        )
    )
    click.echo(said % (done.new, done.same))


def coding_named(project: Project, prefix: str) -> bytes:
    rows = project.rows(
        "SELECT id FROM coding WHERE removed=0 AND lower(hex(id)) LIKE ? LIMIT 2", prefix.replace("-", "").lower() + "%"
    )
    if len(rows) != 1:
        raise UserError(
            _("“%s” names no single coding") % prefix, todo=_("“qualcode codings” lists them with their ids")
        )
    return bytes(rows[0][0])


@codings.command("remove", help=_("Take codings off, by id. Undoable."))
@click.argument("ids", nargs=-1, required=True)
@click.pass_context
def codings_remove(ctx: click.Context, ids: tuple[str, ...]) -> None:
    from qualcode.reduce.codings import uncode

    with opened(ctx, writes=True) as project:
        count = uncode(project, [coding_named(project, prefix) for prefix in ids])
    click.echo(
        ngettext(
            "%d coding taken off. “qualcode undo” brings it back.",
            "%d codings taken off. “qualcode undo” brings them back.",
            count,
        )
        % count
    )


@codings.command(
    "set",
    help=_("Change valence, grade, about, gloss or memo of a coding.\n\nExample: qualcode codings set 01a2 valence=-1"),
)
@click.argument("id_", metavar="ID")
@click.argument("pairs", nargs=-1, required=True, metavar="NAME=VALUE...")
@click.pass_context
def codings_set(ctx: click.Context, id_: str, pairs: tuple[str, ...]) -> None:
    from qualcode.collect.regions import region_named
    from qualcode.reduce.codings import GRADES, set_fields

    fields: dict[str, object] = dict(fields_from(pairs, ("valence", "grade", "about", "gloss", "memo")))
    with opened(ctx, writes=True) as project:
        if fields.get("valence"):
            if fields["valence"] not in ("-1", "0", "1", "+1"):
                raise UserError(_("valence is -1, 0 or 1, not “%s”") % fields["valence"])
            fields["valence"] = int(str(fields["valence"]))
        if fields.get("grade") and fields["grade"] not in GRADES:
            raise UserError(_("“%s” is no evidence grade") % fields["grade"], todo=_("Grades: %s") % ", ".join(GRADES))
        if fields.get("about"):
            fields["about"] = region_named(project, str(fields["about"]))
        set_fields(
            project,
            coding_named(project, id_),
            **{key: None if value == "" else value for key, value in fields.items()},
        )
    click.echo(_("Changed."))


@click.command(
    help=_(
        "Say that you have finished coding SOURCE, for the codes there are now. Only finished sources are denominators; a code "
        "added later is ‘not yet looked for’ there until you finish it for that code too.\n\nExample: qualcode finish W-SMG-01"
    )
)
@click.argument("source")
@click.option("--code", "code_names", multiple=True, metavar="NAME", help=_("Only for this code."))
@click.option("--undo", is_flag=True, help=_("Say that it is not finished after all."))
@click.pass_context
def finish(ctx: click.Context, source: str, code_names: tuple[str, ...], undo: bool) -> None:
    from qualcode.reduce.codebook import codebook, find_code
    from qualcode.reduce.completion import finish as mark
    from qualcode.reduce.counting import responsible

    with opened(ctx, writes=True) as project:
        book = codebook(project)
        chosen = [find_code(book, name).id for name in code_names] or None
        source_id = find(project, "source", source)
        done = mark(project, source_id, codes=chosen, undo=undo)
        counts = responsible(project).get(source_id)
        other = project.value("SELECT name FROM coder WHERE id=?", counts) if counts != project.coder else None
    if undo:
        click.echo(ngettext("Open again for %d code.", "Open again for %d codes.", done.marked) % done.marked)
    elif done.left:
        click.echo(
            ngettext("%d code is still to be looked for: %s", "%d codes are still to be looked for: %s", len(done.left))
            % (len(done.left), ", ".join(done.left[:8]))
        )
    elif other:
        click.echo(_("%s is finished for you; what counts there is the work of %s.") % (source, other))
    else:
        click.echo(_("%s is finished; it counts from now on.") % source)
