"""A cell says what was heard, and never turns what is missing into a zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode import i18n
from qualcode.display.cells import (
    SILENT,
    SourceFacts,
    Status,
    cell,
    legend,
    settled_valence,
    source_valence,
    status_label,
)
from qualcode.errors import UserError


def sources(count: int, *valences: int | None, finished: bool = True, asked: bool | None = True, first: int = 0):
    return [
        SourceFacts(f"W-{first + i}", finished, asked, valences, frozenset({f"p{first + i}"} if valences else ()))
        for i in range(count)
    ]


PROBLEM, STRENGTH, MIXED = -1, 1, 0


@pytest.mark.parametrize(
    ("facts", "status", "q", "text"),
    [  # the specification's test vectors 10.5
        ([], Status.UNSAMPLED, None, "·"),
        (sources(2, finished=False), Status.UNFINISHED, None, "…"),
        (sources(3, asked=False), Status.UNASKED, None, "?"),
        (sources(3), Status.UNRAISED, 0, "0/3"),
        (sources(3, PROBLEM) + sources(1, MIXED, first=3), Status.PROBLEM, 0.75, "−4/4"),
        (
            sources(2, PROBLEM) + sources(1, STRENGTH, first=2) + sources(1, first=3),
            Status.MIXED,
            0.25,
            "±3/4",
        ),
        (sources(2, PROBLEM), Status.PROBLEM, 1, "−2/2"),
        (sources(3, STRENGTH) + sources(1, first=3), Status.STRENGTH, -0.75, "+3/4"),
    ],
)
def test_states(facts, status, q, text):
    c = cell(facts)
    assert (c.status, c.q, c.text) == (status, q, text)


def test_a_first_finished_asked_source_without_a_mention_turns_the_dot_into_a_zero_and_nothing_else_does():
    assert cell([]).text == "·"
    assert cell([SourceFacts("W-1", finished=True, asked=True)]).text == "0/1"
    assert cell([SourceFacts("W-1", finished=False, asked=True)]).text == "…"
    assert cell([SourceFacts("W-1", finished=True, asked=False)]).text == "?"
    assert cell([SourceFacts("W-1", finished=True, asked=True, from_outside=True)]).text == "·"


def test_a_source_that_was_not_asked_is_no_zero_beside_one_that_was():
    c = cell(sources(1) + sources(2, asked=False, first=1))
    assert (c.E, c.A, c.text, c.unraised_in) == (3, 1, "0/1", ("W-0",))


def test_raised_without_being_asked_counts_as_asked():
    c = cell(sources(1, PROBLEM, asked=False))
    assert (c.A, c.M, c.text) == (1, 1, "−1/1")


def test_without_guide_links_every_finished_source_counts_as_asked_and_the_cell_says_so():
    c = cell(sources(2, asked=None))
    assert (c.text, c.unlinked) == ("0/2", True)


def test_codings_in_an_unfinished_source_wait():
    c = cell(sources(1, PROBLEM, finished=False) + sources(1, first=1))
    assert (c.N, c.E, c.M, c.segments, c.text) == (2, 1, 0, 0, "0/1")


def test_a_source_from_outside_joins_the_denominator_it_raises_something_in():
    facts = [
        *sources(2),
        SourceFacts("FGD-1", True, True, (PROBLEM, PROBLEM), frozenset("ab"), from_outside=True),
    ]
    c = cell(facts)
    assert (c.text, c.outside, c.segments, c.speakers, c.raised_in) == ("±1/3", 1, 2, 2, ("FGD-1",))


def test_valence_not_judged_shows_no_sign():
    assert cell(sources(2, None) + sources(1, first=2)).text == "2/3"


def test_one_unjudged_source_takes_the_sign_only_where_it_could_turn_it():
    assert cell(sources(3, PROBLEM) + sources(1, None, first=3)).text == "−4/4"  # 2/4 at the least
    assert cell(sources(2, PROBLEM) + sources(1, None, first=2) + sources(1, first=3)).text == "3/4"  # 1/4 or 3/4


def test_a_speaker_counts_once_and_an_unknown_one_is_a_voice_of_its_source():
    facts = [
        SourceFacts("W-1", True, True, (PROBLEM,), frozenset({"marni"})),
        SourceFacts("FGD-1", True, True, (PROBLEM, PROBLEM), frozenset({"marni"})),
        SourceFacts("DOC-1", True, True, (PROBLEM,), frozenset()),
    ]
    c = cell(facts)
    assert (c.speakers, c.voices) == (1, 2)


def test_a_source_comes_once():
    with pytest.raises(ValueError, match="once"):
        cell(sources(1) + sources(1))


def test_tau_must_mean_something():
    with pytest.raises(UserError):
        cell([], tau=0)


def test_tau_decides_the_sign_and_is_kept():
    facts = sources(3, PROBLEM) + sources(2, first=3)
    assert cell(facts, tau=0.6).status is Status.PROBLEM  # exactly 3 of 5
    assert cell(facts, tau=0.7).status is Status.MIXED
    assert cell(facts, tau=0.7).tau == 0.7


def test_valence_of_a_source():
    assert source_valence([-1, 0, None]) == -1
    assert source_valence([1, 0]) == 1
    assert source_valence([1, -1]) == 0
    assert source_valence([0]) == 0
    assert source_valence([None]) is None


def test_valence_comes_from_the_coding_then_the_code_then_the_theme():
    assert settled_valence(1, -1, "problem") == 1
    assert settled_valence(None, -1, "strength") == -1
    assert settled_valence(None, None, "strength") == 1
    assert settled_valence(0, -1, "problem") == 0
    assert settled_valence(None, None, "neutral") is None


def test_terms_are_the_reports_in_indonesian():
    i18n.use("id")
    assert status_label(Status.UNSAMPLED) == "tak tersampel"
    assert legend().startswith("· tak tersampel; … belum selesai dikode; ? tidak ditanya; 0/n ditanya, tidak muncul")


# --- for any sources ---

valence = st.sampled_from([-1, 0, 1, None])
fact = st.builds(
    SourceFacts,
    source=st.uuids().map(str),
    finished=st.booleans(),
    asked=st.sampled_from([True, False, None]),
    valences=st.lists(valence, max_size=3).map(tuple),
    speakers=st.frozensets(st.sampled_from("abc"), max_size=2),
    from_outside=st.booleans(),
)
facts_lists = st.lists(fact, max_size=8, unique_by=lambda f: f.source)
taus = st.floats(min_value=0.01, max_value=1)


@given(facts_lists, taus)
def test_no_count_exceeds_what_holds_it(facts, tau):
    c = cell(facts, tau)
    assert 0 <= c.M <= c.A <= c.E <= c.N <= len(facts)
    assert c.status in SILENT or c.n >= c.M
    assert c.P + c.S + c.C + c.unjudged == c.M == len(c.raised_in)
    assert c.outside <= c.M
    assert c.segments >= c.M
    assert c.q is None or -1 <= c.q <= 1


@given(facts_lists, taus)
def test_no_path_leads_from_missing_to_zero(facts, tau):
    """Every unit of a shown zero is a finished source of the area that was not left unasked."""
    c = cell(facts, tau)
    heard = [f for f in facts if f.finished and not f.from_outside and f.asked is not False and not f.valences]
    if c.status is Status.UNRAISED:
        assert c.n == len(heard) > 0
    if c.q == 0 and not c.M:
        assert heard
    missing = [f for f in facts if not f.finished or (f.asked is False and not f.valences)]
    assert cell(missing, tau).status in SILENT
    assert cell(missing, tau).q is None


@given(facts_lists, fact, taus)
def test_an_unfinished_source_changes_only_how_many_there_are(facts, extra, tau):
    before = cell(facts, tau)
    after = cell([*facts, SourceFacts("new", False, extra.asked, extra.valences, extra.speakers)], tau)
    assert after.N == before.N + 1
    assert (after.E, after.M, after.q, after.segments) == (before.E, before.M, before.q, before.segments)
    assert after.text == ("…" if before.text == "·" else before.text)


@given(facts_lists, st.sampled_from([True, False, None]), taus)
def test_a_source_that_raises_nothing_raises_no_count_of_mentions(facts, asked, tau):
    before, after = cell(facts, tau), cell([*facts, SourceFacts("new", True, asked)], tau)
    assert (after.M, after.P, after.S, after.segments) == (before.M, before.P, before.S, before.segments)
    added = (after.N - before.N, after.E - before.E, after.A - before.A)
    assert added == (1, 1, asked is not False)


ORDER = [Status.STRENGTH, Status.MIXED, Status.PROBLEM]


@given(st.lists(st.sampled_from([(), (-1,), (0,), (1,)]), min_size=1, max_size=8), st.data(), taus)
def test_a_source_that_turns_worse_never_makes_the_area_better(valences, data, tau):
    at = data.draw(st.integers(0, len(valences) - 1))
    worse = {(1,): [(0,), (), (-1,)], (0,): [(-1,)], (): [(-1,)], (-1,): [(-1,)]}[valences[at]]
    turned = [*valences[:at], data.draw(st.sampled_from(worse)), *valences[at + 1 :]]

    def area(each: list[tuple[int, ...]]):
        return cell([SourceFacts(str(i), True, True, v) for i, v in enumerate(each)], tau)

    before, after = area(valences), area(turned)
    assert before.q is not None
    assert after.q is not None
    assert after.q >= before.q
    if before.status in ORDER and after.status in ORDER:
        assert ORDER.index(after.status) >= ORDER.index(before.status)


@given(facts_lists, taus, taus)
def test_a_higher_threshold_never_finds_more_problems_or_strengths(facts, one, other):
    low, high = sorted((one, other))
    signed = (Status.PROBLEM, Status.STRENGTH)
    if cell(facts, high).status in signed:
        assert cell(facts, low).status in (cell(facts, high).status, Status.UNJUDGED)


@given(facts_lists, taus)
def test_order_of_sources_does_not_matter(facts, tau):
    one, other = cell(facts, tau), cell(list(reversed(facts)), tau)
    assert (one.status, one.q, one.text, one.voices) == (other.status, other.q, other.text, other.voices)
