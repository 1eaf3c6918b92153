"""The chain of claims that leads to a finding: its order, what each step rests on, and where nothing holds it."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

from tests.cli_world import CommandLine, elsewhere
from tests.test_findings import DEBT, passages, told, told_once  # noqa: F401 - fixtures


def steps(qc: CommandLine) -> list[str]:
    return [one["text"] for one in qc.items("findings", "claims", "show", 1)]


def faults(qc: CommandLine) -> list[list[str]]:
    return [one["faults"] for one in qc.items("findings", "claims", "show", 1)]


def test_steps_stand_in_the_order_a_person_gives_them(told: CommandLine) -> None:
    told("findings", "add", "Utang menutup jeda upah", "--theme", DEBT)
    assert "No steps yet" in told("findings", "claims", "show", 1).out
    assert "step 1" in told("findings", "claims", "add", 1, "Upah datang tak tentu").out
    told("findings", "claims", "add", 1, "Warung memberi tempo")
    assert "step 1" in told("findings", "claims", "add", 1, "Kerja borongan tanpa kontrak", "--at", 1).out
    assert steps(told) == ["Kerja borongan tanpa kontrak", "Upah datang tak tentu", "Warung memberi tempo"]
    told("findings", "claims", "move", 1, 3, 1)
    told("findings", "claims", "set", 1, 1, "text=Warung memberi tempo bayar", "leads=karena itu orang berutang")
    told("findings", "claims", "remove", 1, 2)
    assert steps(told) == ["Warung memberi tempo bayar", "Upah datang tak tentu"]
    told("undo")
    told("undo")
    told("undo")
    assert steps(told) == ["Kerja borongan tanpa kontrak", "Upah datang tak tentu", "Warung memberi tempo"]
    told("findings", "remove", 1)
    assert told.value("SELECT COUNT(*) FROM claim WHERE removed=0") == 0
    told("undo")
    assert len(steps(told)) == 3
    assert "has no step 4" in told.fails("findings", "claims", "move", 1, 4, 1)
    assert "needs a claim" in told.fails("findings", "claims", "set", 1, 1, "text= ")


def test_a_step_without_evidence_and_two_that_nothing_ties_are_named(told: CommandLine) -> None:
    told("findings", "add", "Utang menutup jeda upah", "--theme", DEBT)
    words = passages(told)
    told("findings", "claims", "add", 1, "Satu", "--coding", words["Saya utang di warung."])
    told("findings", "claims", "add", 1, "Dua")
    told("findings", "claims", "add", 1, "Tiga", "--theme", DEBT)
    assert faults(told) == [["alone"], ["bare"], []]
    assert "! step 2 rests on nothing" in told("findings", "show", 1).out
    told("findings", "claims", "evidence", 1, 2, "--coding", words["Utang ke tetangga lagi."])
    assert faults(told) == [["alone", "loose"], ["alone"], []]  # nobody speaks in both of the first two
    told("findings", "claims", "set", 1, 1, "leads=warung menolak, lalu tetangga")
    assert faults(told)[0] == ["alone"]
    listed = told.items("findings", "claims", "evidence", 1, 2)
    assert [one["text"] for one in listed if one["has"]] == ["Utang ke tetangga lagi."]
    told("findings", "claims", "evidence", 1, 2, "--coding", words["Utang ke tetangga lagi."], "--remove")
    assert faults(told)[1] == ["bare"]
    told("codings", "remove", words["Saya utang di warung."])
    assert faults(told)[0] == ["bare"]  # what it rested on is gone


def test_a_theme_that_one_informant_raises_is_one_informant(told: CommandLine) -> None:
    told("findings", "add", "Tetangga menolong", "--theme", "Tetangga")
    told("findings", "claims", "add", 1, "Kerja bakti jalan", "--theme", "Tetangga")
    assert faults(told) == [["alone"]]


def test_the_last_step_is_tied_to_the_finding_itself(told: CommandLine) -> None:
    told("findings", "add", "Tetangga menolong", "--theme", "Tetangga")
    told("findings", "claims", "add", 1, "Utang", "--coding", passages(told)["Bayar utang dengan utang."])
    assert faults(told) == [["alone", "loose-end"]]
    told("findings", "claims", "set", 1, 1, "leads=utang itu kepada tetangga")
    assert faults(told) == [["alone"]]


def test_steps_of_two_people_come_together_in_one_order(told: CommandLine, tmp_path: Path) -> None:
    told("findings", "add", "Utang menutup jeda upah", "--theme", DEBT)
    told("findings", "claims", "add", 1, "Satu")
    other = elsewhere(told, tmp_path / "bagus", "bagus", tmp_path / "state-bagus")
    told("findings", "claims", "add", 1, "Dua dari sri")
    other("findings", "claims", "add", 1, "Dua dari bagus")
    other("findings", "claims", "evidence", 1, 1, "--theme", DEBT)
    told("merge", other.project_file)
    other("merge", told.project_file)
    assert steps(told) == steps(other) and len(steps(told)) == 3
    assert faults(told)[0] == []
    told("findings", "claims", "move", 1, 3, 1)
    other("merge", told.project_file)
    assert steps(told) == steps(other)
    assert told.items("conflicts") == []


def test_a_chain_comes_in_from_a_file_and_again_changes_nothing(told: CommandLine, tmp_path: Path) -> None:
    text = f"""\
findings:
- claim: Utang menutup jeda upah
  theme: {DEBT}
  status: supported
  reason: contoh
  chain:
  - claim: Upah datang tak tentu
    leads: jeda ditutup dengan utang
    passages: [{{source: W-01, quote: Saya utang di warung.}}]
  - claim: Utang ditutup utang
    themes: [{DEBT}]
"""
    file = told.write("codebooks/temuan.yaml", text)
    told("findings", "import", file)
    one = told.items("findings", "show", 1)[0]["chain"]
    assert [(step["number"], step["leads"], len(step["passages"])) for step in one] == [
        (1, "jeda ditutup dengan utang", 1), (2, "", 3),
    ]  # fmt: skip
    state = told.state()
    told("findings", "import", file)
    assert told.state() == state
    bad = told.write("codebooks/salah.yaml", text.replace("W-01, quote: Saya utang di warung.", "W-04, quote: Air lancar di sini."))  # fmt: skip
    assert "no coded passage" in told.fails("findings", "import", bad)
    told(
        "findings", "claims", "add", 1, "Dari orang", "--at", 1
    )  # the file's steps are known by their words, wherever they stand
    judged = told.write("codebooks/vonis.yaml", text + "    verdicts: [Tidak ada]\n")
    assert "Tidak ada" in told.fails("findings", "import", judged)
    told("undo")
    told("export", "report", "-o", tmp_path / "laporan.md")
    report = (tmp_path / "laporan.md").read_text("utf-8")
    assert "Langkah 1. Upah datang tak tentu" in report and "jeda ditutup dengan utang" in report
    told("findings", "claims", "add", 1, "Tanpa bukti")
    told("export", "report", "-o", tmp_path / "laporan.md")
    assert "langkah 3 tidak bertumpu pada apa pun" in (tmp_path / "laporan.md").read_text("utf-8")


def test_two_steps_of_a_file_that_say_the_same_are_two(told: CommandLine) -> None:
    text = f"""\
findings:
- claim: Utang menutup jeda upah
  theme: {DEBT}
  chain:
  - claim: Utang bertambah
    passages: [{{source: W-01, quote: Saya utang di warung.}}]
  - claim: Upah terlambat
  - claim: utang bertambah
    leads: lalu berhenti
"""
    file = told.write("codebooks/temuan.yaml", text)
    told("findings", "import", file)
    chain = told.items("findings", "show", 1)[0]["chain"]
    assert [(one["number"], one["text"], one["leads"], len(one["passages"])) for one in chain] == [
        (1, "Utang bertambah", "", 1), (2, "Upah terlambat", "", 0), (3, "utang bertambah", "lalu berhenti", 0),
    ]  # fmt: skip
    state = told.state()
    told("findings", "import", file)
    assert told.state() == state


def test_two_orders_of_the_same_steps_are_a_conflict_that_stops_nobody_from_adding(
    told: CommandLine, tmp_path: Path
) -> None:
    told("findings", "add", "Utang menutup jeda upah", "--theme", DEBT)
    for text in ("Satu", "Dua", "Tiga"):
        told("findings", "claims", "add", 1, text)
    other = elsewhere(told, tmp_path / "bagus", "bagus", tmp_path / "state-bagus")
    told("findings", "claims", "move", 1, 1, 2)
    other("findings", "claims", "move", 1, 3, 1)
    told("merge", other.project_file)
    other("merge", told.project_file)
    assert steps(told) == steps(other)
    assert {one["field"] for one in told.items("conflicts")} == {"position"}
    told("findings", "claims", "add", 1, "Empat")
    assert steps(told)[-1] == "Empat"
    assert "in conflict" in told.fails("findings", "claims", "move", 1, 1, 3)
