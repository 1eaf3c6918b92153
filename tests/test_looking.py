"""Marks of relevance: the later one takes its words from those before, whatever was marked in whatever order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.reduce.looking import (
    IMPORTANT,
    NOTE,
    UNIMPORTANT,
    Edit,
    Looked,
    laid,
    left,
    lifted,
    looked,
    says,
    together,
    write_note,
)
from qualcode.reduce.looking import write as write_marks
from qualcode.store import versions
from qualcode.store.ids import new_id
from qualcode.store.undo import undo
from tests.study_for_tests import interview, study

ME, OTHER = b"me", b"other"
KINDS = [IMPORTANT, UNIMPORTANT, ""]  # nothing: the mark is taken off


def after(marks: list[Looked], edit: Edit) -> list[Looked]:
    gone = {*edit.off, *(one.id for one in edit.moved)}
    return [*(one for one in marks if one.id not in gone), *edit.moved, *edit.put]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(1, 9), st.sampled_from(KINDS)), max_size=9))
def test_every_character_says_what_was_said_of_it_last(deeds: list[tuple[int, int, str]]) -> None:
    others, note = Looked(b"o", OTHER, 0, 30, IMPORTANT), Looked(b"n", ME, 3, 12, NOTE)
    marks, edits, said = [others, note], [], [""] * 30
    for start, length, kind in deeds:
        edit = laid(marks, ME, start, start + length, kind) if kind else lifted(marks, ME, start, start + length)
        marks, edits = after(marks, edit), [*edits, edit]
        said[start : start + length] = [kind] * length
    assert [says(marks, ME, at, at + 1) for at in range(30)] == said
    assert others in marks and note in marks
    assert {(m.start, m.stop, m.kind) for m in after([others, note], together(edits))} == {
        (m.start, m.stop, m.kind) for m in marks
    }
    unsaid = {at for a, b in left("x" * 30, [(0, 14), (16, 30)], marks, ME) for at in range(a, b)}
    assert unsaid == {at for at in [*range(14), *range(16, 30)] if not said[at]}


def test_marks_and_notes_are_one_action_each_and_go_with_the_words(tmp_path: Path) -> None:
    one = study(tmp_path)
    with one.project as project:
        source = one.text("W-01", interview("Semanggi", "Ya ngutang dulu di warung. Air lancar."))
        now = versions.current(project, source)
        assert now is not None and project.coder is not None
        start = now.text.index("Ya ngutang")
        write_marks(project, source, now.id, laid([], project.coder, start, start + 26, IMPORTANT))
        write_note(project, source, now.id, Looked(new_id(), project.coder, start, start + 26, NOTE, "utang lagi"))
        one.text("W-01", interview("Semanggi", "Eh. Ya ngutang dulu di warung. Air lancar."), replace="")
        new = versions.current(project, source)
        assert new is not None
        assert [(new.text[m.start : m.stop], m.kind, m.text) for m in looked(project, source)] == [
            ("Ya ngutang dulu di warung.", IMPORTANT, ""),
            ("Ya ngutang dulu di warung.", NOTE, "utang lagi"),
        ]
        undo(project)  # the correction
        undo(project)
        assert [m.kind for m in looked(project, source)] == [IMPORTANT]
        undo(project)
        assert looked(project, source) == []


def test_a_part_of_a_mark_is_taken_off_a_note_written_anew_and_what_lost_its_words_is_not_shown(tmp_path: Path) -> None:
    one = study(tmp_path)
    with one.project as project:
        source = one.text("W-01", interview("Semanggi", "Ya ngutang dulu di warung. Air lancar."))
        now = versions.current(project, source)
        assert now is not None and project.coder is not None
        me, start = project.coder, now.text.index("Ya ngutang")
        write_marks(project, source, now.id, laid([], me, start, start + 26, IMPORTANT))
        write_marks(project, source, now.id, lifted(looked(project, source), me, start + 10, start + 26))
        assert [(now.text[m.start : m.stop], m.kind) for m in looked(project, source)] == [("Ya ngutang", IMPORTANT)]
        write_note(project, source, now.id, Looked(new_id(), me, start, start + 26, NOTE, "utang"))
        for text in ("utang lagi", " "):
            (note,) = (m for m in looked(project, source) if m.kind == NOTE)
            write_note(project, source, now.id, replace(note, text=text))
            assert [m.text for m in looked(project, source) if m.kind == NOTE] == [text] * bool(text.strip())
        assert project.value("SELECT COUNT(*) FROM memo WHERE removed=0") == 0
        one.text("W-01", interview("Semanggi", "Air lancar."), replace="")
        assert looked(project, source) == []
