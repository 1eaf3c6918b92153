"""What is said of an indicator's figures: in the report, in the terminal and in the app the same words.

The rule: a number stands with how many figures it rests on, and what was left out or doubted is said by name. No sentence
says why a figure is what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qualcode.collect.checks.board import KINDS
from qualcode.display.series import Value, Years
from qualcode.display.series_described import Changes, Described
from qualcode.i18n import _, language
from qualcode.language.numerals import format_number
from qualcode.report.phrases import saying

SOME = 8  # names in a note; how many more there are is said
COUNTED = 2  # decimals of a rate
PRELIMINARY = "*"  # after a number

# fmt: off
said = saying({
    "descriptive": ("Gambaran Indikator", "Indicators Described"),
    "title": ("{name}{per} menurut {level}{year}", "{name}{per} by {level}{year}"),
    "title_city": ("{name}{per}{year}", "{name}{per}{year}"),
    "per_denominator": (" per 1.000 {what}", " per 1,000 {what}"),
    "of_year": (", {year}", ", {year}"),
    "n_of": ("{n} dari {all} {level}", "{n} of {all} {level}"),
    "one_figure": ("{name}: {value}{unit}{year}.", "{name}: {value}{unit}{year}."),
    "sentence": (
        "{n} {level}: median {median}, dari {low} ({lows}) sampai {high} ({highs}){ratio}.",
        "{n} {level}: median {median}, from {low} ({lows}) to {high} ({highs}){ratio}."),
    "sentence_directed": (
        "{n} {level}: median {median}; terburuk {worsts} ({worst}), terbaik {bests} ({best}), selisih {gap}{ratio}.",
        "{n} {level}: median {median}; worst {worsts} ({worst}), best {bests} ({best}), a gap of {gap}{ratio}."),
    "ratio_of": ("; yang tertinggi {ratio} kali yang terendah", "; the highest is {ratio} times the lowest"),
    "and_more": ("{names} dan {n} lagi", "{names} and {n} more"),
    "no_figures": ("Tidak ada angka yang dapat dipakai.", "There is no usable figure."),
    # Statistics
    "statistic": ("Ukuran", "Statistic"), "n": ("n", "n"), "mean": ("Rata-rata", "Mean"), "median": ("Median", "Median"),
    "minimum": ("Minimum", "Minimum"), "maximum": ("Maksimum", "Maximum"), "q1": ("Kuartil 1", "Quartile 1"),
    "q3": ("Kuartil 3", "Quartile 3"), "deviation": ("Simpangan baku", "Standard deviation"), "gap": ("Selisih", "Gap"),
    "ratio": ("Rasio", "Ratio"), "missing": ("Tidak ada", "Missing"),
    "methods": (
        "Kuartil menurut Hyndman & Fan (1996) definisi 7; simpangan baku dengan n − 1; selisih = tertinggi − terendah, rasio = "
        "tertinggi : terendah. Rata-rata wilayah tidak ditimbang menurut penduduk, jadi bukan angka kota.",
        "Quartiles by Hyndman & Fan (1996), definition 7; standard deviation with n − 1; gap = highest − lowest, ratio = highest : "
        "lowest. The mean of areas is not weighted by population, so it is not the city's figure."),
    "rank_worst": ("Peringkat 1 = terburuk ({way}); nilai sama berbagi peringkat rata-rata.", "Rank 1 = worst ({way}); equal values share their average rank."),
    "higher_worse": ("makin tinggi makin buruk", "higher is worse"), "higher_better": ("makin tinggi makin baik", "higher is better"),
    "rank_none": (
        "Arah indikator belum ditetapkan: peringkat 1 = tertinggi, tidak berarti terburuk.",
        "The indicator's direction is not declared: rank 1 = highest, which does not mean worst."),
    "flat": ("Nyaris rata: jarak kuartil kurang dari 5% median, sehingga peringkat nyaris tidak membedakan wilayah.",
             "Nearly flat: the quartile distance is below 5% of the median, so ranks hardly tell areas apart."),
    "bare_count": (
        "PERHATIAN: ini jumlah, bukan angka per penduduk; wilayah besar berangka besar. Jangan dipakai untuk membandingkan ketimpangan.",
        "CAREFUL: these are counts, not rates; big areas have big numbers. Do not use them to compare inequality."),
    "few": ("Hanya {n} angka: ringkasan ini sangat peka pada tiap angka.", "Only {n} figures: this summary depends on every one of them."),
    # Left out and doubted
    "absent": ("Tidak ada angka untuk {n}: {names}. Tidak ada angka bukan berarti nol.", "No figure for {n}: {names}. No figure does not mean zero."),
    "excluded": ("Dikeluarkan dengan keputusan {n}: {names}.", "Excluded by decision {n}: {names}."),
    "unreadable": ("Tercetak tetapi bukan angka yang dapat dibaca {n}: {names}.", "Printed but no readable number {n}: {names}."),
    "no_denominator": ("Tanpa pembagi untuk tahun itu {n}: {names}.", "Without a denominator of that year {n}: {names}."),
    "preliminary": ("Angka sementara menurut sumbernya {n}: {names}.", "Preliminary by their source {n}: {names}."),
    "corrected": ("Dikoreksi dengan keputusan {n}: {names}.", "Corrected by decision {n}: {names}."),
    "tables_differ": ("Tabel lain mencetak angka lain {n}: {names}; yang dipakai tabel {table}.", "Another table prints another figure {n}: {names}; table {table} is used."),
    "denominator": ("Pembaginya masih dipertanyakan pemeriksaan {n}: {names}.", "Their denominator is in doubt {n}: {names}."),
    "alarm": ("Dipakai seperti tercetak, pemeriksaan meragukan ({kind}) {n}: {names}.", "Used as printed, in doubt by the checks ({kind}) {n}: {names}."),
    "because": ("{name} ({reason})", "{name} ({reason})"),
    "passed": ("{year} tidak dipakai: {why}.", "{year} not used: {why}."),
    "why_preliminary": ("angka sementara", "preliminary figures"), "why_no_denominator": ("pembagi tidak ada", "no denominator"),
    "why_denominator_doubt": ("pembaginya diragukan pemeriksaan di banyak wilayah", "the checks doubt its denominator in many areas"),
    "why_no_number": ("tidak ada angka", "no number"),
    # Standards
    "city": ("angka kota", "the city's figure"), "standard": ("standar", "the standard"),
    "against": ("Dibandingkan {what} ({value}): {better} lebih baik, {worse} lebih buruk, {equal} sama.",
                "Against {what} ({value}): {better} better, {worse} worse, {equal} equal."),
    "against_plain": ("Dibandingkan {what} ({value}): {better} di atas, {worse} di bawah, {equal} sama.",
                      "Against {what} ({value}): {better} above, {worse} below, {equal} equal."),
    # Changes
    "changed": ("{what} {first}–{last}: {change}.", "{what} {first}–{last}: {change}."),
    "change": ("{absolute}{unit} ({percent})", "{absolute}{unit} ({percent})"),
    "no_percent": ("persentase tidak dihitung", "no percentage"),
    "changes_line": ("{first}–{last}, {n} {level}: {up} naik, {down} turun, {same} tetap; perubahan median {middle}{unit}.",
                     "{first}–{last}, {n} {level}: {up} rose, {down} fell, {same} unchanged; median change {middle}{unit}."),
    "change_missing": ("Perubahan tidak dihitung untuk {n} tanpa angka di salah satu tahun: {names}.", "No change worked out for {n} without a figure in one of the years: {names}."),
    "change_break": ("Deret terputus pada {years}: perubahan tidak dihitung.", "The series breaks in {years}: no change is worked out."),
    "change_unit": ("Satu tahun per penduduk dan satu tahun jumlah: perubahan tidak dihitung.", "One year is a rate and one a count: no change is worked out."),
    "change_preliminary": ("Perubahan di {n} wilayah memakai angka sementara: {names}.", "The change in {n} areas uses preliminary figures: {names}."),
    "change_worry": ("Perubahan di {n} wilayah memakai angka yang diragukan pemeriksaan, periksa sebelum dikutip: {names}.",
                     "The change in {n} areas uses figures the checks doubt, look before citing: {names}."),
    "change_source": ("Sumber kedua tahun tidak sama; periksa apakah definisinya sama.", "The two years have different sources; check that they mean the same."),
    "break": ("Deret terputus mulai {year}: {reason}.", "The series breaks from {year}: {reason}."),
    "no_source": ("Sumber tidak dicantumkan", "Source not given"),
    "table_no": ("{source} (tabel {tables})", "{source} (table {tables})"),
    "points": (" poin", " points"),
})
# fmt: on


def unit_of(years: Years, *, rated: bool) -> str:
    """The unit after a number, with its space: `` tahun``, ``%``; nothing for a rate, whose title says it."""
    unit = years.indicator.unit
    return "" if rated or not unit else "%" if unit == "%" else f" {unit}"


def shown(years: Years, value: float | None, *, rated: bool, more: int = 0) -> str:
    """A figure as it is printed; ``more`` decimals for what was worked out of several. None is ``...``, as not available."""
    if value is None:
        return "..."
    return format_number(value, COUNTED if rated else max(years.decimals, min(2, years.decimals + more)))


def name_of(years: Years) -> str:
    """The indicator's name in the language in use."""
    return years.indicator.name_en if language() == "en" and years.indicator.name_en else years.indicator.name


def title(described: Described) -> str:
    """`Jumlah penerima PKH per 1.000 penduduk menurut kelurahan, 2023`."""
    return titled(described.years, described.year.year, rated=described.year.rated)


def titled(years: Years, year: int | str | None, *, rated: bool, areas: bool = True) -> str:
    """The same of any year or none; ``areas``: with the level."""
    per = said("per_denominator", what=_small(years.denominator)) if rated else ""
    at = said("of_year", year=year) if year else ""
    if not rated and (unit := years.indicator.unit) and unit.casefold() not in name_of(years).casefold():
        per = f" ({unit})"
    if years.level == "kota" or not areas:
        return said("title_city", name=name_of(years), per=per, year=at)
    return said("title", name=name_of(years), per=per, level=years.level, year=at)


def sentence(described: Described) -> str:
    """The figures in a sentence: how many, the median, the ends, and how far apart they are."""
    found, years, rated = described.description, described.years, described.year.rated
    if found is None:
        return said("no_figures")

    def show(value: float, more: int = 0) -> str:
        return shown(years, value, rated=rated, more=more)

    if len(described.year.values) == 1:
        at = said("of_year", year=described.year.year) if described.year.year else ""
        return said("one_figure", name=described.year.values[0].name, value=show(found.mean), unit=unit_of(years, rated=rated), year=at)  # fmt: skip
    n = said("n_of", n=found.n, all=found.n + found.missing, level="").strip() if found.missing else str(found.n)
    ratio = said("ratio_of", ratio=format_number(found.ratio, 1)) if found.ratio and found.gap else ""
    middle = show(found.median, 1)
    if not years.indicator.direction:
        low, high = described.worst, described.best  # undeclared: high first
        low, high = (low, high) if low[0].value == found.minimum else (high, low)
        return said(
            "sentence", n=n, level=years.level, median=middle, low=show(found.minimum), lows=listed(low, 2),
            high=show(found.maximum), highs=listed(high, 2), ratio=ratio,
        )  # fmt: skip
    worst, best = described.worst[0].value or 0.0, described.best[0].value or 0.0
    return said(
        "sentence_directed", n=n, level=years.level, median=middle, worsts=listed(described.worst, 2), worst=show(worst),
        bests=listed(described.best, 2), best=show(best), gap=show(found.gap), ratio=ratio,
    )  # fmt: skip


def statistics(described: Described) -> list[tuple[str, str]]:
    """The statistics with their names, in the order of a table; empty where there is no figure."""
    found, years, rated = described.description, described.years, described.year.rated
    if found is None:
        return []
    if len(described.year.values) == 1:
        return []  # a single region has a figure, and nothing to be described
    names = ("mean", "median", "deviation", "minimum", "q1", "q3", "maximum", "gap")
    more = {"mean": 1, "median": 1, "deviation": 1, "q1": 1, "q3": 1}
    rows = [
        (said(name), shown(years, getattr(found, name), rated=rated, more=more.get(name, 0)))
        for name in names
        if getattr(found, name) is not None
    ]
    ratio = [(said("ratio"), format_number(found.ratio, 2))] if found.ratio is not None else []
    return [(said("n"), said("n_of", n=found.n, all=found.n + found.missing, level=years.level)), *rows, *ratio]


def notes(described: Described) -> list[str]:
    """All that has to be known beside the numbers: warnings first, what was left out and why, how it was worked out."""
    return [*_warnings(described), *standing(described)]


def _warnings(described: Described) -> list[str]:
    lines = [said("bare_count")] if described.bare_count else []
    for why, values in described.left_out.items():
        lines.append(said(why, n=len(values), names=listed(values)))
    for sign, values in described.worries.items():
        known = sign if sign in ("preliminary", "corrected", "tables_differ", "denominator") else "alarm"
        kind = _(KINDS[sign]) if known == "alarm" and sign in KINDS else ""
        table = ", ".join(described.year.tables)
        lines.append(said(known, n=len(values), names=listed(values), kind=kind, table=table))
    for year, why in described.passed_over:
        lines.append(said("passed", year=year or said("no_year"), why=said(f"why_{why}")))
    return lines


def standing(described: Described) -> list[str]:
    """What does not warn: the comparison with a standard, what ranks mean and how all was worked out."""
    found, years, lines = described.description, described.years, []
    for one in described.against:
        key = "against" if years.indicator.direction else "against_plain"
        value = shown(years, one.value, rated=described.year.rated)
        lines.append(said(key, what=said(one.kind), value=value, better=one.better, worse=one.worse, equal=one.equal))
    if found is not None and found.n > 1:
        if found.n < 9:
            lines.append(said("few", n=found.n))
        if described.flat:
            lines.append(said("flat"))
        lines += [rank_note(years), said("methods")]
    return lines


def rank_note(years: Years) -> str:
    """What rank 1 means."""
    direction = years.indicator.direction
    if not direction:
        return said("rank_none")
    return said("rank_worst", way=said("higher_worse" if direction < 0 else "higher_better"))


def change_text(years: Years, absolute: float | None, percent: float | None, *, rated: bool) -> str:
    """`+37.149 rupiah (+6,2 %)`; of shares the points."""
    if absolute is None:
        return "..."
    share = years.indicator.unit == "%" and not rated
    unit = said("points") if share else unit_of(years, rated=rated)
    relative = signed(percent, 1) + "%" if percent is not None else said("no_percent")
    return said("change", absolute=signed(absolute, COUNTED if rated else years.decimals), unit=unit, percent=relative)


def changes_notes(years: Years, found: Changes) -> list[str]:
    """The changes of all regions in a line, and what keeps some from being worked out."""
    from statistics import median

    rated = years.at(found.last).rated
    known = [one.absolute for one in found.changes if one.absolute is not None]
    lines = []
    if len(known) == 1 and len(found.changes) == 1:
        one = found.changes[0]
        lines.append(said("changed", what=one.name, first=found.first, last=found.last, change=change_text(years, one.absolute, one.percent, rated=rated)))  # fmt: skip
    elif known:
        up, down = sum(v > 0 for v in known), sum(v < 0 for v in known)
        middle = signed(median(known), COUNTED if rated else years.decimals)
        unit = said("points") if years.indicator.unit == "%" and not rated else unit_of(years, rated=rated)
        lines.append(said("changes_line", first=found.first, last=found.last, n=len(known), level=years.level, up=up, down=down, same=len(known) - up - down, middle=middle, unit=unit))  # fmt: skip
    if found.city and found.city.absolute is not None:
        city = change_text(years, found.city.absolute, found.city.percent, rated=rated)
        lines.append(said("changed", what=found.city.name, first=found.first, last=found.last, change=city))
    if found.broken:
        lines.append(said("change_break", years=", ".join(map(str, found.broken))))
    elif any(one.why == "unit" for one in found.changes):
        lines.append(said("change_unit"))
    if missing := [one.name for one in found.changes if one.why == "missing"]:
        lines.append(said("change_missing", n=len(missing), names=_some(missing)))
    doubted = {
        "preliminary": [one.name for one in found.changes if one.preliminary],
        "worry": [one.name for one in found.changes if one.worry],
    }
    for key, where in doubted.items():
        if where:
            lines.append(said(f"change_{key}", n=len(where), names=_some(where)))
    if found.source_changed:
        lines.append(said("change_source"))
    return [*lines, *break_notes(years)]


def break_notes(years: Years) -> list[str]:
    return [said("break", year=year, reason=reason.rstrip(".")) for year, reason in years.breaks.items()]


def source_of(described: Described) -> str:
    """`BPS Kota Surakarta, 2025 (tabel 4.9)`."""
    source = source_line(described.year.origins or (described.years.indicator.origin,))
    tables = [table for table in described.year.tables if table]
    return said("table_no", source=source, tables=", ".join(tables)) if tables else source


def source_line(origins: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, origins))) or said("no_source")


def signed(value: float, decimals: int) -> str:
    """A change with its sign."""
    text = format_number(value, decimals)
    return text if text.startswith("−") or not value or not text.strip("0,.") else f"+{text}"


def listed(values: Sequence[Value], most: int = SOME) -> str:
    """Names of regions, with the reason of a decision; how many more there are."""
    return _some(
        [said("because", name=one.name, reason=one.reason) if one.reason else one.name for one in values], most
    )


def _some(names: Sequence[str], most: int = SOME) -> str:
    text = ", ".join(names[:most])
    return text if len(names) <= most else said("and_more", names=text, n=len(names) - most)


def _small(name: str) -> str:
    """What is counted of: of *Jumlah penduduk*, penduduk."""
    name = name.removeprefix("Jumlah ")
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
