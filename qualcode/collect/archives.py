"""Folders and ZIP archives of transcripts: the files in them that a reader knows.

The rule: nothing is unpacked to disk and one file is loaded at a time, so that an archive can neither write anywhere nor
fill the memory. What is passed over (hidden files, README, other formats) is said; what may do harm (a name that climbs out
of its folder, a link that leads outside, an archive in an archive, a bomb) is refused in a line of its own.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from qualcode.collect.packed import DAMAGE, MAX_RATIO, SMALL
from qualcode.collect.readers import READERS, load, reader_of, refuse_large
from qualcode.errors import UserError, reason
from qualcode.i18n import _

ARCHIVES = (".zip",)
MAX_MEMBERS = 100_000
MAX_ARCHIVE = 4_000_000_000  # bytes
_OWN = ("exports", "codebooks")  # folders of a study that hold no transcripts


@dataclass(frozen=True)
class Found:
    """A file to bring in: ``file`` as a person knows it (``kelompok.zip/a/W-01.docx``), ``within``: its place in the folder or
    archive that was named (None where the file itself was), and how its bytes are loaded (UserError where they cannot be)."""

    file: str
    within: PurePosixPath | None
    load: Callable[[], bytes]


@dataclass
class Search:
    """What lies behind the names that were given."""

    found: list[Found] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    refused: list[UserError] = field(default_factory=list)


def one_file(path: Path) -> Found:
    """A file that was named itself."""
    return Found(str(path), None, lambda: load(path, str(path)))


@contextmanager
def files_in(paths: Iterable[Path]) -> Iterator[Search]:
    """The files that ``paths`` name, folders and archives with all that lies in them, in the order of their names. The archives
    stay open inside the ``with``."""
    search = Search()
    with ExitStack() as archives:
        for path in paths:
            before = len(search.found) + len(search.refused)
            try:
                if path.is_dir():
                    _folder(search, archives, path)
                elif path.suffix.lower() in ARCHIVES:
                    _archive(search, archives, path, PurePosixPath())
                else:
                    search.found.append(one_file(path))
                if len(search.found) + len(search.refused) == before:
                    raise UserError(
                        _("no file in it that a reader knows"),
                        where=str(path),
                        todo=_("Readers know %s") % " ".join([*READERS, *ARCHIVES]),
                    )
            except UserError as error:
                search.refused.append(error)
        yield search


def _folder(search: Search, archives: ExitStack, top: Path) -> None:
    inside = top.resolve()
    for here, folders, files in os.walk(top):
        folder = Path(here)
        study = (folder / "project.qualcode").is_file()
        for name in sorted(folders):
            if name.startswith(".") or name == "__MACOSX" or (study and name in _OWN) or (folder / name).is_symlink():
                search.passed_over.append((folder / name).as_posix() + "/")
                folders.remove(name)
        folders.sort()
        for name in sorted(files, key=_order):
            path = folder / name
            within = PurePosixPath(path.relative_to(top).as_posix())
            ending = path.suffix.lower()
            if _unwanted(name) or ending not in (*READERS, *ARCHIVES):
                search.passed_over.append(str(path))
            elif path.is_symlink() and not path.resolve().is_relative_to(inside):
                search.refused.append(_climbs(str(path)))
            elif ending in ARCHIVES:
                try:
                    _archive(search, archives, path, within)
                except UserError as error:
                    search.refused.append(error)
            else:
                search.found.append(Found(str(path), within, _loader(path)))


def _loader(path: Path) -> Callable[[], bytes]:
    return lambda: load(path, str(path))


def _order(name: str) -> tuple[str, str]:
    """Names in their order without their endings: ``R02.docx`` before ``R02 - Copy.docx``, so that the copy is the copy."""
    return name.removesuffix(PurePosixPath(name).suffix), name


def _unwanted(name: str) -> bool:
    """Hidden files, what Word leaves while a document is open, what explains a folder."""
    return name.startswith((".", "~$", "._")) or name.upper().partition(".")[0] == "README"


def _climbs(where: str) -> UserError:
    return UserError(_("it leads out of its folder"), where=where, todo=_("Put the file itself into the folder"))


def _archive(search: Search, archives: ExitStack, path: Path, within: PurePosixPath) -> None:
    """The members of an archive. UserError where it is none or is a bomb as a whole; a bad member is refused alone."""
    where = str(path)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UserError(_("this is a device or a pipe, not a file"), where=where, todo=_("Name a file"))
        refuse_large(where, found.st_size, MAX_ARCHIVE)
        archive = archives.enter_context(zipfile.ZipFile(path))
    except FileNotFoundError:
        raise UserError(_("no such file"), where=where, todo=_("Check its name and folder")) from None
    except DAMAGE as error:
        raise _damaged(where, error) from None
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > max(SMALL, MAX_RATIO * found.st_size):
        raise _bomb(where, unpacked)
    for member in sorted(members, key=lambda member: _order(_name(member))):
        name = _name(member)
        shown = f"{where}/{name}"
        place = PurePosixPath(name)
        if member.is_dir():
            continue
        if any(part.startswith(".") and part != ".." for part in place.parts) or "__MACOSX" in place.parts:
            search.passed_over.append(shown)
        elif _unsafe(name) or stat.S_ISLNK(member.external_attr >> 16):
            search.refused.append(_climbs(shown))
        elif place.suffix.lower() in ARCHIVES:
            todo = _("Unpack it and name its folder")
            search.refused.append(UserError(_("an archive in an archive is not opened"), where=shown, todo=todo))
        elif _unwanted(place.name) or place.suffix.lower() not in READERS:
            search.passed_over.append(shown)
        else:
            search.found.append(Found(shown, within / place, _unpacker(archive, member, shown)))


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name. Without a flag it is read as of DOS, but most programs write UTF-8 there."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return name.replace("\\", "/")


def _unsafe(name: str) -> bool:
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") or not name.isprintable()


def _unpacker(archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str) -> Callable[[], bytes]:
    def unpack() -> bytes:
        refuse_large(where, member.file_size, reader_of(where).limit)
        if member.flag_bits & 1:
            raise UserError(_("this is under a password"), where=where, todo=_("Unpack it and name its folder"))
        if member.file_size > max(SMALL, MAX_RATIO * member.compress_size):
            raise _bomb(where, member.file_size)
        try:
            return archive.read(member)
        except DAMAGE as error:
            raise _damaged(where, error) from None

    return unpack


def _bomb(where: str, size: int) -> UserError:
    return UserError(
        _("unpacking it would take {size} MB, far more than its text can need").format(size=max(1, size // 1_000_000)),
        where=where,
        todo=_("Do not trust this file; ask for it again from who sent it"),
    )


def _damaged(where: str, error: Exception) -> UserError:
    return UserError(
        _("this archive cannot be unpacked ({reason})").format(reason=reason(error)),
        where=where,
        todo=_("Copy it again"),
    )
