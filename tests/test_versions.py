"""Corrections: what becomes of codings and decisions made on an older text, here and from a colleague who had only that."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.reduce import accepting, suggestions
from qualcode.reduce.codings import code, codings, locate
from qualcode.store import act, versions
from qualcode.store.check import check
from qualcode.store.merge import merge
from tests.study_for_tests import Study, copied, interview, study

BEFORE = interview(
    "Pajang", "Saya utang di warung. Airnya keruh sejak lama.", "Anak saya tidak sekolah lagi.", "Kartu KIS mati."
)
AFTER = interview(
    "Pajang", "Ee, saya utang di warung. Airnya kotor sejak dahulu kala, Mas.", "Ya.", "Kartu KIS mati."
).replace("soal 1?", "soal satu?")


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def states(s: Study) -> dict[str, str]:
    return {found.memo: found.state for found in codings(s.project)}


def test_a_correction_moves_changes_and_lists_what_was_coded(s: Study) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", BEFORE)
    for name, quote in (("head", "utang di warung."), ("edited", "Airnya keruh sejak lama."), ("gone", "Anak saya tidak sekolah lagi."),
                        ("tail", "Kartu KIS mati.")):  # fmt: skip
        s.code(source, c, quote, memo=name)
    s.text("W-01", AFTER, replace="")
    assert states(s) == {"head": "moved", "edited": "changed", "gone": "lost", "tail": "moved"}
    assert {found.quote for found in codings(s.project)} >= {"utang di warung.", "Kartu KIS mati.", ""}
    assert not check(s.project).faults


def test_codings_of_a_colleague_on_the_old_text_land_in_the_new_one_after_a_merge(s: Study, tmp_path: Path) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", BEFORE)
    other = copied(s, tmp_path / "bagus", "bagus")
    s.text("W-01", AFTER, replace="")
    other.code(source, c, "utang di warung.", memo="here")
    other.code(source, c, "Anak saya tidak sekolah lagi.", memo="lost")
    other.project.close()
    merge(s.project, other.project.path)
    assert states(s) == {"here": "moved", "lost": "lost"}
    assert not check(s.project).faults


def test_the_same_code_on_the_same_words_is_one_coding_also_after_a_correction(s: Study) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", BEFORE)
    first = s.code(source, c, "utang di warung.")
    assert s.code(source, c, "utang di warung.") == first
    s.text("W-01", AFTER, replace="")
    assert s.code(source, c, "utang di warung.") == first
    assert s.code(source, c, "utang di warung. Airnya") != first
    assert len(codings(s.project)) == 2


def test_a_rejected_suggestion_does_not_come_back_with_a_correction(s: Study) -> None:
    (c,) = s.codes("utang")
    with act(s.project, "codebook") as a:
        a.change("code", c, keywords=["utang"])
    source = s.text("W-01", BEFORE)
    coder = s.project.coder
    assert coder is not None
    (one,) = suggestions.suggestions(s.project, coder)
    accepting.reject(s.project, [one], coder)
    assert suggestions.suggestions(s.project, coder) == []
    s.text("W-01", BEFORE.replace("Jenis: wawancara", "Jenis: wawancara\nTempat: rumah"), replace="")
    now = versions.current(s.project, source)
    assert now is not None and now.text.startswith("Jenis: wawancara\nTempat")
    assert suggestions.suggestions(s.project, coder) == []


def test_the_reason_kept_for_a_rejection_holds_no_words_of_the_informant(s: Study) -> None:
    (c,) = s.codes("utang")
    with act(s.project, "codebook") as a:
        a.change("code", c, keywords=["utang"])
    s.text("W-01", interview("Pajang", "Waktu itu saya ngutangin tetangga."))
    assert s.project.coder is not None
    for one in suggestions.suggestions(s.project, s.project.coder):
        accepting.reject(s.project, [one], s.project.coder)
    rows = s.project.rows("SELECT new, old FROM entry")
    assert not [row for row in rows if "ngutangin" in f"{row}"]
    assert s.project.value("SELECT reason FROM decision") == "utang"


def test_all_that_is_accepted_at_once_is_one_action(s: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting, "STEP", 200)
    (c,) = s.codes("utang")
    with act(s.project, "codebook") as a:
        a.change("code", c, keywords=["utang"])
    s.text("W-01", interview("Pajang", *[f"Saya utang lagi kali ke-{n}." for n in range(450)]))
    assert s.project.coder is not None
    found = suggestions.suggestions(s.project, s.project.coder)
    told: list[int] = []
    assert accepting.accept(s.project, found, s.project.coder, bulk=True, progress=told.append) == 450
    assert told == [200, 400, 450]
    assert s.project.value("SELECT COUNT(*) FROM action WHERE kind='accept'") == 1


WRAPPED = """\
Pewawancara: Bagaimana keadaan airnya di kampung ini selama
musim kemarau yang panjang kemarin, Bu?

Bu A: Air di sini sudah lama sekali tidak bersih, selalu ke-
ruh sejak Lebaran yang lalu, dan katanya karena itu anak-
anak sampai gatal semua, lalu kami harus membeli air dari
tangki, mahal.

Pewawancara: Lalu bagaimana dengan tetangga yang lain di
sebelah sana?

Bu A: Sama saja, semua mengeluh tetapi tidak ada yang da-
tang melihat ke sini.
"""


def test_a_quote_over_hard_wraps_is_found_as_it_reads_and_reads_as_one_line(s: Study) -> None:
    (c,) = s.codes("air")
    source = s.text("W-02", WRAPPED)
    now = versions.current(s.project, source)
    assert now is not None and len(now.marks.wraps) >= 4
    as_read = "ke-ruh sejak Lebaran yang lalu, dan katanya karena itu anak-anak sampai gatal semua"
    rec = s.code(source, c, as_read)
    assert s.code(source, c, as_read.replace("ke-", "ke-\n").replace("anak-", "anak-\n")) == rec  # from the file
    (one,) = codings(s.project)
    assert one.quote == as_read
    assert now.text[one.start : one.stop].startswith("ke-\nruh")


def test_labels_and_the_header_cannot_be_coded(s: Study) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", BEFORE)
    now = versions.current(s.project, source)
    assert now is not None
    for words in ("Kelurahan: Pajang", "Bu A:"):
        with pytest.raises(UserError, match="no speech"):
            start = now.text.index(words, 40 if words == "Bu A:" else 0)
            start = now.text.index("\nBu A:") + 1 if words == "Bu A:" else start
            code(s.project, source, c, start, start + len(words))
    start, stop = locate(now, "Saya utang")
    code(s.project, source, c, start - 6, stop)  # with its label: the speech counts
    assert len(codings(s.project)) == 1
