"""Marks: kept as bytes, and how speech reads through them."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.language.marks import (
    Marks,
    Span,
    Turn,
    from_json,
    speaker_key,
    speaker_name,
    speech_map,
    speech_text,
    to_json,
)


def spans(longest: int) -> st.SearchStrategy[tuple[Span, ...]]:
    """Sorted, disjoint, non-empty spans up to ``longest``."""
    cuts = st.lists(st.integers(0, longest), unique=True, max_size=12).map(sorted)
    return cuts.map(lambda at: tuple(zip(at[::2], at[1::2], strict=False)))


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, Marks, Turn]:
    text = draw(st.text(st.sampled_from("ab-é\u0301🙂 \n\t12"), min_size=1, max_size=60))
    start = draw(st.integers(0, len(text)))
    turn = Turn(None, (start, draw(st.integers(start, len(text)))), "unknown")
    wraps, furniture, times = (draw(spans(len(text))) for _ in range(3))
    return text, Marks("label", (turn,), wraps, furniture, times), turn


@given(marked())
def test_each_character_of_speech_knows_where_it_stands(case: tuple[str, Marks, Turn]) -> None:
    text, marks, turn = case
    speech, offsets = speech_map(text, marks, turn)
    assert speech == speech_text(text, marks, turn)
    assert len(offsets) == len(speech) + 1
    assert offsets == sorted(offsets)
    assert all(turn.speech[0] <= offset <= turn.speech[1] for offset in offsets)
    assert offsets[-1] == turn.speech[1]
    hidden = [span for field in (marks.wraps, marks.furniture, marks.times) for span in field]
    for character, offset in zip(speech, offsets, strict=False):
        assert text[offset] == character or character == " "
        if character != " ":
            assert not any(first <= offset < last for first, last in hidden)


@given(marked())
def test_marks_survive_being_written(case: tuple[str, Marks, Turn]) -> None:
    _, marks, _ = case
    assert from_json(to_json(marks)) == marks
    assert to_json(from_json(to_json(marks))) == to_json(marks)
    assert pickle.loads(pickle.dumps(marks)) == marks


def test_marks_are_written_canonically() -> None:
    turns = (Turn((0, 2), (3, 5), "informant"), Turn(None, (6, 9), "unknown"))
    marks = Marks("label", turns, header=(((0, 1), (2, 3)),))
    assert to_json(marks) == (
        '{"convention":"label","furniture":[],"header":[[[0,1],[2,3]]],"times":[],'
        '"turns":[[[0,2],[3,5],"informant"],[null,[6,9],"unknown"]],"wraps":[]}'
    )
    assert pickle.loads(pickle.dumps(marks)) == marks


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"convention":"label"}', '{"turns":1}'])
def test_what_are_not_marks_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_json(text)


def read(text: str, *, wraps: str = "", furniture: str = "", times: str = "") -> str:
    """The text as one turn; the marks are given by the words they stand on."""

    def where(words: str) -> tuple[Span, ...]:
        return ((text.index(words), text.index(words) + len(words)),) if words else ()

    turn = Turn(None, (0, len(text)), "unknown")
    return speech_text(text, Marks("label", (turn,), where(wraps), where(furniture), where(times)), turn)


def test_a_hard_wrap_reads_as_one_space() -> None:
    assert read("air \n\n bersih", wraps=" \n\n ") == "air bersih"


def test_a_hyphen_inside_the_wrap_joins_the_word() -> None:
    assert read("Dae-\nrah", wraps="-\n") == "Daerah"


def test_a_hyphen_before_the_wrap_stays() -> None:
    assert read("anak-\nanak", wraps="\n") == "anak-anak"
    assert read("mahal - \nsekali", wraps=" \n") == "mahal - sekali"


def test_a_time_or_a_page_number_inside_reads_as_one_space() -> None:
    assert read("mahal [00:12] sekali", times="[00:12]") == "mahal sekali"
    assert read("mahal[00:12]sekali", times="[00:12]") == "mahal sekali"
    assert read("mahal sekali [00:12]", times="[00:12]") == "mahal sekali"
    assert read("satu.\n\n12\n\nDua.", furniture="12") == "satu.\n\n\n\nDua."


def test_a_page_break_inside_a_sentence_is_one_gap() -> None:
    text = "yang cukup\n\n12\n\nsignifikan"
    first = text.index("\n\n12")
    marks = Marks("paragraf", (), ((first, first + 2), (first + 4, first + 6)), ((first + 2, first + 4),))
    assert speech_text(text, marks, Turn(None, (0, len(text)), "unknown")) == "yang cukup signifikan"


@pytest.mark.parametrize(
    "label",
    [
        "Ibu S:",
        "ibu s",
        "**Ibu  S** :",
        "Ibu S. ",
        "Ibu S (45 tahun, Panularan):",
        "3. Ibu S:",
        "[Ibu S]",
        "IBU\tS",
    ],
)
def test_one_speaker_has_one_key_however_the_label_is_written(label: str) -> None:
    assert speaker_key(label) == "ibu s"


def test_speakers_that_differ_keep_different_keys() -> None:
    labels = ["P", "P1", "P 1", "Pak RT", "Pak RW", "SPEAKER_00", "SPEAKER_01", "I-3", "🙂", "?"]
    assert len({speaker_key(label) for label in labels}) == len(labels)


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(label: str) -> None:
    assert speaker_key(speaker_key(label)) == speaker_key(label)


def test_the_name_keeps_its_capitals() -> None:
    assert speaker_name("**Bu Marni** (P, 52 tahun):") == "Bu Marni"
