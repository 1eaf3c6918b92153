"""What was counted is kept in the file: it always is what a fresh count finds, whatever happened to the project meanwhile."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.collect.conventions import read_marks
from qualcode.language.marks import Marks, Turn, to_json
from qualcode.reduce import counting, counting_kept, counting_rule
from qualcode.reduce.codings import set_fields, uncode
from qualcode.reduce.counting import counted
from qualcode.store import Project, act, ids, open_project, versions
from qualcode.store.undo import undo
from qualcode.store.withdraw import withdraw
from tests.laws import driver
from tests.laws import world as w
from tests.laws.world import YEAR, World
from tests.study_for_tests import Study, interview, study


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def afresh(project: Project, coder: bytes | None = None) -> counting.Counted:
    """The count of every source as the file has it, whatever is kept."""
    ground = counting._Ground.of(project, coder)
    return counting._together({source: ground.count(source) for source in ground.whose})


def holds(project: Project) -> int:
    """What is kept, or counted and kept now, is what a fresh count finds; how many segments there are."""
    found = 0
    for coder in (None, project.coder):
        project._kept.clear()
        first = counted(project, coder)
        project._kept.clear()
        assert first == counted(project, coder) == afresh(project, coder)
        found += len(first.segments)
    return found


@pytest.mark.parametrize("part", range(2))
def test_after_random_histories_what_is_kept_is_what_a_fresh_count_finds(part: int) -> None:
    """Coding, editing, corrections, mends, undo, merges, withdrawals, forks, copies, clocks, records of any kind."""
    seen = 0
    for seed in range(part * 10, part * 10 + 3):
        rnd = random.Random(seed)
        with w.quick_folder() as folder:
            world = World(folder, seed)
            world.begin(rnd.choice(([0, 0], [0, 3, -YEAR])))
            try:
                for _ in range(30):
                    names = list(driver.EVERYTHING)
                    name = rnd.choices(names, [driver.EVERYTHING[name][0] for name in names])[0]
                    index = rnd.randrange(len(world.replicas))
                    driver.step(world, name, rnd, index, look=False)
                    for replica in (world.replicas[index % len(world.replicas)], rnd.choice(world.replicas)):
                        with world.at(replica) as project:
                            seen += holds(project)
            finally:
                world.close_all()
    assert seen


def coded(s: Study) -> tuple[bytes, bytes]:
    """A study of two sources with a coding each; the first source and its coding."""
    (utang,) = s.codes("utang")
    first = s.text("W-01", interview("Pajang", "Saya utang di warung.", "Sudah."))
    rec = s.code(first, utang, "utang di warung")
    other = s.text("W-02", interview("Pajang", "Utang lagi."))
    s.code(other, utang, "Utang lagi")
    return first, rec


def kept(project: Project) -> set[bytes]:
    return {source for source, _tally in counting_kept._read(project, None)}


def test_a_deed_throws_away_what_was_counted_in_its_source_only(s: Study) -> None:
    first, rec = coded(s)
    assert len(counted(s.project).segments) == 2
    everywhere = kept(s.project)
    assert first in everywhere and len(everywhere) == 2
    set_fields(s.project, rec, memo="kata-kata", grade="resmi")  # nothing that counts
    assert kept(s.project) == everywhere
    deeds: list[Callable[[], object]] = [
        lambda: set_fields(s.project, rec, valence=-1), lambda: uncode(s.project, [rec]), lambda: undo(s.project),
    ]  # fmt: skip
    for deed in deeds:
        deed()
        assert kept(s.project) == everywhere - {first}
        assert holds(s.project)
        assert kept(s.project) == everywhere
    (utang,) = counting.living(s.project)
    (ijon,) = s.codes("ijon")
    assert kept(s.project) == everywhere  # nothing has the new code yet
    with act(s.project, "combine") as a:
        a.change("code", utang, merged_into=ijon)
    assert kept(s.project) == set()


def test_it_is_read_in_the_next_process_and_not_counted_again(s: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    coded(s)
    before = counted(s.project)
    s.project.close()
    monkeypatch.setattr(counting._Ground, "count", lambda _ground, _source: pytest.fail("counted again"))
    with open_project(s.project.path) as project:
        assert counted(project) == before


def test_counting_by_other_rules_reads_nothing_of_it(s: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    coded(s)
    counted(s.project)
    s.project.conn.execute("UPDATE tally SET unsettled=7")
    monkeypatch.setattr(counting_kept, "_RULES", counting_kept._RULES + 1)
    assert holds(s.project)


def test_another_program_that_writes_into_the_file_is_noticed(s: Study) -> None:
    """An older qualcode that had the file open before it was brought up to date, or a hand with a database tool."""
    _first, rec = coded(s)
    assert len(counted(s.project).segments) == 2
    other = sqlite3.connect(s.project.path)
    with other:
        other.execute("UPDATE coding SET removed=1 WHERE id=?", (rec,))
    other.close()
    assert len(counted(s.project).segments) == 1


def test_where_the_file_cannot_be_written_it_is_counted_all_the_same(s: Study) -> None:
    coded(s)
    writing = sqlite3.connect(s.project.path, isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    assert len(counted(s.project).segments) == 2
    assert kept(s.project) == set() and not s.project.conn.in_transaction
    writing.execute("ROLLBACK")
    writing.close()
    s.project._kept.clear()
    s.project.conn.execute("PRAGMA query_only=ON")
    assert len(counted(s.project).segments) == 2
    assert kept(s.project) == set() and not s.project.conn.in_transaction


def test_what_another_writes_while_one_counts_is_not_kept_as_it_was(s: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two of its reads another program takes a coding off: what is kept is of one state, or it is not kept."""
    _first, rec = coded(s)
    other = sqlite3.connect(s.project.path, isolation_level=None)

    def meanwhile(*given: Any, **how: Any) -> counting_rule.Tally:
        other.execute("UPDATE coding SET removed=1 WHERE id=?", (rec,))
        return counting_rule.tally(*given, **how)

    monkeypatch.setattr("qualcode.reduce.counting.tally", meanwhile)
    assert len(counted(s.project).segments) == 2  # as it was when the counting began
    monkeypatch.setattr("qualcode.reduce.counting.tally", counting_rule.tally)
    other.close()
    assert kept(s.project) == set()
    assert len(counted(s.project).segments) == 1 and holds(s.project)


def test_what_is_not_written_yet_is_counted_and_not_kept(s: Study) -> None:
    _first, rec = coded(s)
    with pytest.raises(ZeroDivisionError), act(s.project, "uncode") as a:
        a.remove("coding", rec)
        assert len(counted(s.project).segments) == 1
        raise ZeroDivisionError
    assert holds(s.project) == 4


AFTER = interview("Pajang", "Kami sekeluarga utang di warung.", "Sudah.")
DEEDS: dict[str, Callable[[Study, bytes, bytes], object]] = {
    "code": lambda s, one, rec: s.code(one, s.codes("air")[0], "Sudah."),
    "about": lambda s, one, rec: set_fields(s.project, rec, about=s.region("Jebres")),
    "correct": lambda s, one, rec: correct(s, one, AFTER),
    "read anew": lambda s, one, rec: reread(s, one),
    "side": lambda s, one, rec: change(s, "speaker", speaker(s, one), side="interviewer"),
    "responsible": lambda s, one, rec: change(s, "source", one, responsible=s.coder("bagus")),
    "take off": lambda s, one, rec: change(s, "source", one, removed=1),
    "code off": lambda s, one, rec: change(s, "code", s.project.value("SELECT code FROM coding WHERE id=?", rec), removed=1),
    "adjudicate": lambda s, one, rec: adjudicate(s, one, rec),
    "withdraw": lambda s, one, rec: withdraw(s.project, "source", one),
    "by hand": lambda s, one, rec: s.project.conn.execute("DELETE FROM coding WHERE id=?", (rec,)),
}  # fmt: skip


def change(s: Study, kind: str, rec: bytes, **values: object) -> None:
    with act(s.project, "edit") as a:
        if values == {"removed": 1}:
            a.remove(kind, rec)
        else:
            a.change(kind, rec, **values)


def speaker(s: Study, source: bytes) -> bytes:
    return bytes(s.project.value("SELECT id FROM speaker WHERE source=? AND side='informant'", source))


def adjudicate(s: Study, source: bytes, rec: bytes) -> None:
    """It was settled that the code is not there."""
    code, *span = s.project.rows("SELECT code, version, start, stop FROM coding WHERE id=?", rec)[0]
    with act(s.project, "adjudicate") as a:
        a.create("adjudication", ids.new_id(), source=source, code=code, span=tuple(span), resolution="absent")


def correct(s: Study, source: bytes, text: str) -> None:
    """The text of the source read anew, with other words in it."""
    marks = read_marks(text)
    with act(s.project, "correct") as a:
        previous = s.project.value("SELECT version FROM source WHERE id=?", source)
        version = versions.add(
            a, source, text, marks, reader="text", reader_number=1, made="correction", previous=previous
        )
        a.change("source", source, version=version)


def reread(s: Study, source: bytes) -> None:
    """The turns read anew, as one where nobody is named."""
    now = versions.current(s.project, source)
    assert now is not None
    marks = Marks("paragraphs", (Turn(None, (0, len(now.text)), "unknown"),))
    with act(s.project, "reread") as a:
        a.change("version", now.id, marks=to_json(marks).encode())


@pytest.mark.parametrize("name", DEEDS)
def test_whatever_a_count_rests_on_throws_it_away(s: Study, name: str) -> None:
    first, rec = coded(s)
    before = counted(s.project)
    assert first in kept(s.project)
    DEEDS[name](s, first, rec)
    assert first not in kept(s.project)
    assert (afresh(s.project) != before) and holds(s.project) >= 0
