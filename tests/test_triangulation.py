"""Voices and figures: the verdict table, what weakens a verdict, and a published table worked through."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode import i18n
from qualcode.collect.figure_import import indicator_id
from qualcode.collect.guide import import_guide
from qualcode.collect.indicators import indicators
from qualcode.collect.regions import LEVELS, regions
from qualcode.conclude.attribution import Offices
from qualcode.conclude.declared import declare
from qualcode.conclude.joint import joints
from qualcode.conclude.ranks import NotTested, RankTest, benjamini_hochberg, holm, rank_line, rank_test
from qualcode.conclude.series import choose
from qualcode.conclude.swot_candidates import candidates
from qualcode.conclude.swot_deeds import add_item
from qualcode.conclude.swot_records import read_swot
from qualcode.conclude.triangulation import (
    HEARD,
    Outcome,
    Question,
    assess,
    foot,
    triangulate,
    verdict,
    within_stamps,
)
from qualcode.conclude.within import Inside
from qualcode.conclude.wording import (
    EXPLANATIONS,
    KINDS,
    OUTCOMES,
    REASONS,
    assessment_line,
    foot_line,
    verdict_label,
)
from qualcode.display.cells import Cell, SourceFacts, Status, cell
from qualcode.display.matrix import matrix
from qualcode.display.numbers import Class, Standing, rate, standings, wilson
from qualcode.display.series import read_years
from qualcode.language.numerals import read_column
from qualcode.reduce.completion import finish
from qualcode.reduce.themes import add_theme, move_code, themes
from qualcode.report.joint_lines import voices_line
from qualcode.report.phrases import speaking
from qualcode.report.theme_table import shown
from qualcode.store import act
from qualcode.store.ids import derived
from tests.study_for_tests import interview, study

QUESTION = Question("bansos", "PKH", nature="problem", direction="higher_worse", kind="rate")


def area(finished: int, problem: int = 0, strength: int = 0, *, one_voice: bool = False, **facts: object) -> Cell:
    """An area with so many finished sources, of which some raise the theme, each through its own informant."""
    valences = [(-1,)] * problem + [(1,)] * strength + [()] * (finished - problem - strength)
    return cell(
        SourceFacts(
            f"W-{i}",
            finished=True,
            asked=facts.get("asked", True),  # type: ignore[arg-type]
            valences=each,
            speakers=frozenset({"marni" if one_voice else f"p{i}"}) if each else frozenset(),
        )
        for i, each in enumerate(valences)
    )


SILENT_CELLS = {
    "unsampled": cell([]),
    "unfinished": cell([SourceFacts("W", finished=False, asked=True)]),
    "unasked": cell([SourceFacts("W", finished=True, asked=False)]),
}
CELLS = {"problem": area(4, 4), "mixed": area(4, 1), "strength": area(4, 0, 4), "unraised": area(4)}


def standing(klass: str, **changes: object) -> Standing:
    rank = {"bad": 2, "middle": 27, "good": 50}[klass]
    return replace(
        Standing(40.0, rank, 54, (rank - 0.5) / 54, Class(klass), by_median=False, near_edge=False, flat=False),
        **changes,  # type: ignore[arg-type]
    )


def judge(status: str, klass: str | None, **question: object):
    placed = standing(klass) if klass else None
    return verdict("Semanggi", replace(QUESTION, **question), {**CELLS, **SILENT_CELLS}[status], placed)  # type: ignore[arg-type]


# --- the table ---


@pytest.mark.parametrize(
    ("status", "bad", "middle", "good", "none"),
    [
        ("problem", "agree", "partial", "dissonance", "silence_quant"),
        ("mixed", "partial", "partial", "partial", "silence_quant"),
        ("strength", "dissonance", "partial", "agree", "silence_quant"),
        ("unraised", "dissonance", "partial", "agree_weak", "no_verdict"),
        ("unsampled", "silence_qual", "silence_qual", "silence_qual", "no_data"),
        ("unfinished", "silence_qual", "silence_qual", "silence_qual", "no_data"),
        ("unasked", "silence_qual", "silence_qual", "silence_qual", "no_data"),
    ],
)
@pytest.mark.parametrize("nature", ["problem", "neutral"])
def test_verdict_table(status, bad, middle, good, none, nature):
    found = [judge(status, klass, nature=nature).outcome for klass in ("bad", "middle", "good", None)]
    assert found == [bad, middle, good, none]


def test_a_strength_nobody_raises_is_read_the_other_way_round():
    found = [judge("unraised", klass, nature="strength") for klass in ("bad", "middle", "good")]
    assert [v.outcome for v in found] == ["agree_weak", "partial", "dissonance"]
    assert found[2].kind == "strength_unvoiced"


def test_kinds_of_dissonance():
    assert judge("problem", "good").kind == "voice_without_figure"
    assert judge("strength", "bad").kind == "figure_without_voice"
    assert judge("unraised", "bad").kind == "figure_without_voice"


def test_silence_says_of_what_kind():
    assert [judge(status, "bad").kind for status in SILENT_CELLS] == ["unsampled", "unfinished", "unasked"]
    assert judge("problem", None).kind == "no_figure"
    assert judge("problem", "bad", direction="undeclared").kind == "no_direction"
    assert judge("problem", "bad", level="kecamatan").kind == "coarser_level"
    assert judge("problem", "bad", kind="count").kind == "count_without_denominator"
    assert judge("unsampled", "bad", level="kecamatan").outcome is Outcome.NO_DATA


def test_a_coarser_figure_may_be_compared_at_its_own_level():
    assert judge("problem", "bad", level="kecamatan", area_level="kecamatan").outcome is Outcome.AGREE


def test_without_valence_at_most_partial():
    unjudged = cell([SourceFacts(f"W{i}", True, True, (None,), frozenset({f"p{i}"})) for i in range(4)])
    v = verdict("Semanggi", QUESTION, unjudged, standing("bad"))
    assert (v.outcome, v.reasons) == (Outcome.PARTIAL, ("no_valence",))


# --- what weakens it ---


def test_fewer_than_three_sources():
    few = verdict("a", QUESTION, area(2, 2), standing("bad"))
    assert (few.outcome, few.reasons) == (Outcome.PARTIAL, ("few_sources",))
    against = verdict("a", QUESTION, area(2, 2), standing("good"))
    assert (against.outcome, against.provisional, against.reasons) == (
        Outcome.DISSONANCE,
        True,
        ("few_sources",),
    )
    weak = verdict("a", QUESTION, area(2), standing("good"))
    assert (weak.outcome, weak.reasons) == (Outcome.PARTIAL, ("few_sources",))


def test_where_few_were_asked_a_silence_is_stamped_so():
    """0/1 of four finished sources is the word of one. The cap is of the finished sources, so this is said, not weighed."""
    facts = [SourceFacts(f"W-{n}", finished=True, asked=n == 0) for n in range(4)]
    v = verdict("a", QUESTION, cell(facts), standing("bad"))
    assert (v.cell.text, v.outcome, v.provisional, v.reasons) == ("0/1", Outcome.DISSONANCE, False, ("few_asked",))
    weak = verdict("a", QUESTION, cell(facts), standing("good"))
    assert (weak.outcome, weak.reasons) == (Outcome.AGREE_WEAK, ("few_asked",))
    few = verdict("a", QUESTION, cell(facts[:2]), standing("bad"))
    assert (few.provisional, few.reasons) == (True, ("few_sources",))


def test_all_evidence_from_one_informant():
    v = verdict("a", QUESTION, area(3, 3, one_voice=True), standing("good"))
    assert (v.outcome, v.provisional, v.reasons) == (Outcome.DISSONANCE, True, ("one_voice",))


def test_a_proxy_weakens_agreement_and_leaves_dissonance():
    assert judge("problem", "bad", closeness="proxy").outcome is Outcome.PARTIAL
    assert judge("problem", "good", closeness="proxy").outcome is Outcome.DISSONANCE


def test_context_gives_no_verdict():
    v = judge("problem", "bad", closeness="context")
    assert (v.outcome, v.reasons) == (Outcome.NO_VERDICT, ("context",))


def test_years_apart():
    assert judge("problem", "bad", year=2023, fieldwork_year=2025).outcome is Outcome.AGREE
    v = judge("problem", "bad", year=2022, fieldwork_year=2025)
    assert (v.outcome, v.reasons) == (Outcome.PARTIAL, ("years_apart",))


@pytest.mark.parametrize(("mark", "reason"), [("near_edge", "near_edge"), ("flat", "flat"), ("by_median", "few_areas")])
def test_uncertain_places_weaken_both_agreement_and_dissonance(mark, reason):
    for klass in ("bad", "good"):
        v = verdict("a", QUESTION, area(4, 4), standing(klass, **{mark: True}))
        assert (v.outcome, v.reasons) == (Outcome.PARTIAL, (reason,))


def test_stamps_only_stand_beside():
    v = judge(
        "problem",
        "bad",
        preliminary=True,
        after_looking=True,
        exploratory=True,
        kind="count",
        count_accepted=True,
    )
    assert v.outcome is Outcome.AGREE
    assert v.reasons == ("preliminary", "count_accepted", "after_looking", "exploratory")
    unlinked = verdict("a", QUESTION, area(3, 3, asked=None), standing("bad"))
    assert (unlinked.outcome, unlinked.reasons) == (Outcome.AGREE, ("not_linked_to_topic",))


def test_a_verdict_carries_the_thresholds_it_was_made_with():
    thresholds = judge("problem", "bad").thresholds
    assert (thresholds.tau, thresholds.n_min, thresholds.thirds) == (0.5, 3, (1 / 3, 2 / 3))


def test_within_the_qualitative_data_first():
    assert within_stamps(informants=1, methods=1) == ("one_source", "one_method")
    assert within_stamps(informants=4, methods=2) == ()


sources = st.builds(
    SourceFacts,
    source=st.uuids().map(str),
    finished=st.booleans(),
    asked=st.sampled_from([True, False, None]),
    valences=st.lists(st.sampled_from([-1, 0, 1, None]), max_size=2).map(tuple),
    speakers=st.frozensets(st.sampled_from("abc"), max_size=2),
)
questions = st.builds(
    Question,
    theme=st.just("t"),
    indicator=st.just("i"),
    nature=st.sampled_from(["problem", "strength", "neutral"]),
    direction=st.sampled_from(["higher_better", "higher_worse", "undeclared"]),
    closeness=st.sampled_from(["direct", "proxy", "context"]),
    kind=st.sampled_from(["count", "rate"]),
    count_accepted=st.booleans(),
    year=st.integers(2018, 2026),
    fieldwork_year=st.just(2025),
)
figures = st.dictionaries(
    st.sampled_from("abcdefghijklmno"), st.none() | st.floats(-9, 9, allow_nan=False), max_size=15
)


@given(
    questions,
    st.dictionaries(st.sampled_from("abcdef"), st.lists(sources, max_size=4).map(cell), max_size=6),
    figures,
)
def test_for_any_study(question, cells, figures):
    t = triangulate(question, cells, figures, tau=0.5)
    assert {v.area for v in t.verdicts} == set(cells) | set(figures)
    strict = replace(question, closeness="direct", year=2025, count_accepted=question.count_accepted)
    for v in t.verdicts:
        if v.cell.q is None and not v.cell.M:  # nothing was heard there
            assert v.outcome in (Outcome.SILENCE_QUAL, Outcome.NO_DATA)
        if figures.get(v.area) is None:
            assert v.outcome not in HEARD
        if v.outcome is Outcome.AGREE:  # a cap never turns anything into agreement
            assert verdict(v.area, strict, v.cell, v.standing).outcome is Outcome.AGREE
            assert v.cell.E >= 3
        assert verdict_label(v)
    assert sum(t.assessment.counts.values()) + t.assessment.unsampled == len(t.verdicts)
    assert len(t.threads) == sum(v.outcome is Outcome.DISSONANCE for v in t.verdicts)
    assert foot_line(t.foot)
    assert assessment_line(t.assessment)
    assert rank_line(t.rank)


# --- a theme over all areas ---


def over(*outcomes: str):
    """Verdicts with these outcomes, each of an area with sources."""
    by_name = {
        "agree": ("problem", "bad"),
        "weak": ("unraised", "good"),
        "partial": ("mixed", "bad"),
        "dissonance": ("problem", "good"),
        "silent": ("unasked", "bad"),
    }
    return [replace(judge(*by_name[name]), area=str(i)) for i, name in enumerate(outcomes)]


@pytest.mark.parametrize(
    ("outcomes", "word"),
    [
        (["agree", "agree", "partial"], "agree"),
        (["agree", "agree", "weak", "partial"], "partial"),  # weak agreement is counted apart
        (["agree", "agree", "agree", "agree", "dissonance"], "partial"),  # an open thread
        (["agree", "partial", "dissonance"], "dissonance"),
        (["agree", "agree", "silent", "silent"], "not_assessable"),
        ([], "not_assessable"),
    ],
)
def test_the_overall_word(outcomes, word):
    assert assess(over(*outcomes)).word == word


def test_a_dissonance_that_was_followed_up_no_longer_stands_in_the_way():
    verdicts = over("agree", "agree", "agree", "agree", "dissonance")
    assert assess(verdicts, resolved={"4"}).word == "agree"


def test_no_percentage_of_fewer_than_ten_areas():
    assert assess(over(*["agree"] * 9)).percent(Outcome.AGREE) is None
    assert assess(over(*["agree"] * 9, "partial")).percent(Outcome.AGREE) == 90


# --- the worked example of the specification: PKH 2023 in 54 kelurahan (3.9) ---

FACTS = Path(__file__).parent / "data" / "pkh_2023.csv"
FIVE = {  # as the report words their status, taken here as if from four transcripts each
    "Kadipiro": area(4, 2, 1),
    "Panularan": area(4, 4),
    "Pajang": area(4, 0, 4),
    "Mojosongo": area(4, 4),
    "Karangasem": area(4, 0, 4),
}
STATUS_RANKS = {"Pajang": 1, "Karangasem": 2, "Kadipiro": 3, "Mojosongo": 4.5, "Panularan": 4.5}


def committed() -> dict[str, tuple[float, float]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["kelurahan"]: (float(row["recipients"]), float(row["population"])) for row in rows}


def printed(shared: Path) -> dict[str, tuple[float, float]]:
    """The same two columns read from the report's tables, joined by name within kecamatan, never by position."""
    with (shared / "data" / "indicators_as_printed.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "kelurahan" and row["year"] == "2023"]
    columns = []
    for table in ("4.9", "4.4"):
        column = [row for row in rows if row["table"] == table]
        read = read_column([row["value_as_printed"] for row in column], whole=True)
        columns.append({(r["parent_kecamatan"], r["region"]): f.value for r, f in zip(column, read, strict=True)})
    recipients, population = columns
    assert recipients.keys() == population.keys()
    return {key[1]: (recipients[key] or 0, population[key] or 0) for key in recipients}


@pytest.fixture(params=["committed", pytest.param("printed", marks=pytest.mark.shared)])
def pkh(request: pytest.FixtureRequest) -> dict[str, tuple[float, float]]:
    return committed() if request.param == "committed" else printed(request.getfixturevalue("shared"))


def test_pkh_rates_places_and_verdicts(pkh):
    rates = {name: rate(*pair) for name, pair in pkh.items()}
    assert len(rates) == 54
    t = triangulate(QUESTION, FIVE, rates, tau=0.5)
    rows = [
        (v.area, round(v.standing.value, 1), v.standing.rank, round(v.standing.p, 3), v.standing.klass, v.outcome)
        for v in t.verdicts[:5]
        if v.standing
    ]
    assert rows == [
        ("Kadipiro", 38.4, 20, 0.361, "middle", "partial"),
        ("Panularan", 32.9, 28, 0.509, "middle", "partial"),
        ("Pajang", 27.3, 38, 0.694, "good", "agree"),
        ("Mojosongo", 26.0, 41, 0.750, "good", "dissonance"),
        ("Karangasem", 23.7, 48, 0.880, "good", "agree"),
    ]
    assert all(v.reasons == () for v in t.verdicts[:5])
    assert t.assessment.word == "partial"
    assert t.assessment.counts == {"agree": 2, "partial": 2, "dissonance": 1}
    assert t.assessment.unsampled == 49
    assert t.foot.classes == {"bad": 18, "middle": 16, "good": 15}
    assert [(thread.area, thread.kind) for thread in t.threads] == [("Mojosongo", "voice_without_figure")]


def test_pkh_cuts(pkh):
    placed = list(standings({name: rate(*pair) for name, pair in pkh.items()}, -1).values())
    assert min(s.value for s in placed if s.klass is Class.BAD) == pytest.approx(39.8, abs=0.05)
    assert max(s.value for s in placed if s.klass is Class.GOOD) == pytest.approx(28.3, abs=0.05)
    assert len({s.value for s in placed}) == 54
    assert not placed[0].flat


def test_pkh_rank_tests(pkh):
    names = list(STATUS_RANKS)
    by_rate = rank_test([STATUS_RANKS[n] for n in names], [pkh[n][0] / pkh[n][1] for n in names])
    by_count = rank_test([STATUS_RANKS[n] for n in names], [pkh[n][0] for n in names])
    assert isinstance(by_rate, RankTest)
    assert isinstance(by_count, RankTest)
    assert (round(by_rate.rho, 3), by_rate.as_extreme, by_rate.permutations, round(by_rate.p, 3)) == (
        0.205,
        88,
        120,
        0.733,
    )
    assert (round(by_count.rho, 3), by_count.as_extreme, round(by_count.p, 3)) == (0.359, 68, 0.567)


def test_counts_would_have_told_another_story_and_are_refused(pkh):
    counts = {name: pair[0] for name, pair in pkh.items()}
    refused = triangulate(replace(QUESTION, kind="count"), FIVE, counts, tau=0.5)
    assert {v.outcome for v in refused.verdicts[:5]} == {Outcome.SILENCE_QUANT}
    assert refused.rank == NotTested("too_few", 0)
    accepted = triangulate(replace(QUESTION, kind="count", count_accepted=True), FIVE, counts, tau=0.5)
    mojosongo = accepted.verdicts[0]
    assert mojosongo.standing is not None
    assert (mojosongo.area, mojosongo.standing.rank, mojosongo.outcome) == ("Mojosongo", 1, Outcome.AGREE)
    assert mojosongo.reasons == ("count_accepted",)


def test_pkh_in_words(pkh):
    i18n.use("id")
    t = triangulate(QUESTION, FIVE, {name: rate(*pair) for name, pair in pkh.items()}, tau=0.5)
    assert verdict_label(t.verdicts[3]) == "bertentangan: suara tanpa angka"
    assert "2 sejalan, 2 sebagian sejalan, 1 bertentangan" in assessment_line(t.assessment)
    assert assessment_line(t.assessment).endswith("→ sebagian")
    assert "18 BURUK, 16 SEDANG, 15 BAIK" in foot_line(t.foot)


def test_the_screen_of_seven_kelurahan(pkh):
    """The study drawn in the screens: seven kelurahan, one of them silent on the theme, one with one informant."""
    cells = {
        "Semanggi": area(6, 5),
        "Joyotakan": area(4, 3),
        "Kadipiro": area(3, 1),
        "Panularan": area(5, 4),
        "Pajang": area(5, 1, 1),
        "Mojosongo": area(8, 7),
        "Karangasem": area(3),
    }
    t = triangulate(QUESTION, cells, {name: rate(*pair) for name, pair in pkh.items()}, tau=0.5)
    assert [(v.area, v.outcome.value) for v in t.verdicts[:7]] == [
        ("Semanggi", "agree"),
        ("Joyotakan", "agree"),
        ("Kadipiro", "partial"),
        ("Panularan", "partial"),
        ("Pajang", "partial"),
        ("Mojosongo", "dissonance"),
        ("Karangasem", "agree_weak"),
    ]
    assert t.verdicts[2].reasons == ("one_voice",)
    assert t.foot.classes == {"bad": 16, "middle": 16, "good": 15}
    assert isinstance(t.rank, RankTest)
    assert (round(t.rank.rho, 3), round(t.rank.p, 3), t.rank.permutations) == (0.324, 0.475, 5040)


def test_the_foot_names_no_class_where_areas_hardly_differ():
    level = {str(i): 100 + i / 10 for i in range(12)}
    line = foot(triangulate(QUESTION, {}, level, tau=0.5).verdicts)
    assert (len(line.areas), line.classes) == (12, {})


# --- ranks (3.8, 10.4) ---


@pytest.mark.parametrize(
    ("order", "rho", "p"),
    [
        ([1, 2, 3, 4, 5], 1, 0.0167),
        ([2, 1, 3, 4, 5], 0.9, 0.0833),
        ([1, 2, 3, 4, 5, 6], 1, 0.0028),
        ([2, 1, 4, 3, 5, 6], 0.886, 0.0333),
        ([2, 1, 4, 3, 6, 5, 7], 0.893, 0.0123),
        ([3, 2, 1, 4, 6, 5, 8, 7], 0.857, 0.0107),
    ],
)
def test_exact_p_of_spearman(order, rho, p):
    result = rank_test(list(range(len(order))), order)
    assert isinstance(result, RankTest)
    assert result.rho == pytest.approx(rho, abs=0.0005)
    assert result.p == pytest.approx(p, abs=0.0005)


def test_four_areas_are_not_tested():
    refused = rank_test([1, 2, 3, 4], [1, 2, 3, 4])
    assert refused == NotTested("too_few", 4)
    assert rank_line(refused) == "Not tested: n is too small (4); the smallest possible p is 0.083"
    assert round(NotTested("too_few", 3).smallest_p, 3) == 0.333


def test_without_variance_there_is_no_test():
    assert rank_test([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]) == NotTested("no_variance", 5)


def test_ten_areas_are_drawn_at_random_from_a_stored_seed():
    x, y = list(range(12)), [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10]
    one, again = rank_test(x, y, seed=7), rank_test(x, y, seed=7)
    assert isinstance(one, RankTest)
    assert one == again
    assert (one.seed, one.permutations) == (7, 20_000)
    assert one.p == one.as_extreme / 20_000 <= 0.001
    assert "seed 7" in rank_line(one)


def test_adjusted_p_of_benjamini_and_hochberg_1995():
    """Their own fifteen p-values (p. 295): Bonferroni's line of tests keeps three, the false discovery rate four."""
    ps = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    ps += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert sum(p <= 0.05 for p in benjamini_hochberg(ps)) == 4
    assert sum(p <= 0.05 for p in holm(ps)) == 3
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])


# --- words ---


def test_every_id_has_its_words_in_both_languages():
    for words in (*OUTCOMES.values(), *KINDS.values(), *REASONS.values(), *EXPLANATIONS.values()):
        assert all(words)
    assert set(OUTCOMES) == set(Outcome)
    assert len(EXPLANATIONS) == 9


def test_a_provisional_dissonance_says_so_with_its_reasons():
    v = verdict("a", replace(QUESTION, closeness="proxy"), area(2, 2), standing("good"))
    assert verdict_label(v) == "in dissonance (provisional): voice without figure [n<3, proxy]"
    i18n.use("id")
    assert verdict_label(v) == "bertentangan (sementara): suara tanpa angka [n<3, proksi]"


# --- laws ---


STUDIES = (
    questions,
    st.dictionaries(st.sampled_from("abcdef"), st.lists(sources, max_size=4).map(cell), max_size=6),
    figures,
)


@given(*STUDIES, st.permutations("abcdefghijklmno"))
def test_other_names_for_the_areas_change_nothing(question, cells, values, names):
    """What an area is called says nothing of it: verdicts, classes, the word and the test stay what they were."""
    called = dict(zip("abcdefghijklmno", names, strict=True))
    one = triangulate(question, cells, values, tau=0.5)
    other = triangulate(
        question, {called[a]: c for a, c in cells.items()}, {called[a]: v for a, v in values.items()}, tau=0.5
    )
    assert {replace(v, area=called[v.area]) for v in one.verdicts} == set(other.verdicts)
    assert (one.assessment, one.rank, one.foot.classes) == (other.assessment, other.rank, other.foot.classes)


@given(*STUDIES)
def test_what_is_missing_is_never_a_zero(question, cells, values):
    """Taking a figure away silences its area and moves nobody into a class for it; an area without sources is · until somebody
    is sampled there, and then 0/1, never before."""
    for v in triangulate(question, cells, values, tau=0.5).verdicts:
        if v.cell.status is Status.UNSAMPLED:
            assert (v.cell.text, v.cell.salience, v.cell.q) == ("·", None, None)
            heard = cell([SourceFacts("W", finished=True, asked=True)])
            assert heard.text == "0/1"
        bare = {area: value for area, value in values.items() if area != v.area}
        gone = next((w for w in triangulate(question, cells, bare, tau=0.5).verdicts if w.area == v.area), None)
        assert gone is None or (gone.standing is None and gone.outcome not in HEARD)


@given(questions, st.lists(sources, max_size=4).map(cell), st.sampled_from(["bad", "middle", "good"]), st.booleans())
def test_a_cap_never_makes_an_agreement(question, heard, klass, edge):
    """Whatever weakens a comparison is taken away one by one: what was no agreement with it may become one, never the reverse."""
    order = {Outcome.PARTIAL: 0, Outcome.NO_VERDICT: 0, Outcome.AGREE_WEAK: 1, Outcome.AGREE: 1}
    placed = standing(klass, near_edge=edge)
    capped = verdict("a", question, heard, placed).outcome
    for better, at in (
        (replace(question, closeness="direct"), placed),
        (replace(question, year=question.fieldwork_year), placed),
        (question, replace(placed, near_edge=False)),
    ):
        without = verdict("a", better, heard, at).outcome
        if capped in (Outcome.AGREE, Outcome.AGREE_WEAK):
            assert order.get(without, 0) == 1


def test_every_permutation_is_counted_as_one_by_one():
    """The long numbers of the rank test count what a loop over permutations counts."""
    from itertools import permutations

    from qualcode.conclude.permutations import as_extreme

    for first, second in (([2, 4, 7, 7, 10], [2, 6, 6, 6, 10]), ([3, 3, 6, 8, 10, 12], [12, 3, 3, 8, 10, 6])):
        centre = len(first) * (len(first) + 1) ** 2
        off = [abs(sum(a * b for a, b in zip(first, order, strict=True)) - centre) for order in permutations(second)]
        least = abs(sum(a * b for a, b in zip(first, second, strict=True)) - centre)
        assert as_extreme(first, second, None, 1) == sum(each >= least for each in off)
    long = list(range(2, 602, 2))  # more areas than fit into a byte take the plain way
    assert as_extreme(long, long, 20, 1) == 0


# Which figures are compared


@pytest.fixture
def chosen(tmp_path: Path):
    """What is compared of an indicator with these figures: (kelurahan, year, value, table, flags)."""
    project = study(tmp_path).project
    areas = regions(project, "kelurahan")

    def of(*rows: tuple[int, int, float | None, str, list[str]]):
        rec = indicator_id(project, "Air")
        with act(project, "figures") as a:
            a.create("indicator", rec, name="Air", measure="rate", direction=1)
            for n, (at, year, value, table, flags) in enumerate(rows):
                a.create(
                    "figure", derived(rec, str(n)), indicator=rec, region=areas[at].id, year=year, printed="x", value=value,
                    flags=flags, table_no=table,
                )  # fmt: skip
        measured = {one.id: one for one in indicators(project)}
        found = choose(project, measured[rec], measured, {level: regions(project, level) for level in LEVELS})
        described = read_years(project, rec, "kelurahan", doubt={}).at(found.year).used
        assert described == {region: value for region, value in found.values.items() if value is not None}
        return found.year, [found.values[areas[at].id] for at in range(2)], found.passed_over

    return of


def test_a_year_without_a_usable_number_is_passed_over_and_said(chosen):
    out = ["excluded"]
    found = chosen(
        (0, 2022, 7.0, "T", []), (1, 2022, 9.0, "T", []), (0, 2023, None, "T", out), (1, 2023, None, "T", out)
    )
    assert found == (2022, [7.0, 9.0], ((2023, "no_number"),))


def test_without_a_firm_year_a_preliminary_one_with_numbers_is_better_than_none(chosen):
    out, star = ["excluded"], ["mark:*"]
    found = chosen(
        (0, 2022, 7.0, "T", star), (1, 2022, 9.0, "T", []), (0, 2023, None, "T", out), (1, 2023, None, "T", out)
    )
    assert found == (2022, [7.0, 9.0], ((2023, "no_number"),))


def test_of_two_tables_the_first_that_has_a_number(chosen):
    found = chosen(
        (0, 2023, None, "A", ["excluded"]), (0, 2023, 7.0, "B", []), (0, 2023, 8.0, "C", []), (1, 2023, 9.0, "A", [])
    )
    assert found == (2023, [7.0, 9.0], ())


def test_a_figure_of_zero_is_a_figure(chosen, tmp_path: Path):
    assert chosen((0, 2023, 0.0, "T", []), (1, 2023, 9.0, "T", [])) == (2023, [0.0, 9.0], ())
    s = study(tmp_path / "lain")
    (late,) = s.codes("terlambat")
    theme = add_theme(s.project, "Bantuan", nature="problem")
    move_code(s.project, late, theme)
    finish(s.project, s.text("W-1", interview("Pajang", "Biasa saja.")))
    rec = indicator_id(s.project, "Banjir")
    with act(s.project, "figures") as a:
        a.create("indicator", rec, name="Banjir", measure="rate", direction=-1)
        for n, area in enumerate(regions(s.project, "kelurahan")):
            value = 0.0 if area.name == "Pajang" else float(n + 1)
            a.create("figure", derived(rec, str(n)), indicator=rec, region=area.id, year=2023, printed="x", value=value, flags=[], table_no="T")  # fmt: skip
    declare(s.project, theme, rec, relation="problem_when_worse", closeness="direct", rationale="dekat")
    (one,) = joints(s.project)
    (pajang,) = (v for v in one.result.verdicts if v.area == "Pajang")
    assert pajang.standing and (pajang.standing.value, pajang.standing.rank, pajang.standing.m) == (0, 54, 54)


def test_what_officials_left_unjudged_is_read_as_the_cell_reads_it(tmp_path: Path):
    """From the coding, else its code, else the theme's nature: beside the same words of residents no other sign stands."""
    s = study(tmp_path)
    (late,) = s.codes("terlambat")
    source = s.text("W-1", interview("Pajang", "Bantuan terlambat."))
    s.code(source, late, "terlambat")
    finish(s.project, source)
    who = s.project.value("SELECT participant FROM speaker WHERE side='informant'")
    with act(s.project, "people") as a:
        a.change("participant", who, role="lurah")
    theme = add_theme(s.project, "Bantuan", nature="problem")
    move_code(s.project, late, theme)
    made, here = matrix(s.project), s.region("Pajang")
    pajang = next(one for one in made.areas if one.id == here)
    there = made.cell(theme, here)
    found = Offices(s.project).of(pajang, there, made.quotes[theme, here], {late: None}, "problem")
    assert (there.text, found and found.text, found and found.alone) == ("−1/1", "−1/1", True)


def test_where_nobody_was_asked_no_informants_are_counted_and_nothing_is_stamped(tmp_path: Path):
    """One was never asked, the other is not finished: that is silence, and not a theme of one source and one method."""
    s = study(tmp_path)
    (debt,) = s.codes("utang")
    theme = add_theme(s.project, "Utang", nature="problem")
    move_code(s.project, debt, theme)
    asked, unfinished = (s.text(name, interview("Pajang", f"Biasa saja, {name}.")) for name in ("W-1", "W-2"))
    finish(s.project, asked)
    import_guide(
        s.project, {"topics": [{"id": "T", "name": "Utang", "themes": ["Utang"]}], "asked": {"W-2": ["T"]}}, "guide"
    )
    (inside,) = Inside(s.project, None, tuple(themes(s.project))).themes.values()
    assert (inside.informants, inside.roles, inside.sources, inside.stamps) == (None, None, (0, 0), ())
    finish(s.project, unfinished)
    (inside,) = Inside(s.project, None, tuple(themes(s.project))).themes.values()
    assert (inside.informants, inside.sources, inside.stamps) == (0, (0, 1), ("one_source", "one_method"))


def test_a_mixed_passage_speaks_neither_for_nor_against_a_factor(tmp_path: Path):
    s = study(tmp_path)
    (late,) = s.codes("terlambat")
    for n, valence in enumerate((-1, 0, 1)):
        source = s.text(f"W-{n}", interview("Pajang", f"Bantuan terlambat {n} kali."))
        s.code(source, late, "terlambat", valence=valence)
        finish(s.project, source)
    theme = add_theme(s.project, "Bantuan", nature="problem")
    move_code(s.project, late, theme)
    add_item(s.project, "W", "Bantuan datang terlambat", evidence={"themes": [theme.hex()]})
    (support,) = read_swot(s.project).support["W1"]
    assert (support.raised, support.opposed, support.of) == (1, 1, 3)


def test_a_source_of_no_area_is_heard_where_the_whole_study_is_meant(tmp_path: Path):
    """An interview at the city's office lies in no kelurahan: it is in no column of areas, and still one of the transcripts."""
    s = study(tmp_path)
    (late,) = s.codes("terlambat")
    for name, text in (
        ("W-1", interview("Pajang", "Bantuan terlambat.")),
        ("W-2", "Ibu B: Bantuan terlambat di mana-mana.\n"),
    ):
        source = s.text(name, text)
        s.code(source, late, "terlambat")
        finish(s.project, source)
    theme = add_theme(s.project, "Bantuan", nature="problem")
    move_code(s.project, late, theme)
    (inside,) = Inside(s.project, None, tuple(themes(s.project))).themes.values()
    assert (inside.sources, inside.informants) == ((2, 2), 2)
    add_item(s.project, "W", "Bantuan datang terlambat", evidence={"themes": [theme.hex()]})
    (support,) = read_swot(s.project).support["W1"]
    assert (support.raised, support.of) == (2, 2)
    (offered,) = candidates(s.project)
    assert (offered.raised, offered.of) == (2, 2)


def test_a_column_that_says_nothing_in_any_row_is_not_printed():
    from qualcode.report.blocks import Cell, Column, Row, Table
    from qualcode.report.joint_tables import filled_only

    columns = (Column("area", "Wilayah"), Column("rank", "Peringkat"), Column("reasons", "Alasan"))
    table = Table(
        "T", columns, (Row((Cell("Pajang"), Cell("..."), Cell("-"))), Row((Cell("Joglo"), Cell("..."), Cell("n<3"))))
    )
    assert [column.title for column in filled_only(table).columns] == ["Wilayah", "Alasan"]
    assert [cell.text for cell in filled_only(table).rows[1].cells] == ["Joglo", "n<3"]


def test_unfinished_sources_and_those_not_asked_are_in_no_denominator_that_is_printed():
    raised = [SourceFacts(f"W-{n}", finished=n < 2, asked=True, valences=(-1,) if n == 0 else ()) for n in range(4)]
    low, high = wilson(1, 2)
    with speaking("en"):
        assert voices_line(cell(raised)) == f"1 of 2 ({low:.2f}–{high:.2f})"
        none = cell([SourceFacts(f"W-{n}", finished=True, asked=n == 0) for n in range(4)])
        assert voices_line(none) == "0 of 1 (≤ 1.00)"
    for count in ("sources", "segments", "speakers", "words"):
        assert shown(none, count) == "0/1"  # never a bare zero
        assert shown(cell(raised[2:]), count) == "…"
