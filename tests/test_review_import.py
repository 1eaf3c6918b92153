"""Importing again: the same file, the same text, a correction, what was removed or undone, and who speaks then."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from qualcode.collect.inventory import inventory, people_in
from qualcode.collect.sources import import_file
from qualcode.display.columns import homes
from qualcode.reduce.codings import codings
from qualcode.store import act, versions
from qualcode.store.check import check
from qualcode.store.undo import redo, undo
from tests.study_for_tests import FGD, Study, interview, study

TEXT = interview("Pajang", "Saya utang di warung.")
CORRECTED = TEXT.replace("warung", "warung depan")


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def versions_of(s: Study, source: bytes) -> dict[bytes, tuple[bytes | None, str]]:
    return {
        rec: (previous, made)
        for rec, previous, made in s.project.rows("SELECT id, previous, made FROM version WHERE source=?", source)
    }


def test_the_same_text_with_other_line_ends_is_no_new_version(s: Study, tmp_path: Path) -> None:
    source = s.text("W-01", TEXT)
    before = versions_of(s, source)
    path = tmp_path / "W-01.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert import_file(s.project, path, replace="").outcome == "same"
    assert versions_of(s, source) == before


def test_back_to_an_older_text_no_version_comes_before_itself(s: Study) -> None:
    source = s.text("W-01", TEXT)
    s.text("W-01", CORRECTED, replace="")
    before = versions_of(s, source)
    s.text("W-01", TEXT, replace="")
    assert versions_of(s, source) == before
    now = versions.current(s.project, source)
    assert now is not None and "depan" not in now.text


def test_a_correction_brought_in_twice_is_there_already(s: Study, tmp_path: Path) -> None:
    source = s.text("W-01", TEXT)
    s.text("W-01", CORRECTED, replace="")
    assert import_file(s.project, s.folder / "W-01.txt").outcome == "same"
    assert import_file(s.project, s.folder / "W-01.txt").source == source


def test_what_was_taken_off_comes_back_as_it_was(s: Study) -> None:
    (utang,) = s.codes("utang")
    source = s.text("W-01", TEXT)
    with act(s.project, "source") as a:
        a.change("source", source, place="rumah informan", region=s.region("Semanggi"))
    s.text("W-01", CORRECTED, replace="")
    s.code(source, utang, "utang di warung")
    with act(s.project, "remove") as a:
        a.remove("source", source)
    assert codings(s.project) == []
    assert s.text("W-01", TEXT) == source  # the first file
    assert s.project.value("SELECT place FROM source") == "rumah informan"
    assert inventory(s.project)[0].region == "Semanggi"
    assert [c.quote for c in codings(s.project)] == ["utang di warung"]
    now = versions.current(s.project, source)
    assert now is not None and "depan" in now.text


def test_an_import_undone_redone_and_undone_and_imported_again(s: Study) -> None:
    source = s.text("FGD-01", FGD)
    people = people_in(s.project, source)
    undo(s.project)
    assert inventory(s.project) == [] and people_in(s.project, source) == []
    assert s.project.value("SELECT COUNT(*) FROM speech") == 0
    redo(s.project)
    assert people_in(s.project, source) == people
    undo(s.project)
    assert s.text("FGD-01", FGD) == source
    assert people_in(s.project, source) == people
    assert s.project.value("SELECT COUNT(*) FROM speech") > 0
    assert not check(s.project).faults


def test_whom_a_correction_leaves_without_a_turn_counts_in_no_area_and_may_come_back(s: Study) -> None:
    text = FGD.replace("Bu Yuli (P, 38 tahun, guru PAUD, Pajang)", "Bu Yuli (P, 38 tahun, guru PAUD, Jebres)")
    source = s.text("FGD-01", text)
    assert s.region("Jebres") in homes(s.project)[source]
    s.text("FGD-01", text.replace("Bu Yuli: Di Jebres", "Bu Marni: Di Jebres"), replace="")
    assert s.region("Jebres") not in homes(s.project)[source]
    s.text("FGD-01", text, replace="")
    assert s.region("Jebres") in homes(s.project)[source]


def test_a_file_name_is_the_same_on_every_system(s: Study, tmp_path: Path) -> None:
    path = tmp_path / (unicodedata.normalize("NFD", "Café-01") + ".txt")
    path.write_text(TEXT)
    assert import_file(s.project, path).name == unicodedata.normalize("NFC", "Café-01")
