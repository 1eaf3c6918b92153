"""pseudonymise, and what is left of names."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import opened, safe
from qualcode.cli.keys import key_if_given, opened_key, passphrase_option
from qualcode.i18n import _, ngettext
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.collect.pseudonymise import Plan
    from qualcode.collect.writings import Finder
    from qualcode.store import Project
from qualcode.cli.names import say_unlocked


@click.command(
    help=_(
        "Put stand-ins in the place of every name the key knows, in texts, labels and the names of sources. Codings keep their "
        "place; the older text stays as an older version until --erase, which every project that merges this one obeys and which "
        "cannot be undone. What else looks like a person's name, number or address is only listed: “qualcode names add” takes it "
        "up.\n\nExample: qualcode pseudonymise W-01 --dry-run"
    )
)
@click.argument("sources", nargs=-1)
@click.option("--erase", is_flag=True, help=_("Also erase the older texts, their originals, and old values of fields."))
@click.option("--dry-run", is_flag=True, help=_("Only show each replacement where it stands."))
@passphrase_option
@click.pass_context
def pseudonymise(
    ctx: click.Context, sources: tuple[str, ...], erase: bool, dry_run: bool, passphrase_file: Path | None
) -> None:
    from qualcode.collect import erasing, traces
    from qualcode.collect import pseudonymise as work

    with opened(ctx, writes=True) as project:
        chosen = {find(project, "source", name) for name in sources} or None
        keyring = opened_key(project, passphrase_file)
        finder = work.finder(project, keyring)
        todo = work.plans(project, finder, chosen)
        if dry_run:
            for plan in todo:
                _show(plan)
        _totals(todo, dry_run)
        if not dry_run:
            work.keep_labels(project, keyring)
            if any(not plan.empty for plan in todo):
                work.apply(project, todo)
            if erase:
                gone = erasing.erase(project, keyring, work.finder(project, keyring), chosen)
                click.echo(
                    ngettext("%d older text and its original are erased", "%d older texts and their originals are erased", gone.texts)
                    % gone.texts + "; "
                    + ngettext("%d entry of the journal lost its words.", "%d entries of the journal lost their words.", gone.entries)
                    % gone.entries
                )  # fmt: skip
                click.echo(
                    _("“qualcode check --compact” rewrites the file without a trace of them. Backups, exports, copies of colleagues "
                      "who have not merged yet, and the files in corpus/ still hold the names.")
                )  # fmt: skip
                _say_taken_off(project, work.finder(project, keyring), named=True)
        say_unlocked(project)
        left = Counter(trace.kind for trace in traces.traces(project, work.finder(project, keyring)))
        for kind in ("memos", "notes on passages", "other fields"):
            if left[kind]:
                click.echo(
                    _(
                        "! Names still stand in %s (%d); they are not changed by this. “qualcode check --show” lists them."
                    )
                    % (_(kind), left[kind])
                )


def _show(plan: Plan) -> None:
    if plan.empty and not plan.unsure and not plan.proposed:
        return
    click.echo(safe(plan.name))
    for one in plan.replacements:
        click.echo(
            safe(f"  {one.before}[{one.old} → {one.new}]{one.after}")
            + (f"  ({_(one.where)})" if one.where != "text" else "")
        )
    for one in plan.unsure:
        click.echo(safe(f"  ? {one.before}[{one.old}]{one.after}") + "  " + _("(may be several people: not replaced)"))
    for kind, words in plan.proposed:
        click.echo(f"  ? {_(kind)}: {safe(words)}")


def _totals(todo: list[Plan], dry_run: bool) -> None:
    count = sum(len(plan.replacements) for plan in todo)
    texts = sum(not plan.empty for plan in todo)
    said = (
        ngettext("%d name would be replaced", "%d names would be replaced", count) % count
        if dry_run
        else ngettext("%d name is replaced", "%d names are replaced", count) % count
    )
    click.echo(said + " " + ngettext("in %d source.", "in %d sources.", texts) % texts)
    unsure = sum(len(plan.unsure) for plan in todo)
    if unsure:
        click.echo(ngettext("? %d may mean several people.", "? %d may mean several people.", unsure) % unsure)
        click.echo(_("Where they are one person: qualcode participants join KEEP OTHER."))
    proposed = sum(len(plan.proposed) for plan in todo)
    if proposed and dry_run:
        click.echo(_("What is marked ? stays as it is; “qualcode names add” takes a name up."))
    elif proposed:
        click.echo(
            ngettext("? %d more looks as if it pointed at a person; --dry-run lists it.",
                     "? %d more look as if they pointed at a person; --dry-run lists them.", proposed) % proposed
        )  # fmt: skip


def say_left(project: Project, passphrase_file: Path | None, show: bool) -> None:
    """For ``check``: with the key open how many names are left, by kind of place; with ``show`` which and where."""
    from qualcode.collect.pseudonymise import finder
    from qualcode.collect.traces import KINDS_OF_PLACE, traces

    keyring = key_if_given(project, passphrase_file)
    if keyring is None and show:
        keyring = opened_key(project, passphrase_file)
    if keyring is None:
        return
    find_names = finder(project, keyring)
    found = list(traces(project, find_names))
    left = Counter(trace.kind for trace in found)
    if not found:
        click.echo(_("No name of the key is left in the project."))
        return
    click.echo(_("Names of the key that are left in the project:"))
    for kind in KINDS_OF_PLACE:
        if left[kind]:
            click.echo(f"{left[kind]:>8}  {_(kind)}")
            for trace in found if show else ():
                if trace.kind == kind:
                    click.echo(safe(f"          {trace.where}" + (f": {trace.words}" if trace.words else "")))
    _say_taken_off(project, find_names, named=show)


def _say_taken_off(project: Project, finder: Finder, named: bool) -> None:
    """Which sources no screen shows hold names, and what erases them; by their ids, since a live one may have the name."""
    from qualcode.collect.traces import taken_off

    for name, source in taken_off(project, finder):
        click.echo(
            _("! “%s” was taken off, or its import undone, and still holds names. To erase it: %s")
            % (safe(name) if named else source.hex()[:8], f"qualcode withdraw source {source.hex()[:16]} --reason “…”")
        )
