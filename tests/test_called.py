"""A real name does not outlive the pseudonym: neither on a screen nor, unsaid, in a text or the name of a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.collect.called import left_behind, names_in_sources, names_shown, put_pseudonym, stand_in
from qualcode.collect.names import create_key
from qualcode.collect.places import in_header
from qualcode.store import open_project
from qualcode.store.lookup import find
from tests.app_world import Desk, desk
from tests.cli_world import CommandLine, elsewhere

# Invented.
TALK = """\
Tanggal: 12 Juli 2025
Tempat: rumah Bu Kenanga, Kelurahan Semanggi
Nama: Kenanga (perempuan, 54 tahun, buruh cuci)
Pewawancara: Wulan

Wulan: Boleh cerita, Bu?
Bu Kenanga: Nyuci di tiga rumah. Kata orang, Bu Kenanga rajin.
Wulan: Bayarannya bagaimana?
Bu Kenanga: Per kilo. Kalau hujan ya tidak dapat.
Wulan: Lalu makannya dari mana?
Bu Kenanga: Ngutang di warung.
"""


@pytest.mark.parametrize(
    ("label", "pseudonym", "shown"),
    [
        ("Bu Kenanga:", "Bu Tarni", "Bu Tarni"),
        ("Kenanga:", "Bu Kenanga", "Kenanga"),
        ("Informan 3:", "Bu Tarni", "Informan 3"),
        ("Ibu K:", "Bu Tarni", "Ibu K"),
        ("Kenanga:", "", "Kenanga"),
    ],
)
def test_who_has_a_pseudonym_is_called_by_it_where_the_label_is_a_name(label: str, pseudonym: str, shown: str) -> None:
    assert stand_in(label, pseudonym) == shown


def test_an_import_says_what_holds_a_name_and_a_rename_says_what_is_left(qc: CommandLine) -> None:
    said = qc("import", qc.write("wawancara-kenanga.txt", TALK)).out
    assert (
        "“Tempat” in its header names an informant" in said and "the field “place” of the source is left empty" in said
    )
    assert "The name of 1 source holds a person's name, and reports print it: wawancara-kenanga." in said
    said = qc("participants", "set", "Kenanga", "pseudonym=Bu Tarni").out
    assert (
        "Another name of “Bu Tarni” still stands there" in said
        and "the name of wawancara-kenanga" in said
        and "--texts" in said
    )
    assert "Bu Tarni" in {line["label"] for line in qc.items("search", "rajin")}
    said = qc("participants", "set", "Bu Tarni", "pseudonym=Bu Tarni", "--texts").out
    assert "The texts of 1 source are changed." in said
    assert "kenanga" not in (qc("sources").out + qc("sources", "show", "wawancara-Bu Tarni").out).casefold()


def test_who_was_joined_into_another_is_called_as_that_one(qc: CommandLine, tmp_path: Path) -> None:
    qc("import", qc.write("W-01.txt", TALK))
    qc("participants", "set", "Kenanga", "pseudonym=Bu Tarni")
    qc("participants", "add", "Bu Sarmi")
    other = elsewhere(qc, tmp_path / "bagus", "bagus", tmp_path / "state-bagus")
    other("participants", "assign", "W-01", "Bu Kenanga", "Bu Sarmi")  # while somebody finds out that the two are one
    qc("participants", "join", "Bu Tarni", "Bu Sarmi")
    qc("merge", other.project_file)
    with open_project(qc.project_file) as project:
        assert names_shown(project)(find(project, "source", "W-01"), "Bu Kenanga:") == "Bu Tarni"


async def press_rename(one: Desk, name: str) -> None:
    await one.press("g o", "r")
    await one.type(name)
    await one.press("enter")


async def test_the_app_calls_people_by_their_pseudonym_and_offers_to_put_it_into_the_texts(qc: CommandLine) -> None:
    qc("import", qc.write("wawancara-kenanga.txt", TALK))
    path: Path = qc.project_file
    async with desk(path, coder=None) as one:
        await press_rename(one, "Bu Tarni")
        assert "Another name of “Bu Tarni” still stands there" in one.text() and "wawancara-kenanga" in one.text()
        await one.press("down", "enter")  # the texts stay: screens say the pseudonym all the same
        await one.press("tab")
        assert "Attributes of sources" in one.row(0) and "wawancara-kenanga · kind" in one.text()
        await one.press("l", "enter")
        assert "Semanggi" in one.text() and "in the header: Tempat" in one.text()  # proposed, and not taken unasked
        await one.press("escape", "g h")
        assert "Kenanga" not in one.text()
        await press_rename(one, "Bu Sarmi")
        await one.press("enter")
        assert "“Bu Sarmi” stands in 1 source now" in one.said
    with open_project(path) as project:
        assert names_in_sources(project) == []


def test_what_is_left_is_counted_and_taken_away_as_one_action(qc: CommandLine) -> None:
    qc("import", qc.write("W-01.txt", TALK))
    qc("participants", "set", "Kenanga", "pseudonym=Bu Tarni")
    with open_project(qc.folder / "project.qualcode") as project:
        who, source = find(project, "participant", "Bu Tarni"), find(project, "source", "W-01")
        assert in_header(project, source) == [("Semanggi", "Tempat")]
        left = left_behind(project, who, "Kenanga")
        assert left.places >= 3 and left.sources == ()
        assert put_pseudonym(project, who, "Kenanga") == 1
        assert not left_behind(project, who, "Kenanga")
    qc("undo")
    with open_project(qc.folder / "project.qualcode") as project:
        assert left_behind(project, who, "Kenanga").places == left.places


def test_a_closed_key_is_opened_before_a_name_goes_that_only_the_texts_know(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.collect.keyfile.P", 1)
    qc("import", qc.write("W-01.txt", TALK))
    qc("participants", "set", "Kenanga", "pseudonym=Bu Tarni")
    with open_project(qc.project_file) as project:
        create_key(project.path.parent, "empat kuda baterai benar").save()
    assert "the key of real names is closed" in qc.fails(
        "participants", "set", "Bu Tarni", "pseudonym=Bu Sarmi", "--texts"
    )
    assert "Bu Sarmi" not in qc("participants").out  # nothing half done
