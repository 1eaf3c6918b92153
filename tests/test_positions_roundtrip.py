"""Positions from a file to a coding and out again: whatever a transcript holds, the slice that was coded is the slice that
is listed, and every place of every listing lies where the text has it."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.language.canonical import canonical
from qualcode.store import versions
from tests.cli_world import CommandLine

# Letters, astral letters and signs, marks that compose and marks that do not, no-break and zero-width space, Arabic, CJK
LETTERS = "abgé😀𝒹𐎠\u0301\u0331\u0303ñ水\u00a0\u200bعA\u030aﬁ’“"
WORDS = st.text(LETTERS, min_size=1, max_size=6).filter(lambda word: bool(canonical(word).strip()))
SPEECH = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
TURNS = st.lists(SPEECH, min_size=1, max_size=5)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def transcript(turns: list[str], end: str) -> str:
    """Turns of ``P`` and ``I`` in their order, the first one the interviewer's, with a blank line between."""
    lines = ["Informan: Bu Tutik", ""]
    for number, speech in enumerate(turns):
        lines += [f"{'PI'[number % 2]}: {speech}", ""]
    return end.join(lines)


def as_docx(path: Path, text: str) -> None:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(str(path))


def text_of(qc: CommandLine, name: str) -> str:
    with qc.project() as project:
        now = versions.current(project, bytes.fromhex(qc.value("SELECT hex(id) FROM source WHERE name=?", name)))
    assert now is not None
    return now.text


@pytest.fixture
def coded(qc: CommandLine) -> CommandLine:
    qc("codes", "add", "apa-saja")
    return qc


def bring(qc: CommandLine, turns: list[str], end: str, ending: str, count: list[int] = [0]) -> str:  # noqa: B006
    """Import these turns as a file of this ending under a fresh name."""
    count[0] += 1
    path = qc.folder / "corpus" / f"W-{count[0]}{ending}"
    text = transcript([*turns, f"nomor {count[0]}"], end)  # no two files alike: alike bytes are one source
    if ending == ".docx":
        as_docx(path, text)
    else:
        path.write_bytes(text.encode())
    qc("import", path)
    return path.stem


def shown(qc: CommandLine, name: str) -> dict[str, Any]:
    (source,) = qc.items("sources", "show", name)
    return source


@pytest.mark.parametrize("ending", [".txt", ".md"])
@FEW
@given(turns=TURNS, end=ENDS)
def test_turns_of_a_text_lie_where_they_are_said_to_lie(
    coded: CommandLine, turns: list[str], end: str, ending: str
) -> None:
    name = bring(coded, turns, end, ending)
    text = text_of(coded, name)
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    for turn in shown(coded, name)["text"]:
        assert " ".join(text[turn["start"] : turn["stop"]].split()) == " ".join(turn["speech"].split())


@pytest.mark.parametrize("ending", [".txt", ".docx"])
@FEW
@given(turns=TURNS, data=st.data())
def test_what_is_coded_by_place_is_listed_at_that_place(
    coded: CommandLine, turns: list[str], data: st.DataObject, ending: str
) -> None:
    name = bring(coded, turns, "\n", ending)
    text = text_of(coded, name)
    turn = data.draw(st.sampled_from(shown(coded, name)["text"]))
    start = data.draw(st.integers(turn["start"], turn["stop"] - 1))
    stop = data.draw(st.integers(start + 1, turn["stop"]))
    ran = coded.run("code", name, "--code", "apa-saja", "--start", start, "--end", stop)
    if not text[start:stop].strip():
        assert ran.code == 1
        return
    assert ran.code == 0, ran.err
    rec = ran.out.split()[0]
    listed = next(coding for coding in coded.items("codings", "--source", name) if coding["id"] == rec)
    assert (listed["start"], listed["stop"], listed["state"]) == (start, stop, "unchanged")
    assert " ".join(listed["quote"].split()) == " ".join(text[start:stop].split())


@pytest.mark.parametrize("ending", [".txt", ".docx"])
@FEW
@given(turns=TURNS, data=st.data())
def test_what_is_coded_by_words_lies_on_those_words(
    coded: CommandLine, turns: list[str], data: st.DataObject, ending: str
) -> None:
    name = bring(coded, turns, "\n", ending)
    text = text_of(coded, name)
    turn = data.draw(st.sampled_from(shown(coded, name)["text"]))
    words = turn["speech"].split()
    first = data.draw(st.integers(0, len(words) - 1))
    quote = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    ran = coded.run("code", name, "--code", "apa-saja", "--quote", quote, "--turn", turn["number"])
    if ran.code:
        assert "occurs" in ran.err  # several times in this turn: then it is refused, never guessed
        return
    rec = ran.out.split()[0]
    listed = next(coding for coding in coded.items("codings", "--source", name) if coding["id"] == rec)
    assert turn["start"] <= listed["start"] < listed["stop"] <= turn["stop"]
    assert text[listed["start"] : listed["stop"]].split() == quote.split()


@FEW
@given(turns=TURNS)
def test_a_word_document_and_a_text_of_the_same_words_have_the_same_turns(coded: CommandLine, turns: list[str]) -> None:
    plain, word = (shown(coded, bring(coded, turns, "\n", ending))["text"] for ending in (".txt", ".docx"))
    assert [turn["speech"] for turn in plain[:-1]] == [turn["speech"] for turn in word[:-1]]


@FEW
@given(turns=TURNS, before=SPEECH)
def test_codings_follow_their_words_through_a_correction(coded: CommandLine, turns: list[str], before: str) -> None:
    """A turn put before all others moves every coding by its length, and no coding says other words than before."""
    name = bring(coded, turns, "\n", ".txt")
    for turn in shown(coded, name)["text"]:
        coded("code", name, "--code", "apa-saja", "--start", turn["start"], "--end", turn["stop"])
    quotes = [coding["quote"] for coding in coded.items("codings", "--source", name)]
    old = (coded.folder / "corpus" / f"{name}.txt").read_text("utf-8")
    path = coded.write(
        f"perbaikan/{name}.txt", old.replace("\n\nP:", f"\n\nP: Pembuka {before}.\n\nI: Silakan.\n\nP:", 1)
    )
    coded("import", "--replace", "--", path)
    text = text_of(coded, name)
    for coding, quote in zip(coded.items("codings", "--source", name), quotes, strict=True):
        if coding["state"] in ("unchanged", "moved"):
            assert text[coding["start"] : coding["stop"]].split() == coding["quote"].split()
            assert coding["quote"] == quote
