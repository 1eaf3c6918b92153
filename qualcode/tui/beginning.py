"""What a folder has to begin with: transcripts, studies, a team's folder; and joining a team from there.

The rule: looking makes nothing; what joining makes is whole or gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.tui.folders import look

PROJECT = "project.qualcode"
SEAL = "seal.json"


@dataclass(frozen=True)
class Found:
    """``files``: importable files right in the folder, by ending; ``studies``: project files in its folders."""

    files: tuple[tuple[str, int], ...] = ()
    studies: tuple[Path, ...] = ()

    @property
    def count(self) -> int:
        return sum(count for _ending, count in self.files)

    @property
    def kinds(self) -> str:
        """As in ``9 .docx, 2 .txt``."""
        return ", ".join(f"{count} {ending}" for ending, count in self.files[:4]) + (
            ", …" if len(self.files) > 4 else ""
        )


def found_in(folder: Path) -> Found:
    """What lies in a folder; nothing where it cannot be read."""
    from qualcode.collect.readers import READERS

    try:
        entries = look(folder, READERS).entries
    except OSError:
        return Found()
    files = Counter(one.path.suffix.lower() for one in entries if not one.folder)
    studies = [one.path / PROJECT for one in entries if one.folder and (one.path / PROJECT).is_file()]
    return Found(tuple(files.most_common()), tuple(studies))


def told(found: Found) -> str:
    """In one sentence."""
    if found.studies:
        names = ", ".join(path.parent.name for path in found.studies[:3])
        return _("Welcome. This folder holds a study: %s. Where do you want to begin?") % names
    if found.count:
        said = ngettext(
            "Welcome. No study is in this folder yet, but {count} file that may be a transcript: {kinds}. "
            "Where do you want to begin?",
            "Welcome. No study is in this folder yet, but {count} files that may be transcripts: {kinds}. "
            "Where do you want to begin?",
            found.count,
        )
        return said.format(count=found.count, kinds=found.kinds)
    return _("Welcome. There is no study in this folder or above it. Where do you want to begin?")


def project_at(path: Path) -> Path:
    """The project file that is meant: the file, or that of the folder. UserError where there is none."""
    found = path / PROJECT if path.is_dir() else path
    if not found.is_file():
        raise UserError(
            _("there is no study"), where=str(path), todo=_("Name its folder, or its file project.qualcode")
        )
    return found


def is_shared(folder: Path) -> bool:
    """Whether this is a folder a team exchanges its work through."""
    from qualcode.exchange.carrier import projects_in

    return folder.is_dir() and not (folder / PROJECT).exists() and bool(projects_in(folder))


def is_sealed(folder: Path) -> bool:
    from qualcode.exchange.carrier import projects_in

    return any((folder / one.hex() / SEAL).is_file() for one in projects_in(folder))


def join(folder: Path, into: Path, passphrase: str | None, say: Callable[[str, int, int], None]) -> Path:
    """A copy of one's own, from the team's folder, in ``into``; the project file. UserError as ``join_through``; then
    nothing was made."""
    from qualcode.collect.study import FOLDERS
    from qualcode.exchange.sync import join_through

    join_through(folder, into / PROJECT, passphrase, say).close()
    for one in FOLDERS:
        (into / one).mkdir(parents=True, exist_ok=True)
    return into / PROJECT
