"""Place names in running text, told from words and from each other."""

from __future__ import annotations

from qualcode.language.places import Name, places

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
