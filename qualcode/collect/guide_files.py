"""An interview guide as people write it: a table, headings with questions under them, or a numbered list.

The rule: ids are kept where they are written (``T01``, ``1.``, ``A.2``), every question lands in exactly one topic or is
told, and nothing is stored here: a guide file becomes the same mapping that a YAML guide is, for a person to look at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.collect.guide_outlines import LABEL, topics_of_outline
from qualcode.collect.guide_topics import topic_of, with_own_ids
from qualcode.collect.yamlfile import load_yaml
from qualcode.errors import UserError
from qualcode.i18n import _


@dataclass(frozen=True)
class GuideFile:
    """``data``: as a YAML guide has it; a topic whose id was not written has none. ``left_out``: lines that are in no topic."""

    data: Any
    left_out: tuple[str, ...] = ()


def read_guide(path: Path) -> GuideFile:
    """A guide from .yaml, .yml, or any text a reader knows (.md, .docx, .txt, .odt). UserError where it holds no topic."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return GuideFile(load_yaml(path))
    from qualcode.collect.readers import read_file

    topics, left_out = understand(read_file(path).text)
    if not topics:
        raise UserError(
            _("there is no topic in it"),
            where=str(path),
            todo=_("Write questions under headings, a numbered list, or a table No | Topic | Question"),
        )
    return GuideFile({"topics": topics}, tuple(left_out))


def understand(text: str) -> tuple[list[dict[str, str]], list[str]]:
    """The topics of a text (id where written, name, question) and the lines that are in none."""
    rows = _table(text)
    found, left_out = _of_table(rows) if rows else topics_of_outline(text)
    topics = [topic for topic in found if any(map(str.isalnum, topic["name"]))]
    return topics, left_out + [topic["question"] for topic in found if topic not in topics]


# --- a table

_NUMBER_HEADS = {"no", "no.", "nomor", "id", "kode", "number", "code", "#"}
_TOPIC_HEADS = {"topik", "tema", "dimensi", "aspek", "topic", "theme", "dimension", "variabel", "nama"}
_QUESTION_HEADS = ("pertanyaan", "question", "butir", "panduan pertanyaan", "probing", "sub", "turunan")


def _table(text: str) -> list[list[str]]:
    """The rows of the largest table: cells between bars or tabs, a line without either belonging to the cell before it."""
    best: list[list[str]] = []
    for block in re.split(r"\n[ \t]*\n", text):
        rows: list[list[str]] = []
        for line in block.split("\n"):
            if line.strip().startswith("|") and line.count("|") > 2:
                cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
                if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                    rows.append(cells)
            elif line.count("\t") > 1 or (
                "\t" in line and (rows or LABEL.match(line) is None)
            ):  # `1.<tab>Uang?` is a list
                rows.append([cell.strip() for cell in line.split("\t")])
            elif rows and line.strip():
                rows[-1][-1] = f"{rows[-1][-1]} {line.strip()}".strip()
        if len(rows) > max(1, len(best)):
            best = rows
    return best if best and max(map(len, best)) > 1 else []


def _of_table(rows: list[list[str]]) -> tuple[list[dict[str, str]], list[str]]:
    heads = [cell.casefold() for cell in rows[0]]
    named = {"id": _column(heads, _NUMBER_HEADS), "name": _column(heads, _TOPIC_HEADS)}
    questions = [at for at, head in enumerate(heads) if head.startswith(_QUESTION_HEADS)]
    if questions or named["name"] is not None:
        rows = rows[1:]
    else:  # no heading row: No | Topic | Question, or No | Question, or Topic | Question
        width = max(map(len, rows))
        numbered = sum(bool(row[0]) and _id_only(row[0]) for row in rows) * 2 > len(rows)
        named["id"] = 0 if numbered else None
        first = 1 if numbered else 0
        named["name"] = first if width - first > 1 else None
        questions = list(range(first + (named["name"] is not None), width))
    topics: list[dict[str, str]] = []
    left_out: list[str] = []
    for row in rows:
        key, name = (
            row[at].strip(" .") if at is not None and at < len(row) else "" for at in (named["id"], named["name"])
        )
        asked = " ".join(row[at] for at in questions if at < len(row) and row[at])
        if (key or name) and (name or asked):
            topics.append(topic_of(key, name, asked))
        elif asked and topics:  # a merged cell: one more question of the topic above
            topics[-1]["question"] = f"{topics[-1]['question']} {asked}".strip()
        elif asked:
            topics.append(topic_of("", "", asked))
        elif any(row):
            left_out.append(" ".join(filter(None, row)))
    return with_own_ids(topics), left_out


def _column(heads: list[str], names: set[str]) -> int | None:
    return next((at for at, head in enumerate(heads) if head in names), None)


def _id_only(cell: str) -> bool:
    match = LABEL.match(cell + " x") or LABEL.match(cell + ". x")
    return bool(match and match["text"] == "x")
