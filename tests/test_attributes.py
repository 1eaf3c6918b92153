"""Attributes: typed values, one table, and the workbook that goes out and comes back. People are invented."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode import i18n
from qualcode.collect.attribute_import import Plan, apply, plan
from qualcode.collect.attribute_sheets import export_sheets
from qualcode.collect.attributes import check, declare, put, table
from qualcode.collect.typed import same, show
from qualcode.errors import UserError
from qualcode.store.check import check as whole
from qualcode.store.lookup import find
from qualcode.store.undo import undo
from qualcode.store.withdraw import withdraw
from tests.cli_world import CommandLine
from tests.study_for_tests import FGD, Study, interview, study


@pytest.fixture
def s(tmp_path: Path) -> Study:
    made = study(tmp_path / "studi")
    made.text("W-01", "Tanggal: 24 Juni 2025\n" + interview("Pajang", "Saya utang.", name="Bu Tutik"))
    made.text("FGD-01", FGD)
    return made


def values(s: Study, of: str, name: str) -> dict[str, Any]:
    return next(dict(row.values) for row in table(s.project, of).rows if row.name == name)


def rec(s: Study, of: str, name: str) -> bytes:
    return find(s.project, of.removesuffix("s"), name)


# Values


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("text", "  dua  kata ", "dua  kata"), ("integer", "12", 12), ("integer", "1.250", 1250), ("number", "2,5", 2.5),
        ("number", "Rp 500.000", 500000), ("date", "24 Juni 2025", "2025-06-24"), ("date", "24/06/2025", "2025-06-24"),
        ("yesno", "Ya", True), ("yesno", "tidak", False), ("integer", " ", None),
    ],
)  # fmt: skip
def test_a_value_is_read_as_people_write_it(type_: str, text: str, value: object) -> None:
    found = check(type_, text)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("type_", "text"),
    [("integer", "dua"), ("integer", "2,5"), ("integer", "9" * 20), ("number", "12%"), ("date", "Juni 2025"),
     ("date", "31 Juni 2025"), ("yesno", "mungkin"), ("list", "ungu")],
)  # fmt: skip
def test_what_says_no_value_is_refused_with_what_to_do(type_: str, text: str) -> None:
    with pytest.raises(UserError) as error:
        check(type_, text, ("merah", "biru"))
    assert error.value.todo and text in error.value.what


@given(
    value=st.one_of(
        st.integers(-(10**15), 10**15), st.booleans(), st.dates(date(1900, 1, 1)).map(str),
        st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 3)),
    ),
    language=st.sampled_from(["id", "en"]),
)  # fmt: skip
def test_a_value_shown_reads_the_same_again(value: Any, language: str) -> None:
    type_ = {bool: "yesno", int: "integer", float: "number", str: "date"}[type(value)]
    i18n.use(language)
    assert same(check(type_, show(value)), value)


# The table


def test_built_in_fields_and_free_attributes_are_columns_alike(s: Study) -> None:
    put(s.project, "sources", [(rec(s, "sources", "W-01"), "Alat Rekam", "ponsel")])
    columns = {column.key: column for column in table(s.project, "sources").columns}
    assert list(columns) == ["name", "genre", "kelurahan", "date", "place", "interviewer", "responsible", "Alat Rekam"]
    assert columns["genre"].choices == ("interview", "fgd", "note", "document")
    assert values(s, "sources", "W-01") == {
        "name": "W-01", "genre": "interview", "kelurahan": "Pajang", "date": "2025-06-24", "interviewer": "Dimas",
        "Alat Rekam": "ponsel",
    }  # fmt: skip


def test_many_cells_are_one_action(s: Study) -> None:
    before = table(s.project, "participants")
    done = put(
        s.project,
        "participants",
        [(row.id, key, value) for row in before.rows for key, value in (("home", "kel. Semanggi"), ("anak", "2"))],
    )
    assert {(cell.key, cell.new) for cell in done.cells} == {("home", "Semanggi"), ("anak", "2")}
    assert len(done.cells) == 7  # Pak Bagyo lives there already
    assert put(s.project, "participants", [(before.rows[0].id, "anak", "2")]).cells == ()
    undo(s.project)
    assert table(s.project, "participants") == before


def test_nothing_is_written_where_one_cell_does_not_fit(s: Study) -> None:
    one, other = rec(s, "sources", "W-01"), rec(s, "sources", "FGD-01")
    for wrong in ([(one, "name", "FGD-01")], [(one, "genre", "lagu")], [(one, "name", "")], [(one, "kelurahan", "Atlantis")],
                  [(one, "responsible", "siapa")], [(one, "id", "x")], [(b"x" * 16, "name", "x")]):  # fmt: skip
        with pytest.raises(UserError):
            put(s.project, "sources", [(other, "place", "balai"), *wrong])
    assert "place" not in values(s, "sources", "FGD-01")
    put(s.project, "sources", [(one, "name", "FGD-01"), (other, "name", "W-01")])  # changing names with each other
    assert values(s, "sources", "W-01")["genre"] == "fgd"


def test_a_type_is_declared_for_all_and_values_follow_it(s: Study) -> None:
    people = table(s.project, "participants").rows
    put(s.project, "participants", [(people[0].id, "anak", "2"), (people[1].id, "anak", "tiga")])
    with pytest.raises(UserError, match=f"1 value does not fit: {people[1].name}: tiga"):
        declare(s.project, "participants", "anak", "integer")
    put(s.project, "participants", [(people[1].id, "anak", "3")])
    assert len(declare(s.project, "participants", "Anak", "integer").cells) == 2
    assert [row.values.get("anak") for row in table(s.project, "participants").rows] == [2, 3, None, None]
    with pytest.raises(UserError, match="no whole number"):
        put(s.project, "participants", [(people[0].id, "anak", "dua")])
    declare(s.project, "participants", "rumah", "list", ["milik", "sewa", "Milik"])
    column = table(s.project, "participants").column("rumah")
    assert column is not None and column.choices == ("milik", "sewa")
    with pytest.raises(UserError, match="type of its own"):
        declare(s.project, "participants", "gender", "text")
    with pytest.raises(UserError, match="no type"):
        declare(s.project, "participants", "anak", "warna")


# The workbook


def filled(
    path: Path, changes: dict[str, dict[str, object]], *, sheet: str = "Sources", out: Path | None = None
) -> Path:
    """The workbook as a person gives it back: {name of the row: {heading: cell}}; ``head`` and ``type`` name the top rows.

    Written anew from what a reader sees, so that only cells count and not what Excel keeps beside them."""
    import python_calamine
    import xlsxwriter

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    out = out or path.with_name("terisi.xlsx")
    fresh = xlsxwriter.Workbook(str(out), {"strings_to_numbers": False, "strings_to_formulas": False})
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if name == sheet:
            heads = [str(head) for head in rows[0]]
            for new in dict.fromkeys(h for change in changes.values() for h in change if h not in heads):
                heads.append(new)
            rows = [row + [""] * (len(heads) - len(row)) for row in rows]
            rows[0] = list(heads)
            named = {str(row[1]): row for row in rows}
            named["type"] = rows[1]
            for who, cells in changes.items():
                if who not in named:
                    named[who] = [""] * len(heads)
                    rows.append(named[who])
                for head, cell in cells.items():
                    named[who][heads.index(head)] = cell
        page = fresh.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(at, column, cell, fresh.add_format({"num_format": "dd/mm/yyyy"}))
                elif cell != "":
                    page.write(at, column, cell)
    fresh.close()
    return out


@pytest.fixture
def book(s: Study, tmp_path: Path) -> Path:
    path = tmp_path / "atribut.xlsx"
    assert export_sheets(s.project, path) == {"sources": 2, "participants": 4}
    return path


def changes(wanted: Plan) -> list[tuple[str, str, object, object]]:
    return [(cell.name, cell.key, cell.old, cell.new) for _of, cell in wanted.cells]


def test_what_comes_back_untouched_changes_nothing(s: Study, book: Path) -> None:
    assert plan(s.project, book) == Plan((), (), (), ())
    assert plan(s.project, filled(book, {})) == Plan((), (), (), ())
    assert apply(s.project, plan(s.project, book)) == 0


def test_the_difference_is_shown_cell_by_cell_and_comes_in_as_one_action(s: Study, book: Path) -> None:
    before = table(s.project, "sources")
    back = filled(
        book, {"W-01": {"place": "rumah", "kelurahan": "Semanggi", "date": date(2025, 6, 25), "interviewer": "-"}}
    )
    wanted = plan(s.project, back)
    assert changes(wanted) == [
        ("W-01", "kelurahan", "Pajang", "Semanggi"), ("W-01", "date", "2025-06-24", "2025-06-25"), ("W-01", "place", None, "rumah"),
        ("W-01", "interviewer", "Dimas", None),
    ]  # fmt: skip
    assert table(s.project, "sources") == before
    assert apply(s.project, wanted) == 4
    assert values(s, "sources", "W-01") == {
        "name": "W-01", "genre": "interview", "kelurahan": "Semanggi", "date": "2025-06-25", "place": "rumah",
    }  # fmt: skip
    assert plan(s.project, back) == Plan((), (), (), ())
    undo(s.project)
    assert table(s.project, "sources") == before
    assert not whole(s.project).faults


def test_an_empty_cell_says_nothing(s: Study, book: Path) -> None:
    assert changes(plan(s.project, filled(book, {"W-01": {"place": "", "interviewer": "", "kelurahan": ""}}))) == []


def test_a_new_column_with_a_type_is_a_new_attribute(s: Study, book: Path) -> None:
    back = filled(
        book,
        {
            "type": {"menit": "whole number", "alat": "one of a list: ponsel | kamera"},
            "W-01": {"menit": 47.0, "alat": "Ponsel"},
        },
    )
    wanted = plan(s.project, back)
    assert [(column.key, column.type, column.choices) for _of, column in wanted.columns] == [
        ("menit", "integer", ()), ("alat", "list", ("ponsel", "kamera")),
    ]  # fmt: skip
    apply(s.project, wanted)
    assert {key: values(s, "sources", "W-01")[key] for key in ("menit", "alat")} == {"menit": 47, "alat": "ponsel"}
    undo(s.project)
    assert table(s.project, "sources").column("menit") is None


def test_ids_hold_where_names_were_changed_meanwhile(s: Study, book: Path) -> None:
    put(s.project, "sources", [(rec(s, "sources", "W-01"), "name", "W-PJG-01")])
    wanted = plan(s.project, filled(book, {"W-01": {"place": "rumah"}}))
    assert changes(wanted) == [("W-PJG-01", "place", None, "rumah")]


def test_what_somebody_changed_meanwhile_is_told_and_not_written_over(s: Study, book: Path) -> None:
    put(
        s.project,
        "sources",
        [(rec(s, "sources", "W-01"), "place", "balai"), (rec(s, "sources", "W-01"), "interviewer", "Nila")],
    )
    wanted = plan(
        s.project, filled(book, {"W-01": {"place": "rumah", "interviewer": "Nila"}, "FGD-01": {"place": "aula"}})
    )
    (conflict,) = wanted.conflicts
    assert (conflict.name, conflict.key, conflict.given, conflict.now, conflict.new) == (
        "W-01",
        "place",
        None,
        "balai",
        "rumah",
    )
    assert conflict.where == "terisi.xlsx, Sources!F4"
    assert changes(wanted) == [("FGD-01", "place", None, "aula")]


def test_every_cell_that_does_not_fit_is_named_and_nothing_comes_in(s: Study, book: Path) -> None:
    declare(s.project, "sources", "menit", "integer")
    export_sheets(s.project, book)
    back = filled(
        book,
        {
            "W-01": {"menit": "lama", "kelurahan": "Atlantis", "place": "rumah"},
            "W-77": {"source": "W-77", "place": "x"},
        },
    )
    wanted = plan(s.project, back)
    assert [(p.where, p.what) for p in wanted.problems] == [
        ("terisi.xlsx, Sources!D4", "there is no kelurahan “Atlantis”"),
        ("terisi.xlsx, Sources!I4", "“lama” is no whole number"),
        ("terisi.xlsx, Sources!B5", "there is no source “W-77”"),
    ]
    with pytest.raises(UserError, match="2 more cells do not fit") as error:
        apply(s.project, wanted)
    assert error.value.where == "terisi.xlsx, Sources!D4"
    assert "place" not in values(s, "sources", "W-01")


def test_a_row_twice_and_a_column_twice_are_refused(s: Study, book: Path) -> None:
    back = filled(book, {"lagi": {"id": rec(s, "sources", "W-01").hex(), "place": "x"}})
    assert ["is there twice" in p.what for p in plan(s.project, back).problems] == [True]


def test_who_was_withdrawn_does_not_come_back(s: Study, book: Path) -> None:
    withdraw(s.project, "participant", rec(s, "participants", "Bu Marni"), "asked")
    assert plan(s.project, book) == Plan((), (), (), ())
    wanted = plan(s.project, filled(book, {"Bu Marni": {"role": "kader"}}, sheet="Participants"))
    assert ["not in the project any more" in p.what for p in wanted.problems] == [True]


def test_a_workbook_of_one_language_is_read_in_the_other(s: Study, book: Path) -> None:
    declare(s.project, "participants", "kepala keluarga", "yesno")
    put(s.project, "participants", [(rec(s, "participants", "Bu Marni"), "kepala keluarga", "ya")])
    export_sheets(s.project, book)
    i18n.use("id")
    assert plan(s.project, book) == Plan((), (), (), ())
    wanted = plan(s.project, filled(book, {"Pak Bagyo": {"kepala keluarga": "no"}}, sheet="Participants"))
    assert changes(wanted) == [("Pak Bagyo", "kepala keluarga", None, False)]


def test_texts_stay_texts(s: Study, tmp_path: Path) -> None:
    odd = {"kode": "007", "rumus": "=1+1", "tautan": "https://contoh.id", "panjang": "baris\nlagi", "tanda": "𝔸 é"}
    put(s.project, "sources", [(rec(s, "sources", "W-01"), key, text) for key, text in odd.items()])
    path = tmp_path / "a.xlsx"
    export_sheets(s.project, path)
    assert plan(s.project, path) == Plan((), (), (), ())


def test_a_table_in_csv_is_known_by_names(s: Study, tmp_path: Path) -> None:
    path = tmp_path / "orang.csv"
    path.write_text("pseudonym;role;anak\nBu Marni;penjahit;2\nPak Bagyo;-;\nBu Siapa;x;\n", "utf-8")
    wanted = plan(s.project, path)
    assert changes(wanted) == [("Bu Marni", "anak", None, "2"), ("Pak Bagyo", "role", "pensiunan", None)]
    assert [p.where for p in wanted.problems] == ["orang.csv:4, pseudonym"]
    other = tmp_path / "x.csv"
    other.write_text("nama,peran\nBu Marni,x\n", "utf-8")
    with pytest.raises(UserError, match="--of"):
        plan(s.project, other)


def test_what_is_no_workbook_is_refused_in_words(s: Study, tmp_path: Path) -> None:
    import xlsxwriter

    for name, data in (
        ("a.xlsx", b"PK\x03\x04rusak"),
        ("b.xlsx", b""),
        ("c.ods", b"x" * 100),
        ("d.pdf", b"%PDF"),
        ("e.csv", b"\xff\xfe\x00"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(UserError):
            plan(s.project, path)
    with pytest.raises(UserError):
        plan(s.project, tmp_path / "tidak-ada.xlsx")
    book = xlsxwriter.Workbook(str(tmp_path / "f.xlsx"))
    book.add_worksheet("Anggaran")
    book.close()
    with pytest.raises(UserError, match="Name a sheet Sources or Participants"):
        plan(s.project, tmp_path / "f.xlsx")


# The command line


def test_the_commands(study: CommandLine) -> None:
    qc = study
    qc("attributes", "set", "W-01", "alat=ponsel")
    qc("attributes", "set", "Bu Marni", "anak=2", "home=Semanggi")
    qc("attributes", "type", "anak", "number")
    assert "no number" in qc.fails("attributes", "set", "Bu Marni", "anak=dua")
    keys = {(item["of"], item["key"]): item for item in qc.items("attributes")}
    assert (keys["participants", "anak"]["type"], keys["participants", "anak"]["filled"]) == ("number", 1)
    assert keys["sources", "alat"]["rows"] == 2
    assert "whole number" not in qc("attributes").out
    assert "--of" in qc.fails("attributes", "type", "baru", "date")
    qc("attributes", "type", "rumah", "list", "--of", "participants", "--choices", "milik,sewa")
    assert "2 sources, 3 participants" in qc("attributes", "export", "a.xlsx").out
    assert "--force" in qc.fails("attributes", "export", "a.xlsx")
    back = filled(qc.folder / "a.xlsx", {"Bu Marni": {"rumah": "sewa", "anak": 3}}, sheet="Participants")
    ran = qc("attributes", "import", back, "--dry-run").out
    assert "Bu Marni, anak: 2 -> 3" in ran and "Bu Marni, rumah: – -> sewa" in ran and "2 values would change" in ran
    assert {item["key"] for item in qc.items("attributes", "import", back, "--dry-run")} == {"anak", "rumah"}
    assert "2 values changed" in qc("attributes", "import", back).out
    wrong = filled(
        qc.folder / "a.xlsx", {"Bu Marni": {"rumah": "gubuk"}}, sheet="Participants", out=qc.folder / "b.xlsx"
    )
    assert "b.xlsx, Participants!" in qc.fails("attributes", "import", wrong)
    looked = qc("attributes", "import", wrong, "--dry-run", code=1)
    assert "Choose from: milik, sewa" in looked.out and "1 cell does not fit" in looked.err
    qc("undo")
    (marni,) = [i for i in qc.items("participants") if i["pseudonym"] == "Bu Marni"]
    assert marni["home"] == "Semanggi"
    assert "Write KEY=VALUE" in qc.fails("attributes", "set", "W-01", "alat")
    assert "no source or participant" in qc.fails("attributes", "set", "W-99", "alat=x")


def test_a_workbook_that_cannot_be_read_or_written_says_why_in_words(study: CommandLine) -> None:
    assert "the file cannot be written: no such file or folder" in study.fails("attributes", "export", "tiada/a.xlsx")
    assert "the table cannot be read: no such file or folder" in study.fails("attributes", "import", "tiada.xlsx")


def test_a_workbook_is_whole_or_not_there(study: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data[:9])
        raise OSError(errno.ENOSPC, "No space left on device")

    before = sorted(one.name for one in study.folder.iterdir())
    monkeypatch.setattr(Path, "write_bytes", full)
    assert "the file cannot be written: the disk is full" in study.fails("attributes", "export", "a.xlsx")
    assert sorted(one.name for one in study.folder.iterdir()) == before
