"""Progress: who has finished what, and what holds the team up. People are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.reduce import assigning, rounds
from qualcode.reduce.accepting import accept, reject
from qualcode.reduce.completion import finish
from qualcode.reduce.progress import DAY, Progress, progress
from qualcode.reduce.suggestions import suggestions
from qualcode.store import act
from qualcode.store.ids import coder_id
from qualcode.store.merge import merge
from tests.cli_world import CommandLine
from tests.study_for_tests import FGD, Study, copied, interview, study


@pytest.fixture
def s(tmp_path: Path) -> Study:
    one = study(tmp_path / "studi")
    one.coder("bagus")
    one.codes("utang")
    return one


def source(s: Study, name: str, kelurahan: str = "Pajang") -> bytes:
    return s.text(name, interview(kelurahan, "Saya utang.", "Sudah.", name=f"Bu {name}"))


def kinds(found: Progress) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in found.holdups]


def test_people_stand_by_name_with_what_is_theirs(s: Study) -> None:
    bagus = coder_id(s.project.id, "bagus")
    one, other = source(s, "W-01"), source(s, "W-02")
    with act(s.project, "codebook") as a:
        a.change("code", s.project.value("SELECT id FROM code"), keywords=["utang"])
    assigning.assign(s.project, [other], [bagus])
    (first,) = suggestions(s.project, bagus, sources=[one])
    (second,) = suggestions(s.project, bagus, sources=[other])
    accept(s.project, [first], bagus, bulk=False)
    reject(s.project, [second], bagus)
    finish(s.project, one)
    them, sri = progress(s.project).people
    assert (them.name, them.assigned, them.finished, them.codings, them.decided) == ("bagus", 1, 0, 1, 2)
    assert them.waiting == ("W-02",)
    assert (sri.name, sri.assigned, sri.finished, sri.waiting) == ("sri", 2, 1, ("W-02",))


def test_what_is_last_seen_of_a_colleague_comes_with_the_merge(s: Study, tmp_path: Path) -> None:
    source(s, "W-01")
    assert progress(s.project).people[0].last is None  # bagus was only made by sri
    other = copied(s, tmp_path / "bagus", "bagus")
    other.project.clock = lambda: 1_800_000_000_000
    finish(other.project, other.project.value("SELECT id FROM source"))
    other.project.close()
    merge(s.project, other.project.path)
    assert progress(s.project).people[0].last == 1_800_000_000_000


def test_areas_count_a_discussion_in_each_home_and_name_how_many_were_not_visited(s: Study) -> None:
    one = source(s, "W-01")
    s.text("FGD-01", FGD)
    finish(s.project, one)
    found = progress(s.project)
    assert [(area.name, area.finished, area.there) for area in found.areas] == [("Pajang", 1, 2), ("Semanggi", 0, 1)]
    assert found.unvisited == s.project.value("SELECT COUNT(*) FROM region WHERE level='kelurahan'") - 2
    assert (found.finished, len(found.sources)) == (1, 2)


def test_what_holds_us_up(s: Study) -> None:
    one, other = source(s, "W-01"), source(s, "W-02")
    s.text("D-01", "Jenis: dokumen\n\nLaporan tanpa tempat.\n")
    for where in (one, other):
        finish(s.project, where)
    s.codes("pinjol")
    assert ("late-codes", "W-01") in kinds(progress(s.project))
    assert ("kelurahan", "D-01") in kinds(progress(s.project))
    assert [one.state for one in progress(s.project).sources] == ["open", "partly", "partly"]


def test_a_round_waits_for_its_coders_and_then_for_what_they_differ_on(s: Study) -> None:
    bagus = coder_id(s.project.id, "bagus")
    sri = s.project.coder
    assert sri is not None
    one = source(s, "W-01")
    assigning.assign(s.project, [one], [sri, bagus], round_name="babak 1")
    assert [line.twice for line in progress(s.project).sources] == [True]
    finish(s.project, one)
    (waits,) = [h for h in progress(s.project).holdups if h.kind == "round"]
    assert (waits.name, waits.who) == ("babak 1", "bagus")
    s.code(one, s.project.value("SELECT id FROM code"), "Saya utang.")
    finish(s.project, one, coder=bagus)
    assigning.set_state(s.project, rounds.round_named(s.project, "babak 1"), "closed")
    found = progress(s.project)
    assert (found.disputes, [h.kind for h in found.holdups]) == (1, ["disputes"])


def test_a_correction_leaves_passages_to_be_reviewed_and_a_conflict_is_counted(s: Study, tmp_path: Path) -> None:
    one = source(s, "W-01")
    s.code(one, s.project.value("SELECT id FROM code"), "Saya utang.")
    other = copied(s, tmp_path / "bagus", "bagus")
    for here, name in ((s, "W-01a"), (other, "W-01b")):
        with act(here.project, "source") as a:
            a.change("source", one, name=name)
    other.project.close()
    merge(s.project, other.project.path)
    s.text("W-01", interview("Pajang", "Tidak ada apa-apa.", "Sudah.", name="Bu W-01"), replace=s.project.value("SELECT name FROM source"))  # fmt: skip
    found = progress(s.project)
    assert found.conflicts == 1
    assert {h.kind for h in found.holdups} == {"review", "conflicts"}


def test_the_pace_is_of_the_last_days_in_which_anything_was_finished(s: Study) -> None:
    names = [source(s, f"W-{n}") for n in range(8)]
    begin = s.project.clock()
    for n, one in enumerate(names[:5]):
        s.project.clock = lambda n=n: begin + (0 if n == 0 else 10 * DAY + n)  # type: ignore[misc]
        finish(s.project, one)
    found = progress(s.project)
    assert (found.pace, found.days) == (4 / 3, 3)  # four in three days; three are left
    assert progress(study(s.folder / "leer").project).pace is None


def test_progress_by_command(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    study("assign", "W-01", "--to", "sri,bagus", "--round", "babak 1")
    shown = study("progress").out
    assert "0 of 2 sources are finished" in shown
    assert "░‖ W-01" in shown and "░ FGD-01" in shown
    assert "babak 1 · 2 tasks of the round are not finished · bagus, sri" in shown
    assert "not for judging people" in shown
    items = study.items("progress")
    assert [item["kind"] for item in items if item["kind"] == "coder"] == ["coder", "coder"]
    assert next(item for item in items if item["kind"] == "holdup" and item["about"] == "round")["name"] == "babak 1"
