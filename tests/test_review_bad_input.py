"""Files people make by hand: whatever is wrong in them is one line with its place, and nothing of them comes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.collect.figure_import import import_figures
from qualcode.collect.guide import import_guide
from qualcode.collect.indicators import import_indicators
from qualcode.collect.regions import import_regions, region_named, regions
from qualcode.collect.tables import parse_table
from qualcode.collect.yamlfile import load_yaml
from qualcode.errors import UserError
from qualcode.reduce.codebook import add_code
from qualcode.reduce.codings_csv import import_codings
from qualcode.reduce.themes import import_themes
from qualcode.store import act
from qualcode.store.ids import new_id
from tests.study_for_tests import Study, interview, study


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def entries(s: Study) -> int:
    return int(s.project.value("SELECT COUNT(*) FROM entry"))


HEAD = "code,level,name,parent\n1,kota,X,\n"


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ("code,level,name\n1,kota,X\n", "parent"),
        ("", "level"),
        (HEAD + "2,desa,Y,X\n", ":3: “desa” is no level"),
        (HEAD + "2,kelurahan,Y,Z\n3,kecamatan,Z\n", ":4: “Z” lies in “”"),
        (HEAD + "2,kecamatan\n", ":3: a region needs a name"),
        (HEAD + "2,kecamatan," + "a" * 11_000_000 + ",X\n", "cannot be read: field larger"),
    ],
)
def test_a_region_table_with_a_fault(s: Study, tmp_path: Path, table: str, place: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(table)
    before = entries(s)
    with pytest.raises(UserError) as found:
        import_regions(s.project, path)
    assert place in str(found.value)
    assert entries(s) == before


def test_a_short_row_and_a_semicolon_are_understood() -> None:
    rows = parse_table('a;b;c\n1;"x\ny"\n\n2;z;w;more\n', ("a",), where="t.csv")
    assert [(row.line, row["a"], row["b"], row["c"]) for row in rows] == [(3, "1", "x\ny", ""), (5, "2", "z", "w")]


def test_a_quote_longer_than_the_csv_module_allows_comes_in(s: Study, tmp_path: Path) -> None:
    s.codes("utang")
    words = "utang lagi, " * 12_000
    s.text("W-01", interview("Pajang", words))
    path = tmp_path / "c.csv"
    path.write_text(f'source,code,quote\nW-01,utang,"{words.strip()}"\n')
    assert import_codings(s.project, path).new == 1


@pytest.mark.parametrize(
    "table",
    [
        "source,code,quote\nW-01,utang\n",
        "source,code,quote\nW-01,utang,tidak ada\n",
        "source,code,turn,quote\nW-01,utang,9,ya\n",
        "code\nx\n",
    ],
)
def test_a_table_of_codings_with_a_fault(s: Study, tmp_path: Path, table: str) -> None:
    s.codes("utang")
    s.text("W-01", interview("Pajang", "Ya."))
    path = tmp_path / "c.csv"
    path.write_text(table)
    before = entries(s)
    with pytest.raises(UserError) as found:
        import_codings(s.project, path)
    assert found.value.todo
    assert entries(s) == before


@pytest.mark.parametrize(
    "guide",
    [
        "topics: [5]", "topics:\n- {id: T1, name: [a]}", "topics:\n- {id: T1, name: x, themes: 5}",
        "topics:\n- {id: T1, name: x}\nasked: [1]", "topics:\n- {id: T1, name: x}\nasked: {W-01: 5}", "topics: 5", "[]", "a: *x", "%YAML 9",
    ],
)  # fmt: skip
def test_a_guide_with_a_fault(s: Study, tmp_path: Path, guide: str) -> None:
    s.text("W-01", interview("Pajang", "Ya."))
    path = tmp_path / "guide.yaml"
    path.write_text(guide)
    before = entries(s)
    with pytest.raises(UserError):
        import_guide(s.project, load_yaml(path), str(path))
    assert entries(s) == before


@pytest.mark.parametrize(
    "theme",
    [
        "5",
        "{name: [a]}",
        "{name: a, concept: [1]}",
        "{name: a, codes: 7}",
        "{name: a, links: [5]}",
        "{name: a, nature: good}",
    ],
)
def test_a_theme_with_a_fault(s: Study, tmp_path: Path, theme: str) -> None:
    path = tmp_path / "themes.yaml"
    path.write_text(f"themes:\n- {theme}\n")
    before = entries(s)
    with pytest.raises(UserError):
        import_themes(s.project, load_yaml(path), str(path))
    assert entries(s) == before


def test_a_number_in_a_yaml_file_may_be_a_text(s: Study) -> None:
    import_themes(s.project, {"themes": [{"name": 2025, "concept": 5}]}, "t")
    import_guide(s.project, {"topics": [{"id": 1, "name": 7, "question": 8}]}, "g")


def test_words_that_are_no_text_are_refused_and_leave_nothing(s: Study) -> None:
    before = entries(s)
    with pytest.raises(UserError, match="no text"):
        add_code(s.project, "na\udcffma")
    with pytest.raises(UserError, match="no text"), act(s.project, "memo") as a:
        a.create("memo", new_id(), about_kind="code", about=new_id(), text="\udcff")
    with pytest.raises(UserError, match="must be a text"), act(s.project, "code") as a:
        a.create("code", new_id(), name=["a"])
    assert entries(s) == before
    assert s.project.value("SELECT COUNT(*) FROM blob") == 0


def test_a_kelurahan_is_meant_before_the_kecamatan_of_its_name(s: Study) -> None:
    levels = {region.id: region.level for region in regions(s.project)}
    assert levels[region_named(s.project, "Jebres")] == "kelurahan"
    assert levels[region_named(s.project, "Surakarta")] == "kota"


def test_tables_of_indicators_say_where_they_are_wrong(s: Study, tmp_path: Path) -> None:
    path = tmp_path / "i.csv"
    path.write_text("indicator,unit,kind,direction\nA,%,rate,higher_worse\n\nB,%,rate,up\n")
    with pytest.raises(UserError, match=r"i\.csv:4"):
        import_indicators(s.project, path)
    path.write_text("indicator,unit,kind,direction\nA,%,rate,higher_worse\n")
    import_indicators(s.project, path)
    path.write_text(
        "indicator,level,region,year,value_as_printed\nA,kelurahan,Pajang,2024,5\n\nX,kelurahan,Pajang,2024,5\n"
    )
    with pytest.raises(UserError, match=r"i\.csv:4"):
        import_figures(s.project, path)
    assert s.project.value("SELECT COUNT(*) FROM figure") == 0
