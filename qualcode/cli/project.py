"""init, join, projects, check, backup, restore, history, undo, redo."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import PROJECT_FILE, coder_named, find_project, json_option, listing, opened
from qualcode.cli.keys import passphrase_option
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import times
from qualcode.store.deeds import deed_words, record_words


@click.command(
    help=_(
        "Make a new study in FOLDER: corpus, codebooks, exports and one project file.\n\n"
        "Example: qualcode init studi-2026 --coder sri"
    )
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--coder", "name", required=True, metavar="NAME", help=_("Your short name as a coder, e.g. sri."))
@click.option(
    "--regions",
    default="surakarta",
    show_default=True,
    metavar="WHICH",
    help=_("The region tree: surakarta, a CSV file, or none."),
)
def init(folder: Path, name: str, regions: str) -> None:
    from qualcode.collect.study import new_study

    project = new_study(folder, name, None if regions == "none" else regions)
    with project:
        count = project.value("SELECT COUNT(*) FROM region")
    click.echo(
        ngettext("%s is ready, with %d region.", "%s is ready, with %d regions.", count)
        % (folder / PROJECT_FILE, count)
    )
    click.echo(
        _("Next: put transcripts into %s, then “qualcode import corpus/*” in that folder.") % (folder / "corpus")
    )


@click.command(
    help=_(
        "Begin to work in a colleague's study: FOLDER holds a copy of it, or is the team's sync folder (then --into names "
        "the folder of your own copy). Says who you are here and keeps your work apart from theirs until you merge.\n\n"
        "Examples: qualcode join studi-2026 --coder bagus\n\nqualcode join /media/usb/tim --into studi-2026 --coder bagus"
    )
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--coder", "name", required=True, metavar="NAME", help=_("Your short name as a coder."))
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), help=_("From a sync folder: where your copy goes.")
)
@click.option(
    "--passphrase-file", type=click.Path(path_type=Path), help=_("From a sealed sync folder: its passphrase.")
)
def join(folder: Path, name: str, into: Path | None, passphrase_file: Path | None) -> None:
    from qualcode.collect.study import FOLDERS, add_coder
    from qualcode.exchange.carrier import projects_in
    from qualcode.store import open_project
    from qualcode.store.journal import choose_coder
    from qualcode.store.recent import remember

    if into is not None or projects_in(folder):
        from qualcode.cli.sync import passphrase_from
        from qualcode.exchange.sync import join_through

        if into is None:
            raise UserError(
                _("this is a team's sync folder"), where=str(folder), todo=_("Say where your copy goes: --into FOLDER")
            )
        opened_project = join_through(folder, into / PROJECT_FILE, passphrase_from(passphrase_file))
        for one in FOLDERS:
            (into / one).mkdir(parents=True, exist_ok=True)
        where = into
    else:
        opened_project = open_project(find_project(str(folder)))
        where = folder
    with opened_project as project:
        known = add_coder(project, name)
        choose_coder(project, name)
        remember(project.path)
    click.echo(
        _("You write as %s in %s.") % (name, where) + ("" if known else " " + _("The coder is new in this project."))
    )
    if into is not None:
        click.echo(_("Next: “qualcode” in that folder opens the app; “qualcode sync %s” exchanges again.") % folder)


@click.command(help=_("The studies opened on this computer, newest first."))
@json_option
def projects(as_json: bool) -> None:
    from qualcode.store.recent import recent

    listing(
        ({"path": path, "opened": stamp} for path, stamp in recent()), as_json, [("opened", _("opened")), ("path", _("project"))],
        empty=_("None yet. “qualcode init FOLDER” makes one, “qualcode demo” makes the sample."),
    )  # fmt: skip


@click.command(
    help=_(
        "Is everything whole? Checks the file, the chain of actions, every text, and that the state is what the journal says.\n\n"
        "--compact rewrites the file, so that no erased word is left in any byte of it. Where the passphrase of names.key is given, "
        "it also counts the names that are left, by kind of place."
    )
)
@click.option("--compact", is_flag=True, help=_("Also rewrite the file without a trace of what was erased."))
@click.option("--show", is_flag=True, help=_("Also list the names that are left, and where."))
@passphrase_option
@click.pass_context
def check(ctx: click.Context, compact: bool, show: bool, passphrase_file: Path | None) -> None:
    from qualcode.store import check as checks

    path = find_project(ctx.find_root().obj.get("project"))
    note = checks.wal_note(path)
    with opened(ctx) as project:
        rewritten = checks.compact(project) if compact else True
        report = checks.check(project)
    if note:
        report.notes.insert(0, note)
    actions = ngettext("%d action", "%d actions", report.actions) % report.actions
    changes = ngettext("%d change", "%d changes", report.entries) % report.entries
    click.echo(_("{actions} with {changes} looked at.").format(actions=actions, changes=changes))
    if not rewritten:
        report.notes.append(_("another window has the project open: close it, then --compact again, for erased words may be left in the file"))  # fmt: skip
    for line in report.notes:
        click.echo("· " + line)
    for line in report.faults:
        click.echo("! " + line, err=True)
    if report.faults:
        raise UserError(
            ngettext("%d fault found", "%d faults found", len(report.faults)) % len(report.faults),
            where=str(path), todo=_("Keep this file as it is and restore a backup, or merge a colleague's copy into one"),
        )  # fmt: skip
    click.echo(_("Everything is whole."))
    from qualcode.cli.pseudonymise import say_left

    with opened(ctx) as project:
        say_left(project, passphrase_file, show)


@click.command(
    help=_("A complete copy of the project in FILE.\n\nExample: qualcode backup cadangan-2026-11-22.qualcode")
)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    from qualcode.store.check import backup as make

    with opened(ctx) as project:
        make(project, file)
    click.echo(_("Backed up to %s.") % file)


@click.command(
    help=_("Put the backup FILE in the place of the project. The present project is kept aside under a dated name.")
)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def restore(ctx: click.Context, file: Path) -> None:
    from qualcode.store.restore import restore as put_back
    from qualcode.store.restore import withdrawn_since

    asked = ctx.find_root().obj.get("project")
    path = (
        Path(asked) if asked else find_project(None)
    )  # one that is asked for may be missing: that is what backups are for
    path = path / PROJECT_FILE if path.is_dir() else path
    aside = put_back(path, file)
    click.echo(_("Restored from %s.") % file)
    if aside is not None:
        click.echo(_("The project as it was is kept in %s; “qualcode merge” brings its work back.") % aside.name)
        if withdrawn_since(path, aside):
            told = _("! Somebody withdrew, or names were erased, after this backup was made: those words are here again. “qualcode merge %s” and “qualcode check --compact” take them out; then delete the backup.")  # fmt: skip
            click.echo(told % aside.name)


@click.command(
    help=_(
        "Who did what, newest first; with ID (of a record, or the beginning of an action's) only what touched it, change by change."
    )
)
@click.argument("id_", metavar="[ID]", required=False)
@click.option(
    "-n", "--last", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help=_("How many actions.")
)
@json_option
@click.pass_context
def history(ctx: click.Context, id_: str | None, last: int, as_json: bool) -> None:
    from qualcode.store import history as past

    with opened(ctx) as project:
        record = None
        if id_:
            wanted = id_.replace("-", "").lower()
            found = project.rows("SELECT DISTINCT rec FROM entry WHERE lower(hex(rec)) LIKE ? LIMIT 2", wanted + "%")
            action = project.rows("SELECT hash FROM action WHERE lower(hex(hash)) LIKE ? LIMIT 2", wanted + "%")
            if len(action) == 1 and not found:
                changes = past.changes(project, action[0][0])
                listing(
                    ({"kind": c.kind if as_json else record_words(c.kind), "rec": c.rec, "new": c.new, "old": c.old} for c in changes), as_json,
                    [("kind", _("kind")), ("rec", _("record")), ("new", _("now")), ("old", _("before"))],
                )  # fmt: skip
                return
            if len(found) != 1:
                raise UserError(
                    _("“%s” names no single record or action") % id_, todo=_("“qualcode history” shows the actions")
                )
            record = found[0][0]
        deeds = past.deeds(project, limit=last, record=record)
        listing(
            (
                {
                    "id": d.hash.hex()[:10], "when": times.here(d.corrected).isoformat(" ", "minutes"), "who": d.who,
                    "did": d.kind if as_json else deed_words(d.kind), "records": d.records, "log": d.log, "n": d.n, "undone": d.undone,
                    "note": _("undone") if d.undone else _("clock corrected") if d.corrected != d.stamp else "",
                }
                for d in deeds
            ),
            as_json,
            [("when", _("when")), ("who", _("who")), ("did", _("did")), ("records", _("records")), ("id", _("id")), ("note", "")],
        )  # fmt: skip


def _taken_back(ctx: click.Context, verb: str) -> None:
    from qualcode.store import undo as back

    with opened(ctx, writes=True) as project:
        coder_named(project, None)
        done = back.undo(project) if verb == "undo" else back.redo(project)
    text = (
        ngettext("Undone: %s, %d record.", "Undone: %s, %d records.", done.records)
        if verb == "undo"
        else ngettext("Done again: %s, %d record.", "Done again: %s, %d records.", done.records)
    )
    click.echo(text % (deed_words(done.kind), done.records))
    if done.kind == "settle" and verb == "undo":
        click.echo(
            _("What showed before shows again. Both sides were seen, so a field stays settled: write what shall stand.")
        )
    if done.left:
        click.echo(
            ngettext(
                "%d record was changed by somebody since and stays.",
                "%d records were changed by somebody since and stay.",
                len(done.left),
            )
            % len(done.left)
        )


@click.command(help=_("Take back your last action on this computer. What somebody changed since is left and counted."))
@click.pass_context
def undo(ctx: click.Context) -> None:
    _taken_back(ctx, "undo")


@click.command(help=_("Do again what you undid last."))
@click.pass_context
def redo(ctx: click.Context) -> None:
    _taken_back(ctx, "redo")
