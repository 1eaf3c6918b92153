"""Printed figures are read as printed, and an area is placed among all areas."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode import i18n
from qualcode.display.numbers import (
    Class,
    average_ranks,
    class_label,
    describe,
    rate,
    rule_of_three,
    standings,
    wilson,
)
from qualcode.language.numerals import flag_label, format_number, read_column, read_number, split_marks


def values(*cells: str, **options: object) -> list[float | None]:
    return [figure.value for figure in read_column(cells, **options)]  # type: ignore[arg-type]


# --- reading ---


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.234,56", 1234.56),
        ("1.234", 1234),
        ("1234", 1234),
        ("1 234", 1234),
        ("1\u00a0234,5", 1234.5),
        ("0,09", 0.09),
        ("0,125", 0.125),
        ("1,234.56", 1234.56),
        ("1.234.567", 1234567),
        ("−1,76", -1.76),
        ("8,31%", 8.31),
        ("Rp47.621,82", 47621.82),
        ("0", 0),
    ],
)
def test_forms_that_are_read(printed, value):
    assert read_number(printed).value == value


@pytest.mark.parametrize("printed", ["12.38,75", "53,267,54", "1.23.456", "1,,2", "01.234,5", "1 23"])
def test_malformed_figures_have_no_value_and_keep_what_was_printed(printed):
    figure = read_number(printed)
    assert (figure.value, figure.flags, figure.printed) == (None, ("malformed",), printed)


@pytest.mark.parametrize(
    ("printed", "flag"),
    [
        ("", "empty"),
        ("-", "nil"),
        ("–", "nil"),
        ("...", "not_available"),
        ("…", "not_available"),
        ("Rp1–3 juta/bulan", "text"),
        (">90%", "text"),
        ("2,2 jt", "text"),
        ("10–12", "text"),
    ],
)
def test_what_is_missing_is_never_zero(printed, flag):
    figure = read_number(printed)
    assert figure.value is None
    assert flag in figure.flags


def test_a_mark_before_three_digits_is_decided_by_the_column():
    assert values("18.613,95", "13.040", "17.715,54") == [18613.95, 13040, 17715.54]
    assert values("18.61", "13.040") == [18.61, 13.04]
    assert values("25.813", "2120") == [25813, 2120]


def test_a_comma_before_three_digits_stays_open_until_someone_says():
    column = read_column(["1,328", "728"])
    assert [(f.value, f.flags) for f in column] == [(None, ("ambiguous",)), (728, ())]
    assert values("1,328", "728", decimal=",") == [1.328, 728]
    assert values("1,328", "728", decimal=".") == [1328, 728]


def test_a_column_that_counts_has_no_decimals():
    column = read_column(["257,171", "259.305", "728"], whole=True)
    assert [(f.value, f.flags) for f in column] == [(257171, ("other_mark",)), (259305, ()), (728, ())]


def test_a_cell_that_goes_against_its_column_is_left_to_a_person():
    column = read_column(["16.700,78", "16.827,25", "12.5"])
    assert [(f.value, f.flags) for f in column][2] == (None, ("other_mark",))


def test_a_column_divided_against_itself_tells_nothing():
    assert values("12,5", "12.5", "1.234", "7") == [None, None, None, 7]


@pytest.mark.parametrize(
    ("printed", "text", "marks"),
    [
        ("2025**", "2025", ("**",)),
        ("26,0 r)", "26,0", ("r)",)),
        ("1.234*)", "1.234", ("*)",)),
        ("1.434 1)", "1.434", ("1)",)),
        ("12¹", "12", ("¹",)),
        ("990 r) **", "990", ("r)", "**")),
        ("Laweyan", "Laweyan", ()),
        ("(kota)", "(kota)", ()),
    ],
)
def test_footnote_marks_are_kept_beside_the_figure(printed, text, marks):
    assert split_marks(printed) == (text, marks)


def test_a_marked_figure_is_read_and_flagged():
    figure = read_number("990**")
    assert (figure.value, figure.flags, figure.marks) == (990, ("marked",), ("**",))
    assert flag_label("marked") == "carries a footnote mark"


@given(st.lists(st.text(alphabet="0123456789.,- −*r)%RpX …\u00a0", max_size=12), max_size=5), st.booleans())
def test_any_column_is_read_cell_by_cell(cells, whole):
    column = read_column(cells, whole=whole)
    assert [figure.printed for figure in column] == cells
    assert all(figure.value is not None or figure.flags for figure in column)
    assert all(figure.value != 0 or "0" in figure.printed for figure in column)


@given(st.lists(st.decimals(-(10**9), 10**9, places=2).map(float), min_size=1), st.sampled_from(["id", "en"]))
def test_what_is_written_with_decimals_is_read_back(numbers, tongue):
    i18n.use(tongue)
    printed = [format_number(number, 2) for number in numbers]
    assert values(*printed) == numbers


# --- writing ---


def test_numbers_are_written_in_the_language_in_use():
    assert format_number(1234.56) == "1,234.56"
    i18n.use("id")
    assert format_number(1234.56) == "1.234,56"
    assert format_number(1434) == "1.434"
    assert format_number(38.3753, 1) == "38,4"
    assert format_number(0.125) == "0,13"
    assert format_number(-0.25) == "−0,25"
    assert format_number(-0.001) == "0,00"


# --- description ---


def test_description_counts_what_is_missing_and_leaves_it_out():
    d = describe([7, 15, None, 36, 39, 40, 41])
    assert d is not None
    assert (d.n, d.missing, d.median, d.gap) == (6, 1, 37.5, 34)
    assert (d.q1, d.q3) == (20.25, 39.75)  # definition 7 of Hyndman & Fan
    assert d.ratio == pytest.approx(41 / 7)
    assert describe([None]) is None
    zero = describe([0, 2])
    assert zero is not None
    assert zero.ratio is None


def test_a_rate_needs_a_denominator():
    assert rate(1434, 55158) == pytest.approx(26.0, abs=0.05)
    assert rate(None, 100) is None
    assert rate(5, None) is None
    assert rate(5, 0) is None


def test_ties_share_their_average_rank():
    assert average_ranks([10, 20, 20, 5]) == [2, 3.5, 3.5, 1]


# --- place among all areas ---


def test_thirds_over_nine_areas_and_the_edges_between_them():
    placed = standings({str(value): value for value in range(1, 10)}, +1)
    assert [s.klass for s in placed.values()] == [Class.BAD] * 3 + [Class.MIDDLE] * 3 + [Class.GOOD] * 3
    assert [s.rank for s in placed.values()] == list(range(1, 10))
    assert [s.near_edge for s in placed.values()] == [r in (3, 4, 6, 7) for r in range(1, 10)]


def test_direction_says_which_end_is_worst():
    figures = {str(value): float(value) for value in range(1, 10)}
    assert standings(figures, -1)["9"].rank == 1
    assert standings(figures, +1)["9"].rank == 9
    assert standings(figures, 0) == {}


def test_a_missing_figure_has_no_place_and_gives_none_to_others():
    placed = standings({"a": 1, "b": None, "c": 2}, +1)
    assert set(placed) == {"a", "c"}
    assert placed["a"].m == 2


def test_five_kecamatan_are_told_by_the_median():
    placed = standings({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}, +1)
    assert [s.klass for s in placed.values()] == ["bad", "bad", "middle", "good", "good"]
    assert all(s.by_median and not s.near_edge for s in placed.values())
    assert class_label(placed["a"]) == "worse than the median"


def test_nearly_equal_areas_are_flat():
    figures = {str(i): 100 + i / 10 for i in range(12)}
    assert all(s.flat for s in standings(figures, +1).values())
    assert not any(s.flat for s in standings({str(i): float(i) for i in range(12)}, +1).values())


@given(st.dictionaries(st.text(max_size=3), st.integers(-50, 50), min_size=1, max_size=30))
def test_places_are_a_ranking_and_turn_with_the_direction(figures):
    up, down = standings(figures, 1), standings(figures, -1)
    m = len(figures)
    assert sum(s.rank for s in up.values()) == m * (m + 1) / 2
    for area, s in up.items():
        assert down[area].rank == m + 1 - s.rank
        assert 0 < s.p < 1
    for one in figures:
        for other in figures:
            if figures[one] < figures[other]:
                assert up[one].rank < up[other].rank


# --- intervals ---


@pytest.mark.parametrize(
    ("m", "n", "low", "high"),
    [(3, 5, 0.272, 0.857), (4, 5, 0.435, 0.954), (5, 5, 0.649, 1), (0, 3, 0, 0.474)],
)
def test_wilson_interval_at_90_percent(m, n, low, high):  # test vectors 10.6
    assert wilson(m, n) == pytest.approx((low, high), abs=0.0005)


def test_three_sources_without_a_mention_say_nothing():
    assert rule_of_three(3) == 1
    assert rule_of_three(30) == pytest.approx(0.1)
    with pytest.raises(ValueError):
        wilson(4, 3)


# --- a published table, as printed ---


@pytest.mark.shared
def test_the_reports_own_tables_are_read_but_for_its_two_misprints(shared: Path):
    with (shared / "data" / "indicators_as_printed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    density = read_column([r["value_as_printed"] for r in rows if r["table"] == "4.5"])
    assert [f.printed for f in density if f.value is None] == ["12.38,75", "53,267,54"]
    assert not any(f.value is not None and math.isclose(f.value, 13.04) for f in density)
    people = read_column([r["value_as_printed"] for r in rows if r["table"] == "4.4"], whole=True)
    assert all(f.value is not None and f.value > 1000 and not f.flags for f in people)


def test_a_ratio_is_only_of_figures_above_zero() -> None:
    """The best is no number of times a loss, nor of nothing."""
    for low in (-2.0, 0.0):
        found = describe([low, 4.0])
        assert found and (found.gap, found.ratio) == (4.0 - low, None)
