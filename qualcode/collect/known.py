"""What a command asks of the project for every file it brings in, read once: names that are taken, texts to compare with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from qualcode.collect.archives import Found
from qualcode.collect.likeness import Fingerprints, Runs
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.store.ids import fold


@dataclass
class Known:
    """The names and texts of the live sources. ``compare``: whether texts are compared at all."""

    project: Project
    compare: bool = True
    dry: dict[bytes, list[Any]] = field(default_factory=dict)  # of a dry run: what each file came to, by its hash

    @cached_property
    def names(self) -> dict[str, str]:
        """Folded name of a live source -> the file it came from."""
        rows = self.project.rows("SELECT name, file FROM source WHERE removed=0")
        return {fold(name): file or "" for name, file in rows}

    @cached_property
    def _texts(self) -> Fingerprints:
        return Fingerprints(self.project)

    def looked(self, text: str, runs: Runs) -> None:
        """A text whose runs of words were found already (``likeness.runs_of``)."""
        if self.compare:
            self._texts.looked(text, runs)

    def near(self, text: str, but: bytes | None) -> tuple[tuple[str, float], ...]:
        """The sources that have most of a text's words, each with the share (0 to 1), but for the one it corrects."""
        return tuple(self._texts.near(text, but=but)) if self.compare else ()

    def add(self, source: bytes, name: str, file: str, text: str, dry: bool = False) -> None:
        """A source that came in, or would."""
        self.names[fold(name)] = file
        if self.compare:
            self._texts.add(source, text, name if dry else None)


def taken_names(project: Project) -> set[str]:
    """The names of the live sources, folded as they are looked up."""
    return {fold(name) for (name,) in project.rows("SELECT name FROM source WHERE removed=0")}


def file_of(project: Project, found: Found) -> str:
    """Where a file lies, as it is kept: from the project's folder where it lies in it, else as it was typed."""
    path = Path(found.file)
    try:
        return path.absolute().relative_to(project.path.parent.absolute()).as_posix()
    except ValueError:
        return path.as_posix()


def free_name(known: Known, found: Found, file: str, name: str) -> str:
    """The name of a new source. A name that another file of a folder has gets its folder before it (``kelompok-a/W-01``).
    UserError where the name is taken and the file was named itself, or is the very one that came in under it before."""
    there = known.names.get(fold(name))
    if there is None:
        return name
    if found.within is not None and there != file:
        place = PurePosixPath(file)
        folders = [part.removesuffix(".zip") for part in place.parts[:-1] if part not in ("/", "..")]
        if PurePosixPath(there).parent == place.parent and fold(name + place.suffix) not in known.names:
            return name + place.suffix  # W-01.txt beside W-01.docx
        for depth in range(1, len(folders) + 1):
            longer = "/".join([*folders[-depth:], name])
            for possible in (longer, longer + place.suffix):
                if fold(possible) not in known.names:
                    return possible
    raise UserError(
        _("there is another source named “%s”") % name,
        where=found.file,
        todo=_(
            "To bring this file in as its new version: --replace (in the app v, where it is looked over); else rename the file"
        ),
    )
