"""Content counted: words and codes by group, what marks groups off, and saturation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.collect.people import add_participant, assign
from qualcode.display.content import compare, terms
from qualcode.display.content_codes import code_frequency
from qualcode.display.saturation import of_sets, saturation
from qualcode.errors import UserError
from qualcode.reduce.codebook import by_id
from qualcode.reduce.combining import retire
from qualcode.reduce.completion import finish
from qualcode.report.content import content_blocks, saturation_figure
from qualcode.report.content_words import saturation_notes, saturation_sentence
from qualcode.report.drawing import Polygon
from qualcode.report.phrases import speaking
from tests.cli_world import CODEBOOK, FGD, CommandLine
from tests.study_for_tests import interview, study


@pytest.fixture
def talk(study: CommandLine) -> CommandLine:
    """Bu Tutik's interview (Semanggi) and the FGD of Bu Marni (Pajang) and Pak Bagyo (Semanggi)."""
    study.bring_in("W-01")
    study.bring_in("FGD-01", FGD)
    return study


def counts(talk: CommandLine, *words: object) -> dict[str, tuple[int, int]]:
    return {one["term"]: (one["count"], one["sources"]) for one in talk.items("content", "terms", *words)}


def test_words_are_counted_by_lemma_without_the_interviewer(talk: CommandLine) -> None:
    found = counts(talk)
    assert found["utang"] == (2, 2)  # ngutang and utang; the interviewer's "berutang" is no evidence
    assert found["air"] == (2, 2) and found["warung"] == (2, 2)
    assert "di" not in found and "saya" not in found
    assert counts(talk, "--keep", "saya")["saya"] == (2, 1)
    assert "air" not in counts(talk, "--stop", "air")


def test_a_stand_in_is_one_word_as_the_name_was_and_no_term(qc: CommandLine) -> None:
    head = "Kelurahan: Semanggi\n\nP: Siapa?\n\nI: Tanya Bu "
    for number, called in enumerate(("Kenanga", "I-SMN-BBRR-1", "I-CCDD-12", "[NAMA]", "Melati")):
        qc.bring_in(f"W-{number}", f"{head}{called} soal utang.\n")
    with qc.project() as project:
        found = terms(project)
    assert found.words == 5 * 5  # to a rate it is all the same what stands there: a name was said
    assert {one.name for one in found.terms}.isdisjoint({"smn", "bbrr", "i-smn-bbrr-1", "i-ccdd-12"})


def test_a_pair_does_not_cross_a_sentence_or_end_in_a_function_word(talk: CommandLine) -> None:
    found = counts(talk, "--words", 2)
    assert found["air lancar"] == (1, 1) and found["kerja bakti"] == (1, 1)
    assert "mampu utang" not in found and not any(term.endswith(" di") for term in found)


def test_groups_have_their_own_words_and_rate(talk: CommandLine) -> None:
    with talk.project() as project:
        found = terms(project, by="gender")
        by_name = {group.name: n for n, group in enumerate(found.groups)}
        air = next(term for term in found.terms if term.name == "air")
        women, men = by_name["perempuan"], by_name["laki-laki"]
        assert (air.counts[women], air.counts[men]) == (1, 1)
        assert found.groups[men].words == 6  # Di tempat saya air lancar, Mas.
        assert found.per_thousand(air, men) == pytest.approx(1000 / 6)
        assert sum(group.words for group in found.groups) + found.elsewhere == found.words


def test_a_query_takes_people_or_coded_passages(talk: CommandLine) -> None:
    assert counts(talk, "--where", "gender:laki-laki") == {"tempat": (1, 1), "air": (1, 1), "lancar": (1, 1)}
    talk.use_codebook(CODEBOOK)
    talk("code", "FGD-01", "--code", "air", "--quote", "air lancar")
    assert counts(talk, "--where", "code:air") == {"air": (1, 1), "lancar": (1, 1)}
    assert "AND or OR" in talk.fails("content", "terms", "--where", "code:air gender:x")


def test_words_as_a_picture_and_a_table_in_the_language_of_the_file(talk: CommandLine) -> None:
    talk("content", "terms", "-o", "kata.png")
    assert (talk.folder / "kata.png").read_bytes().startswith(b"\x89PNG")
    talk("content", "terms", "--by", "gender", "-o", "kata.md")
    assert "Kata yang Paling Sering Diucapkan Informan" in (talk.folder / "kata.md").read_text("utf-8")


def test_the_curve_is_drawn_with_the_band_of_random_orders() -> None:
    with speaking("id"):
        drawn = saturation_figure(of_sets(ten_interviews(), orders=100))
    assert sum(isinstance(shape, Polygon) for shape in drawn.shapes) == 1
    assert "10: 12" in drawn.alt and any("100 urutan acak" in note for note in drawn.notes)


def test_two_groups_are_compared_and_must_be_there(talk: CommandLine) -> None:
    with talk.project() as project:
        found = compare(project, "gender", "perempuan", "laki-laki")
        assert {"warung", "utang"} <= {key.word for key in found.first}
        with pytest.raises(UserError, match="no group"):
            compare(project, "gender", "perempuan", "anak")


def test_codes_are_counted_out_of_finished_sources(talk: CommandLine) -> None:
    talk.use_codebook(CODEBOOK)
    talk("code", "FGD-01", "--code", "air", "--quote", "air lancar")
    talk("code", "W-01", "--code", "air", "--quote", "air juga lancar")
    talk("finish", "W-01")
    (air,) = (one for one in talk.items("content", "codes") if one["code"] == "air")
    assert (air["segments"], air["raised"], air["finished"], air["unfinished"]) == (2, 1, 1, 1)
    (air,) = (one for one in talk.items("content", "codes", "--by", "kelurahan") if one["code"] == "air")
    (debt,) = (one for one in talk.items("content", "codes", "--by", "kelurahan") if one["code"] == "utang")
    assert (air["groups"], debt["groups"]) == ({"Pajang": None, "Semanggi": 2}, {"Pajang": None, "Semanggi": 0})
    talk("content", "codes", "-o", "kode.html")
    page = (talk.folder / "kode.html").read_text("utf-8")
    (anchor,) = re.findall(r'<td class="right"><a href="#(q_kode_\w+)">2</a>', page)  # each number leads to its quotes
    assert f'id="{anchor}"' in page and "air juga lancar" in page
    assert "needs 4 + 2 finished sources, here are 1" in talk.fails("content", "saturation")


def test_who_speaks_in_two_sources_is_one_informant(tmp_path: Path) -> None:
    s = study(tmp_path)
    (air,) = s.codes("air")
    marni = add_participant(s.project, "Marni")
    for name in ("W-1", "W-2"):
        source = s.text(name, interview("Pajang", f"Air {name} macet."))
        s.code(source, air, "macet")
        assign(s.project, source, "Bu A", marni)
    (found,) = code_frequency(s.project).codes
    assert (found.segments, found.informants) == (2, 1)


def test_the_chapter_says_what_is_not_there_yet(talk: CommandLine) -> None:
    with talk.project() as project, speaking("id"):
        said = [getattr(block, "caption", getattr(block, "text", "")) for block in content_blocks(project)]
    assert "Kata yang Paling Sering Diucapkan Informan" in said


# Saturation


WORKED = [("A", 5), ("B", 8), ("C", 10), ("D", 10), ("E", 11), ("F", 11), ("G", 11), ("H", 12), ("I", 12), ("J", 12)]


def ten_interviews() -> list[tuple[str, str, set[bytes]]]:
    """Codes so far after each of ten interviews: 5 8 10 10 | 11 11 11 12 12 12."""
    before = 0
    made: list[tuple[str, str, set[bytes]]] = []
    for name, total in WORKED:
        made.append((name, f"2025-06-{len(made) + 1:02}", {b"%d" % n for n in range(before, total)} | {b"0"}))
        before = total
    return made


def test_saturation_worked_by_hand() -> None:
    """Base 4 holds 10 codes. Runs 5-6: 1 new (10 %), 6-7: 0 (0 %), 7-8: 1 (10 %), 8-9: 1, 9-10: 0. So both thresholds are
    first reached after 5 interviews and a run of 2, and later runs exceed them, which the note says."""
    found = of_sets(ten_interviews(), orders=200)
    assert (found.base_codes, [step.new for step in found.steps]) == (10, [5, 3, 2, 0, 1, 0, 0, 1, 0, 0])
    assert [(run.first, run.last, run.new, run.share) for run in found.runs] == [
        (5, 6, 1, 10), (6, 7, 0, 0), (7, 8, 1, 10), (8, 9, 1, 10), (9, 10, 0, 0),
    ]  # fmt: skip
    assert [(one.threshold, one.at) for one in found.reached] == [(5, 5), (0, 5)]
    with speaking("en"):
        assert "The ≤ 5% threshold is reached at 5+2 transcripts" in saturation_sentence(found)
        assert "later runs exceed it (7–8, 8–9)" in saturation_notes(found)[0]


def test_where_nothing_levels_off_no_threshold_is_reached() -> None:
    found = of_sets([(str(n), "", {b"%d" % n}) for n in range(8)], orders=50)
    assert [one.at for one in found.reached] == [None, None] and found.undated == 8
    assert {one.in_orders for one in found.reached} == {0}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sets(st.integers(0, 30), min_size=1), min_size=6, max_size=14))
def test_random_orders_end_where_the_study_ends(sets: list[set[int]]) -> None:
    sources = [(str(n), "2025", {b"%d" % code for code in codes}) for n, codes in enumerate(sets)]
    found = of_sets(sources, orders=20)
    every = len(set().union(*sets))
    assert found.steps[-1].total == found.spread[-1].low == found.spread[-1].high == every
    assert sum(step.new for step in found.steps) == every
    assert found == of_sets(sources, orders=20)  # the seed is kept


def test_a_study_needs_finished_sources(talk: CommandLine) -> None:
    with talk.project() as project, pytest.raises(UserError, match="4"):
        saturation(project)


def test_a_retired_code_brings_nothing_new(tmp_path: Path) -> None:
    """It was looked for in the first sources only, so that the later ones would bring less than they do."""
    s = study(tmp_path)
    air, old = s.codes("air", "lama")
    for n in range(6):
        source = s.text(f"W-{n}", interview("Pajang", f"Air macet hari {n}."))
        s.code(source, air, "macet")
        if n < 2:
            s.code(source, old, "Air")
        finish(s.project, source)
    retire(s.project, by_id(s.project)[old])
    found = saturation(s.project, orders=5)
    assert found.base_codes == 1 and [step.codes for step in found.steps] == [1] * 6


def test_saturation_of_a_query_leaves_out_sources_that_could_not_hold_it(tmp_path: Path) -> None:
    s = study(tmp_path)
    (air,) = s.codes("air")
    for n in range(8):
        source = s.text(f"W-{n}", interview("Pajang" if n < 7 else "Semanggi", f"Air macet hari {n}."))
        s.code(source, air, "macet")
        finish(s.project, source)
    found = saturation(s.project, orders=5, where="kelurahan:Pajang")
    assert [step.name for step in found.steps] == [f"W-{n}" for n in range(7)] and found.where == "kelurahan:Pajang"
    with speaking("en"):
        assert "kelurahan:Pajang" in saturation_notes(found)[0]
    with pytest.raises(UserError, match="4"):
        saturation(s.project, orders=5, where="kelurahan:Semanggi")
