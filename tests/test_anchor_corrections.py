"""Random corrections whose truth is known by construction: what ``benchmarks/anchor.py`` measures on many, on a few."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from benchmarks.anchor import corrected, fate, one, spans
from qualcode.store.anchor import forget, place


@pytest.mark.parametrize("seed", range(10))
def test_nothing_lands_on_other_words_and_what_was_said_once_lands_exactly(seed: int) -> None:
    count, _took, _digest = one(seed, 15_000)
    assert not [kind for (kind, result), _n in count.items() if result == "WRONG"]
    once: Counter[str] = Counter()
    for (kind, result), number in count.items():
        if kind in ("in place", "moved alone", "moved with its turn"):
            once[result] += number
    assert once["exact"] >= 0.99 * once.total()


def test_the_same_correction_has_the_same_places_on_every_run() -> None:
    assert one(1, 10_000)[2] == one(1, 10_000)[2]


def test_the_truth_of_the_benchmark_is_true() -> None:
    """Whatever it says is untouched has its words there."""
    rnd = random.Random(7)
    text = corrected(rnd, 20_000)
    for start, stop in spans(rnd, text):
        at = fate(text, start, stop)
        assert at is None or text.new[at : at + stop - start] == text.old[start:stop]
    changed = sum(1 for at in text.where if at < 0)
    assert 0.05 < changed / len(text.old) < 0.4  # deleted, replaced and mended; moved text is not gone


TURNS = [
    "P: Bagaimana keadaan airnya di musim kemarau, Bu?\n", "I: Ya, betul.\n", "P: Terus?\n", "I: Kami ngangsu di masjid sampai malam.\n",
    "P: Siapa yang membantu keluarga Ibu waktu itu?\n", "I: Ya, betul.\n", "P: Terus?\n", "I: Tetangga depan rumah yang paling sering.\n",
    "P: Lalu sekolah anak-anak bagaimana jadinya?\n", "I: Ya, betul.\n", "P: Terus?\n", "I: Yang kecil berhenti dahulu satu tahun.\n",
]  # fmt: skip


@pytest.mark.parametrize("first", [0, 4, 8])
def test_a_short_answer_moves_with_the_turns_around_it(first: int) -> None:
    """``Ya, betul.`` three times; the question before it and the story behind it say which one was moved."""
    rest = TURNS[:first] + TURNS[first + 4 :]
    old, new = "".join(TURNS), "".join(rest + TURNS[first : first + 4])
    start = len("".join(TURNS[: first + 1])) + 3
    found = place(old, new, start, start + 10)
    assert found.start == len("".join([*rest, TURNS[first]])) + 3
    assert found.state == ("unchanged" if first == 8 else "moved")


def test_a_short_answer_moved_all_alone_is_not_guessed() -> None:
    """Its words stand elsewhere too and nothing came along: it is listed, not put on another's."""
    old = "".join(TURNS)
    new = "".join([*TURNS[:1], *TURNS[2:], "P: Selesai sampai di sini, terima kasih banyak.\n", TURNS[1]])
    start = len(TURNS[0]) + 3
    assert place(old, new, start, start + 10).state in ("changed", "lost")


def test_a_short_answer_stays_where_it_was_when_its_neighbours_were_mended() -> None:
    old = "".join(TURNS)
    new = old.replace(
        "airnya di musim kemarau, Bu?\nI: Ya, betul.\nP: Terus?",
        "sumurnya bulan-bulan kering\nI: Ya, betul.\nP: Lalu?",
        1,
    )
    start = len(TURNS[0]) + 3
    forget()
    found = place(old, new, start, start + 10)
    assert new[found.start : found.stop] == "Ya, betul."
    assert found.start == new.index("Ya, betul.")


def test_two_texts_without_anything_in_common_cost_little_and_lose_everything_openly() -> None:
    old, new = "".join(f"a{n} " for n in range(30_000)), "".join(f"b{n} " for n in range(30_000))
    assert place(old, new, 100, 200).state == "lost"
