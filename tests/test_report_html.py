"""HTML read back: one file, nothing fetched, nothing a text says executed, tables that a screen reader can read."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from qualcode.report import writers
from qualcode.report.blocks import Document
from tests.report_sample import NASTY, REPORT, areas, with_text


def read(document: Document) -> Any:
    return html.document_fromstring(writers.render(document, ".html").decode())


@pytest.fixture(scope="module")
def page() -> Any:
    return read(REPORT)


def texts(found: list[Any]) -> list[str]:
    return [" ".join(e.text_content().split()) for e in found]


def test_one_file_that_fetches_nothing_and_forbids_it(page: Any) -> None:
    assert page.get("lang") == "id"
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//script/@src | //link | //img | //iframe | //@src | //@onclick")
    assert all(a.startswith("#") for a in page.xpath("//a/@href"))
    assert "url(" not in page.findtext(".//style") and "@import" not in page.findtext(".//style")


def test_every_link_has_one_target_and_a_cell_leads_to_its_quotes(page: Any) -> None:
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert {a[1:] for a in page.xpath("//a/@href")} <= set(ids)
    (link,) = page.xpath("//td/a[starts-with(., '−3/5')]/@href")
    (quotes,) = page.xpath(f"//*[@id='{link[1:]}']")
    assert "Yang bermobil malah dapat." in quotes.text_content()
    assert texts(quotes.xpath(".//h6/a")) == ["(dirujuk dari Tabel 5.1)"]
    assert not page.xpath("//td[normalize-space()='4/5']/a")


def test_heads_have_scopes_and_tables_captions(page: Any) -> None:
    table = page.xpath("//table")[0]
    assert texts(table.xpath("caption")) == ["Tabel 5.1 Tema menurut Kelurahan"]
    assert texts(table.xpath("thead/tr[1]/th[@scope='colgroup']")) == ["Laweyan", "Pasar Kliwon"]  # a group of one too
    assert texts(table.xpath("thead/tr[2]/th[@scope='col']")) == ["Pajang", "Jajar", "Semanggi"]
    assert texts(table.xpath("thead/tr[3]/th[@scope='row']")) == ["n transkrip"]
    assert texts(table.xpath("tbody/tr/th[@scope='row']")) == ["Bantuan salah sasaran", "Gotong royong jalan"]
    assert texts(page.xpath("//table[2]//th[@scope='rowgroup'] | //th[@scope='rowgroup']")) == ["Kecamatan Laweyan"]


def test_what_a_colour_says_is_also_said_in_words(page: Any) -> None:
    (cell,) = page.xpath("//td[contains(., '−6/6')]")
    assert "problem-5" in cell.get("class")
    assert texts(cell.xpath(".//*[@class='said']")) == ["(masalah)"]


def test_headings_go_down_one_level_at_a_time_and_are_listed(page: Any) -> None:
    assert texts(page.xpath("//h1 | //h2 | //h3")) == ["Laporan Contoh", "BAB V TEMUAN", "Suara Warga", "BAB VII SWOT"]
    assert texts(page.xpath("//nav//li")) == ["BAB V TEMUAN", "Suara Warga", "BAB VII SWOT"]


def test_items_are_one_list(page: Any) -> None:
    assert texts(page.xpath("//ul[@class='bullets']/li")) == ["butir satu", "butir dua"]
    assert len(page.xpath("//ul[@class='bullets']")) == 1


def test_a_figure_is_drawn_and_described(page: Any) -> None:
    (drawing,) = page.xpath("//figure/div[@role='img']")
    assert drawing.get("aria-label") == "Posisi kota di kuadran WO"
    assert [len(drawing.xpath(f".//*[local-name()='{n}']")) for n in ("rect", "line", "circle", "text")] == [1] * 4
    assert texts(drawing.xpath(".//*[local-name()='text']")) == ["WO <ubah>"]


def test_texts_are_escaped_wherever_they_stand() -> None:
    found = read(with_text(NASTY))
    (ours,) = found.xpath("//script/text()")
    raw = writers.render(with_text(NASTY), ".html").decode()
    assert raw.count("<script") == 1
    assert ours == read(REPORT).xpath("//script/text()")[0], "nothing a person wrote is in the script"
    assert "{{ 7*7 }}" in raw
    attack = '"><img src=x onerror=alert(1)>'
    assert not read(with_text(attack)).xpath("//img | //@onerror")


def test_54_areas_scroll_on_a_screen_and_stand_in_pieces_on_paper() -> None:
    found = read(Document("", (areas(6, 9),)))
    assert len(found.xpath("//div[@class='screen']//table")) == 1
    assert len(found.xpath("//div[@class='screen']//thead/tr[2]/th")) == 54
    assert len(found.xpath("//div[@class='paper']//table")) == 3
    assert len(found.xpath("//div[@class='paper']//thead/tr[2]/th")) == 54
    assert found.xpath("//th[@class='turned']")
