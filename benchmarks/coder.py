"""How many keys hand coding takes: a scripted coder codes the sample's two focus groups again, passage by passage.

    python -m benchmarks coder            plan and count, then press every key in the app and compare what was coded
    python -m benchmarks.coder plan       plan and count only

The coder reads from the top and knows what comes next. Going from the last passage to this one, selecting it to the
character and giving each code all count; a key is one press. For the way and the selection the shortest sequence of
the text's own moves is taken (a person will not always find it); for a code its digit, or ``c``, as few letters of
its name as bring it among the lines shown, and the line's digit. The digits stand as they fill by themselves, nothing is pinned beforehand. The
codings of a passage share the way to it: the first one pays. Valences are pressed only where they differ from the
code's own, and are counted apart.
"""

from __future__ import annotations

import asyncio
import copy
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from benchmarks.scratch import folder, percentile, table
from qualcode.collect.sources import import_file
from qualcode.collect.study import new_study
from qualcode.language.sentences import sentences
from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.codebook_yaml import import_codebook
from qualcode.reduce.codings import Coding, codings
from qualcode.reduce.codings_csv import import_codings
from qualcode.store import Project, open_project
from qualcode.tui import deeds
from qualcode.tui.document import Book, Document, fill_digits, read_book, read_document
from qualcode.tui.keys import Keys
from qualcode.tui.notes import Notes
from qualcode.tui.pane.cursor import Cursor
from qualcode.tui.pane.draw import columns
from qualcode.tui.pane.motions import Units
from qualcode.tui.pane.reading import Reading
from qualcode.tui.pane.spans import Span
from qualcode.tui.pane.wrap import Page
from qualcode.tui.screens.code_palette import find_codes
from qualcode.tui.widgets.chooser import SHOWN

ROOT = Path(__file__).parents[1]
TASKS = (("FGD-01", "sri"), ("FGD-02", "bagus"))  # a transcript, and who coded it by hand
SIZE = (80, 24)
MOVES = ("next-unit", "previous-unit", "next-turn", "previous-turn", "unit-kind")
SELECTS = (
    "extend-next", "extend-previous", "end-word-later", "end-word-earlier", "start-word-later", "start-word-earlier",
    "end-sentence-later", "end-sentence-earlier", "end-clause-later", "end-clause-earlier", "start-clause-later",
    "start-clause-earlier",
)  # fmt: skip
FAR = 30  # keys to one passage at most


@dataclass
class Passage:
    """A stretch of text with what was given to it. ``way``: the keys to stand on it and select it."""

    span: tuple[int, int]
    codings: list[Coding]
    way: list[str] = field(default_factory=list)
    given: list[list[str]] = field(default_factory=list)
    judged: list[list[str]] = field(default_factory=list)

    def pressed(self) -> Iterator[str]:
        yield from self.way
        for code, judgement in zip(self.given, self.judged, strict=True):
            yield from code
            yield from judgement

    def counts(self) -> list[int]:
        """Keys of each coding: the first one pays the way."""
        return [len(code) + (len(self.way) if n == 0 else 0) for n, code in enumerate(self.given)]


def main(*words: str) -> None:
    everything: list[Passage] = []
    with folder() as here:
        for name, coder in TASKS:
            by_hand = _study(here / "by-hand" / name, name, coder)
            with open_project(by_hand) as project:
                source, who = (
                    project.value(f"SELECT id FROM {kind} WHERE name=?", one)
                    for kind, one in (("source", name), ("coder", coder))
                )
                document = read_document(project, source, who)
                wanted = _told(project, source)
                book = read_book(project, who)
                book.counts.clear()  # nobody has coded yet
            empty = _study(here / "empty" / name, name, coder, coded=False)
            passages = plan(document, book)
            everything += passages
            _tell(f"{name}, as {coder} coded it by hand", passages)
            if "plan" not in words:
                asyncio.run(_press(empty, coder, [key for passage in passages for key in passage.pressed()]))
                with open_project(empty) as project:
                    made = _told(project, project.value("SELECT id FROM source"))
                print(
                    f"    pressed in the app: {len(made)} codings, {'all as by hand' if made == wanted else 'NOT as by hand'}"
                )
                if made != wanted:
                    raise SystemExit(
                        f"differ: {sorted((made - wanted).items())[:3]} {sorted((wanted - made).items())[:3]}"
                    )
        _tell("both", everything)
    each = [n for passage in everything for n in passage.counts()]
    if percentile(each, 0.5) > 4 or percentile(each, 0.9) > 8:
        raise SystemExit("over the bar: median 4 keys a coding, p90 8")


def _study(at: Path, name: str, coder: str, coded: bool = True) -> Path:
    """A study of this one transcript with the sample's codebook; with the hand codings, or without."""
    at.mkdir(parents=True)
    with new_study(at, coder) as project:
        import_codebook(project, ROOT / "codebooks" / "kesejahteraan.yaml")
        import_file(project, ROOT / "corpus" / f"{name}.txt")
        if coded:
            rows = (ROOT / "corpus" / "codings" / f"{coder}.csv").read_text("utf-8").splitlines(keepends=True)
            (at / "rows.csv").write_text("".join([rows[0], *(row for row in rows if row.startswith(name))]), "utf-8")
            import_codings(project, at / "rows.csv")
        return project.path


def _told(project: Project, source: bytes) -> Counter[tuple[int, int, str, int | None]]:
    names = {code.id: code.name for code in codebook(project)}
    return Counter((one.start, one.stop, names[one.code], one.valence) for one in codings(project, source))


# The plan


def plan(document: Document, book: Book) -> list[Passage]:
    """The keys for each passage that is coded in ``document``, from the top, with a codebook nobody has coded with yet."""
    by_place = sorted(document.codings.values(), key=lambda one: (one.start, one.stop))
    document = _without_codings(document)
    reading = Reading(document.text, document.turns, document.wraps, document.furniture)
    cursor = Cursor(Page(reading, columns(SIZE[0], 6).text), Units(reading, sentences))
    notes, keys = Notes(), Keys()
    fill_digits(notes, book)
    passages: list[Passage] = []
    last: list[bytes] = []
    for span, some in groupby(by_place, key=lambda one: (one.start, one.stop)):
        passage = Passage(span, list(some))
        cursor, commands = _way(cursor, span)
        passage.way = [keys.command(f"text.{command}").keys[0] for command in commands]
        codes = [one.code for one in passage.codings]
        if codes == last:
            passage.given = [["."], *([[]] * (len(codes) - 1))]
        for one in passage.codings:
            if codes != last:
                passage.given.append(_code(book, notes, one.code, last[-1:], reading.words(span)))
            deeds.give(document, book, notes, [one.code], span)
            own = book.known[one.code].valence
            judged = one.valence if one.valence is not None else own
            times = (
                2 if one.valence is None else 1
            )  # the first time it says that the code gave it, the second takes it off
            passage.judged.append([] if one.valence == own else [{-1: "-", 0: "=", 1: "+"}[judged or 0]] * times)
        last = codes
        passages.append(passage)
    return passages


def _way(cursor: Cursor, span: Span) -> tuple[Cursor, list[str]]:
    """The fewest of the text's moves that make ``span`` the target, and the cursor after them."""
    places: list[tuple[Cursor, list[str]]] = [(cursor, [])]
    seen = {(cursor.at, cursor.kind)}
    best: tuple[Cursor, list[str]] | None = (cursor, []) if cursor.target == span else None
    for at, commands in places:  # grows: first all ways to stand near the passage, the nearest first
        if best is not None and len(commands) >= len(best[1]):
            break
        if at.selecting is None and at.unit[0] < span[1] and at.unit[1] > span[0]:
            found = _select(at, span, FAR if best is None else len(best[1]) - len(commands) - 1)
            if found is not None:
                best = found[0], commands + found[1]
        if len(commands) < FAR:
            for move in MOVES:
                moved = _after(at, move)
                if moved is not None and (moved.at, moved.kind) not in seen and moved.at <= span[1]:
                    seen.add((moved.at, moved.kind))
                    places.append((moved, [*commands, move]))
    assert best is not None, f"no way to {span}"
    return best


def _select(cursor: Cursor, span: Span, most: int) -> tuple[Cursor, list[str]] | None:
    """The fewest keys, ``most`` at most, that make the target at ``cursor`` this span."""
    waiting: list[tuple[Cursor, list[str]]] = [(cursor, [])]
    seen = {cursor.target}
    for at, commands in waiting:
        if at.target == span:
            return at, commands
        if len(commands) < most:
            for edge in SELECTS:
                moved = _after(at, edge)
                if moved is not None and moved.target not in seen and _nearer(moved.target, at.target, span):
                    seen.add(moved.target)
                    waiting.append((moved, [*commands, edge]))
    return None


def _nearer(new: Span | None, old: Span | None, span: Span) -> bool:
    """Nobody moves an edge away from where it should be, but over it."""
    if new is None or old is None:
        return False
    return all(abs(a - c) <= max(abs(b - c), 60) for a, b, c in zip(new, old, span, strict=True))


def _after(cursor: Cursor, command: str) -> Cursor | None:
    other = Cursor(cursor.page, cursor.units, cursor.at, cursor.kind)
    other.selecting = cursor.selecting
    return other if other.run(f"text.{command}") else None


def _code(book: Book, notes: Notes, code: bytes, given: Sequence[bytes], words: str) -> list[str]:
    """A digit, or the palette: as few letters of a name as bring it up, and steps down."""
    if code.hex() in notes.digits:
        return [str(notes.digits.index(code.hex()) + 1)]
    known: Code = book.known[code]
    branch = book.branch(book.known[given[0]]) if given else None
    ways = []
    for length in range(len(known.name)):
        found = [choice.key for choice in find_codes(book, notes, set(), branch, known.name[:length], words)]
        if code.hex() in found:
            line = found.index(code.hex())
            choice = [str(line + 1)] if line < SHOWN else ["down"] * line + ["enter"]
            ways.append(["c", *known.name[:length], *choice])
    return min(ways, key=len)


def _without_codings(document: Document) -> Document:
    bare = copy.copy(document)
    bare.codings = {}
    return bare


# In the app


async def _press(path: Path, coder: str, keys: Sequence[str]) -> None:
    """Press the keys in the app, on the only source, as it is opened for the first time."""
    from tests.app_world import desk

    async with desk(path, SIZE, coder, first="sources") as one:
        await one.press("enter")
        for key in keys:
            await one.pilot.press(*_named(key))
        await one.told()


def _named(key: str) -> list[str]:
    from tests.app_world import _strokes

    return [
        {"(": "left_parenthesis", ")": "right_parenthesis", "{": "left_curly_bracket", "}": "right_curly_bracket"}.get(
            one, one
        )
        for one in _strokes(key)
    ]


# What it came to


def _tell(title: str, passages: Sequence[Passage]) -> None:
    each = [n for passage in passages for n in passage.counts()]
    spread = Counter(each)
    multiple = sum(len(passage.codings) > 1 for passage in passages)
    edged = sum(any(key in "<>HL(){}" or key in "JK" for key in passage.way) for passage in passages)
    print(
        f"\n  {title}: {len(each)} codings of {len(passages)} passages, {multiple} with several codes, {edged} not one sentence"
    )
    table([("keys a coding", *spread_keys(spread)), ("codings", *(spread[n] for n in spread_keys(spread)))])
    print(
        f"    median {percentile(each, 0.5)}, p90 {percentile(each, 0.9)}, mean {sum(each) / len(each):.1f};"
        f" the way and the selection {sum(len(p.way) for p in passages) / len(each):.1f},"
        f" the code {sum(len(code) for p in passages for code in p.given) / len(each):.1f};"
        f" a valence beside {sum(len(j) for p in passages for j in p.judged) / len(each):.2f}"
    )


def spread_keys(spread: Counter[int]) -> list[int]:
    return list(range(min(spread), max(spread) + 1))


if __name__ == "__main__":
    main(*sys.argv[1:])
