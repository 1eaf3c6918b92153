"""What was worked out once is kept until somebody writes, and told in the language it is asked in."""

from __future__ import annotations

from qualcode.display.content import terms
from qualcode.display.matrix import matrix
from qualcode.i18n import language, speaking
from qualcode.reduce.codebook import add_code, codebook
from qualcode.reduce.codings import locate
from qualcode.store import versions
from tests.cli_world import CommandLine


def test_a_matrix_is_kept_until_somebody_writes(study: CommandLine) -> None:
    study.bring_in("W-01")
    with study.project() as project:
        first = matrix(project, "codes")
        assert matrix(project, "codes") is first
        assert matrix(project, "codes", tau=0.4) is not first
        with speaking("en" if language() == "id" else "id"):
            assert matrix(project, "codes") is not first
        add_code(project, "kode baru")
        assert len(matrix(project, "codes").rows) == len(first.rows) + 1


def test_numbering_words_on_the_way_throws_no_answer_away(study: CommandLine) -> None:
    study.bring_in("W-01")
    with study.project() as project:
        project.conn.execute("DELETE FROM lexicon")
        first, written = matrix(project, "codes"), project.conn.total_changes
        assert terms(project).terms
        assert project.conn.total_changes > written
        assert matrix(project, "codes") is first


def test_who_sorts_a_codebook_sorts_no_other(study: CommandLine) -> None:
    with study.project() as project:
        mine = codebook(project)
        mine.clear()
        assert codebook(project)


def test_a_quote_is_found_with_other_white_space(study: CommandLine) -> None:
    study.bring_in("W-01")
    with study.project() as project:
        now = versions.current(project, project.value("SELECT id FROM source"))
        assert now is not None
        low, high = now.marks.turns[1].speech
        words = now.text[low:high].split()
        assert locate(now, "  " + "\n ".join(words), 2) == (low, high)
