"""What the rows of a matrix are: themes, or codes under the branch or the theme they belong to.

One rule: a row counts what its codes gathered, wherever they were combined from; a code that was retired is in no row of its
own, and its passages are told in the note.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.counting import living
from qualcode.reduce.themes import themes
from qualcode.store import Project

GROUPS = ("branch", "theme", "none")
_NATURES = {-1: "problem", 1: "strength"}


@dataclass(frozen=True)
class Row:
    """A row of the matrix: a theme, or a code by itself. ``group``: the heading it stands under; none is empty."""

    id: bytes
    name: str
    nature: str  # problem, strength, neutral
    codes: frozenset[bytes]
    group: str = ""


def rows_of(project: Project, of: str, group: str = "branch") -> list[Row]:
    """``of``: themes or codes; codes grouped by ``branch`` of the codebook, by ``theme`` (a code of two themes stands under
    both, one of none is left out), or not."""
    if of == "themes":
        return theme_rows(project)
    if group != "theme":
        return [row if group == "branch" else replace(row, group="") for row in code_rows(project)]
    codes = {row.id: row for row in code_rows(project)}
    return [
        replace(codes[code], group=theme.name) for theme in theme_rows(project) for code in codes if code in theme.codes
    ]


def theme_rows(project: Project) -> list[Row]:
    alive = living(project)
    return [Row(t.id, t.shown, t.nature, frozenset(alive[c] for c in t.codes if c in alive)) for t in themes(project)]


def code_rows(project: Project) -> list[Row]:
    """The codes that are rows: all below the top, and of the top branches those that hold no code or are coded themselves;
    a branch that only gathers codes is a heading."""
    book = codebook(project)
    parents, alive = {code.parent for code in book}, living(project)
    coded = {alive.get(code) for (code,) in project.rows("SELECT DISTINCT code FROM coding WHERE removed=0")}
    tops = {code.path[:1]: code.shown for code in book if not code.depth}

    def group(code: Code) -> str:
        return tops.get(code.path[:1], "")

    return [
        Row(c.id, c.shown, _NATURES.get(c.valence or 0, "neutral"), frozenset({c.id}), group(c))
        for c in book
        if c.depth or c.id not in parents or c.id in coded
    ]
