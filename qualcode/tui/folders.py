"""What lies in a folder, for choosing what to import: folders, files a reader knows, and paths that begin as one typed.

The rule: looking costs no patience and no courage. What may not be read is left out, links are followed no further than
one step, and a folder of many thousand entries is cut with the number left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qualcode.store.ids import fold

MOST = 5_000  # entries of a folder that are listed


@dataclass(frozen=True)
class Entry:
    """A folder (``count``: importable files right in it) or a file (``size`` in bytes)."""

    path: Path
    folder: bool
    size: int = 0
    count: int = 0


@dataclass(frozen=True)
class Folder:
    """The entries of ``path`` by name, folders first; ``left``: how many are not listed."""

    path: Path
    entries: tuple[Entry, ...]
    left: int = 0


def look(path: Path, endings: Iterable[str]) -> Folder:
    """The folders and importable files in a folder. OSError where it cannot be read."""
    known = tuple(endings)
    folders, files, left = [], [], 0
    with os.scandir(path) as found:
        for number, one in enumerate(found):
            if number >= MOST:
                left += 1
            elif one.name.startswith((".", "~$")):
                continue
            elif _is_folder(one):
                folders.append(Entry(Path(one.path), True, count=_importable(one.path, known)))
            elif one.name.lower().endswith(known):
                files.append(Entry(Path(one.path), False, size=_size(one)))
    by_name = (  # without their endings: a copy (W-01 - Copy.docx) stands and comes in behind the file itself
        sorted(folders, key=lambda one: fold(one.path.name)),
        sorted(files, key=lambda one: (fold(one.path.stem), fold(one.path.name))),
    )
    return Folder(path, (*by_name[0], *by_name[1]), left)


def _is_folder(one: os.DirEntry[str]) -> bool:
    try:
        return one.is_dir()
    except OSError:
        return False


def _size(one: os.DirEntry[str]) -> int:
    try:
        return one.stat().st_size
    except OSError:
        return 0


def _importable(path: str, endings: tuple[str, ...]) -> int:
    """How many files right in a folder could be imported; 0 where it may not be read."""
    try:
        with os.scandir(path) as found:
            return sum(
                one.name.lower().endswith(endings) and not one.name.startswith((".", "~$"))
                for number, one in enumerate(found)
                if number < MOST
            )
    except OSError:
        return 0


def first_folder(study: Path) -> Path:
    """Where transcripts are looked for first: the study's ``corpus``, or its own folder while that is empty or not there."""
    try:
        with os.scandir(study / "corpus") as found:
            return study / "corpus" if any(not one.name.startswith(".") for one in found) else study
    except OSError:
        return study


def completed(text: str, base: Path) -> tuple[str, list[str]]:
    """What was typed, as far as only one name can follow, and the names that may."""
    before, slash, begun = text.rpartition("/")
    folder = base / Path(before + slash).expanduser()
    try:
        with os.scandir(folder) as found:
            names = sorted(
                one.name + ("/" if _is_folder(one) else "")
                for one in found
                if one.name.startswith(begun) and (begun.startswith(".") or not one.name.startswith("."))
            )
    except OSError:
        return text, []
    shared = begun
    if names:
        first, last = names[0], names[-1]
        same = next(
            (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
        )
        shared = first[:same]
    return before + slash + shared, names
