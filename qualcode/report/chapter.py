"""The chapter of findings: parts that other modules make, put in the order a person wants, numbered as one.

One rule: a part is a name and a function that gives blocks, and this module knows nothing of what is in it. What is empty
is left out and said; every quote a number leads to is gathered once, at the end, so that the text flows; the order is
the person's (``--parts``, or the one they saved) and the chapter's number too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qualcode.conclude.joint import Joint
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.report.anchors import settled
from qualcode.report.blocks import (
    Block,
    Contents,
    Document,
    Figure,
    Heading,
    Matrix2x2,
    PageBreak,
    Quotes,
    Table,
)
from qualcode.report.captions import keep_captions, kept_captions, retitled
from qualcode.report.chapter_parts import MAKERS, Ground
from qualcode.report.method import state_day, state_line
from qualcode.report.method_words import said
from qualcode.report.phrases import saying, speaking
from qualcode.report.whose import coarsely
from qualcode.store import Project, act
from qualcode.store.ids import derived
from qualcode.store.settings import setting
from qualcode.store.unswept import unswept

Step = Callable[[str, int, int], None]
CHAPTER = 5
SETTING = "report"

# fmt: off
titled = saying({
    "document": ("Hasil dan Pembahasan", "Findings"),
    "chapter": ("BAB {n} HASIL DAN PEMBAHASAN", "CHAPTER {n} FINDINGS"),
    "contents": ("DAFTAR ISI", "CONTENTS"),
    "tables": ("DAFTAR TABEL", "TABLES"),
    "figures": ("DAFTAR GAMBAR", "FIGURES"),
    "annexes": ("LAMPIRAN", "ANNEXES"),
    "state": ("Keadaan proyek: {day}.", "State of the project: {day}."),
    "method": ("Sumber Data dan Cara Analisis", "Data and Method"),
    "descriptive": ("Gambaran Indikator", "What the Indicators Say"),
    "themes": ("Tema menurut Wilayah", "Themes by Area"),
    "voices": ("Temuan menurut Tema", "Findings by Theme"),
    "framework": ("Ringkasan menurut Kasus", "Summaries by Case"),
    "content": ("Analisis Isi", "Content Analysis"),
    "network": ("Keterkaitan Kode dan Tema", "How Codes and Themes Go Together"),
    "map": ("Sebaran Wilayah", "Distribution over the City"),
    "triangulation": ("Triangulasi Suara Warga dan Indikator", "Voices and Indicators"),
    "swot": ("Analisis SWOT", "SWOT Analysis"),
    "findings": ("Kesimpulan dan Pengujiannya", "Conclusions and Their Tests"),
    "basket": ("Kutipan Pilihan", "Chosen Quotes"),
    "agreement": ("Kesepakatan Antarpengode", "Agreement between Coders"),
    "codebook": ("Buku Kode", "Codebook"),
    "checklist": ("Daftar Periksa COREQ", "COREQ Checklist"),
    "quotes": ("Kutipan di Balik Setiap Angka", "The Quotes behind Every Number"),
})
# fmt: on

PARTS: dict[str, str] = {
    "method": N_("sources, informants, how it was coded"),
    "descriptive": N_("what indicators say"),
    "themes": N_("the table of themes by kelurahan"),
    "voices": N_("theme by theme, with quotes"),
    "framework": N_("summaries and issues the team wrote"),
    "content": N_("terms, code frequencies, saturation"),
    "network": N_("codes that occur together"),
    "map": N_("the tile map of themes"),
    "triangulation": N_("voices beside indicators"),
    "swot": N_("factors, position, strategies"),
    "findings": N_("conclusions with their evidence"),
    "basket": N_("what was marked with Y"),
    "agreement": N_("annex: agreement between coders"),
    "codebook": N_("annex: the codebook"),
    "checklist": N_("annex: COREQ"),
    "quotes": N_("annex: the quotes behind every number"),
}
ANNEXES = frozenset({"agreement", "codebook", "checklist", "quotes"})
LOOKED_UP = (".html", ".xlsx", ".json")  # what a reader looks things up in, and so with the quotes behind every number
DRAWN = ("descriptive", "content", "network", "map", "swot")
USUAL = tuple(part for part in PARTS if part != "quotes")


@dataclass(frozen=True)
class Plan:
    """What a report consists of: its parts in order, the number of its chapter; ``coarse``: it says of each informant only what
    several share (``whose``); ``captions``: a person's own in place of ours (``retitled``)."""

    parts: tuple[str, ...] = USUAL
    chapter: int = CHAPTER
    coarse: bool = False
    captions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Made:
    """The document, the parts that are in it, and those that had nothing to say."""

    document: Document
    parts: tuple[str, ...]
    empty: tuple[str, ...]


def plan(project: Project) -> Plan:
    """The saved plan, else the usual one; parts a later or older version names otherwise are passed over."""
    kept, own = setting(project, SETTING), kept_captions(project)
    if not isinstance(kept, dict):
        return Plan(captions=tuple(own.items()))
    if isinstance(before := kept.get("captions"), dict):  # where an earlier version kept them
        own = {str(ours): str(said) for ours, said in before.items()} | own
    parts = tuple(part for part in kept.get("parts") or () if part in PARTS)
    chapter = kept.get("chapter")
    number = chapter if isinstance(chapter, int) and 0 < chapter < 1000 else CHAPTER
    return Plan(parts or USUAL, number, kept.get("coarse") is True, tuple(own.items()))


def save_plan(project: Project, wanted: Plan) -> None:
    """Keep it for the next report, as one deed."""
    kept = {"parts": list(wanted.parts), "chapter": wanted.chapter, "coarse": wanted.coarse}
    with act(project, "setting") as a:
        a.create("setting", derived(project.id, f"setting:{SETTING}"), key=SETTING, value=kept)
        keep_captions(project, a, dict(wanted.captions))


def with_quotes(wanted: Plan, ending: str, asked: bool | None) -> Plan:
    """The plan with the quotes behind every number or without, as ``asked``; else as usual for the format: a chapter in Word goes
    in as it is, while HTML, a workbook and JSON are for looking things up."""
    parts = tuple(part for part in wanted.parts if part != "quotes")
    there = asked if asked is not None else "quotes" in wanted.parts or ending in LOOKED_UP
    return replace(wanted, parts=(*parts, "quotes") if there else parts)


def parts_named(text: str) -> tuple[str, ...]:
    """``themes,swot`` as parts in that order. UserError for a part there is none of."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in PARTS]
    if unknown or not names:
        raise UserError(
            _("there is no part “%s” of a report") % (unknown[0] if unknown else text),
            todo=_("Parts: %s") % ", ".join(PARTS),
        )
    return names


def chapter(
    project: Project, wanted: Plan | None = None, *, coder: bytes | None = None, language: str = "id",
    first: int = 1, step: Step = lambda what, at, of: None, looked: Sequence[Joint] | None = None,
) -> Made:  # fmt: skip
    """The chapter as a document. ``step`` is told before each part which one, how many are done and of how many; what it
    raises stops the work. ``looked``: the triangulation, where the caller has it in this language. UserError where nothing at all can be said."""
    wanted = wanted or plan(project)
    with speaking(language), coarsely(wanted.coarse), unswept():
        ground = Ground(project, coder, "quotes" in wanted.parts, wanted.parts)
        if looked is not None:
            ground.joints = list(looked)
        elif "triangulation" in wanted.parts:
            _ = ground.joints  # first: it writes that it was looked at, and what was read before a write is read anew
        made: dict[str, list[Block]] = {}
        quotes: dict[str, Quotes] = {}
        for at, name in enumerate(wanted.parts):
            step(titled(name), at, len(wanted.parts))
            if name != "quotes":
                body, behind = apart(settled(MAKERS[name](ground), ground.places))
                made[name] = body
                for block in behind:
                    quotes.setdefault(block.anchor, block)
        if "quotes" in wanted.parts:
            made["quotes"] = list(_cited(made.values(), quotes))
        filled = [name for name in wanted.parts if made[name]]
        if not filled:
            raise UserError(
                _("there is nothing to report yet"),
                todo=_("Import transcripts, code them, and say that they are finished"),
            )
        state = "" if "method" in filled else state_line(project)  # the method says it of the whole chapter
        blocks = [*_front(wanted), *_numbered(wanted, filled, made, state)]
        day = state_day(project.value("SELECT MAX(stamp) FROM action") or 0)
        meta = {"date": day, "subtitle": _study(project)}
        document = Document(
            titled("document"), tuple(blocks), language=language, chapter=wanted.chapter, first=first, meta=meta
        )
        document = retitled(document, dict(wanted.captions))
    step("", len(wanted.parts), len(wanted.parts))
    return Made(document, tuple(filled), tuple(name for name in wanted.parts if not made[name]))


def part_document(
    project: Project, name: str, *, coder: bytes | None = None, language: str = "id", quotes: bool = True, number: int | None = None, first: int = 1
) -> Document:  # fmt: skip
    """One part by itself, with the quotes its numbers lead to. UserError where it has nothing to say."""
    with speaking(language):
        body, behind = apart(MAKERS[name](Ground(project, coder, linked=quotes)))
        if not body:
            raise UserError(_("this part has nothing to say yet: %s") % _(PARTS[name]))
        listed = {block.anchor: block for block in behind}
        blocks = [_stated(block, state_line(project)) for block in body]
        found = list(_cited([blocks], listed)) if quotes else []
        if found:
            blocks += [Heading(titled("quotes"), 1), *found]
        return Document(titled(name), tuple(blocks), language=language, chapter=number, first=first)


def dated(project: Project, document: Document) -> Document:
    """A document of single tables with the state of the project below each of our own data: away from its chapter a table has no
    method beside it to say so."""
    with speaking(document.language):
        state = titled("state", day=state_line(project))
        blocks = tuple(
            one if state in getattr(one, "notes", ()) else _stated(one, state_line(project)) for one in document.blocks
        )
    return replace(document, blocks=blocks)


def apart(blocks: Iterable[Block]) -> tuple[list[Block], list[Quotes]]:
    """What is read, and the quotes numbers lead to; a heading with nothing but such quotes below it goes."""
    body: list[Block] = []
    quotes: list[Quotes] = []
    for block in blocks:
        if isinstance(block, Quotes) and not block.inline:
            while body and isinstance(body[-1], Heading | PageBreak):
                body.pop()
            quotes.append(block)
        else:
            body.append(block)
    while body and isinstance(body[-1], PageBreak | Heading):
        body.pop()
    return body, quotes


def _cited(made: Iterable[Sequence[Block]], quotes: dict[str, Quotes]) -> Iterable[Quotes]:
    """The quotes some number of the document leads to, in the order of the numbers."""
    from qualcode.report.blocks import cells

    seen: set[str] = set()
    for blocks in made:
        for block in blocks:
            for cell in cells(block):
                if cell.link in quotes and cell.link not in seen:
                    seen.add(cell.link)
                    yield quotes[cell.link]


def _front(wanted: Plan) -> list[Block]:
    return [
        Contents("headings", titled("contents")),
        Contents("tables", titled("tables")),
        Contents("figures", titled("figures")),
        Heading(titled("chapter", n=roman(wanted.chapter)), 1, chapter=wanted.chapter),
    ]


def _numbered(wanted: Plan, filled: Sequence[str], made: dict[str, list[Block]], state: str) -> Iterable[Block]:
    """The parts under numbered headings, annexes under letters at the end."""
    n = 0
    for name in filled:
        if name not in ANNEXES:
            n += 1
            yield Heading(f"{wanted.chapter}.{n} {titled(name)}", 2, anchor=f"part {name}")
            yield from _below(made[name], f"{wanted.chapter}.{n}", state)
    annexes = [name for name in filled if name in ANNEXES]
    if annexes:
        yield PageBreak()
        yield Heading(titled("annexes"), 1)
    for at, name in enumerate(annexes):
        letter = chr(ord("A") + at)
        yield Heading(f"{letter}. {titled(name)}", 2, anchor=f"part {name}")
        yield from _below(made[name], letter, state)


def _below(blocks: Sequence[Block], number: str, state: str) -> Iterable[Block]:
    """The blocks of a part, with its headings one level lower and numbered."""
    n = 0
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=3)
    for block in blocks:
        if isinstance(block, Heading):
            level = min(4, block.level - top + 3)
            text = block.text
            if level == 3:
                n += 1
                text = f"{number}.{n} {text}"
            yield replace(block, text=text, level=level, chapter=None)
        elif not isinstance(block, PageBreak):  # the paper is the chapter's: tables ask for their pages by their widths
            yield _stated(block, state)


def _stated(block: Block, state: str) -> Block:
    """A table or figure of our own data with the state of the project in its last note; as it is where there is none to say."""
    own = said("own_data", year="")
    if state and isinstance(block, Table | Figure | Matrix2x2) and block.caption and block.source.startswith(own):
        return replace(block, notes=(*block.notes, titled("state", day=state)))
    return block


def _study(project: Project) -> str:
    """The city of the study, where there is one."""
    cities = [str(name) for (name,) in project.rows("SELECT name FROM region WHERE level='kota' AND removed=0")]
    return f"Kota {cities[0]}" if len(cities) == 1 and not cities[0].lower().startswith("kota") else "".join(cities[:1])


def roman(n: int) -> str:
    """A chapter's number as Indonesian reports print it: ``V``."""
    pairs = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    made = ""
    for value, letters in pairs:
        while n >= value:
            made, n = made + letters, n - value
    return made
