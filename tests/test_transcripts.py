"""The corpus of transcripts in every habit: the right turns stand beside each file, and all must come out."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.collect import sessions
from qualcode.collect.conventions import propose, read_marks
from qualcode.collect.lines import lines_of
from qualcode.collect.turns import counted, summary, writings
from qualcode.language.canonical import canonical
from qualcode.language.marks import Marks, speaker_name, speech_map, speech_text
from tests.transcripts.dress import HABITS

FOLDER = Path(__file__).parent / "transcripts"
FILES = sorted(file for file in FOLDER.glob("*/*") if file.suffix in (".txt", ".md"))


def expected_of(file: Path) -> dict[str, object]:
    answer: dict[str, object] = json.loads(file.with_name(file.stem + ".expected.json").read_text("utf-8"))
    return answer


def hidden(text: str, marks: Marks) -> str:
    """The characters that are in no mark and no speech."""
    seen = bytearray(len(text))
    spans = [span for turn in marks.turns for span in (turn.label, turn.speech) if span]
    spans += [*marks.furniture, *marks.times, *(span for pair in marks.header for span in pair)]
    for start, stop in spans:
        seen[start:stop] = b"\1" * (stop - start)
    return "".join(c for c, there in zip(text, seen, strict=True) if not there and not c.isspace())


def in_order(text: str, marks: Marks) -> bool:
    """Whether spans lie in the text, disjoint and in order. The head of a column is the label of all that stands in it."""
    labels = {turn.label for turn in marks.turns if turn.label}
    spoken = sorted([*labels, *(turn.speech for turn in marks.turns)])
    fields = (spoken, marks.wraps, marks.furniture, marks.times, sorted(span for pair in marks.header for span in pair))
    return all(
        all(0 <= start <= stop <= len(text) for start, stop in field)
        and all(first[1] <= second[0] for first, second in pairwise(field))
        for field in fields
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_turns_of_a_file_are_right(file: Path) -> None:
    text = canonical(file.read_text("utf-8"))
    right = expected_of(file)
    marks = read_marks(text)
    turns = counted(marks)
    names = [written.most_common(1)[0][0] for written in writings(text, marks).values()]
    assert names == right["speakers"]
    if right["turns"] is not None:
        assert len(turns) == right["turns"]
    for end, turn in (("first", turns[0]), ("last", turns[-1])):
        if end in right:
            assert speech_text(text, marks, turn).split() == str(right[end]).split()
    sides = {speaker_name(text[slice(*turn.label)]): turn.side for turn in turns if turn.label}
    known = right.get("sides")
    assert isinstance(known or {}, dict)
    for label, side in (known or {}).items():  # type: ignore[union-attr,attr-defined]
        assert (label, sides[label]) == (label, side)
    if right.get("unassigned") is not None and right["speakers"]:
        assert summary(text, marks).unassigned == right["unassigned"]
    assert not hidden(text, marks)
    assert in_order(text, marks)


def test_every_habit_is_there() -> None:
    assert len(HABITS) >= 60
    assert {f"{name}.{language}" for name, (_, languages) in HABITS.items() for language in languages.split()} == {
        file.stem for file in FILES if file.parent.name == "files"
    }


@pytest.mark.parametrize(
    "file", [file for file in FILES if "sessions" in expected_of(file)], ids=lambda file: file.name
)
def test_sessions_of_a_file_are_proposed(file: Path) -> None:
    text = canonical(file.read_text("utf-8"))
    found = sessions.find(text)
    assert [session.title for session in found] == expected_of(file)["sessions"]
    assert "".join(text[session.start : session.stop] for session in found) == text


def test_a_file_of_one_session_has_none() -> None:
    for file in FILES:
        if "sessions" not in expected_of(file):
            assert sessions.find(canonical(file.read_text("utf-8"))) == (), file.name


def test_a_proposal_says_what_it_rests_on() -> None:
    text = "P: Lama?\nI: Lama.\nCatatan: menoleh.\nP: Kerja?\nI: Buruh."
    best = propose(text)[0]
    assert (best.convention, best.turns, best.counts, best.unassigned) == ("labels", 4, {"P": 2, "I": 2}, 1)
    assert best.evidence == "4 turns, labels P 2, I 2; 1 line unassigned"
    assert propose("Hujan.\n\nSepi.")[-1].convention == "paragraphs"


def test_sides_somebody_gave_go_over_what_is_proposed() -> None:
    text = "P: Lama?\nI: Lama.\nP: Kerja?\nI: Buruh."
    marks = read_marks(text, sides={"p": "informant", "i": "interviewer"})
    assert [turn.side for turn in marks.turns] == ["informant", "interviewer"] * 2


PIECES = [
    "P: ", "Q1. ", "Q. ", "A. ", "- ", "— ", "[Ibu S] ", "(P) ", "Bu S\n", "Bu S\t", "\t", "1\t", "| ", "|---|---|\n", "No\tPertanyaan\tJawaban\n",
    "1\n00:00:01,000 --> 00:00:02,000\n", "[00:00:03.000 --> 00:00:04.500]\n", "<v Bu S>", "</v>", "<i>", "WEBVTT\n", "0:05\n", "[00:07] ",
    "### ", "> ", ">> ", "**Apa?**", "*Apa?*", "Apa? ", "Nama: ", "Usia: ", "Participant 2\n", "Wawancara 3\n", "W1.S2.14 ", "12 ", "→ ", "KETUK PALU\n",
    "**Q: Mana?**\n", "KETUA: A. REKAAN\n", "Jawab: ", "1. Nama: Bu S\n", "B. Bantuan\n", "?", "👵 ", "ya. ", "oh ", ": ", "：", "é",
    "e\u0301", "🙂", "\u00a0", " ", "\n", "\n\n", "\r\n",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
@example("|---|---|\n" * 4)  # a table of rules alone
@example("Bu S\tNo\tPertanyaan\tJawaban\n" + "No\tPertanyaan\tJawaban\n" * 4)  # heads wider than the rows
def test_nothing_is_out_of_sight_whatever_the_text(raw: str) -> None:
    text = canonical(raw)
    for proposal in propose(text):
        marks = proposal.marks
        assert not hidden(text, marks), (proposal.convention, hidden(text, marks))
        assert in_order(text, marks), proposal.convention
        for turn in marks.turns:
            speech_map(text, marks, turn)
    found = sessions.find(text)
    assert not found or "".join(text[one.start : one.stop] for one in found) == text


@given(st.text(alphabet="ab \t\n\u00a0\u2003", max_size=60))
def test_lines_stand_where_they_say(text: str) -> None:
    assert all(text[line.start : line.stop] == line.text for line in lines_of(text))
    assert [line.text for line in lines_of(text)] == [line.strip() for line in text.split("\n") if line.strip()]
