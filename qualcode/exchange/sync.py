"""Sync: one folder that every colleague writes to and reads, carried by whatever carries folders.

The rule: the journal is the truth and the folder a copy. Everybody writes what the folder lacks of what they know, in
files that are never changed, and reads what they do not know; whatever is late, torn, doubled or an older copy again
is noticed, said and made good by who has it. Nothing of oneself is ever learned from the folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.collect.hearing import Hearing
from qualcode.errors import UserError
from qualcode.exchange.carrier import (
    TEXTS,
    Carrier,
    open_carrier,
    projects_in,
    remember,
    said,
    scan,
    segments_in,
    text_path,
)
from qualcode.exchange.mending import clean, mend
from qualcode.exchange.reading import actions, is_whole, known, stranger, text
from qualcode.exchange.writing import join_files, pass_on, put_actions, put_texts
from qualcode.i18n import _, ngettext
from qualcode.store import Project, create_project
from qualcode.store.action import Action
from qualcode.store.arrival import Arrival, Progress
from qualcode.store.clocks import DAY, correct_own
from qualcode.store.journal import own_log
from qualcode.store.lacking import take_lacking
from qualcode.store.receive import BlobSource, receive


@dataclass
class Synced:
    """What a sync did. ``came``: what was new; ``written``: actions put into the folder; ``texts``: texts put there;
    ``mended``: own files written again; ``cleaned``: files from which withdrawn words went; ``completed`` and ``reworded``: what
    ``Hearing.follow`` did; ``notes``: what was noticed."""

    came: Arrival
    written: int = 0
    texts: int = 0
    mended: int = 0
    cleaned: int = 0
    completed: int = 0
    reworded: int = 0
    notes: list[str] = field(default_factory=list)


def sync(
    project: Project, folder: Path, *, passphrase: str | None = None, start: bool = False,
    progress: Progress | None = None, look: Callable[[Arrival], None] | None = None,
) -> Synced:  # fmt: skip
    """Take in what the folder has and put there what it lacks.

    ``look``: only look; it is called while what would come in is in, then nothing of it is kept, and nothing is written into
    the folder. ``start``: make a place for this project in a folder that has other projects only. UserError where the folder
    is not there, holds only other projects, or is sealed with another passphrase; then nothing was changed.
    """
    say = progress or (lambda *_: None)
    c = open_carrier(project, folder, passphrase, start, make=look is None)
    done = Synced(Arrival())
    hearing = Hearing()
    there = _take_in(project, c, done, say, look, hearing)
    if look is not None:
        return done
    done.completed, done.reworded = hearing.follow(project)
    if own_log(project) is not None and (wrong := correct_own(project)) is not None:
        days = round(-wrong.off / DAY)
        done.notes.append(ngettext("your clock is %d day behind; what you wrote was marked with the right time",
                                   "your clock is %d days behind; what you wrote was marked with the right time", days) % days)  # fmt: skip
    done.cleaned = clean(project, c)
    if (own := own_log(project)) is not None and own.hex() not in c.memory.mine:
        c.memory.mine.append(own.hex())
    notes = mend(project, c)
    done.mended = len(notes)
    done.notes += notes
    done.texts = put_texts(project, c, say)  # before the actions that name them
    done.written = put_actions(project, c)
    join_files(project, c)
    done.written += pass_on(project, c, there)
    remember(project, c)
    return done


def join_through(folder: Path, path: Path, passphrase: str | None = None, progress: Progress | None = None) -> Project:
    """A new project file with what a sync folder holds of the one project in it.

    UserError where the folder holds none, or several, or ``path`` is there already; then nothing is made.
    """
    found = projects_in(folder)
    if len(found) != 1:
        raise UserError(
            _("there is no project in this folder") if not found else _("there are %d projects in this folder") % len(found),
            where=str(folder), todo=_("Ask the team's lead for the folder of your project, or for a copy of the file"),
        )  # fmt: skip
    project = create_project(path, project_id=found[0])
    try:
        done = sync(project, folder, passphrase=passphrase, progress=progress)
        if done.came.nothing:
            raise UserError(
                _("nothing of the project is in this folder yet"),
                where=str(folder),
                todo=_("Wait until it was copied, then again"),
            )
    except BaseException:
        project.close()
        path.unlink(missing_ok=True)
        raise
    return project


def _take_in(
    project: Project, c: Carrier, done: Synced, say: Progress, look: Callable[[Arrival], None] | None, hearing: Hearing
) -> set[bytes]:  # fmt: skip
    """Read every file that may hold something new, and let it take effect in one transaction. The actions that were read."""
    strangers: list[Path] = []
    read: list[tuple[Path, list[Action]]] = []
    fresh = [one for one in segments_in(c.room, strangers) if not known(project, one)]
    for number, one in enumerate(fresh, 1):
        say(_("reading"), number, len(fresh))
        there = actions(c, one.path, done.notes)
        if not is_whole(one, there):
            done.notes.append(_("%s is not whole yet; what is there was read") % said(c, one.path))
        read.append((one.path, there))
    for path in strangers:
        there = stranger(c, path)
        if there:
            read.append((path, there))
            done.notes.append(_("%s is a doubled file; it was read like the others") % said(c, path))
        else:
            done.notes.append(_("%s is no file of qualcode; it was left alone") % said(c, path))

    total = sum(len(there) for _path, there in read)
    stops: list[UserError] = []

    def placed(count: int) -> None:
        try:
            say(_("taking in"), count, total)
        except UserError as stop:  # whoever watches wants it stopped: no file is at fault
            stops.append(stop)
            raise

    def blob(name: bytes) -> tuple[int, int, bytes] | None:
        return text(c, name, done.notes)

    try:
        everything = (action for _path, there in read for action in there)
        done.came = receive(project, everything, blob, look=look, placed=placed, hearing=hearing)
    except UserError:
        if stops:
            raise
        for path, there in read:  # one of them is at fault: the others must not wait for it
            try:
                done.came.add(receive(project, there, blob, look=look, hearing=hearing))
            except UserError as error:
                done.notes.append(f"{said(c, path)}: {error.what}")
    if look is None and (filled := _take_lacking(project, c, blob)):
        done.notes.append(
            ngettext("%d text that was missing here came in", "%d texts that were missing here came in", filled)
            % filled
        )
    return {action.hash for _path, there in read for action in there}


def _take_lacking(project: Project, c: Carrier, blob: BlobSource) -> int:
    """Fill holes with texts of the folder. Looked for only where the folder has texts that this file has not."""
    here = {text_path(c, name).name for (name,) in project.rows("SELECT hash FROM blob")}
    lying = {path.name for path in scan(c.room / TEXTS)} - here
    return take_lacking(project, lambda name: text_path(c, name).name in lying, blob) if lying else 0
