"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.language.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Saya kerja di pasar.", "Anak dua."],
        ["Pak S. Wiryo datang.", "Beliau RT. 03 RW. 05.", "Lalu pulang."],
        ["Di RT.", "Lalu ke RW."],
        ["1. Pendidikan itu penting.", "2. Kesehatan juga."],
        ["a. Biaya.", "b. Jarak."],
        ["Menurut Sen et al. (1999) begitu.", "Menurut Sen et al. Kemiskinan itu luas."],
        ["Katanya…", "“Saya capek.”", "“Anak saya juga.”"],
        ["(Tertawa.)", "Nggih."],
        ["Bangun jam 17.30.", "Bayar Rp638.102.", "Sudah."],
        ["Ke dr. Oen di Jl. Slamet Riyadi No. 5.", "Antre lama."],
        ["Bu Sri, S.Sos., M.Si. Lulusan sini.", "Ya."],
        ["Ada beras, gula, dll.", "Semua naik."],
        ["iya... ya gitu. terus pulang"],
        ["Lho!", "Kok bisa?!", "Ya bisa."],
        ["Ada tiga.", "- Beras.", "- Gula."],
    ],
)
def test_sentences(parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_a_blank_line_ends_a_sentence_and_a_line_end_does_not() -> None:
    text = "Judul\n\nSaya kerja\ndi pasar\n \nya"
    assert [text[start:end] for start, end in sentences(text)] == ["Judul", "Saya kerja\ndi pasar", "ya"]


@given(
    st.lists(st.sampled_from(["Ya", "dr", "1", "a", ".", "?", "“", "”", " ", "\n", "…", "😀", "é", "Rp5.000"])).map(
        "".join
    )
)
def test_sentences_hold_all_that_is_not_white_space(text: str) -> None:
    spans = sentences(text)
    covered = [index for start, end in spans for index in range(start, end)]
    assert covered == sorted(set(covered))
    assert all(text[index].isspace() for index in set(range(len(text))) - set(covered))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
