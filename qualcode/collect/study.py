"""A study: its folder, its project file, who codes in it."""

from __future__ import annotations

from pathlib import Path

from qualcode.collect.regions import import_regions
from qualcode.errors import UserError, reason
from qualcode.i18n import _
from qualcode.store import Project, act, create_project
from qualcode.store.ids import coder_id, fold
from qualcode.store.journal import choose_coder
from qualcode.store.recent import remember

FOLDERS = ("corpus", "codebooks", "exports")
PROJECT_FILE = "project.qualcode"


def new_study(folder: Path, coder: str, regions: str | None = "surakarta") -> Project:
    """Make the folders and the project, with one coder and a region tree (``surakarta``, a CSV file's path, or None)."""
    _short_name(coder)
    path = folder / PROJECT_FILE
    if path.exists():
        raise UserError(
            _("there is a project here already"), where=str(path), todo=_("To work in it: qualcode join %s") % folder
        )
    if regions not in (None, "surakarta") and not Path(regions).is_file():
        raise UserError(_("there is no region table"), where=regions, todo=_("Name a CSV file, surakarta, or none"))
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(_("this folder cannot be made: %s") % reason(error), where=str(folder)) from None
    project = create_project(path)
    try:
        add_coder(project, coder, kind="init")
        choose_coder(project, coder)
        if regions is not None:
            import_regions(project, None if regions == "surakarta" else Path(regions))
    except BaseException:
        project.close()
        path.unlink()  # a study is made whole or not at all
        raise
    remember(path)
    return project


def add_coder(project: Project, name: str, *, kind: str = "coder", note: str = "") -> bool:
    """Make the coder of this short name and write as them; True where they were known already. It is the deed of who was
    writing, else their own."""
    _short_name(name)
    rec = coder_id(project.id, name)
    known = project.value("SELECT 1 FROM coder WHERE id=? AND removed=0", rec) is not None
    if not known:
        with act(project, kind, who=project.coder or rec) as a:
            a.create("coder", rec, name=name.strip(), note=note or None)
    project.coder = rec
    return known


def _short_name(name: str) -> None:
    if not fold(name) or len(name) > 40:
        raise UserError(_("“%s” is no short name") % name, todo=_("A short name is one word, e.g. sri"))
