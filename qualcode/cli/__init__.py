"""The command line: parses, calls, prints. No logic.

One module a command group, imported only when its command is called: ``--help`` and ``--version`` start in the time of
Python and click alone. The table below is all that the top level knows.
"""

from __future__ import annotations

import gc
import importlib
import os
import re
import sys
from contextlib import suppress
from typing import NoReturn

import click

from qualcode import __version__
from qualcode.cli import click_texts
from qualcode.cli.harmless import harmless
from qualcode.errors import UserError, reason
from qualcode.i18n import N_, _

click_texts.use()  # before any command is declared

# command -> (module of this package, heading, one line of help)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("project", N_("Project"), N_("Make a new study: a folder with corpus, codebooks, exports and a project")),
    "join": ("project", N_("Project"), N_("Begin to work in a colleague's study")),
    "projects": ("project", N_("Project"), N_("The studies opened on this computer")),
    "demo": ("demo", N_("Project"), N_("The sample study, from transcripts to a SWOT matrix")),
    "check": ("project", N_("Project"), N_("Is everything whole? --compact leaves no trace of erased words")),
    "backup": ("project", N_("Project"), N_("A complete copy of the project in one file")),
    "restore": ("project", N_("Project"), N_("Put a backup in the place of the project, which is kept aside")),
    "history": ("project", N_("Project"), N_("Who did what, newest first")),
    "undo": ("project", N_("Project"), N_("Take back your last action")),
    "redo": ("project", N_("Project"), N_("Do again what you undid")),
    "import": ("imports", N_("Collect"), N_("Bring in transcripts and documents")),
    "sources": ("sources", N_("Collect"), N_("Transcripts and documents")),
    "participants": ("participants", N_("Collect"), N_("The people who speak, under their pseudonyms")),
    "attributes": ("attributes", N_("Collect"), N_("What is kept of sources and participants: a workbook out and in")),
    "regions": ("regions", N_("Collect"), N_("Kota, kecamatan and kelurahan")),
    "guide": ("guide", N_("Collect"), N_("The interview guide: import it, and what was asked where")),
    "topics": ("guide", N_("Collect"), N_("The guide's topics, and where each was asked")),
    "indicators": ("figures", N_("Collect"), N_("What is measured: import, list, describe")),
    "figures": ("figures", N_("Collect"), N_("The values of indicators, as printed and as read")),
    "names": ("names", N_("Collect"), N_("Who the pseudonyms are: real names, in an encrypted key")),
    "pseudonymise": ("pseudonymise", N_("Collect"), N_("Put stand-ins in the place of names in texts; --erase for good")),
    "withdraw": ("withdraw", N_("Collect"), N_("Take a source or a participant out, with every word")),
    "coders": ("reduce", N_("Reduce"), N_("Who codes")),
    "codebook": ("codebook", N_("Reduce"), N_("Import, export, check and release the codebook")),
    "codes": ("codebook", N_("Reduce"), N_("The codes: list, show, add, set, remove")),
    "releases": ("codebook", N_("Reduce"), N_("Named states of the codebook")),
    "code": ("reduce", N_("Reduce"), N_("Put a code on a passage")),
    "codings": ("reduce", N_("Reduce"), N_("Coded passages: list, import from a table, remove")),
    "recode": ("recode", N_("Reduce"), N_("Give codings another code, all or those a query names")),
    "suggest": ("suggest", N_("Reduce"), N_("Passages the codebook's keywords propose")),
    "keywords": ("learned", N_("Reduce"), N_("How each keyword has done, and words that are missing")),
    "learning": ("learned", N_("Reduce"), N_("How far proposals can be trusted, code by code")),
    "relevance": ("relevance", N_("Reduce"), N_("The reduction pass: what is set aside, and how much")),
    "finish": ("reduce", N_("Reduce"), N_("Say that a source is coded; only then it counts")),
    "agree": ("agree", N_("Reduce"), N_("How far coders agree, and where they differ")),
    "memos": ("memos", N_("Reduce"), N_("Notes on anything")),
    "themes": ("themes", N_("Reduce"), N_("Themes over codes")),
    "links": ("links", N_("Reduce"), N_("What ties a theme to an indicator")),
    "summaries": ("summaries", N_("Display"), N_("A level word and a phrase for a theme in a case; what is stale")),
    "issues": ("issues", N_("Display"), N_("From problems over causes to who should do what")),
    "search": ("search", N_("Display"), N_("Words in their context")),
    "matrix": ("matrix", N_("Display"), N_("Themes by kelurahan or any attribute, with every cell's denominator")),
    "queries": ("queries", N_("Display"), N_("Queries with a name, for --where")),
    "network": ("network", N_("Display"), N_("Which codes occur together")),
    "map": ("citymap", N_("Display"), N_("A theme or an indicator on tiles of all kelurahan")),
    "content": ("content", N_("Display"), N_("Words and codes counted, groups compared, saturation")),
    "triangulate": ("triangulate", N_("Conclude"), N_("Do the voices and the figures agree?")),
    "threads": ("threads", N_("Conclude"), N_("What dissonances leave open, and what answers them")),
    "verdicts": ("threads", N_("Conclude"), N_("What researchers judge by themselves, and their agreement")),
    "swot": ("swot", N_("Conclude"), N_("IFAS, EFAS, position and TOWS, with their evidence")),
    "strategies": ("strategies", N_("Conclude"), N_("TOWS strategies and the factors they use")),
    "findings": ("findings", N_("Conclude"), N_("Conclusions, what they rest on, and how they were tested")),
    "member-checks": ("member_checks", N_("Conclude"), N_("What was given back to participants, and their answer")),
    "checklist": ("checklist", N_("Report"), N_("COREQ and SRQR, filled where the project knows")),
    "export": ("export", N_("Report"), N_("Tables, matrices and documents: DOCX, XLSX, HTML, Markdown, CSV")),
    "merge": ("team", N_("Team"), N_("Bring in what colleagues did, from their project files")),
    "sync": ("sync", N_("Team"), N_("Exchange with colleagues through a shared folder")),
    "assign": ("rounds", N_("Team"), N_("Who codes what; draw sources to be coded twice")),
    "rounds": ("rounds", N_("Team"), N_("Rounds of double coding: list, show, open, close")),
    "adjudicate": ("adjudicate", N_("Team"), N_("What coders differ on, and settling it")),
    "progress": ("progress", N_("Team"), N_("How far everybody is, and what holds us up")),
    "conflicts": ("conflicts", N_("Team"), N_("What two people wrote differently, and settling it")),
    "clock": ("clock", N_("Team"), N_("Whose clock is wrong, and correcting it")),
}  # fmt: skip


class Lazy(click.Group):
    """A group that knows its commands' names and helps, and imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"qualcode.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_").replace("import", "import_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        headings = dict.fromkeys(heading for _module, heading, _help in COMMANDS.values())
        for heading in headings:
            with formatter.section(_(heading)):
                formatter.write_dl([(name, _(text)) for name, (_m, h, text) in COMMANDS.items() if h == heading])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=3)
            hint = " " + _("Did you mean %s?") % ", ".join(near) if near else ""
            raise click.UsageError(_("there is no command “%s”.") % args[0] + hint, ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(
        "Qualitative coding and thematic analysis, from transcripts to a SWOT matrix.\n\n"
        "Without a command the app opens on the project of this folder or the nearest one above it."
    ),
    epilog=_("“qualcode COMMAND --help” explains a command. “qualcode demo” shows all of it on a sample study."),
)
@click.version_option(__version__, prog_name="qualcode")
@click.option("--project", "project_path", metavar="PATH", help=_("The project file or its folder."))
@click.option("--coder", metavar="NAME", help=_("Who you are: a coder's short name (else QUALCODE_CODER)."))
@click.pass_context
def cli(ctx: click.Context, project_path: str | None, coder: str | None) -> None:
    ctx.obj = {"project": project_path or os.environ.get("QUALCODE_PROJECT"), "coder": coder}
    if ctx.invoked_subcommand is None:
        from qualcode.cli.app import run

        run(ctx.obj["project"], coder)


def _bug(error: Exception) -> NoReturn:
    """Leave the traceback in a log file; with QUALCODE_DEBUG let it through."""
    if os.environ.get("QUALCODE_DEBUG"):
        raise error
    from qualcode.cli.common import report_bug

    with harmless():
        report_bug(error)
    sys.exit(1)


def main(args: list[str] | None = None) -> None:
    """Run the command line. A user's mistake is one line and exit code 1; a bug leaves its traceback in a log file."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows pipe would refuse · and −
    gc.set_threshold(20_000, 20, 50)  # a command makes many records and little rubbish: looking for it took a fifth
    try:
        with harmless():
            code = cli.main(args=args, prog_name="qualcode", standalone_mode=False)
    except UserError as error:
        from qualcode.cli.common import safe

        click.echo("\n".join(map(safe, str(error).split("\n"))), err=True)
        sys.exit(1)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        with harmless():
            error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Stopped. Nothing was left half done."), err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stdout = None  # the reader of our pipe has gone: nothing to say to it
        sys.exit(0)
    except SystemExit as stop:  # click sees that first, and calls it a failure
        sys.exit(0 if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else stop.code)
    except UnicodeEncodeError as error:  # bytes of a file's name that are no text, where text is wanted
        shown = str(error.object).encode("utf-8", "replace").decode()
        what = UserError(_("a name holds signs that are no text: %s") % shown, todo=_("Rename it, or type it again"))
        if not re.search("[\ud800-\udfff]", str(error.object)):
            _bug(error)
        with harmless():
            click.echo(str(what), err=True)
        sys.exit(1)
    except (OSError, OverflowError) as error:
        from qualcode.cli.common import safe

        where = getattr(error, "filename", None)
        what = UserError(_("this cannot be read or written (%s)") % reason(error), where=str(where) if where else None,
                         todo=_("Check its name and that you may read and write there"))  # fmt: skip
        if isinstance(error, OverflowError):
            what = UserError(_("a number is too large"))
        with suppress(OSError):  # the screen may be what cannot be written
            click.echo(safe(str(what)), err=True)
        sys.exit(1)
    except Exception as error:
        _bug(error)
    sys.exit(code if isinstance(code, int) else 0)
