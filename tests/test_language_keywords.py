"""The keyword syntax of the codebook."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import UserError
from qualcode.language.keywords import Level, Near, Phrase, Regex, TokenPattern, Word, parse

LEMMA, EXACT, ROOT, PREFIX = Level.LEMMA, Level.EXACT, Level.ROOT, Level.PREFIX


def phrase(*words: tuple[str, Level]) -> Phrase:
    return Phrase(tuple(Word(text, level) for text, level in words))


@pytest.mark.parametrize(
    ("keyword", "asks"),
    [
        ("utang", phrase(("utang", LEMMA))),
        ("  kartu   mati ", phrase(("kartu", LEMMA), ("mati", LEMMA))),
        ("=Kaki Lima", phrase(("Kaki", EXACT), ("Lima", EXACT))),
        ("= KIS", phrase(("KIS", EXACT))),
        ("pendapatan~", phrase(("pendapatan", ROOT))),
        ("bank plecit*", phrase(("bank", LEMMA), ("plecit", PREFIX))),
        ("RT/RW", phrase(("RT", LEMMA), ("RW", LEMMA))),
        ("e-KTP", phrase(("e", LEMMA), ("KTP", LEMMA))),
        ("anak-anak jalanan", phrase(("anak-anak", LEMMA), ("jalanan", LEMMA))),
        ("air & listrik", phrase(("air", LEMMA), ("listrik", LEMMA))),
        ("air ~5 bersih", Near(phrase(("air", LEMMA)), phrase(("bersih", LEMMA)), 5)),
        ("=kartu KIS ~3 mati", Near(phrase(("kartu", EXACT), ("KIS", EXACT)), phrase(("mati", EXACT)), 3)),
        ("sekolah ~2 bayar~", Near(phrase(("sekolah", LEMMA)), phrase(("bayar", ROOT)), 2)),
    ],
)
def test_what_a_keyword_asks_for(keyword: str, asks: Phrase | Near) -> None:
    read = parse(keyword, "kode")
    assert (read.asks, read.excludes) == (asks, False)
    excluding = parse(f"-{keyword.strip()}", "kode")
    assert (excluding.asks, excluding.excludes) == (asks, True)


def test_a_regular_expression_forgives_letter_case() -> None:
    asks = parse("/rp ?\\d+ (juta|jt)/", "kode").asks
    assert isinstance(asks, Regex)
    assert asks.expression.search("sekitar Rp 2 JT")


def test_a_token_pattern_is_kept_as_given() -> None:
    pattern = [{"LOWER": "kartu"}, {"OP": "?"}, {"LEMMA": {"IN": ["mati", "hangus"]}}]
    asks = parse({"pattern": pattern}, "kode").asks
    assert isinstance(asks, TokenPattern)
    assert asks.as_list() == pattern


def test_only_a_single_forgiving_word_is_common() -> None:
    common = {
        keyword
        for keyword in ("utang", "plecit*", "dapat~", "=utang", "a b", "a ~2 b", "/ab/")
        if parse(keyword, "k").is_common_word
    }
    assert common == {"utang", "plecit*", "dapat~"}


@pytest.mark.parametrize(
    ("keyword", "message"),
    [
        (
            "air ~x bersih",
            "the distance after ~ is not a number from 1 to 50. Write it between the words: air ~5 bersih",
        ),
        ("air ~ bersih", "the distance after ~ is not a number from 1 to 50"),
        ("air ~0 bersih", "the distance after ~ is not a number from 1 to 50"),
        ("air ~51 bersih", "the distance after ~ is not a number from 1 to 50"),
        ("~5 bersih", "there is no word in it"),
        ("air ~5", "there is no word in it"),
        ("air ~5 b ~3 c", "it has more than one distance"),
        ("air~5 bersih", "a sign stands where it means nothing"),
        ("*plecit", "a sign stands where it means nothing"),
        ("air =bersih", "a sign stands where it means nothing"),
        ("=plecit*", "= asks for the exact form, * for others"),
        ("=dapat~", "= asks for the exact form, ~ for others"),
        ("p*", "'p*' would find nearly every word"),
        ("*", "there is no word before *"),
        ("", "it is empty"),
        ("-", "it is empty"),
        ("--air", "it begins with two hyphens"),
        ("&!", "there is no word in it"),
        ("/kis", "the regular expression does not end in /"),
        ("//", "the regular expression does not end in /"),
        ("/(kis/", "the regular expression cannot be read"),
        ("/k*/", "the regular expression also finds nothing at all"),
        (112, "it is not text. Put it in quotes"),
        ({"patern": []}, "a token pattern is a mapping with one key, pattern"),
        ({"pattern": []}, "a token pattern is a mapping with one key, pattern"),
        ({"pattern": ["kartu"]}, "each token of a pattern is a mapping"),
        ({"pattern": [{"LOWER": {1, 2}}]}, "the pattern holds what is neither text, number, list nor mapping"),
    ],
)
def test_what_cannot_be_understood_says_where_and_what_to_do(keyword: Any, message: str) -> None:
    with pytest.raises(UserError) as caught:
        parse(keyword, "air-bersih")
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith("keyword '") and f"of code air-bersih: {message}" in line
    assert caught.value.todo


@given(st.text(alphabet="ab ~*=-/5()\\'é😀\n", max_size=12) | st.text(max_size=12))
def test_any_text_is_a_keyword_or_a_clear_error(keyword: str) -> None:
    try:
        read = parse(keyword, "kode")
    except UserError as error:
        assert error.where and error.todo
    else:
        assert read.source == keyword.strip()
