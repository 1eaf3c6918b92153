"""Two texts side by side: what two people say, compared."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

from tests.app_world import app_study, desk, looks, study_file  # noqa: F401 - fixtures


async def test_two_texts_are_read_and_coded_side_by_side(study_file: Path) -> None:
    async with desk(study_file, size=(160, 48)) as one:
        await one.press("j", "enter", "j", "vertical_line")  # W-01; which text beside it?
        assert "this text once more" in one.text()
        await one.type("w-02")
        await one.press("enter")
        screen = one.screen
        assert [side.document.name for side in screen.sides] == ["W-01", "W-02"] and "W-02" in one.row(0)
        left, right = (side.pane for side in screen.sides)
        assert "warung" in one.text() and "tetangga" in one.text()

        place = left.cursor
        await one.press("j", "2")  # in the second, which is in front: another code on what is coded already
        assert len(one.names("W-02")) == 2 and len(one.names("W-01")) == 3 and left.cursor == place
        await one.press("vertical_line", "j", "1")
        await looks(one, "beside.160x48")
        assert len(one.names("W-02")) == 2 and left.cursor > place
        await one.press("u", "u")  # both, in whichever it was done
        assert len(one.names("W-02")) == 1 and len(one.names("W-01")) == 3
        assert len(right.codings_in((0, len(right.text)))) == 1

        await one.pilot.click(right, offset=(20, 3))
        await one.told()
        assert screen.pane is right and right.cursor > 0 and "W-02" in one.row(0)

        at = left.cursor, right.cursor
        await one.press("\\")  # folded by hand
        assert not left.display and right.display
        await one.press("vertical_line")
        assert left.display and right.display and screen.pane is left
        await one.resize((120, 40))  # and by the window
        assert left.display and not right.display
        await one.press("vertical_line")
        assert right.display and not left.display
        await one.resize((160, 48))
        assert left.display and right.display and (left.cursor, right.cursor) == at
    async with desk(study_file, size=(160, 48)) as one:  # each is opened again where one read
        for number, where in enumerate(at, 1):
            await one.press("g s", "g g", *["j"] * number, "enter")
            assert (one.screen.document.name, one.screen.pane.cursor) == (f"W-0{number}", where)


async def test_a_passage_opens_beside_the_text_and_one_source_twice_is_one(study_file: Path) -> None:
    async with desk(study_file, size=(160, 48)) as one:
        await one.press("j", "enter", "g c", "/")
        await one.type("tempo")
        await one.press("enter", "vertical_line")
        screen = one.screen
        assert [side.document.name for side in screen.sides] == ["W-01", "W-02"]
        assert screen.pane.words(screen.pane.selection) == "tempo"
        await one.press("x", "g s", "g g", "j", "vertical_line")  # W-01 beside W-02: it is there already
        assert screen.sides[0].document.name == "W-01" and screen.side is screen.sides[0]
        await one.press("x", "g s", "g g", "j", "j", "enter")  # W-02 in front, and beside it
        first, second = (side.pane for side in screen.sides)
        assert screen.sides[0].document is screen.sides[1].document
        await one.press("g g", "j", "j", "j", "2")
        whole = (0, len(first.text))
        assert len(first.codings_in(whole)) == len(second.codings_in(whole)) == len(one.names("W-02")) == 2


async def test_what_is_asked_about_words_of_one_text_is_not_answered_in_the_other(study_file: Path) -> None:
    async with desk(study_file, size=(160, 48)) as one:
        await one.press("j", "enter", "j", "vertical_line")
        await one.type("w-02")
        await one.press("enter", "j", "c")
        screen = one.screen
        left = screen.sides[0].pane
        place = left.cursor
        assert "Code for “Saya pinjam ke tetangga.”" in one.text()
        await one.pilot.click(left, offset=(20, 5))
        await one.told()
        await one.press("enter")  # for the words it was asked about
        assert len(one.names("W-02")) == 2 and len(one.names("W-01")) == 3 and left.cursor == place
        await one.press("m")
        await one.type("catatan")
        await one.pilot.click(left, offset=(20, 5))
        await one.told()
        await one.press("enter")
        assert [coding.memo for coding in one.codings("W-02")] == ["", "catatan"]
        assert len(screen.sides[0].document.codings) == 3 and screen.side is screen.sides[1]
        await one.pilot.click(left, offset=(20, 5))
        await one.told()
        assert screen.side is screen.sides[0] and left.cursor != place
