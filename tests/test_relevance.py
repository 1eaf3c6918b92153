"""The reduction pass: what is proposed to be set aside, what is counted, and that silence is never unimportance."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.reduce import relevance
from qualcode.reduce.assigning import assign
from qualcode.reduce.codings import locate
from qualcode.reduce.looking import laid
from qualcode.reduce.looking import write as write_marks
from qualcode.store import act, versions
from tests.cli_world import CommandLine
from tests.study_for_tests import Study
from tests.study_for_tests import study as new_study

TALK = """\
Jenis: wawancara
Informan: Bu Tutik
Pewawancara: Dimas

Pewawancara: Permisi, Bu.

Bu Tutik: Monggo, Mas, monggo. Ya ngutang dulu di warung. Kucing hitam melahirkan kembar lucu sekali kemarin.

Pewawancara: Terima kasih, Bu.

Bu Tutik: Sama-sama, Mas.
"""


def lines(qc: CommandLine, *more: object) -> list[tuple[str, str]]:
    return [(one["mark"], one["quote"]) for one in qc.items("relevance", *more)]


def test_courtesies_and_what_has_no_word_of_the_study_are_proposed(study: CommandLine) -> None:
    study("import", study.write("W-09.txt", TALK))
    assert lines(study, "--source", "W-09") == [
        ("small-talk", "Monggo, Mas, monggo."),
        ("off-topic", "Kucing hitam melahirkan kembar lucu sekali kemarin."),
        ("small-talk", "Sama-sama, Mas."),
    ]


def test_setting_aside_is_shown_first_is_one_action_and_no_coding_is_touched(study: CommandLine) -> None:
    study("import", study.write("W-09.txt", TALK))
    asked = study("relevance", "accept", "--source", "W-09", "--as", "small-talk")
    assert "2 sentences would be set aside" in asked.out and "Nothing was set aside yet." in asked.out
    assert "2 marks made." in study("relevance", "accept", "--source", "W-09", "--as", "small-talk", "--yes").out
    assert [mark for mark, _quote in lines(study, "--source", "W-09")] == ["off-topic"]
    study("undo")
    assert len(lines(study, "--source", "W-09")) == 3


def test_the_log_says_what_is_set_aside_and_what_nobody_looked_at(study: CommandLine) -> None:
    study("import", study.write("W-09.txt", TALK))
    study("relevance", "set", "W-09", "off-topic", "--quote", "Kucing hitam melahirkan kembar lucu sekali kemarin.")
    study("code", "W-09", "--code", "utang", "--quote", "Ya ngutang dulu di warung.")
    one = next(it for it in study.items("relevance", "log") if it["name"] == "W-09")
    assert (one["words"], one["coded"], one["reduced"], one["unseen"]) == (17, 5, 7, 5)
    assert "not known to be unimportant: 5 words" in study("relevance", "log").out
    study("relevance", "remove", "W-09", "--quote", "Kucing hitam")
    assert next(it for it in study.items("relevance", "log") if it["name"] == "W-09")["reduced"] == 0


def test_keywords_with_what_became_of_them(study: CommandLine) -> None:
    study("suggest", "--take", 1)
    one = next(it for it in study.items("keywords") if it["keyword"] == "utang")
    assert (one["accepted"], one["rejected"], one["precision"]) == (1, 0, 1.0)
    assert "1 of 1" in study("keywords", "--code", "utang").out
    assert "No keyword wastes time so far." in study("keywords", "--wasteful").out


KITTENS = "Kucing hitam melahirkan kembar lucu sekali kemarin."


@pytest.fixture
def s(tmp_path: Path) -> Study:
    one = new_study(tmp_path / "kajian")
    one.codes("utang")
    return one


def code_of(s: Study) -> bytes:
    return bytes(s.project.value("SELECT id FROM code"))


def proposed(s: Study, coder: bytes | None = None) -> list[str]:
    return [
        it.unit.text for it in relevance.reducible(s.project, coder or s.project.coder or b"") if it.mark == "off-topic"
    ]


def marked(s: Study, source: bytes, quote: str, kind: str) -> None:
    now = versions.current(s.project, source)
    assert now is not None and s.project.coder is not None
    write_marks(s.project, source, now.id, laid([], s.project.coder, *locate(now, quote), kind))


def test_what_others_coded_does_not_bar_and_a_keyword_or_a_common_word_does(s: Study) -> None:
    source = s.text("W-09", TALK)
    assert proposed(s) == [KITTENS]
    s.code(source, code_of(s), "Ya ngutang dulu di warung. " + KITTENS, coder=s.coder("bagus"))
    assert proposed(s) == [KITTENS], "said to sri, who has not looked at it"
    assert proposed(s, s.coder("bagus")) == []
    with act(s.project, "edit") as a:
        a.change("code", code_of(s), keywords=["melahirkan"])
    assert proposed(s) == []
    with act(s.project, "edit") as a:
        a.change("code", code_of(s), keywords=[])
    for name in ("W-10", "W-11"):
        s.code(s.text(name, TALK.replace("Bu Tutik", name)), code_of(s), KITTENS)
    assert proposed(s) == [], "its words stand in three coded passages"


def test_a_sentence_is_coded_before_it_is_kept_and_kept_before_set_aside(s: Study) -> None:
    source = s.text("W-09", TALK)
    for quote, kind in (
        (KITTENS, "off-topic"),
        ("Sama-sama, Mas.", "important"),
        ("Monggo, Mas, monggo.", "small-talk"),
    ):
        marked(s, source, quote, kind)
    s.code(source, code_of(s), KITTENS)
    (one,) = relevance.reductions(s.project)
    assert (one.words, one.coded, one.kept, one.aside, one.unseen) == (17, 7, 2, {"small-talk": 3}, 5)
    s.code(source, code_of(s), "Sama-sama, Mas.", coder=s.coder("bagus"), layer="consensus")
    assert relevance.reductions(s.project) == [one], "what adjudication wrote is nobody's reading"


def test_two_set_the_same_sentence_aside_and_an_open_round_shows_each_their_own(s: Study) -> None:
    source = s.text("W-09", TALK)
    me, other = s.project.coder or b"", s.coder("bagus")
    for coder in (me, other):
        assert relevance.set_aside(s.project, relevance.reducible(s.project, coder), coder) == 3
    assert {(one.coder, one.mark) for one in relevance.marks(s.project)} == {
        (coder, mark) for coder in (me, other) for mark in ("small-talk", "off-topic")
    }
    assign(s.project, [source], [me, other], round_name="babak 1")
    assert {one.coder for one in relevance.marks(s.project)} == {me}
