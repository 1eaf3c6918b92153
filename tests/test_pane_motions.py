"""Where keys take the cursor, what they select, and how an edge moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.commands import COMMANDS
from qualcode.tui.pane.cursor import Cursor, moved_edge
from qualcode.tui.pane.motions import Units
from qualcode.tui.pane.reading import Reading
from qualcode.tui.pane.spans import PaneTurn
from qualcode.tui.pane.wrap import Page
from tests.pane_texts import readings, tried

TEXT = (
    "Mod: Berobatnya ke mana, Bu?\n\n"
    "Yani: Bapak saya stroke, kartunya ditolak kasir. Saya pulang naik becak ke kelurahan. Dua hari jadi!\n\n"
    "Karto: Untung tetangga mau patungan."
)
MOD, YANI, KARTO = (TEXT.index(word) for word in ("Berobatnya", "Bapak", "Untung"))
TURNS = [
    PaneTurn((0, 4), (MOD, TEXT.index("\n\nYani")), "Mod", interviewer=True),
    PaneTurn((YANI - 6, YANI - 1), (YANI, TEXT.index("\n\nKarto")), "Yani"),
    PaneTurn((KARTO - 7, KARTO - 1), (KARTO, len(TEXT)), "Karto"),
]
TEXT_COMMANDS = [command.id for command in COMMANDS if command.where == "text"]


def cursor(at: str = "Berobatnya", width: int = 40) -> Cursor:
    reading = Reading(TEXT, TURNS)
    return Cursor(Page(reading, width), Units(reading), TEXT.index(at))


def words(cursor: Cursor) -> str:
    target = cursor.target
    return cursor.page.reading.words(target) if target else ""


def press(cursor: Cursor, commands: str) -> str:
    """Run commands by their short names; what a code would be given to then."""
    for command in commands.split():
        assert cursor.run(f"text.{command}"), command
    return words(cursor)


@tried
@given(readings(), st.integers(8, 40), st.lists(st.sampled_from(TEXT_COMMANDS), max_size=25), st.data())
def test_no_key_leads_out_of_the_text(reading: Reading, width: int, commands: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(reading.text)))
    here = Cursor(Page(reading, width), Units(reading), at)
    for command in commands:
        here.run(command)
        assert here.page.snap(here.at) == here.at
        target = here.target
        if target is not None:
            assert 0 <= target[0] < target[1] <= len(reading.text)
            assert reading.spoken(target).strip() == reading.spoken(target)


@tried
@given(readings(), st.integers(8, 40))
def test_right_visits_every_place_and_left_goes_back(reading: Reading, width: int) -> None:
    here = Cursor(Page(reading, width), Units(reading))
    places = [here.at]
    for _ in range(len(reading.text) + 1):
        here.run("text.right")
        places.append(here.at)
    stops = sorted({here.page.snap(offset) for offset in range(len(reading.text) + 1)})
    assert sorted(set(places)) == stops
    for place in reversed(stops[:-1]):
        here.run("text.left")
        assert here.at == place


@tried
@given(readings(), st.integers(8, 40))
def test_the_next_unit_visits_every_unit_once(reading: Reading, width: int) -> None:
    here = Cursor(Page(reading, width), Units(reading))
    units = [unit for n in range(len(reading.blocks)) if reading.stops(n) for unit in here.units.within(n, "sentence")]
    visited = [here.unit]
    for _ in range(len(units) + 1):
        here.run("text.next-unit")
        visited.append(here.unit)
    reached = [unit for unit in units if here.page.snap(unit[0]) == unit[0]]  # not from inside a grapheme
    assert list(dict.fromkeys(unit for unit in visited if unit[0] < unit[1])) == reached


ONE, TWO, THREE = "Bapak saya stroke, kartunya ditolak kasir.", "Saya pulang naik becak ke kelurahan.", "Dua hari jadi!"


@pytest.mark.parametrize(
    ("keys", "target"),
    [
        ("", "Berobatnya ke mana, Bu?"),
        ("next-unit", ONE),
        ("next-unit next-unit", TWO),
        ("next-unit next-unit previous-unit", ONE),
        ("next-turn next-turn", "Untung tetangga mau patungan."),
        ("next-turn unit-kind", f"{ONE} {TWO} {THREE}"),
        ("next-turn unit-kind unit-kind next-unit", "kartunya ditolak kasir."),
        ("bottom", "Untung tetangga mau patungan."),
        # ranges: Space and j, J, V, v
        ("next-unit next-unit range next-unit range", f"{TWO} {THREE}"),
        ("next-unit next-unit extend-next", f"{TWO} {THREE}"),
        ("next-unit next-unit extend-previous", f"{ONE} {TWO}"),
        ("next-unit turn", f"{ONE} {TWO} {THREE}"),
        ("free next-word next-word", "Berobatnya ke"),
        ("next-word free next-word", "ke"),
        ("extend-right extend-right extend-right extend-right extend-right", "Berob"),
        ("line-end extend-left extend-left extend-left extend-left", "Bu?"),
        ("free next-word other-end next-word", "Berobatnya ke mana, Bu?"),  # the ends met: nothing is selected
        # a plain move drops a selection that does not follow
        ("extend-next next-unit", TWO),
        ("next-unit range next-unit clear", TWO),
        # edges
        ("next-unit end-word-earlier", "Bapak saya stroke, kartunya ditolak"),
        ("next-unit end-word-earlier end-word-later", "Bapak saya stroke, kartunya ditolak kasir"),  # without its mark
        ("next-unit" + 3 * " end-word-earlier", "Bapak saya stroke"),  # a comma is not a part of what was said
        ("next-unit end-word-later", f"{ONE} Saya"),
        ("next-unit start-word-later start-word-later", "stroke, kartunya ditolak kasir."),
        ("next-unit start-word-later start-word-earlier", ONE),
        ("next-unit end-word-later end-sentence-later", f"{ONE} {TWO}"),
        ("next-unit end-word-later end-sentence-earlier", ONE),
    ],
)
def test_keys_say_what_a_code_would_be_given_to(keys: str, target: str) -> None:
    assert press(cursor(), keys) == target


def test_what_has_nothing_to_do_is_left_to_others() -> None:
    here = cursor()
    assert not here.run("text.clear")
    assert not here.run("text.other-end")
    assert not here.run("coding.memo")


def test_down_keeps_the_column_over_shorter_lines() -> None:
    here = cursor("kartunya")
    column = here.page.place(here.at)[0]
    press(here, "down down down")
    assert here.page.place(here.at)[0] == column == 19
    press(here, "up up up")
    assert here.at == TEXT.index("kartunya")


def test_an_edge_stays_in_its_turn_and_leaves_a_word() -> None:
    here = cursor("Dua")
    span = here.unit
    assert moved_edge(here.units, span, "text.end-word-later") == span
    for _ in range(5):
        span = moved_edge(here.units, span, "text.end-word-earlier")
    assert here.page.reading.words(span) == "Dua"
    assert moved_edge(here.units, span, "text.start-word-later") == span


def test_a_better_sentence_splitter_can_be_given() -> None:
    text = "Giyo: Iuran Rp. 20 ribu. Kadang libur."
    turns = [PaneTurn((0, 5), (6, len(text)), "Giyo")]
    reading = Reading(text, turns)
    split = text[6:].index("Kadang")
    units = Units(reading, lambda words: [(0, split), (split, len(words))])
    assert reading.words(units.at(6, "sentence")) == "Iuran Rp. 20 ribu."


def test_sentences_run_over_hard_wraps() -> None:
    text = "Giyo: Bayar tiga\npuluh. Lunas."
    reading = Reading(text, [PaneTurn((0, 5), (6, len(text)), "Giyo")], [(16, 17)])
    assert reading.words(Units(reading).at(6, "sentence")) == "Bayar tiga puluh."
