"""Summaries and issue rows: what a person writes of a cell, what it rests on, when it is stale. People are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.collect.attributes import put as put_attributes
from qualcode.collect.guide import import_guide
from qualcode.display.framework import box, framework
from qualcode.errors import UserError
from qualcode.reduce import issues as issue_rows
from qualcode.reduce import levels
from qualcode.reduce import summaries as work
from qualcode.reduce.codings import set_fields, uncode
from qualcode.reduce.completion import finish
from qualcode.reduce.opposed import opposed
from qualcode.reduce.summaries import Case, CaseNames, Rests, changed, find_case
from qualcode.reduce.themes import add_theme
from qualcode.report.framework_import import apply, plan
from qualcode.report.framework_sheets import issue_sheet, summary_sheet, write_sheet
from qualcode.store import Project
from qualcode.store.conflicts import conflicts, settle
from qualcode.store.merge import merge
from qualcode.store.undo import undo
from qualcode.store.withdraw import withdraw
from tests.cli_world import CommandLine
from tests.study_for_tests import Study, copied, interview, study

DEBT = "Utang menutup kekurangan"


@pytest.fixture
def s(tmp_path: Path) -> Study:
    """A theme of debt, raised in a finished interview from Pajang; one from Semanggi is finished and does not raise it, one
    from Jebres is not finished."""
    one = study(tmp_path / "studi")
    debt, _water = one.codes("utang", "air")
    pajang = one.text("W-1", interview("Pajang", "Saya utang di warung.", "Air lancar."))
    one.code(pajang, debt, "Saya utang", valence=-1)
    semanggi = one.text("W-2", interview("Semanggi", "Air lancar.", name="Bu B"))
    one.text("W-3", interview("Sewu", "Utang ke bank.", name="Bu C"))
    for source in (pajang, semanggi):
        finish(one.project, source)
    add_theme(one.project, DEBT, nature="problem", codes=["utang"])
    return one


def theme(project: Project) -> bytes:
    found: bytes = project.value("SELECT id FROM theme")
    return found


def cell(one: Study, case: str = "Pajang"):  # type: ignore[no-untyped-def]
    return box(one.project, theme(one.project), find_case(one.project, case))


def write(one: Study, case: str = "Pajang", **texts: str) -> bytes:
    here = cell(one, case)
    return work.write(one.project, theme(one.project), here.case, here.rests_on, **texts)


def second(one: Study, **fields: object) -> bytes:
    source = one.project.value("SELECT id FROM source WHERE name LIKE 'W-1%'")
    return one.code(source, one.project.value("SELECT id FROM code WHERE name='utang'"), "di warung", **fields)


# --- staleness -----------------------------------------------------------------------------------------------------


def test_a_summary_is_stale_when_a_coding_of_its_cell_came_went_or_was_judged_anew(s: Study) -> None:
    write(s, level="tinggi", text="Warung menjadi bank")
    first = s.project.value("SELECT id FROM coding")
    assert cell(s).state == "written"

    came = second(s, valence=-1)
    assert (cell(s).state, cell(s).change.added) == ("stale", (came,))
    undo(s.project)
    assert cell(s).state == "written", "what was undone changed nothing"

    set_fields(s.project, first, valence=1)
    assert cell(s).change.rejudged == (first,)
    write(s)  # read again, it holds
    assert cell(s).state == "written"

    uncode(s.project, [first])
    assert cell(s).change.removed == (first,)


def test_a_coding_that_is_about_another_area_leaves_one_cell_and_enters_the_other(s: Study) -> None:
    write(s, text="Warung menjadi bank")
    write(s, "Semanggi", text="Tidak ada yang berutang")
    set_fields(s.project, s.project.value("SELECT id FROM coding"), about=s.region("Semanggi"))
    assert len(cell(s).change.removed) == len(cell(s, "Semanggi").change.added) == 1


def test_finishing_a_source_makes_the_cell_stale_because_its_passages_count_only_then(s: Study) -> None:
    source = s.project.value("SELECT id FROM source WHERE name LIKE 'W-3%'")
    s.code(source, s.project.value("SELECT id FROM code WHERE name='utang'"), "Utang ke bank")
    assert cell(s, "Sewu").state == "unfinished"
    write(s, "Sewu", text="Utang ke bank")
    assert cell(s, "Sewu").state == "written"
    finish(s.project, source)
    assert cell(s, "Sewu").state == "stale"


@settings(max_examples=60, deadline=None)
@given(*[st.dictionaries(st.binary(min_size=1, max_size=1), st.sampled_from((None, -1, 0, 1)), max_size=6)] * 2)  # type: ignore[misc]
def test_what_changed_is_exactly_what_differs(before: Rests, now: Rests) -> None:
    found = changed(before, now)
    assert bool(found) == (dict(before) != dict(now))
    rebuilt = {rec: valence for rec, valence in before.items() if rec not in found.removed}
    rebuilt |= {rec: now[rec] for rec in (*found.added, *found.rejudged)}
    assert rebuilt == dict(now)


def test_an_issue_is_stale_as_a_summary_is(s: Study) -> None:
    here = cell(s)
    rec = issue_rows.write(
        s.project, None, here.theme.id, here.case.region, here.rests_on, problem="Tidak ada pinjaman murah"
    )
    came = second(s)
    (one,) = issue_rows.issues(s.project)
    assert changed(one.rests_on, cell(s).rests_on).added == (came,)
    issue_rows.write(s.project, rec, one.theme, one.scope, cell(s).rests_on)
    (one,) = issue_rows.issues(s.project)
    assert not changed(one.rests_on, cell(s).rests_on)
    assert one.problem == "Tidak ada pinjaman murah"


# --- two writers ---------------------------------------------------------------------------------------------------


def test_two_people_who_write_the_same_cell_meet_in_one_record_as_a_conflict(s: Study, tmp_path: Path) -> None:
    other = copied(s, tmp_path / "lain", "ratih")
    second(s)
    write(s, level="tinggi", text="Warung menjadi bank")
    write(other, level="tinggi", text="Utang di mana-mana")
    merge(s.project, other.project.path)
    assert s.project.value("SELECT COUNT(*) FROM summary") == 1
    apart = {one.field: one for one in conflicts(s.project)}
    assert set(apart) == {"text", "rests_on"}, "the same level is no conflict"
    told = opposed(s.project, apart["rests_on"])
    assert told.name == f"{DEBT} × Pajang" and {stand.words for stand in told.stands} == {"1 coding", "2 codings"}
    with pytest.raises(UserError, match="conflict"):
        write(s, text="Yang ketiga")
    settle(s.project, apart["text"], apart["text"].sides[0].value)
    write(s)  # who reads the cell anew has seen all its codings
    assert not conflicts(s.project)
    assert cell(s).state == "written"


def test_what_it_rests_on_is_ids_and_never_words(s: Study) -> None:
    rec = write(s, text="Warung menjadi bank", conclusion="Utang menggantikan jaminan")
    rows = [new for (new,) in s.project.rows("SELECT new FROM entry WHERE rec=?", rec)]
    assert rows and not any("Warung" in row or "Utang" in row or "utang" in row for row in rows)


def test_a_cell_that_says_nothing_any_more_is_taken_away_and_does_not_come_back_by_halves(s: Study) -> None:
    write(s, level="tinggi", text="Warung menjadi bank")
    write(s, level="", text="")
    assert cell(s).summary is None
    write(s, level="rendah")
    assert (cell(s).summary.level, cell(s).summary.text) == ("rendah", "")
    with pytest.raises(UserError, match="nothing"):
        write(s, "Semanggi", text=" ")


# --- levels and cases ----------------------------------------------------------------------------------------------


def test_a_level_is_a_word_of_the_project_in_its_own_order(s: Study) -> None:
    with pytest.raises(UserError, match="sulit"):
        write(s, level="sulit")
    levels.set_scale(s.project, "akses", ["mudah", "terbatas sekali", "Sulit"])
    write(s, level="SULIT")
    assert cell(s).summary.level == "Sulit"
    assert [levels.strength(levels.scales(s.project), word) for word in ("mudah", "sulit", "lain")] == [1, 1 / 3, None]
    with pytest.raises(UserError):
        levels.set_scale(s.project, "akses", ["satu"])


def test_a_case_is_a_region_a_class_or_the_whole_study_and_its_name_finds_it_again(s: Study) -> None:
    people = s.project.rows("SELECT id FROM participant ORDER BY pseudonym")
    put_attributes(s.project, "participants", [(people[0][0], "golongan", "usaha kecil")])
    naming = CaseNames(s.project)
    for words in ("Pajang", "kecamatan:Laweyan", "kota:Surakarta", "golongan:usaha kecil", "semua"):
        assert naming(find_case(s.project, words)) == words
    assert find_case(s.project, "GOLONGAN:Usaha Kecil") == find_case(s.project, "golongan:usaha kecil")
    assert find_case(s.project, "all") == Case()
    assert find_case(s.project, "kind:interview") == Case(None, "genre:interview")
    for wrong in ("golongan:tukang", "warna:merah", "Atlantis"):
        with pytest.raises(UserError):
            find_case(s.project, wrong)
    assert cell(s, "golongan:usaha kecil").heard.count.text == "−1/1"
    assert cell(s, "semua").heard.count.text == "−1/2", "two sources are finished, whatever their area"


def test_an_empty_cell_says_which_silence_it_is(s: Study) -> None:
    found = framework(s.project, everything=True)
    states = {found.heads[case]: found.box(theme(s.project), case).state for case in found.cases}
    assert {states[name] for name in ("Pajang", "Semanggi")} == {"unwritten"}
    assert (states["Sewu"], states["Jebres"]) == ("unfinished", "unsampled")
    assert {found.heads[case] for case in framework(s.project).cases} == {"Pajang", "Semanggi", "Sewu"}


# --- out and in ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_framework_comes_back_as_it_was_filled(s: Study, tmp_path: Path, ending: str) -> None:
    write(s, level="tinggi", text="=Warung menjadi\nbank 🏦")
    file = tmp_path / f"ringkasan{ending}"
    write_sheet(s.project, summary_sheet(s.project), file)
    assert not plan(s.project, file, "summaries").edits, "as it was given out it changes nothing"

    fill(file, {"Semanggi": {"level": "rendah", "text": "Tidak ada yang berutang"}, "Pajang": {"level": "-"}})
    wanted = plan(s.project, file, "summaries")
    assert {(edit.key, edit.old, edit.new) for edit in wanted.edits} == {
        ("level", "", "rendah"), ("text", "", "Tidak ada yang berutang"), ("level", "tinggi", ""),
    }  # fmt: skip
    actions = s.project.value("SELECT COUNT(*) FROM action")
    assert apply(s.project, wanted) == 3
    assert s.project.value("SELECT COUNT(*) FROM action") == actions + 1, "one deed"
    assert cell(s, "Semanggi").summary.text == "Tidak ada yang berutang"
    assert (cell(s).summary.level, cell(s).summary.text) == ("", "=Warung menjadi\nbank 🏦")


def test_what_somebody_wrote_since_the_export_is_told_and_left(s: Study, tmp_path: Path) -> None:
    write(s, text="Warung menjadi bank")
    file = tmp_path / "ringkasan.xlsx"
    write_sheet(s.project, summary_sheet(s.project), file)
    write(s, text="Utang di mana-mana")
    assert not plan(s.project, file, "summaries").conflicts, "who left a text alone changes nothing"
    fill(file, {"Pajang": {"text": "Yang ketiga"}})
    wanted = plan(s.project, file, "summaries")
    assert [(one.now, one.new) for one in wanted.conflicts] == [("Utang di mana-mana", "Yang ketiga")]
    assert not wanted.edits


def test_what_is_written_in_a_workbook_rests_on_the_passages_that_stood_beside_it(s: Study, tmp_path: Path) -> None:
    file = tmp_path / "ringkasan.xlsx"
    write_sheet(s.project, summary_sheet(s.project), file)
    came = second(s)  # while the writer was writing
    fill(file, {"Pajang": {"text": "Warung menjadi bank"}})
    apply(s.project, plan(s.project, file, "summaries"))
    assert cell(s).change.added == (came,)


def test_who_withdraws_leaves_the_summary_stale_and_nothing_of_theirs(s: Study) -> None:
    write(s, text="Warung menjadi bank")
    withdraw(s.project, "source", s.project.value("SELECT id FROM source WHERE name LIKE 'W-1%'"), "menarik diri")
    assert (cell(s).state, len(cell(s).change.removed)) == ("stale", 1)


def test_issue_rows_come_back_and_a_row_without_an_id_is_a_new_one(s: Study, tmp_path: Path) -> None:
    here = cell(s)
    issue_rows.write(s.project, None, here.theme.id, None, here.rests_on, problem="Tidak ada pinjaman murah")
    file = tmp_path / "isu.csv"
    write_sheet(s.project, issue_sheet(s.project), file)
    text = file.read_text("utf-8-sig").splitlines()
    blank = "," * text[0].count(",")
    new = f",{DEBT},Pajang,Bank titil menagih tiap pagi" + blank[3:]
    file.write_text("\n".join([*text, new]), "utf-8")
    apply(s.project, plan(s.project, file, "issues"))
    assert [one.problem for one in issue_rows.issues(s.project)] == [
        "Tidak ada pinjaman murah",
        "Bank titil menagih tiap pagi",
    ]
    apply(s.project, plan(s.project, file, "issues"))
    assert len(issue_rows.issues(s.project)) == 2, "the same row brought in twice is one"


def test_nothing_comes_in_where_a_row_does_not_fit(s: Study, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(
        f"theme,case,level\n{DEBT},Pajang,tinggi\n{DEBT},Pajang,rendah\n{DEBT},Sewu,entah\nLain,Pajang,tinggi\n"
    )
    wanted = plan(s.project, file, "summaries")
    assert [one.where for one in wanted.problems] == ["r.csv:3", "r.csv:4", "r.csv:5"]
    with pytest.raises(UserError):
        apply(s.project, wanted)
    assert cell(s).summary is None


def fill(file: Path, rows: dict[str, dict[str, str]]) -> None:
    """Write into columns of the rows of these cases, as a person would in a spreadsheet."""
    from qualcode.report.framework_sheets import HEADS

    if file.suffix == ".csv":
        import csv

        with file.open(encoding="utf-8-sig", newline="") as opened:
            table = list(csv.reader(opened))
        for row in table[1:]:
            for key, text in rows.get(row[table[0].index("case")], {}).items():
                row[table[0].index(key)] = text
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(table)
        return
    from python_calamine import CalamineWorkbook
    from xlsxwriter import Workbook

    read = CalamineWorkbook.from_path(str(file))
    sheets = {name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read.sheet_names}
    page = sheets[read.sheet_names[0]]
    heads = {word: key for key, words in HEADS.items() for word in words}
    at = {heads[str(head)]: column for column, head in enumerate(page[0])}
    for row in page[1:]:
        for key, text in rows.get(str(row[at["case"]]), {}).items():
            row[at[key]] = text
    with Workbook(str(file), {"strings_to_formulas": False}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for y, line in enumerate(lines):
                for x, value in enumerate(line):
                    sheet.write_string(y, x, str(value))


# --- the command line ----------------------------------------------------------------------------------------------


def test_the_commands_write_list_and_show_with_the_quotes_beside(study: CommandLine) -> None:
    qc = study
    qc.bring_in("W-01.txt")
    qc("themes", "add", DEBT, "--nature", "problem", "--code", "utang")
    qc("code", "W-01", "--code", "utang", "--quote", "ngutang dulu di warung", "--valence", "-1")
    qc("finish", "W-01")
    qc("summaries", "set", DEBT, "Semanggi", "--level", "tinggi", "--text", "Warung menjadi bank")
    (item,) = qc.items("summaries")
    assert (item["case"], item["level"], item["state"], item["count"]) == ("Semanggi", "tinggi", "written", "−1/1")
    assert "ngutang dulu di warung" in qc("summaries", "show", DEBT, "Semanggi").out
    assert "unsampled" in {one["state"] for one in qc.items("summaries", "--by", "kelurahan", "--state", "unsampled")}
    qc("code", "W-01", "--code", "utang", "--quote", "berobat bayar sendiri", "--valence", "-1")
    assert qc.items("summaries", "--state", "stale")[0]["changed"]
    qc("summaries", "set", DEBT, "Semanggi", "--still")
    assert not qc.items("summaries", "--state", "stale")
    assert "level" in qc.fails("summaries", "set", DEBT, "Semanggi", "--level", "entah")

    qc("issues", "add", "Tidak ada pinjaman murah", "--theme", DEBT, "--owner", "Dinas Koperasi")
    qc("issues", "set", "1", "--cause", "Bank menolak")
    assert "ngutang" in qc("issues", "show", "1").out
    qc("summaries", "export", "r.xlsx")
    qc("summaries", "import", "r.xlsx", "--dry-run")
    assert "--force" in qc.fails("issues", "export", "r.xlsx")
    for name in ("framework", "conclusions", "issues"):
        qc("export", "table", name, "-o", f"{name}.md")
    assert "Tinggi: Warung menjadi bank (−1/1)" in (qc.folder / "framework.md").read_text("utf-8")
    assert "Dinas Koperasi" in (qc.folder / "issues.md").read_text("utf-8")
    qc("issues", "remove", "1")
    qc("summaries", "remove", DEBT, "Semanggi")
    assert not qc.items("summaries") and not qc.items("issues")


def test_the_whole_study_as_one_case_counts_only_those_who_were_asked(s: Study) -> None:
    """Of two finished transcripts one raises debt; the other was not asked, so that a second theme nobody was asked about is
    silent in the whole study and no zero."""
    other = add_theme(s.project, "Air", nature="problem", codes=["air"])
    topics = [{"id": "A", "name": "Air", "themes": ["Air"]}, {"id": "D", "name": "Utang", "themes": [DEBT]}]
    import_guide(s.project, {"topics": topics, "asked": {"W-1": ["D"], "W-3": ["A"]}}, "guide")
    debt = next(row for row in framework(s.project, "whole").themes if row.name == DEBT).id
    assert [box(s.project, theme, Case()).heard.count.text for theme in (debt, other)] == ["−1/2", "?"]
    assert box(s.project, other, Case()).state == "unasked"
