"""merge."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import PROJECT_FILE, opened, progress_line, safe
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Project
from qualcode.store.arrival import Arrival, newcomers
from qualcode.store.deeds import record_words


@click.command(
    help=_(
        "Bring in what colleagues did, from their project files. The files are read and not changed; nothing of anybody's is lost, and "
        "merging twice brings nothing new. What two people wrote differently is kept with both sides: see “qualcode conflicts”.\n\n"
        "Example: qualcode merge dari-bagus/project.qualcode"
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Only say what would come in."))
@click.option("--adopt", is_flag=True, help=_("Also take in another project, not only copies of this one."))
@click.pass_context
def merge(ctx: click.Context, files: tuple[Path, ...], adopt: bool, dry_run: bool) -> None:
    from qualcode.collect.hearing import Hearing
    from qualcode.store.merge import merge as take_in
    from qualcode.store.merge import wal_beside

    faults: list[str] = []
    hearing = Hearing()
    with opened(ctx) as project:
        for path in (one / PROJECT_FILE if one.is_dir() else one for one in files):
            if wal_beside(path):
                click.echo(_("! %s was copied while it was open; it was read together with the -wal beside it.") % path)
            try:
                preview = Preview(project, str(path)) if dry_run else None
                arrival = take_in(project, path, adopt=adopt, look=preview, progress=progress_line(), hearing=hearing)
            except UserError as error:
                faults.append(str(error))
                click.echo("! " + str(error), err=True)
                continue
            if arrival.nothing and not arrival.waiting:
                if not dry_run:  # else the preview said it
                    click.echo(_("%s: nothing new.") % path)
                continue
            if not dry_run:
                say_arrival(project, str(path), arrival)
        if not dry_run:
            say_after(project, *hearing.follow(project))
    if faults:
        ctx.exit(1)


def say_arrival(project: Project, where: str, arrival: Arrival) -> None:
    """What came in from a file or folder, in names and numbers."""
    if arrival.nothing and not arrival.waiting:
        click.echo(_("%s: nothing new.") % where)
        return
    click.echo(f"{where}: " + ngettext("%d action came in", "%d actions came in", arrival.actions) % arrival.actions)
    names = dict(project.rows("SELECT id, name FROM coder"))
    for coder, deeds in sorted(arrival.deeds.items(), key=lambda pair: names.get(pair[0], "")):
        click.echo(
            f"  {names.get(coder, '?')}: "
            + ("; ".join(_deed(kind, *counts) for kind, counts in deeds.items()) or _("erased since"))
        )
    for kind, new in newcomers(project, arrival).items():
        more = "" if len(new) <= 12 else ", …"
        click.echo(f"  {_('new')} · {record_words(kind)}: " + safe(", ".join(new[:12])) + more)
    if arrival.erased:
        click.echo(
            ngettext(
                "  %d entry was erased: somebody was withdrawn, or names were taken out.",
                "  %d entries were erased: somebody was withdrawn, or names were taken out.",
                arrival.erased,
            )
            % arrival.erased
        )
    if arrival.forked:
        click.echo(_("  Two copies had written under one name; both are kept."))
    if arrival.newer:
        click.echo(
            ngettext(
                "  %d action waits: it was made by a newer qualcode. Update this one.",
                "  %d actions wait: they were made by a newer qualcode. Update this one.",
                arrival.newer,
            )
            % arrival.newer
        )
    elif arrival.waiting:
        click.echo(
            ngettext(
                "  %d action waits for others that are not in this file.",
                "  %d actions wait for others that are not in this file.",
                arrival.waiting,
            )
            % arrival.waiting
        )
    for name, days in _wrong_clocks(project):
        click.echo(_("  ! The clock of %s is %+d days off; nothing is lost: qualcode clock") % (name, days))


_DONE = (N_("new"), N_("changed"), N_("taken off"))


def _deed(kind: str, *counts: int) -> str:
    """``coding: 12 new, 1 taken off``."""
    return f"{record_words(kind)} " + ", ".join(
        f"{count} {_(word)}" for count, word in zip(counts, _DONE, strict=True) if count
    )


class Preview:
    """Says what would come in, while it is in: also which conflicts it would bring."""

    def __init__(self, project: Project, where: str) -> None:
        from qualcode.store.conflicts import conflicts as open_conflicts

        self.project, self.where = project, where
        self.open = len(open_conflicts(project))

    def __call__(self, arrival: Arrival) -> None:
        from qualcode.store.conflicts import conflicts as open_conflicts

        click.echo(_("Only looked at; nothing was taken in."))
        say_arrival(self.project, self.where, arrival)
        more = len(open_conflicts(self.project)) - self.open
        if more > 0:
            click.echo(ngettext("  It would bring %d conflict.", "  It would bring %d conflicts.", more) % more)


def say_after(project: Project, completed: int, reworded: int) -> None:
    """What was done, and what waits for a decision, after something came in."""
    from qualcode.collect.hearing import reworded_here
    from qualcode.store.conflicts import conflicts as open_conflicts

    if completed:
        click.echo(
            ngettext("In %d discussion two people had withdrawn apart: both are blank now.",
                     "In %d discussions two people had withdrawn apart: both are blank now.", completed) % completed
        )  # fmt: skip
    if reworded:
        click.echo(reworded_here(reworded))
    waiting = len(open_conflicts(project))
    if waiting:
        click.echo(
            ngettext("%d conflict waits: qualcode conflicts", "%d conflicts wait: qualcode conflicts", waiting)
            % waiting
        )


def _wrong_clocks(project: Project) -> list[tuple[str, int]]:
    """Writers whose clock is more than a day off: (name, days)."""
    from qualcode.store.clocks import DAY, wrong_clocks

    names = dict(project.rows("SELECT id, name FROM coder"))
    return [(names.get(wrong.who, "?"), round(wrong.off / DAY)) for wrong in wrong_clocks(project)]
