"""Two codebooks brought together: what differs and who made it so, codes that may be one, and what was decided carried out as
one action that one undo takes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.reduce.codebook_merge import Decision, Proposal, decide, decide_all, differences, proposals
from qualcode.reduce.codebook_other import project_book
from qualcode.store.ids import coder_id
from tests.cli_world import CommandLine, elsewhere

TWIN = "  - name: hutang\n    definition: Meminjam uang untuk bertahan\n    keywords: [utang, pinjam]\n"


@pytest.fixture
def bagus(study: CommandLine, tmp_path: Path) -> CommandLine:
    return elsewhere(study, tmp_path / "laptop-bagus", "bagus", tmp_path / "state-bagus")


def paths(qc: CommandLine) -> list[str]:
    return ["/".join(code["path"]) for code in qc.items("codes")]


def differs(qc: CommandLine, *words: object) -> dict[str, tuple[list[str], str]]:
    return {
        row["path"][-1]: (row["what"], row["side"])
        for row in qc.items("codebook", "diff", *words)
        if row["what"] != ["same"]
    }


def questions(qc: CommandLine, *other: object) -> dict[str, dict[str, object]]:
    return {
        f"{row['ours']}≈{row['theirs']}" + (f".{row['field']}" if row["field"] else ""): row
        for row in qc.items("codebook", "merge", *other)
    }


def edited(qc: CommandLine, other: object, **decisions: str) -> Path:
    """The decisions file of a merge with these decisions, by a part of what each is about."""
    path = qc.folder / "decisions.yaml"
    qc("codebook", "merge", other, "--write", path)
    out, decision = [], None
    for line in path.read_text().splitlines():
        if line.strip().startswith("about:"):
            decision = next((d for about, d in decisions.items() if about.replace("_", "-") in line), None)
        if line.strip().startswith("decision:") and decision:
            line = line.split("decision:")[0] + "decision: " + decision.replace("; ", "\n  ")
        out.append(line)
    path.write_text("\n".join(out) + "\n")
    return path


# What differs


def test_from_a_release_to_now(study: CommandLine) -> None:
    study("codebook", "release", "v1")
    study("codes", "rename", "utang", "pinjaman")
    study("codes", "move", "air", "--under", "ekonomi")
    study("codes", "set", "gotong-royong", "definition=Kerja bakti")
    study("codes", "add", "bank-plecit", "--parent", "ekonomi")
    study("codes", "add", "lain")
    study("codebook", "release", "v2")
    study("codes", "combine", "pinjaman", "bank-plecit")
    study("codes", "retire", "lain")
    assert differs(study, "v1") == {
        "utang": (["renamed"], "there"),
        "air": (["moved"], "there"),
        "gotong-royong": (["changed"], "there"),
    }
    assert differs(study, "v2") == {"bank-plecit": (["combined"], "there"), "lain": (["retired"], "there")}
    assert differs(study, "v1", "v2")["bank-plecit"] == (["new"], "apart")
    assert "~ ekonomi/utang: renamed\n    name: utang → pinjaman" in study("codebook", "diff", "v1").out


def test_a_split_is_seen_by_where_the_codings_went(study: CommandLine, bagus: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.")
    study("code", "FGD-01", "--code", "utang", "--quote", "Saya utang di warung.")
    bagus("merge", study.project_file)
    bagus("codes", "split", "utang", "--into", "dalam-rumah,luar-rumah", "--where", "source:W-01")
    with study.project() as project:
        (split,) = [one for one in differences(project, project_book(bagus.project_file)) if one.what == ("split",)]
        assert (split.code.name, sorted(one.name for one in split.into)) == ("utang", ["dalam-rumah", "luar-rumah"])


def test_a_split_in_a_file_is_seen_by_names_and_words(study: CommandLine) -> None:
    text = study("codebook", "export").out
    head, _sign, tail = text.partition("  - id: ")
    rest = tail[tail.index("- id:") :]
    new = "  - name: utang-warung\n    keywords: [warung]\n  - name: utang-bank\n    keywords: [plecit]\n"
    path = study.write("ratri.yaml", head + new + rest)
    with study.project() as project:
        from qualcode.collect.yamlfile import load_yaml
        from qualcode.reduce.codebook_other import file_book

        found = differences(project, file_book(project, load_yaml(path), path))
        (split,) = [one for one in found if one.what == ("split",)]
        assert (split.code.name, sorted(one.name for one in split.into)) == ("utang", ["utang-bank", "utang-warung"])


def test_our_own_qdc_differs_in_nothing_it_can_hold(study: CommandLine) -> None:
    study("codebook", "export", "-o", "buku.qdc")
    assert differs(study, "buku.qdc") == {}


def test_what_is_no_codebook_is_said(study: CommandLine) -> None:
    assert "there is no release “v9”" in study.fails("codebook", "diff", "v9")
    assert "there is no such file" in study.fails("codebook", "diff", "x.qualcode")
    assert "cannot be read" in study.fails("codebook", "merge", "x.yaml")


# What comes in and what is asked


def test_what_only_they_changed_comes_in_and_what_both_changed_is_asked_with_both(study: CommandLine) -> None:
    study("codebook", "release", "v1")
    text = study("codebook", "export").out
    file = study.write(
        "ratri.yaml", text.replace("Kerja bersama", "Kerja tanpa upah").replace("Air bersih", "Air minum")
    )
    study("codes", "set", "air", "definition=Air ledeng")
    asked = questions(study, file)
    assert asked["lingkungan/gotong-royong≈lingkungan/gotong-royong.definition"]["by_itself"] == "theirs"
    both = asked["lingkungan/air≈lingkungan/air.definition"]
    assert (both["by_itself"], both["values"]) == ("", ["Air ledeng", "Air minum", "Air bersih"])
    said = study("codebook", "merge", file).out
    assert "? lingkungan/air: definition (Air ledeng → Air minum)" in said
    assert "1 question is open" in said
    book = {code["name"]: code["definition"] for code in study.items("codes")}
    assert (book["gotong-royong"], book["air"]) == ("Kerja tanpa upah", "Air ledeng")
    study("codebook", "merge", file, "--decide", edited(study, file, air="text; text: Air ledeng dan air minum"))
    assert next(c for c in study.items("codes") if c["name"] == "air")["definition"] == "Air ledeng dan air minum"


def test_without_a_common_state_nothing_is_overwritten_by_itself(study: CommandLine) -> None:
    """Import takes a file's word where it names no release; a merge asks."""
    file = study.write("ratri.yaml", study("codebook", "export").out.replace("Air bersih", "Air minum"))
    before = study.state()
    assert "? lingkungan/air: definition (Air bersih → Air minum)" in study("codebook", "merge", file).out
    assert study.state() == before
    study("codebook", "merge", file, "--decide", edited(study, file, air="theirs"))
    assert next(c for c in study.items("codes") if c["name"] == "air")["definition"] == "Air minum"


def test_of_two_copies_the_release_in_common_tells_who_changed_what(study: CommandLine, bagus: CommandLine) -> None:
    study("codebook", "release", "v1")
    bagus("merge", study.project_file)
    study("codes", "rename", "air", "air-bersih")
    bagus("codes", "move", "air", "--top")
    bagus("codes", "add", "listrik", "--parent", "lingkungan")
    (air,) = [row for row in study.items("codebook", "diff", bagus.folder) if row["path"][-1] == "air"]
    assert [(c["field"], c["side"]) for c in air["fields"]] == [("name", "there"), ("parent", "here")]
    assert differs(study, bagus.folder)["listrik"] == (["new"], "here")


def test_a_copy_of_the_project_is_merged_whole(study: CommandLine, bagus: CommandLine) -> None:
    """Its codes made here once more would be in conflict with themselves when its codings come in."""
    bagus("codes", "add", "listrik")
    assert "this is a copy of your project" in study.fails("codebook", "merge", bagus.folder)


def test_another_projects_codes_come_in_with_their_place_and_their_passages_tell(
    study: CommandLine, tmp_path: Path
) -> None:
    """A second study that took over the codebook and made a code of its own for what is utang here."""
    from tests.cli_world import FGD, INTERVIEW

    other = CommandLine(tmp_path / "lain")
    other.folder.mkdir()
    other("init", ".", "--coder", "ratri")
    other.bring_in("W-01", INTERVIEW)
    other.bring_in("FGD-01", FGD)
    other("codebook", "import", study.write("buku.yaml", study("codebook", "export").out))
    other("codes", "add", "kas-bon", "--parent", "ekonomi")
    other("codes", "add", "gadai", "--parent", "kas-bon")
    other("codes", "add", "listrik", "--parent", "lingkungan")
    for quote in ("ngutang dulu", "berobat bayar sendiri", "air juga lancar"):
        study("code", "W-01", "--code", "utang", "--quote", quote)
        other("code", "W-01", "--code", "kas-bon", "--quote", quote)
    with study.project() as project:
        project.coder = coder_id(project.id, "sri")
        book = project_book(other.project_file)
        found = {p.theirs.name: p for p in proposals(project, book, least=0.4) if p.theirs}
        assert {name: p.kind for name, p in found.items()} == {"kas-bon": "twins", "gadai": "new", "listrik": "new"}
        twin = found["kas-bon"]
        assert twin.reasons[0] == "3 of 3 passages in common"
        assert (dict(twin.here), dict(twin.there)) == ({"sri": 3}, {"ratri": 3})
        decide_all(project, [(found["gadai"], Decision("add")), (twin, Decision("combine"))])
    assert "ekonomi/utang/gadai" in paths(study)  # what stood under kas-bon stands under what kas-bon is now


# Codes that may be one


def with_twin(study: CommandLine) -> Path:
    text = study("codebook", "export").out
    at = text.index("- id:", text.index("utang"))
    return study.write("ratri.yaml", text[:at] + TWIN + text[at:])


def test_twins_are_proposed_with_their_reasons_and_never_made_one_by_themselves(study: CommandLine) -> None:
    file = with_twin(study)
    row = questions(study, file)["ekonomi/utang≈ekonomi/hutang"]
    assert float(str(row["certainty"])) > 0.8
    reasons = "; ".join(map(str, row["reasons"]))  # type: ignore[call-overload]
    assert "keywords in common: utang" in reasons
    assert "definitions share: " in reasons
    assert row["by_itself"] == ""
    before = study.state()
    assert "? ekonomi/utang ≈ ekonomi/hutang" in study("codebook", "merge", file).out
    assert study.state() == before


@pytest.mark.parametrize(
    ("decision", "tree"),
    [
        ("combine", ["ekonomi", "ekonomi/utang"]),
        ("combine-there", ["ekonomi", "ekonomi/hutang"]),
        ("keep", ["ekonomi", "ekonomi/utang", "ekonomi/hutang"]),
        ("rename; name: pinjaman", ["ekonomi", "ekonomi/utang", "ekonomi/pinjaman"]),
        ("child", ["ekonomi", "ekonomi/utang", "ekonomi/utang/hutang"]),
        ("parent", ["ekonomi", "ekonomi/hutang", "ekonomi/hutang/utang"]),
        ("later", ["ekonomi", "ekonomi/utang"]),
    ],
)
def test_what_was_decided_is_one_action(study: CommandLine, decision: str, tree: list[str]) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.")
    file = with_twin(study)
    before, trees = study.items("codings"), paths(study)
    study("codebook", "merge", file, "--decide", edited(study, file, hutang=decision))
    assert [path for path in paths(study) if path.startswith("ekonomi")] == tree
    assert [c["id"] for c in study.items("codings")] == [c["id"] for c in before]
    if decision != "later":
        assert not any(row["kind"] == "twins" for row in questions(study, file).values())
        study("undo")
    assert (paths(study), study.items("codings")) == (trees, before)


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        ("gabung", "“gabung” is no decision here. combine, combine-there, rename, keep, child, parent, later"),
        ("rename", "which name shall it have?"),
        ("rename; name: air", "there would be two codes “air”"),
    ],
)
def test_a_decision_that_cannot_be_carried_out_leaves_nothing(study: CommandLine, decision: str, says: str) -> None:
    file = with_twin(study)
    answers = edited(study, file, hutang=decision)
    before = study.state()
    assert says in study.fails("codebook", "merge", file, "--decide", answers)
    assert study.state() == before


def test_an_answer_to_what_is_not_asked_any_more_is_refused(study: CommandLine) -> None:
    file = with_twin(study)
    answers = edited(study, file, hutang="combine")
    study("codebook", "merge", file, "--decide", answers)
    assert "this question is not asked any more" in study.fails("codebook", "merge", file, "--decide", answers)
    assert "no list “decisions”" in study.fails("codebook", "merge", file, "--decide", file)


def test_after_a_merge_the_codings_of_both_tell_and_stay_with_the_code_they_became(
    study: CommandLine, bagus: CommandLine
) -> None:
    """bagus called it kas-bon and gave it to the same passages."""
    bagus("codes", "add", "kas-bon", "--parent", "ekonomi")
    for quote in ("ngutang dulu", "berobat bayar sendiri", "air juga lancar"):
        study("code", "W-01", "--code", "utang", "--quote", quote)
        bagus("code", "W-01", "--code", "kas-bon", "--quote", quote)
    study("merge", bagus.project_file)
    with study.project() as project:
        project.coder = coder_id(project.id, "sri")
        (proposal,) = proposals(project, least=0.4)
        assert proposal.reasons[0] == "3 of 3 passages in common"
        assert (dict(proposal.here), dict(proposal.there)) == ({"sri": 3}, {"bagus": 3})
        before = study.state()
        effect = decide(project, proposal, Decision("combine"), dry_run=True)
        assert study.state() == before
        assert effect.codings == 6
        decide(project, proposal, Decision("combine"))
    bagus("code", "FGD-01", "--code", "kas-bon", "--quote", "Saya utang di warung.")
    for one, other in ((bagus, study), (study, bagus)):
        one("merge", other.project_file)
    assert study.state() == bagus.state()
    assert study.items("conflicts") == []
    assert "utang: 7 codings (bagus 4, sri 3)" in study("codes", "combine", "gotong-royong", "utang", "--dry-run").out


def test_within_one_project_codes_that_may_be_one_are_told(study: CommandLine) -> None:
    study("codes", "add", "hutang", "--parent", "ekonomi", "definition=Meminjam untuk bertahan hidup", "keywords=utang")
    said = study("codebook", "merge").out
    assert "? ekonomi/utang ≈ ekonomi/hutang" in said
    assert "undo" not in said  # nothing was done: undo would take back what was done before
    with study.project() as project:
        project.coder = coder_id(project.id, "sri")
        (proposal,) = proposals(project)
        assert isinstance(proposal, Proposal)
        with pytest.raises(UserError):
            decide(project, proposal, Decision("add"))
        decide(project, proposal, Decision("combine"))
    assert "hutang" not in "".join(paths(study)).replace("utang", "", 1)
    assert "Nothing to bring together." in study("codebook", "merge").out
