"""The charts of an indicator's figures.

The rule: a chart is refused where it would say what is not so (parts of no whole, a trend of one year), with the reason;
where it is drawn, its note carries all that the table's does, and its alternative text says in words what is to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qualcode.display.series import Years
from qualcode.display.series_described import Described, Point, changes, line_of, middle_line
from qualcode.display.series_shape import bins, box_parts, no_pie
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.numerals import format_number
from qualcode.report import charts
from qualcode.report import descriptive_words as words
from qualcode.report.blocks import Figure
from qualcode.report.phrases import saying

CHARTS = ("bar", "pie", "histogram", "box", "trend")
LINES = 7  # of a trend that can be told apart

# fmt: off
said = saying({
    "histogram": ("Sebaran {title}", "Distribution of {title}"), "trend": ("Perkembangan {title}", "Development of {title}"),
    "box": ("Diagram Kotak {title}", "Box Plot of {title}"), "pie": ("Bagian {title}", "Shares of {title}"),
    "count_axis": ("jumlah {level}", "number of {level}"),
    "bin_rule_fd": ("Lebar kelas menurut Freedman & Diaconis (1981), dibulatkan, paling banyak 2√n kelas; batas masuk kelas di kanannya.",
                    "Bin width by Freedman & Diaconis (1981), rounded, at most 2√n bins; a value on an edge counts to the right."),
    "bin_rule_sturges": ("Banyak kelas menurut Sturges (1926), dibulatkan.", "Number of bins by Sturges (1926), rounded."),
    "box_rule": ("Kotak = kuartil 1 sampai 3 dengan median; garis sampai nilai terakhir dalam 1,5 jarak kuartil (Tukey 1977).{beyond}",
                 "Box = quartiles 1 to 3 with the median; whiskers to the last value within 1.5 quartile distances (Tukey 1977).{beyond}"),
    "beyond": (" Di luar itu: {names}.", " Beyond: {names}."),
    "trend_rule": ("Garis putus = tahun tanpa angka di antaranya; titik kosong = angka sementara; sumbu nilai tidak harus mulai dari nol.{median}",
                   "Dashed = years without figures between; hollow = preliminary figures; the axis of values need not begin at zero.{median}"),
    "trend_median": (" Median wilayah tiap tahun: n = {n}.", " Median of the areas each year: n = {n}."),
    "median_line": ("median {level}", "median of {level}"),
    "alt_bar": ("Diagram batang {n} {level}, diurutkan dari peringkat 1. {sentence}", "Bar chart of {n} {level}, from rank 1 on. {sentence}"),
    "alt_pie": ("Diagram lingkaran: {parts}.", "Pie chart: {parts}."),
    "alt_histogram": ("Histogram: {parts}. {sentence}", "Histogram: {parts}. {sentence}"),
    "alt_bin": ("{low} sampai {high}: {n}", "{low} to {high}: {n}"),
    "alt_box": ("Diagram kotak: {parts}.", "Box plot: {parts}."),
    "alt_box_one": ("{label}: kuartil {q1} dan {q3}, median {median}, garis {low} sampai {high}", "{label}: quartiles {q1} and {q3}, median {median}, whiskers {low} to {high}"),
    "alt_trend": ("Grafik garis: {parts}.", "Line chart: {parts}."),
})
# fmt: on


def figure(described: Described, kind: str) -> Figure:
    """A chart of ``CHARTS``. UserError, with the reason, where the figures are none for it."""
    if described.description is None and kind != "trend":
        raise UserError(words.said("no_figures"), where=described.years.indicator.name)
    return _FIGURES[kind](described)


def _bar(described: Described) -> Figure:
    years, rated = described.years, described.year.rated
    rows = [(one.name, one.value or 0.0) for one in described.ordered]
    signs = [words.PRELIMINARY if "preliminary" in one.against else "" for one in described.ordered]
    marks = [charts.Mark(one.value, words.said(one.kind)) for one in described.against]
    if len(rows) > 1 and described.description:
        marks.insert(0, charts.Mark(described.description.median, words.said("median").lower()))
    drawn = charts.bars(rows, words.COUNTED if rated else years.decimals, marks, signs)
    alt = said("alt_bar", n=len(rows), level=years.level, sentence=words.sentence(described))
    return _figure(words.title(described), drawn, alt, words.notes(described)[:-1] or words.notes(described), words.source_of(described))  # fmt: skip


def _pie(described: Described) -> Figure:
    years = described.years
    if why := no_pie(described):
        reasons = {
            "not_counts": _("a pie shows counts that add up to a whole; rates, averages and shares of different areas do not"),
            "missing": _("figures are missing, so the slices would not make up the whole"),
            "negative": _("a slice cannot be negative"),
            "nothing": _("all counts are zero"),
            "no_whole": _("the parts do not add up to the printed total"),
            "many": _("so many slices cannot be told apart"),
        }  # fmt: skip
        raise UserError(
            _("no pie of “{name}”: {why}").format(name=years.indicator.name, why=reasons[why]),
            todo=_("--chart bar shows the same; counts that are rated are pies with --counts"),
        )
    parts = sorted(((one.name, one.value or 0.0) for one in described.ordered), key=lambda part: -part[1])
    whole = sum(value for _name, value in parts)

    def share(value: float) -> str:
        return f"{format_number(value, years.decimals)} ({format_number(100 * value / whole, 1)}%)"

    drawn = charts.pie(parts, share)
    alt = said("alt_pie", parts="; ".join(f"{name} {share(value)}" for name, value in parts))
    return _figure(
        said("pie", title=words.title(described)), drawn, alt, words.notes(described)[:-1], words.source_of(described)
    )


def _histogram(described: Described) -> Figure:
    years, rated = described.years, described.year.rated
    found = bins(list(described.year.used.values()))
    drawn = charts.histogram(found, 0, _axis(described), said("count_axis", level=years.level))
    edges = [format_number(edge, charts.places(found.edges)) for edge in found.edges]
    parts = [said("alt_bin", low=edges[n], high=edges[n + 1], n=count) for n, count in enumerate(found.counts)]
    alt = said("alt_histogram", parts="; ".join(parts), sentence=words.sentence(described))
    notes = [said(f"bin_rule_{found.rule}"), *words.notes(described)[:-1]]
    del rated
    return _figure(said("histogram", title=words.title(described)), drawn, alt, notes, words.source_of(described))


def _box(described: Described) -> Figure:
    years = described.years
    wanted = [one for one in years.comparable if one.rated == described.year.rated] or [described.year]
    if described.year not in wanted:
        wanted = [described.year]
    rows, parts, beyond = [], [], []
    for one in wanted:
        used = [value for value in one.values if value.value is not None]
        found = box_parts([value.value or 0.0 for value in used])
        label = f"{one.year or years.level}{words.PRELIMINARY if one.preliminary else ''}"
        out = [(used[at].name, used[at].value or 0.0) for at in found.beyond]
        rows.append((label, found, out))

        def show(value: float, more: int = 0, rated: bool = one.rated) -> str:
            return words.shown(years, value, rated=rated, more=more)

        parts.append(said("alt_box_one", label=label, q1=show(found.q1, 1), q3=show(found.q3, 1), median=show(found.median, 1), low=show(found.low), high=show(found.high)))  # fmt: skip
        if out:
            beyond.append(f"{label}: " + ", ".join(f"{name} {show(value)}" for name, value in sorted(out, key=lambda o: o[1])))  # fmt: skip
    rest = said("beyond", names="; ".join(beyond)) if beyond else ""
    drawn = charts.boxes(rows, 0, _axis(described))
    notes = [said("box_rule", beyond=rest), *words.notes(described)[:-1]]
    return _figure(said("box", title=_whole(years)), drawn, said("alt_box", parts="; ".join(parts)), notes, words.source_of(described))  # fmt: skip


def _trend_lines(described: Described) -> list[tuple[str, list[Point]]]:
    """Few regions each by its line, many by their median; the city's own figures beside them."""
    years = described.years
    lines: list[tuple[str, list[Point]]] = []
    if years.level != "kota" and (described.shown or len(years.comparable[0].values) > LINES):
        lines.append((said("median_line", level=years.level), middle_line(years)))
        names = {one.region: one.name for one in years.comparable[0].values}
        lines += [(names[region], line_of(years, region)) for region in described.shown if region in names]
    else:
        lines += [(one.name, line_of(years, one.region)) for one in years.comparable[0].values]
    if years.level != "kota" and any(point.value is not None for point in line_of(years)) and not described.bare_count:
        lines.append((words.said("city"), line_of(years)))
    return [(label, points) for label, points in lines if any(point.value is not None for point in points)]


def trend_data(described: Described) -> list[charts.Trend]:
    """The lines of a trend as they are drawn."""
    return [
        charts.Trend(label, [(p.year, p.value, p.preliminary) for p in points])
        for label, points in _trend_lines(described)
    ]


def _trend(described: Described) -> Figure:
    years = described.years
    if len(years.comparable) < 2:
        raise UserError(
            _("“%s” has fewer than two comparable years: no trend") % years.indicator.name,
            todo=_("“qualcode indicators describe” without --chart shows what is there"),
        )
    lines = _trend_lines(described)
    places = words.COUNTED if years.comparable[-1].rated else years.decimals
    drawn = charts.trend(trend_data(described), places, _axis(described), list(years.breaks))
    first = lines[0][1]
    counts = ", ".join(f"{p.n} ({p.year})" for p in first) if any(p.n > 1 for p in first) else ""
    found = changes(years)
    notes = [
        said("trend_rule", median=said("trend_median", n=counts) if counts else ""),
        *(words.changes_notes(years, found) if found else words.break_notes(years)),
    ]
    parts = [
        f"{label} " + ", ".join(f"{p.year} {'...' if p.value is None else format_number(p.value, places)}{words.PRELIMINARY if p.preliminary else ''}" for p in points)
        for label, points in lines
    ]  # fmt: skip
    source = words.source_line(o for y in years.comparable for o in y.origins)
    return _figure(said("trend", title=_whole(years)), drawn, said("alt_trend", parts="; ".join(parts)), notes, source)


_FIGURES: dict[str, Callable[[Described], Figure]] = {
    "bar": _bar, "pie": _pie, "histogram": _histogram, "box": _box, "trend": _trend,
}  # fmt: skip


def _figure(caption: str, drawn: charts.Drawing, alt: str, notes: Iterable[str], source: str) -> Figure:
    return Figure(caption, drawn.shapes, alt, drawn.width, drawn.height, tuple(notes), source)


def _whole(years: Years) -> str:
    dated = [one.year for one in years.comparable]
    span = f"{dated[0]}–{dated[-1]}" if len(dated) > 1 else dated[0] if dated else None
    return words.titled(years, span, rated=any(one.rated for one in years.comparable))


def _axis(described: Described) -> str:
    years = described.years
    return words.titled(years, None, rated=described.year.rated) if described.year.rated else years.indicator.unit or words.name_of(years)  # fmt: skip
