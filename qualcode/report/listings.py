"""Plain documents: quotes by code, and lists of the project as tables.

One rule: what a list counts, it counts as the matrices do (the agreed layer or one coder's), so that two documents of
one project cannot say different numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from qualcode.collect.inventory import inventory, participants
from qualcode.conclude.fitting import Fitting
from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.reduce.codebook import codebook
from qualcode.reduce.counting import Segment, counted, living
from qualcode.reduce.selection import selection
from qualcode.report.blocks import Block, Cell, Column, Document, Paragraph, Row, Table, long_date, number
from qualcode.report.narrowed import narrowed, only_fitting, refuse_nothing
from qualcode.report.phrases import said, speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project


def quotes_document(
    project: Project, *, codes: Sequence[bytes] | None = None, source: bytes | None = None, coder: bytes | None = None,
    language: str = "id", where: str = "",
) -> Document:  # fmt: skip
    """Counted passages by code, of some codes or all, of one source or all, and of them what ``where`` names. UserError where
    there are none, or the query is none."""
    alive = living(project)
    wanted = {alive.get(code, code) for code in codes} if codes is not None else None
    by_code: dict[bytes, list[Segment]] = defaultdict(list)
    found = counted(project, coder)
    if where.strip():
        found = selection(project, where, coder).of(found)
    for segment in found.segments:
        if source in (None, segment.source) and (wanted is None or segment.code in wanted):
            by_code[segment.code].append(segment)
    if not by_code:
        raise UserError(_("no counted passage fits"), todo=_("“qualcode codings” lists all codings"))
    with speaking(language):
        quoter = Quoter(project)
        blocks: list[Block] = [Paragraph(note, "note") for note in only_fitting(where, whole=False)]
        for code in codebook(project, all_codes=True):
            if code.id in by_code:
                inside = by_code[code.id]
                head = f"{code.shown} ({said('of_sources', n=len(inside), m=len({s.source for s in inside}))})"
                blocks.append(quoter.listed(f"code {'/'.join(code.path)}", head, inside))
        return Document(narrowed(said("quotes"), where), tuple(blocks), language=language)


def _sources(project: Project, fits: Fitting) -> tuple[list[str], list[list[Any]]]:
    states = {"finished": "finished", "partly": "partly", "open": "open_state"}
    return ["source", "kind", "kelurahan", "date", "turns", "speaker", "codings", "coder", "state"], [
        [
            s.name,
            said(s.genre),
            s.region,
            long_date(s.date, language()),
            s.turns,
            s.speakers,
            s.codings,
            s.responsible,
            said(states[s.state]),
        ]
        for s in inventory(project)
        if fits.source(s.id)
    ]


def _participants(project: Project, fits: Fitting) -> tuple[list[str], list[list[Any]]]:
    return ["pseudonym", "kelurahan", "gender", "age", "role", "sources_n"], [
        [p.pseudonym, p.home, p.gender, p.age_band, p.role, p.sources]
        for p in participants(project)
        if fits.participant(p.id)
    ]


def _codings(project: Project, fits: Fitting) -> tuple[list[str], list[list[Any]]]:
    from qualcode.reduce.codings import codings

    quoter = Quoter(project)
    coders = dict(project.rows("SELECT id, name FROM coder"))
    found = sorted(
        (c for c in codings(project) if fits.coding(c.id)),
        key=lambda c: (quoter.name(c.source), c.start, c.stop, quoter.codes.get(c.code, "")),
    )
    return ["source", "start", "stop", "code", "quote", "valence", "grade", "coder", "about_region", "gloss", "memo"], [
        [
            quoter.name(c.source), c.start, c.stop, quoter.codes.get(c.code, "?"), " ".join(c.quote.split()),
            "" if c.valence is None else c.valence, c.grade or "", coders.get(c.coder, ""), quoter.regions.get(c.about or b"", ""),
            c.gloss, c.memo,
        ]
        for c in found
    ]  # fmt: skip


def _figures(project: Project, fits: Fitting) -> tuple[list[str], list[list[Any]]]:
    from qualcode.collect.indicators import figures

    names = dict(project.rows("SELECT id, name FROM indicator"))
    rows = [
        [
            names[f.indicator],
            f.level,
            f.region_name,
            str(f.year or ""),
            f.printed,
            "" if f.value is None else f.value,
            ", ".join(f.flags),
            f.origin,
            f.table,
        ]
        for f in figures(project)
    ]
    return ["indicator", "level", "area", "year", "printed", "read", "flags", "from", "table"], sorted(
        rows, key=lambda r: (r[0], r[1], r[3])
    )


TABLES: dict[str, Callable[[Project, Fitting], tuple[list[str], list[list[Any]]]]] = {
    "sources": _sources, "participants": _participants, "codings": _codings, "figures": _figures,
}  # fmt: skip


def table_document(project: Project, name: str, *, language: str = "id", where: str = "") -> Document:
    """A list of the project as a table, of what fits ``where``; ``name`` is a key of TABLES. UserError for another, where the
    query is none or nothing fits. Figures are not what people say: no query chooses among them."""
    if name not in TABLES:
        raise UserError(_("there is no table “%s”") % name, todo=_("Tables: %s") % ", ".join(TABLES))
    with speaking(language):
        heads, lines = TABLES[name](project, Fitting(project, where))
        refuse_nothing(where, lines)
        rows = tuple(Row(tuple(_typed(value, language) for value in line)) for line in lines)
        title = narrowed(said(f"table_{name}"), where)
        return Document(
            title,
            (
                Table(
                    title,
                    tuple(Column(h, said(h)) for h in heads),
                    rows,
                    tuple(only_fitting(where, whole=name != "codings")),
                    source=_own(),
                ),
            ),
            language=language,
        )


def _typed(value: Any, language: str) -> Cell:
    if isinstance(value, int | float):
        return number(value, 0 if float(value).is_integer() else 2, language)
    return Cell(str(value))


def _own() -> str:
    return said("own_data", year="")
