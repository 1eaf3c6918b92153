"""Folders and archives: everything that can be read comes in, the rest is said in a line each, and nothing does harm."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import stat
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from qualcode.collect import sources
from qualcode.collect.readers import MAX_PLAIN
from tests.cli_world import FGD, INTERVIEW, CommandLine

posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")


def zipped(parts: dict[str, bytes | str], path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return path


def other(words: str) -> str:
    return INTERVIEW.replace("ngutang dulu di warung depan", words)


def names(qc: CommandLine) -> list[str]:
    return [row["name"] for row in qc.items("sources")]


def files(qc: CommandLine) -> dict[str, str]:
    with qc.project() as project:
        return dict(project.rows("SELECT name, file FROM source WHERE removed=0"))


# Folders


def test_a_folder_comes_in_with_all_that_lies_in_it(qc: CommandLine) -> None:
    qc.write("corpus/W-01.txt", INTERVIEW)
    qc.write("corpus/kelompok/FGD-01.md", FGD)
    for name in ("README.md", ".tersembunyi.txt", "~$W-01.docx", "rekaman.mp3", ".git/x.txt", "__MACOSX/._W-01.txt"):
        qc.write(f"corpus/{name}", "P: bukan transkrip")
    said = qc("import", "corpus").out
    assert files(qc) == {"W-01": "corpus/W-01.txt", "FGD-01": "corpus/kelompok/FGD-01.md"}
    assert "Passed over: " in said
    assert "1 .mp3" in said
    assert "1 README.md" in said  # not “1 .md”, which is read
    assert "2 new sources." in said


def test_two_files_of_one_name_in_a_folder_are_told_apart_by_their_folders(qc: CommandLine) -> None:
    qc.write("corpus/kelompok-a/W-01.txt", INTERVIEW)
    qc.write("corpus/kelompok-b/W-01.txt", other("pinjam tetangga"))
    qc.write("corpus/kelompok-b/W-01.md", other("gadai motor"))
    qc("import", "corpus")
    assert sorted(names(qc)) == ["W-01", "kelompok-b/W-01", "kelompok-b/W-01.txt"]


def test_a_changed_file_of_a_folder_is_no_second_source_in_silence(qc: CommandLine) -> None:
    qc.write("corpus/W-01.txt", INTERVIEW)
    qc("import", "corpus")
    qc.write("corpus/W-01.txt", other("pinjam"))
    assert "there is another source named “W-01”" in qc.fails("import", "corpus")
    assert names(qc) == ["W-01"]
    qc("import", "corpus", "--replace", "")
    assert "pinjam" in qc("sources", "show", "W-01").out


def test_the_same_folder_again_brings_nothing(qc: CommandLine) -> None:
    qc.write("corpus/a/W-01.txt", INTERVIEW)
    qc.write("corpus/b/W-02.txt", INTERVIEW)
    assert "1 new source, 1 was here already." in qc("import", "corpus").out
    before = qc.state()
    assert "2 were here already." in qc("import", "corpus").out
    assert qc.state() == before


def test_a_copy_is_told_and_the_file_without_the_word_copy_is_the_source(qc: CommandLine) -> None:
    qc.write("corpus/W-01 - Copy.txt", INTERVIEW)
    qc.write("corpus/W-01.txt", INTERVIEW)
    told = "W-01 - Copy.txt is the same file as W-01, under another name"
    assert told in qc("import", "corpus", "--dry-run").out
    assert told in qc("import", "corpus").out
    assert names(qc) == ["W-01"]


def test_the_report_counts_the_participants_there_are_then(qc: CommandLine) -> None:
    """Whom only a label names is one too, whom a list names and who says nothing is none."""
    qc.write("corpus/a.txt", INTERVIEW)
    qc.write("corpus/b.txt", other("sawah").split("\n\n", 1)[1])
    qc.write("corpus/c.txt", FGD.replace("- Pak Bagyo", "- Pak Diam (L, 40 tahun, tukang, Pajang)\n- Pak Bagyo"))
    assert "4 participants." in qc("import", "corpus", "--dry-run").out
    assert "4 participants." in qc("import", "corpus").out
    assert len(qc.items("participants")) == 4


@pytest.mark.parametrize(
    ("name", "begins", "kind"),
    [
        ("FGD-2.txt", "", "fgd"),
        ("kelompok.txt", "Transkrip diskusi kelompok ibu\n\n", "fgd"),
        ("W-01.txt", "Wawancara Bu Marni\n\n", "interview"),
        (
            "notul.txt",
            "Peserta:\n- Bu Marni (P, 41 tahun)\n- Pak Bagyo (L, 63 tahun)\n- Bu Yem (P, 50 tahun)\n\n",
            "fgd",
        ),
    ],
)
def test_a_discussion_that_does_not_say_so_is_known(qc: CommandLine, name: str, begins: str, kind: str) -> None:
    qc.write(name, begins + FGD.split("\n\n", 1)[1])
    qc("import", name)
    assert [row["genre"] for row in qc.items("sources")] == [kind]


def test_a_file_in_as_a_whole_says_how_to_make_a_source_of_each_session(qc: CommandLine) -> None:
    talk = other("sawah").split("\n\n", 1)[1]
    qc.write("dua.txt", "\n\n".join(f"Participant {n}\n\n{talk}\n\n{talk.replace('sawah', 'ladang')}" for n in (1, 2)))
    assert "--sessions split" in qc("import", "dua.txt").out
    told = "for a source each: qualcode sources remove dua, and this command again"
    assert told in qc("import", "dua.txt", "--sessions", "split").out
    qc("sources", "remove", "dua")
    assert "several sessions" not in qc("import", "dua.txt", "--sessions", "split").out
    assert names(qc) == ["dua 1", "dua 2"]


def test_a_place_that_is_a_kelurahan_is_the_area(qc: CommandLine) -> None:
    qc.write("a.txt", INTERVIEW.replace("Kelurahan: Semanggi\n", "").replace("rumah informan", "Kelurahan Pajang"))
    assert "· Pajang ·" in qc("import", "a.txt").out


def test_what_a_header_says_of_its_kind_stands_over_the_flag(qc: CommandLine) -> None:
    qc.write("corpus/a.txt", INTERVIEW)
    qc.write("corpus/b.txt", other("sawah").split("\n\n", 1)[1])
    qc("import", "corpus", "--kind", "fgd")
    assert [row["genre"] for row in qc.items("sources")] == ["interview", "fgd"]


def test_what_is_said_for_a_file_that_is_here_already_is_told_where_to_say_it(qc: CommandLine) -> None:
    qc.write("a.txt", INTERVIEW)
    qc("import", "a.txt")
    assert "read it again" not in qc("import", "a.txt", "--side", "Bu Tutik=informant").out  # so it is read
    said = qc("import", "a.txt", "--turns", "paragraphs", "--side", "Bu Tutik=interviewer", "--set", "alat=ponsel").out
    assert 'to read it again: qualcode sources turns a --as paragraphs --side "Bu Tutik=interviewer"' in said
    assert "to set them: qualcode attributes set a NAME=VALUE" in said


def test_where_the_disk_is_full_what_came_in_before_is_said(qc: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sources.bring_in

    def until_full(project: Any, found: Any, *rest: Any) -> Any:
        if found.file.endswith("c.txt"):
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        return before(project, found, *rest)

    monkeypatch.setattr(sources, "bring_in", until_full)
    for name in ("a", "b", "c"):
        qc.write(f"corpus/{name}.txt", other(name * 9))
    ran = qc("import", "corpus", code=1)
    assert "the disk is full" in ran.err.splitlines()[-1]
    assert "2 new sources." in ran.out and names(qc) == ["a", "b"]


def test_exports_of_the_study_are_no_transcripts(qc: CommandLine) -> None:
    qc.write("corpus/W-01.txt", INTERVIEW)
    qc.write("exports/laporan.txt", FGD)
    qc("import", ".")
    assert names(qc) == ["W-01"]


@posix
def test_a_link_that_leads_out_of_the_folder_is_refused(qc: CommandLine, tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text(FGD)
    (tmp_path / "luar").mkdir()
    (tmp_path / "luar" / "W-09.txt").write_text(FGD)
    qc.write("corpus/W-01.txt", INTERVIEW)
    (qc.folder / "corpus" / "W-02.txt").symlink_to(secret)
    (qc.folder / "corpus" / "luar").symlink_to(tmp_path / "luar")
    ran = qc("import", "corpus", code=1)
    assert "W-02.txt: it leads out of its folder" in ran.err
    assert names(qc) == ["W-01"]


@posix
def test_pipes_and_devices_are_no_files(qc: CommandLine) -> None:
    os.mkfifo(qc.folder / "corpus" / "pipa.txt")
    assert "not a file" in qc.fails("import", "corpus/pipa.txt")
    assert "not a file" in qc.fails("import", "corpus")
    (qc.folder / "nol.zip").symlink_to("/dev/zero")
    assert "not a file" in qc.fails("import", "nol.zip")


def test_a_text_of_two_gigabytes_is_refused_before_it_is_read(qc: CommandLine) -> None:
    path = qc.write("corpus/besar.txt", "P: ya\n")
    with path.open("r+b") as file:
        file.truncate(2_000_000_000)
    assert f"larger than {MAX_PLAIN // 1_000_000} MB" in qc.fails("import", path)


def test_a_file_that_vanishes_is_one_line_and_the_others_go_on(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = qc.write("corpus/A.txt", INTERVIEW)
    qc.write("corpus/B.txt", FGD)
    bring_in = sources.bring_in

    def and_lose(*args: Any, **more: Any) -> Any:
        gone.unlink(missing_ok=True)
        return bring_in(*args, **more)

    monkeypatch.setattr(sources, "bring_in", and_lose)
    ran = qc("import", "corpus", code=1)
    assert "A.txt: no such file" in ran.err
    assert names(qc) == ["B"]


# Archives


def test_an_archive_comes_in_without_being_unpacked(qc: CommandLine) -> None:
    path = zipped({"a/W-01.txt": INTERVIEW, "b/": "", "b/FGD-01.md": FGD, "__MACOSX/a/._W-01.txt": "x", "README": "x"},
                  qc.folder / "corpus" / "kelompok.zip")  # fmt: skip
    qc("import", path)
    assert files(qc) == {"W-01": "corpus/kelompok.zip/a/W-01.txt", "FGD-01": "corpus/kelompok.zip/b/FGD-01.md"}
    assert sorted(one.name for one in (qc.folder / "corpus").iterdir()) == ["kelompok.zip"]


def test_a_file_is_known_in_an_archive_too(qc: CommandLine) -> None:
    qc.bring_in("W-01")
    zipped({"lain/nama-lain.txt": INTERVIEW}, qc.folder / "a.zip")
    assert qc("import", "a.zip").out.startswith("= W-01 was here already")


def test_an_archive_in_a_folder_is_looked_into_and_one_in_an_archive_is_not(qc: CommandLine) -> None:
    inner = zipped({"W-09.txt": other("dalam")}, qc.folder / "dalam.zip")
    zipped({"W-01.txt": INTERVIEW, "dalam.zip": inner.read_bytes()}, qc.folder / "corpus" / "luar.zip")
    ran = qc("import", "corpus", code=1)
    assert "luar.zip/dalam.zip: an archive in an archive is not opened" in ran.err
    assert names(qc) == ["W-01"]


@pytest.mark.parametrize("name", ["../W-09.txt", "/etc/W-09.txt", "C:\\W-09.txt", "a/../../W-09.txt", "a\x1b[2J.txt"])
def test_a_name_that_climbs_out_of_its_archive_is_refused(qc: CommandLine, name: str) -> None:
    zipped({name: INTERVIEW, "W-01.txt": FGD}, qc.folder / "a.zip")
    ran = qc("import", "a.zip", code=1)
    assert "it leads out of its folder" in ran.err
    assert "\x1b" not in ran.err
    assert names(qc) == ["W-01"]


def test_a_link_in_an_archive_is_refused(qc: CommandLine) -> None:
    link = zipfile.ZipInfo("W-09.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(qc.folder / "a.zip", "w") as file:
        file.writestr(link, "/etc/passwd")
    assert "it leads out of its folder" in qc.fails("import", "a.zip")


def test_bombs_are_refused_and_their_neighbours_come_in(qc: CommandLine) -> None:
    bomb = b"P: " + b"a" * 30_000_000
    zipped({"bom.txt": bomb, "W-01.txt": INTERVIEW}, qc.folder / "a.zip")
    assert "a.zip: unpacking it would take 30 MB" in qc.fails("import", "a.zip")  # as a whole
    zipped({"bom.txt": bomb, "W-01.txt": INTERVIEW, "x.bin": os.urandom(400_000)}, qc.folder / "b.zip")
    ran = qc("import", "b.zip", code=1)
    assert "b.zip/bom.txt: unpacking it would take 30 MB" in ran.err
    assert names(qc) == ["W-01"]


def test_what_is_no_archive_or_a_damaged_one_says_so(qc: CommandLine) -> None:
    assert "cannot be unpacked" in qc.fails("import", qc.write("a.zip", b"PK\x03\x04 bukan"))
    whole = zipped({"W-01.txt": INTERVIEW}, qc.folder / "b.zip").read_bytes()
    at = whole.index(b"W-01.txt") + 20
    assert "cannot be unpacked" in qc.fails("import", qc.write("b.zip", whole[:at] + b"\xff\xff\xff" + whole[at + 3 :]))
    forged = whole.replace((len(INTERVIEW.encode())).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    assert forged != whole
    assert "cannot be unpacked" in qc.fails("import", qc.write("c.zip", forged))
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert "no file in it that a reader knows" in qc.fails("import", qc.write("d.zip", empty.getvalue()))


def test_names_in_an_archive_that_does_not_say_their_encoding(qc: CommandLine) -> None:
    with zipfile.ZipFile(qc.folder / "a.zip", "w") as file:
        file.writestr("Wawancara é.txt", INTERVIEW)
    data = (qc.folder / "a.zip").read_bytes()
    flagless = data.replace(b"\x14\x00\x00\x08", b"\x14\x00\x00\x00")  # the flag for UTF-8 in both headers
    assert flagless != data
    qc("import", qc.write("a.zip", flagless))
    assert names(qc) == ["Wawancara é"]


# Many files


def many(qc: CommandLine, count: int) -> Path:
    for n in range(count):
        qc.write(
            f"banyak/W-{n:03d}.txt", INTERVIEW.replace("Bu Tutik", f"Bu Nomor{n}").replace("warung", f"warung {n}" * 9)
        )
    return qc.folder / "banyak"


def test_of_many_files_only_those_with_something_to_look_at_get_a_line(qc: CommandLine) -> None:
    folder = many(qc, 45)
    (folder / "W-044.txt").write_bytes((INTERVIEW + "Pewawancara: “Sudah?”\n").encode("cp1252"))
    said = qc("import", folder, "--no-compare").out.splitlines()
    assert [line for line in said if line.startswith("+")] == [line for line in said if "W-044" in line]
    assert "45 new sources." in said
    assert "181 turns, 46 labels, 45 participants." in said
    assert "To look at: 1 doubtful encoding." in said


def test_ctrl_c_ends_after_the_file_at_hand_and_the_same_command_goes_on(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = many(qc, 6)
    bring_in, seen = sources.bring_in, []

    def and_press(*args: Any, **more: Any) -> Any:
        seen.append(args)
        if len(seen) == 3:
            os.kill(os.getpid(), signal.SIGINT) if os.name != "nt" else signal.raise_signal(signal.SIGINT)
        return bring_in(*args, **more)

    assert threading.current_thread() is threading.main_thread()
    monkeypatch.setattr(sources, "bring_in", and_press)
    ran = qc("import", folder, code=130)
    assert "Stopped: 3 files were not looked at. What came in stays" in ran.err
    assert names(qc) == ["W-000", "W-001", "W-002"]
    assert "3 new sources, 3 were here already." in qc("import", folder).out


def test_one_file_is_one_action(qc: CommandLine) -> None:
    qc("import", many(qc, 3))
    qc("undo")
    assert names(qc) == ["W-000", "W-001"]


def test_json_has_an_item_a_source_and_nothing_else_on_stdout(qc: CommandLine) -> None:
    folder = many(qc, 2)
    (folder / "rusak.docx").write_bytes(b"x")
    ran = qc("import", folder, "--json", code=1)
    assert [item["name"] for item in json.loads(ran.out)["items"]] == ["W-000", "W-001"]
    assert "rusak.docx" in ran.err
    assert "1 file is not in, 2 are." in ran.err


def test_texts_that_are_nearly_the_same_are_told_and_come_in(qc: CommandLine) -> None:
    words = " ".join(f"kata{n}" for n in range(400))
    qc.bring_in("W-01", INTERVIEW.replace("air juga lancar", words))
    qc.write("W-02.txt", INTERVIEW.replace("air juga lancar", words + " dan satu lagi"))
    said = qc("import", "W-02.txt").out
    assert "% of its words also stand in W-01" in said
    assert names(qc) == ["W-01", "W-02"]


# Sessions, sides


TWO = "\n\n".join(
    f"Wawancara {n}\n\n"
    + "\n\n".join(f"Pewawancara: Soal {n}{k}?\n\nBu Nomor{n}: Jawab {n}{k} begitu." for k in range(4))
    for n in (1, 2)
)


def test_several_sessions_in_a_file_are_proposed(qc: CommandLine) -> None:
    said = qc("import", qc.write("W-01.txt", TWO)).out
    assert "! it seems to hold 2 sessions (“Wawancara 1”, “Wawancara 2”); for a source each: --sessions split" in said
    assert names(qc) == ["W-01"]


def test_a_source_a_session_in_one_action(qc: CommandLine) -> None:
    path = qc.write("W-01.txt", TWO)
    qc("import", path, "--sessions", "split")
    assert names(qc) == ["W-01 1", "W-01 2"]
    assert "Jawab 21" not in qc("sources", "show", "W-01 1").out
    assert "Jawab 21" in qc("sources", "show", "W-01 2").out
    assert qc("import", path).out.count("was here already") == 2
    qc("undo")
    assert names(qc) == []


def test_without_a_terminal_nobody_is_asked_and_the_file_stays_whole(qc: CommandLine) -> None:
    qc("import", qc.write("W-01.txt", TWO), "--sessions", "ask")
    assert names(qc) == ["W-01"]


def test_who_asks_can_be_said(qc: CommandLine) -> None:
    path = qc.write("W-01.txt", "A: Airnya?\n\nB: Keruh.\n\nA: Sejak kapan?\n\nB: Lama.\n\nA: Oh.\n\nB: Ya.\n")
    qc("import", path, "--side", "B=interviewer")
    (shown,) = qc.items("sources", "show", "W-01")
    assert {person["label"]: person["side"] == "interviewer" for person in shown["people"]}["B"]
    assert "is no side" in qc.fails("import", path, "--side", "B=penanya")


def test_a_convention_that_is_none_is_named_with_those_there_are(qc: CommandLine) -> None:
    ran = qc.run("import", qc.write("W-01.txt", INTERVIEW), "--turns", "klingon")
    assert ran.code == 2
    assert "labels" in ran.err


# Texts that are none


def test_a_text_of_more_lines_than_anybody_codes_is_refused(qc: CommandLine) -> None:
    assert "more than 250000 lines" in qc.fails("import", qc.write("a.txt", "a\n" * 300_000))


def test_a_text_of_nothing_but_labels_is_no_crowd(qc: CommandLine) -> None:
    said = qc("import", qc.write("a.txt", "".join(f"L{n}: a{n}\n\nL{n}: b\n\n" for n in range(2_100)))).out
    assert "it would have more than 2000 labels: its paragraphs were taken for turns" in said
    assert qc.items("sources")[0]["speakers"] == []


def test_a_dry_run_knows_what_comes_twice_in_one_command(qc: CommandLine) -> None:
    files = [
        qc.write("corpus/W-01.txt", INTERVIEW),
        qc.write("corpus/salinan.txt", INTERVIEW),
        qc.write("corpus/W-02.txt", INTERVIEW.replace("lancar", "macet")),
        qc.write("lain/W-01.txt", FGD),
    ]
    dry = qc("import", *files, "--dry-run", "--json", code=1)
    real = qc("import", *files, "--json", code=1)
    as_done = {"dry": "new"}
    assert [as_done.get(one["outcome"], one["outcome"]) for one in dry.items] == [one["outcome"] for one in real.items]
    assert [bool(one["near"]) for one in dry.items] == [bool(one["near"]) for one in real.items] == [False, False, True]
    assert dry.err.splitlines()[0] == real.err.splitlines()[0] and "another source named" in dry.err
