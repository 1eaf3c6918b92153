"""Adjudication: what coders differ on is settled beside their codings, and never in them. People are invented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.reduce import assigning, rounds
from qualcode.reduce.adjudication import Dispute, Rates, board
from qualcode.reduce.codings import codings
from qualcode.reduce.completion import finish
from qualcode.reduce.counting import counted
from qualcode.reduce.deciding import decide, undecide
from qualcode.store import versions
from qualcode.store.conflicts import conflicts
from qualcode.store.ids import coder_id
from qualcode.store.merge import merge
from qualcode.store.undo import undo
from tests.cli_world import CommandLine, elsewhere
from tests.study_for_tests import Study, copied, interview, study

SAID = tuple(f"Saya utang nomor {n}. Lalu bayar {n}." for n in range(12))


class Pair:
    """Sri and bagus coded one source for one code, each the answers named (1-based), and both finished."""

    def __init__(self, folder: Path, sri: str, bagus: str) -> None:
        self.s: Study = study(folder)
        self.project = self.s.project
        self.sri, self.bagus = coder_id(self.project.id, "sri"), self.s.coder("bagus")
        self.utang, self.bayar = self.s.codes("utang", "bayar")
        self.source = self.s.text("W-01", interview("Pajang", *SAID))
        for coder, turns in ((self.sri, sri), (self.bagus, bagus)):
            for turn in turns.split():
                self.mark(int(turn), coder)
            finish(self.project, self.source, coder=coder)

    def mark(self, answer: int, coder: bytes, words: str | None = None, **fields: object) -> bytes:
        quote = words or f"Saya utang nomor {answer - 1}."
        return self.s.code(self.source, self.utang, quote, turn=2 * answer, coder=coder, **fields)

    def disputes(self) -> tuple[Dispute, ...]:
        return board(self.project).disputes

    def counted(self) -> dict[int, str]:
        """The words that count, by answer."""
        now = versions.current(self.project, self.source)
        assert now is not None
        return {(seg.turn + 1) // 2: now.text[seg.start : seg.stop] for seg in counted(self.project).segments}

    def own(self) -> list[tuple[bytes, bytes, int, int]]:
        return [
            (c.id, c.coder, c.start, c.stop) for c in codings(self.project, self.source) if c.layer == "own"
        ]  # fmt: skip


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path / "studi", "1 2 3", "1 4")


def test_what_they_differ_on_is_numbered_and_keeps_its_number_when_settled(pair: Pair) -> None:
    assert [(one.number, one.what.turn, one.what.kind, one.open) for one in pair.disputes()] == [
        (1, 3, "presence", True),
        (2, 5, "presence", True),
        (3, 7, "presence", True),
    ]
    decide(pair.project, pair.disputes()[0], take=pair.sri)
    assert [(one.number, one.open) for one in pair.disputes()] == [(1, False), (2, True), (3, True)]


def test_taking_one_both_or_none_counts_there_and_the_independent_codings_stay(pair: Pair) -> None:
    before = pair.own()
    assert pair.counted().keys() == {1, 2, 3}  # sri's, who is responsible
    first, second, third = pair.disputes()
    assert decide(pair.project, first, take=pair.bagus) == "take:bagus"  # who said no
    assert pair.counted().keys() == {1, 3}
    assert decide(pair.project, third, both=True) == "both"
    assert pair.counted().keys() == {1, 3, 4}
    assert decide(pair.project, second) == "none"
    assert pair.counted().keys() == {1, 4}
    assert pair.own() == before
    assert counted(pair.project, pair.sri).segments != ()  # one coder's layer is as it was
    assert len(counted(pair.project, pair.sri).segments) == 3


def test_a_decision_is_one_action_and_undo_takes_all_of_it_back(pair: Pair) -> None:
    actions = pair.project.value("SELECT COUNT(*) FROM action")
    decide(pair.project, pair.disputes()[2], take=pair.bagus, definition={"definition": "Meminjam uang"})
    assert pair.project.value("SELECT COUNT(*) FROM action") == actions + 1
    (decision,) = [one.decision for one in pair.disputes() if one.decision]
    assert decision.defined
    undo(pair.project)
    assert pair.counted().keys() == {1, 2, 3}
    assert all(one.open and one.decision is None for one in pair.disputes())
    assert pair.project.value("SELECT definition FROM code WHERE id=?", pair.utang) is None


def test_the_span_drawn_anew_must_lie_in_the_turn(pair: Pair) -> None:
    one = pair.disputes()[0]
    decide(pair.project, one, redraw=(one.what.start + 5, one.what.start + 10), difference="borders")
    assert pair.counted()[2] == "utang"
    with pytest.raises(UserError, match="does not lie in the turn"):
        decide(pair.project, one, redraw=(one.what.start - 3, one.what.stop))
    with pytest.raises(UserError, match="no type"):
        decide(pair.project, one, difference="salah")


def test_passages_drawn_differently_are_a_dispute_and_a_passage_over_two_turns_settles_only_one(
    tmp_path: Path,
) -> None:
    pair = Pair(tmp_path / "studi", "", "")
    now = versions.current(pair.project, pair.source)
    assert now is not None
    start, stop = now.text.index("utang nomor 1"), now.text.index("utang nomor 2") + 5
    from qualcode.reduce.codings import code

    code(pair.project, pair.source, pair.utang, start, stop, coder=pair.sri)
    pair.mark(2, pair.bagus, "bayar 1.")
    extent, presence = sorted(pair.disputes(), key=lambda one: one.what.kind)
    assert (extent.what.kind, extent.guess, presence.what.kind) == ("extent", "borders", "presence")
    decide(pair.project, extent, take=pair.sri)
    assert pair.counted()[2] == "utang nomor 1. Lalu bayar 1."  # cut at the turn
    assert [one.open for one in pair.disputes() if one.id == presence.id] == [True]
    decide(pair.project, extent, both=True)
    assert pair.counted()[2] == "utang nomor 1. Lalu bayar 1."
    assert [c.layer for c in codings(pair.project) if c.layer == "consensus"] == ["consensus"] * 2


def test_deciding_again_replaces_what_was_decided_before(pair: Pair) -> None:
    one = pair.disputes()[0]
    decide(pair.project, one, take=pair.sri)
    decide(pair.project, pair.disputes()[0])
    assert 2 not in pair.counted()
    decide(pair.project, pair.disputes()[0], take=pair.sri)
    assert 2 in pair.counted()
    assert pair.project.value("SELECT COUNT(*) FROM adjudication") == 1
    undecide(pair.project, pair.disputes()[0])
    assert pair.disputes()[0].open
    assert 2 in pair.counted()  # sri's own again


def test_valence_area_and_gloss_come_with_the_passage_taken(pair: Pair) -> None:
    pair.mark(6, pair.bagus, valence=-1, gloss="berutang", about=pair.s.region("Jebres"))
    decide(pair.project, next(one for one in pair.disputes() if one.what.turn == 11), take=pair.bagus)
    (agreed,) = [c for c in codings(pair.project) if c.layer == "consensus"]
    assert (agreed.valence, agreed.gloss, agreed.about) == (-1, "berutang", pair.s.region("Jebres"))


def test_two_leads_who_decide_apart_alike_agree_and_differently_are_in_conflict(pair: Pair, tmp_path: Path) -> None:
    ratih = copied(pair.s, tmp_path / "ratih", "ratih")
    danu = copied(pair.s, tmp_path / "danu", "danu")
    theirs, others = board(ratih.project).disputes, board(danu.project).disputes
    decide(ratih.project, theirs[0], take=pair.sri, difference="overlooked")
    decide(danu.project, others[0], take=pair.sri, difference="overlooked")  # alike
    decide(ratih.project, theirs[1], take=pair.sri, difference="overlooked")
    decide(danu.project, others[1], difference="overlooked")  # not coded
    for other in (ratih, danu):
        other.project.close()
        merge(pair.project, other.project.path)
    assert pair.project.value("SELECT COUNT(*) FROM adjudication") == 2  # one record a dispute
    alike, apart, _open = pair.disputes()
    assert not alike.conflict and alike.decision is not None
    assert apart.conflict and apart.open
    assert "resolution" in {c.field for c in conflicts(pair.project)}
    assert [c.start for c in codings(pair.project) if c.layer == "consensus" and c.coder == pair.sri] == []
    with pytest.raises(UserError, match="apart"):
        decide(pair.project, apart)
    decide(pair.project, apart, settle=True)
    assert conflicts(pair.project) == []
    assert 3 not in pair.counted()  # ratih's consensus coding is there no more
    assert 2 in pair.counted()


@pytest.mark.parametrize("side", [0, 1])
def test_settled_as_any_conflict_the_consensus_of_the_other_side_counts_no_more(
    pair: Pair, tmp_path: Path, side: int
) -> None:
    from qualcode.store.conflicts import settle

    ratih = copied(pair.s, tmp_path / "ratih", "ratih")
    decide(ratih.project, board(ratih.project).disputes[2], take=pair.bagus)
    decide(pair.project, pair.disputes()[2], difference="overlooked")
    ratih.project.close()
    merge(pair.project, ratih.project.path)
    for conflict in conflicts(pair.project):
        chosen = conflict.sides[side]
        settle(pair.project, conflict, chosen.value)
    resolution = pair.project.value("SELECT resolution FROM adjudication")
    assert (4 in pair.counted()) == (resolution == "take:bagus")


def test_a_decision_stays_with_its_turn_after_a_correction_and_is_the_same_record(pair: Pair) -> None:
    decide(pair.project, pair.disputes()[0], take=pair.bagus)
    before = pair.disputes()[0]
    pair.s.text("W-01", interview("Pajang", "Sebentar, Mas.", *SAID), replace="")
    after = next(one for one in pair.disputes() if one.decision is not None)
    assert (after.id, after.what.turn) == (before.id, before.what.turn + 2)
    decide(pair.project, after, take=pair.sri)
    assert pair.project.value("SELECT COUNT(*) FROM adjudication") == 1


def test_decided_apart_on_two_versions_of_the_text_is_a_conflict_too(pair: Pair, tmp_path: Path) -> None:
    ratih = copied(pair.s, tmp_path / "ratih", "ratih")
    ratih.text("W-01", interview("Pajang", "Sebentar, Mas.", *SAID), replace="")
    decide(ratih.project, board(ratih.project).disputes[0], take=pair.sri)
    decide(pair.project, pair.disputes()[0])
    ratih.project.close()
    merge(pair.project, ratih.project.path)
    one = pair.disputes()[0]
    assert (one.conflict, len(one.records)) == (True, 2)
    with pytest.raises(UserError, match="apart"):
        decide(pair.project, one)
    decide(pair.project, one, settle=True)
    assert not pair.disputes()[0].conflict
    assert [c for c in codings(pair.project) if c.layer == "consensus"] == []


def test_rates_before_and_after_and_agreement_stays_what_it_was(pair: Pair) -> None:
    from qualcode.reduce.agreement_scores import agreement

    before = agreement(pair.project, draws=0).overall
    assert board(pair.project).rates == Rates(1, 1, 4)
    decide(pair.project, pair.disputes()[0], take=pair.sri)
    assert board(pair.project).rates == Rates(1, 2, 4)
    assert agreement(pair.project, draws=0).overall == before  # computed on the independent codings


def test_who_nearly_always_yields_is_named_after_ten_decisions(tmp_path: Path) -> None:
    pair = Pair(tmp_path / "studi", " ".join(map(str, range(1, 12))), "")
    for number, one in enumerate(pair.disputes()[:10]):
        assert not any(y.mostly for y in board(pair.project).yields)
        decide(pair.project, one, take=pair.sri if number else pair.bagus)
    found = {y.coder: y for y in board(pair.project).yields}
    assert (found[pair.bagus].yielded, found[pair.bagus].of, found[pair.bagus].mostly) == (9, 10, True)
    assert (found[pair.sri].yielded, found[pair.sri].mostly) == (1, False)


def test_who_gave_the_turn_another_code_is_guessed_to_have_read_it_differently(pair: Pair) -> None:
    pair.s.code(pair.source, pair.bayar, "Lalu bayar 1.", coder=pair.bagus)
    guesses = {(one.what.code.name, one.what.turn): one.guess for one in pair.disputes()}
    assert guesses["utang", 3] == guesses["bayar", 3] == "reading"
    assert guesses["utang", 5] == "overlooked"


def test_the_board_of_a_round_keeps_its_round(pair: Pair) -> None:
    assigning.assign(pair.project, [pair.source], [pair.sri, pair.bagus], round_name="babak 1", codes=[pair.bayar])
    one = rounds.round_named(pair.project, "babak 1")
    with pytest.raises(UserError, match="open"):
        board(pair.project, one)
    assigning.set_state(pair.project, one, "closed")
    assert board(pair.project, rounds.round_named(pair.project, "babak 1")).disputes == ()  # only of its codes


def test_adjudication_by_command(study: CommandLine, tmp_path: Path) -> None:
    study("coders", "add", "bagus")
    bagus = CommandLine(study.folder, "bagus")
    study("assign", "W-01", "--to", "sri,bagus", "--round", "babak 1")
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.", "--valence", "-1")
    bagus("code", "W-01", "--code", "air", "--quote", "air juga lancar")
    for coder in (study, bagus):
        coder("rounds", "finish", "babak 1")
    study("rounds", "close", "babak 1")
    shown = study("adjudicate", "--round", "babak 1").out
    assert "▌ Bu Tutik" in shown and "Pewawancara" in shown and "2 of 2 places are not settled" in shown
    items = study.items("adjudicate", "--round", "babak 1")
    number = {item["code"]: item["number"] for item in items}
    assert items[number["utang"] - 1]["use_not"] == "modal usaha"
    ran = study("adjudicate", "--round", "babak 1", "set", number["utang"], "--take", "sri", "--type", "definition",
                "--reason", "ada kewajiban mengembalikan")  # fmt: skip
    assert "as sri has it" in ran.out and "codes set utang" in ran.out and "no reliability" in ran.out
    study("adjudicate", "set", number["air"], "--round", "babak 1", "--take", "none", "--use-not", "air minum")
    assert study.items("adjudicate", "--round", "babak 1") == []
    settled = {item["code"]: item for item in study.items("adjudicate", "--round", "babak 1", "--all")}
    assert settled["utang"]["decision"]["reason"] == "ada kewajiban mengembalikan"
    assert settled["utang"]["decision"]["yielded"] == ["bagus"]
    assert settled["air"]["decision"]["definition_changed"] is True
    assert "as sri has it" in study("adjudicate", "--round", "babak 1", "--list", "--all").out
    assert "not coded" in study("adjudicate", "show", number["air"]).out
    assert "Open again" in study("adjudicate", "set", number["air"], "--undo").out
    assert [item["code"] for item in study.items("adjudicate")] == ["air"]
    study("undo")
    assert study.items("adjudicate") == []
    assert "no place 9" in study.fails("adjudicate", "set", "9", "--take", "none")
    assert "what is decided" in study.fails("adjudicate", "set", "1")
    journal = study.value("SELECT group_concat(new) FROM entry")
    assert "kewajiban" not in re.sub(r'"use_when":"[^"]*"', "", journal)  # a reason is prose, kept as a blob


def test_decided_apart_by_command_and_settled(study: CommandLine, tmp_path: Path) -> None:
    study("coders", "add", "bagus")
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.")
    for coder in (study, CommandLine(study.folder, "bagus")):
        coder("finish", "W-01")
    ratih = elsewhere(study, tmp_path / "ratih", "ratih", tmp_path / "state-ratih")
    ratih("adjudicate", "set", "1", "--take", "sri")
    study("adjudicate", "set", "1", "--take", "none")
    study("merge", ratih.project_file)
    shown = study.items("conflicts")
    sides = {item["field"]: item["sides"] for item in shown}
    assert any("as sri has it (ratih)" in side for side in sides["resolution"])
    assert {side.partition(": ")[2] for side in sides["yielded"]} == {"bagus (ratih)", "sri (sri)"}
    told = study("conflicts", "show", 1).out.partition("--take NAME --settle")[0].split()[-1]
    assert "--settle" in study("adjudicate").out
    assert "apart" in study.fails("adjudicate", "set", "1", "--take", "none")
    study("adjudicate", "set", told, "--take", "none", "--settle")  # as “conflicts show” says
    assert study.items("conflicts") == []
    ratih("merge", study.project_file)
    assert ratih.items("conflicts") == []
    assert ratih.items("adjudicate", "--all")[0]["decision"]["resolution"] == "none"


def test_in_the_app_a_consensus_is_nobodys_own(pair: Pair) -> None:
    from qualcode.tui.document import read_document

    decide(pair.project, pair.disputes()[0], take=pair.sri)  # sri decided it, and has codings of their own
    mine = read_document(pair.project, pair.source, pair.sri)
    assert {one.layer for one in mine.codings.values()} == {"own"}
    everybodys = read_document(pair.project, pair.source, pair.sri, all_coders=True)
    (agreed,) = [one for one in everybodys.codings.values() if one.layer == "consensus"]
    assert not everybodys.mine(agreed)


def test_of_three_coders_all_who_gave_way_are_kept(tmp_path: Path) -> None:
    pair = Pair(tmp_path / "studi", "1 2", "1")
    cipta = pair.s.coder("cipta")
    finish(pair.project, pair.source, coder=cipta)
    first, second = pair.disputes()
    assert [(one.what.turn, len(one.what.said)) for one in (first, second)] == [(1, 3), (3, 3)]
    decide(pair.project, first, take=pair.bagus)
    decide(pair.project, second)
    yielded = {one.what.turn: one.decision.yielded for one in pair.disputes() if one.decision}
    assert yielded == {1: (cipta,), 3: (pair.sri,)}
    assert set(pair.counted()) == {1}
