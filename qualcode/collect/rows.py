"""Tables: a row is an utterance (number | speaker | utterance) or a question and its answer.

The rule: a table is read as turns only where its columns say so, by the words at their head or by what stands in them:
few names that come back, beside a column of much longer texts. The head of a column is the label of all that stands in it
where the columns themselves are the speakers (question | answer). Numbers, times and codes beside them are furniture.
Rows are lines with tabs (what the readers make of a table in a document) or Markdown's pipes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from qualcode.collect.head import find_head
from qualcode.collect.inline import starts_in
from qualcode.collect.labels import COLON, Label, find_label, how_often
from qualcode.collect.lines import Line, is_heading, lines_of
from qualcode.collect.separated import signs_between, values_apart
from qualcode.collect.sides import sides
from qualcode.collect.table_columns import MIN_ROWS, answers, columns_of, heads_talk, is_head
from qualcode.collect.table_rows import Row, table_at
from qualcode.language.marks import Marks, Span, Turn, speaker_key

MIN_SHARE = 0.5  # of the characters must stand in the table


_RULE = re.compile(r"[-: ]*")


def row_marks(text: str, given: Mapping[str, str] | None = None) -> Marks | None:
    """The marks of a text whose talk stands in tables; None where there is none."""
    lines = lines_of(text)
    apart = values_apart(text, lines[0]) if lines and heads_talk(lines[0].text) else None
    if text.count("\t") < MIN_ROWS and text.count("|") < 4 * MIN_ROWS and not apart:
        return None
    turns: list[tuple[Span | None, Span, str]] = []
    furniture: list[Span] = []
    outside: list[Line] = []
    at = 0
    while at < len(lines):
        rows, after = ([Row(cells[0][0], cells) for cells in apart], len(lines)) if apart else table_at(text, lines, at)
        read = _read(text, rows) if len(rows) >= MIN_ROWS else None
        if read is None:
            outside += lines[at : max(after, at + 1)]
        else:
            turns += read[0]
            furniture += read[1] + (signs_between(text, lines[0], apart) if apart else [])
            if lines[at].text[0] == "|":
                outside += [line for line in lines[at:after] if line.text[0] != "|"]
        at = max(after, at + 1)
    said = sum(speech[1] - speech[0] for _, speech, _ in turns)
    beside = sum(stop - start for start, stop in furniture)  # numbers and times
    if len(turns) < MIN_ROWS or said < MIN_SHARE * (sum(line.stop - line.start for line in lines) - beside):
        return None
    first = min(speech[0] for _, speech, _ in turns)
    head = find_head([line for line in outside if line.stop <= first], ())
    taken = {span[0] for pair in head.fields for span in pair} | {span[0] for span in head.titles}
    fields_end = max((pair[1][1] for pair in head.fields), default=0)
    for line in outside:
        if line.start in taken or (line.start < fields_end):
            continue
        if line.stop <= first and (is_heading(line.text) or (len(line.text) <= 80 and line.text[-1].isalnum())):
            furniture.append((line.start, line.stop))  # what the table is called
        else:
            turns.append((None, (line.start, line.stop), ""))
    turns.sort(key=lambda turn: turn[1])
    known = {"\0q": "interviewer", "\0a": "informant"} | dict(given or {})
    side = sides(((key, text[slice(*speech)]) for _, speech, key in turns if key), known)
    return Marks(
        convention="tables",
        turns=tuple(Turn(label, speech, side.get(key, "unknown")) for label, speech, key in turns),
        furniture=tuple(sorted({*furniture, *head.titles})),
        header=head.fields,
    )


_Read = tuple[list[tuple[Span | None, Span, str]], list[Span]]


def _read(text: str, rows: list[Row]) -> _Read | None:
    """Turns and furniture of a table, or None where its columns are no talk."""
    width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    if width < 2 or width > 8 or sum(len(row.cells) == width for row in rows) < 0.7 * len(rows):
        return None
    cells = [[_trimmed(text, cell) for cell in row.cells] for row in rows]
    ruled: list[list[Span]] = []
    rules: list[Span] = []
    for row in cells:
        if all(_RULE.fullmatch(text, *cell) for cell in row):
            rules += row
        else:
            ruled.append(row)
    if not ruled:
        return None
    ruled, running = _unnumbered(text, ruled)
    rules += running
    words = [[text[slice(*cell)] for cell in row] for row in ruled]
    heads = [speaker_key(cell) if cell else "" for cell in words[0]]
    first = int(is_head(heads, words))
    plan = columns_of(
        heads if first and len(heads) == width else [""] * width, [row for row in words[first:] if len(row) == width]
    )
    if plan is None:
        return _labelled_cells(text, ruled[first:], rules + [cell for row in ruled[:first] for cell in row])
    asked, said, by_column = plan
    if sum(row[said].startswith(":") for row in words[first:] if len(row) > said) > 0.5 * len(words):
        return None  # P<tab>: what was said: labels with a colon
    spoken = [asked, said]
    if by_column and first:  # of several informants beside each other
        spoken += [at for at in range(len(heads)) if at not in spoken and answers(heads[at])]
    several = {
        at for at in spoken if by_column and _of_several(text, [row[at] for row in ruled[first:] if len(row) > at])
    }
    turns: list[tuple[Span | None, Span, str]] = []
    furniture = [cell for cell in rules if cell[0] < cell[1]]
    piped = text[rows[0].start] == "|" and rows[0].cells[0][0] > rows[0].start  # and not a pipe in a cell
    furniture += _signs(text, rows, ruled) if piped else []
    for number, row in enumerate(ruled):
        if number < first:
            used = [at for at in spoken if at not in several] if by_column else []
            furniture += [cell for at, cell in enumerate(row) if at not in used and cell[0] < cell[1]]
            continue
        used = spoken
        furniture += [cell for at, cell in enumerate(row) if at not in used and cell[0] < cell[1]]
        if len(row) <= max(used):
            furniture += [cell for at, cell in enumerate(row) if at in used and cell[0] < cell[1]]
            continue
        if by_column:
            for at in sorted(spoken):
                if within := _said_within(text, row[at]) if at in several else None:
                    turns += within[0]
                    furniture += within[1]
                elif row[at][0] < row[at][1]:
                    key = "\0q" if at == asked else "\0a" if at == said else speaker_key(heads[at])
                    turns.append((ruled[0][at] if first else None, row[at], key))
        elif row[asked][0] < row[asked][1]:
            turns.append((row[asked], row[said], speaker_key(text[slice(*row[asked])])))
        elif turns and row[said][0] < row[said][1]:
            turns[-1] = (turns[-1][0], (turns[-1][1][0], row[said][1]), turns[-1][2])
        elif row[said][0] < row[said][1]:
            turns.append((None, row[said], ""))
    if first and by_column and not any(label for label, _, _ in turns):
        return None
    return turns, furniture


_NUMBERED = re.compile(r"([^\W\d_]{1,12})[\s.-]?(\d{1,3})")


def _unnumbered(text: str, rows: list[list[Span]]) -> tuple[list[list[Span]], list[Span]]:
    """The rows, without the numbers that run behind each of a few names in a column (``P1``, ``I1``, ``P2``), and the numbers."""
    for at in range(max(map(len, rows))):
        own = {
            n: found for n, row in enumerate(rows) if len(row) > at and (found := _NUMBERED.fullmatch(text, *row[at]))
        }
        runs: dict[str, list[int]] = {}
        for found in own.values():
            runs.setdefault(found[1], []).append(int(found[2]))
        ordered = all(len(run) >= MIN_ROWS and all(a < b for a, b in pairwise(run)) for run in runs.values())
        if len(own) < 0.9 * (len(rows) - 1) or not 1 < len(runs) < 5 or not ordered:
            continue
        cut = [[*row] for row in rows]
        for n, found in own.items():
            cut[n][at] = found.span(1)
        return cut, [(found.end(1), found.end()) for found in own.values()]
    return rows, []


def _labelled_cells(text: str, rows: list[list[Span]], rest: list[Span]) -> _Read | None:
    """A table in one column of which the words have their labels, one or more a cell: ``Pasar | P: Lama, Bu? | 00:10``."""
    for at in range(min(map(len, rows), default=0)):
        lines = [line for row in rows for line in _lines_in(text, row[at])]
        found = {
            number: label for number, line in enumerate(lines) if (label := find_label(line)) and label.dress == COLON
        }
        labels = {number: label for number, label in found.items() if label.needed < 3}
        often = how_often(labels)
        if len(labels) < max(MIN_ROWS, 0.9 * len(lines)) or len(often) > 0.5 * len(labels):
            continue
        starts = starts_in(lines, labels, (), 0)
        if len({start.label.key for start in starts}) < 2:
            continue
        turns: list[tuple[Span | None, Span, str]] = []
        if loose := lines[: starts[0].line]:
            turns.append((None, (loose[0].start, loose[-1].stop), ""))
        for start, after in zip(starts, [*starts[1:], None], strict=True):
            beside = after is not None and after.line == start.line
            stop = after.label.span[0] if after and beside else lines[after.line - 1 if after else -1].stop
            turns.append((start.label.span, _trimmed(text, (start.label.speech, stop)), start.label.key))
        rest += [cell for row in rows for one, cell in enumerate(row) if one != at and cell[0] < cell[1]]
        return turns, rest
    return None


MIN_OWN = 0.6  # of the lines of a column's cells have labels, for each to be somebody's


def _of_several(text: str, cells: list[Span]) -> bool:
    """Whether in the cells of a column several speak, each on a line with a label that comes again in other cells."""
    found = [[label.key for label in map(_colon_label, _lines_in(text, cell)) if label] for cell in cells]
    often = Counter(key for keys in found for key in set(keys))
    size = sum(len(_lines_in(text, cell)) for cell in cells)
    mine = sum(map(len, found))
    return len(often) > 1 and mine >= max(MIN_ROWS, MIN_OWN * size) and min(often.values()) > 1


def _said_within(text: str, cell: Span) -> _Read | None:
    """What each says in a cell, and the lines that begin with a word that names nobody (``Kesimpulan:``)."""
    turns: list[tuple[Span | None, Span, str]] = []
    furniture: list[Span] = []
    for line in _lines_in(text, cell):
        if label := _colon_label(line):
            turns.append((label.span, _trimmed(text, (label.speech, line.stop)), label.key))
        elif _FIELD.match(line.text) or not turns:
            furniture.append((line.start, line.stop))
        elif not furniture or furniture[-1][0] < turns[-1][1][0]:
            turns[-1] = (turns[-1][0], (turns[-1][1][0], line.stop), turns[-1][2])
        else:
            furniture.append((line.start, line.stop))
    return (turns, furniture) if turns else None


def _colon_label(line: Line) -> Label | None:
    label = find_label(line)
    return label if label and label.dress == COLON and label.needed < 3 else None


_FIELD = re.compile(r"[^\W\d_][^:\n]{1,30}:")


def _lines_in(text: str, cell: Span) -> list[Line]:
    """The lines of a cell that are not blank."""
    spans = [
        _trimmed(text, (cell[0] + piece.start(), cell[0] + piece.end())) for piece in _LINE.finditer(text[slice(*cell)])
    ]
    return [Line(*span, text[slice(*span)], 0) for span in spans if span[0] < span[1]]


_LINE = re.compile(r"[^\n]+")


def _signs(text: str, rows: list[Row], ruled: list[list[Span]]) -> list[Span]:
    """The pipes of a table."""
    end = max(row.cells[-1][1] for row in rows) + 1
    start = rows[0].start
    return [(start + found.start(), start + found.end()) for found in re.finditer(r"\|", text[start:end])]


def _trimmed(text: str, span: Span) -> Span:
    start, stop = span
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop
