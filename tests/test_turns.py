"""Turns, headers and quotations: who speaks where, proposed and countable."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.collect.header import Person, header_fields, match_person, participants
from qualcode.collect.quotations import parse_quotations, quotations
from qualcode.collect.turns import as_written, parse, summary
from qualcode.collect.values import read_date
from qualcode.language.canonical import canonical
from qualcode.language.marks import Marks, speaker_name, speech_map, speech_text


def talk(text: str) -> list[tuple[str | None, str]]:
    """Label and speech of each turn, as read."""
    marks = parse(text)
    return [
        (speaker_name(text[slice(*turn.label)]) if turn.label else None, speech_text(text, marks, turn))
        for turn in marks.turns
    ]


def labels(text: str) -> list[str | None]:
    return [label for label, _ in talk(text)]


def proposed(text: str) -> dict[str, str]:
    """The side proposed for each label."""
    return {speaker_name(text[slice(*turn.label)]): turn.side for turn in parse(text).turns if turn.label}


def check_marks(text: str, marks: Marks) -> None:
    """What holds of all marks: spans in the text, in order, disjoint, and nothing out of sight."""
    spoken = [span for turn in marks.turns for span in (turn.label, turn.speech) if span]
    header = [span for pair in marks.header for span in pair]
    for field in (spoken, marks.wraps, marks.furniture, marks.times, header):
        assert all(0 <= start <= stop <= len(text) for start, stop in field)
        assert all(first[1] <= second[0] for first, second in pairwise(sorted(field)))
    for first, second in pairwise(marks.turns):
        assert first.speech[1] <= second.speech[0]
    seen = bytearray(len(text))
    for start, stop in [*spoken, *marks.furniture, *marks.times, *header]:
        seen[start:stop] = b"\1" * (stop - start)
    hidden = [text[at] for at in range(len(text)) if not seen[at] and not text[at].isspace()]
    assert not hidden, "".join(hidden)
    for turn in marks.turns:
        speech, offsets = speech_map(text, marks, turn)
        assert all(text[at] == c or c == " " for c, at in zip(speech, offsets, strict=False))


# How labels are written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P: Sudah makan, Bu?\nI: Sampun, Mas.\nP: Lawuhe?\nI: Tempe.", ["P", "I", "P", "I"]),
        ("Pewawancara : Lama di sini?\nInforman 1 : Lama.\nInforman 2: Baru.", ["Pewawancara", "Informan 1", "Informan 2"]),
        ("**P:** Apa harapan Ibu?\n\n**I:** Anak sekolah.", ["P", "I"]),
        ("**P**: Apa harapan Ibu?\n\n**I** : Anak sekolah.", ["P", "I"]),
        ("P\tBagaimana airnya?\nI\tKeruh.", ["P", "I"]),
        ("P - Bagaimana airnya?\nI-1 - Keruh.", ["P", "I-1"]),
        ("1. P: Apa kabar?\n2. I: Baik.\n3. P: Syukurlah.", ["P", "I", "P"]),
        ("1\tP\tApa kabar?\n2\tI\tBaik.", ["P", "I"]),
        ("Tanya: Kerja apa, Pak?\nJawab: Serabutan.", ["Tanya", "Jawab"]),
        ("Pertanyaan 1 : Kerja apa?\nJawaban : Buruh.\nPertanyaan 2 : Di mana?\nJawaban : Pasar.", ["Pertanyaan", "Jawaban"] * 2),
        ("Ibu S (45 tahun, Panularan): Air susah.\nP: Kenapa?", ["Ibu S", "P"]),
        ("[00:12:33] Ibu S: iya mbak\n[00:12:40] P: terus?", ["Ibu S", "P"]),
        ("00:01.000 - 00:04.500 Moderator: Monggo.\n00:04.500 - 00:09.000 Peserta 3: Setuju.", ["Moderator", "Peserta 3"]),
        ("Ibu S  00:12\nSaya dari Mojo.\n\nPeneliti  00:20\nSudah lama?", ["Ibu S", "Peneliti"]),
        ("Ibu S [00:12]: ya\nP [00:15]: terus?", ["Ibu S", "P"]),
        ("SPEAKER_00: piye?\nSPEAKER_01: apik.", ["SPEAKER_00", "SPEAKER_01"]),
        ("P:\nBagaimana airnya?\n\nI:\nKeruh.", ["P", "I"]),
        ("🙂: piye?\n🐤: apik.\n🙂: oh.\n🐤: ya.", ["🙂", "🐤", "🙂", "🐤"]),
        ("Wulan: Halo semua.\nSiti Aminah: Halo.\nWulan: Ayo.\nSiti Aminah: Ya.", ["Wulan", "Siti Aminah"] * 2),
        ("saya: piye?\nbu mar: apik.\nsaya: oh.\nbu mar: ya.\nsaya: nah.\nbu mar: iya.", ["saya", "bu mar"] * 3),
    ],
)  # fmt: skip
def test_a_label_is_known_however_it_is_written(text: str, expected: list[str]) -> None:
    assert labels(text) == expected
    check_marks(text, parse(text))


def test_a_turn_may_have_several_paragraphs() -> None:
    text = "P: Ceritanya?\n\nI: Waktu itu hujan.\n\nAir naik selutut.\n\nP: Lalu?"
    assert talk(text)[1] == ("I", "Waktu itu hujan.\n\nAir naik selutut.")


def test_a_word_with_a_colon_is_not_a_speaker_unless_it_is_safe_or_comes_back() -> None:
    text = (
        "I: Alasannya begini.\nBesarannya: 600rb per bulan.\nKTP: sudah ada.\nRincian: ada di buku.\n"
        "Jam 08:30 berangkat, 17:00 pulang.\nhttps://contoh.id\nP: Terus?"
    )
    assert labels(text) == ["I", "P"]


def test_a_clock_in_speech_is_not_a_time_mark() -> None:
    text = "I: Jam 08:30 berangkat.\nP: Pulangnya?\nI: 17:00 sampai rumah."
    assert parse(text).times == ()
    assert talk(text)[2] == ("I", "17:00 sampai rumah.")


def test_time_marks_are_marked_and_not_read() -> None:
    text = "[00:12:33] P: Terus [00:12:35] piye?\n00:12:40\nI: Ya #00:12:44-1# begitu."
    marks = parse(text)
    assert [text[slice(*time)] for time in marks.times] == ["[00:12:33]", "[00:12:35]", "00:12:40", "#00:12:44-1#"]
    assert [speech for _, speech in talk(text)] == ["Terus piye?", "Ya begitu."]


def test_a_remark_and_an_aside_belong_to_nobody_and_are_counted() -> None:
    text = "P: Direkam boleh?\n(suara motor lewat)\nI: Boleh. (tertawa)\nCatatan: informan menoleh.\nP: Ya."
    assert [speech for _, speech in talk(text)] == ["Direkam boleh?", "Boleh. (tertawa)", "Ya."]
    counted = summary(text, parse(text))
    assert counted.counts == {"P": 2, "I": 1}
    assert [text[slice(*span)] for span in counted.loose] == ["(suara motor lewat)", "Catatan: informan menoleh."]
    assert counted.unassigned == 2


def test_an_answer_that_is_all_in_brackets_is_an_answer() -> None:
    assert talk("P: Sedih?\nI:\n(menangis)\nP: Sabar.")[1] == ("I", "(menangis)")


def test_emphasis_and_a_remark_of_the_informants_own_stay_speech() -> None:
    text = "P: Utang?\nI: Ada.\n\n**Dua juta, Mbak.**\n\nCatatan utang saya: warung seratus.\nP: Oh."
    assert talk(text)[1] == ("I", "Ada.\n\n**Dua juta, Mbak.**\n\nCatatan utang saya: warung seratus.")


def test_a_label_without_words_is_still_a_turn() -> None:
    text = "P: Ya?\nI:\nP: Oh."
    assert [speech for _, speech in talk(text)] == ["Ya?", "", "Oh."]
    check_marks(text, parse(text))


def test_a_transcript_typed_to_a_width_reads_without_its_line_ends() -> None:
    text = (
        "P: Bagaimana dengan air bersih di sini, Bu, apakah selalu\nmengalir setiap hari atau ada jamnya?\n\n"
        "I: Kalau musim kemarau itu mengalirnya cuma malam, Mas, jadi\nsaya bangun jam dua untuk menampung air "
        "di ember, terus anak-\nanak mandinya gantian."
    )
    assert talk(text)[0][1].endswith("selalu mengalir setiap hari atau ada jamnya?")
    assert talk(text)[1][1].endswith(
        "jadi saya bangun jam dua untuk menampung air di ember, terus anak-anak mandinya gantian."
    )


def test_text_without_labels_has_its_paragraphs_as_turns() -> None:
    text = "# Catatan lapangan\n\nKelurahan: Semanggi\n\nPagi itu saya datang ke posko. Air masih setinggi mata kaki.\n\nWarga antre."
    marks = parse(text)
    assert marks.convention == "paragraphs"
    assert [turn.label for turn in marks.turns] == [None, None]
    assert {turn.side for turn in marks.turns} == {"unknown"}
    assert header_fields(text, marks) == {"kelurahan": "Semanggi"}
    check_marks(text, marks)


def test_a_report_with_a_few_quoted_lines_is_no_transcript() -> None:
    prose = "Hasil pengamatan menunjukkan bahwa warga saling membantu.\n" * 80
    assert parse(prose + "P: Lalu?\nI: Ya begitu.\n" + prose).convention == "paragraphs"


# Sides


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("P: Piye?\nI: Apik.", {"P"}),
        ("P: Piye?\nN: Apik.", {"P"}),
        ("T: Piye?\nJ: Apik.", {"T"}),
        ("Moderator: Piye?\nPeserta 1: Apik.\nNotulis: Sebentar.", {"Moderator", "Notulis"}),
        ("P: Peserta, I: Interviewer\n\nI: Piye?\nP: Apik.", {"I"}),
        ("P = Pewawancara; N = Narasumber\nP: Piye?\nN: Apik.", {"P"}),
        ("Pewawancara: Sri Wahyuni\nInforman: Bu Marni\n\nSri: Piye.\nBu Marni: Apik.", {"Sri"}),
        ("P: Ya.\nI: Lama?\nP: Ya.\nI: Di mana?\nP: Sini.\nI: Kerja?\nP: Ya.", {"I"}),
        ("Wulan: Piye?\nSiti: Apik.\nWulan: Lalu?\nSiti: Ya.\nWulan: Terus?\nSiti: Ya.", {"Wulan"}),
        ("Ibu S: Ya mbak.\nP: Terus?\nIbu S: Ya.", {"P"}),
    ],
)
def test_who_asks_is_proposed(text: str, asks: set[str]) -> None:
    sides = proposed(text)
    assert {label for label, side in sides.items() if side == "interviewer"} == asks
    assert {side for label, side in sides.items() if label not in asks} == {"informant"}


def test_where_nothing_tells_the_sides_nothing_is_proposed() -> None:
    assert set(proposed("Ibu S: iya, telat.\nPak RT 03: di sini beda.\nMbak Wulan: nah.").values()) == {"unknown"}


# Headers

INTERVIEW = """# Transkrip wawancara

Jenis: wawancara
Hari/Tanggal : Kamis, 12 Juni 2025
**Tempat:** rumah informan
Kelurahan\t: Panularan
Nama (Inisial): Bu Marni
L/P: P
Umur: 45 tahun
Pekerjaan: penjahit borongan
Pewawancara: Nila
Durasi: 45 menit
Catatan: contoh rekaan

Pewawancara: Sehat, Bu?

Bu Marni: Sehat.
"""

GROUP = """Jenis: FGD
Tanggal: 3/7/2025
Moderator: Dimas
Peserta:
- Bu Ngatmi (P, 55 tahun, buruh cuci, Semanggi)
- Pak Min (L, 54 th, Ketua RT 03, kel. Joyotakan)
- Mbak Ayu, P, 20-an, Semanggi
- Pak Sholeh

Moderator: Monggo.

Bu Ngatmi: Nggih.

Peserta: (serempak) Nggih.
"""


def test_a_header_is_read_in_the_words_researchers_use() -> None:
    marks = parse(INTERVIEW)
    assert header_fields(INTERVIEW, marks) == {
        "kind": "interview",
        "date": "2025-06-12",
        "place": "rumah informan",
        "kelurahan": "Panularan",
        "informant": "Bu Marni",
        "gender": "perempuan",
        "age": "45",
        "job": "penjahit borongan",
        "interviewer": "Nila",
    }
    assert labels(INTERVIEW) == ["Pewawancara", "Bu Marni"]
    assert summary(INTERVIEW, marks).unassigned == 0
    check_marks(INTERVIEW, marks)


def test_the_same_header_in_a_word_document_stands_paragraph_by_paragraph() -> None:
    spaced = INTERVIEW.replace("\n", "\n\n")
    assert header_fields(spaced, parse(spaced)) == header_fields(INTERVIEW, parse(INTERVIEW))
    assert labels(spaced) == labels(INTERVIEW)


def test_the_informant_of_an_interview_is_a_person() -> None:
    assert participants(INTERVIEW, parse(INTERVIEW)) == [
        Person("Bu Marni", "perempuan", 45, "40-an", "penjahit borongan", "Panularan")
    ]


def test_participants_of_a_group_are_listed() -> None:
    marks = parse(GROUP)
    assert participants(GROUP, marks) == [
        Person("Bu Ngatmi", "perempuan", 55, "50-an", "buruh cuci", "Semanggi"),
        Person("Pak Min", "laki-laki", 54, "50-an", "Ketua RT 03", "Joyotakan"),
        Person("Mbak Ayu", "perempuan", None, "20-an", None, "Semanggi"),
        Person("Pak Sholeh"),
    ]
    assert labels(GROUP) == ["Moderator", "Bu Ngatmi", "Peserta"]
    check_marks(GROUP, marks)


def test_participants_may_stand_on_one_line_or_only_be_counted() -> None:
    line = "Peserta: Bu Tri (P, 40), Pak Giyo (L, 61 tahun)\n\nM: Monggo.\nBu Tri: Nggih."
    assert [(p.label, p.age) for p in participants(line, parse(line))] == [("Bu Tri", 40), ("Pak Giyo", 61)]
    counted = "Peserta: 8 orang\n\nM: Monggo.\nBu Tri: Nggih."
    assert participants(counted, parse(counted)) == []


def test_a_label_is_matched_to_a_person_where_only_one_fits() -> None:
    people = [Person("Mbak Rini"), Person("Pak Giyo Santoso"), Person("Bu Sri Tri"), Person("Bu Sri Wahyu")]
    assert match_person("Rini:", people) == people[0]
    assert match_person("Pak Giyo", people) == people[1]
    assert match_person("Bu Sri", people) is None


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("12 Juni 2025", "2025-06-12"),
        ("Jumat, 3 Okt. 2025", "2025-10-03"),
        ("12/06/2025", "2025-06-12"),
        ("1-7-2025", "2025-07-01"),
        ("2025-06-12", "2025-06-12"),
        ("12 Juni 2025, pukul 09.30 WIB", "2025-06-12"),
        ("31/02/2025", "31/02/2025"),
        ("12-13 Juni 2025", "12-13 Juni 2025"),
        ("Juni 2025", "Juni 2025"),
        ("12/06/25", "12/06/25"),
    ],
)
def test_a_date_is_iso_where_it_is_a_whole_date(written: str, iso: str) -> None:
    assert read_date(written) == iso


# Quotations

ARTICLE = (
    "Pendahuluan\n\nPenelitian ini di sebuah kota.\n\n"
    '"Warga di sini "nrimo" saja, Mas" (Wawancara dengan Ibu T, Kader Posyandu).\n\n'
    "Ia menyebut “bantuan” itu telat. “Turunnya akhir bulan” (Wawancara dengan Pak\nRT 02, 3 Juni 2025). Lalu\n\n"
    "“Kami menunggu lama, sampai anak-anak\n\npulang sekolah” (Ibu T, wawancara 4 Juni 2025)\n\n"
    'Menurut dokumen, "kemiskinan turun" (Dinsos, 2024) dan "naik" (wawancara, Juni 2025).'
)


def test_quotations_with_their_attribution_are_found() -> None:
    got = [(ARTICLE[slice(*q.span)], q.speaker) for q in quotations(ARTICLE)]
    assert got == [
        ('Warga di sini "nrimo" saja, Mas', "Ibu T"),
        ("Turunnya akhir bulan", "Pak RT 02"),
        ("Kami menunggu lama, sampai anak-anak\n\npulang sekolah", "Ibu T"),
    ]


def test_an_article_can_be_read_with_turns_by_informant() -> None:
    marks = parse_quotations(ARTICLE)
    assert marks.convention == "quotations"
    assert summary(ARTICLE, marks).counts == {"Ibu T": 2, "Pak RT 02": 1}
    spoken = [speech_text(ARTICLE, marks, turn) for turn in marks.turns if turn.side == "informant"]
    assert spoken[2] == "Kami menunggu lama, sampai anak-anak pulang sekolah"
    check_marks(ARTICLE, marks)


@pytest.mark.shared
def test_the_quotations_of_the_published_article(shared: Path) -> None:
    text = canonical(next(shared.glob("seeds/003_*.txt")).read_text("utf-8"))
    assert [summary(text, parse_quotations(text)).counts[name] for name in ("Ibu E", "Ibu R", "Pak G", "Bapak J")] == [
        8,
        9,
        5,
        3,
    ]
    assert len(quotations(text)) == 25
    check_marks(text, parse_quotations(text))


# Whatever the text


PIECES = [
    "P: ", "I:", "Pewawancara : ", "**Bu S:** ", "Mod (Sri): ", "[00:12] ", "00:12:33 ", "1. ", "- ", "Peserta:", "Tanggal: ",
    "Kelurahan\t", "Catatan: ", "(tertawa)", "# Judul", "BAB II", "Halaman 3", "12", "---", "ya, ", "ndak ada. ", "dae-", "rah ",
    "anak-", "anak ", "“kata", "” (Wawancara dengan Ibu E)", '"', "é", "e\u0301", "🙂", "ꦗꦮ ", "\u00a0", "\t", " ", "\n", "\n\n", "\r\n",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=120))
def test_marks_hold_for_any_text(raw: str) -> None:
    text = canonical(raw)
    check_marks(text, parse(text))
    check_marks(text, parse_quotations(text))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_line_ends_of_windows_change_no_marks(raw: str) -> None:
    lines = raw.replace("\r", "")
    assert parse(canonical(lines.replace("\n", "\r\n"))) == parse(canonical(lines))


@pytest.mark.parametrize("text", ["", "\n\n", "P:", "P: ya", "I", ":", "12"])
def test_hardly_any_text_is_no_error(text: str) -> None:
    check_marks(text, parse(text))
    assert summary(text, parse(text)).unassigned == 0


def test_paragraphs_asked_for_where_there_are_labels_are_its_turns() -> None:
    """A transcript whose every line looks like ``Key: value`` is not all header."""
    from qualcode.collect.conventions import read_marks

    text = "Tanggal: 24 Juni 2025\nKelurahan: Semanggi\n\nPewawancara: Bagaimana, Bu?\n\nBu Tutik: Ya begitulah.\n"
    marks = read_marks(text, "paragraphs")
    assert [text[slice(*turn.speech)] for turn in marks.turns] == [
        "Pewawancara: Bagaimana, Bu?",
        "Bu Tutik: Ya begitulah.",
    ]
    assert len(marks.header) == 2


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Rekaan (warga): Ya, Bu.\nP: Sejak kapan?\nRekaan (warga): Lama.\n", ("Rekaan (warga)", "P")),
        ("Rekaan (warga): Ya, Bu.\nP: Sejak kapan?\nRekaan: Lama.\nRekaan: Sekali.\n", ("Rekaan (warga)", "P", "Rekaan")),
        ("Rekaan (tertawa): Ya, Bu.\nP (tertawa): Sejak kapan?\nRekaan: Lama.\nP: Lama?\n", ("Rekaan", "P")),
        ("[00:01] **Tuan Rekaan [Kampung]:** Ya.\n[00:04] **P:** Mana?\n[00:06] **Tuan Rekaan [Kampung]:** Di sini.\n",
         ("Tuan Rekaan [Kampung]", "P")),
        ("[Rekaan] Ya, sudah lama.\n[Karangan] Sejak kapan itu?\n[Rekaan] Sejak dulu sekali.\n[Karangan] Oh, begitu ya.\n",
         ("Rekaan", "Karangan")),
    ],
    ids=["always there", "once there", "of several", "a place", "nothing else"],
)  # fmt: skip
def test_a_label_is_told_with_what_it_has_in_brackets(text: str, written: tuple[str, ...]) -> None:
    assert as_written(text, parse(text)) == written


@pytest.mark.parametrize("time", ["12:30", "#00:12:33#"])
def test_a_time_glued_to_a_label_is_in_sight_as_furniture(time: str) -> None:
    talk = "Ani: Sejak kapan tinggal di sini?\n\nBudi: Sudah lama, dari bapak saya.\n\n"
    text = talk * 3 + f"{time}Budi: Ya begitu.\n\n" + talk
    found = parse(text)
    assert "".join(text[slice(*span)] for span in found.furniture).strip("#") == time.strip("#")
    assert all(turn.speech[0] <= turn.speech[1] for turn in found.turns) and len(found.turns) == 9
