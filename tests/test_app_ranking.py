"""What a few letters mean, and what an installation remembers."""

from __future__ import annotations

from qualcode.tui.notes import Notes, read_notes, write_notes
from qualcode.tui.ranking import Named, ranked

CODES = [
    Named("utang", ("utang", "debt"), "meminjam untuk kebutuhan harian", 3, 40),
    Named("data", ("data-lama", "stale-data"), "daftar penerima yang usang", 1, 12),
    Named("rujukan", ("rujukan", "referral"), "pindah dari satu kantor ke kantor lain", 9, 8),
    Named("gotong", ("gotong-royong", "mutual-help"), "kerja bersama", 2, 30),
]


def test_a_name_that_begins_so_comes_first_then_a_word_of_it_then_letters_in_order() -> None:
    assert ranked(CODES, "ut")[0] == "utang"
    assert ranked(CODES, "lama")[0] == "data"
    assert ranked(CODES, "rjk")[0] == "rujukan"
    assert ranked(CODES, "help")[0] == "gotong"
    assert ranked(CODES, "DEBT")[0] == "utang"


def test_the_name_itself_comes_before_longer_ones_and_what_was_made_last_before_the_old() -> None:
    known = [Named("old", ("air-bersih",), "", 0, 90), Named("new", ("air",), "", 7, 0)]
    assert ranked(known, "air") == ["new", "old"]
    notes = Notes()
    notes.used(b"old")
    notes.met(b"new")
    at = {name: number for number, name in enumerate(notes.recent)}
    known = [Named(name, (f"antre-{name}",), "", at[name.encode().hex()]) for name in ("old", "new")]
    assert ranked(known, "antre") == ["new", "old"] and notes.digits[1] == ""


def test_a_slip_of_the_finger_is_forgiven_and_definitions_come_last() -> None:
    assert ranked(CODES, "gotomg-royong")[0] == "gotong"
    assert ranked(CODES, "kantor") == ["rujukan"]
    assert ranked(CODES, "xyzzy") == []


def test_nothing_typed_lists_what_was_used_last() -> None:
    assert ranked(CODES, "") == ["data", "gotong", "utang", "rujukan"]


def test_a_code_takes_the_first_free_digit_and_a_pinned_one_changes_places() -> None:
    notes = Notes()
    notes.used(b"a")
    notes.used(b"b")
    assert notes.digits[:3] == ["61", "62", ""]
    notes.pin(b"b", 1)
    assert notes.digits[:2] == ["62", "61"]
    assert notes.recent == ["62", "61"]


def test_notes_come_back_as_they_were_left_and_nonsense_is_nothing() -> None:
    notes = Notes({"aa": 12}, "aa", ["61", *[""] * 8], ["61"])
    write_notes(b"p", b"c", notes)
    assert read_notes(b"p", b"c") == notes
    assert read_notes(b"p", b"d") == Notes()


def test_a_word_that_a_description_has_stands_before_a_slip_and_after_every_name() -> None:
    codes = [
        Named("aktif", ("aktif-warga",)), Named("usaha", ("usaha-kecil",), "jualan di warung sendiri"), Named("warung", ("harga-warung",)),
    ]  # fmt: skip
    assert ranked(codes, "warung") == ["warung", "usaha", "aktif"]
    assert ranked(codes, "wargq")[0] == "aktif"
