"""The language of ``--where``: what it says, what it refuses, and what it finds among codings."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import UserError
from qualcode.reduce.codings import codings
from qualcode.reduce.query import And, Not, Or, Query, Term, holds, parse, terms, written
from qualcode.reduce.query_codings import coding_test
from tests.cli_world import CommandLine

FIELDS = ("code", "kelurahan", "valence", "text")


def read(text: str) -> Query:
    return parse(text, FIELDS)


def test_the_designs_own_example() -> None:
    assert read("code:biaya AND kelurahan:Pajang AND NOT valence:+1") == And(
        (Term("code", "biaya"), Term("kelurahan", "Pajang"), Not(Term("valence", "+1")))
    )


def test_and_binds_closer_than_or_and_not_closest() -> None:
    a, b, c = (Term("code", name) for name in "abc")
    assert read("code:a OR code:b AND code:c") == Or((a, And((b, c))))
    assert read("NOT code:a AND code:b") == And((Not(a), b))
    assert read("(code:a or code:b) and not (code:c)") == And((Or((a, b)), Not(c)))


def test_values_with_spaces_brackets_and_colons() -> None:
    assert read('kelurahan:"Pasar Kliwon"') == Term("kelurahan", "Pasar Kliwon")
    assert read("kelurahan:“Pasar Kliwon”") == Term("kelurahan", "Pasar Kliwon")
    assert read(r'text:"kata \"bagus\" (katanya)"') == Term("text", 'kata "bagus" (katanya)')
    assert read("text:pukul:08") == Term("text", "pukul:08")
    assert read("code:ekonomi/utang") == Term("code", "ekonomi/utang")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the query is empty"),
        ("  ", "the query is empty"),
        ("utang", "character 1: “utang” is no field:value"),
        ("code:a code:b", "character 8: AND or OR is missing before “code:”"),
        ("code:a AND", "the query ends where a field:value should stand"),
        ("code:a AND OR code:b", "character 12: “OR” is no field:value"),
        ("(code:a", "character 1: this “(” is not closed"),
        ("code:a)", "character 7: a “)” without its “(”"),
        ("()", "“)” is no field:value"),
        ("kode:a", "there is no field “kode”. Fields: code, kelurahan, text, valence"),
        ("code: a", "“code:” has no value"),
        ('code:"a', "these quotation marks are not closed"),
        ('code:""', "“code:” has no value"),
        ("NOT " * 500 + "code:a", "too many brackets"),
        ("(" * 5000, "too many brackets"),
    ],
)
def test_what_is_no_query_is_said_with_its_place(text: str, says: str) -> None:
    with pytest.raises(UserError) as error:
        read(text)
    assert says in str(error.value)


VALUES = st.text(min_size=1, max_size=12).filter(lambda value: bool(value.strip()))
QUERIES = st.recursive(
    st.builds(Term, st.sampled_from(FIELDS), VALUES),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda parts: And(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda parts: Or(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)


@given(QUERIES)
def test_a_query_written_out_reads_as_the_same(query: Query) -> None:
    again = read(written(query))
    assert list(terms(again)) == list(terms(query))
    assert written(again) == written(query)


@given(QUERIES, st.randoms())
def test_a_query_written_out_means_the_same(query: Query, rnd: random.Random) -> None:
    truth = {term: rnd.random() < 0.5 for term in terms(query)}
    assert holds(read(written(query)), truth.__getitem__) == holds(query, truth.__getitem__)


@given(st.text(alphabet=st.one_of(st.sampled_from('code:" ()\\ANDORT“”*'), st.characters()), max_size=40))
def test_any_text_is_a_query_or_an_error_in_words(text: str) -> None:
    try:
        query = read(text)
    except UserError as error:
        assert "\n" not in error.what or "\n" in text
    else:
        assert read(written(query)) == query


# What it finds


@pytest.fixture
def coded(study: CommandLine) -> CommandLine:
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.", "--valence", "-1")
    study("code", "W-01", "--code", "air", "--quote", "air juga lancar", "--valence", "1", "--grade", "kata-orang")
    study("code", "FGD-01", "--code", "utang", "--quote", "Saya utang di warung.")
    study("code", "FGD-01", "--code", "air", "--quote", "Di tempat saya air lancar, Mas.", "--about", "Sondakan")
    return study


def found(study: CommandLine, query: str) -> set[str]:
    with study.project() as project:
        test = coding_test(project, query)
        return {one.quote for one in codings(project) if test(one)}


IN_W01 = "Ya ngutang dulu di warung depan."
WATER = "air juga lancar"
IN_FGD = "Saya utang di warung."
ELSEWHERE = "Di tempat saya air lancar, Mas."


FINDS = [
    ("code:utang", {IN_W01, IN_FGD}),
    ("code:ekonomi", {IN_W01, IN_FGD}),  # with the codes beneath it
    ("code:debt", {IN_W01, IN_FGD}),
    ("kelurahan:Semanggi", {IN_W01, WATER}),
    ("kelurahan:Pajang", {IN_FGD}),  # where Bu Marni lives
    ("kelurahan:Sondakan", {ELSEWHERE}),  # what Pak Bagyo speaks about, not where he lives
    ("kecamatan:Laweyan", {IN_FGD, ELSEWHERE}),
    ("source:W-01", {IN_W01, WATER}),
    ("source:w-*", {IN_W01, WATER}),
    ("kind:fgd", {IN_FGD, ELSEWHERE}),
    ("coder:sri AND valence:-1", {IN_W01}),
    ("valence:none", {IN_FGD, ELSEWHERE}),
    ("valence:+1", {WATER}),
    ("origin:keyword", set()),
    ("review:none AND grade:kata-orang", {WATER}),
    ("about:any", {ELSEWHERE}),
    ("about:none AND code:air", {WATER}),
    ("date:2025-06", {IN_W01, WATER}),
    ("date:2025-07-01..", {IN_FGD, ELSEWHERE}),
    ("date:..2025-06-30", {IN_W01, WATER}),
    ("text:utang", {IN_W01, IN_FGD}),  # as a keyword finds it: also ngutang
    ('text:"di warung" AND NOT text:depan', {IN_FGD}),
    ("code:utang AND (source:W-01 OR source:FGD-01) AND NOT kelurahan:Pajang", {IN_W01}),
]


def test_codings_are_found(coded: CommandLine) -> None:
    for query, quotes in FINDS:
        assert found(coded, query) == quotes, query


UNKNOWN = [
    ("code:utng", "query, character 1: there is no code “utng”. Did you mean utang?"),
    ("valence:2", "valence is -1, 0, +1 or none"),
    ("kelurahan:Laweyan", "there is no kelurahan “Laweyan”"),
    ("kecamatan:Pajang", "there is no kecamatan “Pajang”"),
    ("kelurahan:Pajng", "Pajang"),
    ("kind:wawancara", "interview, fgd, note, document"),
    ("date:Juli", "is no date"),
    ("date:2025-13", "is no date"),
    ("date:٢٠٢٥", "is no date"),
    ("coder:budi", "there is no coder “budi”"),
    ("source:W-99", "there is no source “W-99”"),
]


def test_a_name_that_is_not_known_is_an_error_not_an_empty_list(study: CommandLine) -> None:
    with study.project() as project:
        for query, says in UNKNOWN:
            with pytest.raises(UserError) as error:
                coding_test(project, query)
            assert says in str(error.value)


def test_codings_are_listed_by_a_query(coded: CommandLine) -> None:
    found_ = coded.items("codings", "--where", "code:utang AND NOT kelurahan:Pajang")
    assert [c["quote"] for c in found_] == [IN_W01]
    assert "there is no field “kode”" in coded.fails("codings", "--where", "kode:utang")
