"""What every command needs: which project, who writes, how lists and errors are printed."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import click

from qualcode.cli.harmless import OBEYED, in_json
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.store import Project, open_project
from qualcode.store.ids import coder_id
from qualcode.store.project import readable

PROJECT_FILE = "project.qualcode"
SCHEMA = 1  # of every --json listing
DIGITS = 8  # of an id, at least

F = TypeVar("F", bound=Callable[..., Any])


def find_project(asked: str | None) -> Path:
    """The project file that was asked for, or that of this folder or the nearest one above it."""
    if asked:
        path = Path(asked)
        path = path / PROJECT_FILE if path.is_dir() else path
        if not path.is_file():
            raise UserError(_("there is no project here"), where=str(path), todo=_("“qualcode init FOLDER” makes one"))
        return path
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder / PROJECT_FILE
    raise UserError(
        _("there is no project in this folder or above it"),
        todo=_("“qualcode init FOLDER” makes one, “qualcode demo” makes the sample, --project PATH names one"),
    )


@contextmanager
def opened(ctx: click.Context, *, writes: bool = False) -> Iterator[Project]:
    """The project of this call; with ``writes``, who writes is known."""
    options = ctx.find_root().obj or {}
    path = find_project(options.get("project"))
    with readable(path), open_project(path) as project:
        name = options.get("coder") or os.environ.get("QUALCODE_CODER") or _chosen(project)
        if name:
            known = project.value("SELECT id FROM coder WHERE id=? AND removed=0", coder_id(project.id, name))
            if known is None and (writes or options.get("coder")):
                raise UserError(
                    _("there is no coder “%s”") % name,
                    todo=_("“qualcode coders add %s” makes one; “qualcode coders” lists them") % name,
                )
            project.coder = known
        elif writes:
            raise UserError(
                _("who are you?"), todo=_("Name a coder: --coder NAME, or QUALCODE_CODER; “qualcode coders” lists them")
            )
        if writes and project.held_elsewhere():
            said = _("Another program is writing to this project: waiting up to half a minute. Ctrl+C stops.")
            click.echo(said, err=True)
        yield project


def _chosen(project: Project) -> str:
    from qualcode.store.project import chosen_coder

    return chosen_coder(project)


def coder_named(project: Project, name: str | None) -> bytes:
    """The id of a coder by short name, else of who is writing."""
    from qualcode.store.lookup import find

    if name:
        return find(project, "coder", name)
    if project.coder is None:
        raise UserError(_("who are you?"), todo=_("Name a coder: --coder NAME, or QUALCODE_CODER"))
    return project.coder


def json_option(command: F) -> F:
    """``--json``: the listing as {schema, items}."""
    return click.option("--json", "as_json", is_flag=True, help=_("As JSON: {schema, items}."))(command)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: ids as hex."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


# Ids that listings show as words; in JSON they stay ids.
_WORDS = (
    N_("interview"), N_("fgd"), N_("note"), N_("document"), N_("informant"), N_("interviewer"), N_("unknown"),
    N_("finished"), N_("partly"), N_("open"), N_("unchanged"), N_("moved"), N_("changed"), N_("lost"),
    N_("strong"), N_("possible"), N_("problem"), N_("strength"), N_("neutral"), N_("candidate"), N_("reviewed"), N_("defined"),
    N_("problem_when_worse"), N_("strength_when_better"), N_("direct"), N_("proxy"), N_("context"), N_("before"), N_("after"),
    N_("count"), N_("rate"), N_("value"), N_("field"), N_("removed"), N_("cycle"), N_("name"), N_("in-use"), N_("joined"),
    N_("source"), N_("code"), N_("theme"), N_("participant"), N_("coding"),
)  # fmt: skip


def listing(
    items: Iterable[dict[str, Any]], as_json: bool, columns: Sequence[tuple[str, str]], *, empty: str = "",
    words: Sequence[str] = (), digits: int = DIGITS,
) -> None:  # fmt: skip
    """Print a list: as JSON, or as a table of ``columns`` (key, heading): on a terminal as wide as that is, elsewhere whole. ``words``: keys
    whose ids are shown as words; ``digits``: how much of an id is shown (``digits_of``)."""
    if as_json:
        _print_json(items)
        return
    rows = list(items)
    if not rows:
        click.echo(empty or _("Nothing here yet."))
        return
    cells = [
        [_(str(row.get(key) or "")) if key in words else _cell(row.get(key), digits) for key, _heading in columns]
        for row in rows
    ]
    heads = [heading for _key, heading in columns]
    widths = [max(cells_of(text) for text in column) for column in zip(heads, *cells, strict=True)]
    numeric = [all(isinstance(row.get(key), int | float | None) for row in rows) for key, _heading in columns]
    named = [any(isinstance(row.get(key), bytes) or key == "id" for row in rows) for key, _heading in columns]
    if (room := terminal_width()) is not None:
        widths = fitted(widths, [not (right or by_id) for right, by_id in zip(numeric, named, strict=True)], room)
        heads, *cells = [
            [cut(text, width) for text, width in zip(line, widths, strict=True)] for line in [heads, *cells]
        ]
    for line in [heads, *cells]:
        shown = [
            " " * (width - cells_of(text)) + text if right else text + " " * (width - cells_of(text))
            for text, width, right in zip(line, widths, numeric, strict=True)
        ]
        click.echo("  ".join(shown).rstrip())


def _print_json(items: Iterable[dict[str, Any]]) -> None:
    """The items as they come: there may be a hundred thousand."""
    between = f'{{\n "schema": {SCHEMA},\n "items": ['
    for item in items:
        text = in_json(json.dumps(plain(item), ensure_ascii=False, indent=1)).replace("\n", "\n  ")
        click.echo(f"{between}\n  {text}", nl=False)
        between = ","
    click.echo("\n ]\n}" if between == "," else f"{between}]\n}}")


def terminal_width() -> int | None:
    """How many cells a line of the terminal has; None where nobody looks: into a file or a pipe goes all there is."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def fitted(widths: Sequence[int], may_shrink: Sequence[bool], room: int) -> list[int]:
    """The widths of columns, two cells apart, that fit into ``room``: the widest of those that may shrink give way, none below 8.
    Where that is not enough they stay wider."""
    found = list(widths)
    over = sum(found) + 2 * (len(found) - 1) - room
    while over > 0 and (wide := [n for n, width in enumerate(found) if may_shrink[n] and width > 8]):
        found[max(wide, key=lambda n: found[n])] -= 1
        over -= 1
    return found


def tell(text: str, *, err: bool = False) -> None:
    """Print a sentence or more, on a terminal broken between words; what follows a sign such as ``- `` or ``! `` stands under it."""
    import textwrap

    room = shutil.get_terminal_size().columns if (sys.stderr if err else sys.stdout).isatty() else None
    if room is not None and cells_of(text) > room:
        sign = re.match(r"(?:[-!·] )?", text)
        assert sign is not None
        text = textwrap.fill(
            text, room, subsequent_indent=" " * sign.end(), break_long_words=False, break_on_hyphens=False
        )
    click.echo(text, err=err)


def cut(text: str, width: int) -> str:
    """The text in ``width`` cells, with an ellipsis where some of it is left out."""
    if cells_of(text) <= width:
        return text
    kept = used = 0
    for one in text:
        used += cells_of(one)
        if used > width - 1:
            break
        kept += 1
    return text[:kept].rstrip("… ") + "…"


def digits_of(project: Project, kind: str) -> int:
    """How many hex digits of an id tell every record of a kind from every other: ids begin with the time they were made at."""
    ids = [rec.hex() for (rec,) in project.rows(f'SELECT id FROM "{kind}" WHERE removed=0 ORDER BY id')]
    alike = (
        next(at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b) for one, other in pairwise(ids)
    )
    return max(DIGITS, 1 + max(alike, default=0))


def _cell(value: Any, digits: int = DIGITS) -> str:
    from qualcode.language.numerals import format_number

    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.hex()[:digits]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return format_number(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value))
    return safe(str(value))


def safe(text: str) -> str:
    """A text that may hold anything, on one line and without what a terminal would obey."""
    return OBEYED.sub(" ", text).replace("\n", " ")


def cells_of(text: str) -> int:
    """How many cells of a terminal a text takes: wide and combining characters as they are drawn."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def as_items(things: Iterable[Any], *fields: str, **more: Callable[[Any], Any]) -> Iterator[dict[str, Any]]:
    """Records as rows of a listing: attributes by name, and computed ones."""
    for thing in things:
        yield {name: getattr(thing, name) for name in fields} | {name: make(thing) for name, make in more.items()}


def fields_from(pairs: tuple[str, ...], allowed: Sequence[str]) -> dict[str, str]:
    """``name=value`` words as a mapping. UserError for a name that is not allowed."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or (allowed and name not in allowed):
            named = _("Write NAME=VALUE; names: %s") % ", ".join(allowed) if allowed else _("Write NAME=VALUE")
            raise UserError(_("“%s” is not understood") % pair, todo=named)
        found[name] = value
    return found


def report_bug(error: BaseException) -> None:
    """Keep the traceback where a person can send it from; say one line."""
    from qualcode.store.here import state_dir

    log = state_dir() / "error.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(error, file=file)
        click.echo(
            _("Something in qualcode went wrong (%s). Details are in %s; your project is as it was.") % (error, log),
            err=True,
        )
    except OSError:
        click.echo(_("Something in qualcode went wrong (%s).") % error, err=True)


def progress_line() -> Callable[[str, int, int], None]:
    """What is told how far a long work is: a line on stderr that rewrites itself, where that is a terminal and the work takes
    longer than a second."""
    import sys
    import time

    begun = said = time.monotonic()

    def say(what: str, at: int, of: int) -> None:
        nonlocal said
        now = time.monotonic()
        if sys.stderr.isatty() and now - begun > 1 and (now - said > 0.1 or at == of):
            said = now
            click.echo(f"\r{what} {at}/{of}   " + ("\r" if at == of else ""), err=True, nl=False)

    return say
