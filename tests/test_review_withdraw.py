"""Withdrawal met by what others did meanwhile: no clock decides whether the rest of a discussion can be read, and nothing
that came from a withdrawn source stays."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from qualcode.collect.inventory import participants
from qualcode.errors import UserError
from qualcode.reduce.codings import codings
from qualcode.store import act, blobs, versions
from qualcode.store.check import check, compact
from qualcode.store.conflicts import conflicts
from qualcode.store.ids import new_id
from qualcode.store.merge import merge
from qualcode.store.undo import undo
from qualcode.store.withdraw import complete, withdraw
from tests.study_for_tests import FGD, Study, copied, interview, study


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def person(s: Study, name: str) -> bytes:
    return bytes(s.project.value("SELECT id FROM participant WHERE pseudonym=?", name))


@pytest.mark.parametrize("ahead", [0, 10**9, -(10**9)])
def test_a_correction_made_elsewhere_takes_nobody_elses_words_away(s: Study, tmp_path: Path, ahead: int) -> None:
    (air,) = s.codes("air")
    source = s.text("FGD-01", FGD)
    s.code(source, air, "air lancar, Mas.")
    other = copied(s, tmp_path / "bagus", "bagus")
    other.project.clock = lambda: int(time.time() * 1000) + ahead
    other.text("FGD-01", FGD.replace("banjir", "banjir besar"), replace="")
    withdraw(s.project, "participant", person(s, "Bu Marni"))
    other.project.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    merge(s.project, other.project.path)
    complete(s.project)  # as the merge command does
    s.project.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    merge(other.project, s.project.path)
    assert not complete(other.project)
    for one in (s, other):
        now = versions.current(one.project, source)
        assert now is not None and "Marni" not in now.text and "Di tempat saya air lancar" in now.text
        assert [found.quote for found in codings(one.project)] == ["air lancar, Mas."]
        assert conflicts(one.project) == []  # nobody can choose a text that is gone
        assert not check(one.project).faults
    s.text("FGD-01", now.text.replace("banjir", "banjir besar"), replace="")  # nothing waits to be settled first


def test_nothing_of_a_withdrawn_source_is_left_nor_of_who_speaks_only_there(s: Study, tmp_path: Path) -> None:
    (utang,) = s.codes("utang")
    source = s.text("W-01", interview("Pajang", "Kelinci itu rahasia.", "Ya.", name="Bu Kenanga"))
    both = s.text("FGD-01", FGD)
    other = copied(s, tmp_path / "bagus", "bagus")
    rec = other.code(source, utang, "Kelinci itu", memo="catatan kelinci", gloss="arti kelinci")
    with act(other.project, "memo") as a:
        about = a.create("memo", new_id(), belongs=source, about_kind="coding", about=rec, text="kelinci lagi")
        a.create("memo", new_id(), belongs=None, about_kind="memo", about=about, text="dan kelinci")
        a.create(
            "memo",
            new_id(),
            belongs=None,
            about_kind="participant",
            about=person(other, "Bu Kenanga"),
            text="kelinci orangnya",
        )
    withdraw(s.project, "source", source)
    other.project.close()
    merge(s.project, other.project.path)
    assert [p.pseudonym for p in participants(s.project)] == ["Bu Marni", "Bu Yuli", "Pak Bagyo"]
    with pytest.raises(UserError):
        undo(s.project)
    compact(s.project)
    kept = b"\n".join(blobs.get(s.project.conn, name) or b"" for (name,) in s.project.rows("SELECT hash FROM blob"))
    for words in ("Kelinci", "kelinci", "Kenanga"):
        assert words.encode() not in s.project.path.read_bytes() + kept
    assert versions.current(s.project, both) is not None
    assert not check(s.project).faults
    with pytest.raises(UserError, match="withdrawn"):
        s.text("W-01", interview("Pajang", "Kelinci itu rahasia.", "Ya.", name="Bu Kenanga"))


def test_a_correction_cannot_bring_a_withdrawn_persons_words_back(s: Study) -> None:
    s.text("FGD-01", FGD)
    withdraw(s.project, "participant", person(s, "Bu Marni"))
    for text in (FGD, FGD.replace("banjir", "banjir besar")):
        with pytest.raises(UserError, match="withdrawn"):
            s.text("FGD-01", text, replace="")
    assert not check(s.project).faults


def test_journal_rows_name_nobody_but_in_the_field_for_it(s: Study) -> None:
    (utang,) = s.codes("utang")
    text = FGD.replace("Kelurahan: Semanggi", "Kelurahan: Semanggi\nTempat: emper rumah Bu Marni")
    source = s.text("FGD-01", text)
    rec = s.code(source, utang, "Saya utang di warung.", memo="Bu Marni bicara pelan", gloss="utang Bu Marni")
    with act(s.project, "memo") as a:
        a.create("memo", new_id(), belongs=source, about_kind="coding", about=rec, text="lihat Bu Marni")
    for new, old in s.project.rows("SELECT new, old FROM entry"):
        row = f"{new}{old}".replace('"pseudonym":"Bu Marni"', "")
        assert "Marni" not in row and "utang di warung" not in row
