"""Texts and turns that the tests of the pane are tried on: everything a transcript should not hold, and may."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from qualcode.tui.pane.reading import Reading
from qualcode.tui.pane.spans import PaneTurn, Span

PIECES = [
    *"abcdefg  ",
    "ngutang ",
    "kerja borongan. ",
    "\n",
    "\t",
    "é",
    "e\u0301",  # the same in two code points
    "o\u0308\u0323\u0301",
    "你好",
    "👍🏽",
    "👨‍👩‍👧",
    "❤️",
    "🇮🇩",
    "ꦲꦏ꧀ꦱꦫ",  # Javanese, with spacing marks
    "अनुच्छेद",
    "مرحبا",
    "שלום",
    "\u0301",  # a mark with nothing before it
    "\u200d",
    "\u200b",
    "\ufeff",
    "\xad",
    "\u2060",
    "\x1b[2J",
    "\x1b]52;c;eA==\x07",
    "\x9b31m",
    "\x7f",
    "\u202e",
    "\u2067",
    "\ud800",
    "“kutipan” — ya…",
    "panjangsekalisampaimelewatibatasbaris",
]

tried = settings(deadline=None, max_examples=80)  # a busy machine is no failure

words = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A document with a header or none, turns with labels or none, wraps and furniture; or marks at random."""
    if draw(st.integers(0, 3)) == 0:
        return _at_random(draw)
    text = draw(st.sampled_from(["", "Jenis: wawancara\nKelurahan: Pajang\n\n"]))
    turns, furniture = [], []
    for _ in range(draw(st.integers(0, 4))):
        label: Span | None = None
        if draw(st.booleans()):
            label = (len(text), len(text) + 5)
            text += "Marni: "
        start = len(text)
        text += draw(words)
        turns.append(PaneTurn(label, (start, len(text)), "Marni" if label else "", draw(st.booleans())))
        text += draw(st.sampled_from(["\n\n", "\n", "", " "]))
        if draw(st.integers(0, 3)) == 0:
            furniture.append((len(text), len(text) + 9))
            text += "Halaman 2\n"
    wraps = [(i, i + 1) for i, c in enumerate(text) if c == "\n" and draw(st.booleans())]
    hidden = draw(st.sets(st.integers(0, 3)))
    return Reading(text, turns, wraps, furniture, folded=draw(st.booleans()), hidden=hidden, spaced=draw(st.booleans()))


def _at_random(draw: st.DrawFn) -> Reading:
    text = draw(words)
    place = st.integers(0, len(text))
    span = st.tuples(place, place).map(lambda pair: (min(pair), max(pair)))
    spans = sorted(draw(st.lists(span, max_size=4)))
    turns = [PaneTurn(None, one, draw(st.sampled_from(["", "Giyo"]))) for one in spans]
    return Reading(text, turns, draw(st.lists(span, max_size=3)), draw(st.lists(span, max_size=3)))
