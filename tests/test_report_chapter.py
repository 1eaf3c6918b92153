"""The chapter of the sample, read back: numbers, captions, quotes, what is left out; and files that somebody changed."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import html

from qualcode.collect.study import PROJECT_FILE
from qualcode.errors import UserError
from qualcode.reduce.memos import memos
from qualcode.report import basket, chapter, reading, sealed, writers
from qualcode.report.blocks import Captioned, Contents, Document, Heading, Paragraph, Quotes, Table, cells
from qualcode.report.captions import captions, captions_named, retitled
from qualcode.report.phrases import speaking
from qualcode.report.quoting import Quoter
from qualcode.report.tidy import journal_lines, project_archive
from qualcode.report.transcript import broken, transcript_document
from qualcode.store import Project, open_project
from qualcode.store.lookup import find
from qualcode.store.settings import set_setting, setting
from qualcode.store.undo import undo
from tests.test_through import made  # noqa: F401 - fixture


@pytest.fixture(scope="module")
def sample(made: Path) -> Iterator[Project]:
    with open_project(made / PROJECT_FILE) as project:
        yield project


@pytest.fixture(scope="module")
def report(sample: Project) -> chapter.Made:
    return chapter.chapter(sample, chapter.with_quotes(chapter.Plan(), ".html", None))


@pytest.fixture(scope="module")
def word(report: chapter.Made) -> bytes:
    return writers.render(report.document, ".docx")


def document_xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read("word/document.xml").decode()


def own(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(made / PROJECT_FILE, tmp_path / PROJECT_FILE))


# What is in it


def test_tables_and_figures_are_numbered_through_and_have_sources(report: chapter.Made) -> None:
    found = captions(report.document)
    for word_ in ("Tabel", "Gambar"):
        numbers = [int(m[1]) for c in found if (m := re.match(rf"{word_} 5\.(\d+) ", c))]
        assert numbers == list(range(1, len(numbers) + 1)) and numbers
    assert len(found) == sum(isinstance(b, Captioned) and bool(b.caption) for b in report.document.blocks)
    without = [b.caption for b in report.document.blocks if isinstance(b, Captioned) and b.caption and not b.source]
    assert not without


def test_headings_are_numbered_in_the_order_of_the_parts(report: chapter.Made) -> None:
    heads = [b.text for b in report.document.blocks if isinstance(b, Heading) and b.level == 2]
    inside = [name for name in report.parts if name not in chapter.ANNEXES]
    assert [h.split(" ")[0] for h in heads[: len(inside)]] == [f"5.{n}" for n in range(1, len(inside) + 1)]
    assert [h[:2] for h in heads[len(inside) :]] == ["A.", "B.", "C.", "D."][: len(heads) - len(inside)]


def test_the_method_says_what_was_done_and_leaves_to_people_what_only_they_know(report: chapter.Made) -> None:
    text = " ".join(b.text for b in report.document.blocks if isinstance(b, Paragraph))
    assert "10 wawancara, 2 diskusi kelompok terarah, dan 1 catatan lapangan" in text
    assert "Cara memilih informan: [diisi peneliti]" in text
    assert "12 dari 13 transkrip selesai dikode" in text
    assert "keadaan proyek" in text  # once for the chapter, not under each of its fifty tables and figures
    assert not any("Keadaan proyek" in note for b in report.document.blocks for note in getattr(b, "notes", ()))


def test_a_table_by_itself_says_of_which_state_it_is(sample: Project) -> None:
    alone = chapter.part_document(sample, "method")
    assert all("Keadaan proyek" in b.notes[-1] for b in alone.blocks if isinstance(b, Table))
    without = chapter.chapter(sample, chapter.Plan(parts=("framework",)))
    assert any("Keadaan proyek" in note for b in without.document.blocks for note in getattr(b, "notes", ()))


def test_every_number_lands_on_exactly_the_passages_it_counts(sample: Project, report: chapter.Made) -> None:
    from qualcode.display.matrix import matrix

    there = {b.anchor: b for b in report.document.blocks if isinstance(b, Quotes) and not b.inline}
    links = [cell.link for b in report.document.blocks for cell in cells(b) if cell.link]
    tables = {b.anchor for b in report.document.blocks if isinstance(b, Captioned)}
    assert links and set(links) <= there.keys() | tables
    with speaking("id"):
        display, quoter = matrix(sample), Quoter(sample)
        (table,) = (b for b in report.document.blocks if isinstance(b, Table) and b.anchor == "matrix")
        for row in display.rows:
            printed = next(r for r in table.rows if r.cells[0].text == row.name)
            for column, cell in zip(table.columns, printed.cells, strict=False):
                if cell.link:
                    segments = display.quotes[row.id, bytes.fromhex(column.key)]
                    assert there[cell.link].items == quoter.quotes(segments)


def test_quotes_in_the_text_are_words_of_the_transcript_with_their_attribution(
    sample: Project, report: chapter.Made
) -> None:
    inline = [quote for b in report.document.blocks if isinstance(b, Quotes) and b.inline for quote in b.items]
    assert len(inline) > 20
    texts = [" ".join(str(t).split()) for (t,) in sample.rows("SELECT text FROM speech")]
    for quote in inline:
        assert any(" ".join(quote.text.split()) in text for text in texts)
        assert re.search(r"(wawancara|FGD|catatan lapangan), \d+ \w+ 2025$", quote.attribution)


def test_parts_stand_in_the_order_asked_for_and_what_is_empty_is_said(sample: Project) -> None:
    found = chapter.chapter(sample, chapter.Plan(("codebook", "themes", "basket"), 7))
    assert found.parts == ("codebook", "themes") and found.empty == ("basket",)
    heads = [b.text for b in found.document.blocks if isinstance(b, Heading)]
    assert heads == ["BAB VII HASIL DAN PEMBAHASAN", "7.1 Tema menurut Wilayah", "LAMPIRAN", "A. Buku Kode"]
    assert not [cell for b in found.document.blocks for cell in cells(b) if cell.link], "no quotes, no links"
    with pytest.raises(UserError, match="no part"):
        chapter.parts_named("themes,nonsense")


def test_a_persons_caption_stays_with_its_table_when_the_numbers_move(report: chapter.Made) -> None:
    ours = next(b.caption for b in report.document.blocks if isinstance(b, Table) and b.anchor == "matrix")
    label = next(line for line in captions(report.document) if line.endswith(ours)).removesuffix(f" {ours}")
    own = captions_named(report.document, [f"{label}=Suara Warga di Tujuh Kelurahan"])
    assert own == {ours: "Suara Warga di Tujuh Kelurahan"}
    fewer = replace(report.document, blocks=report.document.blocks[10:])
    assert any(line.endswith(" Suara Warga di Tujuh Kelurahan") for line in captions(retitled(fewer, own)))
    assert captions_named(report.document, [f"{label}="]) == {ours: ours}
    with pytest.raises(UserError, match=r"Tabel 5\.999"):
        captions_named(report.document, ["Tabel 5.999=Apa pun"])


def test_pairs_that_cannot_be_judged_share_one_table_with_the_reason(report: chapter.Made) -> None:
    (table,) = [b for b in report.document.blocks if isinstance(b, Table) and b.anchor == "unjudged"]
    said = {row.cells[1].text.split(",")[0]: row.cells[2].text for row in table.rows}
    assert set(said) == {"Persentase penduduk miskin", "Jumlah penerima PKH per 1.000 penduduk", "Anak belum pernah sekolah", "Kepadatan penduduk"}  # fmt: skip
    assert "tingkat wilayah" in said["Persentase penduduk miskin"]
    assert "jumlah tanpa pembagi" in said["Anak belum pernah sekolah"]
    alone = [b.caption for b in report.document.blocks if isinstance(b, Table) and ": Suara Warga dan " in b.caption]
    assert len(alone) == 5 and not [c for c in alone if "Kepadatan" in c]


def test_what_was_marked_is_printed_with_its_theme_and_nowhere_twice(made: Path, tmp_path: Path) -> None:
    from qualcode.display.matrix import matrix

    with open_project(own(made, tmp_path)) as project:
        project.coder = find(project, "coder", "sri")
        display = matrix(project)
        row = display.rows[0]
        segment = next(s for area in display.areas for s in display.quotes.get((row.id, area.id), ()))
        assert basket.put_in(project, [segment], row.id) == 1 and basket.put_in(project, [segment], row.id) == 0
        (wanted,) = Quoter(project).quotes([segment])
        both = chapter.chapter(project, chapter.Plan(("voices", "basket")))
        assert both.empty == ("basket",)
        first = next(b for b in both.document.blocks if isinstance(b, Quotes))
        assert [q.text for q in first.items] == [wanted.text]
        alone = chapter.chapter(project, chapter.Plan(("basket",)))
        assert [q.text for b in alone.document.blocks if isinstance(b, Quotes) for q in b.items] == [wanted.text]
        basket.take_out(project, basket.basket(project))
        assert not basket.basket(project)


def test_nothing_english_is_in_the_report(report: chapter.Made) -> None:
    told = [b.text for b in report.document.blocks if isinstance(b, Heading | Paragraph)]
    told += [t for b in report.document.blocks if isinstance(b, Captioned) for t in (b.caption, b.source, *b.notes)]
    english = re.compile(r"\b(the|with|of|not|and|which|from|are|was)\b")
    assert not [text for text in told if english.search(text)]


# Word


def test_captions_that_are_kept_are_prose_and_stand_in_no_row_of_the_journal(
    made: Path, tmp_path: Path, report: chapter.Made
) -> None:
    ours = captions(report.document)[0].split(" ", 2)[2]
    said = "“Kami ngutang dulu”: Utang di Tujuh Kelurahan"
    with open_project(own(made, tmp_path)) as project:
        project.coder = find(project, "coder", "sri")
        wanted = replace(chapter.plan(project), captions=((ours, said),))
        for again in (False, True):  # taken back, and kept anew
            chapter.save_plan(project, wanted)
            assert chapter.plan(project) == wanted
            assert not [row for row in project.rows("SELECT old, new FROM entry") if "ngutang dulu" in str(row)]
            assert all(one.text != said for one in memos(project))
            if again:
                chapter.save_plan(project, replace(wanted, captions=()))
            else:
                undo(project)
            assert chapter.plan(project).captions == ()


def test_captions_of_before_stand_and_one_of_several_lines_goes_off_again(made: Path, tmp_path: Path) -> None:
    with open_project(own(made, tmp_path)) as project:
        project.coder = find(project, "coder", "sri")
        set_setting(project, chapter.SETTING, {"parts": [], "captions": {"Ours": "Milik kami"}})
        plan = chapter.plan(project)
        assert plan.captions == (("Ours", "Milik kami"),)
        several = replace(plan, captions=(*plan.captions, ("A theme\nof two lines", "Dua baris")))
        chapter.save_plan(project, several)
        assert chapter.plan(project) == several
        assert "Milik kami" not in str(setting(project, chapter.SETTING))
        chapter.save_plan(project, plan)
        assert chapter.plan(project) == plan


def test_word_has_real_captions_repeated_heads_and_links_that_land(report: chapter.Made, word: bytes) -> None:
    found = docx.Document(io.BytesIO(word))
    named = {style.style_id: style.name for style in found.styles}
    xml = document_xml(word)
    styles = {named[one] for one in set(re.findall(r'<w:pStyle w:val="([^"]+)"', xml))}
    assert {
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Caption",
        "Figure Caption",
        "Quote",
        "Body Text",
        "toc 2",
        "table of figures",
    } <= styles
    marks = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
    anchors = set(re.findall(r'<w:hyperlink [^>]*w:anchor="([^"]+)"', xml))
    pages = set(re.findall(r"PAGEREF (\S+)", xml))
    assert anchors and anchors <= marks and pages and pages <= marks
    for table in found.tables:
        first = table.rows[0]._tr
        if first.trPr is not None and len(table.rows) > 4 and "SWOT" not in table.rows[0].cells[0].text:
            assert first.trPr.xpath("./w:tblHeader"), table.rows[0].cells[0].text
    across = {(s.page_width > s.page_height) for s in found.sections if s.page_width and s.page_height}
    assert across == {True, False}


def test_no_table_is_wider_than_its_page(report: chapter.Made) -> None:
    from qualcode.report.layout import LANDSCAPE, PORTRAIT, layout

    for block in report.document.blocks:
        if isinstance(block, Table):
            laid = layout(block)
            page = LANDSCAPE if laid.landscape else PORTRAIT
            assert all(sum(part.widths) <= page + 0.05 for part in laid.parts), block.caption


def test_a_list_of_contents_with_nothing_in_it_is_not_printed() -> None:
    empty = Document("", (Contents("tables", "DAFTAR TABEL"), Paragraph("isi")))
    for ending in writers.WRITERS:
        assert b"DAFTAR TABEL" not in writers.render(empty, ending)
    with pytest.raises(ValueError, match="no such list"):
        Contents("pages", "")


# HTML and JSON


def test_the_page_works_without_a_network(report: chapter.Made) -> None:
    page = html.document_fromstring(writers.render(report.document, ".html").decode())
    assert not page.xpath("//@src | //link | //img | //iframe")
    assert all(href.startswith("#") for href in page.xpath("//a/@href"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)) and {href[1:] for href in page.xpath("//a/@href")} <= set(ids)
    assert "http" not in " ".join(page.xpath("//script/text() | //style/text()"))


def test_json_names_the_quotes_of_a_number(report: chapter.Made) -> None:
    whole = json.loads(writers.render(report.document, ".json"))
    assert whole["schema"] == "qualcode.document/1"
    quotes = {item["anchor"] for item in whole["items"] if item["kind"] == "quotes"}
    linked = {
        c["quotes"]
        for item in whole["items"]
        if item["kind"] == "table"
        for r in item["rows"]
        for c in r["cells"]
        if "quotes" in c
    }
    assert linked & quotes


def test_the_reading_copy_holds_all_turns_as_data_and_no_label_of_a_known_person(sample: Project) -> None:
    page = reading.reading(sample).decode()
    assert "default-src 'none'" in page and "http-equiv" in page and " src=" not in page
    (held,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    data = json.loads(held)
    assert sum(len(s["turns"]) for s in data["sources"]) == 648
    for source in data["sources"]:
        for _n, _who, _asked, text, spans in source["turns"]:
            assert all(
                0 <= a < b <= len(text.encode("utf-16-le")) // 2 and code < len(data["codes"])
                for a, b, code, _v in spans
            )


def test_words_of_people_never_become_markup_or_program() -> None:
    text = json.dumps("</script><script>alert(1)</script>&").translate(reading._UNSAFE)
    assert "<" not in text and json.loads(text) == "</script><script>alert(1)</script>&"


# Transcripts


def test_a_blank_transcript_has_the_lines_of_the_coded_one_and_no_codes(sample: Project) -> None:
    source = find(sample, "source", "W-SMG-01")
    (coded,), (blank,) = (transcript_document(sample, source, blank=b).blocks for b in (False, True))
    assert isinstance(coded, Table) and isinstance(blank, Table)
    assert [r.cells[0].text for r in coded.rows] == [r.cells[0].text for r in blank.rows]
    assert not any(r.cells[3].text for r in blank.rows)
    assert "kode-kode" not in str(blank)
    numbers = [int(n) for r in coded.rows for n in r.cells[0].text.split("\n")]
    assert numbers == list(range(1, len(numbers) + 1))
    marked = [m for r in coded.rows for m in re.findall(r"\((\d+)(?:–(\d+))?\)", r.cells[3].text.replace("\n", " "))]
    assert len(marked) > 30 and all(1 <= int(a) <= int(b or a) <= numbers[-1] for a, b in marked)


def test_lines_are_broken_between_words_and_no_letter_is_lost() -> None:
    text = "Kata " * 30 + "x" * 400 + " 🙂 akhir"
    starts = broken(text, 6.0)
    assert starts == sorted(set(starts)) and starts[0] == 0
    assert "".join(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)) == text


# Files somebody changed


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".html", ".md", ".json"])
def test_a_file_is_written_over_until_somebody_changes_it(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    one, other = (Document(t, (Paragraph(t), Heading(t))) for t in ("satu", "dua"))
    writers.write(one, path)
    writers.write(other, path)
    assert sealed.intact(path.read_bytes(), ending)
    if ending in (".docx", ".xlsx"):
        with zipfile.ZipFile(path, "a") as file:
            file.writestr("word/custom.xml", "<x/>")
    else:
        path.write_bytes(path.read_bytes().replace(b"dua", b"tiga", 1))
    changed = path.read_bytes()
    with pytest.raises(UserError, match="somebody may have changed it"):
        writers.write(one, path)
    assert path.read_bytes() == changed
    writers.write(one, path, force=True)
    assert sealed.intact(path.read_bytes(), ending)


def test_a_table_of_csv_has_no_seal_and_is_kept_where_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    from qualcode.report.blocks import Column, Row

    one, other = (Document("", (Table("", (Column("a", t),), (Row(()),)),)) for t in ("satu", "dua"))
    writers.write(one, path)
    writers.write(one, path)
    with pytest.raises(UserError, match="--force"):
        writers.write(other, path)


def test_data_for_other_programs(sample: Project) -> None:
    with zipfile.ZipFile(io.BytesIO(project_archive(sample))) as file:
        assert {"sources.csv", "codings.csv", "codebook.yaml"} <= set(file.namelist())
    lines = [json.loads(line) for line in journal_lines(sample).decode().splitlines()]
    assert len(lines) == sample.value("SELECT COUNT(*) FROM action")
    assert [line["n"] for line in lines] == sorted(line["n"] for line in lines)
    assert set(lines[0]) == {"hash", "log", "n", "at", "coder", "kind", "records", "undone"}


def test_a_matrix_put_into_the_basket_is_made_anew_and_its_numbers_land_on_its_own_passages(
    made: Path, tmp_path: Path
) -> None:
    from qualcode.conclude.arranged import Asked, arranged
    from qualcode.report.basket_tables import put_table, tables, take_tables_out

    with open_project(own(made, tmp_path)) as project:
        project.coder = find(project, "coder", "sri")
        asked = Asked(where="kind:fgd", every=True)
        assert put_table(project, asked) and not put_table(project, asked)
        found = chapter.chapter(project, chapter.Plan(("themes", "quotes")))
        anchored = {b.anchor: b for b in found.document.blocks if isinstance(b, Table)}
        assert {"matrix", "matrix 2", "unsampled"} <= anchored.keys()
        there = {b.anchor: b.items for b in found.document.blocks if isinstance(b, Quotes)}
        with speaking("id"):
            quoter, display = Quoter(project), arranged(project, asked)
            links = {
                (r.cells[0].text, c.key): cell.link
                for r in anchored["matrix 2"].rows
                for c, cell in zip(anchored["matrix 2"].columns, r.cells, strict=False)
                if cell.link
            }
            assert len(links) > 10
            for row in display.rows:
                for column in display.columns:
                    if link := links.get((row.name, column.id.hex())):
                        assert there[link] == quoter.quotes(display.quotes[row.id, column.id])
        take_tables_out(project, tables(project))
        assert not tables(project)


def test_coarsely_a_quote_says_only_what_three_informants_share(sample: Project) -> None:
    from qualcode.report.whose import _people, coarsely, described, few

    full = chapter.chapter(sample, chapter.Plan(("voices",)))
    less = chapter.chapter(sample, chapter.Plan(("voices",), coarse=True))
    told, said = (
        [q.attribution for b in made.document.blocks if isinstance(b, Quotes) for q in b.items] for made in (full, less)
    )
    assert len(told) == len(said) and any("Semanggi" in one for one in told)
    assert not [one for one in said if re.search(r"\d+ \w+ 2025", one)], "months, no days"
    exposed, informants = few(sample)
    assert 0 < exposed <= informants == 24
    with speaking("id"), coarsely():
        known = {one for one in _people(sample).values() if one}
        facts = [{p.gender, p.age, p.role, p.area, p.above} for _rec, p in known]
        for parts in described(sample).values():
            assert sum(set(parts[1:]) <= one for one in facts) >= 3


def test_the_first_words_of_a_theme_name_it_where_no_other_begins_so(sample: Project) -> None:
    from qualcode.store.lookup import find

    whole = find(sample, "theme", "Bantuan meleset dari yang membutuhkan")
    assert find(sample, "theme", "bantuan meleset") == whole
    for short in ("Bantuan", "Bantuan mele"):  # one word, or a piece of one, is too little to go by
        with pytest.raises(UserError, match="Bantuan"):
            find(sample, "theme", short)


def test_a_table_of_one_place_says_what_is_more_than_its_columns(sample: Project) -> None:
    """Roles in one kecamatan: who speaks about it from elsewhere is named, what is of the whole study said to be."""
    from qualcode.conclude.arranged import Asked
    from qualcode.report.theme_table import matrix_document

    made = matrix_document(sample, Asked(columns="role", where='kecamatan:"Pasar Kliwon"'))
    table = made.blocks[0]
    assert isinstance(table, Table)
    assert [row.cells[-1].text for row in table.rows if "5/6" in str(row)] == ["dari luar: penjahit borongan"]
    notes = " ".join(table.notes)
    assert "dari luar = " in notes
    assert "Di seluruh studi 69 tempat" in notes
    assert "W-KRS-01" not in notes  # nobody there was interviewed in Karangasem
    titles = [block.title for block in made.blocks if isinstance(block, Quotes)]
    assert titles
    assert not any(" di " in title.split("kekurangannya")[-1] for title in titles)  # a role is no place
