"""The reduction pass: what is proposed to be set aside, what is counted, and that silence is never unimportance."""

from __future__ import annotations

from tests.cli_world import CommandLine

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
