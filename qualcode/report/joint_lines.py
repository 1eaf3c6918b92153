"""What a joint display says in a line: which figures, how the link was made, an area's voices, figure and verdict.

One rule: the screen, the command line and the document say it in the same words, so that each can be found in the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.collect.regions import Region
from qualcode.conclude.following import Followed
from qualcode.conclude.joint import Joint
from qualcode.conclude.series import Series
from qualcode.conclude.triangulation import Verdict, figure_silence
from qualcode.conclude.wording import KINDS, OUTCOMES, PROVISIONAL
from qualcode.display.cells import SILENT, Cell, Status
from qualcode.display.numbers import class_label, rule_of_three, wilson
from qualcode.display.terms import term
from qualcode.language.numerals import format_number
from qualcode.reduce.counting import Segment
from qualcode.report.blocks import Quote
from qualcode.report.phrases import saying
from qualcode.report.quoting import Quoter
from qualcode.store import Project

SHORT = 130  # characters of an example quote in a table

said = saying(
    {
        "explored": (
            "eksploratif: tanpa tautan yang dinyatakan lebih dahulu",
            "exploratory: no link was declared beforehand",
        ),
        "m_of_n": ("{m} dari {n}", "{m} of {n}"),
        "figure_line": (
            "{series}: {value}, peringkat {rank} ({klass})",
            "{series}: {value}, rank {rank} ({klass})",
        ),
        "figure_bare": ("{series}: {value}", "{series}: {value}"),
    }
)


def series_line(series: Series) -> str:
    """`Jumlah penerima PKH per 1.000 penduduk, kelurahan, 2023`."""
    per = said("per", what=_lower(series.denominator)) if series.rated else ""
    return said(
        "series",
        indicator=series.indicator.name,
        per=per,
        level=said(series.level).lower(),
        year=series.year or said("no_year"),
    )


def passed_lines(one: Joint) -> list[str]:
    """Why newer years were not used, a line each."""
    return [said(f"passed_{why}", year=year or said("no_year")) for year, why in one.series.passed_over]


def link_line(one: Joint) -> str:
    """How near the link is, whether it was made before the result was seen, and why it was made."""
    if one.exploratory and not one.link.relation:
        return said("explored")
    why = one.link.rationale.rstrip(".") or "-"
    return said(
        "link_before" if one.link.made == "before" else "link_after", closeness=said(one.link.closeness), why=why
    )


def outcome_label(verdict: Verdict) -> str:
    """The verdict without its reasons: `bertentangan (sementara): suara tanpa angka`."""
    label = term(OUTCOMES[verdict.outcome])
    if verdict.provisional:
        label += f" ({term(PROVISIONAL)})"
    return f"{label}: {term(KINDS[verdict.kind])}" if verdict.kind else label


def voices_line(cell: Cell) -> str:
    """`4 dari 5 (0,44–0,95)`: transcripts that raise it of those finished, with Wilson's interval of 90 %; where none did, the
    upper bound of the rule of three."""
    if cell.status in SILENT:
        return "-"
    line = said("m_of_n", m=cell.M, n=cell.n)
    if not cell.M:
        return f"{line} (≤ {format_number(rule_of_three(cell.n), 2)})"
    low, high = wilson(cell.M, cell.n)
    return f"{line} ({format_number(low, 2)}–{format_number(high, 2)})"


def ranked(one: Joint, verdict: Verdict) -> str:
    """`4/54`: rank among all areas with a figure; empty where the figures may not be compared."""
    standing = verdict.standing
    if standing is None or figure_silence(one.result.question, standing):
        return ""
    return f"{format_number(standing.rank, 0 if standing.rank.is_integer() else 1)}/{standing.m}"


def class_word(one: Joint, verdict: Verdict) -> str:
    """The class of an area's figure; empty where classes are not used."""
    standing = verdict.standing
    return class_label(standing) if standing and ranked(one, verdict) and not standing.flat else ""


def value_of(one: Joint, verdict: Verdict) -> float | None:
    """The figure an area is compared by, on the level compared."""
    return one.series.values.get(one.areas[verdict.area].id) if one.series.level == one.level else None


def value_decimals(one: Joint) -> int:
    values = [v for v in one.series.values.values() if v is not None]
    return 1 if one.series.rated else 0 if all(v.is_integer() for v in values) else 2


def figure_line(one: Joint, verdict: Verdict) -> str:
    """An area's figure with what it measures and where it stands; what is missing stays missing."""
    value = value_of(one, verdict)
    shown = "..." if value is None else format_number(value, value_decimals(one))
    rank = ranked(one, verdict)
    key = "figure_line" if rank else "figure_bare"
    return said(key, series=series_line(one.series), value=shown, rank=rank, klass=class_word(one, verdict) or "...")


def segments_of(one: Joint, verdict: Verdict) -> tuple[Segment, ...]:
    """The passages an area's cell rests on."""
    return one.matrix.quotes.get((one.theme.id, one.areas[verdict.area].id), ())


def quotes_anchor(one: Joint, region: Region) -> str:
    """The place in a document where an area's passages stand."""
    return f"{one.theme.name} | {one.level} {region.code}"


def thread_quotes(project: Project, one: Followed) -> tuple[Quote, ...]:
    """The passages of a thread as they stand now; none where the area is no longer compared."""
    if one.joint is None or one.verdict is None:
        return ()
    return Quoter(project).quotes(segments_of(one.joint, one.verdict))


def example(quoter: Quoter, segments: Sequence[Segment], status: Status) -> str:
    """One passage that speaks as the cell does, of those of a readable length the longest; with its source."""
    wanted = {Status.PROBLEM: -1, Status.STRENGTH: 1}.get(status)
    fitting = [s for s in segments if wanted is None or _valence(quoter, s) == wanted] or segments
    if not fitting:
        return ""
    words = [(quoter.words(s), quoter.name(s.source)) for s in fitting]
    text, source = min(words, key=lambda pair: (len(pair[0]) > SHORT, abs(len(pair[0]) - 90), pair))
    if len(text) > SHORT:
        text = text[: SHORT - 1].rsplit(" ", 1)[0] + " …"
    return f"“{text}” ({source})"


def _valence(quoter: Quoter, segment: Segment) -> int | None:
    return segment.valence if segment.valence is not None else quoter.valences.get(segment.code)


def _lower(name: str) -> str:
    name = name.removeprefix("Jumlah ")
    return name[:1].lower() + name[1:]
