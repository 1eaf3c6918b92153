"""From transcripts to documents: the sample study made once, and what must hold of it."""

from __future__ import annotations

import io
import json
import re
import shutil
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qualcode import i18n
from qualcode.cli import cli
from qualcode.collect.guide import asked_id
from qualcode.collect.regions import find_region
from qualcode.collect.sources import import_file
from qualcode.collect.study import PROJECT_FILE, add_coder, new_study
from qualcode.conclude.joint import Joint, joints
from qualcode.conclude.series import choose, jumps
from qualcode.conclude.swot_candidates import candidates, propose
from qualcode.conclude.swot_deeds import set_item
from qualcode.conclude.swot_import import import_swot, named_evidence
from qualcode.conclude.swot_position import position, sensitivity, totals
from qualcode.conclude.swot_records import read_swot, scope_named
from qualcode.conclude.threads import resolve, threads
from qualcode.conclude.triangulation import Outcome
from qualcode.display.cells import Status
from qualcode.display.matrix import Matrix, matrix
from qualcode.errors import UserError
from qualcode.reduce.codings import put
from qualcode.reduce.completion import finish
from qualcode.reduce.counting import counted
from qualcode.report import writers
from qualcode.report.blocks import Document, Quotes, Table
from qualcode.report.index import dangling, index
from qualcode.report.joint_display import triangulation_document
from qualcode.report.swot_document import swot_document
from qualcode.report.theme_table import theme_document
from qualcode.sample import STEPS, UNFINISHED, make_room, make_sample
from qualcode.store import Project, act, open_project, versions
from qualcode.store.lookup import find
from qualcode.store.settings import set_setting, setting

MONEY = "Uang datang tak tentu dan utang menutup kekurangannya"
NEIGHBOURS = "Tetangga dan kader menjadi jaring pengaman pertama"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample's folder, made by the first worker that asks; nobody writes in it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder, lock, done = shared / "through", shared / "through.lock", shared / "through.done"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", str(base / "state"))
        i18n.use("en")
        try:
            lock.mkdir()
        except FileExistsError:
            until = time.monotonic() + 120
            while not done.exists() and time.monotonic() < until:
                time.sleep(0.1)
        else:
            try:
                assert len(make_sample(folder).steps) == STEPS  # the bar that is drawn meanwhile ends where it is full
            finally:
                done.touch()  # also where it failed: the others need not wait to see that there is no sample
        yield folder


@pytest.fixture
def sample(made: Path) -> Iterator[Project]:
    """The sample, to be read."""
    with open_project(made / PROJECT_FILE) as project:
        yield project


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of the sample, to be worked in."""
    shutil.copyfile(made / PROJECT_FILE, tmp_path / PROJECT_FILE)
    with open_project(tmp_path / PROJECT_FILE) as project:
        project.coder = find(project, "coder", "sri")
        yield project


def text(display: Matrix, row: str, area: str) -> str:
    return display.cell(_row(display, row), _area(display, area)).text


def _row(display: Matrix, name: str) -> bytes:
    return next(row.id for row in display.rows if row.name == name)


def _area(display: Matrix, name: str) -> bytes:
    return next(area.id for area in display.areas if area.name == name)


# The matrix


def test_the_sample_shows_every_kind_of_cell(sample: Project) -> None:
    i18n.use("id")
    display = matrix(sample)
    assert len(display.areas) == 54
    assert text(display, MONEY, "Mojosongo") == "−4/4"
    assert text(display, NEIGHBOURS, "Pajang") == "0/1"
    assert text(display, MONEY, "Nusukan") == "·"
    assert {display.cell(row.id, _area(display, "Karangasem")).text for row in display.rows} == {"…"}
    assert any(cell.outside and cell.n > display.finished[area][0] for (_row, area), cell in display.cells.items())


def test_from_not_sampled_to_zero_only_by_finishing_what_was_asked(own: Project, tmp_path: Path) -> None:
    i18n.use("id")
    file = tmp_path / "W-NSK-01.txt"
    file.write_text(
        "Jenis: wawancara\nKelurahan: Nusukan\nInforman: Bu Contoh\n\nP: Apa kabar?\n\nBu Contoh: Baik.\n", "utf-8"
    )
    assert text(matrix(own), MONEY, "Nusukan") == "·"
    source = import_file(own, file).source
    assert text(matrix(own), MONEY, "Nusukan") == "…"
    finish(own, source)
    assert text(matrix(own), MONEY, "Nusukan") == "?"  # no record that it was asked
    topic = find(own, "topic", "T01")
    for asked, shown in ((0, "?"), (1, "0/1")):
        with act(own, "asked") as a:
            a.create("asked", asked_id(source, topic), source=source, topic=topic, asked=asked)
        assert text(matrix(own), MONEY, "Nusukan") == shown


def test_a_passage_accepted_in_bulk_is_counted_and_counted_apart(own: Project) -> None:
    source, code = find(own, "source", "W-MJS-01"), find(own, "code", "kdrt")
    now = versions.current(own, source)
    assert now is not None
    before = matrix(own)
    start = now.marks.turns[3].speech[0]
    with act(own, "accept") as a:
        put(own, a, source, code, start, start + 20, coder=own.coder, origin="keyword", review="bulk")
    after = matrix(own)
    assert (before.bulk, after.bulk) == (0, 1)
    table = next(block for block in theme_document(own, quotes=False).blocks if isinstance(block, Table))
    assert any("1 diterima borongan" in note for note in table.notes)


# Every number leads to its quotes


def quoted(document: Document) -> list[tuple[str, Quotes]]:
    """(text of a cell, the quotes it leads to) of every linked cell."""
    lists = {block.anchor: block for block in document.blocks if isinstance(block, Quotes)}
    return [
        (cell.text, lists[cell.link])
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
        if cell.link in lists
    ]


def test_a_cell_of_m_sources_leads_to_quotes_of_exactly_these_m(sample: Project) -> None:
    document = theme_document(sample)
    links = quoted(document)
    assert len(links) > 40
    assert dangling(document) == ()
    for shown, quotes in links:
        assert len({quote.source_id for quote in quotes.items}) == int(re.sub(r"\D*(\d+)/\d+", r"\1", shown))
    i18n.use("id")
    display = matrix(sample)
    spans = {
        (s.source, s.turn, s.start, s.stop) for s in display.quotes[_row(display, MONEY), _area(display, "Mojosongo")]
    }
    title = f"{MONEY} di Mojosongo (−4/4)"
    assert next(len(quotes.items) for _shown, quotes in links if quotes.title == title) == len(spans)


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".html"])
def test_the_same_link_in_every_format_of_the_demo(made: Path, sample: Project, ending: str) -> None:
    document = theme_document(sample)
    shown, quotes = next(pair for pair in quoted(document) if pair[1].title == f"{MONEY} di Mojosongo (−4/4)")
    file = made / "exports" / f"tema_per_kelurahan{ending}"
    landed = {".xlsx": _in_xlsx, ".docx": _in_docx, ".html": _in_html}[ending](file.read_bytes(), document, quotes)
    assert landed == [quote.text for quote in quotes.items]
    assert shown == "−4/4"
    assert len({quote.source_id for quote in quotes.items}) == 4


def _in_xlsx(data: bytes, document: Document, quotes: Quotes) -> list[str]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    heads = [
        cell.value
        for row in book["Tabel 1"].iter_rows(min_row=2, max_row=3)
        for cell in row
        if cell.value == "Mojosongo"
    ]
    assert heads
    row = next(row for row in book["Tabel 1"].iter_rows() if row[0].value == MONEY)
    cell = next(c for c in row if c.value == "−4/4")
    sheet, place = cell.hyperlink.location.split("!")
    first = book[sheet.strip("'")][place].row
    rows = list(book[sheet.strip("'")].iter_rows(min_row=first))
    return [r[2].value for r in rows[: len(quotes.items)] if r[0].value == quotes.title]


def _in_docx(data: bytes, document: Document, quotes: Quotes) -> list[str]:
    import docx

    word = docx.Document(io.BytesIO(data))
    name = index(document).targets[quotes.anchor]
    body = word.element.body.xml
    assert f'w:anchor="{name}"' in body
    found: list[str] = []
    inside = False
    for paragraph in word.paragraphs:
        if f'w:name="{name}"' in paragraph._p.xml:
            inside = True
        elif inside and (match := re.match("“(.*?)”(?: \\[| \\()", paragraph.text)):
            found.append(match[1])
        elif inside:
            break
    return found


def _in_html(data: bytes, document: Document, quotes: Quotes) -> list[str]:
    name = index(document).targets[quotes.anchor]
    page = data.decode()
    assert f'href="#{name}"' in page
    section = page.split(f'<section class="quotes" id="{name}">')[1].split("</section>")[0]
    return [unescape(words) for words in re.findall('<span class="words">“(.*?)”</span>', section)]


def test_a_quote_says_whose_it_is_and_what_javanese_means(sample: Project) -> None:
    document = theme_document(sample)
    every = [quote for _shown, quotes in quoted(document) for quote in quotes.items]
    assert any(
        q.attribution == "Bu Marni, perempuan, 40-an, penjahit borongan, Panularan, wawancara, 19 Juni 2025"
        for q in every
    )
    assert any(q.gloss for q in every)
    assert all(re.match(r"giliran \d+; kode ", q.place) for q in every)


def test_the_table_on_paper_holds_only_where_people_were_asked_and_the_rest_by_kecamatan(sample: Project) -> None:
    narrow, rest = [b for b in theme_document(sample, quotes=False).blocks if isinstance(b, Table)]
    assert [c.title for c in narrow.columns if c.group] == [
        "Pajang", "Panularan", "Karangasem", "Joyotakan", "Semanggi", "Mojosongo", "Kadipiro",
    ]  # fmt: skip
    assert [c.text for c in rest.rows[-1].cells] == ["Jumlah", "7", "47"]
    wide = [b for b in theme_document(sample, quotes=False, every=True).blocks if isinstance(b, Table)][2]
    assert len([c for c in wide.columns if c.group]) == 54


# Triangulation


@pytest.fixture
def money(sample: Project) -> Joint:
    return next(
        one for one in joints(sample) if one.theme.name == MONEY and one.series.indicator.name == "Jumlah penerima PKH"
    )


def test_pkh_ranks_are_those_of_the_worked_example(money: Joint) -> None:
    """Recipients per 1,000 inhabitants in 2023, rank 1 the highest of 54 kelurahan."""
    expected = {
        "Kadipiro": (38.4, 20), "Panularan": (32.9, 28), "Pajang": (27.3, 38), "Mojosongo": (26.0, 41), "Karangasem": (23.7, 48),
    }  # fmt: skip
    placed = {v.area: v.standing for v in money.result.verdicts if v.standing}
    assert {area: (round(placed[area].value, 1), placed[area].rank) for area in expected} == expected
    assert {standing.m for standing in placed.values()} == {54}


def test_the_year_is_the_newest_whose_figures_and_denominators_can_be_used(sample: Project, money: Joint) -> None:
    from qualcode.collect.indicators import indicators
    from qualcode.collect.regions import LEVELS, regions

    assert money.series.year == 2023
    assert money.series.passed_over == ((2025, "preliminary"), (2024, "denominator_jumps"))
    measured = {one.id: one for one in indicators(sample)}
    tree = {level: regions(sample, level) for level in LEVELS}
    asked = choose(sample, money.series.indicator, measured, tree, 2024)
    assert (asked.year, asked.rated, asked.preliminary) == (2024, True, False)
    with pytest.raises(UserError, match="has no figures of 1999"):
        choose(sample, money.series.indicator, measured, tree, 1999)


def test_a_series_jumps_where_many_areas_do() -> None:
    steady = {2023: {b"a": 100.0, b"b": 50.0}, 2024: {b"a": 103.0, b"b": 49.0}}
    swapped = {2023: {b"a": 100.0, b"b": 50.0}, 2024: {b"a": 49.0, b"b": 103.0}}
    assert (jumps(steady, 2024), jumps(swapped, 2024), jumps(swapped, 2023)) == (0, 1, 0)


def test_what_weakens_a_verdict_stands_beside_it(money: Joint) -> None:
    verdicts = {v.area: v for v in money.result.verdicts}
    assert verdicts["Mojosongo"].outcome is Outcome.DISSONANCE
    assert not verdicts["Mojosongo"].reasons
    assert verdicts["Pajang"].provisional
    assert set(verdicts["Pajang"].reasons) == {"few_sources", "one_voice"}
    assert verdicts["Karangasem"].cell.status is Status.UNFINISHED
    assert money.result.assessment.unsampled == 47


def test_a_kecamatan_indicator_pools_the_sources_and_a_city_one_gives_no_verdict(sample: Project) -> None:
    found = {one.series.indicator.name: one for one in joints(sample)}
    assert found["Rata-rata lama sekolah"].level == "kecamatan"
    assert len(found["Rata-rata lama sekolah"].result.verdicts) == 5
    poor = found["Persentase penduduk miskin"].result
    assert {v.kind for v in poor.verdicts if v.outcome is Outcome.SILENCE_QUANT} == {"coarser_level"}


def test_verdicts_are_kept_with_their_thresholds_and_open_threads(sample: Project) -> None:
    kept = setting(sample, "triangulation")
    assert isinstance(kept, list)
    assert len(kept) == 9
    assert kept[0]["thresholds"]["tau"] == 0.5
    opened = threads(sample)
    assert {one.region for one in opened} == {"Mojosongo", "Pajang", "Semanggi"}
    assert not any(one.resolution for one in opened)


def test_within_the_voices_a_theme_is_counted_by_kind_of_source(money: Joint) -> None:
    assert money.within.genres == {"fgd": (2, 2), "interview": (9, 9), "note": (1, 1)}
    assert money.within.stamps == ()


# SWOT


def test_the_position_of_the_sample(sample: Project) -> None:
    swot = read_swot(sample)
    table = swot.table()
    ifas, efas = totals(table)
    assert (round(ifas, 2), round(efas, 2)) == (2.23, 2.33)
    assert position(table).quadrant == "WT"
    assert (sensitivity(table).same, len(sensitivity(table).runs)) == (14, 15)


def test_evidence_is_counted_on_both_sides(sample: Project) -> None:
    held = read_swot(sample).support
    assert held["O2"] == ()
    (aid,) = [one for one in held["W1"] if one.kind == "theme"]
    assert (aid.raised, aid.opposed, aid.of) == (12, 10, 12)
    for one in (support for item in held.values() for support in item):
        assert {s.source for s in one.speaking} <= {s.source for s in counted(sample).segments}


def test_a_dissonance_is_weighed_only_when_its_thread_is_resolved(own: Project) -> None:
    waiting = [one for one in candidates(own) if one.basis == "open" and one.areas == ("Mojosongo",)]
    with pytest.raises(UserError, match="no resolution"):
        propose(own, waiting[0], "W")
    (thread,) = (one for one in threads(own) if one.id == waiting[0].threads[0])
    resolve(own, thread, "Pendataan tidak menangkap warga kontrakan", ["coverage"])
    found = next(one for one in candidates(own) if thread.id in one.threads)
    assert (found.basis, found.quadrants) == ("resolved", ("W", "T"))
    answers = {"can_change": True, "exists_without": False, "condition": True}
    key = propose(own, found, "W", answers=answers)
    swot = read_swot(own)
    assert (key, swot.item(key).text) == ("W4", "Pendataan tidak menangkap warga kontrakan")
    assert [one.kind for one in swot.support[key]] == ["theme", "indicator"]
    assert swot.item(key).basis == "both"
    assert next(one for one in candidates(own) if thread.id in one.threads).used == ("W4",)


def test_a_figure_is_evidence_with_its_rank_among_all_areas(own: Project) -> None:
    held = read_swot(own)
    figures = [{"indicator": "Jumlah penerima PKH", "region": "Mojosongo", "year": 2023}]
    set_item(own, held, "O2", add=named_evidence(own, {"figures": figures}))
    (one,) = read_swot(own).support["O2"]
    assert one.name.startswith("Jumlah penerima PKH, Mojosongo 2023: ")
    assert one.name.endswith(", 26.0 per 1,000, rank 41 of 54")  # of the rate: the count alone would put it first
    there = read_swot(own, scope=scope_named(own, "Semanggi"))
    assert there.items == ()


def test_a_swot_file_that_names_an_unknown_theme_brings_nothing_in(own: Project) -> None:
    item = {"id": "S9", "quadrant": "S", "text": "Sesuatu", "evidence": {"themes": ["tidak ada"]}}
    with pytest.raises(UserError, match="no theme"):
        import_swot(own, {"convention": "A", "raters": [], "items": [item]}, "swot.yaml")
    with pytest.raises(UserError, match="convention"):
        import_swot(own, {"items": []}, "swot.yaml")
    assert len(read_swot(own).items) == 12


# Documents


def test_documents_are_the_same_every_time(sample: Project) -> None:
    def all_bytes() -> list[bytes]:
        return [
            writers.render(theme_document(sample), ".html"),
            writers.render(swot_document(sample, quotes=False), ".docx"),
        ]

    assert all_bytes() == all_bytes()


def test_every_link_of_triangulation_and_swot_has_its_target(sample: Project) -> None:
    i18n.use("id")
    found = joints(sample)
    for document in (triangulation_document(sample, found), swot_document(sample, found)):
        assert dangling(document) == ()
        assert quoted(document)


def test_the_english_document_is_english_and_leaves_the_interface_alone(sample: Project) -> None:
    i18n.use("id")
    document = theme_document(sample, language="en", quotes=False)
    assert document.title == "Themes by Kelurahan, Surakarta, 2025"
    assert i18n.language() == "id"


# Commands


def run(folder: Path, *words: str) -> Any:
    done = CliRunner().invoke(cli, ["--project", str(folder), *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_terminal_says_what_the_matrix_says(made: Path) -> None:
    shown = run(made, "matrix")
    assert "−4/4" in shown
    assert "not sampled" in shown
    items = json.loads(run(made, "matrix", "--columns", "kecamatan", "--json"))["items"]
    assert len(items) == 10 * 5
    assert "Nusukan" not in shown
    assert "Nusukan" in run(made, "matrix", "--all", "--rows", "codes", "--count", "speakers", "--layer", "bagus")


def test_concluding_on_the_command_line(made: Path) -> None:
    assert "41/54" in run(made, "triangulate")
    assert "O2: no evidence" in run(made, "swot", "check")
    assert "x −0.27" in run(made, "swot")
    assert len(json.loads(run(made, "strategies", "--json"))["items"]) == 8
    assert json.loads(run(made, "network", "--json"))["items"][0]["together"] > 5


@pytest.mark.parametrize(
    "words",
    ["matrix o.xlsx", "triangulation o.html", "swot o.md", "swot --language en --no-quotes o.xlsx", "codebook o.docx", "codebook o.yaml", "quotes o.csv", "transcript W-SMG-01 o.docx",
     "table codings o.csv", "table sources o.xlsx", "table codings o.json", "table swot --chapter 5 --first 3 o.md", "figure swot o.svg",
     "report --parts method,themes,voices --coarse o.docx", "reading o.html", "journal o.jsonl", "project o.zip",
     "codebook --field o.docx", "codebook --booklet o.md", "transcript W-SMG-01 --blank o.html"],
)  # fmt: skip
def test_export(made: Path, tmp_path: Path, words: str) -> None:
    *what, name = words.split()
    run(made, "export", *what, "-o", str(tmp_path / name))
    assert (tmp_path / name).stat().st_size > 500


# The sample itself


def test_the_sample_is_whole_and_one_transcript_is_open_on_purpose(sample: Project) -> None:
    from qualcode.collect.inventory import inventory
    from qualcode.store.check import check

    assert [line.name for line in inventory(sample) if line.state != "finished"] == [UNFINISHED]
    assert check(sample).faults == []


def test_an_untouched_sample_gives_way_and_one_with_work_in_it_is_kept(made: Path, tmp_path: Path) -> None:
    untouched = tmp_path / "a" / PROJECT_FILE
    worked = tmp_path / "b" / PROJECT_FILE
    for path in (untouched, worked):
        path.parent.mkdir()
        shutil.copyfile(made / PROJECT_FILE, path)
    with open_project(worked) as project:
        add_coder(project, "tono")
    assert make_room(untouched) is None
    assert not untouched.exists()
    aside = make_room(worked)
    assert aside is not None
    assert aside.exists()
    assert not worked.exists()


def test_another_project_is_never_touched(tmp_path: Path) -> None:
    with new_study(tmp_path, "sri") as project:
        set_setting(project, "unit", "x")
        assert find_region(project, "Pajang")
    before = (tmp_path / PROJECT_FILE).read_bytes()
    with pytest.raises(UserError, match="another project"):
        make_sample(tmp_path)
    assert (tmp_path / PROJECT_FILE).read_bytes() == before


def test_the_five_shapes_of_tables_are_rebuilt_from_the_sample(sample: Project) -> None:
    """Every summary and every issue row stands in a table, nothing is stale, and totals are those of plain SQL."""
    from qualcode.display.framework import STALE, Listening, box
    from qualcode.reduce.issues import issues
    from qualcode.reduce.summaries import summaries
    from qualcode.report.blocks import Table
    from qualcode.report.framework_tables import table_blocks, written_blocks
    from qualcode.report.phrases import speaking
    from qualcode.sample.documents import SHAPES

    kept, listening = summaries(sample), Listening(sample)
    assert len(kept) >= 40
    for one in kept.values():
        made = box(sample, one.theme, one.case, listening)
        assert made.state != STALE and made.rests_on and made.heard.segments, one.text
    with speaking("id"):
        shapes = [table_blocks(sample, wish)[0] for wish in SHAPES]
        written = [block for block in written_blocks(sample, quotes=False) if isinstance(block, Table)]
    tables = [one for one in (*shapes, *written) if isinstance(one, Table)]
    text = "\n".join(cell.text for one in tables for row in one.rows for cell in row.cells)
    for said in [one.text for one in kept.values()] + [one.problem for one in issues(sample)]:
        assert said in text
    numbers = tables[len(SHAPES) - 1]
    whole = sample.value(
        "SELECT SUM(f.value) FROM figure f JOIN indicator i ON i.id=f.indicator JOIN region r ON r.id=f.region WHERE f.removed=0"
        " AND r.level='kecamatan' AND f.year=2024 AND i.name IN ('Anak putus sekolah SD','Anak putus sekolah SMP','Anak putus sekolah SMA/SMK')"
    )
    assert numbers.rows[-1].cells[4].value == whole == sum(row.cells[4].value or 0 for row in numbers.rows[:-1])
