"""What counts, by hand on small studies: each test is a sentence of the design."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.collect.inventory import inventory
from qualcode.display.cells import Status
from qualcode.display.matrix import matrix
from qualcode.reduce.codebook import codebook
from qualcode.reduce.completion import finish, not_looked_for
from qualcode.reduce.counting import counted, living
from qualcode.reduce.themes import import_themes
from qualcode.store import act
from qualcode.store.merge import merge
from tests.study_for_tests import FGD, Study, copied, interview, study


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def theme(s: Study, name: str, *codes: str, nature: str = "problem") -> None:
    import_themes(s.project, {"themes": [{"name": name, "nature": nature, "codes": list(codes)}]}, "test")


def shown(s: Study, row: str, area: str) -> str:
    found = matrix(s.project)
    return found.cell(next(r.id for r in found.rows if r.name == row), s.region(area)).text


def combine(s: Study, part: bytes, whole: bytes) -> None:
    with act(s.project, "combine") as a:
        a.change("code", part, merged_into=whole)


def test_overlapping_and_adjacent_spans_of_a_code_in_one_turn_are_one_segment(s: Study) -> None:
    (utang,) = s.codes("utang")
    source = s.text(
        "W-01", interview("Pajang", "Saya utang di warung. Lalu utang ke bank. Sudah. Kadang utang ke adik.")
    )
    s.code(source, utang, "Saya utang di warung.", valence=-1)
    s.code(source, utang, "utang di warung. Lalu utang ke bank.")  # overlaps
    s.code(source, utang, "Sudah.")  # adjacent: only a space between
    s.code(source, utang, "utang ke adik")  # a word between
    (first, second) = counted(s.project).segments
    assert (first.stop - first.start, len(first.codings), first.valence) == (
        len("Saya utang di warung. Lalu utang ke bank. Sudah."),
        3,
        -1,
    )
    assert len(second.codings) == 1


def test_a_passage_over_two_turns_counts_in_each_and_what_the_interviewer_says_in_none(s: Study) -> None:
    (utang,) = s.codes("utang")
    source = s.text("W-01", interview("Pajang", "Ya, utang.", "Utang lagi."))
    text = s.project.conn.execute("SELECT text FROM speech WHERE source=?", (source,)).fetchall()
    assert len(text) == 4
    from qualcode.reduce.codings import code
    from qualcode.store import versions

    now = versions.current(s.project, source)
    assert now is not None
    code(s.project, source, utang, now.text.index("Ya, utang"), now.text.index("Utang lagi") + 10)
    assert [segment.turn for segment in counted(s.project).segments] == [1, 3]


def test_the_responsible_coder_counts_another_only_on_request_and_consensus_over_both(s: Study) -> None:
    (utang,) = s.codes("utang")
    bagus = s.coder("bagus")
    source = s.text("W-01", interview("Pajang", "Ya, utang di warung.", "Utang lagi."))
    s.code(source, utang, "utang di warung")
    s.code(source, utang, "di warung", coder=bagus)
    s.code(source, utang, "Utang lagi", coder=bagus)
    found = counted(s.project)
    assert [segment.turn for segment in found.segments] == [1]  # the importer's until one is assigned
    assert found.unsettled == 1
    assert [segment.turn for segment in counted(s.project, bagus).segments] == [1, 3]
    with act(s.project, "assign") as a:
        a.change("source", source, responsible=bagus)
    assert [segment.turn for segment in counted(s.project).segments] == [1, 3]
    s.code(source, utang, "utang", turn=2, layer="consensus")
    agreed = counted(s.project)
    assert agreed.unsettled == 0
    assert [(g.turn, g.stop - g.start) for g in agreed.segments] == [(1, 5), (3, 10)]


def test_what_two_coders_coded_alike_needs_no_settling(s: Study) -> None:
    (utang,) = s.codes("utang")
    bagus = s.coder("bagus")
    source = s.text("W-01", interview("Pajang", "Ya, utang di warung.", "Utang lagi."))
    s.code(source, utang, "utang di warung", valence=-1)
    s.code(source, utang, "utang di warung", valence=-1, coder=bagus)
    assert counted(s.project).unsettled == 0
    s.code(source, utang, "Utang lagi", valence=-1)
    s.code(source, utang, "Utang lagi", valence=0, coder=bagus)  # the same words, judged otherwise
    assert counted(s.project).unsettled == 1


def test_finished_means_for_the_codes_that_existed_then(s: Study) -> None:
    s.codes("utang")
    source = s.text("W-01", interview("Pajang", "Ya."))
    theme(s, "Ekonomi", "utang")
    assert shown(s, "Ekonomi", "Pajang") == "…"
    finish(s.project, source)
    assert shown(s, "Ekonomi", "Pajang") == "0/1"
    assert shown(s, "Ekonomi", "Jebres") == "·"  # nobody was interviewed there: silent, never zero
    s.codes("kis")
    theme(s, "Ekonomi", "utang", "kis")
    assert shown(s, "Ekonomi", "Pajang") == "…"
    assert not_looked_for(s.project, source, s.project.coder) == ["kis"]  # type: ignore[arg-type]


def test_a_retired_code_is_looked_for_no_more(s: Study) -> None:
    _utang, kis = s.codes("utang", "kis")
    source = s.text("W-01", interview("Pajang", "Ya utang."))
    theme(s, "Ekonomi", "utang", "kis")
    with act(s.project, "retire") as a:
        a.change("code", kis, retired=1)
    finish(s.project, source)
    assert inventory(s.project)[0].state == "finished"
    assert shown(s, "Ekonomi", "Pajang") == "0/1"


def test_a_combined_code_is_finished_only_where_all_its_parts_were_and_can_be_finished_afterwards(s: Study) -> None:
    (utang,) = s.codes("utang")
    source = s.text("W-01", interview("Pajang", "Ya utang."))
    theme(s, "Ekonomi", "utang")
    finish(s.project, source)
    ijon, plecit = s.codes("ijon", "plecit")
    combine(s, plecit, ijon)
    combine(s, ijon, utang)  # two steps: plecit lives on in utang
    assert shown(s, "Ekonomi", "Pajang") == "…"
    assert inventory(s.project)[0].state == "open"
    assert finish(s.project, source).left == ()
    assert shown(s, "Ekonomi", "Pajang") == "0/1"
    assert inventory(s.project)[0].state == "finished"
    finish(s.project, source, undo=True)
    assert inventory(s.project)[0].state == "open"


def test_two_people_combine_two_codes_into_each_other_and_no_coding_is_lost(s: Study, tmp_path: Path) -> None:
    utang, ijon = s.codes("utang", "ijon")
    source = s.text("W-01", interview("Pajang", "Ya utang.", "Ya ijon."))
    s.code(source, utang, "utang")
    s.code(source, ijon, "ijon")
    other = copied(s, tmp_path / "bagus", "bagus")
    combine(s, utang, ijon)
    combine(other, ijon, utang)
    other.project.close()
    merge(s.project, other.project.path)
    stays = min(utang, ijon)
    assert [code.id for code in codebook(s.project)] == [stays]
    assert set(living(s.project).values()) == {stays}
    assert {segment.code for segment in counted(s.project).segments} == {stays}


def test_a_discussion_counts_once_in_each_area_that_has_an_informant_in_it(s: Study) -> None:
    (utang,) = s.codes("utang")
    theme(s, "Ekonomi", "utang")
    source = s.text("FGD-01", FGD)
    s.code(source, utang, "Saya utang di warung.", valence=-1)
    s.code(source, utang, "Ya, betul.", valence=-1)
    finish(s.project, source)
    assert shown(s, "Ekonomi", "Pajang") == "−1/1"  # two passages, two women of Pajang, one source
    assert shown(s, "Ekonomi", "Semanggi") == "0/1"


def test_what_is_said_about_another_area_adds_its_source_there_for_that_theme_only(s: Study) -> None:
    _utang, banjir = s.codes("utang", "banjir")
    theme(s, "Ekonomi", "utang")
    theme(s, "Lingkungan", "banjir")
    source = s.text("FGD-01", FGD)
    s.code(source, banjir, "Di Jebres malah banjir", valence=-1, about=s.region("Jebres"))
    finish(s.project, source)
    found = matrix(s.project)
    row = next(r.id for r in found.rows if r.name == "Lingkungan")
    cell = found.cell(row, s.region("Jebres"))
    assert (cell.text, cell.outside, cell.n >= cell.M) == ("−1/1", 1, True)
    assert shown(s, "Ekonomi", "Jebres") == "·"
    assert shown(s, "Lingkungan", "Pajang") == "0/1"  # said there, about elsewhere
    assert found.finished.get(s.region("Jebres")) is None


def test_what_nobody_named_says_in_a_discussion_counts_where_the_source_is(s: Study) -> None:
    (utang,) = s.codes("utang")
    theme(s, "Ekonomi", "utang")
    text = FGD.replace(
        "Moderator: Silakan", "Semua datang tepat waktu dan banyak yang utang dulu.\n\nModerator: Silakan"
    )
    source = s.text("FGD-01", text)
    from qualcode.store import versions

    now = versions.current(s.project, source)
    assert now is not None and now.marks.turns[0].label is None
    s.code(source, utang, "banyak yang utang dulu", valence=-1)
    finish(s.project, source)
    assert shown(s, "Ekonomi", "Semanggi") == "−1/1"


def test_what_was_accepted_in_bulk_is_counted_apart(s: Study) -> None:
    (utang,) = s.codes("utang")
    theme(s, "Ekonomi", "utang")
    source = s.text("W-01", interview("Pajang", "Ya utang.", "Utang lagi."))
    s.code(source, utang, "Ya utang", review="bulk")
    s.code(source, utang, "utang", turn=2, review="one")
    s.code(source, utang, "Utang lagi", review="bulk")
    finish(s.project, source)
    found = matrix(s.project)
    assert (found.segments, found.bulk) == (2, 1)
    assert found.cell(found.rows[0].id, s.region("Pajang")).status is Status.PROBLEM


def test_a_consensus_that_a_code_is_not_there_takes_the_responsible_coders_coding_out_of_the_count(s: Study) -> None:
    (utang,) = s.codes("utang")
    source = s.text("W-01", interview("Pajang", "Ya, utang.", "Utang lagi."))
    s.code(source, utang, "Ya, utang.")
    s.code(source, utang, "Utang lagi.")
    version = s.project.value("SELECT version FROM source WHERE id=?", source)
    start, stop = s.project.conn.execute("SELECT start, stop FROM coding ORDER BY start").fetchone()
    with act(s.project, "adjudicate") as a:
        a.create(
            "adjudication", b"a" * 16, source=source, code=utang, span=(version, start, stop), coder=s.project.coder
        )
    (left,) = counted(s.project).segments
    assert left.start > stop
    assert counted(s.project, s.project.coder).segments[0].start == start  # their own layer stays as it was
