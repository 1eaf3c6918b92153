"""The sync folder itself: where things lie in it, its seal, and what this installation remembers of it.

    FOLDER/PROJECT/LOG/00000001-00000312.HASH8.qcj    actions 1 to 312 of a log; HASH8 begins the last one's hash
    FOLDER/PROJECT/texts/HASH.zz                      the texts that actions name, each once
    FOLDER/PROJECT/seal.json                          where the folder is sealed: the salt

The rule: a file is written whole under another name first, and what was read whole once is not read again while its
size and time stay.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.errors import UserError, reason
from qualcode.exchange.segments import Seal
from qualcode.i18n import _
from qualcode.store import Project, here
from qualcode.store.ids import digest

TEXTS = "texts"
SEAL = "seal.json"
_NAME = re.compile(r"(\d{8,})-(\d{8,})\.([0-9a-f]{8})\.qcj")
_ID = re.compile(r"[0-9a-f]{32}")
_HALF = re.compile(r"\..*\.tmp")  # half-written by somebody who is still at it


@dataclass(frozen=True)
class Segment:
    """A file of the folder by its name."""

    path: Path
    origin: str  # hex
    first: int
    last: int
    tail: str  # the first eight digits of the last action's hash


@dataclass
class Memory:
    """What this installation knows of the folder, kept outside it: files that were read whole (by size and time), those that
    were not, the logs it wrote, how many erased entries there were when the folder was last cleaned, and since when (ms)
    texts lie there that nothing names."""

    fine: dict[str, list[int]] = field(default_factory=dict)
    torn: dict[str, list[int]] = field(default_factory=dict)
    orphans: dict[str, int] = field(default_factory=dict)
    mine: list[str] = field(default_factory=list)
    cleaned: int = 0


def half_written(path: Path) -> bool:
    """Whether somebody is still writing it."""
    return bool(_HALF.fullmatch(path.name))


@dataclass(frozen=True)
class Carrier:
    """An open sync folder: the project's room in it, its key where it is sealed, and what is remembered of it."""

    folder: Path
    room: Path
    seal: Seal | None
    memory: Memory


def open_carrier(
    project: Project, folder: Path, passphrase: str | None, start: bool, make: bool = True
) -> Carrier:  # fmt: skip
    """UserError where the folder is not there, holds only other projects (unless ``start``), or is sealed otherwise."""
    room = _room(project.id, folder, start, make)
    return Carrier(folder, room, _seal(room, passphrase, make), _remembered(project, folder))


def projects_in(folder: Path) -> list[bytes]:
    """The ids of the projects that a sync folder holds."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir() and _ID.fullmatch(entry.name))
    except OSError:
        return []
    return [bytes.fromhex(name) for name in names]


def _room(project: bytes, folder: Path, start: bool, make: bool) -> Path:
    if not folder.is_dir():
        raise UserError(
            _("there is no such folder"), where=str(folder), todo=_("Connect the drive or make the folder, then again")
        )
    room = folder / project.hex()
    if not room.is_dir():
        others = projects_in(folder)
        if others and not start:
            raise UserError(
                _("this folder is another project's"), where=str(folder), todo=_("Name another folder; to use it all the same: --start")
            )  # fmt: skip
        if not make:
            return room
        try:
            (room / TEXTS).mkdir(parents=True)
        except OSError as error:
            raise UserError(_("this folder cannot be written (%s)") % reason(error), where=str(folder)) from None
    return room


def _seal(room: Path, passphrase: str | None, make: bool) -> Seal | None:
    """The key of the folder. A folder is sealed by its first sync with a passphrase, or never."""
    at = room / SEAL
    try:
        salt = bytes.fromhex(json.loads(at.read_text("utf-8"))["salt"]) if at.is_file() else None
    except (OSError, ValueError, KeyError, TypeError):
        raise UserError(
            _("the folder's seal is damaged"), where=str(at), todo=_("Bring back seal.json from a copy")
        ) from None
    if salt is None:
        if passphrase is None or not (make or any(segments_in(room, []))):
            return None
        if any(segments_in(room, [])):
            raise UserError(
                _("this folder is not sealed, and holds words already"), where=str(room), todo=_("Begin a sealed folder anew: an empty one")
            )  # fmt: skip
        salt = os.urandom(16)
        write(
            at,
            json.dumps(
                {"kdf": "scrypt", "salt": salt.hex(), "check": Seal.of(passphrase, salt).name(salt).hex()}
            ).encode(),
        )
        return Seal.of(passphrase, salt)
    if passphrase is None:
        raise UserError(
            _("this folder is sealed"),
            where=str(room),
            todo=_("Give its passphrase: --passphrase-file, or QUALCODE_SYNC_PASSPHRASE"),
        )
    seal = Seal.of(passphrase, salt)
    if json.loads(at.read_text("utf-8")).get("check") != seal.name(salt).hex():
        raise UserError(_("this is not the folder's passphrase"), where=str(room), todo=_("Ask the team's lead for it"))
    return seal


def segments_in(room: Path, strangers: list[Path]) -> list[Segment]:
    """The segment files of the folder by name; what bears another name goes to ``strangers``."""
    found: list[Segment] = []
    for log in scan(room):
        if not log.is_dir():
            if log.name != SEAL and not half_written(log):
                strangers.append(log)
            continue
        if not _ID.fullmatch(log.name):
            if log.name != TEXTS:
                strangers += [path for path in scan(log) if path.is_file()]
            continue
        for path in scan(log):
            name = _NAME.fullmatch(path.name)
            if name:
                found.append(Segment(path, log.name, int(name[1]), int(name[2]), name[3]))
            elif not half_written(path):
                strangers.append(path)
    return found


def scan(folder: Path) -> list[Path]:
    """What lies in a folder, by name."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []  # somebody is moving it: it is there next time


def text_path(c: Carrier, name: bytes) -> Path:
    """Where the text of this hash lies."""
    return c.room / TEXTS / ((c.seal.name(name) if c.seal else name).hex() + ".zz")


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. UserError where the folder cannot be written."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UserError(
            _("this folder cannot be written (%s)") % reason(error), where=str(path.parent), todo=_("What came in is kept; sync again later")
        ) from None  # fmt: skip


def said(c: Carrier, path: Path) -> str:
    """The file's name as people are told it."""
    return path.relative_to(c.room).as_posix()


def _stamp(path: Path) -> list[int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def note_fine(c: Carrier, path: Path) -> None:
    """Remember that the file was whole as it is now."""
    stamp = _stamp(path)
    if stamp:
        c.memory.fine[said(c, path)] = stamp


def is_fine(c: Carrier, path: Path) -> bool:
    """Whether the file is the one that was found whole."""
    return c.memory.fine.get(said(c, path)) == _stamp(path)


def stays_torn(c: Carrier, path: Path) -> bool:
    """Whether a file that is not whole was so at the last sync too, byte by byte as far as can be seen: nobody is still
    carrying it. Else that is remembered for the next one."""
    name, stamp = said(c, path), _stamp(path)
    if stamp is None or c.memory.torn.get(name) == stamp:
        return stamp is not None
    c.memory.torn[name] = stamp
    return False


def _memory_path(project: Project, folder: Path) -> Path:
    name = digest(project.id, os.fsencode(project.path.resolve()), os.fsencode(folder.resolve())).hex()
    return here.state_dir() / "sync" / f"{name}.json"


def _remembered(project: Project, folder: Path) -> Memory:
    try:
        return Memory(**json.loads(_memory_path(project, folder).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return Memory()  # everything is looked at again


def remember(project: Project, c: Carrier) -> None:
    """Keep what is known of the folder for the next time."""
    kept, torn = (
        {name: stamp for name, stamp in known.items() if (c.room / name).exists()}
        for known in (c.memory.fine, c.memory.torn)
    )
    body = json.dumps(vars(c.memory) | {"fine": kept, "torn": torn})
    here.keep(_memory_path(project, c.folder), body.encode())  # lost, it costs reading the folder again
