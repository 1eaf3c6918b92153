"""What reaches the terminal from a text that somebody else wrote: letters, and nothing a terminal obeys."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.tui.palette import ASCII, DARK, LIGHT, NONE, SIXTEEN, UNICODE
from qualcode.tui.pane.cells import FILLER, drawn, fit, graphemes, narrow, plain, safe
from qualcode.tui.pane.draw import Lit, View, columns, line_segments
from qualcode.tui.pane.lanes import Margin
from qualcode.tui.pane.reading import Reading
from qualcode.tui.pane.spans import PaneCoding, SpanIndex
from qualcode.tui.pane.wrap import Page
from tests.pane_texts import readings, tried, words

OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("\x1b[2J", "␛[2J"),  # clear the screen
        ("\x1b]52;c;eA==\x07", "␛]52;c;eA==␇"),  # write the clipboard
        ("\x9b31m", "\ufffd31m"),  # the same escape in one character
        ("\x7f", "␡"),
        ("aman\u202etidak", "aman\ufffdtidak"),  # reads backwards from here
        ("\ud800", "\ufffd"),
        ("sa\xadkit\u200b\ufeff", f"sa{FILLER}kit{FILLER}{FILLER}"),
        ("❤️👍🏽", f"❤{FILLER}👍{FILLER}"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("क्‍ष", f"क्{FILLER}ष"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_every_character_has_a_harmless_one_of_its_own(given_: str, shown: str) -> None:
    assert safe(given_) == shown


@pytest.mark.parametrize("half", ["\u200d👩\u200d👧", "👨\u200d"])
def test_a_joiner_at_the_edge_of_a_line_swallows_none_of_its_neighbours(half: str) -> None:
    shown = "".join(drawn(half[a:b], cells) for a, b, cells in graphemes(half))
    assert cell_len("a" + shown + " b") == 3 + sum(cells for _, _, cells in graphemes(half))


@tried
@given(words | st.text())
def test_safe_keeps_every_offset(text: str) -> None:
    shown = safe(text)
    assert len(shown) == len(text)
    assert not OBEYED.search(shown.replace("\n", "").replace("\t", ""))
    assert safe(shown) == shown


@tried
@given(words | st.text())
def test_graphemes_cover_a_line_and_each_has_the_cells_it_says(text: str) -> None:
    line = safe(text).replace("\n", " ")
    steps = graphemes(line)
    assert "".join(line[a:b] for a, b, _ in steps) == line
    assert all(cells >= 1 for _, _, cells in steps)
    assert all(cell_len(drawn(line[a:b], cells)) == cells for a, b, cells in steps)
    assert not narrow(line) or [a for a, _, _ in steps] == list(range(len(line)))


@pytest.mark.parametrize(
    ("text", "cells"),
    [("e\u0301", 1), ("👨‍👩‍👧", 2), ("🇮🇩", 2), ("你", 2), ("\u0301", 1), ("ꦏ꧀", 1)],
)
def test_what_one_sees_as_one_is_one_step(text: str, cells: int) -> None:
    assert graphemes(text) == [(0, len(text), cells)]


def test_a_tab_reaches_the_next_stop() -> None:
    assert graphemes("ab\tc") == [(0, 1, 1), (1, 2, 1), (2, 3, 6), (3, 4, 1)]


@tried
@given(words | st.text(), st.integers(0, 12))
def test_a_label_fits_its_column_exactly(text: str, width: int) -> None:
    assert cell_len(fit(plain(text), width)) == width


def test_a_label_says_that_it_was_cut() -> None:
    assert fit("biaya-sekolah", 8) == "biaya-s…"
    assert fit("你好你好", 6) == "你好… "
    assert fit("utang", 8) == "utang   "


@tried
@given(readings(), st.integers(20, 100), st.data())
def test_no_line_of_the_pane_lets_anything_through_or_is_wider_than_the_pane(
    reading: Reading, width: int, data: st.DataObject
) -> None:
    shares = columns(width, data.draw(st.integers(0, 14)))
    page = Page(reading, shares.text)
    place = st.integers(0, len(reading.text))
    codings = [
        PaneCoding(bytes([n]), min(a, b), max(a, b), data.draw(words), n, data.draw(st.sampled_from([None, -1, 0, 1])))
        for n, (a, b) in enumerate(data.draw(st.lists(st.tuples(place, place), max_size=8)))
        if a != b
    ]
    margin = Margin((c.id, page.line_of(c.start), page.line_of(c.end - 1)) for c in codings)
    look = data.draw(st.sampled_from([(DARK, UNICODE), (LIGHT, ASCII), (SIXTEEN, UNICODE), (NONE, ASCII)]))
    active = codings[0].id if codings else None
    view = View(page, shares, SpanIndex(codings), margin, *look, active)
    cursor = page.snap(data.draw(place))
    a, b = sorted((data.draw(place), data.draw(place)))
    lit = Lit((a, b), data.draw(st.booleans()), cursor)
    for line in range(len(page)):
        segments = line_segments(view, line, lit.within(page.drawn(line), page.line_of(cursor) == line), width)
        text = "".join(segment.text for segment in segments)
        assert not OBEYED.search(text)
        assert sum(cell_len(segment.text) for segment in segments) == width
        assert all(segment.style is not None and segment.style.bgcolor is not None for segment in segments)
