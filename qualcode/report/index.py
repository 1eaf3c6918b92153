"""What is where in a document: numbers of tables and figures, places that can be led to, who leads there.

The rule: worked out once and from the document alone, so that ``Tabel 5.2`` is the same table in every format, and a
link either has its target or is not printed as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qualcode.report.blocks import Captioned, Contents, Document, Figure, Heading, Quotes, cells, words


@dataclass(frozen=True)
class Label:
    """``Tabel 5.1``. ``restarts`` where counting begins anew (the first of a chapter)."""

    word: str
    chapter: int | None
    number: int
    restarts: bool

    @property
    def prefix(self) -> str:
        """What stands before the counted number: ``Tabel 5.``."""
        return f"{self.word} {self.chapter}." if self.chapter is not None else f"{self.word} "

    def __str__(self) -> str:
        return f"{self.prefix}{self.number}"


@dataclass(frozen=True)
class Index:
    """What is where. ``labels`` and ``ids`` run parallel to the document's blocks.

    ``targets``: anchor -> identifier (letters, digits and ``_``, at most 40: a Word bookmark and an HTML id).
    ``names``: anchor -> what a reference to it prints. ``cited``: anchor -> name and identifier of the first
    table whose cell leads to it.
    """

    labels: tuple[Label | None, ...]
    ids: tuple[str, ...]
    targets: Mapping[str, str]
    names: Mapping[str, str]
    cited: Mapping[str, tuple[str, str]]


def index(document: Document) -> Index:
    """Number the tables and figures and name every place of the document that can be led to."""
    labels = tuple(_labels(document))
    ids: list[str] = []
    targets: dict[str, str] = {}
    names: dict[str, str] = {}
    cited: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    for block, label in zip(document.blocks, labels, strict=True):
        if isinstance(block, Heading):
            name = block.text
        elif isinstance(block, Quotes):
            name = block.title
        elif label is not None:
            name = str(label)
        else:
            name = getattr(block, "caption", "")
        anchor = getattr(block, "anchor", None)
        ids.append(_identifier(anchor or name, taken) if anchor or name else "")
        if anchor and anchor not in targets:
            targets[anchor], names[anchor] = ids[-1], name
        for cell in cells(block):
            if cell.link and ids[-1]:
                cited.setdefault(cell.link, (name, ids[-1]))
    return Index(labels, tuple(ids), targets, names, cited)


def dangling(document: Document) -> tuple[str, ...]:
    """Links of cells that lead nowhere in this document, sorted. Writers print such a cell without a link."""
    targets = index(document).targets
    return tuple(sorted({c.link for b in document.blocks for c in cells(b) if c.link and c.link not in targets}))


def entries(document: Document, where: Index, of: Contents) -> list[tuple[int, str, str]]:
    """What a list of contents names: level (1 for tables and figures), text and identifier of each, in order."""
    found: list[tuple[int, str, str]] = []
    for block, label, here in zip(document.blocks, where.labels, where.ids, strict=True):
        if of.of == "headings":
            if isinstance(block, Heading) and block.level <= 3:
                found.append((block.level, block.text, here))
        elif isinstance(block, Captioned) and label and isinstance(block, Figure) == (of.of == "figures"):
            found.append((1, f"{label} {block.caption}", here))
    return found


_REFERENCE = re.compile(r"\[\[([^\[\]]+)\]\]")


def pieces(text: str, where: Index) -> list[tuple[str, str | None]]:
    """A paragraph's text in pieces, each with the identifier it leads to; unknown references stay as typed."""
    found: list[tuple[str, str | None]] = []
    start = 0
    for match in _REFERENCE.finditer(text):
        if match[1] in where.targets:
            found += [(text[start : match.start()], None), (where.names[match[1]], where.targets[match[1]])]
            start = match.end()
    found.append((text[start:], None))
    return [piece for piece in found if piece[0]]


def _labels(document: Document) -> Iterator[Label | None]:
    said = words(document.language)
    chapter = document.chapter
    counts = {said.table: document.first - 1, said.figure: 0}
    fresh = {said.table, said.figure}
    for block in document.blocks:
        if isinstance(block, Heading) and block.chapter is not None and block.chapter != chapter:
            chapter = block.chapter
            counts = dict.fromkeys(counts, 0)
            fresh = set(counts)
        if not isinstance(block, Captioned) or not block.caption:
            yield None
            continue
        word = said.figure if isinstance(block, Figure) else said.table
        counts[word] += 1
        yield Label(word, chapter, counts[word], word in fresh)
        fresh.discard(word)


def _identifier(name: str, taken: set[str]) -> str:
    base = "q_" + re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:32]
    found, n = base, 1
    while found in taken:
        n += 1
        found = f"{base}_{n}"
    taken.add(found)
    return found
