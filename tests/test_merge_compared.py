"""One story of two colleagues merged, as docs/merging-compared.md tells it of three programs: nothing may be lost here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_world import INTERVIEW, CommandLine, as_if_made_here, elsewhere, told_once


@pytest.fixture(scope="module")
def told(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merged")
    return told_once(made_once, folder, lambda study: story(study, folder))


@pytest.fixture
def after(told: Path, nowhere: CommandLine, tmp_path: Path) -> CommandLine:
    """Sri's project when Bagus's was merged into it, twice."""
    return as_if_made_here(told, tmp_path / "studi")


def story(study: CommandLine, tmp_path: Path) -> None:
    study("codes", "add", "A")
    study("codes", "add", "B")
    study("code", "W-01", "--code", "gotong-royong", "--quote", "Kerja bakti")
    study("code", "W-01", "--code", "air", "--quote", "air juga lancar")
    bagus = elsewhere(study, tmp_path / "laptop-bagus", "bagus", tmp_path / "state-bagus")
    removed = next(row["id"] for row in bagus.items("codings") if row["code"] == "air")
    # Bagus mends the transcript, codes behind the mended place, renames a code, words a definition, takes a coding off.
    mended = bagus.write("corpus/W-01.txt", INTERVIEW.replace("Bagaimana kalau", "Nah, bagaimana kalau"))
    bagus("import", "--replace", "--", mended)
    bagus("code", "W-01", "--code", "utang", "--quote", "ngutang dulu", "--memo", "memo Bagus")
    bagus("codes", "set", "utang", "name=hutang")
    bagus("codes", "set", "air", "definition=arti oleh Bagus")
    bagus("codes", "set", "A", "parent=B")
    bagus("codings", "remove", removed[:12])
    # Sri, who knows nothing of it:
    study("code", "W-01", "--code", "utang", "--quote", "Kartunya mati")
    study("codes", "set", "air", "definition=arti oleh Sri")
    study("codes", "set", "B", "parent=A")
    study("memos", "add", "coding", removed[:12], "memo Sri")
    study("merge", bagus.project_file)
    study("merge", bagus.project_file)


def test_a_corrected_transcript_stays_one_source_and_codings_lie_on_their_words(after: CommandLine) -> None:
    assert [row["name"] for row in after.items("sources")] == ["FGD-01", "W-01"]
    assert {(row["coder"], row["quote"], row["state"]) for row in after.items("codings")} >= {
        ("bagus", "ngutang dulu", "unchanged"), ("sri", "Kartunya mati", "moved"), ("sri", "Kerja bakti", "moved"),
    }  # fmt: skip


def test_a_renamed_code_is_still_one_code_with_both_coders_codings(after: CommandLine) -> None:
    assert "utang" not in {row["name"] for row in after.items("codes")}
    assert {row["coder"] for row in after.items("codings") if row["code"] == "hutang"} == {"sri", "bagus"}


def test_what_both_wrote_differently_is_asked_with_both_sides(after: CommandLine) -> None:
    found = {(row["what"], row["record"]): row for row in after.items("conflicts")}
    assert {"arti oleh Sri", "arti oleh Bagus"} <= {
        side.partition(": ")[2].rpartition(" (")[0] for side in found["field", "air"]["sides"]
    }
    assert any(what == "cycle" for what, _record in found)


def test_memos_of_both_are_there(after: CommandLine) -> None:
    assert {row["memo"] for row in after.items("codings")} >= {"memo Bagus"}
    assert "memo Sri" in {row["text"] for row in after.items("memos")}


def test_merging_twice_doubles_nothing(after: CommandLine) -> None:
    assert len([row for row in after.items("codings") if row["coder"] == "bagus"]) == 1
