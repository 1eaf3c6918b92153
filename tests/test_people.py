"""Who took part, as headers and lists write it; one person in two sources; claims that do not agree. People are invented."""

from __future__ import annotations

import random
from pathlib import Path
from typing import cast
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.collect.header import header_fields, match_person, participants
from qualcode.collect.inventory import participants as everyone
from qualcode.collect.inventory import people_in
from qualcode.collect.people import (
    add_participant,
    apart,
    assign,
    claims,
    complete_joins,
    differences,
    join_people,
    same_people,
    set_side,
    speaks_in,
)
from qualcode.collect.persons import Person, read_person
from qualcode.collect.roster import entries_of
from qualcode.collect.sources import import_file, set_attribute
from qualcode.collect.turns import parse, summary
from qualcode.display.columns import homes
from qualcode.display.matrix import matrix
from qualcode.errors import UserError
from qualcode.reduce.codebook import add_code
from qualcode.reduce.completion import finish
from qualcode.store import Project, act, joined, versions
from qualcode.store.check import check
from qualcode.store.ids import new_id
from qualcode.store.joined import joins, loops, setting_key
from qualcode.store.lookup import find
from qualcode.store.merge import merge
from qualcode.store.settings import set_setting
from qualcode.store.undo import redo, undo
from qualcode.store.withdraw import withdraw
from tests.cli_world import INTERVIEW, CommandLine
from tests.study_for_tests import FGD, Study, copied, interview, study

# Headers


TALK = """

Pewawancara: Bagaimana keadaannya, Bu?

Bu Tutik: Ya begini saja.

Pewawancara: Lalu bantuan?

Bu Tutik: Belum pernah dapat.
"""
GROUP = """

Moderator: Silakan, siapa yang mulai?

Bu Marni: Bantuan datang ke yang mampu.

Pak Bagyo: Di tempat saya air lancar.

Moderator: Bu Yuli?

Bu Yuli: Sama saja.

Bu Marni: Ya.
"""

INTERVIEWS = {
    "lines": "Tanggal: 24 Juni 2025\nTempat: rumah informan\nKelurahan: Semanggi\nNama/Inisial: Bu Tutik / T\n"
    "Pewawancara: Dimas\nUsia: 52 tahun\nPekerjaan: buruh cuci",
    "another order, other names": "Pekerjaan : buruh cuci\nUmur : 52\nNama (Inisial) : Bu Tutik (T)\nKel. : Semanggi\n"
    "Tgl : 24/06/2025\nLokasi : rumah informan",
    "English": "Date: 24 June 2025\nPlace: rumah informan\nUrban village: Semanggi\nName: Bu Tutik\nAge: 52 years\n"
    "Occupation: buruh cuci\nInterviewer: Dimas",
    "table of two columns": "Tanggal\t24 Juni 2025\nTempat\trumah informan\nNama/Inisial\tBu Tutik\nUsia\t52 tahun\n"
    "Pekerjaan\tburuh cuci\nKelurahan\tSemanggi\nPewawancara\tDimas",
    "table of four columns": "Nama\tBu Tutik\tUsia\t52 tahun\nKelurahan\tSemanggi\tPekerjaan\tburuh cuci\n"
    "Pewawancara\tDimas\tTanggal\t24 Juni 2025",
    "bars": "Nama: Bu Tutik | Usia: 52 | Pekerjaan: buruh cuci | Kelurahan: Semanggi\n"
    "Pewawancara: Dimas | Tanggal: 24 Juni 2025 | Tempat: rumah informan",
    "semicolons": "Tanggal: 24 Juni 2025; Tempat: rumah informan; Kelurahan: Semanggi\n"
    "Informan: Bu Tutik; Usia: 52 tahun; Pekerjaan: buruh cuci; Pewawancara: Dimas",
    "two keys in one": "Hari/Tanggal: Selasa, 24 Juni 2025\nNama: Bu Tutik\nUsia/Pekerjaan: 52 tahun / buruh cuci\n"
    "Kelurahan/Kecamatan: Semanggi / Pasar Kliwon",
    "emphasis, and an address": "**Tanggal:** 24 Juni 2025\n**Nama Informan:** Bu Tutik\n**Usia (tahun):** 52\n"
    "**Pekerjaan:** buruh cuci\n**Alamat:** Jl. Rekaan RT 03 RW 05 Kel. Semanggi",
    "brackets behind the name": "Informan: Bu Tutik (52 tahun, buruh cuci, Semanggi)\nPewawancara: Dimas",
}


@pytest.mark.parametrize("head", INTERVIEWS.values(), ids=INTERVIEWS)
def test_the_header_of_an_interview_says_who_the_informant_is(head: str) -> None:
    text = head + TALK
    marks = parse(text)
    (person,) = participants(text, marks)
    said = (person.label, person.age, person.age_band, person.role, person.kelurahan)
    assert said == ("Bu Tutik", 52, "50-an", "buruh cuci", "Semanggi")
    assert match_person("Bu Tutik:", [person]) == person
    fields = header_fields(text, marks)
    assert fields.get("date", "2025-06-24") == "2025-06-24"
    assert fields.get("interviewer", "Dimas") == "Dimas"
    assert fields.get("place", "rumah informan") == "rumah informan"
    assert summary(text, marks).counts == {"Pewawancara": 2, "Bu Tutik": 2}


@pytest.mark.parametrize(
    "field",
    ["Agama: Islam", "Kota: Surakarta", "Status: Janda", "Pendidikan: SMA", "Hari: Senin", "P: Peneliti   I: Informan"],
)
def test_a_field_that_is_none_of_ours_names_nobody(field: str) -> None:
    text = f"{field}\nNama: Bu Tutik\nUsia: 52\n\n{TALK}"
    assert [(one.label, one.age) for one in participants(text, parse(text))] == [("Bu Tutik", 52)]


LISTS = {
    "bullets": "Peserta:\n- Bu Marni (P, 41 tahun, penjahit, Pajang)\n- Pak Bagyo (L, 63 tahun, pensiunan, Semanggi)\n"
    "- Bu Yuli (P, 38 tahun, guru PAUD, Pajang)",
    "numbers under a heading": "Daftar Peserta\n1. Bu Marni, 41 tahun, penjahit, Pajang\n"
    "2. Pak Bagyo, 63 tahun, pensiunan, Semanggi\n3. Bu Yuli, 38 tahun, guru PAUD, Pajang",
    "a count, then numbers and dashes": "Jenis: FGD\nPeserta: 3 orang\n1) Bu Marni - 41 th - penjahit - Kel. Pajang\n"
    "2) Pak Bagyo - 63 th - pensiunan - Kel. Semanggi\n3) Bu Yuli - 38 th - guru PAUD - Kel. Pajang",
    "table": "Jenis: FGD\n\nNo\tNama\tUsia\tKelurahan\tPeran\n1\tBu Marni\t41\tPajang\tpenjahit\n"
    "2\tPak Bagyo\t63\tSemanggi\tpensiunan\n3\tBu Yuli\t38\tPajang\tguru PAUD",
    "table under a heading": "Jenis: FGD\nDaftar Peserta:\n\nNo\tNama Peserta\tL/P\tUmur\tPekerjaan\tKelurahan\n"
    "1.\tBu Marni\tP\t41\tpenjahit\tPajang\n2.\tPak Bagyo\tL\t63\tpensiunan\tSemanggi\n"
    "3.\tBu Yuli\tP\t38\tguru PAUD\tPajang",
    "table with the team in it": "Nama\tUsia\tKelurahan\tPeran\nDimas\t\t\tModerator\nBu Marni\t41\tPajang\tpenjahit\n"
    "Pak Bagyo\t63\tSemanggi\tpensiunan\nBu Yuli\t38\tPajang\tguru PAUD",
    "table that Word numbers": "No\tNama\tUsia\tKelurahan\tPeran\n\tBu Marni\t41\tPajang\tpenjahit\n"
    "\tPak Bagyo\t63\tSemanggi\tpensiunan\n\tBu Yuli\t38\tPajang\tguru PAUD",
    "Markdown table": "# FGD\n\n| No | Nama | Usia | Kelurahan | Peran |\n|----|------|----|----|----|\n"
    "| 1 | Bu Marni | 41 | Pajang | penjahit |\n| 2 | Pak Bagyo | 63 | Semanggi | pensiunan |\n"
    "| 3 | Bu Yuli | 38 | Pajang | guru PAUD |",
    "run on with brackets": "Jenis: FGD\nPeserta: Bu Marni (41, penjahit, Pajang), Pak Bagyo (63, pensiunan, Semanggi), "
    "dan Bu Yuli (38, guru PAUD, Pajang)",
    "run on with commas": "Peserta: Bu Marni, 41 tahun, penjahit, Pajang, Pak Bagyo, 63 tahun, pensiunan, Semanggi, "
    "Bu Yuli, 38 tahun, guru PAUD, Pajang",
    "a sentence": "FGD Kelurahan Semanggi\n\nDiskusi ini dihadiri oleh tiga warga, yaitu Bu Marni (41 tahun, penjahit, "
    "Pajang), Pak Bagyo (63 tahun, pensiunan, Semanggi) dan Bu Yuli (38 tahun, guru PAUD, Pajang). Acara dimulai pukul 9.",
    "another sentence": "Peserta diskusi adalah Bu Marni, 41 tahun, penjahit, Pajang; Pak Bagyo, 63 tahun, pensiunan, "
    "Semanggi; Bu Yuli, 38 tahun, guru PAUD, Pajang.",
    "without titles": "Hadir: Marni (41, penjahit, Pajang); Bagyo (63, pensiunan, Semanggi); Yuli (38, guru PAUD, Pajang)",
    "broken at the margin": "Peserta:\n1. Bu Marni (P, 41 tahun, penjahit,\nPajang)\n"
    "2. Pak Bagyo (L, 63 tahun, pensiunan, Semanggi)\n3. Bu Yuli (P, 38 tahun, guru PAUD, Pajang)",
}
MEANT = [
    ("Marni", 41, "penjahit", "Pajang"),
    ("Bagyo", 63, "pensiunan", "Semanggi"),
    ("Yuli", 38, "guru PAUD", "Pajang"),
]


@pytest.mark.parametrize("head", LISTS.values(), ids=LISTS)
def test_a_list_of_participants_says_who_the_speakers_are(head: str) -> None:
    text = head + GROUP
    marks = parse(text)
    people = participants(text, marks)
    assert [(p.label.split()[-1], p.age, p.role, p.kelurahan) for p in people] == MEANT
    assert [match_person(label, people) for label in ("Bu Marni", "Pak Bagyo:", "Bu Yuli")] == people
    assert summary(text, marks).counts == {"Moderator": 2, "Bu Marni": 2, "Pak Bagyo": 1, "Bu Yuli": 1}
    assert {turn.side for turn in marks.turns} == {"interviewer", "informant"}


def test_numbered_labels_mean_the_entries_of_a_numbered_list_and_of_no_other() -> None:
    for shape, numbered in (
        ("numbers under a heading", True),
        ("table", True),
        ("Markdown table", True),
        ("bullets", False),
    ):
        text = LISTS[shape] + GROUP.replace("Bu Marni:", "Peserta 1:").replace("Pak Bagyo:", "Peserta 2:").replace(
            "Bu Yuli:", "P3:"
        )
        people = participants(text, parse(text))
        meant = [match_person(label, people) for label in ("Peserta 1", "Peserta 2", "P3", "Peserta 4")]
        assert meant == [*(people if numbered else [None] * 3), None], shape


def test_codes_and_initials_mean_whom_the_list_gives_them_to() -> None:
    coded = "Jenis: FGD\nPeserta:\nP1: Bu Marni (41 tahun, penjahit)\nP2: Pak Bagyo (63 tahun)\n"
    text = coded + GROUP.replace("Bu Marni:", "P1:").replace("Pak Bagyo:", "P2:")
    people = participants(text, parse(text))
    assert [person.label for person in people] == ["Bu Marni", "Pak Bagyo"]
    assert match_person("P2", people) == people[1]
    assert summary(text, parse(text)).counts == {"Moderator": 2, "P1": 2, "P2": 1, "Bu Yuli": 1}
    listed = [Person("Bu Marni"), Person("Pak Bagyo"), Person("Bu Mujinah"), Person("Pak Yanto", code="YT")]
    assert match_person("B", listed) == listed[1]
    assert match_person("Pak B.", listed) == listed[1]
    assert match_person("YT", listed) == listed[3]
    assert match_person("M", listed) is None  # Marni or Mujinah
    assert match_person("Bu B", listed) is None  # a woman


def test_informants_may_be_numbered_fields() -> None:
    text = "Informan 1: Bu Marni (41 tahun)\nInforman 2: Pak Bagyo (63 tahun)\nPewawancara: Dimas\n" + GROUP.replace(
        "Bu Marni:", "Informan 1:"
    ).replace("Pak Bagyo:", "Informan 2:")
    people = participants(text, parse(text))
    assert [(person.label, person.number) for person in people] == [("Bu Marni", 1), ("Pak Bagyo", 2)]
    assert match_person("Informan 2", people) == people[1]


@pytest.mark.parametrize(
    "words",
    [
        "8 orang",
        "8 orang (5 perempuan, 3 laki-laki)",
        "ibu-ibu PKK Semanggi",
        "warga RW 3",
        "perwakilan kader",
        "-",
        "",
    ],
)
def test_of_a_group_nobody_is_made(words: str) -> None:
    text = f"Jenis: FGD\nPeserta: {words}\n" + GROUP
    assert participants(text, parse(text)) == []


def test_what_participants_say_is_no_list() -> None:
    text = (
        "Jenis: FGD\n\nModerator: Siapa dulu?\n\nPeserta: Bu Marni dulu, Mas.\n\nPeserta: Ya.\n\nModerator: Silakan.\n"
    )
    marks = parse(text)
    assert participants(text, marks) == []
    assert summary(text, marks).counts == {"Moderator": 2, "Peserta": 2}


@given(st.text(max_size=80))
def test_any_words_may_stand_in_a_list(words: str) -> None:
    text = "Peserta:\n1. " + words + "\n" + GROUP
    marks = parse(text)
    for person in participants(text, marks):
        assert person.label.strip()
        match_person(person.label, [person])
    for entry in entries_of(words):
        read_person(entry)


# Speakers


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def person(s: Study, name: str, source: bytes | None = None) -> bytes:
    """The participant of this pseudonym, in a source where there are several."""
    if source is None:
        return find(s.project, "participant", name)
    return next(p.participant for p in people_in(s.project, source) if p.pseudonym == name and p.participant)


def test_speakers_whom_the_list_does_not_name_stay_unknown(s: Study) -> None:
    source = s.text("FGD-01", FGD + "\nPak Karto: Saya baru datang.\n\nPeserta: (serempak) Ya.\n")
    known = {p.label: p.pseudonym for p in people_in(s.project, source) if p.side != "interviewer"}
    assert known == {
        "Bu Marni": "Bu Marni", "Pak Bagyo": "Pak Bagyo", "Bu Yuli": "Bu Yuli", "Pak Karto": "", "Peserta": "",
    }  # fmt: skip


def test_a_header_mended_later_says_who_speaks_but_not_over_what_people_decided(s: Study) -> None:
    bare = "Jenis: FGD\nKelurahan: Semanggi\nPeserta: 3 orang\n" + GROUP
    source = s.text("FGD-01", bare)
    assert {p.pseudonym for p in people_in(s.project, source)} == {""}
    other = add_participant(s.project, "I-01")
    assign(s.project, source, "bu marni", other)
    s.text("FGD-01", bare.replace("3 orang", "Bu Marni (41), Pak Bagyo (63), Bu Yuli (38)"), replace="")
    known = {p.label: p.pseudonym for p in people_in(s.project, source) if p.side == "informant"}
    assert known == {"Bu Marni": "I-01", "Pak Bagyo": "Pak Bagyo", "Bu Yuli": "Bu Yuli"}


def test_people_say_who_speaks_and_on_which_side(s: Study) -> None:
    source = s.text("W-01", interview("Pajang", "Saya utang.", name="Bu A"))
    set_side(s.project, source, "Bu A", "interviewer")
    assert {p.side for p in people_in(s.project, source)} == {"interviewer"}
    undo(s.project)
    assign(s.project, source, "Bu A", None)
    assert [p.participant for p in people_in(s.project, source) if p.side == "informant"] == [None]
    with pytest.raises(UserError, match="Labels: "):
        assign(s.project, source, "Bu Z", None)
    with pytest.raises(UserError, match="side"):
        set_side(s.project, source, "Bu A", "both")


# The same person


def twice(
    s: Study,
    first: str = "Usia: 52\nPekerjaan: buruh cuci\n",
    second: str = "(P, 51 tahun, buruh cuci, Semanggi)",
) -> tuple[bytes, bytes, bytes, bytes]:
    """Bu Tutik in an interview and in a discussion."""
    one = s.text("W-01", first + interview("Semanggi", "Saya utang.", "Air keruh.", name="Bu Tutik"))
    text = FGD.replace("- Bu Yuli (P, 38 tahun, guru PAUD, Pajang)", f"- Bu Tutik {second}").replace(
        "Bu Yuli:", "Bu Tutik:"
    )
    other = s.text("FGD-01", text)
    return one, other, person(s, "Bu Tutik", one), person(s, "Bu Tutik", other)


def test_one_person_in_two_sources_is_proposed_with_reasons(s: Study) -> None:
    _one, _other, here, there = twice(s)
    (proposal,) = same_people(s.project)
    assert {proposal.one.id, proposal.other.id} == {here, there}
    assert proposal.reasons == ("the same name", "kelurahan: Semanggi", "age: 50-an", "role: buruh cuci")
    assert proposal.against == ()


def test_what_speaks_against_it_is_said(s: Study) -> None:
    twice(s, second="(P, 44 tahun, buruh cuci, Pajang)")
    assert same_people(s.project) == []
    undo(s.project)
    s.text(
        "FGD-02",
        FGD.replace("Bu Yuli", "Bu Tutik").replace("38 tahun, guru PAUD, Pajang", "44 tahun, buruh cuci, Semanggi"),
    )
    (proposal,) = same_people(s.project)
    assert proposal.against == ("age: 50-an / 40-an",)


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Bu Tutiek", True),
        ("Tutik", True),
        ("Bu T", True),
        ("Pak Tutik", False),
        ("Bu Sri", False),
        ("Informan", False),
    ],
)
def test_names_are_compared_by_spelling_initials_and_titles(s: Study, name: str, proposed: bool) -> None:
    s.text("W-01", "Usia: 52\nPekerjaan: buruh cuci\n" + interview("Semanggi", "Ya.", name="Bu Tutik"))
    s.text("W-02", "Usia: 52\nPekerjaan: buruh cuci\n" + interview("Semanggi", "Tidak.", name=name))
    assert bool(same_people(s.project)) == proposed


def test_a_name_alone_is_not_enough(s: Study) -> None:
    s.text("W-01", interview("Semanggi", "Ya.", name="Bu Sri"))
    s.text("W-02", interview("Pajang", "Tidak.", name="Bu Sri"))
    assert same_people(s.project) == []


def test_joined_they_are_one_in_everything_and_undo_parts_them(s: Study) -> None:
    one, other, here, there = twice(s)
    utang = add_code(s.project, "utang", parent=add_code(s.project, "ekonomi"))
    s.code(one, utang, "Saya utang.")
    s.code(other, utang, "banjir")
    for source in (one, other):
        finish(s.project, source)
    with act(s.project, "x") as a:
        set_attribute(a, there, "anak", "3")
        a.create(
            "memo", new_id(), belongs=there, about_kind="participant", about=there, coder=s.project.coder, text="ramah"
        )
    before = s.project.rows("SELECT id, participant FROM speaker ORDER BY id")
    join_people(s.project, here, there)
    assert [p.sources for p in everyone(s.project) if p.pseudonym == "Bu Tutik"] == [2]
    assert [part.source for part in speaks_in(s.project, here)] == ["FGD-01", "W-01"]
    voices = matrix(s.project, "codes", columns="informant")
    assert [v.name for v in voices.columns if voices.cell(utang, v.id).segments == 2] == ["Bu Tutik"]
    assert s.project.rows("SELECT subject FROM attribute WHERE removed=0") == [(here,)]
    assert s.project.rows("SELECT belongs, about FROM memo WHERE removed=0") == [(here, here)]
    assert same_people(s.project) == []
    undo(s.project)
    assert s.project.rows("SELECT id, participant FROM speaker ORDER BY id") == before
    assert s.project.rows("SELECT subject FROM attribute WHERE removed=0") == [(there,)]
    assert s.project.rows("SELECT about FROM memo WHERE removed=0") == [(there,)]
    assert len(same_people(s.project)) == 1
    redo(s.project)
    assert [p.sources for p in everyone(s.project) if p.pseudonym == "Bu Tutik"] == [2]
    assert not check(s.project).faults


def test_where_they_differ_the_kept_ones_word_stands_unless_told(s: Study) -> None:
    _one, _other, here, there = twice(s, first="Usia: 49\n")
    assert [(d.key, d.kept, d.other) for d in differences(s.project, here, there)] == [
        ("role", "", "buruh cuci"), ("gender", "", "perempuan"), ("age_band", "40-an", "50-an"),
    ]  # fmt: skip
    with pytest.raises(UserError, match="They differ in: role, gender, age_band"):
        join_people(s.project, here, there, take=["consent"])
    join_people(s.project, here, there, take=["role"])
    (kept,) = (p for p in everyone(s.project) if p.id == here)
    assert (kept.role, kept.gender, kept.age_band) == ("buruh cuci", "", "40-an")


def test_a_refused_pair_does_not_come_back_even_joined_with_others(s: Study) -> None:
    _one, _other, here, there = twice(s)
    apart(s.project, there, here)
    assert same_people(s.project) == []
    undo(s.project)
    assert len(same_people(s.project)) == 1
    redo(s.project)
    third = s.text("W-03", "Usia: 52\nPekerjaan: buruh cuci\n" + interview("Semanggi", "Ya.", name="Bu Tutik"))
    assert len(same_people(s.project)) == 2
    join_people(s.project, person(s, "Bu Tutik", third), here)
    assert same_people(s.project) == []


def test_a_correction_does_not_bring_a_joined_participant_back(s: Study) -> None:
    one, other, here, there = twice(s)
    join_people(s.project, here, there)
    now = versions.current(s.project, other)
    assert now is not None
    without = now.text.replace("Bu Tutik: Di", "Bu Marni: Di")
    s.text("FGD-01", without, replace="")
    assert [part.source for part in speaks_in(s.project, here)] == ["W-01"]
    s.text("FGD-01", now.text.replace("banjir", "banjir terus"), replace="")
    assert [part.source for part in speaks_in(s.project, here)] == ["FGD-01", "W-01"]
    assert [p.sources for p in everyone(s.project) if p.pseudonym == "Bu Tutik"] == [2]
    assert here == person(s, "Bu Tutik", one)


def test_a_withdrawal_reaches_all_sources_of_a_joined_participant(s: Study) -> None:
    _one, other, here, there = twice(s)
    join_people(s.project, here, there)
    done = withdraw(s.project, "participant", here, "asked")
    assert (done.sources, done.blanked) == (1, 1)
    now = versions.current(s.project, other)
    assert now is not None and "banjir" not in now.text and "Tutik" not in now.text
    words = [new or "" for (new,) in s.project.rows("SELECT new FROM entry")]
    assert not any("Tutik" in one for one in words)
    assert s.project.rows("SELECT id FROM participant WHERE id IN (?, ?)", here, there) == []
    assert not check(s.project).faults


def test_a_withdrawal_reaches_what_a_colleague_said_under_the_other_one(s: Study, tmp_path: Path) -> None:
    _one, _other, here, there = twice(s)
    colleague = copied(s, tmp_path / "rekan", "bagus")
    third = colleague.text("W-09", interview("Semanggi", "Kata rekan.", name="Ibu T"))
    assign(colleague.project, third, "Ibu T", there)
    join_people(s.project, here, there)
    merge(s.project, colleague.project.path)
    withdraw(s.project, "participant", here, "asked")
    assert s.project.rows("SELECT name FROM source WHERE removed=0") == [("FGD-01",)]
    assert not check(s.project).faults


def test_a_speaker_given_meanwhile_to_one_who_was_joined_is_the_other_s_after_a_merge(s: Study, tmp_path: Path) -> None:
    """Else the person would count twice."""
    _one, _other, here, there = twice(s)
    colleague = copied(s, tmp_path / "rekan", "bagus")
    join_people(s.project, here, there)
    third = colleague.text("W-03", interview("Pajang", "Ya.", name="Bu Lain"))
    (speaker,) = next(
        iter(colleague.project.rows("SELECT id FROM speaker WHERE source=? AND participant IS NOT NULL", third))
    )
    with act(colleague.project, "x") as a:
        a.change("speaker", speaker, participant=there)
    merge(s.project, colleague.project.path)
    assert complete_joins(s.project) == 1 and complete_joins(s.project) == 0
    assert [p.sources for p in everyone(s.project) if p.pseudonym == "Bu Tutik"] == [3]
    assert not check(s.project).faults


def test_two_people_who_join_the_same_two_the_other_way_round_are_told(s: Study, tmp_path: Path) -> None:
    _one, _other, here, there = twice(s)
    colleague = copied(s, tmp_path / "rekan", "bagus")
    join_people(s.project, here, there)
    join_people(colleague.project, there, here)
    merge(s.project, colleague.project.path)
    (claim,) = (claim for claim in claims(s.project) if claim.kind == "joined")
    keep = claim.participant
    assert keep == min(here, there)


PEOPLE = [bytes([n]) for n in range(7)]


@given(st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), st.randoms(use_true_random=False))
def test_however_people_were_joined_each_person_has_one_who_stays(into: dict[bytes, bytes], rnd: random.Random) -> None:
    """Joins made both ways, in a ring, and onto oneself, in whatever order they arrived: all who hang together are one
    person, one of them stays, and where the joins lead in a circle it is the one with the smallest id of those in it."""
    order = list(into.items())
    rnd.shuffle(order)
    project = cast(Project, None)
    with mock.patch.object(joined, "_written", lambda project: dict(order)):
        found, circles = joined.joins(project), joined.loops(project)
        together = {one: joined.everyone(project, one) for one in PEOPLE}
    for one, other in into.items():
        assert together[one] == together[other]
    for one, people in together.items():
        assert one in people and all(together[each] == people for each in people)
        (stays,) = people - found.keys()
        assert {found.get(each, each) for each in people} == {stays}
        circle = {who for ring in circles for who, _into in ring if who in people}
        assert stays == min(circle) if circle else stays not in into
    assert sum(len(people) for people in {frozenset(people) for people in together.values()}) == len(PEOPLE)


# Claims


def test_claims_for_two_areas_are_reported(s: Study) -> None:
    bracket = interview("Semanggi", "Ya.", name="Bu Tutik").replace("Informan: Bu Tutik", "Informan: Bu Tutik (Pajang)")
    s.text("W-01", bracket)
    assert [claim.text for claim in claims(s.project) if claim.kind == "homes"][:1] == [
        "W-01: Bu Tutik is claimed for two areas: Pajang, Semanggi"
    ]


def test_one_name_in_two_areas_is_reported_until_somebody_says_they_are_two(s: Study) -> None:
    s.text("W-01", interview("Semanggi", "Ya.", name="Pak Gunadi"))
    s.text("W-02", interview("Pajang", "Tidak.", name="Pak Gunadi"))
    s.text("W-03", interview("Pajang", "Tidak.", name="Bu Gunadi"))
    (claim,) = claims(s.project)
    assert claim.kind == "namesakes" and "Semanggi (W-01); Pak Gunadi" in claim.text and "Pajang (W-02)" in claim.text
    one, other = (rec for (rec,) in s.project.rows("SELECT id FROM participant WHERE pseudonym='Pak Gunadi'"))
    apart(s.project, one, other)
    assert not claims(s.project)


def test_whoever_speaks_only_in_a_source_that_was_taken_off_is_not_listed(study: CommandLine) -> None:
    before = study.items("participants")
    study("sources", "remove", "W-01")
    left = {one["pseudonym"] for one in study.items("participants")}
    assert left == {"Bu Marni", "Pak Bagyo"}
    study("participants", "add", "Bu Yuli")
    assert "Bu Yuli" in study("participants").out
    study("undo")
    study("undo")
    assert study.items("participants") == before


def test_a_joined_participant_with_two_homes_is_reported_and_what_stands(s: Study) -> None:
    _one, _other, here, there = twice(s, second="(P, 51 tahun, buruh cuci, Pajang)")
    assert claims(s.project) == []
    join_people(s.project, here, there)
    assert [(claim.kind, claim.text) for claim in claims(s.project)] == [
        ("homes", "Bu Tutik is said to live in: Pajang (FGD-01); Semanggi (W-01). What stands: Semanggi")
    ]
    assert s.region("Semanggi") in homes(s.project)[_other]


def test_a_kelurahan_under_the_wrong_kecamatan_or_of_no_participant_is_reported(s: Study) -> None:
    s.text("W-01", "Kecamatan: Laweyan\n" + interview("Semanggi", "Ya."))
    s.text(
        "FGD-01",
        FGD.replace("Kelurahan: Semanggi", "Kelurahan: Jebres").replace("38 tahun, guru PAUD, Pajang", "Atlantis"),
    )
    assert [(claim.kind, claim.text) for claim in claims(s.project)] == [
        ("unknown", "FGD-01: Bu Yuli: kelurahan “Atlantis” is not among the regions"),
        ("area", "FGD-01: the header says kelurahan Jebres, but none of its participants lives there"),
        ("kecamatan", "W-01: kelurahan Semanggi lies in Pasar Kliwon, not in Laweyan"),
    ]


# The command line


def test_the_commands_from_proposal_to_withdrawal(study: CommandLine) -> None:
    qc = study
    qc.bring_in("W-02", "Usia: 41\nPekerjaan: penjahit\n" + interview("Pajang", "Sepi.", name="Bu Marni"))
    (proposal,) = qc.items("participants", "same")
    one, other = (proposal[side]["id"][:12] for side in ("one", "other"))
    assert "the same name" in proposal["reasons"]
    assert f"qualcode participants join {one} {other}" in qc("participants", "same").out
    assert "names 2 records" in qc.fails("participants", "join", "Bu Marni", other)
    qc("participants", "apart", one, other)
    assert qc.items("participants", "same") == []
    qc("undo")
    assert "Joined." in qc("participants", "join", one, other).out
    (shown,) = qc.items("participants", "show", "Bu Marni")
    assert [part["source"] for part in shown["speaks_in"]] == ["FGD-01", "W-02"]
    assert "consent: nothing said" in qc("participants", "show", "Bu Marni").out
    assert qc("participants", "check").out.strip() == "All claims agree."
    assert qc.items("participants", "check") == []
    qc("withdraw", "participant", "Bu Marni", "--reason", "diminta")
    assert [item["name"] for item in qc.items("sources")] == ["FGD-01", "W-01"]


def test_adding_assigning_sides_and_removing(study: CommandLine) -> None:
    qc = study
    qc("participants", "add", "I-PJG-04", "home=Pajang", "role=kader")
    assert "i-pjg-04" in qc.fails("participants", "add", "i-pjg-04")
    qc("participants", "assign", "FGD-01", "Bu Marni", "I-PJG-04")
    assert "Bu Marni" not in qc("participants", "list").out  # whom the list had made of the label speaks nowhere now
    qc("undo")
    assert "Bu Marni" in qc("participants", "list").out
    qc("attributes", "set", "Bu Marni", "anak=2")  # something hangs on her: she stays
    qc("participants", "assign", "FGD-01", "Bu Marni", "I-PJG-04")
    assert "Bu Marni" in qc("participants", "list").out
    assert "FGD-01" in qc.fails("participants", "remove", "I-PJG-04")
    qc("participants", "assign", "FGD-01", "Bu Marni", "-")
    qc("participants", "remove", "I-PJG-04")
    qc("participants", "side", "FGD-01", "Pak Bagyo", "interviewer")
    assert "Moderator, Bu Marni, Pak Bagyo" in qc.fails("participants", "side", "FGD-01", "Pak Karto", "informant")
    assert "I-PJG-04" not in qc("participants", "list").out


def test_a_word_file_with_a_table_of_fields_and_a_table_of_participants(s: Study) -> None:
    from docx import Document

    document = Document()
    document.add_heading("Transkrip FGD", 1)
    for rows in (
        [("Tanggal", "24 Juni 2025"), ("Tempat", "balai RW"), ("Kelurahan", "Semanggi"), ("Moderator", "Dimas")],
        [("No", "Nama", "Usia", "Kelurahan", "Peran"), ("1", "Bu Marni", "41", "Pajang", "penjahit"),
         ("2", "Pak Bagyo", "63", "Semanggi", "pensiunan"), ("3", "Bu Yuli", "38", "Pajang", "guru PAUD")],
    ):  # fmt: skip
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        document.add_paragraph("")
    for paragraph in GROUP.replace("Bu Yuli:", "Peserta 3:").strip().split("\n\n"):
        document.add_paragraph(paragraph)
    path = s.folder / "FGD-09.docx"
    document.save(str(path))
    done = import_file(s.project, path)
    assert (done.region, done.participants, done.labels["Bu Marni"]) == ("Semanggi", 3, 2)
    known = {p.label: (p.pseudonym, p.home, p.role) for p in people_in(s.project, done.source) if p.side == "informant"}
    assert known == {
        "Bu Marni": ("Bu Marni", "Pajang", "penjahit"), "Pak Bagyo": ("Pak Bagyo", "Semanggi", "pensiunan"),
        "Peserta 3": ("Bu Yuli", "Pajang", "guru PAUD"),
    }  # fmt: skip


def test_a_join_written_in_a_form_not_known_joins_nobody_and_harms_nothing(tmp_path: Path) -> None:
    s = study(tmp_path)
    before = joins(s.project)
    set_setting(s.project, setting_key(new_id()), {"into": "somebody"})  # as a later version may write it
    set_setting(s.project, setting_key(new_id()), "nobody's id")
    assert joins(s.project) == before and loops(s.project) == []


def test_nobody_takes_a_pseudonym_that_is_another_s(study: CommandLine) -> None:
    told = "there is another participant named “Pak Bagyo”. If they are one person: participants join"
    assert told in study.fails("participants", "set", "Bu Marni", "pseudonym=Pak  Bagyo")
    assert told in study.fails("attributes", "set", "Bu Marni", "pseudonym=Pak Bagyo")
    study("participants", "set", "Bu Marni", "pseudonym=bu marni")


def test_two_of_one_name_are_listed_with_their_ids(study: CommandLine) -> None:
    assert study("participants").out.startswith("pseudonym")
    study.bring_in("W-03", INTERVIEW.replace("ngutang dulu", "pinjam"))
    head, *_rows = study("participants").out.splitlines()
    assert head.startswith("id ")
    for one in study.items("participants"):
        study("participants", "show", one["id"][:8])
