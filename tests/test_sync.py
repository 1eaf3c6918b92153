"""A team through one folder: what one puts there the others take in, whatever the carrier does to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qualcode.exchange import sync
from qualcode.exchange.carrier import Carrier
from qualcode.exchange.segments import _SCRYPT, Seal
from qualcode.store import search
from qualcode.store.check import check
from tests.cli_world import CommandLine

PRICE = dict(_SCRYPT)  # the other tests pay less (tests/conftest.py)

QUOTE = "Kerja bakti jalan terus"


def joined(study: CommandLine, folder: Path, coder: str) -> CommandLine:
    """Another laptop that began from the sync folder."""
    folder.mkdir()
    laptop = CommandLine(folder, coder)
    laptop("join", study.folder.parent / "tim", "--into", folder, "--coder", coder)
    return laptop


@pytest.fixture
def team(study: CommandLine) -> Path:
    folder = study.folder.parent / "tim"
    folder.mkdir()
    study("sync", folder)
    return folder


@pytest.fixture
def bagus(study: CommandLine, team: Path) -> CommandLine:
    return joined(study, study.folder.parent / "laptop-bagus", "bagus")


def segments(team: Path) -> list[Path]:
    return sorted(team.rglob("*.qcj"))


def test_what_one_codes_is_with_the_other_after_a_sync_each(study: CommandLine, bagus: CommandLine, team: Path) -> None:
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE)
    bagus("sync", team)
    said = study("sync", team).out
    assert "bagus" in said
    assert [(row["coder"], row["quote"]) for row in study.items("codings")] == [("bagus", QUOTE)]
    bagus("sync", team)
    assert study.state() == bagus.state()


def test_syncing_again_brings_and_writes_nothing(study: CommandLine, bagus: CommandLine, team: Path) -> None:
    bagus("sync", team)
    study("sync", team)
    before = {path: path.read_bytes() for path in team.rglob("*") if path.is_file()}
    assert "nothing new" in study("sync", team).out
    assert {path: path.read_bytes() for path in team.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("cut", [0, 1, 30, 100, -1])
def test_a_file_cut_off_waits_and_is_taken_in_when_it_is_whole(
    study: CommandLine, bagus: CommandLine, team: Path, cut: int
) -> None:
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE)
    have = set(segments(team))
    bagus("sync", team)
    (new,) = set(segments(team)) - have
    whole = new.read_bytes()
    new.write_bytes(whole[:cut])
    assert "not whole" in study("sync", team).out
    assert study.items("codings") == []
    new.write_bytes(whole)
    study("sync", team)
    assert len(study.items("codings")) == 1


def test_its_writer_makes_good_what_the_carrier_damaged(study: CommandLine, bagus: CommandLine, team: Path) -> None:
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE, "--memo", "contoh")
    have = set(team.rglob("*"))
    bagus("sync", team)
    for new in set(team.rglob("*")) - have:
        if new.is_file():
            data = bytearray(new.read_bytes())
            data[len(data) // 2] ^= 255
            new.write_bytes(bytes(data))
    study("sync", team)
    assert study.items("codings") == []
    assert "written again" in bagus("sync", team).out
    study("sync", team)
    assert [row["memo"] for row in study.items("codings")] == ["contoh"]


def test_an_older_copy_of_the_folder_comes_back(study: CommandLine, bagus: CommandLine, team: Path) -> None:
    old = team.with_name("old")
    shutil.copytree(team, old)
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE)
    bagus("sync", team)
    shutil.rmtree(team)
    old.rename(team)
    bagus("sync", team)
    study("sync", team)
    assert len(study.items("codings")) == 1


def test_a_text_that_comes_later_than_what_names_it_is_waited_for(
    study: CommandLine, bagus: CommandLine, team: Path
) -> None:
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE, "--memo", "nanti")
    have = set((next(team.glob("*/texts"))).iterdir())
    bagus("sync", team)
    (text,) = set((next(team.glob("*/texts"))).iterdir()) - have
    kept = text.read_bytes()
    text.unlink()
    assert "wait" in study("sync", team).out
    text.write_bytes(kept)
    study("sync", team)
    assert [row["memo"] for row in study.items("codings")] == ["nanti"]


def test_a_text_that_a_carrier_takes_away_while_it_is_read_is_not_lost(
    study: CommandLine, bagus: CommandLine, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE, "--memo", "nanti")
    have = set((next(team.glob("*/texts"))).iterdir())
    bagus("sync", team)
    (path,) = set((next(team.glob("*/texts"))).iterdir()) - have
    kept = path.read_bytes()
    whole = sync.text

    def carried_off(c: Carrier, name: bytes, notes: list[str]) -> tuple[int, int, bytes] | None:
        found = whole(c, name, notes)
        path.unlink(missing_ok=True)  # it was there when it was looked at, and is not any more
        return found

    monkeypatch.setattr(sync, "text", carried_off)
    study("sync", team)  # the law is looked at: whatever is placed has its texts
    path.write_bytes(kept)
    study("sync", team)
    assert [row["memo"] for row in study.items("codings")] == ["nanti"]


def test_a_text_that_is_missing_here_comes_back_from_the_folder(
    study: CommandLine, bagus: CommandLine, team: Path
) -> None:
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE, "--memo", "nanti")
    bagus("sync", team)
    study("sync", team)
    with study.project() as project:  # as an earlier version left it when a carrier worked at the folder meanwhile
        name = project.value("SELECT memo FROM coding")
        project.conn.execute("DELETE FROM blob WHERE hash=?", (name,))
        search.rebuild(project.conn)
        (fault,) = check(project).faults
    assert "a text is missing" in fault
    assert "1 text that was missing here came in" in study("sync", team).out
    assert [row["memo"] for row in study.items("codings")] == ["nanti"]


def test_doubled_and_foreign_files_do_no_harm_and_are_said(study: CommandLine, bagus: CommandLine, team: Path) -> None:
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE)
    bagus("sync", team)
    one = segments(team)[-1]
    shutil.copy(one, one.with_name(one.stem + " (conflicted copy).qcj"))
    (one.parent / "Thumbs.db").write_bytes(b"\0\1")
    (one.parent / ".half.tmp").write_bytes(b"\0")
    said = study("sync", team).out
    assert "conflicted copy" in said
    assert "Thumbs.db" in said
    assert ".half.tmp" not in said
    assert len(study.items("codings")) == 1


def test_frames_of_a_newer_qualcode_are_said_and_left(study: CommandLine, bagus: CommandLine, team: Path) -> None:
    bagus("sync", team)
    one = next(path for path in segments(team) if path.name.startswith("00000001"))
    (one.parent / "00009001-00009002.abcdef01.qcj").write_bytes(b"QCS9" + bytes(60))
    assert "newer" in study("sync", team).out


def test_withdrawn_words_leave_the_folder_too(study: CommandLine, bagus: CommandLine, team: Path) -> None:
    import zlib

    def held() -> bytes:
        everything = b""
        for path in team.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                everything += data
                at = data.find(b"QCS1")
                while at >= 0:  # every frame, unpacked
                    length = int.from_bytes(data[at + 4 : at + 8], "big")
                    everything += zlib.decompress(data[at + 36 : at + 36 + length])
                    at = data.find(b"QCS1", at + 36 + length)
        return everything

    bagus("code", "W-01", "--code", "utang", "--quote", "ngutang dulu", "--memo", "kata Bu Tutik")
    bagus("sync", team)
    study("sync", team)
    assert b"ngutang dulu" in held()
    study("withdraw", "source", "W-01", "--reason", "diminta")
    study("sync", team)
    assert b"ngutang dulu" not in held()
    assert b"kata Bu Tutik" not in held()
    bagus("sync", team)
    study("sync", team)
    assert b"ngutang" not in held()
    assert study.state() == bagus.state()


def test_what_a_passphrase_gives_stays_and_costs_as_much_as_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder sealed today must open with every later qualcode."""
    monkeypatch.setattr("qualcode.exchange.segments._SCRYPT", PRICE)
    key = Seal.of("air lancar kemarin pagi", bytes(range(16))).key
    assert key.hex() == "cd4f334ec37f53401dba8abee5ec80d95e5b84a96bf3f0abdb8e6b5cc2e24a8a"


def test_a_sealed_folder_opens_with_its_passphrase_only(study: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "tersegel"
    folder.mkdir()
    key = study.write("kunci.txt", "empat kata yang panjang\n")
    study("sync", folder, "--passphrase-file", key)
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"ngutang" not in everything
    assert "sealed" in study.fails("sync", folder)
    assert "empty" in study.fails("sync", folder, "--passphrase-file", study.write("kosong.txt", "\n"))
    wrong = study.write("salah.txt", "bukan ini\n")
    assert "not the folder's passphrase" in study.fails("sync", folder, "--passphrase-file", wrong)
    (tmp_path / "lain").mkdir()
    laptop = CommandLine(tmp_path / "lain", "bagus")
    laptop("join", folder, "--into", tmp_path / "lain", "--coder", "bagus", "--passphrase-file", key)
    assert [row["name"] for row in laptop.items("sources")] == [row["name"] for row in study.items("sources")]


def test_a_folder_that_is_not_there_is_not_made(study: CommandLine, tmp_path: Path) -> None:
    assert "no such folder" in study.fails("sync", tmp_path / "usb")
    assert not (tmp_path / "usb").exists()


def test_another_projects_folder_is_refused_unless_asked(study: CommandLine, team: Path, nowhere: CommandLine) -> None:
    nowhere("init", "lain", "--coder", "sri")
    other = CommandLine(nowhere.folder / "lain")
    assert "another project's" in other.fails("sync", team)
    other("sync", team, "--start")
    assert "nothing new" in study("sync", team).out


def test_what_came_by_a_file_goes_on_to_the_folder(study: CommandLine, bagus: CommandLine, team: Path) -> None:
    """Sri merges Bagus's file from a USB stick; Wulan, who knows only the folder, gets it all the same."""
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE)
    study("merge", bagus.project_file)
    study("sync", team)
    wulan = joined(study, study.folder.parent / "laptop-wulan", "wulan")
    assert [row["coder"] for row in wulan.items("codings")] == ["bagus"]


def test_two_that_went_on_from_one_copied_file_are_both_kept(study: CommandLine, team: Path, tmp_path: Path) -> None:
    copy = tmp_path / "salinan"
    shutil.copytree(study.folder, copy)
    other = CommandLine(copy, "sri")
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    other("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE)
    for laptop in (study, other, study, other):
        laptop("sync", team)
    assert len(study.items("codings")) == len(other.items("codings")) == 2
    assert study.state() == other.state()


def test_many_small_files_become_few_and_nothing_is_lost(
    study: CommandLine, bagus: CommandLine, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.exchange import writing

    monkeypatch.setattr(writing, "MANY", 4)
    for value in ("1", "0", "-1", "1", "0"):
        study("codes", "set", "air", f"valence={value}")
        study("sync", team)
    assert len(segments(team)) <= 4
    bagus("sync", team)
    study("sync", team)
    assert study.state() == bagus.state()


def test_a_preview_says_what_would_come_in_and_takes_nothing(
    study: CommandLine, bagus: CommandLine, team: Path
) -> None:
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE)
    bagus("codes", "add", "ngutang")
    bagus("codes", "set", "air", "valence=-1")
    study("codes", "set", "air", "valence=0")
    bagus("sync", team)
    before = study.state()
    for preview in (study("sync", team, "--dry-run").out, study("merge", "--dry-run", bagus.project_file).out):
        assert "Only looked at" in preview
        assert "coding 1 new" in preview
        assert "ngutang" in preview
        assert "1 conflict" in preview
    assert study.state() == before
    study("sync", team)
    assert len(study.items("conflicts")) == 1


def test_a_withdrawn_text_that_a_late_copy_brings_back_goes_again(
    study: CommandLine, bagus: CommandLine, team: Path
) -> None:
    from qualcode.exchange.sync import sync

    bagus("code", "W-01", "--code", "utang", "--quote", "ngutang dulu", "--memo", "kata Bu Tutik")
    bagus("sync", team)
    study("sync", team)
    texts = {path: path.read_bytes() for path in team.glob("*/texts/*")}
    study("withdraw", "source", "W-01", "--reason", "diminta")
    study("sync", team)
    gone = {path: data for path, data in texts.items() if not path.exists()}
    assert gone
    for path, data in gone.items():
        path.write_bytes(data)
    study("sync", team)
    with study.project() as project:
        now = project.clock()
        project.clock = lambda: now + 25 * 3_600_000
        sync(project, team)
    assert not any(path.exists() for path in gone)


def test_a_file_that_stays_torn_is_written_again_by_whoever_has_it(
    study: CommandLine, bagus: CommandLine, team: Path
) -> None:
    """Bagus's laptop is lost, and his file in the folder was cut off."""
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE)
    have = set(segments(team))
    bagus("sync", team)
    (new,) = set(segments(team)) - have
    study("merge", bagus.project_file)
    new.write_bytes(new.read_bytes()[:50])
    study("sync", team)
    assert len(new.read_bytes()) == 50  # somebody may still be carrying it
    assert "written again" in study("sync", team).out
    wulan = joined(study, study.folder.parent / "laptop-wulan", "wulan")
    assert len(wulan.items("codings")) == 1


def test_what_waits_for_a_newer_qualcode_is_passed_on(study: CommandLine, bagus: CommandLine, team: Path) -> None:
    """Bagus has a newer one; Sri gets his file by a stick and syncs; Wulan, who has the newer one too, gets it from the folder."""
    from unittest.mock import patch

    from qualcode.store import journal, receive

    with patch.object(journal, "FORMAT", 2):
        bagus("code", "W-01", "--code", "gotong-royong", "--quote", QUOTE)
    assert "newer qualcode" in study("merge", bagus.project_file).out
    study("sync", team)
    before = {path: path.stat().st_mtime_ns for path in segments(team)}
    study("sync", team)
    assert {path: path.stat().st_mtime_ns for path in segments(team)} == before
    with patch.object(receive, "FORMAT", 2):
        wulan = joined(study, study.folder.parent / "laptop-wulan", "wulan")
        assert [row["coder"] for row in wulan.items("codings")] == ["bagus"]


def test_a_preview_writes_nothing_into_the_folder_either(study: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "baru"
    folder.mkdir()
    key = study.write("kunci.txt", "empat kata yang panjang\n")
    study("sync", folder, "--dry-run", "--passphrase-file", key)
    assert list(folder.iterdir()) == []
