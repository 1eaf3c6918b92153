"""Agreement from a project: what is compared, what is missing, what is left out; and the command. People are invented."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.reduce import agreement as stat
from qualcode.reduce.agreement import Ratings, Undefined
from qualcode.reduce.agreement_board import disagreements
from qualcode.reduce.agreement_bootstrap import Interval
from qualcode.reduce.agreement_scores import Score, agreement
from qualcode.reduce.agreement_units import Compared, compare
from qualcode.reduce.agreement_words import overall_lines
from qualcode.reduce.codebook import change_code, codebook
from qualcode.reduce.codings import code as put
from qualcode.reduce.completion import finish
from qualcode.store import act, versions
from qualcode.store.merge import merge
from qualcode.store.settings import set_setting
from tests.cli_world import CommandLine, as_if_made_here, told_once
from tests.study_for_tests import Study, copied, interview, study

SAID = tuple(f"Saya utang nomor {n}. Lalu bayar." for n in range(10))


class Two:
    """A study with two coders, sri and bagus, one code, and sources to be coded by turn number (1-based, informants only)."""

    def __init__(self, folder: Path) -> None:
        self.s: Study = study(folder)
        self.sri = self.s.project.coder
        assert self.sri is not None
        self.bagus = self.s.coder("bagus")
        (self.utang,) = self.s.codes("utang")
        self.names = itertools.count(1)

    @property
    def project(self):  # type: ignore[no-untyped-def]
        return self.s.project

    def source(self, sri: str = "", bagus: str = "", said: tuple[str, ...] = SAID) -> bytes:
        """A source, its turns coded by number, finished by both."""
        n = next(self.names)
        source = self.s.text(f"W-{n:02d}", interview("Pajang", *said, name=f"Bu {chr(64 + n)}"))
        for coder, turns in ((self.sri, sri), (self.bagus, bagus)):
            for turn in turns.split():
                self.mark(source, int(turn), coder)
            finish(self.project, source, coder=coder)
        return source

    def speech(self, source: bytes, turn: int) -> tuple[int, int]:
        now = versions.current(self.project, source)
        assert now is not None
        return now.marks.turns[2 * turn - 1].speech

    def mark(self, source: bytes, turn: int, coder: bytes | None, **fields: object) -> bytes:
        start, stop = self.speech(source, turn)
        return put(self.project, source, self.utang, start, stop - 1, coder=coder, **fields)  # type: ignore[arg-type]

    def span(self, source: bytes, coder: bytes | None, start: int, stop: int, **fields: object) -> bytes:
        low = self.speech(source, 1)[0]
        return put(self.project, source, self.utang, low + start, low + stop, coder=coder, **fields)  # type: ignore[arg-type]

    def ratings(self, **asked: object) -> Ratings:
        found: Compared = compare(self.project, (self.sri, self.bagus), **asked)  # type: ignore[arg-type]
        return stat.pooled(list(found.tables[self.utang].sources.values()))

    def score(self, **asked: object) -> Score:
        found = agreement(self.project, (self.sri, self.bagus), **asked)  # type: ignore[arg-type]
        return next(score for score in found.scores if score.code.id == self.utang)


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path / "studi")


# What is compared


def test_turns_of_informants_are_the_units_and_interviewers_speech_is_not(two: Two) -> None:
    two.source("1 2 3", "2 3 4 5")
    assert two.ratings() == {(1, 1): 2, (1, 0): 1, (0, 1): 2, (0, 0): 5}


def test_that_most_decisions_were_of_an_absent_code_is_said_where_it_is_so(two: Two) -> None:
    def said() -> str:
        return " ".join(overall_lines(agreement(two.project, (two.sri, two.bagus), draws=0)))

    two.source("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8 9")
    assert "most of them" not in said()
    two.source()
    assert "most of them that a code is not there" in said()


def test_one_character_of_a_turn_is_enough_and_a_span_over_turns_counts_in_each(two: Two) -> None:
    source = two.source()
    start, stop = two.speech(source, 2)[0], two.speech(source, 4)[0] + 1
    put(two.project, source, two.utang, start, stop, coder=two.bagus)
    assert two.ratings() == {(0, 1): 3, (0, 0): 7}


def test_a_source_that_one_of_them_has_not_finished_says_nothing(two: Two) -> None:
    two.source("1", "1")
    other = two.s.text("W-99", interview("Pajang", *SAID, name="Bu Z"))
    two.mark(other, 1, two.sri)
    finish(two.project, other, coder=two.sri)
    found = compare(two.project)
    assert sum(found.sources.values()) == 10
    assert found.left.alone == {other}


def test_a_code_made_after_a_coder_finished_is_not_yet_looked_for(two: Two) -> None:
    source = two.source("1", "1")
    (kis,) = two.s.codes("kis")
    finish(two.project, source, coder=two.sri)
    found = compare(two.project)
    assert set(found.tables) == {two.utang}
    assert found.left.late == {kis: {source}}
    finish(two.project, source, coder=two.bagus)
    assert set(compare(two.project).tables) == {two.utang, kis}


def test_the_third_coder_is_missing_where_only_two_have_finished(two: Two) -> None:
    cipta = two.s.coder("cipta")
    two.source("1", "1 2")
    both = two.source("3", "3")
    two.mark(both, 3, cipta)
    finish(two.project, both, coder=cipta)
    found = compare(two.project, (two.sri, two.bagus, cipta))
    ratings = stat.pooled(list(found.tables[two.utang].sources.values()))
    assert ratings == {(1, 1, None): 1, (0, 1, None): 1, (0, 0, None): 8, (1, 1, 1): 1, (0, 0, 0): 9}


def test_codings_of_a_combined_code_are_those_of_the_code_it_lives_on_in(two: Two) -> None:
    (kredit,) = two.s.codes("kredit")
    source = two.source("1 2")
    low, high = two.speech(source, 2)
    put(two.project, source, kredit, low, high, coder=two.bagus)
    with act(two.project, "combine") as a:
        a.change("code", kredit, merged_into=two.utang)
    assert two.ratings() == {(1, 1): 1, (1, 0): 1, (0, 0): 8}


def test_a_retired_code_is_scored_only_when_it_is_named(two: Two) -> None:
    two.s.codes("kis")
    two.source("1", "1")
    with act(two.project, "retire") as a:
        a.change("code", two.utang, retired=1)
    assert two.utang not in compare(two.project).tables
    assert two.ratings(codes=[two.utang]) == {(1, 1): 1, (0, 0): 9}


def test_under_parents_a_code_is_given_where_a_child_is(two: Two) -> None:
    (bank,) = two.s.codes("utang-bank")
    change_code(two.project, next(c for c in codebook(two.project) if c.id == bank), parent=two.utang)
    source = two.source("1 2")
    put(two.project, source, bank, *two.speech(source, 2), coder=two.bagus)
    assert two.ratings() == {(1, 0): 2, (0, 0): 8}
    assert two.ratings(under_parents=True) == {(1, 1): 1, (1, 0): 1, (0, 0): 8}


def test_codings_follow_a_corrected_text_and_what_is_lost_is_told(two: Two) -> None:
    source = two.source("1 2", "1 2")
    said = ("Ya.", *SAID[:1], *SAID[2:])  # the second turn is gone, one stands before all
    two.s.text("W-01", interview("Pajang", *said, name="Bu A"), replace="W-01")
    found = compare(two.project)
    assert stat.pooled(list(found.tables[two.utang].sources.values()))[1, 1] >= 1
    assert found.sources == {source: 10}


# Independence


def test_where_a_suggestion_was_accepted_the_coder_is_missing_unless_asked_for(two: Two) -> None:
    source = two.source("1 2", "1")
    two.mark(source, 3, two.bagus, origin="keyword")
    two.mark(source, 1, two.bagus, origin="keyword")  # beside an own one: the own one stands
    assert two.ratings() == {(1, 1): 1, (1, 0): 1, (0, None): 1, (0, 0): 7}
    assert compare(two.project).left.suggested == 1
    assert two.ratings(suggested=True) == {(1, 1): 1, (1, 0): 1, (0, 1): 1, (0, 0): 7}


def test_where_a_suggestion_was_turned_down_the_coder_is_missing(two: Two) -> None:
    source = two.source("1", "1")
    now = versions.current(two.project, source)
    assert now is not None
    with act(two.project, "reject") as a:
        a.create(
            "decision", b"d" * 16, source=source, code=two.utang, coder=two.sri, span=(now.id, *two.speech(source, 5)), decision="rejected"
        )  # fmt: skip
    assert two.ratings() == {(1, 1): 1, (None, 0): 1, (0, 0): 8}
    assert two.ratings(unit="character")[None, 0] == len(SAID[4])


def test_consensus_codings_are_nobodys_own(two: Two) -> None:
    source = two.source("1", "1")
    two.mark(source, 2, two.sri, layer="consensus")
    assert two.ratings() == {(1, 1): 1, (0, 0): 9}
    assert compare(two.project).left.consensus == 1


def test_coders_who_worked_with_another_definition_are_not_compared_until_it_is_said_to_mean_the_same(two: Two) -> None:
    old = two.source("1", "1")
    new = two.s.text("W-88", interview("Pajang", *SAID, name="Bu Y"))
    finish(two.project, new, coder=two.sri)
    change_code(two.project, codebook(two.project)[0], definition="Uang yang harus kembali, bukan modal.")
    finish(two.project, new, coder=two.bagus)
    found = compare(two.project)
    assert set(found.tables[two.utang].sources) == {old}  # both had finished it before the change
    assert found.left.older == {two.utang: {new}}
    assert set(compare(two.project, same_meaning=[two.utang]).tables[two.utang].sources) == {old, new}
    finish(two.project, new, coder=two.sri, undo=True)
    finish(two.project, new, coder=two.sri)  # looked again
    assert set(compare(two.project).tables[two.utang].sources) == {old, new}


def test_what_the_finishing_had_seen_decides_and_not_the_clock(two: Two, tmp_path: Path) -> None:
    source = two.s.text("W-88", interview("Pajang", *SAID, name="Bu Y"))
    laptop = copied(two.s, tmp_path / "laptop", "bagus")
    finish(two.project, source, coder=two.sri)
    change_code(two.project, codebook(two.project)[0], definition="Uang yang harus kembali, bukan modal.")
    finish(laptop.project, source)  # later, by the codebook that bagus has
    laptop.project.close()
    merge(two.project, tmp_path / "laptop" / two.project.path.name)
    found = compare(two.project)
    assert (set(found.sources), found.left.older) == ({source}, {})


def test_a_new_name_or_keyword_is_no_new_meaning_nor_is_a_change_that_was_taken_back(two: Two) -> None:
    source = two.s.text("W-88", interview("Pajang", *SAID, name="Bu Y"))
    two.project.clock = lambda: (
        1_700_000_000_000
    )  # all in one millisecond: what followed what is not the clock's to say
    finish(two.project, source, coder=two.sri)
    change_code(two.project, codebook(two.project)[0], name="hutang", keywords=["utang"], example="Saya ngutang.")
    change_code(two.project, codebook(two.project)[0], definition="Lain.")
    change_code(two.project, codebook(two.project)[0], definition=None)
    finish(two.project, source, coder=two.bagus)
    found = compare(two.project)
    assert (set(found.sources), found.left.older) == ({source}, {})


# Other units


def test_by_sentence(two: Two) -> None:
    source = two.source()
    low = two.speech(source, 1)[0]
    put(two.project, source, two.utang, low, low + 5, coder=two.sri)
    put(two.project, source, two.utang, low, low + len(SAID[0]), coder=two.bagus)
    assert two.ratings(unit="sentence") == {(1, 1): 1, (0, 1): 1, (0, 0): 18}


THOUSAND = ("x" * 1000,)


@pytest.mark.parametrize(
    ("sri", "bagus", "kappa"),
    [
        ([(0, 500)], [(250, 750)], 0.0),  # at chance
        ([(0, 100)], [(50, 150)], 0.4444),
        ([(0, 500)], [(500, 1000)], -1.0),
        ([(100, 200), (150, 250)], [], 0.0),  # one's own overlapping passages are one
        ([(100, 200), (150, 250)], [(100, 200)], 0.7727),
    ],
)  # fmt: skip
def test_five_cases_where_a_well_known_tool_is_wrong(
    two: Two, sri: list[tuple[int, int]], bagus: list[tuple[int, int]], kappa: float
) -> None:
    source = two.source(said=THOUSAND)
    for coder, marks in ((two.sri, sri), (two.bagus, bagus)):
        for start, stop in marks:
            two.span(source, coder, start, stop)
    ratings = two.ratings(unit="character")
    assert sum(ratings.values()) == 1000
    assert stat.cohen_kappa(ratings) == pytest.approx(kappa, abs=5e-5)


def test_characters_are_code_points_of_speech(two: Two) -> None:
    source = two.source(said=("a😀b x\u0301 𝐀 akhir",))
    two.span(source, two.sri, 1, 2)
    two.span(source, two.bagus, 0, 3)
    assert two.ratings(unit="character") == {(1, 1): 1, (0, 1): 2, (0, 0): len("a😀b x\u0301 𝐀 akhir") - 3}


def test_free_spans_are_matched_and_have_no_chance_coefficient(two: Two) -> None:
    source = two.source(said=THOUSAND)
    for n in range(6):
        two.span(source, two.sri, 100 * n, 100 * n + 50)
        if n < 5:
            two.span(source, two.bagus, 100 * n + 10, 100 * n + 50)
    two.span(source, two.bagus, 900, 950)
    score = two.score(unit="span")
    assert (score.everyone, score.only, score.positives) == (5, (1, 1), (6, 6))
    assert score.positive == pytest.approx(10 / 12)
    assert score.boundary == 5  # ten at the one end, none at the other
    assert score.kappa == score.alpha == stat.NO_NEITHER


# Scores


def test_rare_codes_are_listed_and_not_scored(two: Two) -> None:
    two.source("1 2 3 4", "1 2 3 4 5")
    score = two.score()
    assert (score.level, score.positives, score.everyone, score.only) == ("rare", (4, 5), 4, (0, 1))
    assert all(isinstance(value, Undefined) for value in (score.kappa, score.alpha, score.pabak, score.interval))
    assert score.positive == pytest.approx(8 / 9)
    two.source("1", "")
    score = two.score()
    assert (score.level, score.rare) == ("rely" if score.alpha >= 0.8 else "tentative", False)  # type: ignore[operator]


def test_a_code_that_nobody_or_everybody_gave_has_no_coefficient(two: Two) -> None:
    (kis,) = two.s.codes("kis")
    every = " ".join(map(str, range(1, 11)))
    two.source(every, every)
    scores = {score.code.id: score for score in agreement(two.project).scores}
    assert (scores[kis].level, scores[kis].alpha) == ("unused", stat.NO_YES)
    assert (scores[two.utang].level, scores[two.utang].alpha, scores[two.utang].percentage) == (
        "undefined",
        stat.NO_VARIATION,
        1,
    )


def test_the_whole_of_two_coders_in_six_sources(two: Two) -> None:
    for n in range(6):
        two.source("1 2 3", "1 2 4" if n % 2 else "1 2 3")
    (kis,) = two.s.codes("kis")
    found = agreement(two.project)
    score = found.scores[0]
    assert (score.units, score.everyone, score.only, score.nobody) == (60, 15, (3, 3), 39)
    assert score.kappa == pytest.approx((54 / 60 - (18 * 18 + 42 * 42) / 3600) / (1 - (18 * 18 + 42 * 42) / 3600))
    assert isinstance(score.interval, Interval)
    assert score.interval.low < score.alpha < score.interval.high  # type: ignore[operator]
    assert (found.overall.scored, found.overall.below, found.overall.lowest) == (1, 0, score.alpha)
    assert kis in found.left.late
    assert agreement(two.project).scores == found.scores  # the same draws


def test_three_coders_have_fleiss_kappa_where_all_judged_and_a_figure_for_each_two(two: Two) -> None:
    cipta = two.s.coder("cipta")
    for n in range(3):
        source = two.source("1 2 3", "1 2 4")
        if n:
            for turn in (1, 2, 3):
                two.mark(source, turn, cipta)
            finish(two.project, source, coder=cipta)
    score = agreement(two.project).scores[0]
    names = agreement(two.project).names
    assert names == ("bagus", "cipta", "sri")
    by = {(names[p.first], names[p.second]): p for p in score.pairs}
    assert by["cipta", "sri"].kappa == 1
    assert (by["bagus", "sri"].both, by["bagus", "cipta"].both) == (6, 4)
    full: Ratings = {(1, 1, 1): 4, (0, 1, 1): 2, (1, 0, 0): 2, (0, 0, 0): 12}
    assert score.kappa == stat.fleiss_kappa(full)


def test_without_two_coders_there_is_nothing_to_compare(two: Two) -> None:
    with pytest.raises(UserError, match="two coders"):
        agreement(two.project)
    source = two.s.text("W-01", interview("Pajang", *SAID))
    finish(two.project, source, coder=two.sri)
    with pytest.raises(UserError, match="no source is finished by two"):
        agreement(two.project, (two.sri, two.bagus))  # type: ignore[arg-type]


def test_a_reflexive_project_has_no_agreement(two: Two) -> None:
    two.source("1", "1")
    set_setting(two.project, "stance", "reflexive")
    with pytest.raises(UserError, match="reflexive"):
        agreement(two.project)


# The board


def test_disagreements_worst_code_first_presence_before_extent(two: Two) -> None:
    (air,) = two.s.codes("air")
    source = two.source("1 2 3 4 5 6", "1 2 3 4 5 7")
    for turn in (1, 2, 3, 4, 5):
        put(two.project, source, air, *two.speech(source, turn), coder=two.sri)
        put(two.project, source, air, *two.speech(source, turn + 4), coder=two.bagus)
    low = two.speech(source, 8)[0]
    put(two.project, source, two.utang, low, low + 4, coder=two.sri)
    put(two.project, source, two.utang, low + 5, low + 20, coder=two.bagus)
    found = disagreements(two.project, (two.sri, two.bagus))  # type: ignore[arg-type]
    assert [one.code.name for one in found] == ["air"] * 8 + ["utang"] * 3
    last = found[-3:]
    assert [(one.kind, one.turn) for one in last] == [("presence", 11), ("presence", 13), ("extent", 15)]
    assert [len(said.passages) for said in last[0].said] == [1, 0]
    assert [said.passages[0][:2] for said in last[2].said] == [(low, low + 4), (low + 5, low + 20)]
    assert not any(one.kind == "extent" for one in disagreements(two.project, extents=False))


def test_what_was_settled_is_on_the_board_only_when_asked_for(two: Two) -> None:
    source = two.source("1 2", "")
    two.mark(source, 1, two.sri, layer="consensus")
    now = versions.current(two.project, source)
    assert now is not None
    with act(two.project, "adjudicate") as a:
        a.create(
            "adjudication",
            b"a" * 16,
            source=source,
            code=two.utang,
            span=(now.id, *two.speech(source, 2)),
            coder=two.sri,
        )
    assert disagreements(two.project) == []
    assert [one.settled for one in disagreements(two.project, settled=True)] == [True, True]


def test_a_coder_who_decided_on_a_suggestion_is_not_on_the_board(two: Two) -> None:
    source = two.source("1", "")
    two.mark(source, 1, two.bagus, origin="keyword")
    two.mark(source, 2, two.bagus, origin="keyword")
    assert disagreements(two.project) == []


# The command


@pytest.fixture
def coded(told: Path, nowhere: CommandLine, tmp_path: Path) -> CommandLine:
    """The study of the command line, coded twice: an interview, by sri and bagus."""
    return as_if_made_here(told, tmp_path / "studi")


@pytest.fixture(scope="module")
def told(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return told_once(made_once, tmp_path_factory.mktemp("coded"), story)


def story(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    for coder, quotes in (("sri", ("ngutang dulu", "Tetangga baik")), ("bagus", ("ngutang dulu di warung",))):
        for quote in quotes:
            study("--coder", coder, "code", "W-01", "--code", "utang", "--quote", quote)
        study("--coder", coder, "finish", "W-01")


def test_agree_lists_each_code_with_its_counts_and_all_codes_together(coded: CommandLine) -> None:
    said = coded("agree").out
    assert "Agreement of bagus, sri" in said
    assert "rare: fewer than 5 units" in said
    assert "no interval" in said
    *codes, overall = coded.items("agree", "--coders", "sri,bagus")
    first = codes[0]
    assert (first["code"], first["all"], first["only"], first["none"]) == ("utang", 1, {"sri": 1, "bagus": 0}, 0)
    assert (first["kappa"], first["positive"]) == (None, round(2 / 3, 6))
    assert first["why"]["kappa"].startswith("rare")
    assert (overall["kind"], overall["unit"], overall["units"], overall["draws"]) == ("overall", "turn", 2, 2000)


@pytest.mark.parametrize("unit", ["sentence", "character", "span"])
def test_agree_by_other_units(coded: CommandLine, unit: str) -> None:
    assert "Positive agreement" in coded("agree", "--unit", unit, "--code", "utang", "--source", "W-01").out
    assert coded.items("agree", "--unit", unit)[-1]["unit"] == unit


def test_agree_lists_the_places(coded: CommandLine) -> None:
    (place,) = coded.items("agree", "--list")
    assert (place["code"], place["source"], place["turn"], place["kind"], place["yes"], place["no"]) == (
        "debt", "W-01", 4, "presence", ["sri"], ["bagus"],
    )  # fmt: skip
    assert place["said"][1]["passages"][0]["quote"] == "Tetangga baik"
    assert "1 place, worst codes first." in coded("agree", "--list").out


def test_agree_in_a_reflexive_project_says_only_how_to_change_it(coded: CommandLine) -> None:
    coded("agree", "--stance", "reflexive")
    line = coded.fails("agree")
    assert "reflexive" in line
    assert "--stance codebook" in line
    assert (
        coded.fails("agree", "--list") == coded.fails("export", "agreement", "-o", "a.md", "--language", "en") == line
    )
    assert not (coded.folder / "a.md").exists()
    coded("undo")
    coded("agree")
    coded("agree", "--stance", "codebook")
    assert "--stance" not in coded("agree").out


def test_agree_names_what_is_wrong(study: CommandLine) -> None:
    assert "needs two coders" in study.fails("agree")
    assert "needs two coders" in study.fails("agree", "--coders", "sri")
    assert "there is no coder “siapa”" in study.fails("agree", "--coders", "sri,siapa")


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html", "md", "csv"])
def test_agreement_is_exported_in_every_format(coded: CommandLine, ending: str) -> None:
    coded("export", "agreement", "-o", f"exports/a.{ending}", "--unit", "sentence")
    data = (coded.folder / f"exports/a.{ending}").read_bytes()
    assert data
    if ending == "md":
        text = data.decode()
        assert "Krippendorff" in text
        assert "Sumber" in text
        assert "Tabel 1" in text
