"""The file: what the migrations make, what every connection keeps, and that a file of a released schema opens for ever."""

from __future__ import annotations

import re
import sqlite3
from importlib import resources
from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.reduce.codings import codings
from qualcode.store import open_project, schema
from qualcode.store.check import check
from qualcode.store.connect import connect
from qualcode.store.kinds import KINDS, stored_fields
from tests.cli_world import CommandLine

FROZEN = Path(__file__).parent / "data" / "schema1.sql"
RELEASED = (1, 2, 5, 6, 7)  # each has a frozen project in tests/data (tests/freeze_schema.py)

# Never reused and never renumbered: they stand in every journal there is. A new kind gets a new number and is added here.
NUMBERS = {
    1: "setting", 2: "coder", 3: "region", 10: "source", 11: "version", 12: "participant", 13: "speaker", 14: "attribute",
    15: "topic", 16: "asked", 17: "indicator", 18: "figure", 19: "withdrawal", 30: "code", 31: "coding", 32: "decision",
    33: "relevance", 34: "completion", 35: "release", 36: "memo", 37: "theme", 38: "theme_code", 39: "link", 40: "adjudication", 41: "round", 42: "assignment", 50: "summary",
    51: "finding", 52: "thread", 53: "swot_item", 54: "rating", 55: "strategy", 56: "issue", 57: "tactic", 58: "rival",
    59: "member_check", 60: "claim", 90: "clockfix",
}  # fmt: skip


def normal(sql: str) -> str:
    """SQL without comments, and with white space as single spaces."""
    return " ".join(re.sub(r"--[^\n]*", "", sql).split()).rstrip(";")


def tables(conn: sqlite3.Connection) -> dict[str, str]:
    rows = conn.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'speech_%'")
    return {name: normal(sql) for name, sql in rows}


def test_kinds_keep_their_numbers_for_ever() -> None:
    assert {kind.number: kind.name for kind in KINDS} == NUMBERS


def test_no_number_and_no_name_stands_twice() -> None:
    assert len({kind.number for kind in KINDS}) == len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kinds_references_and_root_are_fields_that_are_there(kind: object) -> None:
    from qualcode.store.kinds import BY_NAME, Kind

    assert isinstance(kind, Kind)
    for field in kind.fields:
        if field.type.startswith("ref:"):
            assert field.type[4:] in BY_NAME
    if kind.root not in (None, "self"):
        kind.field(kind.root)
        assert kind.root not in {field.name for field in stored_fields(kind)}


def test_migrations_make_exactly_the_tables_of_the_kinds(qc: CommandLine) -> None:
    """Column by column, for a field that came later stands at the end of its table."""
    with qc.project() as project, sqlite3.connect(":memory:") as fresh:
        for kind in KINDS:
            fresh.executescript(schema.table_sql(kind))
        for kind in KINDS:
            assert made_of(project.conn, kind.name) == made_of(fresh, kind.name)


def made_of(conn: sqlite3.Connection, table: str) -> tuple[set[object], set[object], set[object], bool]:
    """A table's columns (type, required, default), what they refer to, its indexes, and whether its spans are checked."""
    columns = {tuple(row)[1:] for row in conn.execute(f'PRAGMA table_info("{table}")')}
    refers = {tuple(row)[2:] for row in conn.execute(f'PRAGMA foreign_key_list("{table}")')}
    of_kind = "SELECT {} FROM sqlite_master WHERE tbl_name=? AND name LIKE ?"
    indexes = {normal(sql) for (sql,) in conn.execute(of_kind.format("sql"), (table, "%_fc"))}
    (sql,) = conn.execute(of_kind.format("sql"), (table, table)).fetchone()
    return columns, refers, indexes, "CHECK(start < stop)" in normal(sql).replace('"', "")


def test_a_released_migration_is_never_edited() -> None:
    """What schema 1 made is in the frozen file, statement by statement: a change of the schema is a new migration."""
    frozen = normal(FROZEN.read_text("utf-8"))
    migration = resources.files("qualcode.store").joinpath("migrations/0001.sql").read_text("utf-8")
    made = [normal(statement) for statement in migration.split(";\n") if normal(statement).startswith("CREATE")]
    assert len(made) > len(KINDS)
    assert [statement for statement in made if statement not in frozen] == []


def test_there_is_one_migration_a_number() -> None:
    found = sorted(
        path.name
        for path in resources.files("qualcode.store").joinpath("migrations").iterdir()
        if path.name.endswith(".sql")
    )
    assert found == [f"{number:04d}.sql" for number in range(1, schema.LATEST + 1)]


def test_the_file_says_what_it_is(qc: CommandLine) -> None:
    with qc.project() as project:
        assert project.value("PRAGMA application_id") == schema.APPLICATION_ID == int.from_bytes(b"QCOD", "big")
        assert project.value("PRAGMA user_version") == schema.LATEST
    assert qc.project_file.read_bytes()[:16] == b"SQLite format 3\0"


def test_every_table_is_strict(qc: CommandLine) -> None:
    with qc.project() as project:
        loose = project.rows(
            "SELECT name FROM pragma_table_list WHERE schema='main' AND type='table' AND strict=0 AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'speech%' AND name NOT LIKE '_sqlite_%'"
        )
    assert loose == []


def test_a_connection_loses_nothing_and_keeps_references(qc: CommandLine) -> None:
    conn = connect(qc.project_file)
    try:
        asked = {
            name: conn.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    finally:
        conn.close()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_reference_to_nothing_is_not_committed(study: CommandLine) -> None:
    with study.project() as project:
        project.conn.execute("BEGIN")
        project.conn.execute("UPDATE source SET region=?", (b"x" * 16,))
        with pytest.raises(sqlite3.IntegrityError):
            project.conn.execute("COMMIT")
        project.conn.execute("ROLLBACK")


def test_a_span_never_ends_before_it_begins(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    with study.project() as project, pytest.raises(sqlite3.IntegrityError):
        project.conn.execute("UPDATE coding SET stop=start")


# A project as each schema was released


@pytest.fixture(params=RELEASED)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The frozen project: a coder, a source of two turns, a code, a coding, a memo."""
    path = tmp_path / "lama.qualcode"
    conn = sqlite3.connect(path)
    conn.executescript((FROZEN.parent / f"schema{request.param}.sql").read_text("utf-8"))
    conn.close()
    return path


def test_an_older_project_opens_with_all_that_is_in_it(released: Path) -> None:
    with open_project(released) as project:
        assert project.value("PRAGMA user_version") == schema.LATEST
        assert project.rows("SELECT name FROM coder") == [("sri",)]
        (coding,) = codings(project)
        assert (coding.quote, coding.state, coding.valence, coding.memo) == (
            "ngutang dulu",
            "unchanged",
            -1,
            "contoh beku",
        )


def test_an_older_project_is_whole_and_its_journal_gives_its_state(released: Path) -> None:
    with open_project(released) as project:
        assert check(project).faults == []


def test_one_goes_on_writing_in_an_older_project(released: Path, nowhere: CommandLine) -> None:
    nowhere("--project", released, "--coder", "sri", "codes", "set", "utang", "definition=Meminjam")
    nowhere("--project", released, "--coder", "sri", "search", "ngutang")
    assert "Everything is whole." in nowhere("--project", released, "check").out


def test_an_older_project_gets_the_indexes_of_a_new_one(released: Path, qc: CommandLine) -> None:
    with open_project(released) as older, qc.project() as fresh:
        assert tables(older.conn) == tables(fresh.conn)


def test_a_project_of_a_newer_qualcode_is_left_alone(qc: CommandLine) -> None:
    with qc.project() as project:
        project.conn.execute(f"PRAGMA user_version={schema.LATEST + 1}")
    before = qc.project_file.read_bytes()
    with pytest.raises(UserError, match="made by a newer qualcode"):
        open_project(qc.project_file)
    assert qc.project_file.read_bytes() == before
