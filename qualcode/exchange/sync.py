"""Sync: one folder that every colleague writes to and reads, carried by whatever carries folders.

The rule: the journal is the truth and the folder a copy. Everybody writes what the folder lacks of what they know, in
files that are never changed, and reads what they do not know; whatever is late, torn, doubled or an older copy again
is noticed, said and made good by who has it. Nothing of oneself is ever learned from the folder.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.errors import UserError
from qualcode.exchange import segments
from qualcode.exchange.carrier import (
    TEXTS,
    Carrier,
    Segment,
    half_written,
    is_fine,
    note_fine,
    open_carrier,
    projects_in,
    remember,
    said,
    scan,
    segments_in,
    stays_torn,
    text_path,
    write,
)  # fmt: skip
from qualcode.i18n import _, ngettext
from qualcode.store import Project, blobs, create_project
from qualcode.store.action import Action, load, unpack
from qualcode.store.arrival import Arrival
from qualcode.store.clocks import DAY, correct_own
from qualcode.store.ids import blob_hash
from qualcode.store.journal import own_log
from qualcode.store.receive import receive
from qualcode.store.withdraw import complete

PER_FILE = 2000  # actions
ORPHAN = 24 * 3_600_000  # ms after which a text that nothing names leaves a folder from which somebody withdrew
MANY = 64  # own files in one log before they are joined
Progress = Callable[[str, int, int], None]  # what is done, how far, of how many


@dataclass
class Synced:
    """What a sync did. ``came``: what was new; ``written``: actions put into the folder; ``texts``: texts put there;
    ``mended``: own files written again; ``cleaned``: files from which withdrawn words went; ``notes``: what was noticed."""

    came: Arrival
    written: int = 0
    texts: int = 0
    mended: int = 0
    cleaned: int = 0
    completed: int = 0
    notes: list[str] = field(default_factory=list)


# --- the whole ------------------------------------------------------------------------------------------------------


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
    there = _take_in(project, c, done, say, look)
    if look is not None:
        return done
    done.completed = complete(project)
    if own_log(project) is not None and (wrong := correct_own(project)) is not None:
        days = round(-wrong.off / DAY)
        done.notes.append(ngettext("your clock is %d day behind; what you wrote was marked with the right time",
                                   "your clock is %d days behind; what you wrote was marked with the right time", days) % days)  # fmt: skip
    _clean(project, c, done)
    _put_out(project, c, done, say)
    _pass_on(project, c, done, there)
    remember(project, c)
    return done


def join_through(folder: Path, path: Path, passphrase: str | None = None) -> Project:
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
        done = sync(project, folder, passphrase=passphrase)
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


def waiting_in(project: Project, folder: Path) -> int:
    """How many actions the folder's file names promise that are not here; nothing is opened or changed."""
    listed = segments_in(folder / project.id.hex(), [])
    return sum(one.last - one.first + 1 for one in listed if not _known(project, one))


# --- in -------------------------------------------------------------------------------------------------------------


def _take_in(
    project: Project, c: Carrier, done: Synced, say: Progress, look: Callable[[Arrival], None] | None
) -> set[bytes]:  # fmt: skip
    """Read every file that may hold something new, and let it take effect in one transaction. The actions that were read."""
    strangers: list[Path] = []
    read: list[tuple[Path, list[Action]]] = []
    fresh = [one for one in segments_in(c.room, strangers) if not _known(project, one)]
    for number, one in enumerate(fresh, 1):
        say(_("reading"), number, len(fresh))
        actions = _actions(c, one.path, done.notes)
        if not _is_whole(one, actions):
            done.notes.append(_("%s is not whole yet; what is there was read") % said(c, one.path))
        read.append((one.path, actions))
    for path in strangers:
        actions = _stranger(c, path)
        if actions:
            read.append((path, actions))
            done.notes.append(_("%s is a doubled file; it was read like the others") % said(c, path))
        else:
            done.notes.append(_("%s is no file of qualcode; it was left alone") % said(c, path))

    def text(name: bytes) -> tuple[int, int, bytes] | None:
        return _text(c, name, done)

    try:
        done.came = receive(project, (action for _path, actions in read for action in actions), text, look=look)
    except UserError:
        for path, actions in read:  # one of them is at fault: the others must not wait for it
            try:
                done.came.add(receive(project, actions, text, look=look))
            except UserError as error:
                done.notes.append(f"{said(c, path)}: {error.what}")
    return {action.hash for _path, actions in read for action in actions}


def _known(project: Project, one: Segment) -> bool:
    """Whether the last action that the name promises is here; then all before it are."""
    rows = project.rows(
        "SELECT a.hash FROM action a JOIN log l ON l.id=a.log WHERE l.origin=? AND a.n=?", bytes.fromhex(one.origin), one.last
    )  # fmt: skip
    return any(hash_.hex().startswith(one.tail) for (hash_,) in rows)


def _actions(c: Carrier, path: Path, notes: list[str]) -> list[Action]:
    """The actions of a file's whole frames; what is wrong with it goes to ``notes``."""
    try:
        reading = segments.frames(path.read_bytes(), c.seal)
        if reading.sealed:
            notes.append(_("%s is sealed with another passphrase") % said(c, path))
        if reading.newer:
            notes.append(_("%s was written by a newer qualcode: update this one") % said(c, path))
        return list(segments.read(reading))
    except OSError:
        return []  # somebody is moving it: it is there next time
    except UserError as error:
        notes.append(f"{said(c, path)}: {error.what}")
        return []


def _is_whole(one: Segment, actions: list[Action]) -> bool:
    """Whether a file gave all that its name promises."""
    return bool(actions) and actions[-1].n == one.last and actions[-1].hash.hex().startswith(one.tail)


def _stranger(c: Carrier, path: Path) -> list[Action]:
    """The actions of a file that bears a wrong name (a carrier's 'conflicted copy'); none where it is somebody else's."""
    try:
        with path.open("rb") as file:
            ours = file.read(len(segments.MAGIC)) == segments.MAGIC
    except OSError:
        return []
    return _actions(c, path, []) if ours else []


def _text(c: Carrier, name: bytes, done: Synced) -> tuple[int, int, bytes] | None:
    """A text of the folder as ``receive`` wants it: size, codec, data; None where it is not there or not whole."""
    path = text_path(c, name)
    data = _one_text(c, path)
    if data is None or blob_hash(data) != name:
        if path.exists():
            done.notes.append(_("the text %s is not whole yet; what needs it waits") % path.name)
        return None
    packed = zlib.compress(data, 6) if len(data) > 256 else data
    return (len(data), blobs.ZLIB, packed) if len(packed) < len(data) else (len(data), blobs.RAW, data)


def _one_text(c: Carrier, path: Path) -> bytes | None:
    """The text in a file of the folder; None where it is not there or not whole."""
    try:
        reading = segments.frames(path.read_bytes(), c.seal)
    except OSError:
        return None
    return reading.bodies[0] if reading.whole and len(reading.bodies) == 1 else None


# --- out ------------------------------------------------------------------------------------------------------------


def _put_out(project: Project, c: Carrier, done: Synced, say: Progress) -> None:
    """Write what the folder lacks: first the texts, then the actions that name them."""
    own = own_log(project)
    if own is not None and own.hex() not in c.memory.mine:
        c.memory.mine.append(own.hex())
    _mend(project, c, done)
    _put_texts(project, c, done, say)
    listed = segments_in(c.room, [])
    covered = _covered(project, listed)
    for log, low, high in project.rows(
        "SELECT l.id, MIN(a.n), MAX(a.n) FROM log l JOIN action a ON a.log=l.id GROUP BY l.id"
    ):
        for first, last in _gaps(low, high, covered.get(log, [])):
            for begin in range(first, last + 1, PER_FILE):
                end = min(last, begin + PER_FILE - 1)
                _put_segment(project, c, log, begin, end)
                done.written += end - begin + 1
    _join_files(project, c)


def _pass_on(project: Project, c: Carrier, done: Synced, there: set[bytes]) -> None:
    """What came by a file and waits here, for others or for a newer qualcode, goes on to the folder too."""
    held = {
        one.hash: one for (body,) in project.rows("SELECT body FROM waiting") if (one := unpack(body)).hash not in there
    }
    followed = {one.prev for one in held.values()}
    for last in held.values():
        if last.hash in followed:
            continue
        chain = [last]
        while (before := held.get(chain[0].prev or b"")) is not None:
            chain.insert(0, before)
        _write_segment(c, chain[0], last, iter(chain))
        done.written += len(chain)


def _put_segment(project: Project, c: Carrier, log: int, first: int, last: int) -> None:
    numbers = project.rows("SELECT id FROM action WHERE log=? AND n BETWEEN ? AND ? ORDER BY n", log, first, last)
    actions = (load(project.conn, number) for (number,) in numbers)
    path = _write_segment(c, load(project.conn, numbers[0][0]), load(project.conn, numbers[-1][0]), actions)
    note_fine(c, path)


def _write_segment(c: Carrier, first: Action, last: Action, actions: Iterator[Action]) -> Path:
    path = c.room / first.origin.hex() / f"{first.n:08d}-{last.n:08d}.{last.hash.hex()[:8]}.qcj"
    write(path, segments.write(actions, c.seal))
    return path


def _put_texts(project: Project, c: Carrier, done: Synced, say: Progress) -> None:
    there = {path.name for path in scan(c.room / TEXTS)}
    lacking = [
        name for (name,) in project.rows("SELECT hash FROM blob WHERE data IS NOT NULL") if text_path(c, name).name not in there
    ]  # fmt: skip
    for number, name in enumerate(lacking, 1):
        say(_("writing texts"), number, len(lacking))
        data = blobs.get(project.conn, name)
        if data is not None:
            write(text_path(c, name), segments.frame(data, seal=c.seal))
            note_fine(c, text_path(c, name))
            done.texts += 1


def _covered(project: Project, listed: Iterable[Segment]) -> dict[int, list[tuple[int, int]]]:
    """For each log here the numbers that the folder's names hold. A name ends in an action; what comes before it in the
    file lies in the same log or in those it branched from."""
    covered: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in listed:
        rows = project.rows(
            "SELECT a.log, a.hash FROM action a JOIN log l ON l.id=a.log WHERE l.origin=? AND a.n=?", bytes.fromhex(one.origin), one.last
        )  # fmt: skip
        log = next((log for log, hash_ in rows if hash_.hex().startswith(one.tail)), None)
        last = one.last
        while log is not None and last >= one.first:
            covered[log].append((one.first, last))
            log, last = project.conn.execute("SELECT up, COALESCE(up_n, 0) FROM log WHERE id=?", (log,)).fetchone()
    return covered


def _gaps(low: int, high: int, covered: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of ``[low, high]`` that none of ``covered`` holds."""
    at = low
    for first, last in sorted(covered):
        if first > at and at <= high:
            yield at, min(first - 1, high)
        at = max(at, last + 1)
    if at <= high:
        yield at, high


def _mend(project: Project, c: Carrier, done: Synced) -> None:
    """Write again files and texts that the carrier damaged or put back to an older state: one's own at once, others' where
    they stay so (their writer may be gone for good)."""
    for one in segments_in(c.room, []):
        if not _known(project, one) or is_fine(c, one.path):
            continue
        if _is_whole(one, _actions(c, one.path, [])):
            note_fine(c, one.path)
            continue
        if one.origin not in c.memory.mine and not stays_torn(c, one.path):
            continue
        one.path.unlink(missing_ok=True)  # what it held is lacking now, and is written again
        done.mended += 1
        done.notes.append(_("%s was damaged in the folder; it is written again") % said(c, one.path))
    here = {text_path(c, name).name for (name,) in project.rows("SELECT hash FROM blob WHERE data IS NOT NULL")}
    for path in scan(c.room / TEXTS):
        if half_written(path) or is_fine(c, path):
            continue
        data = _one_text(c, path)
        if data is not None and path == text_path(c, blob_hash(data)):
            note_fine(c, path)
        elif path.name in here and (said(c, path) in c.memory.fine or stays_torn(c, path)):
            path.unlink(missing_ok=True)
            done.mended += 1
            done.notes.append(_("%s was damaged in the folder; it is written again") % said(c, path))


def _join_files(project: Project, c: Carrier) -> None:
    """Many small own files of a log become few: the new ones first, then the old ones go."""
    mine = [one for one in segments_in(c.room, []) if one.origin in c.memory.mine]
    for origin in {one.origin for one in mine}:
        files = [one for one in mine if one.origin == origin]
        if len(files) < MANY:
            continue
        before = {one.path for one in files}
        for log, low, high in project.rows(
            "SELECT l.id, MIN(a.n), MAX(a.n) FROM log l JOIN action a ON a.log=l.id WHERE l.origin=? GROUP BY l.id", bytes.fromhex(origin)
        ):  # fmt: skip
            for begin in range(low, high + 1, PER_FILE):
                _put_segment(project, c, log, begin, min(high, begin + PER_FILE - 1))
        kept = _covered(project, [one for one in segments_in(c.room, []) if one.path not in before])
        for one in files:
            if all(
                not list(_gaps(first, last, kept.get(log, [])))
                for log, spans in _covered(project, [one]).items()
                for first, last in spans
            ):
                one.path.unlink(missing_ok=True)
                c.memory.fine.pop(said(c, one.path), None)


# --- what was withdrawn ---------------------------------------------------------------------------------------------


def _clean(project: Project, c: Carrier, done: Synced) -> None:
    """Take withdrawn words out of the folder, whoever wrote them there: their texts go, and the files that still hold their
    entries are written again without them."""
    erased = project.value("SELECT COUNT(*) FROM entry WHERE new IS NULL")
    if not erased:
        return
    if erased != c.memory.cleaned:
        c.memory.fine = {name: stamp for name, stamp in c.memory.fine.items() if not name.endswith(".qcj")}
    for one in segments_in(c.room, []):
        if is_fine(c, one.path) and erased == c.memory.cleaned:
            continue
        actions = _actions(c, one.path, [])
        if not _known(project, one) or not _is_whole(one, actions):
            continue
        gone = [
            entry.new or ""
            for action in actions
            for entry, ours in zip(action.entries, _ours(project, action).entries, strict=True)
            if ours.erased and not entry.erased
        ]
        if gone:
            for name in blobs.references(*gone):
                if not blobs.has(project.conn, name):
                    text_path(c, name).unlink(missing_ok=True)
            write(one.path, segments.write((_ours(project, action) for action in actions), c.seal))
            done.cleaned += 1
        note_fine(c, one.path)
    c.memory.cleaned = erased
    _drop_orphans(project, c, done)


def _drop_orphans(project: Project, c: Carrier, done: Synced) -> None:
    """A late copy may bring a withdrawn text back after the files that named it were cleaned. What has lain there for a day
    and nothing known here names, goes; a colleague whose file is only late writes it again."""
    names = [name for (name,) in project.rows("SELECT hash FROM blob WHERE data IS NOT NULL")]
    for (body,) in project.rows("SELECT body FROM waiting"):
        names += blobs.references(*(entry.new for entry in unpack(body).entries))
    named = {text_path(c, name).name for name in names}
    lying = {path.name: path for path in scan(c.room / TEXTS) if path.name not in named and not half_written(path)}
    now = project.clock()
    c.memory.orphans = {name: c.memory.orphans.get(name, now) for name in lying}
    for name, since in c.memory.orphans.items():
        if now - since > ORPHAN:
            lying[name].unlink(missing_ok=True)
            done.cleaned += 1


def _ours(project: Project, action: Action) -> Action:
    """The action as this journal has it, where it has it."""
    number = project.value("SELECT id FROM action WHERE hash=?", action.hash)
    return load(project.conn, number) if number is not None else action
