"""Near-duplicate texts: found by their words in order, reported with an exact share, never refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.transcripts import transcript
from qualcode.collect.likeness import _DOUBT, LIKE, Fingerprints, near, runs_of, share
from qualcode.store import act
from tests.cli_world import CommandLine
from tests.study_for_tests import Study, study

TEXTS = [transcript(random.Random(n), 8_000) for n in range(6)]


@pytest.fixture
def s(tmp_path: Path) -> Study:
    one = study(tmp_path / "studi")
    for n, text in enumerate(TEXTS):
        one.text(f"W-{n}", text)
    return one


def mended(text: str, one_in: int) -> str:
    """Every so manyth word changed."""
    words = text.split(" ")
    return " ".join("anu" if n % one_in == one_in - 1 else word for n, word in enumerate(words))


def test_the_same_talk_with_some_words_mended_is_found(s: Study) -> None:
    ((name, alike),) = near(s.project, mended(TEXTS[2], 20))
    assert name == "W-2"
    assert 0.9 < alike < 1


def test_case_punctuation_and_line_ends_do_not_matter(s: Study) -> None:
    text = TEXTS[1].upper().replace(". ", ", ").replace("\n", "\n\n  ")
    assert near(s.project, text)[0][0] == "W-1"


def test_a_part_of_another_is_found_and_so_is_the_whole_of_a_part(s: Study) -> None:
    ((name, alike),) = near(s.project, TEXTS[4][:4_000])
    assert (name, round(alike, 1)) == ("W-4", 1.0)
    s.text("W-part", TEXTS[5][1_000:5_000])
    assert [name for name, _share in near(s.project, TEXTS[5])] == ["W-5", "W-part"]


def test_a_part_that_is_a_sixth_of_a_talk_is_found_wherever_it_begins() -> None:
    """So long a part keeps few runs that are chosen by their words: enough of them must be among those of the whole."""
    words = transcript(random.Random(1), 40_000).split()[:6_000]
    whole = runs_of(" ".join(words))
    parts = [runs_of(" ".join(words[at : at + 1_000])) for at in range(0, 5_000, 125)]
    assert all(len(whole.kept & part.kept) >= (LIKE - _DOUBT) * len(part.kept) for part in parts)


def test_a_short_part_of_a_long_talk_is_found_and_those_of_others_are_not(s: Study) -> None:
    """It keeps a handful of runs that the whole had to keep, beside others that it did not."""
    words = transcript(random.Random(31), 40_000).split(" ")
    s.text("W-long", " ".join(words))
    known = Fingerprints(s.project)
    parts = [" ".join(words[at : at + 300]) for at in range(0, len(words) - 300, 400)]
    assert {tuple(name for name, _share in known.near(part)) for part in parts} == {("W-long",)}
    others = transcript(random.Random(32), 40_000).split(" ")
    assert not any(known.near(" ".join(others[at : at + 300])) for at in range(0, len(others) - 300, 400))


def test_talks_of_one_study_are_not_alike(s: Study) -> None:
    assert near(s.project, transcript(random.Random(77), 8_000)) == []
    assert max(share(one, other) for one in TEXTS for other in TEXTS if one is not other) < 0.2


def test_what_came_in_meanwhile_is_known_and_what_is_corrected_is_not_asked(s: Study) -> None:
    known = Fingerprints(s.project)
    new = transcript(random.Random(9), 8_000)
    assert known.near(new) == []
    source = s.text("W-9", new)
    known.add(source, new)
    assert known.near(mended(new, 30))[0][0] == "W-9"
    assert known.near(mended(new, 30), but=source) == []
    known.add(source, TEXTS[0] + "x")  # its new version: the old words are not its any more
    assert [name for name, _share in known.near(new)] == []


def test_what_is_removed_and_what_is_short_is_not_reported(s: Study) -> None:
    with act(s.project, "remove") as a:
        a.remove("source", s.project.value("SELECT id FROM source WHERE name='W-3'"))
    assert near(s.project, TEXTS[3]) == []
    assert near(s.project, "Ya, betul. " * 3) == []
    assert near(s.project, "") == []


def test_a_share_is_of_the_words_that_stand_in_runs_of_five() -> None:
    ten = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh"
    assert share(ten, ten) == 1
    assert share(ten, "satu dua tiga empat lima x y z p q") == 0.5
    assert share(ten, "satu dua tiga empat x enam tujuh delapan sembilan y") == 0
    assert share("", ten) == share("ya", "ya") == 0


def test_a_short_text_mended_in_two_places_is_told_as_well(study: CommandLine) -> None:
    """So few of its runs have the chosen hashes that it was known by none."""
    short = " ".join(f"kata{n}" for n in range(96))
    study.bring_in("W-10", f"P: {short[:200]}?\n\nI: {short}.\n")
    with study.project() as project:
        found = near(
            project, f"P: {short[:200]}?\n\nI: {short}.\n".replace("kata30", "katya30").replace("kata70", "lain")
        )
    assert [name for name, _share in found] == ["W-10"]
