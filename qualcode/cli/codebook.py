"""codebook, codes, releases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from qualcode.cli.codebook_codes import STRUCTURE
from qualcode.cli.codebook_merge import MERGING
from qualcode.cli.common import as_items, fields_from, json_option, listing, opened, safe
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.errors import UserError, typed
from qualcode.i18n import _, ngettext
from qualcode.store import act

EDITABLE = (
    "name",
    "name_en",
    "definition",
    "definition_en",
    "use_when",
    "use_not",
    "example",
    "valence",
    "colour",
    "keywords",
    "parent",
)


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_("The codebook as a whole: import, export, check, release. Alone it lists the codes."),
)
@where_of("code")
@json_option
@click.pass_context
def codebook(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        _list_codes(ctx, where, as_json)


@codebook.command(
    "import",
    help=_(
        "Bring a codebook file in (YAML, or REFI-QDA .qdc). Shows what is new and what changes; codes the file lacks stay. Where the file names a "
        "release, what only you changed since stays too.\n\nExample: qualcode codebook import codebooks/kesejahteraan.yaml --dry-run"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Only say what would happen."))
@click.pass_context
def codebook_import(ctx: click.Context, file: Path, dry_run: bool) -> None:
    from qualcode.collect.yamlfile import load_yaml
    from qualcode.exchange.refi_codebook import read_codebook
    from qualcode.reduce.codebook_yaml import import_data

    with opened(ctx, writes=True) as project:
        data = read_codebook(file) if file.suffix.lower() == ".qdc" else load_yaml(file)
        plan = import_data(project, data, file, dry_run=dry_run)
    for name in plan.new[: 200 if dry_run else 0]:
        click.echo("+ " + name)
    for name, field in plan.changed:
        click.echo(f"~ {name}: {field}")
    for name, field in plan.kept:
        click.echo(_("! %s: %s was changed here and in the file; the project's stays") % (name, field))
    if plan.only_here:
        click.echo(_("Only in the project, left as they are: %s") % ", ".join(plan.only_here))
    changed = len({name for name, _field in plan.changed})
    summary = (
        ngettext("%d new code, %d changed, %d the same.", "%d new codes, %d changed, %d the same.", len(plan.new))
        if not dry_run
        else ngettext(
            "Would bring: %d new code, %d changed, %d the same.",
            "Would bring: %d new codes, %d changed, %d the same.",
            len(plan.new),
        )
    )
    click.echo(summary % (len(plan.new), changed, plan.same))


@codebook.command(
    "export",
    help=_(
        "Write the codebook as YAML, with ids, to FILE (else to the screen); a file ending in .qdc is REFI-QDA for NVivo, ATLAS.ti, MAXQDA."
    ),
)
@click.option("-o", "--output", "file", type=click.Path(path_type=Path))
@click.pass_context
def codebook_export(ctx: click.Context, file: Path | None) -> None:
    from qualcode.exchange.refi_codebook import left_out, write_codebook
    from qualcode.reduce.codebook import codebook as book
    from qualcode.reduce.codebook_yaml import export_codebook
    from qualcode.report.writers import WRITERS, put

    if file is not None and file.suffix.lower() in WRITERS:
        raise UserError(
            _("a codebook goes out as .yaml, or as .qdc for other programs"),
            where=str(file),
            todo=_("As a document to read: qualcode export codebook -o %s") % typed(str(file)),
        )
    refi = file is not None and file.suffix.lower() == ".qdc"
    with opened(ctx) as project:
        data = write_codebook(book(project)) if refi else export_codebook(project).encode()
    if file is None:
        click.echo(data.decode(), nl=False)
        return
    put(file, data)
    click.echo(_("Written to %s.") % file)
    if refi:
        click.echo(_("REFI-QDA has no place for: %s.") % ", ".join(left_out()))


@codebook.command(
    "check",
    help=_(
        "Codes without definition or limits, keywords that cannot be read or stand in several codes; keywords that match "
        "nothing, nearly every turn, or only what another one of the code matches."
    ),
)
@json_option
@click.pass_context
def codebook_check(ctx: click.Context, as_json: bool) -> None:
    from qualcode.reduce.codebook import Warning_, check
    from qualcode.reduce.codebook import codebook as book
    from qualcode.reduce.trying import misleading

    with opened(ctx) as project:
        remarks = check(project) + [Warning_(*one) for one in misleading(project, book(project))]
        listing(
            as_items(remarks, "code", "what"),
            as_json,
            [("code", _("code")), ("what", _("what to look at"))],
            empty=_("Nothing to remark."),
        )


@codebook.command(
    "release", help=_("Name the codebook's present state, e.g. “v2”, so that later files can be merged against it.")
)
@click.argument("name")
@click.pass_context
def codebook_release(ctx: click.Context, name: str) -> None:
    from qualcode.reduce.codebook_yaml import release

    with opened(ctx, writes=True) as project:
        release(project, name, date.today().isoformat())
    click.echo(_("Released as %s.") % name)


@click.group(cls=Noun, invoke_without_command=True, help=_("The codes. Alone it lists the tree."))
@where_of("code")
@json_option
@click.pass_context
def codes(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        _list_codes(ctx, where, as_json)


def _list_codes(ctx: click.Context, where: str, as_json: bool) -> None:
    from qualcode.conclude.fitting import Fitting
    from qualcode.reduce.codebook import codebook as book

    signs = {-1: "−", 0: "±", 1: "+", None: ""}
    with opened(ctx) as project:
        counts = dict(project.rows("SELECT code, COUNT(*) FROM coding WHERE removed=0 GROUP BY code"))
        fits = Fitting(project, where)
        listing(
            as_items(
                (one for one in book(project) if fits.code(one.id)), "id", "name", "name_en", "path", "parent", "valence", "keywords", "definition", "hue",
                tree=lambda c: "  " * c.depth + c.shown, sign=lambda c: signs[c.valence], codings=lambda c: counts.get(c.id, 0),
                words=lambda c: len(c.keywords),
            ),
            as_json, [("tree", _("code")), ("sign", "±"), ("codings", _("codings")), ("words", _("keywords"))],
            empty=empty_of(where, _("No codes yet. “qualcode codebook import FILE” brings a codebook in, “qualcode codes add NAME” makes one.")),
        )  # fmt: skip


@codes.command("show", help=_("One code with everything the codebook says of it, and who has used it how often."))
@click.argument("name")
@click.pass_context
def codes_show(ctx: click.Context, name: str) -> None:
    from qualcode.reduce.codebook import codebook as book
    from qualcode.reduce.codebook import find_code, relatives

    with opened(ctx) as project:
        codes_ = book(project, all_codes=True)
        code = find_code(codes_, name)
        near = relatives(project, codes_, code)
    click.echo(" › ".join(code.path) + f"  {code.id.hex()}")
    if near.lives_on:
        click.echo(_("Combined into %s.") % near.lives_on)
    elif code.retired:
        click.echo(_("Retired: not in use."))
    by_coder = ", ".join(f"{coder} {count}" for coder, count in near.by_coder.items())
    for label, value in (
        (_("definition"), code.definition), ("", code.definition_en), (_("use when"), code.use_when), (_("not"), code.use_not),
        (_("example"), code.example), (_("keywords"), ", ".join(map(str, code.keywords))),
        (_("valence"), {-1: "−", 0: "±", 1: "+"}.get(code.valence) if code.valence is not None else ""),
        (_("codes below"), ", ".join(near.children)), (_("combined"), ", ".join(near.parts)), (_("codings"), by_coder),
    ):  # fmt: skip
        if value:
            click.echo(f"{label:12} {value}")


@codes.command(
    "add",
    help=_("Make a code.\n\nExample: qualcode codes add bank-plecit --parent ekonomi definition=“...” valence=-1"),
)
@click.argument("name")
@click.argument("pairs", nargs=-1, metavar="[NAME=VALUE...]")
@click.option("--parent", "--under", "parent", metavar="CODE")
@click.pass_context
def codes_add(ctx: click.Context, name: str, pairs: tuple[str, ...], parent: str | None) -> None:
    from qualcode.reduce.codebook import add_code, find_code
    from qualcode.reduce.codebook import codebook as book

    with opened(ctx, writes=True) as project:
        values = _values(pairs, name)
        over = str(values.pop("parent", None) or parent or "")  # parent=ekonomi too, as ``codes set`` takes it
        name = str(values.pop("name", None) or name)
        rec = add_code(project, name, parent=find_code(book(project), over).id if over else None, **values)
    click.echo(safe(f"{rec.hex()} {name}"))


def _values(pairs: tuple[str, ...], code: str) -> dict[str, object]:
    from qualcode.language.keywords import parse

    values: dict[str, object] = dict(fields_from(pairs, EDITABLE))
    for key, numbers in (("valence", ("-1", "0", "1", "+1")), ("colour", tuple("12345678"))):
        if values.get(key):
            if values[key] not in numbers:
                raise UserError(_("“%s” is no %s") % (values[key], key), todo=", ".join(numbers))
            values[key] = int(str(values[key]))
    if "keywords" in values:
        words = [word.strip() for word in str(values["keywords"]).split(",") if word.strip()]
        for word in words:
            parse(word, code)  # one that cannot be read would stop the suggestions of the whole codebook
        values["keywords"] = words
    return {key: None if value == "" else value for key, value in values.items()}


@codes.command("set", help=_("Change fields of a code: %s. Keywords with commas between.") % ", ".join(EDITABLE))
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="NAME=VALUE...")
@click.pass_context
def codes_set(ctx: click.Context, name: str, pairs: tuple[str, ...]) -> None:
    from qualcode.reduce.codebook import change_code, find_code
    from qualcode.reduce.codebook import codebook as book

    with opened(ctx, writes=True) as project:
        codes_ = book(project)
        values = _values(pairs, name)
        if values.get("parent"):
            values["parent"] = find_code(codes_, str(values["parent"])).id
        change_code(project, find_code(codes_, name), **values)
    click.echo(_("Changed."))


@codes.command("remove", help=_("Remove a code that has no codings. With codings: retire it, or combine it."))
@click.argument("name")
@click.pass_context
def codes_remove(ctx: click.Context, name: str) -> None:
    from qualcode.reduce.codebook import codebook as book
    from qualcode.reduce.codebook import find_code

    with opened(ctx, writes=True) as project:
        code = find_code(book(project, all_codes=True), name).id
        used = project.value("SELECT COUNT(*) FROM coding WHERE code=? AND removed=0", code)
        if used:
            raise UserError(
                ngettext("“%s” is on %d passage", "“%s” is on %d passages", used) % (name, used),
                todo=_("qualcode codes retire %s") % name,
            )
        with act(project, "codebook") as a:
            a.remove("code", code)
    click.echo(_("Removed. “qualcode undo” brings it back."))


for _command in STRUCTURE:
    codes.add_command(_command)
for _command in MERGING:
    codebook.add_command(_command)


@click.group(cls=Noun, invoke_without_command=True, help=_("Named states of the codebook. Alone it lists them."))
@json_option
@click.pass_context
def releases(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    with opened(ctx) as project:
        rows = project.rows("SELECT id, name, date FROM release WHERE removed=0 ORDER BY date, k")
        listing(
            ({"id": rec, "name": name, "date": when} for rec, name, when in rows),
            as_json,
            [("name", _("release")), ("date", _("date"))],
        )
