"""Formats: the same transcript reads the same out of every container, and each keeps what its readers see."""

from __future__ import annotations

import builtins
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.collect.conventions import read_marks
from qualcode.collect.readers import Read, read_data, read_file
from qualcode.errors import UserError
from qualcode.language.marks import speaker_name, speech_text
from tests.fuzz.seeds import SRT, VTT, WHISPER, WHISPER_CPP, WHISPERX

FORMATS = Path(__file__).parent / "data" / "formats"  # written by LibreOffice 7.4; the words are invented
CONTAINERS = (".docx", ".odt", ".rtf", ".pdf", ".html")


def text_of(data: bytes | str, name: str) -> str:
    return read_data(name, data.encode() if isinstance(data, str) else data).text


def turns_of(text: str) -> list[tuple[str, str]]:
    marks = read_marks(text, "auto")
    return [
        (speaker_name(text[slice(*turn.label)]), " ".join(speech_text(text, marks, turn).split()))
        for turn in marks.turns
        if turn.label
    ]


def refused(make: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        make()
    assert "\n" not in str(caught.value)
    return str(caught.value)


# The same words in every container


@pytest.mark.parametrize("ending", CONTAINERS)
def test_the_same_transcript_gives_the_same_turns_in_every_container(ending: str) -> None:
    turns = turns_of(read_file(FORMATS / f"wawancara{ending}").text)
    assert [who for who, _ in turns] == ["Pewawancara", "Bu Tutik"] * 3
    assert turns[0][1] == "Bagaimana kalau uangnya kurang, Bu? Apakah berutang?"
    assert turns[1][1].endswith("jadi berobat bayar sendiri — “mahal banget”.")
    assert turns[3][1].endswith("bergantian menengok ke rumah sakit sampai malam.")
    assert turns[5][1].startswith("Pernah sekali, tapi saya cuma mendengarkan. Café milik adik saya tutup sejak 2021.")


def test_word_opendocument_rich_text_and_a_page_are_the_same_text() -> None:
    for name in ("wawancara", "tabel"):
        texts = {read_file(FORMATS / f"{name}{ending}").text for ending in (".docx", ".odt", ".rtf", ".html")}
        assert len(texts) == 1, texts


def test_a_table_is_a_row_a_line_with_tabs_and_a_cells_second_paragraph_a_line_of_its_own() -> None:
    text = read_file(FORMATS / "tabel.odt").text
    before, table, *after = text.split("\n\n")
    assert before == "Transkrip FGD (contoh karangan)"
    assert [line.count("\t") for line in table.split("\n")] == [2, 2, 2, 2, 0, 2, 2]
    assert table.split("\n")[4] == "Begitu, Mas."
    assert "“mahal banget” 😀." in table
    assert after == ["- Selesai.", "1) Satu.", "2) Dua."]


def test_a_scanned_pdf_and_a_locked_one_say_what_they_are() -> None:
    assert "it is scanned" in refused(lambda: read_file(FORMATS / "pindaian.pdf"))
    assert "under a password" in refused(lambda: read_file(FORMATS / "terkunci.pdf"))
    assert "not a .pdf" in refused(lambda: text_of("P: ya", "a.pdf"))
    assert "not a whole .pdf" in refused(lambda: text_of("%PDF-1.4\nrusak", "a.pdf"))


def test_lines_of_a_page_stay_as_they_are_printed() -> None:
    text = read_file(FORMATS / "wawancara.pdf").text
    assert "\r" not in text
    assert "Kartunya mati, jadi berobat\nbayar sendiri" in text


# OpenDocument

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
)


def odt(body: str, *, styles: str = "", manifest: str = "", head: str = "") -> bytes:
    content = (
        f"{head}<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})


def zipped(parts: dict[str, bytes], **how: Any) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data, **how)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<text:h>Judul</text:h><text:p>satu</text:p>", "Judul\n\nsatu", id="headings and paragraphs"),
        pytest.param(
            '<text:p>a<text:line-break/>b<text:tab/>c<text:s text:c="3"/>d  \n e</text:p>',
            "a\nb\tc   d e",
            id="signs that are elements",
        ),
        pytest.param(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>dulu</text:p></text:deletion>"
            '</text:changed-region></text:tracked-changes><text:p>kini <text:change text:change-id="1"/>ya</text:p>',
            "kini ya",
            id="deleted text is not read",
        ),
        pytest.param(
            "<text:p>kata<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>catatan</text:p>"
            "</text:note-body></text:note> lagi</text:p><text:p>akhir</text:p>",
            "kata[1] lagi\n\nakhir\n\n[1] catatan",
            id="a note behind the text",
        ),
        pytest.param(
            "<text:p>ya<office:annotation><text:p>komentar</text:p></office:annotation></text:p>",
            "ya",
            id="no comments",
        ),
        pytest.param(
            "<text:p>a<draw:frame><draw:text-box><text:p>kotak</text:p></draw:text-box></draw:frame>b</text:p>",
            "kotak\n\nab",
            id="a text box",
        ),
        pytest.param(
            "<text:list><text:list-item><text:p>a</text:p><text:p>a2</text:p><text:list><text:list-item><text:p>b</text:p>"
            "</text:list-item></text:list></text:list-item></text:list>",
            "- a\n\na2\n\n- b",
            id="lists in lists",
        ),
        pytest.param(
            '<text:list text:style-name="N"><text:list-item><text:p>a</text:p></text:list-item></text:list><text:p>x</text:p>'
            '<text:list text:style-name="N" text:continue-numbering="true"><text:list-item><text:p>b</text:p></text:list-item>'
            "</text:list>",
            "1) a\n\nx\n\n2) b",
            id="a numbered list that goes on",
        ),
        pytest.param(
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>P</text:p><text:p>(x)</text:p>"
            "</table:table-cell><table:table-cell><text:p>satu</text:p><text:p>dua</text:p></table:table-cell>"
            "</table:table-row></table:table-header-rows></table:table>",
            "P (x)\tsatu\ndua",
            id="a row begins on one line",
        ),
        pytest.param("<text:section><text:p>dalam</text:p></text:section>", "dalam", id="a section"),
    ],
)
def test_opendocument_keeps_what_its_reader_sees(body: str, expected: str) -> None:
    style = '<text:list-style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" style:name="N"><text:list-level-style-number/></text:list-style>'
    assert text_of(odt(body, styles=style), "a.odt") == expected


def test_an_opendocument_that_is_none_says_so() -> None:
    ok = "<text:p>ya</text:p>"
    assert "under a password" in refused(lambda: text_of(odt(ok, manifest="<manifest:encryption-data/>"), "a.odt"))
    assert "document type declaration" in refused(
        lambda: text_of(odt("<text:p>&a;</text:p>", head='<!DOCTYPE d [<!ENTITY a "ha">]>'), "a.odt")
    )
    assert "not a whole .odt" in refused(lambda: text_of(odt(ok)[:-30], "a.odt"))
    assert "not a whole .odt" in refused(lambda: text_of(zipped({"a.txt": b"x"}), "a.odt"))
    deep = "<text:span>" * 240 + "a" + "</text:span>" * 240
    assert "too deep" in refused(lambda: text_of(odt(f"<text:p>{deep}</text:p>"), "a.odt"))


# Rich Text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"satu\par dua\line tiga\par", "satu\n\ndua\ntiga"),
        (r"emoji \u-10179?\u-8704? dan \u8220?mahal\u8221?", "emoji 😀 dan “mahal”"),
        (r"\uc2\u8220\'93\'94mahal", "“mahal"),
        (r"caf\'e9 {\f1 \'cf\'f0}", "café Пр"),
        (r"kini {\deleted dulu }{\*\revtbl x}ya", "kini ya"),
        (r"kata{\footnote {\super 1} catatan\par}. lagi", "kata[1]. lagi\n\n[1] 1 catatan"),
        (r"a{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt kotak\par}}}b", "kotak\n\nab"),
        (r'{\field{\*\fldinst{HYPERLINK "http://x"}}{\fldrslt tautan}}', "tautan"),
        (r"{\header RAHASIA}{\*\bkmkstart a}isi{\*\bkmkend a}", "isi"),
        (
            r"atas\par\trowd\cellx1\cellx2\intbl P\cell satu\par dua\cell\row\trowd\intbl I\cell ya | tidak\cell\row\pard bawah",
            "atas\n\nP\tsatu\ndua\nI\tya | tidak\n\nbawah",
        ),
        (r"{\listtext\pard 1.\tab}Satu\par{\listtext\'b7\tab}Dua", "1) Satu\n\n- Dua"),
        (r"{\pict\bin5 {{{{{}gambar", "gambar"),
        (r"\{kurung\} \\ \~ \_", "{kurung} \\ \u00a0 \u2011"),
    ],
)
def test_rich_text_keeps_what_its_reader_sees(body: str, expected: str) -> None:
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}"
    assert text_of(rf"{{\rtf1\ansi\ansicpg1252{fonts}{{\info{{\title x}}}}{body}}}", "a.rtf").strip() == expected


def test_a_rich_text_that_is_none_says_so() -> None:
    assert "not an .rtf" in refused(lambda: text_of("P: ya", "a.rtf"))
    assert "too deep" in refused(lambda: text_of("{\\rtf1" + "{" * 100_000 + "a", "a.rtf"))


def test_a_broken_font_table_hangs_nothing() -> None:
    assert text_of("{\\rtf1 ya{\\fonttbl" + "\\f0 " * 50_000, "a.rtf") == "ya"


# Subtitles


def test_subtitles_are_cues_with_their_times_and_words() -> None:
    assert text_of(SRT, "a.srt") == (
        "[00:00:01.000 --> 00:00:04.500]\nDimas: Bagaimana kalau uangnya kurang, Bu?\n\n"
        "[00:00:05.000 --> 00:00:09.250]\nBu Tutik: Ya ngutang dulu di warung depan.\nKartunya mati."
    )


def test_a_voice_tag_names_who_speaks_and_two_voices_share_a_cue() -> None:
    assert text_of(VTT, "a.vtt") == (
        "[00:00:01.000 --> 00:00:04.500]\nDimas: Bagaimana kalau uangnya kurang, Bu?\n\n"
        "[00:00:05.000 --> 00:00:09.250]\nBu Tutik: Ya ngutang & nunggak.\nDimas: Oh."
    )


@pytest.mark.parametrize(
    "lines",
    [
        "1\r\n00:00:01,000 --> 00:00:02,000\r\nYa.\r\n",
        "\ufeff1\n00:00:01,000 --> 00:00:02,000\nYa.",
        "00:01 --> 00:02\nYa.",
        "1\n0:00:01.0 -> 0:00:02.0  X1:0\nYa.",
        "7\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color='x'><b>Ya.</b></font>",
    ],
)
def test_subtitles_written_a_little_differently_lose_no_word(lines: str) -> None:
    assert text_of(lines, "a.srt") == "[00:00:01.000 --> 00:00:02.000]\nYa."


def test_what_follows_a_blank_line_stays_in_its_cue_and_a_note_does_not() -> None:
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nYa.\n\nSambung.\n\nNOTE rahasia\n\n00:03.000 --> 00:04.000\n2021\n"
    assert text_of(vtt, "a.vtt").split("\n") == [
        "[00:00:01.000 --> 00:00:02.000]", "Ya.", "Sambung.", "", "[00:00:03.000 --> 00:00:04.000]", "2021",
    ]  # fmt: skip


def test_words_between_angles_are_no_tag() -> None:
    assert "saya < 5 orang, > 3" in text_of("00:01 --> 00:02\nsaya < 5 orang, > 3", "a.srt")


def test_a_file_without_cues_is_no_subtitle() -> None:
    assert "no subtitles" in refused(lambda: text_of("P: ya\nI: tidak", "a.srt"))


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="<>{}&\u2028"), min_size=1
).filter(lambda words: words.strip() and not words.strip().isdecimal() and "-" not in words)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_every_word_of_a_cue_is_in_the_text(spoken: list[str]) -> None:
    from qualcode.language.canonical import canonical

    cues = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},500\n{words}\n\n" for n, words in enumerate(spoken, 1))
    text = text_of(cues, "a.srt")
    for words in spoken:
        assert canonical(words).strip() in text


# Whisper


def test_whisper_segments_are_cues() -> None:
    assert text_of(json.dumps(WHISPER), "a.json") == (
        "[00:00:00.000 --> 00:00:02.500]\nYa.\n\n[00:00:02.500 --> 00:00:04.000]\nTidak."
    )
    assert text_of(json.dumps(WHISPER_CPP), "a.json") == "[00:00:00.000 --> 00:00:02.500]\nYa."
    assert text_of("start\tend\ttext\n0\t2500\tYa.\n", "a.tsv") == "[00:00:00.000 --> 00:00:02.500]\nYa."


def test_records_of_another_json_are_turns() -> None:
    talk = [
        {"line": "Sejak kapan di sini, Bu?", "who": "Peneliti", "sec": 85},
        {"header": "Rumah"},
        {"line": "Sejak banjir itu.", "who": "Bu Rekaan", "time": "1:49"},
        {"line": "Lalu?", "who": "Peneliti"},
        {"line": "Ya menumpang.", "who": "Bu Rekaan"},
        {"note": "menoleh"},
    ]
    found = read_data("a.json", json.dumps({"episode": 6, "tags": ["a", "b", "c"], "transcript": talk}).encode(), None)
    assert found.text == (
        "[00:01:25] Peneliti: Sejak kapan di sini, Bu?\n\n## Rumah\n\n[00:01:49] Bu Rekaan: Sejak banjir itu.\n\n"
        "Peneliti: Lalu?\n\nBu Rekaan: Ya menumpang."
    )
    assert found.note == "1 record holds no words that are read"


def test_whisperx_says_who_speaks_word_by_word() -> None:
    assert text_of(json.dumps(WHISPERX), "a.json") == (
        "[00:00:01.000 --> 00:00:04.500]\nSPEAKER_00: Bagaimana kalau uangnya kurang, Bu?\n\n"
        "[00:00:05.000 --> 00:00:06.300]\nSPEAKER_01: Ya ngutang.\n\n"
        "[00:00:07.000 --> 00:00:09.250]\nSPEAKER_00: Oh begitu."
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("[" * 10_000, "no valid JSON"),
        ('{"a": 1', "no valid JSON"),
        ("[]", "no transcript that Whisper"),
        ('{"segments": [{"start": 1, "end": 2}]}', "no transcript that Whisper"),
        ('{"segments": 7}', "no transcript that Whisper"),
    ],
)
def test_a_json_that_is_no_transcript_says_so(data: str, says: str) -> None:
    assert says in refused(lambda: text_of(data, "a.json"))


def test_a_segment_with_odd_times_keeps_its_words() -> None:
    odd = {"segments": [{"start": None, "end": 1e999, "text": "Ya."}, {"start": True, "end": -3, "text": "Tidak."}]}
    assert [line for line in text_of(json.dumps(odd), "a.json").split("\n") if line.endswith(".")] == ["Ya.", "Tidak."]


# Web pages


def test_a_page_is_its_blocks_without_scripts() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><h1>Transkrip</h1><script>alert()</script>"
        "<p>P: <b>air</b>nya?<br>Keruh?</p><ul><li>satu<li><p>dua</p></ul><ol><li>a<li>b</ol>"
        "<table><tr><td>I</td><td><p>ya</p><p>lagi</p></td></tr><tr><td>P<td>oh</table>tutup</body>"
    )
    assert text_of(page, "a.html") == (
        "Transkrip\n\nP: airnya?\nKeruh?\n\n- satu\n\n- dua\n\n1) a\n\n2) b\n\nI\tya\nlagi\nP\toh\n\ntutup"
    )


def test_a_page_says_its_own_encoding() -> None:
    page = '<meta charset="iso-8859-1"><p>café “mahal”'.encode("cp1252")
    got = read_data("a.html", page)
    assert (got.text, got.encoding) == ("café “mahal”", "cp1252")


# A library that is not there


def test_a_missing_library_is_one_line_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name.startswith(("pypdfium2", "lxml")):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    for ending, library in ((".pdf", "pypdfium2"), (".odt", "lxml"), (".html", "lxml"), (".docx", "lxml")):
        line = refused(lambda ending=ending: read_file(FORMATS / f"wawancara{ending}"))  # type: ignore[misc]
        assert f"pip install {library}" in line


# Word: what the walk must not lose


def docx(body: str, **parts: str) -> bytes:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    made = {"word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>".encode()}
    return zipped(
        made | {f"word/{name}.xml": xml.replace(" NAMES", " " + names).encode() for name, xml in parts.items()}
    )


def p(words: str, more: str = "") -> str:
    return f'<w:p>{more}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(map(p, paragraphs))}</w:tc>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            f"<w:tbl><w:tr>{cell('P', '(x)')}{cell('satu', '', 'dua')}</w:tr><w:tr>{cell('I')}{cell('ya')}</w:tr></w:tbl>",
            "P (x)\tsatu\ndua\nI\tya",
            id="cells of several paragraphs",
        ),
        pytest.param(
            f"<w:tbl><w:tr>{cell('I')}<w:tc><w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr></w:tbl>{p('akhir')}</w:tc></w:tr></w:tbl>",
            "I\ta\tb\nakhir",
            id="a table in a cell leaves the row whole",
        ),
        pytest.param(
            f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell('I')}<w:sdt><w:sdtContent>{cell('ya')}</w:sdtContent></w:sdt></w:tr>"
            "</w:sdtContent></w:sdt></w:tbl>",
            "I\tya",
            id="rows and cells in content controls",
        ),
        pytest.param(
            f"<w:tbl><w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell('dulu')}</w:tr><w:tr>{cell('kini')}</w:tr></w:tbl>",
            "kini",
            id="a deleted row",
        ),
        pytest.param(
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Ketik di sini')}</w:sdtContent></w:sdt>{p('ya')}",
            "ya",
            id="a content control that waits for words",
        ),
        pytest.param(
            f"<w:p><w:r><w:txbxContent>{p('satu')}</w:txbxContent><w:txbxContent>{p('dua')}</w:txbxContent><w:t>a</w:t></w:r></w:p>",
            "satu\n\ndua\n\na",
            id="two text boxes on one paragraph",
        ),
        pytest.param(f"<w:ins w:id='1'>{p('baru')}</w:ins>{p('lama')}", "baru\n\nlama", id="an inserted paragraph"),
        pytest.param(
            "<w:p><w:fldSimple w:instr='x'><w:r><w:t>isi</w:t></w:r></w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
            "isi",
            id="fields are what they show",
        ),
    ],
)
def test_word_loses_and_tears_nothing(body: str, expected: str) -> None:
    assert text_of(docx(body), "a.docx") == expected


def test_items_of_a_list_have_the_numbers_that_word_shows() -> None:
    numbering = (
        '<w:numbering NAMES><w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '</w:abstractNum><w:abstractNum w:abstractNumId="6"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num></w:numbering>'
    )
    styles = (
        '<w:styles NAMES><w:style w:styleId="Butir"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Anak"><w:basedOn w:val="Butir"/></w:style></w:styles>'
    )

    def item(words: str, level: int) -> str:
        return p(words, f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>')

    body = item("a", 0) + item("b", 1) + item("c", 1) + item("d", 0) + item("e", 1)
    body += p("f", '<w:pPr><w:pStyle w:val="Anak"/></w:pPr>')
    assert text_of(docx(body, numbering=numbering, styles=styles), "a.docx").split("\n\n") == [
        "3) a", "3.a) b", "3.b) c", "4) d", "4.a) e", "- f",
    ]  # fmt: skip


def test_a_document_part_of_another_name_is_found() -> None:
    relations = '<Relationships xmlns="x"><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {names}><w:body>{p('ya')}</w:body></w:document>"
    assert text_of(zipped({"_rels/.rels": relations.encode(), "word/document2.xml": body.encode()}), "a.docx") == "ya"


def test_what_was_read_is_said_with_its_reader() -> None:
    got: Read = read_file(FORMATS / "wawancara.odt")
    assert (got.reader, got.number, got.encoding) == ("odt", 2, None)


LEADS = [  # invented: nobody here lives
    ("Penanya", " Sejak kapan berjualan di sini?"),
    ("Ibu Rekaan", " Sejak anak pertama lahir."),
    ("Penanya", "Apa yang dijual?"),  # without a blank behind the bold
    ("Ibu Rekaan", " Kue basah, kadang nasi."),
    ("", "Kalau hujan ya tutup."),
    ("Penanya", " Cukup untuk sewa?"),
    ("Ibu Rekaan", " Tidak selalu."),
]


def in_bold(leads: list[tuple[str, str]], ending: str) -> bytes | str:
    """Paragraphs, the first words of each in bold, as a file of that ending."""
    if ending == ".rtf":
        return r"{\rtf1\ansi " + "".join(rf"{{\b {lead}}}{words}\par " for lead, words in leads) + "}"
    if ending == ".odt":
        bold = (
            '<style:style style:name="T1" style:family="text" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
            '<style:text-properties fo:font-weight="bold" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"/>'
            "</style:style>"
        )
        said = (f'<text:p><text:span text:style-name="T1">{lead}</text:span>{words}</text:p>' for lead, words in leads)
        return odt("".join(said), styles=bold)
    return docx(
        "".join(
            f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{lead}</w:t></w:r>"
            f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
            for lead, words in leads
        )
    )


@pytest.mark.parametrize("ending", [".docx", ".odt", ".rtf"])
def test_bold_alone_may_tell_who_speaks(ending: str) -> None:
    text = text_of(in_bold(LEADS, ending), f"a{ending}")
    assert turns_of(text) == [
        ("Penanya", "Sejak kapan berjualan di sini?"),
        ("Ibu Rekaan", "Sejak anak pertama lahir."),
        ("Penanya", "Apa yang dijual?"),
        ("Ibu Rekaan", "Kue basah, kadang nasi. Kalau hujan ya tutup."),
        ("Penanya", "Cukup untuk sewa?"),
        ("Ibu Rekaan", "Tidak selalu."),
    ]


@pytest.mark.parametrize("ending", [".docx", ".odt", ".rtf"])
def test_a_chair_and_members_in_bold_with_a_full_stop(ending: str) -> None:
    members = [
        "M. le doyen.",
        "Mme Rose Feinte.",
        "M. le doyen.",
        "Mme Ida Rekaan, ministre des ponts et des routes de l'Est.",
    ]
    leads = [(lead, " La parole est donnée, et la séance continue.") for lead in [*members, *members[:3]]]
    text = text_of(in_bold(leads, ending), f"a{ending}")
    assert [who for who, _said in turns_of(text)] == [
        "M. le doyen", "Mme Rose Feinte", "M. le doyen", "Mme Ida Rekaan", "M. le doyen", "Mme Rose Feinte", "M. le doyen",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [".docx", ".odt", ".rtf"])
def test_bold_that_stresses_or_has_a_colon_changes_nothing(ending: str) -> None:
    colons = [(lead and f"{lead}:", words) for lead, words in LEADS]
    outside = [(lead, f": {words.strip()}") for lead, words in LEADS]
    stress = [(word, " kata orang di pasar.") for word in ("Mahal", "Murah", "Jauh", "Dekat", "Mahal", "Mahal")]
    for leads in (colons, outside, stress):
        assert "\t" not in text_of(in_bold(leads, ending), f"a{ending}")
