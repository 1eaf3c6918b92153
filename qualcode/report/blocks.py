"""A report as data: what is on the page, not how it is drawn.

The one rule: a block says what it is (a table, its caption, a cell and the quotes it rests on), and every writer
draws the same blocks. So DOCX, XLSX, HTML, Markdown and CSV cannot say different things, and a number in any of
them leads to its quotes. Everything that must be equal between writers (numbers of tables, identifiers of places,
words such as "Tabel" and "Sumber") is worked out once, by ``index`` and ``words``.

The words are in the document's language, which is the reader's and not the one of the interface; therefore they
are a table here and not texts of gettext.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from qualcode.report.drawing import Shape

SIGNS = {"-": "-", "−": "-", "±": "±", "+": "+"}  # as given, and as kept: problem, mixed, strength
KINDS = ("text", "number", "state", "head")
LEVELS = ("body", "group", "subtotal", "head")
STYLES = ("body", "bullet", "note", "subtitle")
LISTED = ("headings", "tables", "figures")


@dataclass(frozen=True)
class Cell:
    """One cell of a table or one item of a SWOT quadrant.

    ``text`` is the whole text as printed, with its sign (``−4/5``); a line break begins a new line, a line that
    begins with ``• `` is an item of a list. ``value`` is the number behind the text, where a spreadsheet should
    calculate with it. ``link`` is an anchor in this document. ``shade`` is how strong, 0 to 1, and ``sign`` how
    it is meant (``-`` problem, ``±`` mixed, ``+`` strength, empty not judged): they colour, and never say what
    the text does not. ``kind``: ``text``, ``number``, ``state`` (a short sign such as ``·`` or ``0/3``), ``head``.
    """

    text: str = ""
    value: float | None = None
    link: str | None = None
    shade: float | None = None
    sign: str = ""
    kind: str = "text"

    def __post_init__(self) -> None:
        if self.kind not in KINDS or (self.sign and self.sign not in SIGNS):
            raise ValueError(f"no such kind or sign of cell: {self.kind!r} {self.sign!r}")


@dataclass(frozen=True)
class Row:
    """``level``: ``body``, ``group`` (a line over the rows below it), ``subtotal`` (and total), or ``head``.

    ``head`` rows come first, and are repeated on every page (``n transkrip`` below the names of the areas).
    A row may have fewer cells than there are columns: a group's one cell spans them all, others are filled up.
    """

    cells: tuple[Cell, ...]
    level: str = "body"

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"no such level of row: {self.level!r}")


@dataclass(frozen=True)
class Column:
    """``group`` is the heading over neighbouring columns (the kecamatan over its kelurahan), ``width`` a wish in
    centimetres, ``align`` one of ``left``, ``center``, ``right``; empty leaves it to the cells' kind."""

    key: str
    title: str
    group: str | None = None
    width: float | None = None
    align: str = ""


@dataclass(frozen=True)
class Table:
    """``landscape``: None lets the widths decide. A table without caption is not numbered."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    source: str = ""
    anchor: str | None = None
    landscape: bool | None = None

    def __post_init__(self) -> None:
        if not self.columns or any(len(row.cells) > len(self.columns) for row in self.rows):
            raise ValueError(f"a table has columns, and no row more cells than those: {self.caption!r}")


@dataclass(frozen=True)
class Quadrant:
    """One of the four lists of a 2 x 2 matrix; ``mark`` is its letter (S, W, O, T)."""

    title: str
    items: tuple[Cell, ...]
    mark: str = ""


@dataclass(frozen=True)
class Matrix2x2:
    """Four titled lists in the order of reading (S, W, O, T), with what the rows and columns mean, if wanted."""

    caption: str
    quadrants: tuple[Quadrant, Quadrant, Quadrant, Quadrant]
    rows: tuple[str, str] = ("", "")
    columns: tuple[str, str] = ("", "")
    notes: tuple[str, ...] = ()
    source: str = ""
    anchor: str | None = None


@dataclass(frozen=True)
class Quote:
    """Words as said (without quotation marks), whose they are as it may be printed (without brackets), an
    Indonesian ``gloss`` of other languages, and the source and place in it for who goes back to the transcript."""

    text: str
    attribution: str = ""
    source_id: str = ""
    place: str = ""
    gloss: str = ""


@dataclass(frozen=True)
class Quotes:
    """The quotes one number rests on; a cell's ``link`` names the ``anchor``. ``inline``: they stand in the running text,
    which has said whose they are, and pages print no title over them."""

    anchor: str
    title: str
    items: tuple[Quote, ...]
    inline: bool = False


@dataclass(frozen=True)
class Figure:
    """A drawing of ``width`` x ``height`` cm; ``alt`` says in words what is to be seen, for who cannot see it."""

    caption: str
    shapes: tuple[Shape, ...]
    alt: str
    width: float = 14.0
    height: float = 9.0
    notes: tuple[str, ...] = ()
    source: str = ""
    anchor: str | None = None


@dataclass(frozen=True)
class Heading:
    """``level`` 1 to 4. ``chapter`` begins a chapter of that number: tables and figures count from 1 again."""

    text: str
    level: int = 1
    chapter: int | None = None
    anchor: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """``style``: ``body``, ``bullet``, ``note`` or ``subtitle``. ``[[anchor]]`` in the text prints the number or
    title of that place in the document (``Tabel 5.2``) and leads there."""

    text: str
    style: str = "body"

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise ValueError(f"no such style of paragraph: {self.style!r}")


@dataclass(frozen=True)
class PageBreak:
    """A new page; ``landscape`` turns it and those after it, until the next page break."""

    landscape: bool = False


@dataclass(frozen=True)
class Contents:
    """A list of what is in the document under a ``title``: ``of`` its ``headings`` (levels 1 to 3), ``tables`` or
    ``figures``. Where there are none nothing is printed."""

    of: str
    title: str

    def __post_init__(self) -> None:
        if self.of not in LISTED:
            raise ValueError(f"no such list of contents: {self.of!r}")


Block = Heading | Paragraph | Table | Matrix2x2 | Quotes | Figure | PageBreak | Contents
Captioned = Table | Matrix2x2 | Figure


@dataclass(frozen=True)
class Document:
    """``language`` ``id`` or ``en``. ``chapter`` (5 gives ``Tabel 5.1``; None gives ``Tabel 1``) and ``first``
    are the chapter and number of the first table. ``meta``: ``subtitle``, ``author``, ``organisation``,
    ``date`` (YYYY-MM-DD), ``subject``; what is missing is not printed."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "id"
    chapter: int | None = None
    first: int = 1
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """What a report calls its parts, in the document's language."""

    table: str
    figure: str
    source: str
    note: str
    continued: str
    contents: str
    quotes: str
    quote: str
    gloss: str
    attribution: str
    place: str
    cited: str
    number: str
    key: str
    signs: Mapping[str, str]
    months: tuple[str, ...]
    decimal: str
    thousands: str


# fmt: off
_WORDS = {
    "id": Words(
        table="Tabel", figure="Gambar", source="Sumber", note="Keterangan", continued="lanjutan",
        contents="Daftar isi", quotes="Kutipan", quote="Kutipan", gloss="Arti", attribution="Penutur",
        place="Tempat", cited="dirujuk dari", number="No.", key="Rujukan",
        signs={"-": "masalah", "±": "campuran", "+": "kekuatan", "": ""},
        months=("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
                "November", "Desember"),
        decimal=",", thousands="."),
    "en": Words(
        table="Table", figure="Figure", source="Source", note="Note", continued="continued",
        contents="Contents", quotes="Quotes", quote="Quote", gloss="Meaning", attribution="Speaker",
        place="Place", cited="cited in", number="No.", key="Reference",
        signs={"-": "problem", "±": "mixed", "+": "strength", "": ""},
        months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December"),
        decimal=".", thousands=","),
}
# fmt: on


def words(language: str) -> Words:
    """The report's words in ``id`` or ``en``; any other language reads Indonesian."""
    return _WORDS.get(language, _WORDS["id"])


def number(value: float | None, decimals: int = 0, language: str = "id", *, unit: str = "") -> Cell:
    """A number as Indonesian reports print it: ``1.234,50``, ``−3,1``, ``12,3%`` with ``unit="%"``.

    ``None`` is not available and prints ``...``; a zero prints as what it is.
    """
    if value is None:
        return Cell("...", kind="state")
    said = words(language)
    swap = str.maketrans({",": said.thousands, ".": said.decimal, "-": "−"})
    return Cell(f"{value:,.{decimals}f}".translate(swap) + unit, value=value, kind="number")


def long_date(iso: str, language: str) -> str:
    """``2026-06-12`` as ``12 Juni 2026``; what is not such a date stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {words(language).months[day.month - 1]} {day.year}"


def cells(block: Block) -> Iterator[Cell]:
    """Every cell of a table or matrix; nothing for other blocks."""
    if isinstance(block, Table):
        for row in block.rows:
            yield from row.cells
    elif isinstance(block, Matrix2x2):
        for quadrant in block.quadrants:
            yield from quadrant.items


def filled(table: Table, row: Row) -> tuple[Cell, ...]:
    """The row's cells, as many as the table has columns."""
    missing = len(table.columns) - len(row.cells)
    return row.cells + (Cell(),) * missing if missing else row.cells
