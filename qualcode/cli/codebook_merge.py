"""codebook diff, codebook merge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.codebook_codes import dry_run_option, say_effect
from qualcode.cli.common import PROJECT_FILE, json_option, listing, opened, safe
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project

if TYPE_CHECKING:
    from qualcode.reduce.codebook_merge import Proposal
    from qualcode.reduce.codebook_other import Book

_SIGNS = {
    "new": "+",
    "gone": "−",
    "renamed": "~",
    "moved": "~",
    "changed": "~",
    "combined": "→",
    "split": "→",
    "retired": "−",
}


def _book(project: Project, other: str) -> Book:
    """The codebook that ``other`` names: a project or its folder, a YAML or .qdc file, or a release of this project."""
    from qualcode.collect.yamlfile import load_yaml
    from qualcode.exchange.refi_codebook import read_codebook
    from qualcode.reduce.codebook_other import file_book, project_book, release_book

    path = Path(other)
    if path.is_dir():
        return project_book(path / PROJECT_FILE)
    if path.suffix.lower() == ".qualcode":
        return project_book(path)
    if path.suffix.lower() == ".qdc":
        return file_book(project, read_codebook(path), path)
    if path.is_file() or path.suffix.lower() in (".yaml", ".yml"):
        return file_book(project, load_yaml(path), path)
    return release_book(project, other)


@click.command(
    help=_(
        "How two codebooks differ, code by code. A and B are each a project, a YAML or .qdc file, or a release; without B it is "
        "from A to this project as it stands.\n\nExample: qualcode codebook diff v1"
    )
)
@click.argument("a")
@click.argument("b", required=False)
@json_option
@click.pass_context
def diff(ctx: click.Context, a: str, b: str | None, as_json: bool) -> None:
    from qualcode.reduce.codebook_diff import compare
    from qualcode.reduce.codebook_other import ancestor, book_of

    with opened(ctx) as project:
        left = _book(project, a)
        right = _book(project, b) if b else book_of(project)
        released = not Path(a).suffix and not Path(a).exists()
        found = compare(left, right, left if released and not b else ancestor(project, right, left))
        items = [
            {
                "id": one.code.id, "what": list(one.what), "side": one.side, "path": list(one.code.path),
                "into": [list(other.path) for other in one.into],
                "fields": [{"field": c.field, "a": c.ours, "b": c.theirs, "before": c.base, "side": c.side} for c in one.fields],
            }
            for one in found
        ]  # fmt: skip
        if as_json:
            listing(items, True, [])
            return
        for one in found:
            if one.what == ("same",):
                continue
            into = " → " + ", ".join(other.name for other in one.into) if one.into else ""
            words = ", ".join(_(word) for word in one.what)
            click.echo(safe(f"{_SIGNS[one.what[0]]} {one.code.shown}: {words}{into}"))
            for change in one.fields:
                click.echo(safe(f"    {change.field}: {_short(change.ours)} → {_short(change.theirs)}"))
        same = sum(one.what == ("same",) for one in found)
        click.echo(
            ngettext("%d code differs, %d the same.", "%d codes differ, %d the same.", len(found) - same)
            % (len(found) - same, same)
        )


def _short(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "–" if value in (None, "") else str(value)
    return text if len(text) <= 70 else text[:69] + "…"


@click.command(
    help=_(
        "Bring another codebook together with this one: a project, a YAML or .qdc file, a release. What only they changed and what "
        "only they have comes in; what both changed, and codes that may be one, are asked. Without OTHER: the codes of this project "
        "that may be one.\n\n"
        "Example: qualcode codebook merge ratri.yaml --write decisions.yaml; edit it; qualcode codebook merge ratri.yaml --decide decisions.yaml"
    )
)
@click.argument("other", required=False)
@click.option(
    "--write",
    "write",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Write the questions to be answered; nothing is changed."),
)
@click.option(
    "--decide",
    "answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Carry out what was decided in FILE."),
)
@dry_run_option
@json_option
@click.pass_context
def merge(
    ctx: click.Context, other: str | None, write: Path | None, answers: Path | None, dry_run: bool, as_json: bool
) -> None:  # fmt: skip
    from qualcode.reduce import codebook_decisions
    from qualcode.reduce.codebook_merge import Decision, decide_all, proposals
    from qualcode.report.writers import put

    if write and answers:
        raise UserError(_("either --write or --decide, not both"))
    with opened(ctx, writes=not (write or as_json)) as project:
        asked = proposals(project, _book(project, other) if other else None)
        if as_json:
            listing(map(_item, asked), True, [])
            return
        if write:
            put(write, codebook_decisions.written(asked, other or "").encode())
            click.echo(_("Written to %s.") % write)
            return
        if answers:
            decided = codebook_decisions.read(answers, asked)
        else:
            decided = [(one, Decision(one.by_itself)) for one in asked if one.by_itself]
            for one in asked:
                _say(one)
        if not asked:
            click.echo(_("Nothing to bring together."))
            return
        effect = decide_all(project, decided, dry_run=dry_run)
        answered = sum(decision.what != "later" for _one, decision in decided)
        waiting = len(asked) - answered
    if answered or dry_run:  # else nothing was done, and “undo” would take back something else
        say_effect(effect, dry_run)
    if waiting:
        click.echo(
            ngettext("%d question is open: answer it with --write FILE, then --decide FILE.",
                     "%d questions are open: answer them with --write FILE, then --decide FILE.", waiting) % waiting
        )  # fmt: skip


def _item(one: Proposal) -> dict[str, object]:
    return {
        "key": one.key, "kind": one.kind, "ours": one.ours.shown if one.ours else None, "theirs": one.theirs.shown if one.theirs else None,
        "certainty": one.certainty, "reasons": one.reasons, "choices": one.choices, "by_itself": one.by_itself,
        "field": one.change.field if one.change else None, "values": [one.change.ours, one.change.theirs, one.change.base] if one.change else [],
        "codings": {"here": dict(one.here), "there": dict(one.there)},
    }  # fmt: skip


def _say(one: Proposal) -> None:
    from qualcode.reduce.codebook_merge import title

    sign = {"new": "+", "field": "~"}[one.kind] if one.by_itself else "?"
    why = "; ".join(one.reasons)
    if one.kind == "twins":
        why = f"{one.certainty:.2f} · {why}"
    if one.change is not None:
        why = f"{_short(one.change.ours)} → {_short(one.change.theirs)}"
    click.echo(safe(f"{sign} {title(one)}" + (f" ({why})" if why else "")))
    for says, counts in ((_("here"), one.here), (_("there"), one.there)):
        if one.kind == "twins" and counts:
            click.echo(safe(f"    {says}: " + ", ".join(f"{coder} {n}" for coder, n in sorted(counts.items()))))


MERGING = (diff, merge)
