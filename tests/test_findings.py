"""Theme review, findings, hold-outs, member checks and checklists by the command line, on a study of invented people."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode import i18n
from qualcode.conclude.cases import cases
from qualcode.report.findings import finding_blocks
from qualcode.report.phrases import speaking
from tests.cli_world import CommandLine, as_if_made_here, elsewhere

THEMES = """\
themes:
- name: {id: Utang menutup kekurangan, en: Debt fills the gap}
  nature: problem
  codes: [utang]
- name: {id: Tetangga, en: Neighbours}
  nature: strength
  codes: [gotong-royong]
"""
DEBT = "Utang menutup kekurangan"


def interview(name: str, kelurahan: str, *speech: str, by: str = "Dimas") -> str:
    turns = "".join(f"Pewawancara: Lalu?\n\n{name}: {words}\n\n" for words in speech)
    return f"Jenis: wawancara\nTanggal: 24 Juni 2025\nKelurahan: {kelurahan}\nInforman: {name}\nJenis kelamin: perempuan\nPewawancara: {by}\n\n{turns}"


@pytest.fixture(scope="module")
def told_once(made_once: Path) -> Path:
    """Four interviews on debt: two tell of it as a problem, one as a help, one was asked and says nothing of it. Made once,
    for the tests of the chain too."""
    if (made_once / "temuan").exists():
        return made_once / "temuan"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("STATE_DIR", str(made_once / "state")), ("LANG", "en"), ("DEBUG", "1")):
            patch.setenv(f"QUALCODE_{name}", value)
        i18n.use("en")
        return tell(as_if_made_here(made_once / "baru", made_once / "temuan")).folder


@pytest.fixture
def told(nowhere: CommandLine, told_once: Path, tmp_path: Path) -> CommandLine:
    return as_if_made_here(told_once, tmp_path / "studi")


def tell(qc: CommandLine) -> CommandLine:
    qc.use_codebook()
    qc("themes", "import", qc.write("codebooks/tema.yaml", THEMES))
    for source, text in (
        ("W-01", interview("Bu Tutik", "Semanggi", "Saya utang di warung.", "Kerja bakti jalan terus.")),
        ("W-02", interview("Bu Narti", "Pajang", "Utang ke tetangga lagi.", "Bayar utang dengan utang.")),
        ("W-03", interview("Bu Lasmi", "Sondakan", "Utang koperasi menolong dagangan saya.", by="Nila")),
        ("W-04", interview("Bu Endah", "Pajang", "Air lancar di sini.", by="Nila")),
    ):
        qc.bring_in(source, text)
    for source, quote, valence in (
        ("W-01", "Saya utang di warung.", -1), ("W-02", "Utang ke tetangga lagi.", -1), ("W-02", "Bayar utang dengan utang.", -1),
        ("W-03", "Utang koperasi menolong dagangan saya.", 1),
    ):  # fmt: skip
        qc("code", source, "--code", "utang", "--quote", quote, "--valence", valence)
    qc("code", "W-01", "--code", "gotong-royong", "--quote", "Kerja bakti jalan terus.", "--valence", 1)
    for source in ("W-01", "W-02", "W-03", "W-04"):
        qc("finish", source)
    return qc


def passages(qc: CommandLine, theme: str = DEBT) -> dict[str, str]:
    """A theme's passages: the first coding's id by words."""
    return {one["text"]: one["codings"][0] for one in qc.items("themes", "show", theme)[0]["passages"]}


# Themes


def test_a_theme_is_defined_when_its_list_is_whole_or_a_reason_is_written(told: CommandLine) -> None:
    said = told.fails("themes", "set", DEBT, "status=defined")
    assert "central idea" in said and "research question" in said
    told(
        "themes",
        "set",
        DEBT,
        "concept=Meminjam untuk makan.",
        "boundaries=Bukan modal.",
        "question=Bagaimana bertahan?",
    )
    told("themes", "set", DEBT, "status=reviewed")
    assert "2 quotes from 2 sources" in told.fails("themes", "set", DEBT, "status=defined")

    ids = passages(told)
    told("themes", "exemplar", DEBT, ids["Utang ke tetangga lagi."], ids["Bayar utang dengan utang."])
    assert "exemplars" in told.items("themes", "show", DEBT)[0]["missing"]  # two quotes, one source
    told("themes", "exemplar", DEBT, ids["Saya utang di warung."])
    told("themes", "set", DEBT, "status=defined", "negative=Satu menolong dagangan: itu modal.")
    one = told.items("themes", "show", DEBT)[0]
    assert (one["status"], one["missing"], one["silent"], one["raised"], one["of"]) == ("defined", [], ["W-04"], 3, 4)
    assert [p["text"] for p in one["passages"] if p["mark"] == "!"] == ["Utang koperasi menolong dagangan saya."]

    told("themes", "set", "Tetangga", "status=defined", "--reason", "laporan sementara")
    other = told.items("themes", "show", "Tetangga")[0]
    assert "laporan sementara" in other["incomplete"] and other["warnings"] == ["topic", "single"]
    assert any("laporan sementara" in memo["text"] for memo in told.items("memos"))
    told("undo")
    assert told.items("themes", "show", "Tetangga")[0]["status"] == "candidate"


def test_a_file_that_calls_a_theme_defined_is_told_what_it_lacks(told: CommandLine) -> None:
    file = told.write("codebooks/tema2.yaml", THEMES.replace("nature: problem", "nature: problem\n  status: defined"))
    assert "1 theme stands further" in told("themes", "import", file).out


def test_a_retired_theme_is_no_row_any_more_and_a_renamed_one_keeps_its_codes(told: CommandLine) -> None:
    told("themes", "set", "Tetangga", "status=retired")
    told("themes", "set", DEBT, "name=Warung menjadi bank")
    assert [(row["name"], row["status"]) for row in told.items("themes")] == [
        ("Warung menjadi bank", "candidate"), ("Tetangga", "retired"),
    ]  # fmt: skip
    assert "Tetangga" not in told("matrix").out
    told("themes", "add", DEBT, "--nature", "problem", "--code", "air")  # the old name is free
    assert {row["name"]: row["codes"] for row in told.items("themes")} == {
        "Warung menjadi bank": ["utang"], "Tetangga": ["gotong-royong"], DEBT: ["air"],
    }  # fmt: skip


def test_moving_a_code_is_one_step_and_the_rest_is_what_no_theme_touches(told: CommandLine) -> None:
    rest = {(one["source"], one["text"]) for one in told.items("themes", "rest")}
    assert rest == {("W-04", "Air lancar di sini.")}
    told("themes", "code", "Tetangga", "utang", "--from", DEBT)
    assert [row["codes"] for row in told.items("themes")] == [[], ["gotong-royong", "utang"]]
    told("undo")
    assert [row["codes"] for row in told.items("themes")] == [["utang"], ["gotong-royong"]]
    told("themes", "code", DEBT, "utang", "--out")
    assert len(told.items("themes", "rest")) == 5


# Findings


def test_a_finding_from_claim_to_report(told: CommandLine) -> None:
    told("findings", "add", "Utang warung menutup jeda upah", "--theme", DEBT)
    one = told.items("findings", "show", 1)[0]
    assert (one["state"], one["raised"], one["of"], one["silent"]) == ("plausible", 2, 4, ["W-04"])
    assert [(p["side"], p["source"]) for p in one["passages"]] == [("for", "W-01"), ("for", "W-02"), ("for", "W-02"), ("?", "W-03")]  # fmt: skip
    assert "a tactic that tested it" in told.fails("findings", "set", 1, "status=supported")

    said = told("findings", "tactic", 1, 1, "--outcome", "weakens", "--note", "Bu Narti dua kali").out
    assert "2 of 3 passages" in said and "Sondakan" in said  # of three areas one does not speak in it
    against = told.items("findings", "against", 1)
    told("findings", "against", 1, against[0]["id"], "--explained", "--memo", "Koperasi adalah modal, bukan jeda upah.")
    told("findings", "rival", 1, "Warung murah hati", "--verdict", "weaker")
    told("findings", "set", 1, "status=supported")
    listed = told.items("findings")[0]
    assert (listed["state"], listed["tactics"], listed["held_back"]) == ("tested", [1], "")

    with told.project() as project, speaking("en"):
        text = repr(finding_blocks(project))
    assert "Utang warung menutup jeda upah" in text and "Koperasi adalah modal" in text and "explains less" in text
    assert "Koperasi" not in told.value("SELECT group_concat(new) FROM entry")  # words are blobs, never journal rows


def test_a_finding_counts_transcripts_and_areas_where_the_matrix_does_in_finished_sources(told: CommandLine) -> None:
    told("findings", "add", "Utang menutup jeda upah", "--theme", DEBT)
    told("finish", "W-02", "--undo")
    with told.project() as project:
        (one,) = cases(project)
    assert (one.raised, one.of, one.areas) == (1, 3, {"Semanggi"})
    assert len(one.speaking) == 3  # passages are all there are


def test_without_reviewed_counter_evidence_a_finding_is_printed_only_with_a_written_reason(told: CommandLine) -> None:
    told("findings", "add", "Utang di mana-mana", "--theme", DEBT)
    told("findings", "tactic", 1, 8, "--outcome", "open")
    told.fails("findings", "set", 1, "status=supported")
    with told.project() as project, speaking("en"):
        held = repr(finding_blocks(project))
    assert "Utang di mana-mana" not in held and "plausible" in held
    told("findings", "set", 1, "status=supported", "--reason", "Kasus negatif dibaca Juli.")
    assert told.items("findings")[0]["state"] == "bare"
    with told.project() as project, speaking("en"):
        text = repr(finding_blocks(project))
    assert "Utang di mana-mana" in text and "Kasus negatif dibaca Juli." in text


def test_an_interviewer_who_moderated_too_is_one_group(told: CommandLine) -> None:
    told("findings", "add", "Utang menutup jeda upah", "--theme", DEBT)

    def groups() -> dict[str, object]:
        found: dict[str, dict[str, object]] = told.items("findings", "tactic", 1, 2)[0]["computed"]
        return found["groups"]

    before = groups()
    told("sources", "set", "W-01", "interviewer=Dimas (moderator)")
    assert groups() == before and "Dimas" in before


def test_each_tactic_that_can_be_counted_says_what_it_counted(told: CommandLine) -> None:
    told("findings", "add", "Utang menutup", "--theme", DEBT)

    def computed(tactic: int, *more: str) -> dict[str, object]:
        found: dict[str, object] = told.items("findings", "tactic", 1, tactic, *more)[0]["computed"]
        return found

    assert computed(2)["groups"] == {"Dimas": [2, 2], "Nila": [1, 2]}
    assert computed(4)["grades"] == {"": 3}
    assert [s["net"] for s in computed(5)["stands"]] == [1.0]  # type: ignore[attr-defined]
    assert computed(8) | {"silent": []} == {"against": 0, "explained": 0, "open": 1, "silent": []}
    assert computed(9, "--if", "utang", "--then", "gotong-royong")["table"] == {
        "both": 1,
        "first": 2,
        "second": 0,
        "neither": 1,
    }
    assert computed(10, "--if", "utang", "--then", "gotong-royong", "--by", "interviewer")["strata"] == {
        "Dimas": {"both": 1, "first": 1, "second": 0, "neither": 0}, "Nila": {"both": 0, "first": 1, "second": 0, "neither": 1},
    }  # fmt: skip
    told("finish", "W-04", "--undo")  # what nobody looked for is no case, not an absence
    assert computed(9, "--if", "utang", "--then", "gotong-royong")["table"] == {
        "both": 1,
        "first": 2,
        "second": 0,
        "neither": 0,
    }
    assert computed(12)["rivals"] == {}
    assert "no sources were set aside" in told.fails("findings", "tactic", 1, 11)


def test_a_hold_out_is_declared_once_and_after_looking_it_says_so(told: CommandLine) -> None:
    told("findings", "add", "Utang menutup", "--theme", DEBT)
    assert "W-03, W-04" in told("findings", "holdout", 1, "--interviewer", "Nila").out
    assert told.items("findings", "show", 1)[0]["holdout"]["made"] == "before"
    done = told.items("findings", "tactic", 1, 11, "--outcome", "weakens")[0]["computed"]
    assert (done["worked"], done["held_out"], done["repeats"], done["coded"]) == ([2, 2], [1, 2], False, 2)
    told("findings", "holdout", 1, "--random", "0.5", "--seed", "7")
    assert told.items("findings", "show", 1)[0]["holdout"]["made"] == "after"


def test_a_removed_finding_takes_its_tests_along_and_comes_back_whole(told: CommandLine) -> None:
    told("findings", "add", "Utang menutup", "--theme", DEBT)
    told("findings", "tactic", 1, 7, "--outcome", "open", "--note", "kejutan di FGD")
    before = told.items("findings", "show", 1)
    told("findings", "remove", 1)
    assert told.items("findings") == []
    told("undo")
    assert told.items("findings", "show", 1) == before


def test_a_findings_file_comes_in_whole_or_not_at_all_and_twice_is_once(told: CommandLine) -> None:
    text = f"""\
reviews:
- theme: {DEBT}
  question: Bagaimana bertahan?
  exemplars: [{{source: W-01, quote: Saya utang di warung.}}]
findings:
- claim: Utang menutup jeda upah
  theme: {DEBT}
  status: supported
  negative: Satu kasus koperasi dibaca.
  explained: [{{source: W-03, quote: Utang koperasi}}]
  rivals: [{{text: Warung murah hati, verdict: weaker}}]
  tactics: [{{tactic: 1, outcome: weakens}}, {{tactic: 13, outcome: holds}}]
member_checks:
- {{kind: finding, about: Utang menutup jeda upah, participant: Bu Tutik, date: 2025-07-20, mode: meeting, answer: agrees}}
"""
    file = told.write("codebooks/temuan.yaml", text)
    names = told.value("SELECT pseudonym FROM participant")
    file.write_text(text.replace("Bu Tutik", names), "utf-8")
    told("findings", "import", file)
    one = told.items("findings", "show", 1)[0]
    assert (one["state"], [t["tactic"] for t in one["tactics"]]) == ("tested", [1, 13])
    assert one["tactics"][1]["computed"]["answers"] == {"agrees": 1}
    state = told.state()
    told("findings", "import", file)
    assert told.state() == state
    bad = told.write("codebooks/salah.yaml", text.replace("Utang koperasi", "Utang bank"))
    told.fails("findings", "import", bad)
    assert told.state() == state


def test_a_claim_that_two_people_change_is_a_conflict_called_by_its_claim(told: CommandLine, tmp_path: Path) -> None:
    told("findings", "add", "Utang menutup jeda upah", "--theme", DEBT)
    other = elsewhere(told, tmp_path / "bagus", "bagus", tmp_path / "state-bagus")
    told("findings", "set", 1, "claim=Utang warung menutup jeda upah")
    other("findings", "set", 1, "claim=Utang menutup jeda upah borongan")
    other("findings", "rival", 1, "Warung murah hati")
    told("merge", other.project_file)
    assert told.items("findings", "show", 1)[0]["rivals"][0]["text"] == "Warung murah hati"
    opposed = told.items("conflicts")[0]
    assert opposed["record"].startswith("Utang")
    assert "in conflict" in told.fails("findings", "set", 1, "claim=apa saja")


def test_a_finding_outlives_its_theme(told: CommandLine) -> None:
    told("findings", "add", "Utang menutup", "--theme", DEBT)
    told("findings", "set", 1, "status=supported", "--reason", "sementara")
    told("findings", "evidence", 1, "--theme", DEBT)
    told("themes", "remove", DEBT)
    one = told.items("findings", "show", 1)[0]
    assert (one["claim"], one["passages"], one["raised"]) == ("Utang menutup", [], 0)
    with told.project() as project, speaking("en"):
        assert "Utang menutup" in repr(finding_blocks(project))


def test_a_withdrawn_source_leaves_the_finding_and_its_log_readable(told: CommandLine) -> None:
    told("findings", "add", "Utang menutup", "--theme", DEBT)
    against = told.items("findings", "against", 1)[0]["id"]
    told("findings", "against", 1, against, "--stands")
    told("findings", "tactic", 1, 8, "--outcome", "open")
    told("withdraw", "source", "W-04", "--reason", "permintaan")
    told("withdraw", "source", "W-03", "--reason", "permintaan")
    one = told.items("findings", "show", 1)[0]
    assert [p["source"] for p in one["passages"]] == ["W-01", "W-02", "W-02"]
    assert "(withdrawn)" in " ".join(one["tactics"][0]["said"])


# Member checks, checklists


def test_what_a_participant_said_goes_with_them(told: CommandLine) -> None:
    who = told.value("SELECT pseudonym FROM participant ORDER BY k LIMIT 1")
    told("findings", "add", "Utang menutup", "--theme", DEBT)
    told("member-checks", "add", "finding", 1, "--participant", who, "--answer", "objects", "--date", "2025-07-20", "--text", "Bukan begitu, itu urusan saya.")  # fmt: skip
    told("member-checks", "add", "theme", DEBT, "--answer", "none", "--mode", "letter")
    assert [(one["answer"], one["name"]) for one in told.items("member-checks")] == [
        ("none", DEBT),
        ("objects", "Utang menutup"),
    ]
    told("member-checks", "set", told.items("member-checks")[1]["id"], "klaim diperhalus")
    told("withdraw", "participant", who, "--reason", "permintaan sendiri")
    assert [one["answer"] for one in told.items("member-checks")] == ["none"]
    assert b"itu urusan saya" not in told.project_file.read_bytes()


def test_a_checklist_is_filled_where_the_project_knows_and_asks_for_the_rest(told: CommandLine, tmp_path: Path) -> None:
    items = {one["item"]: one for one in told.items("checklist", "coreq", "--language", "en")}
    assert len(items) == 32 and len(told.items("checklist", "srqr")) == 21
    assert items["1"]["text"] == "2 interviewers or facilitators: Dimas, Nila."
    assert items["2"]["text"] == "[to be filled in by the researchers]" and not items["2"]["filled"]
    assert "4 informants in 4 transcripts" in items["12"]["text"]
    assert "No feedback" in items["28"]["text"]
    told("member-checks", "add", "theme", DEBT, "--answer", "agrees")
    assert (
        "1 agrees" in {one["item"]: one for one in told.items("checklist", "coreq", "--language", "en")}["28"]["text"]
    )
    told("checklist", "srqr", "-o", tmp_path / "srqr.md")
    assert "S21" in (tmp_path / "srqr.md").read_text("utf-8")


def test_a_surprise_waits_for_its_answer_and_is_listed_before_a_report(told: CommandLine, tmp_path: Path) -> None:
    theme = told.items("themes")[0]["name"]
    memo = told("memos", "add", "theme", theme, "Mengapa hanya perempuan?", "--type", "surprise").out.strip()
    told("memos", "add", "theme", theme, "Utang sebagai jembatan", "--type", "metaphor")
    assert {(one["type"], one["answer"]) for one in told.items("memos")} == {("surprise", ""), ("metaphor", "")}
    told("findings", "add", "Utang menutup jeda", "--theme", theme)
    assert "1 of 1 open" in told("findings", "tactic", "1", "7").out
    assert "1 surprise is still open: Mengapa hanya perempuan?" in told("export", "report", "-o", tmp_path / "a.md").out
    told("memos", "answer", memo, "Karena laki-laki bekerja saat wawancara")
    assert "0 of 1 open" in told("findings", "tactic", "1", "7").out
    assert "still open" not in told("export", "report", "-o", tmp_path / "b.md").out
