"""One tokenizer: what is a word, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.language.tokens import cut, tokens, unfolded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anak-anak sekolah.", ["Anak-anak", "sekolah"]),
        ("bener-bener, bantuan-bantuannya", ["bener-bener", "bantuan-bantuannya"]),
        ("bermain-main tolong-menolong sayur-mayur", ["bermain-main", "tolong-menolong", "sayur-mayur"]),
        ("dicukup-cukupke wae", ["dicukup-cukupke", "wae"]),
        ("antar-kelurahan, e-KTP, COVID-19, 1990-an", ["antar", "kelurahan", "e", "KTP", "COVID", "19", "1990", "an"]),
        ("RT/RW; suami/istri; 2020/2021", ["RT", "RW", "suami", "istri", "2020", "2021"]),
        ("naik 5,61 % jadi Rp638.102,00", ["naik", "5,61", "jadi", "Rp", "638.102,00"]),
        ("Rp. 500 dan rp500rb", ["Rp", "500", "dan", "rp", "500", "rb"]),
        ("jam 17.30. Lalu 00:12:33", ["jam", "17.30", "Lalu", "00:12:33"]),
        ("mbak'e, Jum'at, Jum’at", ["mbak'e", "Jum'at", "Jum’at"]),
        ("'air' “listrik” (KPM)nya", ["air", "listrik", "KPM", "nya"]),
        ("anaknya 3bulanan, P3KE, anak2nya", ["anaknya", "3", "bulanan", "P3KE", "anak2nya"]),
        ("satu_dua — tiga…empat", ["satu", "dua", "tiga", "empat"]),
        ("anake\u0301 pem\u00adbayaran", ["anake\u0301", "pem\u00adbayaran"]),
        ("ꦏꦶꦭꦶ 😀 air😀bersih", ["ꦏꦶꦭꦶ", "air", "bersih"]),
        ("", []),
        (" .,; 😀 ", []),
    ],
)
def test_what_is_a_word(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens(text)] == words


@pytest.mark.parametrize(
    ("first", "second", "once"),
    [
        ("anak", "anak", "anak"),
        ("anak", "anaknya", "anaknya"),
        ("PKL", "pkl", "pkl"),
        ("bermain", "main", "bermain"),
        ("sebesar", "besarnya", "sebesarnya"),
        ("dicukup", "cukupke", "dicukupke"),
        ("tolong", "menolong", "tolong"),
        ("warna", "warni", "warna"),
        ("bolak", "balik", "bolak"),
        ("ibu", "bapak", None),
        ("antar", "kelurahan", None),
        ("dua", "tiga", None),
        ("e", "KTP", None),
    ],
)
def test_what_a_reduplication_says_once(first: str, second: str, once: str | None) -> None:
    assert unfolded(first, second) == once


# Letters, signs, marks and astral characters as they meet in transcripts, so that their neighbourhoods are tried.
PIECES = [
    "anak",
    "-",
    "Anak",
    "'",
    "’",
    "Rp",
    "5",
    ".",
    ",",
    "61",
    "/",
    " ",
    "\n",
    "\r\n",
    "é",
    "e\u0301",
    "😀",
    "𝒶",
    "_",
    "\u00ad",
    "RT",
]
messy = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=40)


@given(messy)
def test_tokens_slice_the_text_and_leave_no_letter_or_digit_out(text: str) -> None:
    found = tokens(text)
    outside, before = "", 0
    for token in found:
        assert token.text == text[token.start : token.end]
        assert token.start >= before, "in order, apart from each other"
        outside += text[before : token.start]
        before = token.end
    outside += text[before:]
    assert not any(character.isalpha() or character.isdecimal() for character in outside)


@given(messy)
def test_the_two_lists_say_the_same(text: str) -> None:
    words, starts = cut(text)
    assert list(zip(starts, words, strict=True)) == [(token.start, token.text) for token in tokens(text)]


@given(messy)
def test_a_word_of_the_text_is_one_token_by_itself(text: str) -> None:
    """So a keyword is cut as the text is."""
    for token in tokens(text):
        assert token.text[:2].casefold() == "rp" or [alone.text for alone in tokens(token.text)] == [token.text]
