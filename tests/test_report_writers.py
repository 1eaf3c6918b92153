"""Files: by ending, whole or not at all, the same bytes for the same document, and nothing a text could break."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.report import docx, writers
from qualcode.report.blocks import Column, Document, Figure, Matrix2x2, PageBreak, Quadrant, Quotes, Row, Table
from tests.report_sample import NASTY, REPORT, with_text

ENDINGS = sorted(writers.WRITERS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_ending_chooses_the_format(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"laporan{ending.upper()}"
    writers.write(REPORT, path)
    starts = {
        ".docx": b"PK",
        ".xlsx": b"PK",
        ".html": b"<!doctype html>",
        ".md": b"# Laporan",
        ".csv": b"\xef\xbb\xbf",
        ".json": b"{",
    }
    assert path.read_bytes().startswith(starts[ending])
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_document_gives_the_same_bytes(ending: str) -> None:
    again = replace(REPORT, blocks=(*REPORT.blocks,))
    assert writers.render(REPORT, ending) == writers.render(again, ending)


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_no_file_inside_says_when_or_where_it_was_made(tmp_path: Path, ending: str) -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(writers.render(REPORT, ending))) as file:
        assert {member.date_time for member in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = file.read("docProps/core.xml").decode()
    assert "2026-07-08" in core
    assert "python-docx" not in core


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_text_breaks_a_writer(tmp_path: Path, ending: str) -> None:
    for text in (NASTY, "", "\n\n", "🙂 e\u0301 ꦱꦭ", "x" * 40_000):
        writers.write(with_text(text), tmp_path / f"a{ending}", force=True)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_empty_is_written_empty(ending: str) -> None:
    bare = Table("Kosong", (Column("a", "A"),), ())
    hollow = Table("", (Column("a", "A"), Column("b", "B")), (Row(()), Row((), "group"), Row((), "head")))
    none = Quadrant("", ())
    blocks = (
        bare,
        hollow,
        Matrix2x2("", (none, none, none, none)),
        Quotes("q", "", ()),
        Figure("", (), ""),
        PageBreak(),
    )
    assert writers.render(Document("", blocks), ending)
    assert writers.render(Document("", ()), ending) is not None


def test_unfit_characters_are_replaced_one_for_one() -> None:
    assert writers.clean_text("a\x00b\x1bc\x7f\x85\ud800\ufffe\r\nd\te") == "a␀b␛c␡\ufffd\ufffd\ufffd\nd\te"


def test_cleaning_reaches_every_text_and_leaves_a_clean_document_alone() -> None:
    assert "\x00" not in repr(writers.clean(with_text("\x00")))
    assert writers.clean(REPORT) == REPORT


@pytest.mark.parametrize("name", ["laporan.pdf", "laporan", "laporan.doc"])
def test_an_unknown_ending_says_which_are_known(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"\.docx \.xlsx \.html \.md \.csv"):
        writers.write(REPORT, tmp_path / name)


def test_a_folder_that_does_not_exist_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the folder does not exist"):
        writers.write(REPORT, tmp_path / "hasil" / "laporan.md")


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "laporan.md").mkdir()
    with pytest.raises(UserError, match="this is a folder"):
        writers.write(REPORT, tmp_path / "laporan.md")


def test_the_old_file_stays_when_a_writer_fails_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "laporan.docx"
    path.write_bytes(b"yang lama")

    def fail(document: Document) -> bytes:
        raise RuntimeError("half way")

    monkeypatch.setattr(docx, "render", fail)
    with pytest.raises(RuntimeError):
        writers.write(REPORT, path)
    assert path.read_bytes() == b"yang lama"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("broken", ["fsync", "fdopen"])
def test_the_old_file_stays_when_the_disk_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    path = tmp_path / "laporan.md"
    path.write_bytes(b"yang lama")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, broken, full)
    with pytest.raises(UserError, match="the disk is full"):
        writers.write(REPORT, path, force=True)
    monkeypatch.undo()
    assert path.read_bytes() == b"yang lama"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_windows_holds_open_is_said_to_be_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(UserError, match="open in another program or write-protected"):
        writers.write(REPORT, tmp_path / "laporan.md")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("laporan.docx", ".~lock.laporan.docx#"),
        ("tabel.docx", "~$tabel.docx"),
        ("laporan.docx", "~$aporan.docx"),
        ("laporan-akhir.docx", "~$poran-akhir.docx"),
        ("laporan.xlsx", "~$laporan.xlsx"),
    ],
)
def test_a_file_open_in_an_office_program_is_not_replaced_behind_its_back(tmp_path: Path, name: str, lock: str) -> None:
    (tmp_path / lock).touch()
    with pytest.raises(UserError, match="open in another program"):
        writers.write(REPORT, tmp_path / name)


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_mode_and_link_of_the_old_file_are_kept(tmp_path: Path) -> None:
    real = tmp_path / "asli.md"
    real.write_bytes(b"")
    real.chmod(0o640)
    link = tmp_path / "laporan.md"
    link.symlink_to(real)
    writers.write(REPORT, link)
    assert link.is_symlink()
    assert real.read_bytes().startswith(b"# Laporan")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
