"""What somebody stumbled over who used the app for the first time, on a small screen and in Indonesian."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.tui.commands import COMMANDS
from qualcode.tui.commands.synonyms import SYNONYMS, synonyms
from qualcode.tui.long import Long, told
from qualcode.tui.plainly import plain
from qualcode.tui.ranking import Named, ranked
from qualcode.tui.screens.passages import whole_words
from tests.app_world import app_study, desk, study_file  # noqa: F401 - fixtures


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("ekspor", "go.basket"), ("export", "go.basket"), ("docx", "go.basket"), ("cetak", "go.basket"),
        ("cari", "go.search"), ("impor", "go.sources"), ("kode baru", "go.codebook"), ("memo", "go.memos"),
        ("matriks", "go.matrix"), ("gabung", "go.merge"), ("undo", "work.undo"), ("batal", "work.undo"),
    ],
)  # fmt: skip
def test_a_command_is_found_by_what_other_programs_call_it_from_everywhere(word: str, command: str) -> None:
    everywhere = [one for one in COMMANDS if one.where in ("work", "app", "go")]
    assert command in ranked([Named(one.id, (one.description, *synonyms(one.id))) for one in everywhere], word)[:2]


def test_no_synonym_is_of_a_command_that_is_not_there() -> None:
    assert set(SYNONYMS) <= {one.id for one in COMMANDS}


async def test_what_is_done_here_comes_before_what_leads_elsewhere(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g y", "ctrl+p")
        await one.type("docx")
        found = [choice.key for choice in one.screen.chooser.found]
        assert found[0] == "basket.export" and "go.basket" in found


async def test_one_step_back_from_the_passages_of_a_code_is_the_text_they_were_asked_from(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("j", "enter", "j", "j", "Q")
        assert "passages" in one.row(0)
        await one.press("x")
        assert one.screen.kind == "coding" and "W-01" in one.row(0)
        await one.press("x")
        assert one.screen.kind == "sources"


def test_what_stands_around_a_passage_begins_and_ends_with_whole_words() -> None:
    assert whole_words("embantu. Waktu saya ", " sakit itu pun bel", 18) == ("… Waktu saya ", " sakit itu pun …")
    assert whole_words("Waktu saya ", " sakit.", 18) == ("Waktu saya ", " sakit.")


async def test_proposals_are_found_by_code_and_by_source(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g a", "/")
        await one.type("FGD")
        await one.press("enter")
        names = [one.screen._names[proposal.suggestion.source] for proposal in one.screen._shown]
        assert names[one.screen.rows.at] == "FGD-01" and "FGD-01" not in names[: one.screen.rows.at]
        await one.press("G", "tab")
        at, all_ = one.screen.rows.at + 1, len(names)
        assert (f"now {at} of {all_}" in one.said) == (at > 1)


def test_a_keyword_is_said_in_plain_words() -> None:
    assert plain("=kip") == "kip (exactly so)"
    assert plain("baru ~3 dapat") == "baru … dapat"
    assert plain(r"/\b(jual|dodol)an?\b/") == "jual/dodol/an"
    assert plain("plecit*") == "plecit…"
    assert plain("pendapatan~ @turn") == "pendapatan"


async def test_what_was_looked_into_is_closed_before_the_basket_is_left(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g y", "enter", "x")
        assert one.screen.kind == "basket"
        await one.press("x")
        assert one.screen.kind == "home"


def test_how_work_is_stopped_is_not_cut() -> None:
    long = Long("Kesimpulan dan Pengujiannya yang panjang sekali", at=10, of=15, began=0.0)
    assert told(long, 4.0, "x").endswith("yang panjang sekali · x stops it")


async def test_what_is_coded_stays_in_sight_above_the_drawer(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.resize((80, 17))
        await one.press("enter", "G", "c")
        pane = one.screen.pane
        line = pane._view.page.line_of(pane.cursor)
        assert pane.scroll_offset.y <= line < pane.scroll_offset.y + pane.size.height


async def test_a_new_code_tells_which_finished_sources_it_opens_again(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g s")
        before = [row.line.state for row in one.screen._all].count("finished")
        assert before
        await one.press("enter", "j", "c", *"kode baru sekali", "enter")
        assert "kode baru sekali is new" in one.said and f"{before} finished source" in one.said
        await one.press("g s")
        named = [row.left for row in one.screen._all if row.line.left == 1]
        assert named == [("kode baru sekali",)] * before
