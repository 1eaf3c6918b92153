"""The coefficients of agreement: published examples as printed, and what must hold of any table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualcode.reduce import agreement as stat
from qualcode.reduce.agreement import NO_UNITS, NO_VARIATION, NO_YES, Ratings, Undefined
from qualcode.reduce.agreement_bootstrap import FEW_SOURCES, UNSTEADY, Interval, alpha_counts, alpha_of, intervals
from qualcode.reduce.agreement_spans import merged, overlap, pairs

# Krippendorff (2011): 4 observers, 12 units, missing values; two observers on 10 units of yes and no, and on 12 of five kinds
FOUR = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
TWO_BINARY = ("0100000010", "1110010000")
TWO_NOMINAL = ("aabbdcccedda", "babbbccceddd")
# Fleiss (1971): 30 patients, how many of 6 psychiatrists gave each of 5 diagnoses
FLEISS = """00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 00501 30012 51000 02040 10203
00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"""


def rows(*observers: str) -> Ratings:
    """Ratings from a row an observer, a character a unit, a dot where it is missing."""
    values = ([None if c == "." else int(c) if c.isdigit() else c for c in row] for row in observers)
    return Counter(zip(*values, strict=True))


def counts(*units: Sequence[int]) -> Ratings:
    """Ratings from how many raters chose each category, a unit each."""
    return Counter(tuple(kind for kind, n in enumerate(unit) for _ in range(n)) for unit in units)


def square(*cells: Sequence[int]) -> Ratings:
    return {(i, j): n for i, row in enumerate(cells) for j, n in enumerate(row)}


def binary(a: int, b: int, c: int, d: int) -> Ratings:
    """Both yes, only the first, only the second, neither."""
    return {(1, 1): a, (1, 0): b, (0, 1): c, (0, 0): d}


def near(value: stat.Figure, printed: float, digits: int = 3) -> None:
    assert not isinstance(value, Undefined)
    assert value == pytest.approx(printed, abs=0.5000001 * 10**-digits)


@pytest.mark.parametrize(
    ("distance", "printed"),
    [(stat.nominal, 0.743), (stat.ordinal, 0.815), (stat.interval, 0.849), (stat.ratio, 0.797)],
)
def test_krippendorff_2011_four_observers_with_missing_values(distance: stat.Distance, printed: float) -> None:
    near(stat.alpha(rows(*FOUR), distance), printed)


def test_krippendorff_2011_two_observers() -> None:
    near(stat.alpha(rows(*TWO_BINARY)), 0.095)
    near(stat.alpha(rows(*TWO_NOMINAL)), 0.692)


def test_fleiss_1971_and_the_example_of_fourteen_raters() -> None:
    units = [[int(n) for n in unit] for unit in FLEISS.split()]
    assert [sum(column) for column in zip(*units, strict=True)] == [26, 26, 30, 55, 43]
    near(stat.fleiss_kappa(counts(*units)), 0.430)
    fourteen = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    near(stat.fleiss_kappa(counts(*fourteen)), 0.210)


def test_cohen_1960_and_the_weighted_kappa_of_1968() -> None:
    judged = square([88, 14, 18], [10, 40, 10], [2, 6, 12])
    weights = ((0, 1, 3), (1, 0, 6), (3, 6, 0))
    near(stat.cohen_kappa(judged), 0.492)
    near(stat.cohen_kappa(judged, lambda one, other: weights[one][other]), 0.348)
    near(stat.cohen_kappa(square([25, 13, 12], [12, 2, 16], [3, 15, 2])), -0.092)


def test_krippendorff_1995_digitised_continuum() -> None:
    judged = rows("001111111100001111110000", "000011110000000110000000")
    near(stat.cohen_kappa(judged), 0.385)
    near(stat.fleiss_kappa(judged), 0.314)  # of two it is Scott's pi
    near(stat.alpha(judged), 0.329)


@pytest.mark.parametrize(
    ("cells", "alike", "kappa", "alpha", "pabak"),
    [((2, 1, 1, 30), 0.941, 0.634, 0.640, 0.882), ((10, 3, 5, 40), None, None, 0.627, None),
     ((0, 1, 1, 32), 0.941, -0.030, None, 0.882), ((0, 0, 1, 33), 0.971, 0.0, None, None)],
)  # fmt: skip
def test_two_by_two_tables(cells: tuple[int, ...], alike: float, kappa: float, alpha: float, pabak: float) -> None:
    table = binary(*cells)
    for statistic, printed in (
        (stat.percentage, alike), (stat.cohen_kappa, kappa), (stat.alpha, alpha), (stat.pabak, pabak),
    ):  # fmt: skip
        if printed is not None:
            near(statistic(table), printed)


def test_masi_distances() -> None:
    a, ab, bc, none = (frozenset(letters) for letters in ("A", "AB", "BC", ""))
    assert stat.masi(a, ab) == pytest.approx(2 / 3)
    assert stat.masi(ab, bc) == pytest.approx(8 / 9)
    assert (stat.masi(none, none), stat.masi(a, none)) == (0, 1)
    assert stat.alpha({(a, a): 3, (none, none): 5, (a, ab): 1}, stat.masi) != NO_UNITS


@pytest.mark.shared
def test_every_published_example_of_the_shared_file(shared: Any) -> None:
    import json

    file = json.loads((shared / "reference" / "agreement.json").read_text("utf-8"))
    seen = 0
    for example in file["examples"]:
        expected, digits = example["expected"], 3
        if example.get("kind") == "unitizing":
            continue  # Krippendorff's coefficient for unitizing: superseded, and not computed here
        if example["rows_are"] == "observers":
            table: Ratings = Counter(zip(*example["data"], strict=True))
        elif example["rows_are"] == "units":
            table = counts(*example["data"])
        else:
            data = example.get("data") or [[round(100 * p) for p in row] for row in example["data_proportions"]]
            table = square(*data)
        for name, printed in expected.get("krippendorff_alpha", {}).items():
            near(stat.alpha(table, getattr(stat, name)), printed, digits)
            seen += 1
        if "fleiss_kappa" in expected:
            near(stat.fleiss_kappa(table), expected["fleiss_kappa"], 2)
            seen += 1
        if "cohen_kappa" in expected:
            near(stat.cohen_kappa(table), expected["cohen_kappa"])
            seen += 1
    assert seen == 12


def test_what_is_not_defined_says_why() -> None:
    nobody, everybody = binary(0, 0, 0, 40), binary(40, 0, 0, 0)
    for table in (nobody, everybody):
        assert stat.alpha(table) == stat.cohen_kappa(table) == stat.fleiss_kappa(table) == NO_VARIATION
    assert stat.positive_agreement(nobody) == stat.percentage_coded(nobody) == NO_YES
    assert stat.positive_agreement(everybody) == 1
    apart: Ratings = {(1, None): 7, (None, 0): 3}
    for statistic in (stat.alpha, stat.cohen_kappa, stat.fleiss_kappa, stat.percentage, stat.pabak, stat.prevalence):
        assert statistic(apart) == NO_UNITS


def test_the_paradox_high_agreement_and_low_kappa_where_a_code_is_rare() -> None:
    rare, even = binary(1, 6, 6, 187), binary(90, 6, 6, 98)
    assert stat.percentage(rare) == pytest.approx(0.94) == stat.percentage(even)
    near(stat.cohen_kappa(rare), 0.112)
    near(stat.cohen_kappa(even), 0.880)
    near(stat.positive_agreement(rare), 0.143)
    assert stat.pabak(rare) == stat.pabak(even)
    near(stat.prevalence_index(rare), 0.93)


cells = st.integers(0, 60)
tables = st.tuples(cells, cells, cells, cells).filter(any)
patterns = st.integers(2, 5).flatmap(
    lambda coders: st.dictionaries(
        st.tuples(*[st.sampled_from([0, 1, None])] * coders), st.integers(1, 30), min_size=1, max_size=12
    )
)
BINARY = (stat.alpha, stat.percentage, stat.positive_agreement, stat.percentage_coded, stat.pabak, stat.fleiss_kappa, stat.prevalence)  # fmt: skip


@given(tables)
def test_it_does_not_matter_who_is_named_first(four: tuple[int, int, int, int]) -> None:
    a, b, c, d = four
    for statistic in (*BINARY, stat.cohen_kappa, stat.bias_index):
        assert statistic(binary(a, b, c, d)) == pytest.approx(statistic(binary(a, c, b, d)), rel=1e-9, abs=1e-12) or (
            isinstance(statistic(binary(a, b, c, d)), Undefined)
        )


@given(patterns, st.randoms(use_true_random=False))
def test_nor_in_which_order_the_coders_stand(table: Ratings, choose: Any) -> None:
    order = list(range(len(next(iter(table)))))
    choose.shuffle(order)
    other: Counter[tuple[int | None, ...]] = Counter()
    for pattern, count in table.items():
        other[tuple(pattern[n] for n in order)] += count
    for statistic in BINARY:
        one, two = statistic(table), statistic(other)
        assert one == two if isinstance(one, Undefined) else one == pytest.approx(two, abs=1e-12)


@given(tables)
def test_nor_which_of_the_two_values_is_called_yes(four: tuple[int, int, int, int]) -> None:
    a, b, c, d = four
    for statistic in (stat.alpha, stat.cohen_kappa, stat.fleiss_kappa, stat.percentage, stat.pabak):
        one, other = statistic(binary(a, b, c, d)), statistic(binary(d, c, b, a))
        assert one == other if isinstance(one, Undefined) else one == pytest.approx(other, abs=1e-12)


@given(patterns)
def test_bounds(table: Ratings) -> None:
    for statistic in BINARY:
        value = statistic(table)
        if not isinstance(value, Undefined):
            low = (
                0
                if statistic in (stat.percentage, stat.positive_agreement, stat.percentage_coded, stat.prevalence)
                else -1
            )
            assert low - 1e-9 <= value <= 1 + 1e-9 or (statistic is stat.alpha and value <= 1)


@given(st.integers(2, 5), st.integers(1, 50), st.integers(1, 50))
def test_perfect_agreement_is_one(coders: int, yes: int, no: int) -> None:
    table = {(1,) * coders: yes, (0,) * coders: no}
    for statistic in (
        stat.alpha,
        stat.fleiss_kappa,
        stat.percentage,
        stat.positive_agreement,
        stat.percentage_coded,
        stat.pabak,
    ):
        assert statistic(table) == pytest.approx(1)
    assert stat.cohen_kappa(stat.of_pair(table, 0, 1)) == pytest.approx(1)


@given(tables)
def test_of_two_coders_alpha_is_scotts_pi_for_a_small_sample(four: tuple[int, int, int, int]) -> None:
    """Krippendorff (2004, Hum Commun Res 30): 1 - alpha = (1 - pi) (2n - 1) / 2n; so kappa and alpha meet where n is large
    and both coders give the code as often."""
    table, n = binary(*four), sum(four)
    pi, alpha = stat.fleiss_kappa(table), stat.alpha(table)
    assume(not isinstance(pi, Undefined) and not isinstance(alpha, Undefined))
    assert isinstance(alpha, float)
    assert isinstance(pi, float)
    assert 1 - alpha == pytest.approx((1 - pi) * (2 * n - 1) / (2 * n))
    a, b, _c, d = four
    even = binary(1000 * a, 1000 * b, 1000 * b, 1000 * d)
    kappa, alpha = stat.cohen_kappa(even), stat.alpha(even)
    if isinstance(kappa, float) and isinstance(alpha, float):
        assert kappa == pytest.approx(alpha, abs=1e-3)


@given(patterns)
def test_alpha_from_the_counts_that_are_drawn_is_the_same(table: Ratings) -> None:
    coders = len(next(iter(table)))
    whole, drawn = stat.alpha(table), alpha_of(coders)(alpha_counts(table, coders))
    assert drawn is None if isinstance(whole, Undefined) else drawn == pytest.approx(whole)


@given(patterns)
def test_a_coder_who_looked_at_nothing_changes_nothing(table: Ratings) -> None:
    more = {(*pattern, None): count for pattern, count in table.items()}
    for statistic in (stat.alpha, stat.percentage, stat.positive_agreement, stat.prevalence):
        assert statistic(more) == statistic(table)


def drawn(*sources: Ratings, draws: int = 500, seed: int = 1) -> Interval | Undefined:
    table = {bytes([n]): alpha_counts(one, 2) for n, one in enumerate(sources)}
    return intervals({"utang": (alpha_of(2), table)}, draws=draws, seed=seed)["utang"]


def test_an_interval_holds_the_coefficient_and_is_the_same_each_time() -> None:
    sources = [binary(5 + n, n % 3, 2, 40) for n in range(9)]
    found = drawn(*sources)
    assert isinstance(found, Interval)
    assert found == drawn(*sources) != drawn(*sources, seed=2)
    whole = stat.alpha(stat.pooled(sources))
    assert isinstance(whole, float)
    assert found.low < whole < found.high
    assert (found.sources, found.draws) == (9, 500)


def test_sources_that_are_all_alike_give_no_width_and_few_sources_no_interval() -> None:
    one = binary(6, 2, 1, 30)
    found = drawn(*[one] * 6)
    assert isinstance(found, Interval)
    assert found.high - found.low < 0.02  # what is left is the sample size in alpha itself
    assert drawn(*[one] * 4) == FEW_SOURCES
    assert drawn(one, *[binary(0, 0, 0, 30)] * 7) == UNSTEADY  # the code is in one source, and in many draws not at all


def test_codes_of_different_sources_are_drawn_from_their_own() -> None:
    here = {bytes([n]): alpha_counts(binary(6, n, 1, 30), 2) for n in range(6)}
    there = {bytes([n]): alpha_counts(binary(1, n, 9, 30), 2) for n in range(3, 12)}
    both = intervals({"a": (alpha_of(2), here), "b": (alpha_of(2), there)}, draws=200)
    assert both["a"] == intervals({"a": (alpha_of(2), here)}, draws=200)["a"]
    assert isinstance(both["b"], Interval)
    assert both["b"].sources == 9


def test_spans_are_the_same_where_they_share_half_of_what_both_cover() -> None:
    assert overlap((0, 0, 10), (0, 5, 15)) == pytest.approx(1 / 3)
    assert pairs([(0, 0, 10)], [(0, 3, 13)]) == [(0, 0)]  # 7 of 13
    assert pairs([(0, 0, 10)], [(0, 4, 14)]) == []  # 6 of 14
    assert pairs([(0, 0, 10)], [(1, 0, 10)]) == []  # another turn
    assert pairs([(0, 0, 10), (0, 0, 9)], [(0, 0, 10)]) == [(0, 0)]  # one to one, the nearest


spans = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 80), st.integers(1, 30)), max_size=8).map(
    lambda found: merged("x" * 200, [(turn, start, start + length) for turn, start, length in found])
)


@given(spans, spans)
def test_matching_is_one_to_one_symmetric_and_whole_with_itself(one: list[Any], other: list[Any]) -> None:
    found = pairs(one, other)
    assert len({i for i, _j in found}) == len({j for _i, j in found}) == len(found)
    assert {(j, i) for i, j in pairs(other, one)} == set(found)
    assert len(pairs(one, one)) == len(one)
