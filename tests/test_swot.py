"""IFAS, EFAS and TOWS: positions that a growing weakness can only move left, and strategies that name factors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualcode import i18n
from qualcode.conclude.swot import Item, printed_weights, swot_table
from qualcode.conclude.swot_candidates import candidate
from qualcode.conclude.swot_checks import (
    all_mistakes,
    mistake_label,
    reversed_raters,
    stated_quadrant,
    swot_mistakes,
)
from qualcode.conclude.swot_position import (
    Position,
    Sensitivity,
    differences,
    position,
    position_line,
    sensitivity,
    totals,
)
from qualcode.conclude.swot_records import Swot
from qualcode.conclude.swot_words import outside_words
from qualcode.conclude.tows import (
    Strategy,
    duplicates,
    is_valid,
    linked_score,
    near_duplicates,
    strategy_mistakes,
    tows_mistakes,
    unused_factors,
)
from qualcode.errors import UserError

RATERS = ("Ratih", "Danu", "Sri")


def item(id: str, rating: object = 3, importance: object = 2, **more: object) -> Item:
    def each(value: object) -> tuple[int | None, ...]:
        return value if isinstance(value, tuple) else (value,) * 3  # type: ignore[return-value]

    more.setdefault("text", f"Keadaan {id}")
    return Item(id, id[0], importance=each(importance), rating=each(rating), **more)  # type: ignore[arg-type]


def table(convention: str, *items: Item, raters: tuple[str, ...] = RATERS):
    return swot_table("Pemerintah Kota", convention, raters, items)


OUTSIDE = (item("O1", 3), item("T1", 3))


# --- position (4.2, 10.7) ---


def test_a_growing_weakness_moves_the_position_left_in_both_conventions():
    small, large = (table("A", item("S1", 3), item("W1", r), *OUTSIDE) for r in (3, 1))
    assert (totals(small)[0], totals(large)[0]) == (3.0, 2.0)
    assert (position(small).x, position(large).x) == (0.5, -0.5)
    small, large = (table("B", item("S1", 3), item("W1", r), *OUTSIDE) for r in (2, 4))
    assert (position(small).x, position(large).x) == (0.5, -0.5)


def test_the_difference_is_refused_under_a_and_the_total_under_b():
    with pytest.raises(UserError, match="perverse"):
        differences(table("A", item("S1"), item("W1"), *OUTSIDE))
    with pytest.raises(UserError, match="mean nothing"):
        totals(table("B", item("S1"), item("W1"), *OUTSIDE))


values = st.integers(1, 4)
raters_values = st.tuples(values, values, values)
factors = st.lists(st.tuples(raters_values, raters_values), min_size=1, max_size=4)


@given(st.sampled_from("AB"), factors, factors, factors, factors, st.data())
def test_no_weakness_and_no_threat_that_gets_worse_ever_improves_the_position(convention, s, w, o, t, data):
    items = [
        item(f"{quadrant}{i}", rating, importance)
        for quadrant, rows in zip("SWOT", (s, w, o, t), strict=True)
        for i, (importance, rating) in enumerate(rows)
    ]
    at = data.draw(st.sampled_from([i for i, each in enumerate(items) if each.quadrant in "WT"]))
    rater = data.draw(st.integers(0, 2))
    worse = items[at].rating[rater] + (-1 if convention == "A" else 1)  # type: ignore[operator]
    assume(1 <= worse <= 4)
    rating = list(items[at].rating)
    rating[rater] = worse
    grown = [*items[:at], replace(items[at], rating=tuple(rating)), *items[at + 1 :]]
    before, after = position(table(convention, *items)), position(table(convention, *grown))
    assert after.x - before.x <= 1e-12
    assert after.y - before.y <= 1e-12
    assert after.x < before.x or after.y < before.y


@pytest.mark.parametrize(
    ("s", "w", "o", "t", "quadrant"),
    [(4, 2, 4, 2, "SO"), (4, 2, 2, 4, "ST"), (2, 4, 4, 2, "WO"), (2, 4, 2, 4, "WT"), (3, 3, 4, 2, None)],
)
def test_signs_name_the_quadrant(s, w, o, t, quadrant):
    at = position(table("B", item("S1", s), item("W1", w), item("O1", o), item("T1", t)))
    assert at.quadrant == quadrant


def test_the_line_prints_signs_and_name_and_says_when_it_is_not_firm():
    runs = Sensitivity((), 0)
    assert position_line(Position(-0.25, 0.2, "WO", near_axis=False), runs).startswith(
        "x −0.25, y +0.20 → Turn-around / change of strategy (WO)"
    )
    i18n.use("id")
    line = position_line(Position(-0.25, 0.05, "WO", near_axis=True), runs)
    assert "−0,25" in line
    assert "Turn-around / ubah strategi (WO)" in line
    assert line.endswith("dekat sumbu: posisi tidak tegas")


def test_near_an_axis():
    assert position(table("B", item("S1", (3, 3, 3)), item("W1", (3, 3, 3)), *OUTSIDE)).near_axis
    assert not position(table("B", item("S1", 4), item("W1", 1), item("O1", 4), item("T1", 1))).near_axis


# --- weights and ratings ---


def test_weights_are_the_raters_importance_over_their_sum():
    rows = table("A", item("S1", importance=(4, 4, 4)), item("W1", importance=(2, 1, 1)), *OUTSIDE).rows
    assert [row.weight for row in rows] == [12 / 16, 4 / 16, 0.5, 0.5]


def test_ratings_are_not_rounded_before_multiplying_and_keep_their_range():
    row = table("A", item("S1", (3, 4, 3)), item("W1"), *OUTSIDE).rows[0]
    assert row.rating == pytest.approx(10 / 3)
    assert row.score == pytest.approx(10 / 6)
    assert (row.raters, row.lowest, row.highest) == (3, 3, 4)


def test_a_value_a_rater_left_open_is_left_out_not_zero():
    rows = table("A", item("S1", (4, None, 4), importance=(2, None, 2)), item("W1", importance=2), *OUTSIDE).rows
    assert (rows[0].rating, rows[0].raters, rows[0].weight) == (4, 2, 0.5)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=20))
def test_printed_weights_sum_to_one(importance):
    weights = [each / sum(importance) for each in importance]
    printed = printed_weights(weights)
    assert round(sum(printed), 2) == 1.0
    assert all(abs(a - b) < 0.01 for a, b in zip(printed, weights, strict=True))


def test_printed_weights_give_what_is_short_to_the_largest_remainders():
    assert printed_weights([1 / 3, 1 / 3, 1 / 3]) == [0.34, 0.33, 0.33]
    assert printed_weights([0.125, 0.375, 0.5]) == [0.13, 0.37, 0.5]
    assert printed_weights([]) == []


def test_entered_weights_must_sum_to_one_on_each_side():
    expert = [item("S1", weight=0.6), item("W1", weight=0.4), *OUTSIDE]
    assert table("A", *expert).rows[0].weight == pytest.approx(0.6)
    with pytest.raises(UserError, match=r"0\.900"):
        table("A", item("S1", weight=0.5), item("W1", weight=0.4), *OUTSIDE)
    with pytest.raises(UserError, match="entered"):
        table("A", item("S1", weight=1.0), item("W1"), *OUTSIDE)


@pytest.mark.parametrize(
    "wrong",
    [
        item("S1", 5),
        item("S1", importance=0),
        item("S1", (None, None, None)),
        item("S1", importance=(None, None, None)),
        item("S1", (3, 3, 3, 3)),
        item("X1"),
    ],
)
def test_what_cannot_be_weighed_is_said_with_its_factor(wrong):
    with pytest.raises(UserError) as caught:
        table("A", wrong, item("W1"), *OUTSIDE)
    assert caught.value.where == wrong.id


def test_convention_and_sides_must_be_there():
    with pytest.raises(UserError, match="convention"):
        table("C", item("S1"))
    with pytest.raises(UserError, match=r"O \+ T"):
        position(table("A", item("S1"), item("W1")))


# --- how firm it is ---


def test_sensitivity_leaves_out_each_rater_and_each_factor():
    many = [item(f"{quadrant}{i}", 4 if quadrant in "SO" else 3) for quadrant in "SWOT" for i in range(5)]
    firm = sensitivity(table("A", *many))
    assert (len(firm.runs), firm.same) == (23, 23)
    assert [run.left_out for run in firm.runs[:4]] == ["Ratih", "Danu", "Sri", "S0"]


def test_a_position_that_hangs_on_one_factor_shows():
    shaky = table("A", item("S1", 4), item("W1", 2), item("W2", 2), item("O1", 4), item("O2", 4))
    assert position(shaky).quadrant == "SO"
    runs = sensitivity(shaky)
    assert [run.left_out for run in runs.runs if run.position.quadrant != "SO"] == ["S1"]


def test_sensitivity_makes_only_runs_that_can_be_made():
    runs = sensitivity(table("A", item("S1", (3, None, None)), item("O1"), item("T1")))
    assert [run.left_out for run in runs.runs] == ["Danu", "Sri", "O1", "T1"]
    lone = [replace(each, importance=(2,), rating=(3,)) for each in (item("S1"), item("W1"), *OUTSIDE)]
    assert [run.left_out for run in sensitivity(table("A", *lone, raters=("Ratih",))).runs] == [
        "S1",
        "W1",
        "O1",
        "T1",
    ]


def test_entered_weights_are_shared_out_anew_when_a_factor_goes():
    expert = [item("S1", 4, weight=0.5), item("S2", 2, weight=0.3), item("W1", 2, weight=0.2), *OUTSIDE]
    run = next(run for run in sensitivity(table("A", *expert)).runs if run.left_out == "S1")
    assert run.position.x == pytest.approx(2 - 2.5)


# --- strategies (10.8) ---

ITEMS = [item("S1"), item("S2"), item("W1"), item("O2"), item("T1")]


@pytest.mark.parametrize(
    ("cell", "items", "valid"),
    [
        ("SO", ("S1", "O2"), True),
        ("SO", ("S1", "S2"), False),
        ("SO", ("W1", "T1"), False),
        ("WT", ("W1", "T1"), True),
        ("WO", ("W1", "O2", "S1"), False),
        ("SO", ("S1", "O9"), False),
        ("OS", ("S1", "O2"), False),
        ("SO", (), False),
    ],
)
def test_a_strategy_stands_on_factors_of_its_cell(cell, items, valid):
    assert is_valid(Strategy("X1", cell, "Gandeng kampus", items, "Perkim"), ITEMS) is valid


def test_what_is_wrong_is_named():
    wrong = strategy_mistakes(Strategy("SO1", "SO", "keadaan s1!", ("W1", "T1")), ITEMS)
    assert [each.kind for each in wrong] == ["other_cell", "no_owner", "no_act", "repeats_factor"]
    assert mistake_label(wrong[0]) == "SO1: factor of another cell"


def test_unused_factors_and_strategies_said_twice_are_listed():
    plans = [
        Strategy("SO1", "SO", "Gandeng kampus.", ("S1", "O2"), "Perkim"),
        Strategy("WO1", "WO", "gandeng  kampus", ("W1", "O2"), "Perkim"),
    ]
    assert unused_factors(plans, ITEMS) == ("S2", "T1")
    assert duplicates(plans) == (("SO1", "WO1"),)
    kinds = [each.kind for each in tows_mistakes(plans, ITEMS)]
    assert kinds == ["duplicate", "unused", "unused"]


def test_linked_score_adds_the_factors():
    small = table("A", item("S1", 4), item("W1", 2), item("O2", 3), item("T1", 1))
    assert linked_score(Strategy("SO1", "SO", "", ("S1", "O2")), small) == 0.5 * 4 + 0.5 * 3


# --- common mistakes (4.7) ---


def kinds(*items: Item, convention: str = "A", raters: tuple[str, ...] = RATERS, unit: str = "Pemkot"):
    return {(m.kind, *m.ids) for m in swot_mistakes(unit, convention, raters, items)}


def test_factors_without_evidence_are_named_in_the_reports_words():
    i18n.use("id")
    found = swot_mistakes("Pemkot", "A", RATERS, [item("S1", evidence=("tema",)), item("W1")])
    assert "W1: tanpa bukti" in [mistake_label(each) for each in found]
    assert "S1: tanpa bukti" not in [mistake_label(each) for each in found]


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Perlu meningkatkan kualitas data", True),
        ("Meningkatkan koordinasi antar-OPD", True),
        ("Peningkatan harga kebutuhan pokok", False),
        ("Data penerima tidak mutakhir", False),
        ("Kota perlu air bersih", False),
    ],
)
def test_a_wish_is_no_factor(text, wish):
    assert (("wish", "W1") in kinds(item("W1", text=text), item("S1"), *OUTSIDE)) is wish


def test_the_three_questions_find_factors_on_the_wrong_side():
    found = kinds(
        item("S1", can_change=False, exists_without=True),
        item("W1", can_change=True, exists_without=True),
        item("O1", can_change=True, exists_without=False),
        item("T1", condition=False),
    )
    assert {("looks_external", "S1"), ("borderline", "W1"), ("looks_internal", "O1"), ("wish", "T1")} <= found


def test_lists_and_raters():
    many = [item(f"W{i}") for i in range(11)]
    found = kinds(item("S1"), *many, *OUTSIDE, convention="B", unit=" ")
    assert {("few_factors", "S"), ("many_factors", "W"), ("unequal_lists", "S", "W"), ("no_unit",)} <= found
    alone = [replace(each, importance=(2,), rating=(3,)) for each in (item("S1"), item("W1"), *OUTSIDE)]
    assert ("one_rater",) in kinds(*alone, raters=("Ratih",))
    assert ("one_rater", "S1") in kinds(item("S1", (3, None, None)), item("W1"), *OUTSIDE)


def test_a_published_table_without_unit_weights_ratings_or_evidence_sets_the_checks_off():
    """The shape of a SWOT found in print: phrases in four columns, and strategies that name no factors."""
    factors = [
        Item("S1", "S", "Peraturan nasional tersedia", can_change=False, exists_without=True),
        Item("W1", "W", "Perlu koordinasi antardinas"),
        Item("O1", "O", "Kemitraan dengan swasta"),
        Item("T1", "T", "Pendatang bertambah"),
    ]
    found = {(m.kind, *m.ids) for m in swot_mistakes("", "A", (), factors)}
    assert {("no_unit",), ("looks_external", "S1"), ("wish", "W1"), ("unrated", "T1")} <= found
    assert {("no_evidence", factor.id) for factor in factors} <= found
    plan = Strategy("1", "SO", "Kemitraan dengan swasta", ())
    assert {m.kind for m in tows_mistakes([plan], factors)} == {
        "no_codes",
        "no_internal",
        "no_external",
        "no_owner",
        "no_act",
        "repeats_factor",
        "unused",
    }


def test_a_strength_and_a_weakness_that_are_opposites():
    found = kinds(
        item("S1", text="Koordinasi antar-OPD sudah baik"),
        item("W1", text="Koordinasi antar-OPD belum baik"),
        item("W2", text="Data penerima tidak mutakhir"),
        *OUTSIDE,
    )
    assert [each for each in found if each[0] == "opposites"] == [("opposites", "S1", "W1")]


def test_a_rater_who_reads_the_scale_the_other_way_round_is_named():
    many = [item(f"{q}{n}", (1, 2, 4)) for q in "WT" for n in range(3)] + [item("S1"), item("O1")]
    found = swot_mistakes("Pemkot", "A", RATERS, many)
    assert [each.seen for each in found if each.kind == "mixed_conventions"] == ["Sri"]
    assert not reversed_raters(RATERS, [replace(each, rating=(1, 2, 2)) for each in many])


@pytest.mark.parametrize(
    ("text", "unit", "seen"),
    [
        ("Undang-undang kesejahteraan sosial tersedia", "Pemkot", "Undang-undang"),
        ("Kedudukan sebagai ibu kota negara", "Pemkot", "ibu kota negara"),
        ("Solidaritas warga kuat", "Pemerintah Kota", "Solidaritas warga"),
        ("Solidaritas warga kuat", "Kota sebagai sistem", ""),
        ("Puskesmas buka sampai sore", "Pemerintah Kota", ""),
        ("Perda perlindungan warga berlaku sejak lama", "Pemerintah Kota", ""),
    ],
)
def test_words_point_at_what_lies_outside_of_the_unit(text, unit, seen):
    assert outside_words(text, unit) == seen
    found = kinds(item("S1", text=text), item("W1"), *OUTSIDE, unit=unit)
    assert (("external_fact", "S1") in found) is bool(seen)


def test_the_quadrant_a_document_states_is_held_against_its_numbers():
    factors = tuple(item(q + "1", 4 if q in "SO" else 1) for q in "SWOT")
    held = Swot("Pemkot", "B", RATERS, factors, (), {}, stated="Kuadran III")
    assert [each.kind for each in all_mistakes(held) if "stated" in each.kind] == ["stated_differs"]
    for words in ("SO", "Agresif", "agresif / pertumbuhan"):
        assert stated_quadrant(words) == "SO"
        assert not [each for each in all_mistakes(replace(held, stated=words)) if "stated" in each.kind]
    bare = replace(held, items=tuple(replace(each, rating=(None,) * 3) for each in factors), stated="SO")
    assert "no_sensitivity" in {each.kind for each in all_mistakes(bare)}


def test_strategies_that_nearly_say_the_same_are_shown_as_pairs():
    plans = [
        Strategy("SO1", "SO", "Memperkuat peran kader posyandu di setiap RW", ("S1", "O2"), "Dinkes"),
        Strategy("WO1", "WO", "Memperkuat peran kader posyandu di tiap RW", ("W1", "O2"), "Dinkes"),
        Strategy("ST1", "ST", "Membuka loket aduan keliling", ("S1", "T1"), "Dinsos"),
    ]
    assert near_duplicates(plans) == (("SO1", "WO1"),)


def test_weights_of_each_list_may_sum_to_one_where_no_total_is_asked():
    factors = [item("S1", 4), item("W1", 2), item("W2", 3), *OUTSIDE]
    each = swot_table("Pemkot", "B", RATERS, factors, "list")
    assert [row.weight for row in each.rows] == [1, 0.5, 0.5, 1, 1]
    assert position(each).x == 4 - 2.5
    with pytest.raises(UserError, match="from 2 to 8"):
        position(swot_table("Pemkot", "A", RATERS, factors, "list"))


# --- from triangulation (4.6) ---


def test_triangulation_proposes_and_a_person_assigns():
    assert candidate("problem", "agree") == (("W", "T"), None)
    assert candidate("strength", "agree") == (("S", "O"), None)
    assert candidate("problem", "dissonance") == ((), "thread_open")
    assert candidate("problem", "dissonance", thread_resolved=True) == (("W", "T"), None)
    assert candidate("problem", "silence_quant") == (("W", "T"), "one_sided")
    assert candidate("mixed", "partial") == ((), None)
    assert candidate("unsampled", "silence_qual") == ((), None)
