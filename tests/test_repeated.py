"""Texts of the researchers that repeat somebody who withdraws are named: memos, claims, definitions. People are invented."""

from __future__ import annotations

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


def test_a_withdrawal_names_the_texts_that_repeat_their_words_and_leaves_them(study: CommandLine) -> None:
    study(
        "code",
        "W-01",
        "--code",
        "utang",
        "--quote",
        "Ya ngutang dulu di warung depan.",
        "--memo",
        "ngutang dulu di warung depan",
    )
    study("memos", "add", "code", "utang", "Ada yang ngutang dulu di warung depan rumah.")
    study("memos", "add", "code", "air", "Moderator bertanya apakah uangnya kurang, Bu, apakah berutang.")
    study("findings", "add", "Warga berkata “kartunya mati, jadi berobat bayar sendiri”.")
    told = study("withdraw", "source", "W-01", "--reason", "diminta").out
    assert "! 2 texts of yours repeat words that went" in told
    assert (
        "memo " in told and "Ada yang ngutang dulu" in told and "finding " in told and "Moderator bertanya" not in told
    )
    assert len(study.items("memos")) == 2
    assert "repeat" not in study("withdraw", "participant", "Bu Marni", "--reason", "diminta").out
