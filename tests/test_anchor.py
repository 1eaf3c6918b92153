"""Where a span lies in a newer text: never where its words are not, never on another's words, the same on every device.

``data/anchors.json`` holds 50 pairs of texts with the place each span must have, reasoned from the words and not from what
the code answers. When a library aligns differently and one fails, raise ANCHOR_VERSION: computed places are caches.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.store.anchor import Place, blocks, forget, place

PAIRS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "anchors.json").read_text("utf-8"))


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["why"] for pair in PAIRS])
def test_golden_pairs(pair: dict[str, Any]) -> None:
    assert place(pair["old"], pair["new"], *pair["span"]) == Place(pair["state"], *pair["place"])


def test_there_are_fifty_pairs_of_every_outcome() -> None:
    assert len(PAIRS) == 50
    assert {pair["state"] for pair in PAIRS} == {"unchanged", "moved", "changed", "lost"}


# Texts as people write them: few words, said again and again, with letters outside the BMP, accents and line ends

WORDS = st.sampled_from(
    [
        "ya",
        "betul",
        "utang",
        "air",
        "Mas",
        "😀",
        "𝒹ua",
        "é",
        "sega\u0331",
        "mboten",
        "Rp5.000",
        "水",
        "\u200b",
        "warung",
    ]
)
SENTENCES = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(WORDS, min_size=1, max_size=6),
    st.sampled_from([". ", "? ", ".\n", "\n\n"]),
)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=12).map("".join)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, int, int]:
    """A text, the same with up to three stretches replaced, and a span of the first."""
    old = draw(TEXTS)
    new = old
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(new)))
        new = (
            new[:at]
            + draw(st.one_of(st.just(""), SENTENCES, WORDS))
            + new[min(len(new), at + draw(st.integers(0, 12))) :]
        )
    start = draw(st.integers(0, len(old) - 1))
    return old, new, start, draw(st.integers(start + 1, min(len(old), start + 40)))


@given(TEXTS, st.data())
def test_in_unedited_text_a_span_lies_where_it_lay(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    assert place(text, text, start, stop) == Place("unchanged", start, stop)


@given(edits())
@example(("Ya, betul.\n" * 9, "Ya, betul.\n" * 4, 88, 98))
def test_a_span_said_to_be_there_has_its_words_there(edit: tuple[str, str, int, int]) -> None:
    old, new, start, stop = edit
    found = place(old, new, start, stop)
    if found.state in ("unchanged", "moved"):
        assert new[found.start : found.stop] == old[start:stop]
        assert (found.state == "unchanged") == (found.start == start)


@given(edits())
def test_a_place_lies_in_the_text_and_a_lost_span_has_none(edit: tuple[str, str, int, int]) -> None:
    old, new, start, stop = edit
    found = place(old, new, start, stop)
    if found.state == "lost":
        assert (found.start, found.stop) == (0, 0)
    else:
        assert 0 <= found.start < found.stop <= len(new)


@given(edits())
def test_what_changed_begins_and_ends_with_words_that_survived(edit: tuple[str, str, int, int]) -> None:
    old, new, start, stop = edit
    found = place(old, new, start, stop)
    if found.state == "changed":
        assert new[found.start] in old[start:stop]
        assert new[found.stop - 1] in old[start:stop]


@given(TEXTS, TEXTS)
def test_equal_parts_are_equal_and_in_order(old: str, new: str) -> None:
    found = blocks(old, new)
    for a, b, length in found:
        assert old[a : a + length] == new[b : b + length]
    for (a, b, length), (next_a, next_b, _) in pairwise(found):
        assert a + length <= next_a
        assert b + length <= next_b


@given(st.lists(SENTENCES, min_size=1, max_size=8), SENTENCES, st.data())
def test_text_put_before_or_behind_moves_every_span_alike(sentences: list[str], more: str, data: st.DataObject) -> None:
    """Where every sentence is said once, each span is found, whatever is put around the text."""
    text = "".join(f"{number}ke {sentence}" for number, sentence in enumerate(sentences))
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    assert place(text, more + text, start, stop) == Place("moved", start + len(more), stop + len(more))
    assert place(text, text + more, start, stop) == Place("unchanged", start, stop)


# Ties


@pytest.mark.parametrize("which", range(40))
def test_of_many_alike_none_is_taken_for_another(which: int) -> None:
    """Forty times ``Ya, betul.`` in alike surroundings; the turn that was coded is taken out. Whatever it is called, it is not
    said to be there."""
    turns = [f"P: Soal {n}?\nI: Ya, betul.\n" for n in range(40)]
    old = "".join(turns)
    start = len("".join(turns[:which])) + turns[which].index("Ya")
    found = place(old, "".join(turns[:which] + turns[which + 1 :]), start, start + 10)
    assert found.state in ("changed", "lost")


@pytest.mark.parametrize("which", range(0, 40, 3))
def test_of_many_alike_each_stays_itself_when_others_go(which: int) -> None:
    turns = [f"P: Soal nomor {n}, Bu?\nI: Ya, betul.\n" for n in range(40)]
    kept = [turn for n, turn in enumerate(turns) if n == which or n % 4]
    start = len("".join(turns[:which])) + turns[which].index("Ya")
    at = len("".join(kept[: kept.index(turns[which])])) + turns[which].index("Ya")
    found = place("".join(turns), "".join(kept), start, start + 10)
    assert (found.start, found.stop) == (at, at + 10)


def test_with_nothing_to_tell_alike_quotes_apart_the_tie_is_refused() -> None:
    found = place("Pak Min: Ya, betul.\nSelesai sampai di sini saja, ya.\n", "Ya, betul. Ya, betul. Ya, betul.", 9, 19)
    assert found.state in ("changed", "lost")


def test_a_passage_moved_and_pasted_twice_is_refused() -> None:
    """Both copies agree with it in all that stands around: nobody can say which one was coded."""
    passage = "Airnya asat tiap kemarau panjang. Kami ngangsu di masjid sampai malam. Pulang sudah gelap sekali, Mas.\n"
    rest = "".join(f"Cerita nomor {n} tentang kampung kami yang lain lagi.\n" for n in range(9))
    start = passage.index("Kami ngangsu")
    assert place(passage + rest, rest + passage, start, start + 36).state == "moved"
    assert place(passage + rest, rest + passage + passage, start, start + 36).state in ("changed", "lost")


def test_the_same_question_has_the_same_answer_the_second_time() -> None:
    pair = PAIRS[0]
    first = place(pair["old"], pair["new"], *pair["span"])
    forget()
    assert place(pair["old"], pair["new"], *pair["span"]) == first
