"""Texts of the researchers that repeat somebody who withdraws are named: memos, claims, definitions. People are invented."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.collect.repeated import Said
from tests.cli_world import CommandLine


def test_a_text_repeats_who_said_five_words_in_a_row_or_two_that_it_quotes() -> None:
    said = Said(["Ya ngutang dulu di warung depan. Kartunya mati.", "Air lancar, Mas."])
    assert said.repeated_in("Katanya ia\nNGUTANG dulu di  warung depan, lalu pulang.")
    assert said.repeated_in("Seperti kata orang: “kartunya mati”.")
    assert not said.repeated_in("Ia ngutang dulu di toko.")  # three words, not in quotation marks
    assert not said.repeated_in("Airnya “lancar” di warung depan.")
    assert not said.repeated_in("“kartunya depan” “lancar mas saja”")
    assert not said.repeated_in("depan kartunya mati air lancar mas")  # two turns


@settings(max_examples=60)
@given(
    st.lists(st.text("aé\u0301ßİ😀b", min_size=1, max_size=4), min_size=5, max_size=12),
    st.text("ab é\u0301\r\n“”█😀.", max_size=20),
    st.sampled_from([" ", "\r\n", "  ", ", "]),
)
def test_what_is_blank_repeats_nobody_and_everything_else_stays(words: list[str], around: str, between: str) -> None:
    said = Said([" ".join(words)])
    text = unicodedata.normalize("NFC", f"{around} {between.join(words)} {around}")
    clean = said.blanked(text)
    assert not said.repeated_in(clean) and said.blanked(clean) == clean
    assert len(clean) == len(text) and all(now in (was, "█") for was, now in zip(text, clean, strict=True))
    assert clean.count("\n") == text.count("\n")


def test_a_withdrawal_blanks_what_repeats_them_in_texts_of_researchers_and_says_where(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.", "--memo", "ngutang dulu di warung depan")  # fmt: skip
    study("memos", "add", "code", "utang", "Ada yang ngutang dulu di warung depan rumah.")
    study("memos", "add", "code", "air", "Moderator bertanya apakah uangnya kurang, Bu, apakah berutang.")
    study("findings", "add", "Warga berkata “kartunya mati, jadi berobat bayar sendiri”, juga Tutik.")
    shown = study("withdraw", "source", "W-01", "--dry-run").out
    assert "Would go: 1 source whole" in shown and "! 2 texts of yours repeat them" in shown
    assert len(study.items("sources")) == 2 and "ngutang dulu" in str(study.items("memos"))
    told = study("withdraw", "source", "W-01", "--reason", "diminta").out
    assert "! 2 texts of yours repeated them" in told and "Moderator bertanya" not in told
    assert sorted(one["text"] for one in study.items("memos")) == [
        "Ada yang " + "█" * len("ngutang dulu di warung depan") + " rumah.",
        "Moderator bertanya apakah uangnya kurang, Bu, apakah berutang.",
    ]
    (finding,) = study.items("findings")
    assert (
        finding["claim"]
        == "Warga berkata “" + "█" * len("kartunya mati, jadi berobat bayar sendiri") + "”, juga █████."
    )
    assert "repeat" not in study("withdraw", "participant", "Bu Marni", "--reason", "diminta").out
