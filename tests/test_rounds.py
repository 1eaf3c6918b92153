"""Rounds of double coding: who is given what, what an open round hides, what a closed one compares. People are invented."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.display.matrix import matrix
from qualcode.errors import UserError
from qualcode.reduce import assigning, sharing
from qualcode.reduce import rounds as work
from qualcode.reduce.accepting import accept
from qualcode.reduce.agreement_board import disagreements
from qualcode.reduce.agreement_units import compare
from qualcode.reduce.codings import codings
from qualcode.reduce.completion import finish
from qualcode.reduce.counting import counted
from qualcode.reduce.stratified import allocate, draw
from qualcode.reduce.suggestions import suggestions
from qualcode.reduce.themes import import_themes
from qualcode.store import Project, act
from qualcode.store.ids import coder_id
from qualcode.store.merge import merge
from qualcode.store.undo import undo
from tests.cli_world import CommandLine
from tests.study_for_tests import Study, copied, interview, study

SAID = ("Saya utang di warung.", "Air lancar.", "Lalu utang ke bank.", "Sudah.")


@pytest.fixture
def s(tmp_path: Path) -> Study:
    one = study(tmp_path / "studi")
    one.coder("bagus")
    one.codes("utang", "air")
    return one


def who(s: Study, name: str) -> bytes:
    return coder_id(s.project.id, name)


def code_of(s: Study, name: str) -> bytes:
    return bytes(s.project.value("SELECT id FROM code WHERE name=?", name))


def source(s: Study, name: str = "W-01", kelurahan: str = "Pajang", said: tuple[str, ...] = SAID) -> bytes:
    return s.text(name, interview(kelurahan, *said, name=f"Bu {name}"))


def babak(s: Study, *sources: bytes, name: str = "babak 1", **options: object) -> work.Round:
    assigning.assign(s.project, sources, [who(s, "sri"), who(s, "bagus")], round_name=name, **options)  # type: ignore[arg-type]
    return work.round_named(s.project, name)


def close(s: Study, name: str = "babak 1") -> work.Round:
    assigning.set_state(s.project, work.round_named(s.project, name), "closed")
    return work.round_named(s.project, name)


def as_coder(project: Project, name: str) -> Project:
    project.coder = coder_id(project.id, name)
    return project


# Sharing out


def test_what_nobody_has_is_dealt_out_by_turns_and_each_is_responsible(s: Study) -> None:
    """The longest source to one, the two short ones to the other; a source that was begun stays with who began it."""
    long, begun = source(s, "W-01", said=SAID * 2), source(s, "W-02")
    short, shorter = source(s, "W-03", said=SAID[:3]), source(s, "W-04", said=SAID[:2])
    s.code(begun, code_of(s, "utang"), "utang di warung")
    finish(s.project, source(s, "W-05", said=SAID[:1]))  # read, and nothing to be coded in it
    plan = sharing.dealt(s.project, sharing.untaken(s.project), [who(s, "bagus"), who(s, "sri")])
    assert {coder: set(part) for coder, part in plan.given.items()} == {
        who(s, "bagus"): {long},
        who(s, "sri"): {short, shorter},
    }
    assert list(sharing.turns_each(s.project, plan).values()) == [8, 5]
    assert sharing.share_out(s.project, plan).tasks == 3
    assert s.project.value("SELECT responsible FROM source WHERE id=?", long) == who(s, "bagus")
    assert sharing.untaken(s.project) == []
    with pytest.raises(UserError, match="has somebody already"):
        sharing.dealt(s.project, sharing.untaken(s.project), [who(s, "sri")])
    undo(s.project)
    assert sharing.untaken(s.project) == [long, short, shorter]


def test_turns_drawn_by_chance_go_to_all_in_a_round_in_one_action(s: Study) -> None:
    for number in range(1, 5):
        source(s, f"W-0{number}")
    drawn = draw(s.project, 0.25, turns=True)
    plan = sharing.twice([who(s, "sri"), who(s, "bagus")], (), drawn, "babak 1")
    assert set(sharing.turns_each(s.project, plan).values()) == {drawn.size}
    sharing.share_out(s.project, plan)
    one = work.round_named(s.project, "babak 1")
    assert {(t.coder, t.source, t.turns) for t in one.tasks} == {
        (coder, source, turns) for coder, part in plan.given.items() for source, turns in part.items()
    }
    undo(s.project)
    assert work.rounds(s.project) == [] and work.tasks(s.project) == []
    with pytest.raises(UserError, match="two coders"):
        sharing.twice([who(s, "sri")], [source(s, "W-09")])


# An open round


def test_in_an_open_round_everybody_sees_only_their_own_codings(s: Study) -> None:
    one, other = source(s), source(s, "W-02")
    for where in (one, other):
        s.code(where, code_of(s, "utang"), "utang di warung")
        s.code(where, code_of(s, "utang"), "utang ke bank", coder=who(s, "bagus"))
    s.coder("ratih")
    babak(s, one)
    for name in ("sri", "bagus"):
        as_coder(s.project, name)
        assert {c.coder for c in codings(s.project, one)} == {who(s, name)}
        assert len(codings(s.project, other)) == 2  # of another source all are seen
    as_coder(s.project, "ratih")  # the lead, who is not in the round, waits too
    assert codings(s.project, one) == []
    assert codings(s.project, one, who(s, "bagus")) == []
    assert work.visible_coders(s.project, one, None) == set()
    close(s)
    assert len(codings(s.project, one)) == 2
    assert work.visible_coders(s.project, one, None) is None


def test_what_a_round_hides_is_not_finished_and_never_a_zero(s: Study) -> None:
    one = source(s)
    s.code(one, code_of(s, "utang"), "utang di warung")
    finish(s.project, one)
    import_themes(s.project, {"themes": [{"name": "Ekonomi", "nature": "problem", "codes": ["utang"]}]}, "test")

    def cell() -> str:
        found = matrix(s.project)
        return found.cell(found.rows[0].id, s.region("Pajang")).text

    seen = cell()
    babak(s, one)
    assert cell() == seen == "−1/1"  # sri counts there, and sees their own
    as_coder(s.project, "bagus")
    assert cell() == "…"
    assert counted(s.project).segments == ()
    assert counted(s.project, who(s, "sri")).segments == ()
    close(s)
    assert cell() == seen


def test_nothing_is_suggested_in_an_open_round_nor_accepted_from_before(s: Study) -> None:
    with act(s.project, "codebook") as a:
        a.change("code", code_of(s, "utang"), keywords=["utang"])
    one, other = source(s), source(s, "W-02")
    before = suggestions(s.project, who(s, "sri"))
    assert {found.source for found in before} == {one, other}
    babak(s, one)
    assert {found.source for found in suggestions(s.project, who(s, "sri"))} == {other}
    with pytest.raises(UserError, match="babak 1"):
        accept(s.project, before, who(s, "sri"), bulk=True)
    assert s.project.value("SELECT COUNT(*) FROM coding") == 0
    close(s)
    assert {found.source for found in suggestions(s.project, who(s, "sri"))} == {one, other}


def test_a_round_needs_two_coders_and_a_closed_one_takes_nothing_new(s: Study) -> None:
    one = source(s)
    with pytest.raises(UserError, match="two coders"):
        assigning.assign(s.project, [one], [who(s, "sri")], round_name="babak 1")
    assert work.rounds(s.project) == []  # nothing half done
    babak(s, one)
    close(s)
    with pytest.raises(UserError, match="closed"):
        babak(s, source(s, "W-02"))


def test_the_same_round_made_on_two_laptops_is_one(s: Study, tmp_path: Path) -> None:
    one = source(s)
    other = copied(s, tmp_path / "bagus", "bagus")
    babak(s, one)
    babak(other, one, name="BABAK  1")
    merge(s.project, other.project.path)
    (found,) = work.rounds(s.project)
    assert len(found.tasks) == 2
    other.project.close()


def test_recoding_leaves_no_coding_behind_that_a_round_hides(s: Study) -> None:
    from qualcode.reduce.codebook import by_id
    from qualcode.reduce.recoding import recode

    one = source(s)
    s.code(one, code_of(s, "utang"), "utang ke bank", coder=who(s, "bagus"))
    babak(s, one)
    book = by_id(s.project)
    recode(s.project, book[code_of(s, "utang")], book[code_of(s, "air")])
    assert s.project.rows("SELECT code FROM coding") == [(code_of(s, "air"),)]


# A closed round


def test_a_closed_round_compares_its_coders_on_its_sources_and_codes(s: Study) -> None:
    one, other = source(s), source(s, "W-02")
    cipta = s.coder("cipta")
    babak(s, one, codes=[code_of(s, "utang")])
    for name in ("sri", "bagus", "cipta"):
        s.code(one, code_of(s, "utang"), "utang di warung", coder=who(s, name))
        for where in (one, other):
            finish(s.project, where, coder=who(s, name))
    with pytest.raises(UserError, match="open"):
        work.compared_in(s.project, work.round_named(s.project, "babak 1"))
    assert compare(s.project).left.open == {one}
    assert set(compare(s.project).sources) == {other}
    done = close(s)
    found = compare(s.project, parts=work.compared_in(s.project, done), codes=done.codes)
    assert (found.names, set(found.sources)) == (("bagus", "sri"), {one})
    assert set(found.tables) == {code_of(s, "utang")}
    assert cipta in compare(s.project).coders  # without the round all who finished are compared


def test_of_turns_given_out_only_those_are_compared_and_the_rest_is_no_no(s: Study) -> None:
    one = source(s)
    ratih = s.coder("ratih")
    with act(s.project, "sources") as a:
        a.change("source", one, responsible=ratih)
    babak(s, one, turns={one: [1, 5]})  # the first and the third answer
    s.code(one, code_of(s, "utang"), "utang di warung")
    s.code(one, code_of(s, "air"), "Air lancar")  # not asked for
    for name in ("sri", "bagus"):
        finish(s.project, one, coder=who(s, name))
    done = close(s)
    found = compare(s.project, parts=work.compared_in(s.project, done))
    assert found.sources == {one: 2}
    assert found.tables[code_of(s, "utang")].sources[one] == {(0, 1): 1, (0, 0): 1}
    assert [d.code.name for d in disagreements(s.project, parts=work.compared_in(s.project, done))] == ["utang"]
    by_default = compare(s.project)  # also where nobody names the round: what was not given out is missing
    assert by_default.sources == {one: 2}
    assert by_default.left.in_part == {one}


def test_turns_given_out_stay_the_same_passages_after_a_correction(s: Study) -> None:
    one = source(s)
    babak(s, one, turns={one: [5]})
    s.text("W-01", interview("Pajang", "Sebentar, Mas.", *SAID, name="Bu W-01"), replace="")
    (turns,) = {task.turns for task in work.tasks(s.project)}
    assert turns == frozenset({7})


# Drawing


@given(
    st.dictionaries(st.integers(0, 40), st.integers(0, 60), min_size=1).filter(lambda sizes: sum(sizes.values()) > 0),
    st.floats(0.01, 1),
)
def test_every_stratum_gets_one_at_least_and_its_share_within_one(sizes: dict[int, int], share: float) -> None:
    given_ = allocate(sizes, share)
    filled = {key for key, size in sizes.items() if size}
    assert given_.keys() == filled
    assert all(1 <= given_[key] <= sizes[key] for key in filled)
    assert sum(given_.values()) == max(len(filled), round(share * sum(sizes.values())))
    assert all(number <= max(1, share * sizes[key] + 1) for key, number in given_.items())


def test_a_draw_is_stratified_seeded_and_takes_fresh_text(s: Study) -> None:
    for n in range(12):
        source(s, f"P-{n:02d}", "Pajang")
    for n in range(4):
        source(s, f"S-{n:02d}", "Semanggi")
    first = draw(s.project, 0.25, seed=7)
    assert [(one.values, one.there, one.drawn) for one in first.strata] == [
        (("Pajang", "interview"), 12, 3),
        (("Semanggi", "interview"), 4, 1),
    ]
    assert draw(s.project, 0.25, seed=7) == first
    assert any(draw(s.project, 0.25, seed=seed).sources != first.sources for seed in range(8, 14))
    babak(s, *first.sources)
    second = draw(s.project, 0.25, seed=7)
    assert not set(second.sources) & set(first.sources)
    assert (second.used, second.population) == (4, 12)


def test_turns_are_drawn_among_what_informants_say(s: Study) -> None:
    one, other = source(s), source(s, "W-02", "Semanggi", SAID * 3)
    found = draw(s.project, 0.25, turns=True, seed=3)
    assert found.turns is not None
    assert (found.population, found.size) == (16, 4)
    assert Counter({where: len(turns) for where, turns in found.turns.items()}) == {one: 1, other: 3}
    assert all(turn % 2 for turns in found.turns.values() for turn in turns)  # the interviewer has the even ones
    babak(s, *found.sources, turns=found.turns)
    again = draw(s.project, 0.25, turns=True, seed=3)
    assert (again.population, again.used) == (12, 4)
    assert again.turns is not None
    assert not any(again.turns.get(where, frozenset()) & turns for where, turns in found.turns.items())


# By command


def test_a_round_by_command(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    bagus = CommandLine(study.folder, "bagus")
    shown = study(
        "assign", "--sample", "50%", "--to", "sri,bagus", "--round", "babak 1", "--code", "utang", "--seed", "7"
    ).out
    assert "2 of 2 drawn" in shown and "O'Connor" in shown  # of two strata one each
    assert study.items("rounds") == [
        {"id": study.items("rounds")[0]["id"], "name": "babak 1", "state": "open", "sources": 2, "coders": ["bagus", "sri"],
         "done": 0, "tasks": 4, "codes": ["utang"], "share": 0.5, "seed": 7}
    ]  # fmt: skip
    ran = study("suggest")
    assert "FGD-01, W-01" in ran.err and "utang" not in ran.out
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.")
    study("memos", "add", "source", "W-01", "utang di warung, bukan di bank")
    assert bagus.items("codings") == bagus.items("memos") == []
    assert len(study.items("memos")) == 1
    assert "no counted passage" in bagus.fails("export", "quotes", "-o", study.folder / "k.csv")
    bagus("export", "table", "codings", "-o", study.folder / "k.csv")
    assert "ngutang" not in (study.folder / "k.csv").read_text("utf-8")
    assert "open" in study.fails("agree", "--round", "babak 1")
    assert "open" in study.fails("adjudicate", "--round", "babak 1")
    for coder in (study, bagus):
        assert "2 sources are finished" in coder("rounds", "finish", "babak 1").out
    assert [item["state"] for item in study.items("rounds", "show", "babak 1")] == ["finished"] * 4
    assert "agree --round" in study("rounds", "close", "babak 1").out
    assert len(bagus.items("codings")) == 1
    (utang, _overall) = study.items("agree", "--round", "babak 1")
    assert (utang["some"], utang["only"]) == (1, {"bagus": 0, "sri": 1})
    assert "not independent" in study("rounds", "open", "babak 1").out


def test_finishing_a_round_is_one_action(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    study("assign", "W-01", "FGD-01", "--to", "sri,bagus", "--round", "r")
    study("rounds", "finish", "r")
    study("undo")
    assert {item["state"] for item in study.items("rounds", "show", "r")} == {"open"}
    study("undo")
    assert study.items("rounds") == []


def test_tasks_and_responsible_coders_for_many_sources_at_once(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    study("assign", "W-01", "FGD-01", "--responsible", "bagus", "--to", "bagus", "--due", "2025-07-10")
    assert {item["responsible"] for item in study.items("sources")} == {"bagus"}
    assert study.items("rounds") == []  # a task by itself hides nothing
    study("suggest", "--code", "utang")
    assert "1 task taken back" in study("assign", "W-01", "--to", "bagus", "--remove").out
    assert "date" in study.fails("assign", "W-01", "--to", "bagus", "--due", "10 Juli")
    assert "whom" in study.fails("assign", "W-01")
    assert "which sources" in study.fails("assign", "--to", "bagus")
    assert "share" in study.fails("assign", "--to", "bagus", "--sample", "banyak")
    assert "attribute" in study.fails("assign", "--to", "bagus", "--sample", "20%", "--by", "cuaca")
    assert "no round" in study.fails("rounds", "close", "babak 9")


def test_turns_drawn_by_command_are_shown_and_given(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    draw_ = (
        "assign",
        "--sample",
        "40%",
        "--of",
        "turns",
        "--by",
        "kind",
        "--seed",
        "2",
        "--to",
        "sri,bagus",
        "--round",
        "giliran",
    )
    shown = study(*draw_, "--dry-run").out
    assert study.items("rounds") == []
    assert shown.removesuffix("Nothing was assigned.\n") in study(*draw_).out  # the same draw
    given_ = {item["source"]: item["turns"] for item in study.items("rounds", "show", "giliran")}
    assert {kind: len(turns) for kind, turns in given_.items()} == {"FGD-01": 1, "W-01": 1}
    for name, turns in given_.items():
        assert f"{name} · {turns[0]}" in shown
    again = study(*draw_[:-1], "lagi").out
    assert "2 were left out: earlier rounds had them" in again
