"""Place names in running text, told from words and from each other."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.collect.tables import parse_table
from qualcode.language.misplaced import misplaced
from qualcode.language.places import Name, fold_name, places

NAMES = [
    Name("pajang", "Pajang", "kelurahan"),
    Name("mojosongo", "Mojosongo", "kelurahan"),
    Name("sumber", "Sumber", "kelurahan"),
    Name("jebres-kel", "Jebres", "kelurahan"),
    Name("jebres-kec", "Jebres", "kecamatan"),
    Name("pucang", "Pucangsawit", "kelurahan", ("Pucang Sawit",)),
]


def keys(text: str) -> list[object]:
    return [mention.key for mention in places(text, NAMES)]


def test_a_capitalised_name_is_a_place_and_a_lower_case_word_is_none() -> None:
    assert keys("Warga Pajang bilang begitu.") == ["pajang"]
    assert keys("jalannya panjang, pajang apa saja") == []


def test_an_ordinary_word_needs_a_word_that_announces_a_place() -> None:
    assert keys("Sumber: BPS, 2025") == []
    assert keys("Sumber Data Primer") == []
    assert keys("Dia tinggal di Sumber sejak kecil") == ["sumber"]


def test_a_name_shared_with_the_kecamatan_means_the_kecamatan_unless_it_says_kelurahan() -> None:
    assert keys("di Jebres masih banyak") == ["jebres-kec"]
    assert keys("Lurah Jebres datang") == ["jebres-kel"]
    assert keys("Kelurahan Jebres") == ["jebres-kel"]
    assert keys("Mojosongo (Jebres)") == ["mojosongo", "jebres-kec"]
    assert [m.sure for m in places("di Jebres", NAMES)] == [False]


def test_spelling_with_and_without_a_space_or_over_a_line_end_is_one_name() -> None:
    assert keys("Kelurahan Pucangsawit dan Pucang Sawit, juga Pucang\nSawit") == ["pucang"] * 3


def test_no_name_inside_a_longer_word() -> None:
    assert keys("Pajangan dan Mojosongoan") == []


# --- speech, tables, misspellings

CITY = [
    Name("laweyan-kec", "Laweyan", "kecamatan"),
    Name("jebres-kec", "Jebres", "kecamatan"),
    Name("kliwon-kec", "Pasar Kliwon", "kecamatan"),
    Name("pajang", "Pajang", "kelurahan", (), "laweyan-kec"),
    Name("laweyan-kel", "Laweyan", "kelurahan", (), "laweyan-kec"),
    Name("bumi", "Bumi", "kelurahan", (), "laweyan-kec"),
    Name("panularan", "Panularan", "kelurahan", (), "laweyan-kec"),
    Name("sewu", "Sewu", "kelurahan", (), "jebres-kec"),
    Name("pucang", "Pucangsawit", "kelurahan", (), "jebres-kec"),
    Name("jebres-kel", "Jebres", "kelurahan", (), "jebres-kec"),
    Name("mojosongo", "Mojosongo", "kelurahan", (), "jebres-kec"),
    Name("semanggi", "Semanggi", "kelurahan", (), "kliwon-kec"),
]


def found(text: str, **options: object) -> list[object]:
    return [mention.key for mention in places(text, CITY, **options)]  # type: ignore[arg-type]


def test_a_name_written_in_one_may_be_divided_and_the_other_way_round() -> None:
    assert found("Pucang Sawit, Pucang\n\nSawit, Pucangsawit") == ["pucang"] * 3
    assert found("Pasarkliwon dan Pasar\nKliwon, PASAR KLIWON") == ["kliwon-kec"] * 3
    assert found("Pucang. Sawit itu pohon") == []


def test_in_speech_without_capitals_a_word_must_announce_the_place() -> None:
    assert found("warga sewu bilang begitu", speech=True) == ["sewu"]
    assert found("saya tinggal di mojosongo", speech=True) == ["mojosongo"]
    assert found("habis sewu rupiah dari sewu", speech=True) == []
    assert found("warga sewu bilang begitu") == []


def test_the_kelurahan_a_text_comes_from_is_the_likelier() -> None:
    assert found("habis itu ke sewu lagi", speech=True, own="sewu") == ["sewu"]
    assert found("di Jebres masih banyak", own="jebres-kel") == ["jebres-kel"]
    assert found("Kecamatan Jebres", own="jebres-kel") == ["jebres-kec"]


def test_in_a_table_the_rows_around_a_name_tell_its_level() -> None:
    assert found("1. Pajang 705\n2. Laweyan 82\n3. Bumi 195\n") == ["pajang", "laweyan-kel", "bumi"]
    assert found("Laweyan 11 9,13\nPasar Kliwon 10 4,88\nJebres 11\n") == ["laweyan-kec", "kliwon-kec", "jebres-kec"]
    assert found("Bumi 17.834,73 orang") == []


def test_a_misspelt_name_is_found_only_where_it_cannot_be_a_word() -> None:
    assert found("Warga Panulran dan Mojosngo", near=True) == ["panularan", "mojosongo"]
    assert found("Pasar Klewon ramai", near=True) == ["kliwon-kec"]
    assert found("Panjang sekali. Penularan cepat.", near=True) == []  # panjang, penularan are words
    assert found("warga panulran", near=True, speech=True) == ["panularan"]
    assert [m.sure for m in places("Mojosngo", CITY, near=True)] == [False]
    assert [m.near for m in places("Mojosongo", CITY, near=True)] == [False]


def test_a_street_or_a_market_of_that_name_is_not_sure() -> None:
    assert [m.sure for m in places("Jalan Pajang macet", CITY)] == [False]


@given(st.text(alphabet=st.sampled_from("Pajng SewuBmi\n-.,5😀́é"), max_size=80))
def test_what_is_found_stands_there(text: str) -> None:
    stop = 0
    for mention in places(text, CITY, speech=True, near=True):
        assert stop <= mention.start < mention.stop <= len(text)
        stop = mention.stop
        if not mention.near:
            written = next(name.name for name in CITY if name.key == mention.key)
            assert fold_name(text[mention.start : mention.stop]) == fold_name(written)


# --- under the wrong kecamatan


def wrong(text: str) -> list[tuple[object, object, object]]:
    return [(one.key, one.said, one.right) for one in misplaced(text, CITY)]


@pytest.mark.parametrize(
    "text",
    [
        "Panularan (Kecamatan Jebres)", "Panularan (Jebres)", "5 Panularan /\n\nJebres", "Kelurahan Panularan, Kecamatan Jebres",
        "Panularan di Kec. Jebres", "Kecamatan Jebres (Mojosongo, Panularan)", "Kecamatan Jebres (Kelurahan Panularan): rentan",
        "Pajang, Mojosongo, Panularan (Kecamatan Laweyan, Jebres,\nJebres)",
        "Kecamatan Jebres\n1. Mojosongo 12\n2. Panularan 4\n3. Sewu 1\nJumlah 17",
    ],
)  # fmt: skip
def test_a_kelurahan_under_the_wrong_kecamatan_is_reported_with_both(text: str) -> None:
    assert wrong(text) == [("panularan", "jebres-kec", "laweyan-kec")]


@pytest.mark.parametrize(
    "text",
    [
        "Panularan (Kecamatan Laweyan)", "warga Panularan dan Kecamatan Jebres", "Panularan, Mojosongo (Jebres)",
        "Kelurahan Pajang di Kecamatan Laweyan dan Kelurahan Mojosongo di Kecamatan Jebres", "Jebres\nPanularan 12\nPajang 3\n",
        "Laweyan (11 kelurahan)", "Panularan (Pasar Kliwonan)",
    ],
)  # fmt: skip
def test_what_is_right_or_cannot_be_known_is_not_reported(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.shared
def test_a_report_that_puts_a_kelurahan_wrong_twelve_times(shared_report: tuple[str, list[Name]]) -> None:
    text, names = shared_report
    slips = misplaced(text, names)
    assert {(one.key, one.said) for one in slips} == {("kelurahan Panularan", "kecamatan Pasar Kliwon")}
    assert len(slips) == 12


@pytest.mark.shared
def test_in_a_report_the_three_places_called_sumber_are_found_among_a_hundred_sources(
    shared_report: tuple[str, list[Name]],
) -> None:
    mentions = places(*shared_report)
    assert sum(m.key == "kelurahan Sumber" for m in mentions) == 3
    assert len(mentions) == 801  # of 831 capitalised; the other 30 are Sumber: and Sumber Daya


@pytest.fixture
def shared_report(shared: Path) -> tuple[str, list[Name]]:
    text = (shared / "seeds" / "000_7b011d6606d26901.txt").read_text("utf-8")
    rows = parse_table(
        resources.files("qualcode.collect").joinpath("data/surakarta.csv").read_text("utf-8"), (), where=""
    )
    names = [
        Name(
            f"{row['level']} {row['name']}", row["name"], row["level"], tuple(filter(None, row["aliases"].split("|"))),
            f"kecamatan {row['parent']}" if row["level"] == "kelurahan" else None,
        )
        for row in rows
        if row["level"] != "kota"
    ]  # fmt: skip
    return text, names
