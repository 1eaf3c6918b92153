"""How a matrix was counted, in sentences: what stands under every form of it.

The rule: nothing that bears on a number is left for the reader to guess - the unit, the threshold, the signs, the query, what was
accepted in bulk, what is not settled, who is not finished - and a sentence stands only where it applies.
"""

from __future__ import annotations

from collections.abc import Collection

from qualcode.display.cells import legend
from qualcode.display.matrix import Matrix
from qualcode.language.numerals import format_number
from qualcode.report.phrases import saying
from qualcode.store import Project

_OWN = {
    "counting_words": (
        "Satuan hitung: kata ucapan informan di dalam segmen yang dihitung; setiap kata dihitung sekali.",
        "Counting unit: words of informants in the counted segments; each word counts once."),
    "counting_in_column": (
        "Satuan hitung: transkrip; sebuah transkrip dihitung di setiap kolom yang memiliki informan di dalamnya, hanya melalui ucapan "
        "informan itu. m/n = m transkrip memuat tema di antara n transkrip yang selesai dikode.",
        "Counting unit: transcripts; a transcript counts in each column that has an informant in it, through those only. "
        "m/n = m transcripts raise the theme among n finished ones."),
    "counting_plain": (
        "Satuan hitung: transkrip; m/n = m transkrip memuat tema di antara n transkrip yang selesai dikode.",
        "Counting unit: transcripts; m/n = m transcripts raise the theme among n finished ones."),
    "where": ("Hanya bagian yang cocok dengan: {where}.", "Only passages that fit: {where}."),
    "where_zero": (
        "0/n di sini berarti tidak ada bagian yang cocok di n transkrip itu.", "0/n here means that none of those n transcripts holds one that fits."),
    "no_zero_columns": (
        "Kolom yang kosong, belum selesai, atau tidak ditanya tidak berarti tanpa masalah.",
        "A column with nobody in it, not finished or not asked is not one without the problem."),
    "nowhere": (
        "{n} segmen tidak masuk kolom mana pun: penuturnya atau tempatnya tidak tercatat.",
        "{n} segments are in no column: who speaks, or where, is not recorded."),
    "without_row": (
        "{n} segmen memuat kode yang tidak ada barisnya di sini.", "{n} segments bear codes that have no row here."),
}  # fmt: skip
said = saying(_OWN)


def notes(project: Project, display: Matrix, count: str = "sources", *, outside: bool = False) -> tuple[str, ...]:
    """How a matrix was counted, a sentence each: what stands under every form of it."""
    unit = f"counting_{count}"
    if count == "sources" and not display.areas:
        unit = (
            "counting_plain" if display.axis in ("source", "genre", "year", "month", "coder") else "counting_in_column"
        )
    found = [
        said(unit), f"{legend()}.", said("no_zero" if display.areas else "no_zero_columns"),
        said("tau", tau=format_number(display.tau, 2)),
    ]  # fmt: skip
    if display.only:
        found.insert(0, said("one_document", name=display.only))
    found += of_query(display)
    if display.order:
        found.append(display.order)
    bulk = display.bulk
    found.append(said("bulk_some", n=display.segments, bulk=bulk) if bulk else said("bulk_none", n=display.segments))
    if display.layer != "agreed":
        found.append(said("layer", coder=display.layer))
    elif display.unsettled:
        found.append(said("unsettled_whole" if display.where else "unsettled", n=display.unsettled))
    if display.changed or display.lost:
        found.append(said("in_doubt", changed=display.changed, lost=display.lost))
    if display.nowhere:
        found.append(said("nowhere", n=display.nowhere))
    if display.without_row:
        found.append(said("without_row", n=display.without_row))
    if outside:
        found.append(said("outside_note"))
    if names := sources_of(project, frozenset().union(*display.waiting.values())):
        found.append(said("unfinished_note", names=", ".join(names)))
    if display.behind:
        found.append(said("behind_note", names="; ".join(display.behind)))
    return tuple(found)


def of_query(display: Matrix) -> list[str]:
    """What a count of a query's passages has to say; nothing where there was no query."""
    if not display.where:
        return []
    return [said("where", where=display.where), *([said("where_zero")] if display.asks_passages else [])]


def sources_of(project: Project, some: Collection[bytes]) -> list[str]:
    """The names of these sources, in the order of all."""
    from qualcode.collect.inventory import inventory

    return [line.name for line in inventory(project) if line.id in some] if some else []
