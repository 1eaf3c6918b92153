"""Asked or not asked: proposed from the interviewer's words, decided by a person."""

from __future__ import annotations

from benchmarks.asking import all_judged, figures
from qualcode.collect.asking import ASKED, Questions, answer, grid, proposals
from qualcode.collect.inventory import turns_of
from qualcode.store import act
from qualcode.store.lookup import find
from tests.cli_world import CommandLine

GUIDE = """\
topics:
- {id: T01, name: Air bersih, question: "Air untuk minum dan mandi diambil dari mana?"}
- {id: T02, name: Sampah, question: "Ke mana sampah dibuang, dan siapa yang mengangkutnya?"}
- {id: T03, name: Sekolah, question: "Anak bersekolah di mana, dan apa yang menghambat?"}
"""
TALK = """\
Jenis: wawancara
Kelurahan: Semanggi
Informan: Bu Tutik
Pewawancara: Dimas

Pewawancara: Selamat siang, Bu.

Bu Tutik: Siang. Anak saya belum pulang sekolah.

Pewawancara: Sampahnya biasanya dibuang ke mana, Bu?

Bu Tutik: Ke kali. Air minum saja beli, Mas, galonan.

Pewawancara: Oh begitu. Terima kasih, Bu.
"""
NOTE = (
    "Jenis: catatan lapangan\nKelurahan: Semanggi\n\nSaya datang pagi. Sampah menumpuk di dekat sekolah.\n\nAir mati.\n"
)


def cells(qc: CommandLine, source: str) -> dict[str, tuple[str, bool | None]]:
    return {row["topic"]: (row["state"], row["proposed"]) for row in qc.items("guide", "asked", source)}


def asked_study(qc: CommandLine) -> CommandLine:
    qc("guide", "import", qc.write("guide.yaml", GUIDE))
    qc.bring_in("W-01", TALK)
    return qc


def test_what_the_interviewer_asks_is_proposed_and_what_the_informant_raises_is_not(qc: CommandLine) -> None:
    assert cells(asked_study(qc), "W-01") == {"T01": ("open", False), "T02": ("open", True), "T03": ("open", False)}


def test_a_proposal_carries_its_turn_and_sentence(qc: CommandLine) -> None:
    row = next(row for row in asked_study(qc).items("guide", "asked", "W-01") if row["topic"] == "T02")
    assert row["turn"] == 3
    assert row["quote"] == "Sampahnya biasanya dibuang ke mana, Bu?"
    assert row["score"] > ASKED


def test_a_sentence_speaks_fully_only_for_the_topic_it_fits_best_and_names_the_second() -> None:
    questions = Questions({b"a": ("Air", "Air minum dari mana?"), b"b": ("Banjir", "Air sungai naik sampai mana?")})
    best = questions.best([(1, "Untuk minum airnya dari mana?")])
    assert best[b"a"].score > best[b"b"].score
    assert best[b"a"].second == b"b"
    assert best[b"a"].second_score < best[b"a"].score


def test_a_proposal_is_never_stored_and_an_answer_is_one_action(qc: CommandLine) -> None:
    asked_study(qc)
    assert qc.value("SELECT COUNT(*) FROM asked") == 0
    said = qc("guide", "asked", "W-01", "--accept", "all").out
    assert "3 answers taken" in said
    assert {t["key"]: (t["asked"], t["not_asked"]) for t in qc.items("topics")} == {
        "T01": (0, 1),
        "T02": (1, 0),
        "T03": (0, 1),
    }
    qc("undo")
    assert cells(qc, "W-01")["T02"] == ("open", True)


def test_only_clear_proposals_are_taken_where_one_says_so_and_answers_stand(qc: CommandLine) -> None:
    asked_study(qc)
    qc("topics", "set", "T02", "W-01", "no")
    with qc.project() as project:
        clear = {topic for _source, topic, _asked in proposals(grid(project), clear=True)}
        everything = {topic for _source, topic, _asked in proposals(grid(project), clear=False)}
        assert clear <= everything
        assert find(project, "topic", "T02") not in everything
    qc("guide", "asked", "--accept", "all")
    assert cells(qc, "W-01")["T02"][0] == "no"


def test_an_answer_can_be_taken_back(qc: CommandLine) -> None:
    asked_study(qc)
    qc("topics", "set", "T02", "W-01", "yes")
    qc("topics", "set", "T02", "W-01", "open")
    assert cells(qc, "W-01")["T02"] == ("open", True)
    with qc.project() as project:
        assert answer(project, [(find(project, "source", "W-01"), find(project, "topic", "T02"), None)]) == 0


def test_where_nobody_interviews_nothing_is_proposed_and_that_is_said(qc: CommandLine) -> None:
    asked_study(qc)
    qc.bring_in("C-01", NOTE)
    assert set(cells(qc, "C-01").values()) == {("open", None)}
    said = qc("guide", "asked").out
    assert "No interviewer speaks in C-01" in said
    qc("guide", "asked", "--accept", "all")
    assert set(cells(qc, "C-01").values()) == {("open", None)}


def test_a_speaker_whom_people_made_the_interviewer_is_heard_as_one(qc: CommandLine) -> None:
    asked_study(qc)
    qc.bring_in("W-02", TALK.replace("Pewawancara: Dimas\n", "").replace("Pewawancara:", "Bu Rini:"))
    with qc.project() as project:
        source = find(project, "source", "W-02")
        first = turns_of(project, source)[0]
        assert first.speaker
        project.coder = project.value("SELECT id FROM coder")
        with act(project, "edit") as a:
            a.change("speaker", first.speaker, side="interviewer")
    assert cells(qc, "W-02")["T02"] == ("open", True)


def test_the_project_without_a_guide_says_so(study: CommandLine) -> None:
    assert "no guide yet" in study("guide", "asked").out


def test_nine_of_ten_proposals_of_asked_are_right_on_sources_read_by_hand() -> None:
    rows = all_judged()
    assert len({row[0] for row in rows}) == 20
    held_out = set(sorted({row[0] for row in rows})[1::2])
    precision, recall, right = figures([row for row in rows if row[0] in held_out], ASKED)
    assert precision > 0.88
    assert recall > 0.88
    assert right > 0.86
