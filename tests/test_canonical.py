"""Canonical text: one character for one character, nothing removed, whatever is in the file."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.language.canonical import canonical

ANY = st.text(st.characters(), max_size=200) | st.text(
    st.sampled_from("aé́ň\r\n\t\x00\x0b\x0c\x1b\x7f\x85\x90\u2028\u2029\u202e\u2066🙂ꦗ\ud800"), max_size=60
)


@given(ANY)
def test_canonical_text_is_its_own_canonical_form(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once


@given(ANY)
def test_nothing_is_removed_or_joined_but_the_halves_of_a_line_end(text: str) -> None:
    controls = ("Cc", "Cf", "Cs", "Zl", "Zp")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    replaced = "".join(canonical(c) if unicodedata.category(c) in controls else c for c in lines)
    assert len(replaced) == len(lines)
    assert canonical(text) == unicodedata.normalize("NFC", replaced)


@given(ANY)
def test_the_line_ends_of_windows_unix_and_old_mac_give_one_text(text: str) -> None:
    lines = text.replace("\r", "")
    assert canonical(lines.replace("\n", "\r\n")) == canonical(lines) == canonical(lines.replace("\n", "\r"))


@given(ANY)
def test_no_control_but_tab_and_line_end_is_left(text: str) -> None:
    for character in canonical(text):
        assert character in "\t\n" or unicodedata.category(character) not in ("Cc", "Cs")
    canonical(text).encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("satu\fdua\vtiga\u2028empat\u0085lima", "satu\ndua\ntiga\nempat\nlima"),
        ("P:\tya", "P:\tya"),
        ("a\x00b\x1bc\x7f", "a␀b␛c␡"),
        ("upah \u202e000.001\u202c", "upah \ufffd000.001\ufffd"),
        ("kafe\u0301 🙂 ꦗꦮ", "kafé 🙂 ꦗꦮ"),
        ("lone \ud83d half", "lone \ufffd half"),
        ("zero\u200bwidth and\u00a0hard blanks stay", "zero\u200bwidth and\u00a0hard blanks stay"),
    ],
)
def test_what_becomes_of_each_kind(raw: str, expected: str) -> None:
    assert canonical(raw) == expected
