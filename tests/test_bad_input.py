"""Bad input: one line on stderr that says what is wrong and where, exit code 1, no traceback; what was good is in, and
nothing is half in."""

from __future__ import annotations

import io
import os
import sqlite3
import zipfile
from functools import partialmethod
from pathlib import Path

import pytest

from tests.cli_world import FGD, INTERVIEW, CommandLine


def docx_of(**parts: str) -> bytes:
    """A zip with these parts, as a .docx would have them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return packed.getvalue()


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'

# name, bytes, and what the line says
FILES: list[tuple[str, bytes, str]] = [
    ("kosong.txt", b"", "there is no text in it"),
    ("spasi.txt", b" \n\t\r\n ", "there is no text in it"),
    ("bom.txt", b"\xef\xbb\xbf", "there is no text in it"),
    ("biner.txt", bytes(range(256)), "is not"),
    ("nol.txt", b"Ya\0betul\0\0", "this is not a plain text"),
    ("gambar.txt", b"\x89PNG\r\n\x1a\n" + bytes(64), "is not"),
    ("campur.txt", "P: ya, é\nI: ".encode() + b"\x93ya\x94", "line 2 is not UTF-8"),
    ("tak-ada-di-cp1252.txt", b"P: ya\nI: caf\x8f", "line 2 is not UTF-8"),
    ("separuh.txt", "P: ya\nI: 😀".encode()[:-1], "line 2 is not UTF-8"),
    ("utf16-ganjil.txt", "ya".encode("utf-16") + b"x", "is not"),
    ("bukan.docx", b"ini teks biasa", "bukan.docx"),
    ("kosong.docx", b"", "kosong.docx"),
    ("potong.docx", docx_of(word__document_xml="<d/>")[:40], "potong.docx"),
    ("tanpa-isi.docx", docx_of(lain_xml="<a/>"), "tanpa-isi.docx"),
    ("rusak.docx", docx_of(word__document_xml="<w:document"), "rusak.docx"),
    ("bom.docx", docx_of(word__document_xml=BOMB), "bom.docx"),
    ("lama.doc", b"\xd0\xcf\x11\xe0", "no reader for files that end in '.doc'"),
    ("tanpa-akhiran", b"P: ya", "no reader for files that end in ''"),
    ("rekaman.mp3", b"ID3", "no reader for files that end in '.mp3'"),
]


@pytest.mark.parametrize(("name", "data", "says"), FILES, ids=[name for name, _data, _says in FILES])
def test_a_file_that_cannot_be_read_is_one_line(qc: CommandLine, name: str, data: bytes, says: str) -> None:
    before = qc.state()
    line = qc.fails("import", qc.write("corpus/" + name, data))
    assert line.startswith("! ")
    assert name in line
    assert says in line
    assert qc.state() == before


def test_the_good_files_of_a_command_are_in_and_each_bad_one_is_named(qc: CommandLine) -> None:
    good = [qc.write("corpus/W-01.txt", INTERVIEW), qc.write("corpus/FGD-01.txt", FGD)]
    bad = [qc.write("corpus/" + name, data) for name, data, _says in FILES]
    bad += [qc.folder / "corpus" / "tidak-ada.txt", qc.folder / "exports"]
    ran = qc("import", good[0], *bad, good[1], code=1)
    assert [row["name"] for row in qc.items("sources")] == ["FGD-01", "W-01"]
    *lines, summary = ran.err.splitlines()
    assert len(lines) == len(bad)
    assert all(line.startswith("! ") for line in lines)
    assert summary == f"{len(bad)} files are not in, 2 are."


def test_a_folder_and_a_file_that_is_not_there(qc: CommandLine) -> None:
    assert "corpus: no file in it that a reader knows" in qc.fails("import", "corpus")
    assert "no such file" in qc.fails("import", "corpus/W-99.txt")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may read everything is refused nothing")
def test_a_file_one_may_not_read(qc: CommandLine) -> None:
    path = qc.write("corpus/W-01.txt", INTERVIEW)
    path.chmod(0)
    assert "cannot be opened" in qc.fails("import", path)


def test_an_encoding_that_is_none(qc: CommandLine) -> None:
    path = qc.write("corpus/W-01.txt", INTERVIEW)
    for name in ("utf-99", "base64", "rot13", ""):
        assert "no encoding is called" in qc.fails("import", path, "--encoding", name)


@pytest.mark.parametrize(
    "words",
    [
        ["import", "corpus/W-01.txt", "--set", "kelurahan"],
        ["import", "corpus/W-01.txt", "--set", "kelurahan=Wonosaren"],
        ["import", "corpus/W-01.txt", "--replace", "W-99"],
    ],
)
def test_a_flag_that_is_not_understood_brings_nothing(study: CommandLine, words: list[str]) -> None:
    before = study.state()
    study.write("corpus/W-01.txt", INTERVIEW.replace("ngutang", "meminjam"))
    study.fails(*words)
    assert study.state() == before


YAMLS = {
    "codebook": ["codebook", "import"],
    "guide": ["guide", "import"],
    "themes": ["themes", "import"],
}


@pytest.mark.parametrize("noun", YAMLS)
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"codes: [a\n- b", "this is no valid YAML"),
        (b"a: 1\na: 2\n", "this is no valid YAML"),
        (b"\xff\xfe\x00", "this is no UTF-8 text"),
        (b"a: \x01\n", "this is no valid YAML"),
        (b"", "has a list"),
        (b"- satu\n", "has a list"),
        (b"42\n", "has a list"),
        (b"!!python/object/apply:os.system ['true']\n", "this is no valid YAML"),
    ],
)
def test_a_yaml_file_that_is_none(study: CommandLine, noun: str, data: bytes, says: str) -> None:
    before = study.state()
    line = study.fails(*YAMLS[noun], study.write("codebooks/salah.yaml", data))
    assert "salah.yaml" in line
    assert says in line
    assert study.state() == before


@pytest.mark.parametrize("noun", YAMLS)
def test_a_yaml_file_that_is_not_there(study: CommandLine, noun: str) -> None:
    assert "tidak-ada.yaml" in study.fails(*YAMLS[noun], "tidak-ada.yaml")
    assert "corpus" in study.fails(*YAMLS[noun], "corpus")


TABLES = {
    "codings": (["codings", "import"], "source,code\n"),
    "indicators": (["indicators", "import"], "indicator,unit,kind,direction\n"),
    "regions": (["regions", "import"], "code,level,name,parent\n"),
}


@pytest.mark.parametrize("noun", TABLES)
@pytest.mark.parametrize("data", [b"", b"satu,dua\n1,2\n", b"\xff\xfe\x00\x01", b"\x00\x00", b"tanpa kolom apa pun"])
def test_a_table_without_its_columns(study: CommandLine, noun: str, data: bytes) -> None:
    before = study.state()
    assert "salah.csv" in study.fails(*TABLES[noun][0], study.write("salah.csv", data))
    assert study.state() == before


@pytest.mark.parametrize("noun", TABLES)
def test_a_table_that_is_not_there(study: CommandLine, noun: str) -> None:
    assert "tidak-ada.csv" in study.fails(*TABLES[noun][0], "tidak-ada.csv")
    assert "corpus" in study.fails(*TABLES[noun][0], "corpus")


@pytest.mark.parametrize("noun", TABLES)
def test_a_table_with_ragged_and_endless_rows_is_no_traceback(study: CommandLine, noun: str) -> None:
    words, head = TABLES[noun]
    for rows in ('"tidak ditutup,a\n', "a\n", "a,b,c,d,e,f,g,h\n", ",,,,\n", "x" * 200_000 + ",b\n"):
        ran = study.run(*words, study.write("t.csv", head + rows))
        assert ran.code in (0, 1)


UNKNOWN = [
    (["sources", "show", "W01"], "there is no source “W01”. Did you mean W-01, FGD-01?"),
    (["sources", "set", "FGD01", "date=2025"], "Did you mean FGD-01?"),
    (["code", "W-O1", "--code", "utang", "--quote", "ngutang"], "Did you mean W-01?"),
    (["code", "W-01", "--code", "utagn", "--quote", "ngutang"], "there is no code “utagn”. Did you mean utang?"),
    (["code", "W-01", "--code", "utang", "--quote", "ngutang", "--about", "Semangi"], "Did you mean Semanggi"),
    (["participants", "set", "Bu Tutk", "role=x"], "Did you mean Bu Tutik?"),
    (["withdraw", "participant", "Bu Tutikk", "--reason", "x"], "Did you mean Bu Tutik?"),
    (["sources", "set", "W-01", "responsible=srii"], "Did you mean sri?"),
    (["sources", "set", "W-01", "kelurahan=Semangi"], "there is no kelurahan “Semangi”"),
    (["codings", "--source", "W02"], "there is no source “W02”"),
    (["codings", "--code", "gotong"], "Did you mean gotong-royong?"),
    (["codings", "--by", "sry"], "there is no coder “sry”"),
    (["--coder", "bagus", "finish", "W-01"], "there is no coder “bagus”"),
    (["search", "utang", "--source", "W1"], "there is no source “W1”"),
    (["suggest", "--code", "hutang"], "Did you mean utang?"),
    (["finish", "W-99"], "there is no source “W-99”"),
    (["topics", "set", "T01", "W-01", "yes"], "there is no guide topic “T01”"),
    (["themes", "remove", "Bantuan"], "there is no theme “Bantuan”"),
    (["figures", "--indicator", "PKH"], "there is no indicator “PKH”"),
    (["indicators", "describe", "PKH"], "there is no indicator “PKH”"),
    (["memos", "add", "code", "utagn", "x"], "Did you mean utang?"),
    (["history", "zzz"], "names no single record or action"),
    (["merge", "tidak-ada.qualcode"], "there is no such file"),
]


@pytest.mark.parametrize(("words", "says"), UNKNOWN, ids=[" ".join(words) for words, _says in UNKNOWN])
def test_a_name_that_is_not_there_is_answered_with_the_nearest(study: CommandLine, words: list[str], says: str) -> None:
    before = study.state()
    assert says in study.fails(*words)
    assert study.state() == before


def test_without_a_project_it_says_how_to_make_one(nowhere: CommandLine) -> None:
    assert "qualcode init" in nowhere.fails("sources")
    assert "there is no project here" in nowhere.fails("--project", "tidak-ada", "sources")


def test_without_a_coder_it_asks_who_you_are(study: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "salinan.qualcode"
    copy.write_bytes(study.project_file.read_bytes())
    line = study.fails("--project", copy, "finish", "W-01")
    assert "who are you?" in line
    assert "--coder NAME" in line


# Project files that are none


def damaged(study: CommandLine, name: str) -> bytes:
    whole = bytearray(study.project_file.read_bytes())
    if name == "cut":
        return bytes(whole[: len(whole) // 2])
    if name == "torn pages":
        for page in range(2, len(whole) // 4096, 2):
            whole[page * 4096 : page * 4096 + 512] = os.urandom(512)
        return bytes(whole)
    return {
        "a text": b"bukan proyek " * 99,
        "empty": b"",
        "header only": bytes(whole[:100]),
        "a picture": b"\x89PNG\r\n\x1a\n" * 99,
    }[name]


BROKEN = ["a text", "empty", "header only", "a picture", "cut", "torn pages"]


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize(
    "words", [["sources"], ["check"], ["codes", "add", "baru"], ["import", "W-02.txt"]], ids=" ".join
)
def test_a_damaged_project_is_said_in_lines_and_never_a_traceback(
    study: CommandLine, tmp_path: Path, name: str, words: list[str]
) -> None:
    broken = tmp_path / "rusak.qualcode"
    broken.write_bytes(damaged(study, name))
    before = broken.read_bytes()
    outside = CommandLine(tmp_path)
    outside.write("W-02.txt", FGD + "I: lagi\n")
    ran = outside.run("--project", broken, "--coder", "sri", *words)
    assert ran.code == 1
    assert "rusak.qualcode" in ran.err
    if words != ["check"]:
        assert len(ran.err.splitlines()) == 1
    assert broken.read_bytes()[: len(before)] == before or name == "torn pages"


@pytest.mark.parametrize("name", BROKEN)
def test_a_damaged_project_is_not_merged(study: CommandLine, name: str) -> None:
    before = study.state()
    line = study.fails("merge", study.write("rusak.qualcode", damaged(study, name)))
    assert "rusak.qualcode" in line
    assert study.state() == before


def test_another_programs_database_is_no_project(study: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "lain.qualcode"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE buku(judul TEXT)")
    conn.close()
    outside = CommandLine(tmp_path)
    assert "not a qualcode project" in outside.fails("--project", path, "sources")
    assert "not a qualcode project" in study.fails("merge", path)
    assert "not a qualcode project" in study.fails("restore", path)


def test_a_project_of_a_newer_qualcode_is_neither_opened_nor_merged(study: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "baru.qualcode"
    path.write_bytes(study.project_file.read_bytes())
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA user_version=99")
    conn.close()
    outside = CommandLine(tmp_path)
    before = path.read_bytes()
    for ran in (outside.fails("--project", path, "sources"), study.fails("merge", path), study.fails("restore", path)):
        assert "made by a newer qualcode" in ran
    assert path.read_bytes() == before


def test_a_project_held_by_another_program_is_waited_for_and_then_one_line(
    study: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.store import Project, connect

    driver = connect.driver
    monkeypatch.setattr(Project, "held_elsewhere", partialmethod(Project.held_elsewhere, 0.01))
    monkeypatch.setattr(
        connect,
        "driver",
        lambda *args, **more: driver(*args, **more | {"timeout": 0.01} if "timeout" in more else more),
    )
    other = sqlite3.connect(study.project_file, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(study, "replay", lambda: None)
        waiting, line = study("codes", "add", "baru", code=1).err.splitlines()
    finally:
        other.close()
    assert "waiting up to half a minute" in waiting
    assert "another program holds this project" in line


@pytest.mark.parametrize(
    "words",
    [
        ["backup", "tidak/ada/c.qualcode"],
        ["codebook", "export", "-o", "tidak/ada/b.yaml"],
        ["codebook", "export", "-o", "corpus"],
    ],
)
def test_a_file_that_cannot_be_written_is_one_line(study: CommandLine, words: list[str]) -> None:
    study.fails(*words)
