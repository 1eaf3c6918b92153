"""The queue: what waits in the order worth deciding, deciding on it, and what decisions say about keywords."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.reduce import keyword_record as record
from qualcode.reduce.accepting import accept, reject
from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.codings import codings
from qualcode.reduce.keyness import g2, keyness
from qualcode.reduce.queue import accept_as, accept_here, decided_so_far, groups, queue
from qualcode.reduce.suggestions import Suggestion, suggestions
from qualcode.reduce.suggestions import waiting as not_read
from qualcode.store import act
from qualcode.store.undo import undo
from tests.study_for_tests import Study, study

# Invented.
SAID = """\
T: Bagaimana uangnya?
J: Utang lagi di warung. Warungnya ramai sekali hari ini.
T: Lalu?
J: Saya pinjam sejuta ke bank plecit. Pinjam lagi bulan depan untuk sekolah.
T: Airnya?
J: Air lancar. Banjir tidak pernah, utang budi saja yang banyak.
"""


@pytest.fixture
def debt(tmp_path: Path) -> tuple[Study, Code, Code, bytes]:
    one = study(tmp_path / "kajian")
    first, second = one.codes("utang", "air")
    with act(one.project, "edit") as a:
        a.change("code", first, keywords=["utang", "plecit", "warung", "-utang budi"])
        a.change("code", second, keywords=["air lancar"])
    source = one.text("W-01", SAID)
    codes = {code.id: code for code in codebook(one.project)}
    return one, codes[first], codes[second], source


def waiting(one: Study) -> list[Suggestion]:
    assert one.project.coder is not None
    return suggestions(one.project, one.project.coder)


def by_keyword(one: Study, keyword: str) -> Suggestion:
    return next(it for it in waiting(one) if it.keyword == keyword)


def test_the_record_counts_what_was_read_and_bulk_apart(debt: tuple[Study, Code, Code, bytes]) -> None:
    one, _code, _water, _source = debt
    me = one.project.coder
    assert me is not None
    accept(one.project, [by_keyword(one, "plecit")], me, bulk=False)
    reject(one.project, [by_keyword(one, "warung")], me)
    accept(one.project, [by_keyword(one, "air lancar")], me, bulk=True)
    found = {it.keyword: it for it in record.records(one.project)}
    assert set(found) == {"utang", "plecit", "warung", "air lancar"}  # what is excluded proposes nothing
    assert (found["plecit"].accepted, found["plecit"].precision) == (1, 1.0)
    assert (found["warung"].rejected, found["warung"].precision) == (1, 0.0)
    assert (found["air lancar"].bulk, found["air lancar"].precision) == (1, None)
    assert decided_so_far(one.project, me) == (2, 3)


def test_a_keyword_wastes_time_only_after_five_decisions() -> None:
    code = Code(b"", "x", "", None, ("x",), "", "", "", "", "", (), None, None, 0, False, None)
    assert not record.Record(code, "a", 0, 4).wastes
    assert not record.Record(code, "b", 3, 3).wastes
    few, many = record.Record(code, "c", 1, 4), record.Record(code, "d", 2, 9)
    assert record.wasteful([few, record.Record(code, "e", 5, 1), many]) == [many, few]


def test_what_keywords_did_orders_the_queue_and_nothing_is_certain_before_it(
    debt: tuple[Study, Code, Code, bytes],
) -> None:
    one, _code, _water, _source = debt
    me = one.project.coder
    assert me is not None
    before = queue(one.project, me)
    assert {it.band for it in before} == {1}
    assert [it.chance for it in before] == sorted((it.chance for it in before), reverse=True)
    plecit = next(it for it in before if it.suggestion.keyword == "plecit")
    accept(one.project, [by_keyword(one, "air lancar")], me, bulk=False)
    one.text("W-02", SAID.replace("sejuta", "lagi"))
    reject(one.project, [by_keyword(one, "plecit")], me)
    after = next(it for it in queue(one.project, me) if it.suggestion.keyword == "plecit")
    assert after.chance < plecit.chance


def test_groups_are_of_a_code_and_keyword_or_of_a_source(debt: tuple[Study, Code, Code, bytes]) -> None:
    one, _code, _water, source = debt
    found = queue(one.project, one.project.coder or b"")
    names = {source: "W-01"}
    assert {group.title for group in groups(found, names)} == {"utang", "air"}
    by_source = groups(found, names, by_source=True)
    assert {(group.title, group.wording) for group in by_source} == {("W-01", "utang"), ("W-01", "air")}
    assert sum(len(group.proposals) for group in by_source) == len(found)


def test_another_code_turns_the_proposal_down_with_it_in_one_action(debt: tuple[Study, Code, Code, bytes]) -> None:
    one, _code, water, _source = debt
    me = one.project.coder
    assert me is not None
    it = by_keyword(one, "plecit")
    accept_as(one.project, it, me, water)
    (coding,) = codings(one.project)
    assert (coding.code, coding.origin, coding.quote) == (water.id, "manual", it.quote)
    assert it.quote not in [other.quote for other in waiting(one) if other.keyword == "plecit"]
    undo(one.project)
    assert not codings(one.project)
    assert by_keyword(one, "plecit").quote == it.quote


def test_a_proposal_is_accepted_on_other_words(debt: tuple[Study, Code, Code, bytes]) -> None:
    one, _code, _water, _source = debt
    it = by_keyword(one, "plecit")
    accept_here(one.project, it, one.project.coder or b"", it.start + 5, it.stop)
    (coding,) = codings(one.project)
    assert (coding.quote, coding.origin, coding.review) == ("pinjam sejuta ke bank plecit.", "keyword", "one")


def test_candidates_come_from_passages_no_keyword_finds(debt: tuple[Study, Code, Code, bytes]) -> None:
    one, code, _water, source = debt
    with act(one.project, "edit") as a:
        a.change("code", code.id, keywords=["utang"])
    code = next(it for it in codebook(one.project) if it.id == code.id)
    for quote in ("Saya pinjam sejuta ke bank plecit.", "Pinjam lagi bulan depan untuk sekolah."):
        one.code(source, code.id, quote)
    assert len(record.unfound(one.project, code)) == 2
    assert [it.word for it in record.candidates(one.project, code)] == ["pinjam"]


def test_log_likelihood_as_published() -> None:
    """10 of 1,000 words against 5 of 1,000: E is 7.5 for both, 2 (10 ln 10/7.5 + 5 ln 5/7.5)."""
    assert g2(10, 5, 1000, 1000) == pytest.approx(1.699, abs=0.001)
    assert g2(0, 0, 10, 10) == 0.0
    words = keyness([["utang", "lagi"], ["utang", "bank"]], [["air", "lagi"], ["lagi", "banjir"]])
    assert [(one.word, one.here, one.elsewhere, one.passages) for one in words] == [("utang", 2, 0, 2)]


def test_the_words_of_a_proposal_need_no_project(debt: tuple[Study, Code, Code, bytes]) -> None:
    """The app shows thousands and reads the words of those in sight, while the project is another thread's."""
    one, *_rest = debt
    found = next(
        it.suggestion for it in queue(one.project, one.project.coder or b"") if it.suggestion.keyword == "plecit"
    )
    one.project.close()
    assert (found.quote, found.reason) == ("Saya pinjam sejuta ke bank plecit.", "plecit ← “plecit”")
    assert found.spot is not None and found.spot[1] - found.spot[0] == len("plecit")


@pytest.mark.parametrize("bulk", [True, False])
def test_proposals_nobody_read_are_accepted_as_those_that_were(
    debt: tuple[Study, Code, Code, bytes], bulk: bool
) -> None:
    one, *_rest = debt
    one.text("D-01", "Warga Sangkrah utang di warung.\n\nAir lancar di Pajang.\n", genre="document")
    me, made = one.project.coder, []
    assert me is not None
    for ask in (suggestions, not_read):
        accept(one.project, ask(one.project, me), me, bulk=bulk)
        made.append(
            one.project.rows(
                "SELECT id, source, code, start, stop, origin, review, about, reason FROM coding ORDER BY id"
            )
        )
        undo(one.project)
    assert (
        made[0] == made[1]
        and any(row[7] for row in made[0])
        and {row[6] for row in made[0]} == {"bulk" if bulk else "one"}
    )
