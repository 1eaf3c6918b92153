"""Tactics that can be counted, on figures worked by hand or published."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.conclude.tactics import (
    TwoByTwo,
    by_group,
    drawn,
    if_then,
    replication,
    representation,
    stands,
    stratified,
    weights,
)
from qualcode.conclude.testing import compute
from qualcode.display.cells import SourceFacts


def heard(source: str, *valences: int | None, asked: bool = True, finished: bool = True) -> SourceFacts:
    return SourceFacts(source, finished, asked, valences)


def test_a_voice_with_more_than_a_third_of_the_evidence_is_too_many_and_exactly_a_third_is_not() -> None:
    study = {"area": {"Pajang", "Semanggi", "Mojosongo"}, "gender": {"P", "L"}}
    evidence = [("a", {"area": "Pajang", "gender": "P"}), ("a", {"area": "Pajang", "gender": "P"})]
    evidence += [(name, {"area": "Semanggi", "gender": ""}) for name in "bcde"]
    found = representation(evidence, study)
    assert (found.top, found.passages, found.voices, found.one_voice) == (2, 6, 5, False)
    assert found.missing == {"area": ("Mojosongo",), "gender": ("L",)}
    assert found.unknown == {"area": 0, "gender": 4}
    assert representation(evidence[:5], study).one_voice  # 2 of 5


def test_grades_are_counted_and_the_ungraded_with_them() -> None:
    assert weights(["tangan-pertama", "", "kata-orang", "tangan-pertama"]) == {
        "tangan-pertama": 2,
        "kata-orang": 1,
        "": 1,
    }


def test_less_than_half_first_hand_asks_for_care() -> None:
    def concern(*grades: str) -> bool:
        one = SimpleNamespace(speaking=[SimpleNamespace(grade=grade) for grade in grades])
        return compute(None, one, None, 4).concern  # type: ignore[arg-type]

    assert not concern("tangan-pertama", "kata-orang")
    assert concern("tangan-pertama", "kata-orang", "")
    assert concern("kata-orang")


def test_by_interviewer_only_who_was_asked_is_a_denominator() -> None:
    facts = [heard("1", -1), heard("2"), heard("3", asked=False), heard("4", -1), heard("5", -1, finished=False)]
    assert by_group(facts, {"1": "Dimas", "2": "Dimas", "3": "Nila", "4": "Nila", "5": "Nila"}) == {
        "Dimas": (1, 2),
        "Nila": (1, 1),
    }


def test_the_source_on_the_other_side_of_the_pattern_is_the_outlier() -> None:
    facts = [heard("a", -1, -1), heard("b", -1, 0), heard("c", 1, 1, 1), heard("d", -1), heard("e", None), heard("f", 1, finished=False)]  # fmt: skip
    found = stands(facts)
    assert [(one.source, one.net, one.far) for one in found] == [  # the median of -1, -1, -0.5, 1 is -0.75
        ("c", 1.0, 1.75),
        ("a", -1.0, 0.25),
        ("b", -0.5, 0.25),
        ("d", -1.0, 0.25),
    ]
    assert [one.source for one in found if one.opposite] == ["c"]


def test_if_then_lists_the_cases_that_break_it() -> None:
    table, breaking = if_then({"1", "2", "3"}, {"2", "3", "4"}, ["1", "2", "3", "4", "5"])
    assert table == TwoByTwo(both=2, first=1, second=1, neither=1)
    assert breaking == ("1",)


def test_a_relation_that_turns_round_within_strata_kidney_stones() -> None:
    """Charig, Webb, Payne & Wickham 1986 (BMJ 292, p. 880): open surgery succeeds in 273 of 350, percutaneous in 289 of 350; within
    small stones 81 of 87 against 234 of 270, within large ones 192 of 263 against 55 of 80."""
    counts = {("open", "small"): (81, 87), ("other", "small"): (234, 270), ("open", "large"): (192, 263), ("other", "large"): (55, 80)}  # fmt: skip
    cases = [(how, size, n) for (how, size), (_good, of) in counts.items() for n in range(of)]
    operated = {case for case in cases if case[0] == "open"}
    well = {case for case in cases if case[2] < counts[case[0], case[1]][0]}
    found = stratified(operated, well, cases, {case: case[1] for case in cases})
    assert found.whole == TwoByTwo(both=273, first=77, second=289, neither=61)
    assert found.whole.direction == -1
    assert found.strata["small"] == TwoByTwo(81, 6, 234, 36)
    assert found.strata["large"] == TwoByTwo(192, 71, 55, 25)
    assert found.turns == ("large", "small")


def test_a_finding_repeats_where_both_halves_say_the_same() -> None:
    facts = [heard("1", -1), heard("2", -1), heard("3", -1), heard("4"), heard("5", 1)]
    assert replication(facts[:4], {"3"}).repeats is True
    found = replication(facts, {"5"})
    assert (found.worked, found.held_out, found.states, found.repeats) == (
        (3, 4),
        (1, 1),
        ("problem", "strength"),
        False,
    )
    assert replication([*facts, heard("6", asked=False)], {"6"}).repeats is None  # nobody was asked there


@settings(max_examples=40)
@given(
    st.lists(st.binary(min_size=16, max_size=16), unique=True, max_size=12), st.floats(0.05, 0.95), st.integers(0, 9)
)
def test_what_is_drawn_does_not_depend_on_the_order_and_leaves_something_on_both_sides(
    sources: list[bytes], share: float, seed: int
) -> None:
    found = drawn(sources, share, seed)
    assert found == drawn(reversed(sources), share, seed)
    assert (0 < len(found) < len(sources)) if len(sources) > 1 else not found


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from("xyz")), max_size=20), st.permutations(list("xyz"))
)
def test_strata_add_up_to_the_whole_and_their_names_do_not_matter(
    rows: list[tuple[bool, bool, str]], names: list[str]
) -> None:
    first, second = ({n for n, row in enumerate(rows) if row[at]} for at in (0, 1))
    of = {n: row[2] for n, row in enumerate(rows)}
    found = stratified(first, second, range(len(rows)), of)
    assert found.whole == if_then(first, second, range(len(rows)))[0]
    assert found.whole.n == len(rows)
    renamed = dict(zip("xyz", names, strict=True))
    again = stratified(first, second, range(len(rows)), {n: renamed[name] for n, name in of.items()})
    assert {renamed[name]: table for name, table in found.strata.items()} == again.strata
