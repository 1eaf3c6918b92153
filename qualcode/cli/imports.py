"""import."""

from __future__ import annotations

import dataclasses
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import as_items, fields_from, json_option, listing, opened, safe, tell
from qualcode.cli.keys import key_if_given, passphrase_option
from qualcode.errors import UserError, typed
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.collect.archives import Found, Search
    from qualcode.collect.known import Known
    from qualcode.collect.looked import How
    from qualcode.collect.sources import Imported
    from qualcode.store import Project
from qualcode.cli.watching import MANY, progress_shown, until_stopped

SIDES = ("interviewer", "informant")


class Conventions(click.ParamType[str]):
    """One of the conventions; the list is read when one is given, so that ``--help`` imports nothing of it."""

    name = "convention"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from qualcode.collect.conventions import CONVENTIONS

        if value not in CONVENTIONS:
            self.fail(_("“%s” is none of: %s") % (value, ", ".join(CONVENTIONS)), param, ctx)
        return str(value)


@click.command(
    "import",
    help=_(
        "Bring in transcripts and documents: .txt .md .docx .odt .rtf .pdf .srt .vtt .html, .json and .tsv of Whisper or "
        "WhisperX, a folder or .zip of these. Each file is taken whole or not at all, and the others go on. "
        "Header lines (Tanggal, Kelurahan, Informan, Peserta ...) become attributes and participants.\n\n"
        "Example: qualcode import corpus/*.txt --set kelurahan=Pajang"
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(["interview", "fgd", "note", "document"]),
    help=_("What they are, where the header does not say."),
)
@click.option("--turns", type=Conventions(), default="auto", show_default=True, metavar="CONVENTION",
              help=_("How the turns are written: Label: text, paragraphs, or quotations attributed in an article."))  # fmt: skip
@click.option("--side", "sides", multiple=True, metavar="LABEL=SIDE",
              help=_("Who a label is: interviewer or informant, e.g. --side P=interviewer."))  # fmt: skip
@click.option("--sessions", type=click.Choice(["whole", "split", "ask"]), default="whole", show_default=True,
              help=_("A file that holds several sessions: one source, a source each, or ask."))  # fmt: skip
@click.option("--encoding", metavar="NAME", help=_("For texts that are not UTF-8, e.g. cp1252."))
@click.option(
    "--set", "sets", multiple=True, metavar="NAME=VALUE", help=_("An attribute for all of them, e.g. kelurahan=Pajang.")
)
@click.option(
    "--replace",
    "replace",
    is_flag=False,
    flag_value="",
    metavar="[SOURCE]",
    help=_("This is a corrected text of SOURCE (else of the source of that name)."),
)
@click.option("--compare/--no-compare", default=True, help=_("Say which texts are nearly the same as others."))
@click.option("--dry-run", is_flag=True, help=_("Only say what was understood."))
@passphrase_option
@json_option
@click.pass_context
def import_(
    ctx: click.Context, paths: tuple[Path, ...], kind: str | None, turns: str, sides: tuple[str, ...], sessions: str,
    encoding: str | None, sets: tuple[str, ...], replace: str | None, compare: bool, dry_run: bool,
    passphrase_file: Path | None, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.collect.archives import files_in
    from qualcode.collect.known import Known
    from qualcode.collect.looked import How

    how = How(kind, turns, encoding, fields_from(sets, []), _sides(sides), replace, sessions == "split", dry_run)
    with opened(ctx, writes=True) as project, files_in(paths) as search:
        key_if_given(project, passphrase_file)
        faults = [str(error) for error in search.refused]
        if not as_json:
            _complain(faults)
        known = Known(project, compare and replace is None)
        done: list[Imported] = []
        try:
            left = _bring_in_all(project, search, how, known, sessions == "ask", done, faults, as_json)
        except BaseException:
            if done and not as_json:  # the disk may be full: what is in is said
                _summary(done, search)
            raise
        new = {one.source for one in done if one.outcome in ("new", "version")}
    if as_json:
        listing(
            as_items(done, "outcome", "name", "genre", "region", "turns", "labels", "unassigned", "participants", "encoding",
                     "doubtful", "near", "sessions", "doubts", "notes", path=lambda i: str(i.path), id=lambda i: i.source), True, [],
        )  # fmt: skip
        _complain(faults)
    else:
        _summary(done, search)
    if new:
        from qualcode.cli.corrections import say_landed
        from qualcode.cli.names import say_unlocked
        from qualcode.collect.called import names_in_sources, said_of_names
        from qualcode.collect.corrections import landed

        with opened(ctx) as project:
            say_unlocked(project, new, err=as_json)
            if named := names_in_sources(project, new):
                rename = _("“qualcode sources set %s name=…” renames it.") % typed(named[0])
                tell(said_of_names(named) + " " + rename, err=as_json)
            if replace is not None and not as_json:
                called = sorted({(one.name, one.source) for one in done if one.outcome == "version"})
                say_landed({name: landed(project, source) for name, source in called})
    if faults and len(faults) + len(done) > 1:
        click.echo(
            ngettext("%d file is not in, %d are.", "%d files are not in, %d are.", len(faults))
            % (len(faults), len({one.path for one in done})),
            err=True,
        )
    if left:
        said = ngettext("Stopped: %d file was not looked at.", "Stopped: %d files were not looked at.", left)
        click.echo(said % left + " " + _("What came in stays; the same command goes on with the rest."), err=True)
        ctx.exit(130)
    if faults:
        ctx.exit(1)


def _sides(pairs: Sequence[str]) -> dict[str, str]:
    found = fields_from(tuple(pairs), [])
    for label, side in found.items():
        if side not in SIDES:
            raise UserError(
                _("“%s” is no side") % side, where=f"--side {label}={side}", todo=_("Sides: %s") % ", ".join(SIDES)
            )
    return found


def _bring_in_all(
    project: Project, search: Search, how: How, known: Known, ask: bool, done: list[Imported], faults: list[str], quiet: bool,
) -> int:  # fmt: skip
    """Every file in turn, what came in into ``done``; how many were not looked at since Ctrl+C was pressed. One that cannot be
    taken is a line in ``faults``."""
    from qualcode.collect.ahead import ahead
    from qualcode.collect.rereading import remembered
    from qualcode.collect.sources import bring_in
    from qualcode.store.together import together

    many = len(search.found) > MANY
    processes = 0 if ask or how.replace is not None else None
    reading = ahead(search.found, how.encoding, how.convention, remembered(project), processes=processes)
    looked_at = 0
    with until_stopped() as stopped, closing(reading), progress_shown(len(search.found), quiet) as moved_on:
        for batch in reading:
            came: list[Imported | UserError] = []
            try:
                with together(project):
                    for found, ready in batch:
                        try:
                            came += bring_in(project, found, _asked(found, how) if ask else how, known, ready)
                        except UserError as error:
                            came.append(error)
                        looked_at += 1
                        if stopped():
                            break
            except BaseException:  # what reached the disk is in
                with suppress(Exception):
                    here = {source for (source,) in project.rows("SELECT id FROM source WHERE removed=0")}
                    done += [one for one in came if not isinstance(one, UserError) and one.source in here]
                raise
            for one in came:  # said when it is on the disk
                if isinstance(one, UserError):
                    faults.append(str(one))
                    if not quiet:
                        _complain([str(one)])
                    continue
                done.append(one)
                if not quiet and (not many or one.notes):
                    _say(one)
            moved_on(looked_at)
            if stopped():
                break
    return len(search.found) - looked_at


def _asked(found: Found, how: How) -> How:
    """How to bring in a file that may hold several sessions, as the person says."""
    from qualcode.collect.readers import read_data
    from qualcode.collect.sessions import find

    data = found.load()
    parts = find(read_data(found.file, data, how.encoding).text)
    if len(parts) < 2 or not sys.stdin.isatty():
        return how
    titles = "\n".join(f"  {n}. {safe(part.title)}" for n, part in enumerate(parts, 1))
    click.echo(_("%s seems to hold %d sessions:") % (found.file, len(parts)) + f"\n{titles}", err=True)
    return dataclasses.replace(how, split=click.confirm(_("A source of each?"), default=True, err=True))


def _complain(faults: Sequence[str]) -> None:
    for fault in faults:
        click.echo("! " + safe(fault), err=True)


_OUTCOMES = {"new": "+", "same": "=", "version": "~", "dry": "?"}


def _say(one: Imported) -> None:
    labels = ", ".join(f"{label} {count}" for label, count in one.labels.items())
    words = {
        "new": "",
        "same": " " + _("was here already"),
        "version": " " + _("new version"),
        "dry": " " + _("only looked at"),
    }
    click.echo(
        safe(
            f"{_OUTCOMES[one.outcome]} {one.name}{words[one.outcome]} · {_(one.genre)} · {one.region or _('no kelurahan')} · "
            + ngettext("%d turn", "%d turns", one.turns) % one.turns
            + (f" ({labels})" if labels else "")
        )
    )
    for note in one.notes:
        click.echo("  ! " + safe(note))


def _passed(name: str) -> str:
    """A file passed over: by its ending, or by its name where its ending is one that is read (README.txt)."""
    from qualcode.collect.readers import READERS

    path = PurePosixPath(name.replace("\\", "/"))
    ending = path.suffix.lower()
    return ending if ending and ending not in READERS else path.name


def _summary(done: Sequence[Imported], search: Search) -> None:
    """What was understood and what was not, over all files of the command."""
    from qualcode.collect.intake import report

    if search.passed_over:
        kinds = Counter(map(_passed, search.passed_over))
        shown = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(8)) + (", …" if len(kinds) > 8 else "")
        click.echo(_("Passed over: %s") % safe(shown))
    if len(done) < 2:
        return
    all_ = report(done)
    said = [
        (all_.outcomes.get("new", 0), ngettext("%d new source", "%d new sources", all_.outcomes.get("new", 0))),
        (all_.outcomes.get("version", 0), ngettext("%d new version", "%d new versions", all_.outcomes.get("version", 0))),
        (all_.outcomes.get("dry", 0), ngettext("%d only looked at", "%d only looked at", all_.outcomes.get("dry", 0))),
        (all_.outcomes.get("same", 0), ngettext("%d was here already", "%d were here already", all_.outcomes.get("same", 0))),
    ]  # fmt: skip
    click.echo(", ".join(words % count for count, words in said if count) + ".")
    if not all_.turns:
        return
    counts = [
        (all_.turns, ngettext("%d turn", "%d turns", all_.turns)),
        (all_.labels, ngettext("%d label", "%d labels", all_.labels)),
        (all_.people, ngettext("%d participant", "%d participants", all_.people)),
    ]
    doubts = [
        (all_.unassigned, ngettext("%d line belongs to no turn", "%d lines belong to no turn", all_.unassigned)),
        (
            all_.turns_doubtful,
            ngettext("%d whose turns may be read wrongly", "%d whose turns may be read wrongly", all_.turns_doubtful),
        ),
        (all_.doubtful, ngettext("%d doubtful encoding", "%d doubtful encodings", all_.doubtful)),
        (all_.near, ngettext("%d nearly the same as another", "%d nearly the same as another", all_.near)),
        (all_.sessions, ngettext("%d file with several sessions", "%d files with several sessions", all_.sessions)),
    ]
    click.echo(", ".join(words % count for count, words in counts) + ".")
    look_at = ", ".join(words % count for count, words in doubts if count)
    if look_at:
        click.echo(_("To look at: %s.") % look_at)
