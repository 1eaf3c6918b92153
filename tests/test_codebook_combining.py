"""Codes combined, split, retired, moved, renamed and codings recoded: what is shown before, what stands after, and that one
undo takes it back. Two laptops: whatever one of them did to the codes, the other's codings are not lost."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from qualcode import i18n
from qualcode.errors import UserError
from qualcode.reduce import combining, recoding
from qualcode.reduce.codebook import by_id, codebook, find_code
from qualcode.reduce.codings import codings
from qualcode.reduce.counting import counted
from tests.cli_world import CommandLine, as_if_made_here, elsewhere

DEBT = "Ya ngutang dulu di warung depan."
CARD = "Kartunya mati, jadi berobat bayar sendiri."


@pytest.fixture(scope="module")
def coded_once(made_once: Path) -> Path:
    """utang and its twin ngutang, on one span both; ngutang alone on another. Made once for all tests here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", str(made_once / "state"))
        patch.setenv("QUALCODE_LANG", "en")
        patch.setenv("QUALCODE_DEBUG", "1")
        patch.delenv("QUALCODE_CODER", raising=False)
        patch.delenv("QUALCODE_PROJECT", raising=False)
        i18n.use("en")
        study = as_if_made_here(made_once / "berisi", made_once / "berkode")
        study("codes", "add", "ngutang", "--parent", "ekonomi", "keywords=ngutang, pinjam", "definition=Meminjam uang")
        study("code", "W-01", "--code", "utang", "--quote", DEBT, "--valence", "-1")
        study("code", "W-01", "--code", "ngutang", "--quote", DEBT, "--valence", "1")
        study("code", "FGD-01", "--code", "ngutang", "--quote", "Saya utang di warung.")
    return study.folder


@pytest.fixture
def coded(coded_once: Path, nowhere: CommandLine, tmp_path: Path) -> CommandLine:
    return as_if_made_here(coded_once, tmp_path / "studi")


@pytest.fixture
def bagus(coded: CommandLine, tmp_path: Path) -> CommandLine:
    return elsewhere(coded, tmp_path / "laptop-bagus", "bagus", tmp_path / "state-bagus")


def merge_both(one: CommandLine, other: CommandLine) -> None:
    one("merge", other.project_file)
    other("merge", one.project_file)
    assert one.state() == other.state()


def passages(qc: CommandLine) -> dict[str, int]:
    """How many passages count, by code."""
    with qc.project() as project:
        names = {rec: code.name for rec, code in by_id(project).items()}
        found: dict[str, int] = {}
        for segment in counted(project).segments:
            found[names[segment.code]] = found.get(names[segment.code], 0) + 1
        return found


def on_code(qc: CommandLine) -> list[tuple[str, str]]:
    return sorted((c["code"], c["quote"]) for c in qc.items("codings"))


# Combining


def test_combining_is_shown_before_and_does_nothing_yet(coded: CommandLine) -> None:
    before = coded.state()
    said = coded("codes", "combine", "utang", "ngutang", "--dry-run").out
    assert "− utang: 1 coding (sri 1) · 1 passage counts" in said
    assert "− ngutang: 2 codings (sri 2) · 2 passages count" in said
    assert "+ utang: 3 codings (sri 3) · 2 passages count" in said
    assert "1 coding stands where the same coder has the code already: it stays, and counts once with it." in said
    assert "On 1 of these passages the two are judged differently: it counts as mixed." in said
    assert "Nothing was changed." in said
    assert coded.state() == before


def test_what_one_coder_gave_both_counts_once_and_no_coding_is_touched(coded: CommandLine) -> None:
    """Peers joined the spans or counted them twice; here both codings stay and one segment counts."""
    before = on_code(coded)
    coded("codes", "combine", "utang", "ngutang")
    assert on_code(coded) == before
    assert passages(coded) == {"utang": 2}
    with coded.project() as project:
        assert sorted(str(s.valence) for s in counted(project).segments) == ["0", "None"]  # judged both ways: mixed


def test_one_undo_brings_both_codes_back(coded: CommandLine) -> None:
    before = on_code(coded)
    coded("codes", "combine", "utang", "ngutang", "air", "--into", "air")
    assert passages(coded) == {"air": 2}
    coded("undo")
    assert [c["name"] for c in coded.items("codes") if c["name"] in ("utang", "ngutang")] == ["utang", "ngutang"]
    assert passages(coded) == {"utang": 1, "ngutang": 2}
    assert on_code(coded) == before


def test_keywords_come_along_and_a_rejected_passage_does_not_come_back(coded: CommandLine) -> None:
    coded("codes", "add", "hidup-susah", "keywords=lancar")
    number = next(s["number"] for s in coded.items("suggest", "--code", "hidup-susah"))
    coded("suggest", "--code", "hidup-susah", "--reject", number)
    coded("codes", "combine", "air", "hidup-susah")
    air = next(c for c in coded.items("codes") if c["name"] == "air")
    assert air["keywords"] == ["=air lancar", "lancar"]
    quotes = [s["quote"] for s in coded.items("suggest", "--code", "air")]
    assert len(quotes) == len(set(quotes)) == 1  # one of the two was turned down under the other name


def test_what_is_coded_under_the_old_name_is_not_proposed_again(coded: CommandLine) -> None:
    assert [s["quote"] for s in coded.items("suggest", "--code", "utang")] == ["Saya utang di warung."]
    coded("codes", "combine", "utang", "ngutang")
    assert coded.items("suggest", "--code", "utang") == []


def test_codes_beneath_move_along(coded: CommandLine) -> None:
    coded("codes", "add", "pinjol", "--parent", "ngutang")
    coded("codes", "combine", "utang", "ngutang")
    assert ["ekonomi", "utang", "pinjol"] in [c["path"] for c in coded.items("codes")]


def test_whoever_stops_a_deed_on_codes_keeps_all_as_it_was(coded: CommandLine) -> None:
    """It can be stopped at each step, after the codings were changed too; then no action was made."""
    with coded.project() as project:
        book = codebook(project)
        one, other = find_code(book, "ngutang"), find_code(book, "utang")
        told: list[tuple[int, int]] = []
        recoding.recode(project, one, other, dry_run=True, progress=lambda at, of: told.append((at, of)))
        assert told == [(n, 5) for n in range(1, 6)]
        before = project.value("SELECT COUNT(*) FROM action"), codings(project)
        for last in range(1, 6):

            def stop(at: int, of: int, last: int = last) -> None:
                if at == last:
                    raise UserError("stopped")

            for deed in (
                partial(recoding.recode, project, one, other),
                partial(combining.combine, project, [one], other),
            ):
                with pytest.raises(UserError, match="stopped"):
                    deed(progress=stop)
        assert (project.value("SELECT COUNT(*) FROM action"), codings(project)) == before


def test_a_code_combined_into_one_beneath_it(coded: CommandLine) -> None:
    coded("codes", "add", "pinjol", "--parent", "ngutang")
    coded("codes", "combine", "ngutang", "--into", "pinjol")
    assert ["ekonomi", "pinjol"] in [c["path"] for c in coded.items("codes")]


def test_finished_only_where_all_parts_were(coded: CommandLine) -> None:
    coded("finish", "W-01")
    coded("finish", "FGD-01", "--code", "utang")
    said = coded("codes", "combine", "utang", "ngutang").out
    assert "− utang: 1 coding (sri 1) · 1 passage counts · finished in 2 sources" in said
    assert "+ utang: 3 codings (sri 3) · 2 passages count · finished in 1 source" in said
    assert "sri has not looked for “utang” there: FGD-01" in said


def test_only_a_code_in_use_is_combined_into(coded: CommandLine) -> None:
    coded("codes", "retire", "air")
    assert "“air” is not in use" in coded.fails("codes", "combine", "utang", "--into", "air")
    assert "name at least two codes" in coded.fails("codes", "combine", "utang")


def test_show_tells_what_was_combined_retired_beneath_and_by_whom(coded: CommandLine) -> None:
    coded("codes", "combine", "utang", "ngutang")
    assert "ngutang" in coded("codes", "show", "utang").out.split("combined")[1]
    assert "Combined into utang." in coded("codes", "show", "ngutang").out
    assert "sri 2" in coded("codes", "show", "ngutang").out
    assert "utang" in coded("codes", "show", "ekonomi").out.split("codes below")[1]
    coded("codes", "retire", "air")
    assert "Retired: not in use." in coded("codes", "show", "air").out


# Retiring, moving, renaming


def test_moving_and_renaming_keep_every_coding(coded: CommandLine) -> None:
    coded("codes", "move", "ngutang", "--under", "utang")
    assert ["ekonomi", "utang", "ngutang"] in [c["path"] for c in coded.items("codes")]
    assert "its own ancestor" in coded.fails("codes", "move", "ekonomi", "--under", "ngutang")
    coded("codes", "move", "ngutang", "--top")
    said = coded("codes", "rename", "ngutang", "pinjaman", "--english", "borrowing").out
    assert "+ pinjaman: 2 codings (sri 2)" in said
    assert ["pinjaman"] in [c["path"] for c in coded.items("codes")]
    assert "there is a code “AIR” already" in coded.fails("codes", "rename", "pinjaman", "AIR")
    assert passages(coded) == {"utang": 1, "pinjaman": 2}


def test_retiring_is_shown_before(coded: CommandLine) -> None:
    before = coded.state()
    assert "ngutang (not in use): 2 codings" in coded("codes", "retire", "ngutang", "--dry-run").out
    assert coded.state() == before


# Splitting


def test_a_split_by_keywords_gives_each_coding_its_part(coded: CommandLine) -> None:
    coded("finish", "W-01")
    coded("finish", "FGD-01")
    said = coded("codes", "split", "ngutang", "--into", "di-depan,lain-lain", "--keyword", "depan").out
    assert "− ngutang: 2 codings" in said
    assert "+ ngutang (not in use): 0 codings" in said
    assert "+ di-depan: 1 coding (sri 1) · 1 passage counts · finished in 2 sources" in said
    assert on_code(coded) == [("di-depan", DEBT), ("lain-lain", "Saya utang di warung."), ("utang", DEBT)]
    coded("undo")
    assert passages(coded) == {"utang": 1, "ngutang": 2}
    assert "lain-lain" not in [c["name"] for c in coded.items("codes")]


def test_what_no_query_names_stays_for_a_person_and_is_open(coded: CommandLine) -> None:
    coded("finish", "W-01")
    coded("finish", "FGD-01")
    said = coded("codes", "split", "ngutang", "--into", "a,b", "--where", "valence:1", "--where", "valence:-1").out
    assert on_code(coded) == [("a", DEBT), ("ngutang", "Saya utang di warung."), ("utang", DEBT)]
    assert "sri has not looked for “a” there: FGD-01" in said
    assert "not in use" not in said


def test_a_split_without_queries_only_makes_the_codes(coded: CommandLine) -> None:
    before = on_code(coded)
    coded("codes", "split", "ngutang", "--into", "a,b")
    assert on_code(coded) == before
    assert ["ekonomi", "a"] in [c["path"] for c in coded.items("codes")]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--into", "a"], "a split needs two names or more"),
        (["--into", "a,air"], "there is a code “air” already"),
        (["--into", "a,A"], "there is a code “a” already"),
        (["--into", "a,b,c", "--where", "valence:1"], "only the last of the new codes can take the rest"),
        (["--into", "a,b", "--where", "nada:1"], "there is no field “nada”"),
    ],
)
def test_a_split_that_cannot_be_done_leaves_nothing(coded: CommandLine, words: list[str], says: str) -> None:
    before = coded.state()
    assert says in coded.fails("codes", "split", "ngutang", *words)
    assert coded.state() == before


# Recoding


def test_recode_lists_shows_and_does(coded: CommandLine) -> None:
    (listed,) = coded.items("recode", "--from", "ngutang", "--where", "source:FGD-01")
    assert listed["quote"] == "Saya utang di warung."
    before = coded.state()
    said = coded("recode", "--from", "ngutang", "--to", "utang", "--dry-run").out
    assert "1 coding stands where the same coder has the code already" in said
    assert coded.state() == before
    coded("finish", "FGD-01", "--code", "ngutang")
    said = coded("recode", "--from", "ngutang", "--to", "utang", "--where", "source:FGD-01").out
    assert "sri has not looked for “utang” there: FGD-01" in said
    assert on_code(coded) == [("ngutang", DEBT), ("utang", "Saya utang di warung."), ("utang", DEBT)]
    coded("undo")
    assert passages(coded) == {"utang": 1, "ngutang": 2}
    assert "no coding of “air” fits" in coded.fails("recode", "--from", "air", "--to", "utang")
    assert "is this code already" in coded.fails("recode", "--from", "air", "--to", "air")


def test_two_who_recode_one_coding_differently_are_a_conflict_and_the_rest_goes_on(
    coded: CommandLine, bagus: CommandLine
) -> None:
    coded("recode", "--from", "ngutang", "--to", "utang", "--where", "source:FGD-01")
    bagus("recode", "--from", "ngutang", "--to", "air", "--where", "source:FGD-01")
    merge_both(coded, bagus)
    (conflict,) = coded.items("conflicts")
    assert (conflict["kind"], conflict["field"]) == ("coding", "code")
    shown = next(c["code"] for c in coded.items("codings") if c["source"] == "FGD-01")
    said = coded("recode", "--from", shown, "--to", "gotong-royong").out
    assert "1 coding is in conflict and stays as it is: qualcode conflicts" in said


# Two laptops


def test_codings_made_elsewhere_under_a_combined_code_count_in_what_it_became(
    coded: CommandLine, bagus: CommandLine
) -> None:
    coded("codes", "combine", "utang", "ngutang")
    bagus("code", "W-01", "--code", "ngutang", "--quote", CARD)
    merge_both(coded, bagus)
    coded("sources", "set", "W-01", "responsible=bagus")
    merge_both(coded, bagus)
    for laptop in (coded, bagus):
        assert laptop.items("conflicts") == []
        assert passages(laptop) == {"utang": 2}  # bagus's in W-01, sri's in FGD-01
        assert ("ngutang", CARD) in on_code(laptop)


def test_undoing_a_combination_leaves_what_came_in_meanwhile(coded: CommandLine, bagus: CommandLine) -> None:
    coded("codes", "combine", "utang", "ngutang")
    bagus("code", "FGD-01", "--code", "ngutang", "--quote", "Bantuan datang ke yang mampu.")
    coded("merge", bagus.project_file)
    coded("undo")
    assert {c["code"] for c in coded.items("codings")} == {"utang", "ngutang"}
    assert len(coded.items("codings")) == 4


def test_two_who_combine_two_codes_into_each_other_agree_on_one(coded: CommandLine, bagus: CommandLine) -> None:
    coded("codes", "combine", "utang", "ngutang")
    bagus("codes", "combine", "ngutang", "utang")
    merge_both(coded, bagus)
    assert passages(coded) == passages(bagus)
    assert sum(passages(coded).values()) == 2
    assert sum(c["name"] in ("utang", "ngutang") for c in coded.items("codes")) == 1


def test_what_a_code_was_combined_into_is_removed_elsewhere(coded: CommandLine, bagus: CommandLine) -> None:
    """air had no codings, so bagus removed it; what sri combined into it stands for itself again, and nothing is lost."""
    coded("codes", "combine", "ngutang", "--into", "air")
    bagus("codes", "remove", "air")
    merge_both(coded, bagus)
    assert any(c["what"] == "removed" for c in coded.items("conflicts"))  # the keywords that air took over
    assert sum(passages(coded).values()) == 3
    assert passages(coded) == passages(bagus)


def test_a_combined_code_that_was_removed_elsewhere_is_told_as_a_conflict(
    coded: CommandLine, bagus: CommandLine
) -> None:
    coded("codes", "add", "pinjam")
    bagus("merge", coded.project_file)
    coded("codes", "combine", "utang", "pinjam")
    bagus("codes", "remove", "pinjam")
    merge_both(coded, bagus)
    assert [c["what"] for c in coded.items("conflicts")] == ["removed"]
    assert passages(coded) == {"utang": 1, "ngutang": 2}


def test_one_splits_while_the_other_codes(coded: CommandLine, bagus: CommandLine) -> None:
    """The old code is retired, not removed: what was coded meanwhile stays on it and is seen."""
    coded("codes", "split", "ngutang", "--into", "a,b", "--where", "valence:1")
    bagus("code", "W-01", "--code", "ngutang", "--quote", CARD)
    merge_both(coded, bagus)
    assert coded.items("conflicts") == []
    assert ("ngutang", CARD) in on_code(bagus)
    bagus("codes", "retire", "ngutang", "--undo")
    bagus("recode", "--from", "ngutang", "--to", "b")
    merge_both(coded, bagus)
    assert ("b", CARD) in on_code(coded)


def test_two_codes_of_one_name_are_combined_by_their_ids(coded: CommandLine, bagus: CommandLine) -> None:
    for laptop in (coded, bagus):
        laptop("codes", "add", "gadai", "--parent", "ekonomi")
        laptop("code", "W-01", "--code", "gadai", "--quote", CARD)
    merge_both(coded, bagus)
    assert [c["what"] for c in coded.items("conflicts")] == ["name"]
    ids = [c["id"] for c in coded.items("codes") if c["name"] == "gadai"]
    assert ids[0] in coded.fails("codes", "combine", "gadai", "utang")
    coded("codes", "combine", *ids)
    assert coded.items("conflicts") == []
    assert passages(coded)["gadai"] == 1


def test_functions_without_the_command_line(coded: CommandLine) -> None:
    from qualcode.reduce.combining import combine
    from qualcode.store.ids import coder_id

    with coded.project() as project:
        project.coder = coder_id(project.id, "sri")
        book = codebook(project)
        effect = combine(project, [find_code(book, "ngutang")], find_code(book, "utang"), dry_run=True)
        assert (effect.codings, effect.coincide, effect.at_odds) == (3, 1, 1)
