"""Readers: the words of the person, all of them, and a clear line for what cannot be read."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from qualcode.collect.readers import READERS, Read, read_file
from qualcode.errors import UserError

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    def read(data: bytes, name: str = "W-01.txt", encoding: str | None = None) -> Read:
        path = tmp_path / name
        path.write_bytes(data)
        return read_file(path, encoding)

    return read


def refusal(read: Callable[[], Read]) -> str:
    """The one line that a user gets."""
    with pytest.raises(UserError) as caught:
        read()
    assert "\n" not in str(caught.value)
    assert caught.value.where
    assert caught.value.todo
    return str(caught.value)


# plain text


@pytest.mark.parametrize(
    ("encoding", "recorded"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_plain_text_in_unicode_reads_the_same(read: Callable[..., Read], encoding: str, recorded: str) -> None:
    got = read("P: Piye, Bu?\r\nI: Mahal “banget” 🙂\r\n".encode(encoding))
    assert got.text == "P: Piye, Bu?\nI: Mahal “banget” 🙂\n"
    assert (got.reader, got.number, got.encoding, got.note) == ("text", 1, recorded, "")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("P: ya\nI: é, saya “mahal”".encode() + b" dan \x93jauh\x94", id="two encodings in one file"),
        pytest.param("P: ya\nI: saya \U0001f600".encode()[:-1], id="cut in the middle of a character"),
        pytest.param(b"P: ya\nI: caf\x8f mahal", id="a byte that cp1252 does not have"),
        pytest.param(b"P: ya\nI: " + bytes(range(192, 250)), id="no letters of ours"),
    ],
)
def test_what_is_neither_is_refused(read: Callable[..., Read], data: bytes) -> None:
    assert "line 2 is not UTF-8" in refusal(lambda: read(data))


def test_another_encoding_is_proposed_where_a_longer_text_speaks_for_it(read: Callable[..., Read]) -> None:
    words = "P: Déjà vu, kata beliau: “café itu mahal”. " * 12
    note = read(words.encode("mac_roman")).note
    assert "perhaps it is mac_roman" in note
    assert "--encoding mac_roman" in note
    assert read(words.encode("cp1252")).note.startswith("read as cp1252; e.g. Déjà.")
    assert "It may be --encoding mac_roman" in refusal(lambda: read((words + "è").encode("mac_roman")))


def test_the_bytes_are_kept_as_they_were(read: Callable[..., Read]) -> None:
    data = b"\xef\xbb\xbfP: ya\r\n"
    assert read(data, "W.MD").data == data


def test_an_older_windows_text_is_read_as_what_it_seems_and_says_so(read: Callable[..., Read]) -> None:
    got = read("P: ya\nI: “mahal” dan jauh".encode("cp1252"))
    assert got.text.endswith("“mahal” dan jauh")
    assert got.encoding == "cp1252"
    assert got.note == "read as cp1252; e.g. “mahal”. If that is wrong: --encoding NAME"
    asked = read("P: ya\nI: “mahal” dan jauh".encode("cp1252"), encoding="cp1252")
    assert (asked.text, asked.note) == (got.text, "")


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "base64", "no\0thing"])
def test_an_unknown_encoding_is_named(read: Callable[..., Read], encoding: str) -> None:
    assert "no encoding is called" in refusal(lambda: read(b"ya", encoding=encoding))


def test_a_wrong_encoding_says_where_it_fails(read: Callable[..., Read]) -> None:
    assert "line 1 is not ascii" in refusal(lambda: read("é".encode(), encoding="ascii"))


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "P: ya, ganjil".encode("utf-16-le") + b"x",
        b"\x01\x02\x03 ya",
        bytes(range(256)),
    ],
)
def test_what_is_not_text_is_refused(read: Callable[..., Read], data: bytes) -> None:
    assert "not a plain text" in refusal(lambda: read(data))


def test_a_stray_control_character_does_not_refuse_a_transcript(read: Callable[..., Read]) -> None:
    assert read(b"I: " + b"ya, Bu. " * 50 + b"\x07").text.endswith("\u2407")


@pytest.mark.parametrize("data", [b"", b"   \n\t\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(read: Callable[..., Read], data: bytes) -> None:
    assert "no text" in refusal(lambda: read(data))


def test_missing_folder_and_unknown_ending_are_told_apart(read: Callable[..., Read], tmp_path: Path) -> None:
    assert "no such file" in refusal(lambda: read_file(tmp_path / "tidak-ada.txt"))
    assert "folder" in refusal(lambda: read_file(tmp_path))
    line = refusal(lambda: read(b"ID3", "rekaman.mp3"))
    assert "'.mp3'" in line
    assert all(ending in line for ending in READERS)
    assert "cannot be opened" in refusal(lambda: read_file(tmp_path / "rekaman.mp3" / "dalam.txt"))


# Word


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_body(body: str, *, declaration: str = "") -> bytes:
    """A .docx whose body is this XML."""
    source = zipfile.ZipFile(io.BytesIO(saved(docx.Document())))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                xml = f"{declaration}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
                data = xml.encode()
            target.writestr(name, data)
    return stream.getvalue()


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


LISTED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>'


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def test_a_word_document_reads_in_its_order(read: Callable[..., Read]) -> None:
    document = docx.Document()
    document.add_heading("Transkrip")
    document.add_paragraph("P: Airnya?\tSehari-hari?")
    spoken = document.add_paragraph("I: Keruh,")
    spoken.add_run().add_break()
    spoken.add_run("apalagi ").bold = True
    spoken.add_run("musim hujan <sekali> & bau.")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ["P", "Listrik?", "I", "900 watt"], strict=True):
        cell.text = words
    document.add_paragraph("Selesai.")
    document.sections[0].header.paragraphs[0].text = "RAHASIA"
    document.sections[0].footer.paragraphs[0].text = "Halaman 1"
    got = read(saved(document), "FGD-01.docx")
    assert got.text == (
        "Transkrip\n\nP: Airnya?\tSehari-hari?\n\nI: Keruh,\napalagi musim hujan <sekali> & bau.\n\n"
        "P\tListrik?\nI\t900 watt\n\nSelesai."
    )
    assert (got.reader, got.number, got.encoding) == ("docx", 3, None)


def test_a_merged_cell_is_read_once(read: Callable[..., Read]) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Sesi satu"
    table.cell(1, 0).text, table.cell(1, 1).text = "I", "ya"
    assert read(saved(document), "a.docx").text.split() == ["Sesi", "satu", "I", "ya"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            paragraph(
                run("bansos ")
                + f'<w:ins w:id="1">{run("tidak ")}</w:ins>'
                + '<w:del w:id="2"><w:r><w:delText>sudah </w:delText></w:r></w:del>'
                + run("datang")
            ),
            "bansos tidak datang",
            id="tracked changes: inserted stays, deleted goes",
        ),
        pytest.param(
            paragraph(f'<w:moveFrom w:id="1">{run("dulu ")}</w:moveFrom>{run("kini ")}')
            + paragraph(f'<w:moveTo w:id="2">{run("dulu ")}</w:moveTo>'),
            "kini \n\ndulu ",
            id="moved text is read once, where it went",
        ),
        pytest.param(
            f"<w:sdt><w:sdtContent>{paragraph(run('blok'))}</w:sdtContent></w:sdt>"
            + paragraph(f"<w:sdt><w:sdtContent>{run('sebaris')}</w:sdtContent></w:sdt>{run(' lagi')}"),
            "blok\n\nsebaris lagi",
            id="content controls",
        ),
        pytest.param(
            paragraph(
                "<w:r><w:t>anak</w:t><w:noBreakHyphen/><w:t>anak dae</w:t><w:softHyphen/><w:t>rah</w:t>"
                '<w:cr/><w:t>baris</w:t><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'
            ),
            "anak\u2011anak dae\u00adrah\nbaris\uf04a",
            id="signs that are elements keep their place",
        ),
        pytest.param(
            paragraph(
                run("a")
                + "<w:r><mc:AlternateContent>"
                + f"<mc:Choice><w:txbxContent>{paragraph(run('kotak'))}</w:txbxContent></mc:Choice>"
                + f"<mc:Fallback><w:txbxContent>{paragraph(run('kotak'))}</w:txbxContent></mc:Fallback>"
                + "</mc:AlternateContent></w:r>"
            ),
            "kotak\n\na",
            id="a text box is read once",
        ),
        pytest.param(
            paragraph(f'<w:hyperlink r:id="rId1">{run("tautan")}</w:hyperlink>{run(" &lt;a href&gt;")}'),
            "tautan <a href>",
            id="a link is its words",
        ),
        pytest.param(
            paragraph(run("luas ") + "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"), "luas x+1", id="formula"
        ),
        pytest.param(paragraph(run("----media/image1.png----")), "----media/image1.png----", id="typed, not a picture"),
        pytest.param(
            paragraph('<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" kata")), "[2] kata", id="note mark"
        ),
    ],
)
def test_word_keeps_what_its_reader_sees(read: Callable[..., Read], body: str, expected: str) -> None:
    assert read(with_body(body), "a.docx").text == expected


def test_a_picture_leaves_no_trace_and_takes_no_words(read: Callable[..., Read]) -> None:
    picture = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
    document = docx.Document()
    document.add_paragraph("sebelum ").add_run().add_picture(io.BytesIO(picture))
    document.add_paragraph("sesudah")
    assert read(saved(document), "a.docx").text == "sebelum \n\nsesudah"


def test_strict_open_xml_is_read_too(read: Callable[..., Read]) -> None:
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    source = zipfile.ZipFile(io.BytesIO(with_body(paragraph(run("ketat")))))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            strict = source.read(name).replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            target.writestr(name, strict)
    assert read(stream.getvalue(), "a.docx").text == "ketat"


# Word documents that are not


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"P: ini teks biasa", "not a whole .docx", id="plain text"),
        pytest.param(b"PK\x03\x04 terpotong", "not a whole .docx", id="cut short"),
        pytest.param(zipped({"a.txt": b"bukan docx"}), "not a whole .docx", id="another ZIP"),
        pytest.param(zipped({"word/document.xml": b"<w:document"}), "not a whole .docx", id="broken XML"),
        pytest.param(zipped({"word/document.xml": b"<x/>"}), "not a whole .docx", id="other XML"),
        pytest.param(with_body(paragraph(run("ya")))[:-200], "not a whole .docx", id="end missing"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "under a password", id="old or locked"),
        pytest.param(zipped({"word/document.xml": b" " * 30_000_000}), "unpacking", id="bomb"),
        pytest.param(
            with_body(paragraph(run("&a;")), declaration='<!DOCTYPE w [<!ENTITY a "ha">]>'),
            "document type declaration",
            id="doctype",
        ),
        pytest.param(with_body(paragraph("")), "no text", id="empty"),
    ],
)
def test_a_word_document_that_is_none_says_so(read: Callable[..., Read], data: bytes, expected: str) -> None:
    assert expected in refusal(lambda: read(data, "a.docx"))
