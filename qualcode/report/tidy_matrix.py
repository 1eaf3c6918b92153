"""A matrix, or the framework of summaries, as data for another program: a line a cell.

One rule: a state is a word and a count that is not there is empty. Where nobody was asked stands *not sampled* and no number,
so that no program takes silence for a zero.
"""

from __future__ import annotations

from qualcode.conclude.arranged import Asked, arranged
from qualcode.conclude.fitting import Fitting
from qualcode.display.cells import SILENT, status_label
from qualcode.display.framework import framework
from qualcode.report.blocks import Cell, Column, Document, Row, Table
from qualcode.report.framework import said_state
from qualcode.report.framework_tables import Wish
from qualcode.report.phrases import saying, speaking
from qualcode.store import Project
from qualcode.store.lookup import find

# fmt: off
said = saying({
    "of_rows": ("Baris", "Row"), "row_group": ("Kelompok baris", "Row group"), "of_columns": ("Kolom", "Column"), "within": ("Bagian dari", "Within"),
    "state_of": ("Keadaan", "State"), "cell_shown": ("Tertulis", "Shown"), "collected": ("Transkrip", "Transcripts"), "coded": ("Selesai dikode", "Finished"),
    "was_asked": ("Ditanya", "Asked"), "heard": ("Memuat", "Raised"), "as_problem": ("Masalah", "Problem"), "as_strength": ("Kekuatan", "Strength"),
    "as_mixed": ("Campuran", "Mixed"), "as_unjudged": ("Tanpa valensi", "Unjudged"), "passages_n": ("Segmen", "Segments"),
    "theme": ("Tema", "Theme"), "case": ("Kasus", "Case"), "level_word": ("Tingkat", "Level"), "phrase": ("Frasa", "Phrase"),
    "conclusion": ("Simpulan", "Conclusion"), "tidy_framework": ("Kerangka sebagai Data", "Framework as Data"),
    "people_n": ("Informan", "Informants"), "words_n": ("Kata", "Words"), "tidy": ("Matriks sebagai Data", "Matrix as Data"),
})
# fmt: on
_COUNTS = ("E", "A", "M", "P", "S", "C", "unjudged", "segments", "voices", "words")


def tidy_matrix(project: Project, asked: Asked, *, language: str = "id") -> Document:
    """Every cell of the matrix asked for, with all its counts; words only where those are what is counted."""
    with speaking(language):
        display = arranged(project, asked)
        counts = _COUNTS if asked.count == "words" else _COUNTS[:-1]
        heads = ("of_rows", "row_group", "of_columns", "within", "state_of", "cell_shown", "collected")
        told = ("coded", "was_asked", "heard", "as_problem", "as_strength", "as_mixed", "as_unjudged", "passages_n", "people_n", "words_n")  # fmt: skip
        columns = tuple(Column(key, said(key)) for key in (*heads, *told[: len(counts)]))
        rows = []
        for row in display.rows:
            for column in display.columns:
                cell = display.cell(row.id, column.id)
                names = (row.name, row.group, column.name, column.above, status_label(cell.status), cell.text)
                numbers = [cell.N, *(None if cell.status in SILENT else getattr(cell, key) for key in counts)]
                texts = [Cell(text) for text in names]
                rows.append(Row((*texts, *(Cell("" if n is None else str(n), n, kind="number") for n in numbers))))
        return Document(said("tidy"), (Table(said("tidy"), columns, tuple(rows)),), language=language)


def tidy_framework(project: Project, wish: Wish, *, language: str = "id") -> Document:
    """Every cell of the framework wished for, with what is written there and what it counts."""
    with speaking(language):
        themes = [find(project, "theme", name) for name in wish.themes]
        found = framework(project, wish.by or "kelurahan", themes=themes, everything=wish.everything)
        fits = Fitting(project, wish.where)
        heads = ("theme", "case", "state_of", "level_word", "phrase", "conclusion", "cell_shown", "was_asked", "heard", "passages_n")  # fmt: skip
        rows = []
        for (theme, case), box in found.boxes.items():
            if not fits.cell(theme, case):
                continue
            cell, one = box.heard.count, box.summary
            written = (one.level, one.text, one.conclusion) if one is not None else ("", "", "")
            texts = (box.theme.name, found.names[case], said_state(box.state), *written, cell.text)
            numbers = [None if cell.status in SILENT else n for n in (cell.A, cell.M, cell.segments)]
            counts = (Cell("" if n is None else str(n), n, kind="number") for n in numbers)
            rows.append(Row((*map(Cell, texts), *counts)))
        title = said("tidy_framework")
        return Document(
            title, (Table(title, tuple(Column(key, said(key)) for key in heads), tuple(rows)),), language=language
        )
