"""The documents of the sample: what a report writer takes from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from qualcode.conclude.joint import joints
from qualcode.conclude.keeping import keep
from qualcode.i18n import _, ngettext
from qualcode.report.blocks import Captioned, Document, Figure
from qualcode.report.chapter import chapter
from qualcode.report.framework_tables import Wish, table_blocks
from qualcode.report.joint_display import triangulation_document
from qualcode.report.phrases import speaking
from qualcode.report.theme_table import theme_document
from qualcode.report.writers import write
from qualcode.store import Project


def write_documents(project: Project, folder: Path) -> Iterator[Callable[[], tuple[str, list[Path]]]]:
    """The steps of writing, each to be called: a line that says what came of it, and the files."""
    folder.mkdir(parents=True, exist_ok=True)
    yield partial(_themes, project, folder)
    with speaking("id"):
        found = joints(project)
        keep(project, found)

    def triangulated() -> tuple[str, list[Path]]:
        threads = sum(len(one.result.threads) for one in found)
        opened = ngettext("%d thread to follow", "%d threads to follow", threads) % threads
        written = _written(triangulation_document(project, found), folder, "triangulasi.xlsx")
        return _("Triangulation: %d links, %s.") % (len(found), opened), written

    def report() -> tuple[str, list[Path]]:
        made = chapter(project, looked=found).document
        drawn = sum(isinstance(block, Figure) for block in made.blocks)
        counted = sum(isinstance(block, Captioned) and bool(block.caption) for block in made.blocks) - drawn
        written = _written(made, folder, "laporan.docx")
        return _("The report, a chapter with %d tables and %d figures.") % (counted, drawn), written

    yield partial(_tables, project, folder)
    yield triangulated
    yield report


def _themes(project: Project, folder: Path) -> tuple[str, list[Path]]:
    whole = theme_document(project, every=True)
    plain = replace(whole, blocks=tuple(b for b in whole.blocks if getattr(b, "anchor", "") != "every"))
    written = _written(whole, folder, "tema_per_kelurahan.xlsx")
    written += _written(plain, folder, "tema_per_kelurahan.docx", "tema_per_kelurahan.html")
    return _("Themes by kelurahan, every number with its quotes."), written


# The five shapes of tables that reports of such studies are made of.
_THEMES = ("Uang datang tak tentu dan utang menutup kekurangannya", "Bantuan meleset dari yang membutuhkan",
           "Kartu sehat ada tetapi berobat tetap berliku", "Sekolah gratis tetap mahal")  # fmt: skip
_STEADY = "Kepastian pendapatan membuat keluarga berani merencanakan"
_SCHOOL = tuple(f"Anak putus sekolah {level}" for level in ("SD", "SMP", "SMA/SMK"))
SHAPES = (
    Wish("framework", themes=_THEMES, swap=True),
    Wish("framework", themes=(_THEMES[0], _THEMES[3]), category=_THEMES[2]),
    Wish("framework", by="golongan kerja", themes=(_THEMES[0], _STEADY, _THEMES[1]), members=True),
    Wish("conclusions", by="golongan kerja"),
    Wish("issues"),
    Wish("numbers", indicators=_SCHOOL, total=True, remark=_THEMES[3]),
)  # fmt: skip


def _tables(project: Project, folder: Path) -> tuple[str, list[Path]]:
    with speaking("id"):
        blocks = [block for wish in SHAPES for block in table_blocks(project, replace(wish, quotes=False))]
    document = Document("Tabel Contoh", tuple(blocks), chapter=5)
    return _("Tables of summaries, conclusions, issues and figures."), _written(
        document, folder, "tabel.docx", "tabel.xlsx"
    )


def _written(document: Document, folder: Path, *names: str) -> list[Path]:
    for name in names:
        write(document, folder / name)
    return [folder / name for name in names]
