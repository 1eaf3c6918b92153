"""A researcher's hour, by keys: open a source, read, code, change one's mind, finish, look at the matrix, and back to the words."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.store import act, open_project
from qualcode.tui.pane.transcript import Transcript
from tests.app_world import Desk, app_study, desk, study_file  # noqa: F401 - fixtures


async def open_source(one: Desk, name: str) -> None:
    """From the list, by its filter."""
    await one.press("f")
    await one.type(name)
    await one.press("enter", "enter")
    assert one.screen.document.name == name


async def test_the_list_comes_first_and_says_what_is_finished(study_file: Path) -> None:
    async with desk(study_file) as one:
        assert "3 sources · 2 finished · 1 not" in one.row(1)
        assert "FGD-01" in one.text() and "○ sri not yet" in one.text()
        await one.press("s")
        assert one.said == "Sorted what is not finished first"
        await one.press("f")
        await one.type("pajang")
        assert "W-01" not in one.text() and "W-02" in one.text()
        await one.press("escape")
        assert "W-01" in one.text()


async def test_code_judge_take_off_undo_and_finish(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.press("j", "j", "1")  # the second sentence of Bu Marni; 1 is what sri used most
        assert one.names("FGD-01") == [("utang", "Saya utang di warung.", -1)]
        assert "debt − on “Saya utang di warung.” · 3 passages" in one.said  # with the tone it gives by itself
        assert "✓ saved" in one.row(0)

        await one.press("-")  # said of what it is by its code already: it stays
        assert one.names("FGD-01")[0][2] == -1 and "is a problem here already" in one.said
        await one.press("=")
        assert one.names("FGD-01")[0][2] == 0
        await one.press("=")
        assert one.names("FGD-01")[0][2] is None
        await one.press("u", "u")
        assert one.names("FGD-01")[0][2] == -1
        assert one.said.startswith("Undone: a coding changed")
        await one.press("d")
        assert one.names("FGD-01") == []
        await one.press("u")
        assert len(one.names("FGD-01")) == 1
        await one.press("U")
        assert one.names("FGD-01") == []

        await one.press("S")
        assert one.said.startswith("FGD-01 is finished for 5 codes") and one.said.endswith("it counts from now on")
        assert "each code is counted as not raised" in one.said  # for nothing is coded in it
        assert "● finished" in one.text()
        await one.press("x")
        assert "3 sources · 3 finished · 0 not" in one.row(1)


async def test_a_source_taken_off_meanwhile_is_not_coded(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        with open_project(study_file) as project, act(project, "remove") as a:
            before = project.value("SELECT COUNT(*) FROM coding")
            a.remove("source", project.value("SELECT id FROM source WHERE name='FGD-01'"))
        await one.press("j", "j", "1")
        assert "taken off meanwhile" in one.said
        with open_project(study_file) as project:
            assert project.value("SELECT COUNT(*) FROM coding") == before


async def test_a_range_takes_several_codes_and_a_plain_move_drops_it(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.press("j", "space", "j", "1", "2")
        words = "Bantuan datang ke yang mampu. Saya utang di warung."
        assert {name[:2] for name in one.names("FGD-01")} == {("utang", words), ("gotong-royong", words)}
        await one.press("j", ".")
        assert [name[1] for name in one.names("FGD-01")].count("Di tempat saya air lancar, Mas.") == 2
        await one.press("1")
        assert "is on these words already" in one.said
        assert len(one.names("FGD-01")) == 4


async def test_a_code_is_found_by_a_few_letters_in_either_language(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.press("j", "c")
        await one.type("utg")
        assert one.text().count("▸1 debt") == 1
        await one.press("enter")
        await one.press("c")
        await one.type("wtr")  # no name has these letters
        await one.press("escape")
        assert one.names("FGD-01") == [("utang", "Bantuan datang ke yang mampu.", -1)]
        await one.press("c")
        await one.type("air")
        await one.press(",")
        await one.type("gotong")
        await one.press("enter")
        assert [name[0] for name in one.names("FGD-01")] == ["utang", "air", "gotong-royong"]


async def test_a_new_code_is_made_of_typed_letters_and_of_the_words_themselves(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.press("j", "c")
        await one.type("bansos")
        await one.press("down" if "▸1 + make" not in one.text() else "ctrl+l", "enter")
        assert one.names("FGD-01")[0][0] == "bansos"
        await one.press("j", "0", "enter")
        assert one.names("FGD-01")[1][:2] == ("Saya utang di warung.", "Saya utang di warung.")


async def test_a_code_is_put_on_a_digit_and_stays_there(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.press("c")
        await one.type("lingkungan")
        await one.press("tab", "7", "escape", "j", "7")
        assert one.names("FGD-01")[0][0] == "lingkungan"
    async with desk(study_file) as one:
        await one.press("g k")
        assert "7 neighbourhood" in one.text() or "7 lingkungan" in one.text()


async def test_edges_recode_and_memo_of_the_coding_at_the_cursor(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.press("j", "1", "<")
        assert one.names("FGD-01")[0][1] == "Bantuan datang ke yang"
        await one.press("C")
        await one.type("air")
        await one.press("enter")
        assert one.names("FGD-01") == [("air", "Bantuan datang ke yang", -1)]
        await one.press("m")
        await one.type("siapa yang dimaksud")
        await one.press("enter")
        assert one.codings("FGD-01")[0].memo == "siapa yang dimaksud"
        assert "[air − m]" in one.text()  # its label says that there is one, and the edge from afar
        await one.press("enter")
        assert "siapa yang dimaksud" in one.text()
        await one.press("]")
        assert any(line.startswith("m") and "air − m" in line for line in one.text().splitlines())


async def test_a_code_on_an_interviewers_words_says_that_it_is_counted_nowhere(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "W-01")
        await one.press("g g", "2")
        assert "on what an interviewer says: it is counted nowhere" in one.said
        await one.press("j", "3")
        assert "counted nowhere" not in one.said


async def test_a_memo_keeps_the_lines_it_was_written_in(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.press("j", "1", "m")
        await one.type("siapa yang dimaksud")
        await one.press("ctrl+j")
        await one.type("tanya lagi")
        await one.press("enter")
        assert one.codings("FGD-01")[0].memo == "siapa yang dimaksud\ntanya lagi"
        await one.press("enter")
        assert any(line.strip() == "tanya lagi" for line in one.text().splitlines())
        await one.press("m", "enter")  # read again and left as it is
        assert one.codings("FGD-01")[0].memo == "siapa yang dimaksud\ntanya lagi"


async def test_tab_chooses_among_several_and_n_goes_on(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "W-01")
        await one.press("j", "j", "3", "2")
        chosen = one.screen.pane.active.name
        await one.press("tab")
        assert one.screen.pane.active.name != chosen
        await one.press("d")  # the one that was chosen last, not the one given last
        assert [name[0] for name in one.names("W-01")] == ["utang", "air", "air"]
        await one.press("g g", "j", "n")
        assert "No further passage" in one.said or one.screen.pane.active is not None


async def test_search_goes_to_the_next_place(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.press("/")
        await one.type("mas")
        await one.press("enter")
        pane = one.screen.pane
        assert pane.text[pane.cursor : pane.cursor + 3].lower() == "mas"
        assert "1 of" in one.said or "2 of" in one.said


async def test_from_a_number_to_the_sentence_and_back_to_the_same_cell(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g m")
        assert "Debt fills the gap: in 2 of 2 transcripts, in 2 of 2 areas" in one.row(1)
        assert "others" in one.text()
        await one.press("l")
        cell = one.row(-9)
        assert "Debt fills the gap × Semanggi" in one.text()
        await one.press("enter")
        assert "“Ya ngutang dulu di warung.”" in one.text()
        assert "1 of 1 passages: exactly what the cell counts" in one.said
        await one.press("enter")
        pane = one.screen.pane
        assert pane.text[slice(*pane.selection)] == "Ya ngutang dulu di warung."
        await one.press("x", "x")  # clears the selection, then back to the quotes
        assert "W-01" in one.row(0) or "Matrix" in one.row(0)
        await one.press("x")
        assert one.row(-9) == cell


async def test_what_is_undone_in_the_text_is_undone_in_the_matrix(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "W-02")
        await one.press("j", "j", "2", "g m", "j")  # the second sentence of Pak B
        assert "Neighbours look after each other × Pajang" in one.text() and "1 of 1 transcript ·" in one.text()
        await one.press("u")
        assert one.said.startswith("Undone: a code given")
        assert "0 of 1 transcript" in one.text()


async def test_a_silent_cell_says_why_and_opens_nothing(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g m", "j", "j", "enter")
        assert one.screen.kind == "matrix"
        assert "asked, not raised · 0 of 1 transcript" in one.said
        await one.press("k", "k", "z")
        assert "kecamatan" in one.row(0)
        await one.press("c")
        assert "codes" in one.row(0) and "▸ debt" in one.text()


async def test_quitting_loses_nothing_and_the_next_start_is_at_the_same_sentence(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.pilot.press("j", "j", "1", "g", "q")  # without waiting for the disk
        await one.app.workers.wait_for_complete()
        at = one.screen.pane.cursor if one.app.is_running else None
    with open_project(study_file) as project:
        assert project.value("SELECT COUNT(*) FROM coding WHERE removed=0") == 5
    async with desk(study_file) as one:
        assert "▸  FGD-01" in one.text()
        await one.press("enter")
        assert one.screen.pane.text[one.screen.pane.cursor :].startswith("Saya utang")
        assert at is None or at == one.screen.pane.cursor


async def test_what_is_called_saved_is_there_after_kill_9(study_file: Path, tmp_path: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.press("j", "1")
        assert "✓ saved" in one.row(0)
        left = tmp_path / "left"
        left.mkdir()
        for file in study_file.parent.glob(f"{study_file.name}*"):  # as the files lie there now, nothing closed
            (left / file.name).write_bytes(file.read_bytes())
    with open_project(left / study_file.name) as project:
        assert project.value("SELECT COUNT(*) FROM coding WHERE removed=0") == 5


async def test_a_drag_of_the_mouse_selects_words_and_a_click_on_a_key_presses_it(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        await one.press("\\")
        pane = one.screen.query_one(Transcript)
        start = pane.text.index("Bantuan datang")
        first, last = pane.cell_of(start), pane.cell_of(start + len("Bantuan datang"))
        await one.pilot.mouse_down(pane, offset=first)
        await one.pilot.hover(pane, offset=last)
        await one.pilot.mouse_up(pane, offset=last)
        await one.told()
        assert pane.text[slice(*pane.selection)] == "Bantuan datang"
        keys = one.row(-1)
        await one.pilot.click(offset=(keys.index("1-9"), 23))
        await one.told()
        assert one.names("FGD-01")[0][1] == "Bantuan datang"
        await one.pilot.click(pane, offset=first, button=3)  # the palette, for the words that are selected
        await one.told()
        assert one.screen.chooser.is_open and "“Bantuan datang”" in one.screen.chooser.title
        await one.press("escape")
        await one.pilot.click(offset=(2, 0))  # Reduce, in the row of the place
        await one.told()
        assert one.screen.kind == "coding"  # the area one is in begins with the text
        await one.press("g m", "enter")
        await one.pilot.click(offset=(one.row(0).index("Matri"), 0))
        await one.told()
        assert one.screen.kind == "matrix"


async def test_only_own_codings_are_shown_until_asked(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.session.choose("bagus")
        await open_source(one, "W-01")
        assert "0 codings" in one.text()
        await one.press("@")
        assert "debt (sri)" in one.text()
        await one.press("]", "d")
        assert "No coding of yours is here" in one.said
        await one.press("tab", "d")
        assert "This coding is sri's" in one.said
        assert len(one.names("W-01")) == 3


async def test_a_text_that_was_corrected_meanwhile_takes_no_code(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        other = study_file.parent / "FGD-01.txt"
        from qualcode.collect.sources import import_file
        from tests.study_for_tests import FGD

        other.write_text(FGD.replace("Bantuan", "Bansos"), "utf-8")
        with open_project(study_file) as project:
            from qualcode.collect.study import add_coder

            add_coder(project, "bagus")
            import_file(project, other, replace="")
        await one.press("j", "1")
        assert "this text was corrected meanwhile" in one.said
        assert one.names("FGD-01") == []
        assert "Bansos datang" in one.text()


@pytest.mark.parametrize("key", ["ctrl+c", "g b", "Q"])
async def test_a_slip_closes_nothing(study_file: Path, key: str) -> None:
    async with desk(study_file) as one:
        await one.press(key)
        assert one.app.is_running and one.screen.kind == "sources"


async def test_reading_without_codes_marks_what_is_important_and_goes_on(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "FGD-01")
        assert "Opened for the first time" in one.said
        await one.press("j", "p", "P")
        assert one.screen.bare and "1 important · 1 not · 3 passages not looked at" in one.text()
        assert "p important" in one.row(-1) and "valence" not in one.row(-1)
        await one.press("tab", "m")
        await one.type("ini penting")
        await one.press("enter")
        assert "note  ini penting" in one.text()
        await one.press("1")  # a code brings the codes back, on the same words
        assert not one.screen.bare and "[debt" in one.text()
        await one.press("u", "u", "p", "u")
        assert [mark.kind for mark in one.screen.document.marks] == ["important", "unimportant"]


async def test_more_of_a_coding_and_who_speaks(study_file: Path) -> None:
    async with desk(study_file) as one:
        await open_source(one, "W-01")
        await one.press("j")
        for way, words in (("hearsay", ""), ("gloss", "borrowed"), ("about another", "Jebres")):
            await one.press("e")
            await one.type(way)
            await one.press("enter")
            await one.type(words)
            await one.press(*(["enter"] if words else []))
        coding = one.screen._active()
        assert (coding.grade, coding.gloss) == ("kata-orang", "borrowed")
        assert one.screen.document.places[coding.about] == "Jebres"
        await one.press("t", "E")
        await one.type("Pewa")
        await one.press("enter")
        assert "Turn 2 is Pewawancara's now" in one.text()
        assert one.screen.pane.unit_kind == "turn"  # as before the mend
        assert len(one.screen.document.codings) == 3
        await one.press("u", "Q")
        assert one.app.screen.kind == "search" and "Ya ngutang dulu di warung" in one.text()


async def test_only_what_some_people_say_is_shown_until_one_goes_elsewhere(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("j", "enter")
        everybody = one.text()
        asked = next(turn for turn in one.app.place("coding").document.turns if turn.interviewer)
        await one.press("f")
        await one.type("informants")
        await one.press("enter")
        assert "A · layer sri" in one.text() and "turn of others" in one.text()
        pane = one.app.place("coding").pane
        assert pane.cursor > asked.speech[1]
        pane.go_to(asked.speech[0])
        await one.press("]")
        assert "of others" not in one.text()
        await one.press("f", "enter", "g", "g")
        assert one.text().splitlines()[1:-3] == everybody.splitlines()[1:-3]
