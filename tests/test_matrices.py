"""Matrices by anything: every cell of the sample counted again in plain SQL, orders, forms, queries, and what never is a zero."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode import i18n
from qualcode.collect import attributes
from qualcode.collect.guide import import_guide
from qualcode.collect.study import new_study
from qualcode.conclude.arranged import Asked, arranged
from qualcode.display.accounting import accounting
from qualcode.display.cells import SILENT, Status
from qualcode.display.forms import check, contrast, events, evidence
from qualcode.display.matrix import Matrix, matrix
from qualcode.display.ordering import columns_by, columns_by_salience, columns_in, heard, rows_by_total
from qualcode.errors import UserError
from qualcode.language.marks import speaker_key
from qualcode.reduce.completion import finish
from qualcode.reduce.query_saved import drop, save
from qualcode.reduce.selection import selection
from qualcode.reduce.themes import import_themes
from qualcode.report.blocks import Paragraph, Quotes, Table
from qualcode.report.index import dangling
from qualcode.report.method import method_blocks
from qualcode.report.theme_table import anchor, matrix_document
from qualcode.store import Project, act, ids, versions
from qualcode.store.lookup import find
from tests.cli_world import CommandLine
from tests.study_for_tests import FGD, Study, interview, study
from tests.test_through import made, own, sample  # noqa: F401 - fixtures

# --- every number again, in SQL ------------------------------------------------------------------------------------

_WHO = """
CREATE TEMP TABLE turn AS SELECT NULL AS source, 0 AS n, 0 AS low, 0 AS high, NULL AS speaker, '' AS side, '' AS words WHERE 0;
"""
_PART = """
CREATE TEMP TABLE segment AS
WITH part AS (
  SELECT c.source, t.n, c.code, c.about, t.speaker, max(c.start, t.low) AS start, min(c.stop, t.high) AS stop, t.low, t.words
  FROM coding c JOIN source s ON s.id=c.source AND s.removed=0 JOIN turn t ON t.source=c.source AND t.low<c.stop AND c.start<t.high
  WHERE c.removed=0 AND c.layer='own' AND c.coder=COALESCE(s.responsible, s.importer) AND t.side<>'interviewer'
), before AS (
  SELECT *, max(stop) OVER (PARTITION BY source, n, code, about ORDER BY start, stop
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
  FROM part WHERE trim(substr(words, start-low+1, stop-start), ' ' || char(10)) <> ''
)
SELECT source, n, code, about, speaker FROM before
WHERE reached IS NULL OR (start>reached AND trim(substr(words, reached-low+1, start-reached), ' ' || char(10)) <> '');
"""
_HOME = "COALESCE((SELECT p.home FROM speaker k JOIN participant p ON p.id=k.participant AND p.removed=0 WHERE k.id=x.speaker), s.region)"


def _up(region: str, level: str) -> str:
    """A region's ancestor on a level, as SQL."""
    return (
        f"(WITH RECURSIVE a(id, parent, level) AS (SELECT id, parent, level FROM region WHERE id={region} UNION ALL"
        f" SELECT r.id, r.parent, r.level FROM region r JOIN a ON r.id=a.parent) SELECT id FROM a WHERE level='{level}')"
    )


def _prepare(project: Project) -> None:
    """Turns as rows: the one thing SQL cannot read by itself."""
    conn = project.conn
    conn.executescript(_WHO)
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    for (source,) in project.rows("SELECT id FROM source WHERE removed=0"):
        now = versions.current(project, source)
        assert now is not None
        for n, turn in enumerate(now.marks.turns):
            who = ids.speaker_id(source, speaker_key(now.text[slice(*turn.label)])) if turn.label else None
            side = sides.get(who, turn.side) if who else turn.side
            known = who if who in sides else None
            conn.execute(
                "INSERT INTO turn VALUES(?,?,?,?,?,?,?)",
                (source, n, *turn.speech, known, side, now.text[slice(*turn.speech)]),
            )
    conn.executescript(_PART)
    for level in ("kelurahan", "kecamatan"):
        conn.executescript(f"""
            CREATE TEMP TABLE {level}_in AS SELECT DISTINCT s.id AS source, {_up(_HOME, level)} AS col, x.speaker FROM source s
              LEFT JOIN (SELECT id AS speaker, source FROM speaker WHERE removed=0 AND side<>'interviewer') x ON x.source=s.id
              WHERE s.removed=0;
            CREATE TEMP TABLE {level}_of AS SELECT x.rowid AS seg, COALESCE(
              CASE WHEN x.about IS NOT NULL THEN {_up("x.about", level)} ELSE
                CASE WHEN x.speaker IS NOT NULL THEN {_up(_HOME, level)}
                WHEN (SELECT COUNT(DISTINCT col) FROM {level}_in i WHERE i.source=x.source)=1
                THEN (SELECT col FROM {level}_in i WHERE i.source=x.source) ELSE {_up("s.region", level)} END END, NULL) AS col
              FROM segment x JOIN source s ON s.id=x.source;
        """)
    for name, field in (
        ("genre", "s.genre"),
        ("interviewer", "COALESCE(s.interviewer, '?')"),
        ("month", "COALESCE(substr(s.date, 1, 7), '?')"),
        ("source", "s.id"),
    ):
        conn.executescript(
            f"""
            CREATE TEMP TABLE {name}_in AS SELECT s.id AS source, {field} AS col, NULL AS speaker FROM source s WHERE s.removed=0;
            CREATE TEMP TABLE {name}_of AS SELECT x.rowid AS seg, {field} AS col FROM segment x JOIN source s ON s.id=x.source;
        """
        )
    for name, field in (
        ("role", "p.role"),
        ("gender", "p.gender"),
        ("age_band", "p.age_band"),
        ("informant", "COALESCE(p.id, k.id)"),
    ):
        conn.executescript(f"""
            CREATE TEMP TABLE {name}_in AS SELECT k.source, COALESCE({field}, '?') AS col, k.id AS speaker FROM speaker k
              JOIN source s ON s.id=k.source AND s.removed=0
              LEFT JOIN participant p ON p.id=k.participant AND p.removed=0 WHERE k.removed=0 AND k.side<>'interviewer';
            CREATE TEMP TABLE {name}_of AS SELECT x.rowid AS seg, CASE WHEN x.speaker IS NOT NULL
              THEN (SELECT col FROM {name}_in i WHERE i.speaker=x.speaker)
              WHEN (SELECT COUNT(DISTINCT col) FROM {name}_in i WHERE i.source=x.source)=1
              THEN (SELECT col FROM {name}_in i WHERE i.source=x.source) END AS col FROM segment x;
        """)
    conn.executescript("""
        CREATE TEMP TABLE row_code AS SELECT theme AS row, code FROM theme_code WHERE removed=0
          UNION SELECT id, id FROM code WHERE removed=0;
        CREATE TEMP TABLE done AS SELECT r.row, s.id AS source FROM (SELECT DISTINCT row FROM row_code) r, source s
          WHERE s.removed=0 AND NOT EXISTS (SELECT 1 FROM row_code q JOIN code c ON c.id=q.code AND COALESCE(c.retired,0)=0
            WHERE q.row=r.row AND NOT EXISTS (SELECT 1 FROM completion f WHERE f.removed=0 AND f.source=s.id AND f.code=q.code
              AND f.coder=COALESCE(s.responsible, s.importer)));
    """)


_COUNT = """
SELECT g.row, g.col, COUNT(*), SUM(done), SUM(done AND said), SUM(CASE WHEN done THEN segments ELSE 0 END) FROM (
  SELECT b.row, b.col, b.source,
    EXISTS (SELECT 1 FROM done d WHERE d.row=b.row AND d.source=b.source) AS done, COUNT(b.seg) AS segments, COUNT(b.seg)>0 AS said
  FROM (
    SELECT r.row, i.col, i.source, NULL AS seg FROM (SELECT DISTINCT row FROM row_code) r, (SELECT DISTINCT source, col FROM {axis}_in) i
    UNION ALL
    SELECT r.row, o.col, x.source, o.seg FROM {axis}_of o JOIN segment x ON x.rowid=o.seg JOIN row_code r ON r.code=x.code
  ) b WHERE b.col IS NOT NULL GROUP BY b.row, b.col, b.source
) g GROUP BY g.row, g.col
"""


def _as_id(axis: str, col: object) -> bytes:
    if isinstance(col, bytes):
        return col
    return b"?" if col == "?" else ids.fold(str(col)).encode() if axis != "month" else str(col).encode()


@pytest.fixture(scope="module")
def counted_in_sql(made: Path) -> Iterator[Project]:
    from qualcode.collect.study import PROJECT_FILE
    from qualcode.store import open_project

    with open_project(made / PROJECT_FILE) as project:
        assert not project.value("SELECT COUNT(*) FROM coding WHERE layer<>'own'")
        _prepare(project)
        yield project


AXES = ("kelurahan", "kecamatan", "genre", "interviewer", "month", "source", "role", "gender", "age_band", "informant")


@pytest.mark.parametrize("axis", AXES)
def test_every_cell_of_the_sample_equals_a_count_in_plain_sql(counted_in_sql: Project, axis: str) -> None:
    project = counted_in_sql
    counts = {(row, _as_id(axis, col)): rest for row, col, *rest in project.rows(_COUNT.format(axis=axis))}
    for rows in ("themes", "codes"):
        display = matrix(project, rows, columns=axis)
        assert display.columns and display.rows
        for row in display.rows:
            for column in display.columns:
                cell = display.cell(row.id, column.id)
                sources, finished, raised, segments = counts.get((row.id, column.id), (0, 0, 0, 0))
                assert (cell.N, cell.E, cell.M, cell.segments) == (sources, finished, raised, segments), (
                    row.name,
                    column.name,
                )
                assert len(display.quotes.get((row.id, column.id), ())) == cell.segments
                if not sources:
                    assert cell.status is Status.UNSAMPLED
                elif not finished:
                    assert cell.status is Status.UNFINISHED
                elif raised:
                    assert cell.status not in SILENT and cell.text.endswith(f"{raised}/{finished}")


# --- what never is a zero ------------------------------------------------------------------------------------------

ROLES = ("warga", "ketua RT", None)
QUERIES = (
    "",
    "role:warga",
    "kind:fgd",
    "NOT kind:fgd",
    "valence:-1",
    "gender:perempuan OR date:2025-06",
    "role:none AND kind:interview",
)


@dataclass
class Small:
    one: Study
    sources: dict[bytes, str]
    codes: list[bytes]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    folder = tmp_path_factory.mktemp("kecil")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", str(folder / "state"))
        one = study(folder / "studi")
        codes = one.codes("utang", "air")
        texts = {
            one.text(
                "W-01", "Tanggal: 3 Juni 2025\n" + interview("Pajang", "Saya utang di warung.", "Air lancar.")
            ): "interview",
            one.text("W-02", interview("Semanggi", "Utang ke bank.", "Air mati.", name="Pak B")): "interview",
            one.text("FGD-01", FGD): "fgd",
        }
        import_themes(
            one.project,
            {
                "themes": [
                    {"name": "Ekonomi", "nature": "problem", "codes": ["utang"]},
                    {"name": "Air", "nature": "neutral", "codes": ["air"]},
                ]
            },
            "test",
        )
        yield Small(one, texts, codes)
        one.project.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), query=st.sampled_from(QUERIES))
def test_no_path_leads_from_missing_to_zero(small: Small, seed: int, query: str) -> None:
    project, rnd = small.one.project, random.Random(seed)
    people = project.rows("SELECT id FROM participant WHERE removed=0 ORDER BY id")
    conn = project.conn
    conn.execute("BEGIN")
    try:
        for (person,) in people:
            conn.execute(
                "UPDATE participant SET role=?, gender=? WHERE id=?",
                (rnd.choice(ROLES), rnd.choice(("perempuan", None)), person),
            )
        conn.execute("UPDATE participant SET role='warga', gender='perempuan' WHERE id=?", people[0])
        for source in small.sources:
            now = versions.current(project, source)
            assert now is not None
            for code in small.codes:
                if rnd.random() < 0.6:
                    conn.execute(
                        "INSERT OR IGNORE INTO completion(id,a,source,coder,code,removed) VALUES(?,1,?,?,?,0)",
                        (ids.new_id(), source, project.coder, code),
                    )
                for turn in now.marks.turns:
                    if rnd.random() < 0.25:
                        conn.execute(
                            "INSERT INTO coding(id,a,source,code,coder,version,start,stop,valence,origin,layer,removed)"
                            " VALUES(?,1,?,?,?,?,?,?,?,'manual','own',0)",
                            (ids.new_id(), source, code, project.coder, now.id, *turn.speech, rnd.choice((-1, 1, None))),
                        )  # fmt: skip
        done = set(project.rows("SELECT source, code FROM completion WHERE removed=0"))
        roles = dict(project.rows("SELECT s.id, p.role FROM speaker s JOIN participant p ON p.id=s.participant"))
        informants = project.rows("SELECT source, id FROM speaker WHERE removed=0 AND side<>'interviewer'")
        for columns in ("kelurahan", "role", "kind", "source", "coder", "month"):
            try:
                display = matrix(project, columns=columns, where=query)
            except UserError:
                continue  # nobody has that value just now
            for row in display.rows:
                for column in display.columns:
                    cell = display.cell(row.id, column.id)
                    assert cell.n >= cell.M or cell.status in SILENT
                    assert all(s.source.hex() in cell.raised_in for s in display.quotes.get((row.id, column.id), ()))
                    if cell.status is not Status.UNRAISED:
                        continue
                    assert cell.n >= 1
                    for name in cell.unraised_in:
                        source = bytes.fromhex(name)
                        assert all((source, code) in done for code in row.codes)
                        theirs = [speaker for there, speaker in informants if there == source]
                        if columns == "role":
                            assert any(
                                (roles.get(one) or "?").encode() == column.id
                                or (roles.get(one) or "").casefold().encode() == column.id
                                for one in theirs
                            )
                        if query == "kind:fgd":
                            assert small.sources[source] == "fgd"
                        if query == "NOT kind:fgd":
                            assert small.sources[source] == "interview"
                        if query == "role:warga":
                            assert any(roles.get(one) == "warga" for one in theirs)
    finally:
        conn.execute("ROLLBACK")
        project._kept.clear()


# --- by hand -------------------------------------------------------------------------------------------------------


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def column(display: Matrix, name: str) -> bytes:
    return next(one.id for one in display.columns if one.name == name)


def texts_of(display: Matrix, row: str) -> dict[str, str]:
    rec = next(one.id for one in display.rows if one.name == row)
    return {one.name: display.cell(rec, one.id).text for one in display.columns}


def two_voices(s: Study) -> bytes:
    """A discussion in which only one of two roles speaks of debt, and an interview in which nobody does."""
    (utang,) = s.codes("utang")
    fgd = s.text("FGD-01", FGD)
    other = s.text("W-01", interview("Pajang", "Ya begitu."))
    s.code(fgd, utang, "Saya utang di warung.", valence=-1)
    for source in (fgd, other):
        finish(s.project, source)
    return utang


def test_what_is_not_finished_is_named_under_a_table_that_shows_its_column(s: Study) -> None:
    two_voices(s)
    s.text("W-02", interview("Sondakan", "Ya."))
    s.text("W-03", interview("", "Ya."))

    def noted(*only: str) -> str:
        table = next(
            b for b in matrix_document(s.project, Asked(rows="codes", only=only)).blocks if isinstance(b, Table)
        )
        return " ".join(one for one in table.notes if one.startswith("Belum selesai"))

    assert noted() == "Belum selesai dikode: W-02, W-03."
    assert noted("Sondakan") == "Belum selesai dikode: W-02."
    assert noted("Pajang") == ""


def test_a_new_code_takes_nothing_from_the_heads_of_rows_that_do_not_hold_it(s: Study) -> None:
    two_voices(s)
    heads = dict(matrix(s.project, "codes").finished)
    (new,) = s.codes("baru")
    display = matrix(s.project, "codes")
    assert display.finished == heads and display.behind == ("baru",) and display.fewer == heads.keys()
    assert set(texts_of(display, "baru").values()) == {"·", "…"} and "−1/2" in texts_of(display, "utang").values()
    blocks = matrix_document(s.project, Asked(rows="codes")).blocks
    table = next(one for one in blocks if isinstance(one, Table))
    assert "≤ 1" in [cell.text for cell in table.rows[0].cells] and any("baru" in note for note in table.notes)
    finish(s.project, find(s.project, "source", "FGD-01"), codes=[new])
    display = matrix(s.project, "codes")
    assert display.fewer < heads.keys() and not display.waiting
    told = " ".join(block.text for block in method_blocks(s.project) if isinstance(block, Paragraph))
    assert "1 of 2 transcripts are finished for all codes, 1 more but for baru;" in told
    whole = next(one for one in display.columns if one.id in display.finished and one.id not in display.fewer)
    alone = columns_in(display, [whole.id])
    assert display.behind and not alone.behind  # where no head says ≤, no note explains it


def test_the_method_paragraph_says_of_how_many_consent_is_recorded(s: Study) -> None:
    def told() -> str:
        return " ".join(block.text for block in method_blocks(s.project) if isinstance(block, Paragraph))

    two_voices(s)
    assert "Consent of informants and ethics approval: [" in told()
    (who,) = s.project.conn.execute(
        "SELECT participant FROM speaker WHERE participant IS NOT NULL ORDER BY k"
    ).fetchone()
    with act(s.project, "participant") as a:
        a.change("participant", who, consent="tertulis")
    assert re.search(r"Consent is recorded for 1 of \d informants; ethics approval: \[", told())


def test_a_chapter_says_that_names_are_pseudonyms_only_where_they_are(s: Study) -> None:
    def told() -> str:
        return " ".join(block.text for block in method_blocks(s.project) if isinstance(block, Paragraph))

    two_voices(s)  # Bu Marni and Pak Bagyo, as they were typed
    assert "pseudonyms" not in told() and "Names in this report: [" in told()
    with act(s.project, "participant") as a:
        for number, (who,) in enumerate(s.project.conn.execute("SELECT id FROM participant").fetchall()):
            a.change("participant", who, pseudonym=f"I-{number:02}")
    assert "informants kept under pseudonyms" in told() and "Names in this report are pseudonyms." in told()


def test_what_was_agreed_on_afterwards_is_no_coding_of_the_method_paragraph_and_who_settled_it_no_coder(
    s: Study,
) -> None:
    def told() -> str:
        return " ".join(block.text for block in method_blocks(s.project) if isinstance(block, Paragraph))

    two_voices(s)
    before = told()
    source, code, quote = s.project.conn.execute("SELECT source, code, id FROM coding ORDER BY k").fetchone()
    span = s.project.conn.execute("SELECT version, start, stop FROM coding WHERE id=?", (quote,)).fetchone()
    lead = s.coder("ketua")
    with act(s.project, "adjudicate") as a:
        a.create(
            "coding", ids.new_id(), source=source, code=code, coder=lead, span=span, origin="manual", layer="consensus"
        )
    tail = "Software"  # it says the state, which is another one now
    assert told().partition(tail)[0] == before.partition(tail)[0]


def test_a_source_is_in_the_column_of_a_role_through_those_who_have_it(s: Study) -> None:
    two_voices(s)
    display = matrix(s.project, "codes", columns="role")
    assert texts_of(display, "utang") == {
        "guru PAUD": "0/1",
        "penjahit": "−1/1",
        "pensiunan": "0/1",
        "not recorded": "0/1",
    }
    assert [one.name for one in display.columns][-1] == "not recorded"


def test_a_code_is_not_asked_where_no_topic_of_its_themes_was(s: Study) -> None:
    """A code looked for in talk that nobody led to it is silent, as its theme is; one that is also in a theme which no topic
    opens may come up anywhere, and so may one in no theme: there a source in which it is not is a zero."""
    debt, both, loose = s.codes("utang", "keduanya", "lepas")
    source = s.text("W-1", interview("Pajang", "Biasa saja."))
    s.text("W-2", interview("Semanggi", "Tidak ada."))
    finish(s.project, source)
    import_themes(
        s.project,
        {
            "themes": [
                {"name": "Utang", "nature": "problem", "codes": ["utang", "keduanya"]},
                {"name": "Lain", "nature": "problem", "codes": ["keduanya"]},
            ]
        },
        "themes",
    )
    guide = {"topics": [{"id": "T", "name": "Utang", "themes": ["Utang"]}], "asked": {"W-2": ["T"]}}
    import_guide(s.project, guide, "guide")
    here, made = s.region("Pajang"), matrix(s.project, "codes")
    assert [made.cell(code, here).text for code in (debt, both, loose)] == ["?", "0/1", "0/1"]


def test_a_passage_about_another_area_adds_its_source_there_for_that_theme_only(s: Study) -> None:
    debt, water = s.codes("utang", "air")
    there, here = s.region("Semanggi"), s.region("Pajang")
    source = s.text("W-1", interview("Pajang", "Di Semanggi orang berutang."))
    s.code(source, debt, "berutang", about=there, valence=-1)
    finish(s.project, source)
    made = matrix(s.project, "codes")
    about, at_home, other = (made.cell(*key) for key in ((debt, there), (debt, here), (water, there)))
    assert (about.text, about.N, about.outside) == ("−1/1", 1, 1)
    assert (at_home.text, at_home.N, at_home.outside) == ("0/1", 1, 0)
    assert other.status is Status.UNSAMPLED and there not in made.finished


def test_a_source_is_mixed_where_one_voice_says_both_and_another_only_the_bad(s: Study) -> None:
    utang, air = s.codes("utang", "air")
    fgd = s.text("FGD-01", FGD)
    s.code(fgd, utang, "Saya", valence=-1)
    s.code(fgd, utang, "warung", valence=1)
    s.code(fgd, air, "air lancar", valence=-1)
    import_themes(s.project, {"themes": [{"name": "Semua", "nature": "neutral", "codes": ["utang", "air"]}]}, "test")
    finish(s.project, fgd)
    display = matrix(s.project, columns="kind")
    made = display.cell(display.rows[0].id, display.columns[0].id)
    assert (made.text, made.C, made.segments, made.speakers) == ("±1/1", 1, 3, 2)


def test_words_are_counted_once_however_many_passages_lie_over_them(s: Study) -> None:
    utang, air = s.codes("utang", "air")
    source = s.text("W-01", interview("Pajang", "Saya utang di warung depan. Air mati."))
    s.code(source, utang, "Saya utang di warung", valence=-1)
    s.code(source, air, "di warung depan")
    import_themes(s.project, {"themes": [{"name": "Semua", "nature": "neutral", "codes": ["utang", "air"]}]}, "test")
    finish(s.project, source)
    display = matrix(s.project, columns="kind", count="words")
    assert display.cell(display.rows[0].id, display.columns[0].id).words == 5
    assert display.cell(display.rows[0].id, display.columns[0].id).segments == 2


def test_coders_as_columns_show_each_their_own_layer(s: Study) -> None:
    utang = two_voices(s)
    bagus = s.coder("bagus")
    fgd = find(s.project, "source", "FGD-01")
    s.code(fgd, utang, "Ya, betul.", coder=bagus)
    assert texts_of(matrix(s.project, "codes", columns="coder"), "utang") == {"bagus": "…", "sri": "−1/2"}
    finish(s.project, fgd, coder=bagus)
    assert texts_of(matrix(s.project, "codes", columns="coder"), "utang") == {"bagus": "1/1", "sri": "−1/2"}


def test_an_attribute_of_ones_own_is_a_column_in_the_order_of_its_list(s: Study) -> None:
    two_voices(s)
    attributes.declare(s.project, "sources", "babak kerja", "list", ("kedua", "pertama"))
    attributes.put(
        s.project,
        "sources",
        [
            (find(s.project, "source", "W-01"), "babak kerja", "pertama"),
            (find(s.project, "source", "FGD-01"), "babak kerja", "kedua"),
        ],
    )
    assert texts_of(matrix(s.project, "codes", columns="babak kerja"), "utang") == {"kedua": "−1/1", "pertama": "0/1"}
    assert texts_of(matrix(s.project, "codes", columns="babak_kerja", where="babak_kerja:kedua"), "utang") == {
        "kedua": "−1/1",
        "pertama": "·",
    }
    with pytest.raises(UserError, match="there are no columns “babk”"):
        matrix(s.project, columns="babk")


def test_a_retired_codes_passages_are_in_no_row_and_the_table_says_how_many(s: Study) -> None:
    utang = two_voices(s)
    s.codes("air")
    with act(s.project, "retire") as a:
        a.change("code", utang, retired=1)
    display = matrix(s.project, "codes", columns="kind")
    assert "utang" not in [row.name for row in display.rows] and display.without_row == 1


def test_an_empty_study_has_matrices_without_numbers(tmp_path: Path) -> None:
    with new_study(tmp_path / "kosong", "sri") as project:
        for columns in ("kelurahan", "role", "source", "coder", "month"):
            display = matrix(project, columns=columns)
            assert not display.cells and not display.finished
            assert columns_by_salience(rows_by_total(heard(display))).columns == ()
        assert accounting(project).cells == {}
        assert matrix_document(project, Asked(columns="role")).blocks


def test_equal_values_keep_their_order_and_what_is_silent_goes_last(s: Study) -> None:
    two_voices(s)
    display = heard(matrix(s.project, "codes", columns="role"))
    names = [one.name for one in display.columns]
    assert [one.name for one in columns_by_salience(display).columns] == [
        "penjahit",
        "guru PAUD",
        "pensiunan",
        "not recorded",
    ]
    even = columns_by(display, dict.fromkeys([one.id for one in display.columns], 1.0), largest_first=True)
    assert [one.name for one in even.columns] == names
    last = columns_by(display, {column(display, "pensiunan"): 0.0}, largest_first=False)
    assert last.columns[0].name == "pensiunan" and len(last.columns) == len(names)


def test_a_contrast_compares_only_where_all_were_asked(s: Study) -> None:
    utang = two_voices(s)
    display = arranged(s.project, Asked(rows="codes", columns="role", only=("penjahit", "pensiunan"), form="contrast"))
    found = contrast(display)
    assert [row.name for row in found.only[column(display, "penjahit")]] == ["utang"]
    assert evidence(
        display.quotes[utang, column(display, "penjahit")], {find(s.project, "source", "FGD-01"): "FGD-01"}
    ) == ("FGD-01:2",)
    assert [check(display.cell(utang, one.id)) for one in display.columns] == ["✓", "✗"]
    finish(s.project, find(s.project, "source", "FGD-01"), undo=True)
    again = contrast(
        arranged(s.project, Asked(rows="codes", columns="role", only=("penjahit", "pensiunan"), form="contrast"))
    )
    assert [row.name for row in again.incomparable] == ["utang"] and not any(again.only.values())
    with pytest.raises(UserError, match="a contrast needs two columns"):
        arranged(s.project, Asked(rows="codes", columns="role", only=("penjahit",), form="contrast"))


def test_the_accounting_log_says_what_was_never_collected(s: Study) -> None:
    two_voices(s)
    log = accounting(s.project)
    shown = {(row.name, one.name): log.cell(row, one).text for row in log.down.columns for one in log.across.columns}
    assert shown[("penjahit", "fgd")] == "● 1/1" and shown[("penjahit", "interview")] == "·"
    assert shown[("not recorded", "interview")] == "● 1/1"


def test_a_query_takes_sources_that_could_not_hold_it_out_of_the_denominator(s: Study) -> None:
    two_voices(s)
    assert texts_of(heard(matrix(s.project, "codes", where="kind:fgd")), "utang") == {
        "Pajang": "−1/1",
        "Semanggi": "0/1",
    }
    only = matrix(s.project, "codes", columns="kind", where="role:pensiunan")
    assert texts_of(only, "utang") == {"interview": "·", "fgd": "0/1"}
    assert not only.asks_passages and matrix(s.project, where="text:utang").asks_passages


def test_saved_queries_stand_for_what_they_say_and_never_for_themselves(s: Study) -> None:
    two_voices(s)
    save(s.project, "bengkel", "role:penjahit")
    save(s.project, "Semua", "@bengkel OR @bengkel AND kind:fgd")
    assert len(selection(s.project, "@semua AND valence:-1").codings) == 1
    for name, text, says in (
        ("bengkel", "NOT @semua", "calls itself"),
        ("dua kata", "kind:fgd", "is no name of a query"),
        ("lain", "role:tukang", "“tukang” is recorded of nobody"),
        ("lain", "@tiada", "there is no saved query “@tiada”"),
    ):
        with pytest.raises(UserError, match=says):
            save(s.project, name, text)
    with pytest.raises(UserError, match="uses it"):
        drop(s.project, "bengkel")
    drop(s.project, "semua")
    drop(s.project, "@bengkel")
    with pytest.raises(UserError, match="none is saved yet"):
        selection(s.project, "@bengkel")


def test_columns_stand_in_the_order_of_an_indicator(own: Project) -> None:
    name = own.value("SELECT i.name FROM indicator i JOIN link l ON l.indicator=i.id LIMIT 1")
    display = arranged(own, Asked(order=f"indicator:{name}"))
    values = [display.values.get(one.id) for one in display.columns]
    known = [value for value in values if value is not None]
    assert len(known) > 3 and known in (sorted(known), sorted(known, reverse=True)) and values[: len(known)] == known
    assert name in display.order
    with pytest.raises(UserError, match="the columns are by role"):
        arranged(own, Asked(columns="role", order=f"indicator:{name}"))


def test_an_event_listing_holds_every_passage_once_in_the_order_of_time(sample: Project) -> None:
    display = heard(arranged(sample, Asked()))
    dates = {rec: (date or "", name) for rec, date, name in sample.rows("SELECT id, date, name FROM source")}
    found = events(display, dates)
    assert [one.date or "9999" for one in found] == sorted(one.date or "9999" for one in found)
    counted = {(r, c, s.source, s.start, s.stop) for (r, c), here in display.quotes.items() for s in here}
    assert len(found) == len(counted) == len({(e.row.id, e.column.id, e.segment.source, e.segment.start, e.segment.stop) for e in found})  # fmt: skip
    (table,) = [b for b in matrix_document(sample, Asked(form="events"), quotes=False).blocks if isinstance(b, Table)]
    assert len(table.rows) == len(found) and table.rows[0].cells[0].text == "10 Juni 2025"


@pytest.mark.parametrize("form", ["table", "contrast", "effects", "checklist", "summary"])
def test_every_linked_number_lands_on_exactly_its_passages(sample: Project, form: str) -> None:
    asked = Asked(columns="gender", form=form, swap=True)
    document, display = matrix_document(sample, asked, language=i18n.language()), arranged(sample, asked)
    assert dangling(document) == ()
    quotes = {block.anchor: block.items for block in document.blocks if isinstance(block, Quotes)}
    expected = {
        anchor(row, one): len({(s.source, s.turn, s.start, s.stop) for s in display.quotes[row.id, one.id]})
        for row in display.rows
        for one in display.columns
        if display.cell(row.id, one.id).M
    }
    assert {place: len(items) for place, items in quotes.items()} == expected
    linked = {
        cell.link for block in document.blocks if isinstance(block, Table) for row in block.rows for cell in row.cells
    }
    assert linked - {None} == set(expected)


# --- on the command line -------------------------------------------------------------------------------------------


def test_one_command_gives_every_form_and_the_document_takes_the_same_options(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.", "--valence", "-1")
    study("code", "FGD-01", "--code", "utang", "--quote", "Saya utang di warung.")
    for source in ("W-01", "FGD-01"):
        study("finish", source)
    study("queries", "add", "tutik", "informant:*Tutik*")
    assert study.items("queries") == [{"name": "tutik", "text": "informant:*Tutik*"}]
    rows = study.items("matrix", "--rows", "codes", "--columns", "gender", "--where", "@tutik", "--count", "words")
    debt = {one["column"]: (one["text"], one["words"]) for one in rows if one["row"] in ("utang", "debt")}
    assert debt["perempuan"] == ("6", 6)
    assert "1 occurrence in 1 source" in study("search", "utang", "--where", "kind:fgd").out
    for form in ("table", "effects", "checklist", "summary", "events", "accounting"):
        assert study("matrix", "--rows", "codes", "--columns", "kind", "--display", form).out
        study("export", "matrix", "--rows", "codes", "--columns", "kind", "--display", form, "-o", f"{form}.md")
    assert "✓" in (study.folder / "checklist.md").read_text("utf-8")
    assert "FGD-01:2" in (study.folder / "summary.md").read_text("utf-8")
    study("export", "matrix", "--rows", "codes", "--all", "-o", "sel.csv")
    tidy = list(csv.DictReader((study.folder / "sel.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert len(tidy) == len(study.items("matrix", "--rows", "codes", "--all"))
    silent = [one for one in tidy if one["Keadaan"] in ("tak tersampel", "belum selesai dikode", "tidak ditanya")]
    assert silent and not any(one["Memuat"] or one["Segmen"] for one in silent)
    told = study("matrix", "--rows", "codes", "--display", "contrast", "--column", "Pajang", "--column", "Semanggi").out
    assert "Only in" in told or "Hanya di" in told
    study("export", "quotes", "--where", "@tutik", "-o", "kutipan.md")
    assert "Saya utang di warung" not in (study.folder / "kutipan.md").read_text("utf-8")
    assert "there is no column “Kota Lain”" in study.fails("matrix", "--rows", "codes", "--column", "Kota Lain")
    assert "are not kept" in study.fails("triangulate", "--store", "--where", "kind:fgd")
