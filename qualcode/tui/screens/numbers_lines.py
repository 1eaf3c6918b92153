"""How the screen of numbers draws its lines: the ranking of an indicator, counted words and codes, the saturation of codes.

The rule: what is said is what the report says (``report.descriptive_words``, ``report.content_words``); here it is only laid out.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.display.content import Terms
from qualcode.display.content_codes import Codes
from qualcode.display.saturation import Saturation
from qualcode.display.series import Value
from qualcode.display.series_described import Changes, Described
from qualcode.errors import UserError
from qualcode.i18n import N_, _, language
from qualcode.language.numerals import flag_label, format_number
from qualcode.report import content_words, descriptive_words
from qualcode.report.charts import Trend
from qualcode.report.charts_described import trend_data
from qualcode.report.charts_text import chart_lines, trend_lines
from qualcode.tui.drawing import cells, cut, wrapped

NAME = 20  # cells of a region's or word's name
_DOTS = "…"


def bar(value: float, low: float, high: float, room: int) -> str:
    """A bar from zero of at most ``room`` cells; negative ones are shaded."""
    most = max(abs(low), abs(high)) or 1.0
    long = round(abs(value) / most * room)
    return ("▒" if value < 0 else "█") * long or "▏"


def area_line(described: Described, found: Changes | None, one: Value, width: int) -> str:
    """A region: rank, name, figure, what changed, bar; one that is left out says why in a word."""
    years, rated = described.years, described.year.rated
    rank = described.ranks.get(one.region)
    place = "" if rank is None else f"{rank:g}".replace(".", "," if language() == "id" else ".")
    mark = descriptive_words.PRELIMINARY if "preliminary" in one.against else "!" if one.against else ""
    text = f"{place:>5} {cut(one.name, NAME)} {descriptive_words.shown(years, one.value, rated=rated) + mark:>12}"
    moved = next((c.absolute for c in found.changes if c.region == one.region), None) if found else None
    places = descriptive_words.COUNTED if rated else years.decimals
    text += f" {descriptive_words.signed(moved, places) if moved is not None else '':>10}  "
    if one.value is None:
        return text + _(OUT[one.out])
    values = list(described.year.used.values())
    return text + bar(one.value, min(values), max(values), max(6, width - len(text) - 2))


def area_heads(described: Described, found: Changes | None, width: int) -> str:
    change = f"{found.first}–{found.last}" if found else ""
    return f"{_('rank'):>5} {cut(_('area'), NAME)} {_('figure'):>12} {change:>10}"


def printed_lines(described: Described, one: Value, width: int) -> list[str]:
    """A figure as it was printed, with all that is known of it."""
    lines = [f"{one.name} ({one.within})" if one.within else one.name]
    table = ", ".join(described.year.tables)
    lines.append(_("as printed: {printed} · table {table} · {year}").format(printed=one.printed or "–", table=table or "–", year=described.year.year or "–"))  # fmt: skip
    if one.value is not None:
        value = descriptive_words.shown(described.years, one.value, rated=described.year.rated)
        lines.append(_("as used: {value}").format(value=value) + (_(" per 1,000") if described.year.rated else ""))
    else:
        lines.append(_("left out: {why}").format(why=_(OUT[one.out])))
    for sign in one.against:
        lines.append("! " + (_(AGAINST[sign]) if sign in AGAINST else _alarm(sign)))
    if one.reason:
        lines.append(_("decided: {reason}").format(reason=one.reason))
    lines.append(descriptive_words.source_of(described))
    return [part for line in lines for part in wrapped(line, width, 2)]


def _alarm(kind: str) -> str:
    from qualcode.collect.checks.board import KINDS

    return _("an alarm nobody decided: {kind}").format(kind=_(KINDS[kind]) if kind in KINDS else flag_label(kind))


OUT = {
    "absent": N_("no figure"), "excluded": N_("excluded"), "unreadable": N_("no readable number"), "no_denominator": N_("no denominator"),
}  # fmt: skip
AGAINST = {
    "preliminary": N_("preliminary by its source"), "corrected": N_("corrected by decision"),
    "tables_differ": N_("another table prints another figure"), "denominator": N_("its denominator is in doubt"),
}  # fmt: skip


def chart(described: Described, kind: str, width: int, room: int) -> list[str]:
    """The chart in at most ``room`` lines; where it is refused, why."""
    try:
        legend = len(trend_data(described)) if kind == "trend" and len(described.years.comparable) > 1 else 0
        return chart_lines(described, kind, width, max(3, room - 2 - legend))[:room]
    except UserError as error:
        return wrapped(str(error), width, room)


def _beside(text: str, parts: Sequence[str], first: int, width: int) -> str:
    """A line with its groups from ``first`` on, as many as fit; ``…`` says that there are more."""
    for part in parts[first:]:
        if cells(text) + cells(part) > width - 2:
            return text + _DOTS
        text += part
    return text


def term_line(found: Terms, item: int, first: int, width: int) -> str:
    """A term: count, rate, sources, then its groups' counts and rates, or a bar."""
    one = found.terms[item]
    text = (
        f" {cut(one.name, NAME)} {one.count:>6} {format_number(found.per_thousand(one) or 0, 2):>8} {one.sources:>5}  "
    )
    if not found.groups:
        return text + bar(one.count, 0, found.terms[0].count, max(4, width - len(text) - 2))
    rates = [found.per_thousand(one, n) for n in range(len(found.groups))]
    parts = [
        f"{n:>4} {format_number(rate or 0, 2) if n else '':>6} " for n, rate in zip(one.counts, rates, strict=True)
    ]
    return _beside(text, parts, first, width)


def term_heads(found: Terms, first: int, width: int) -> str:
    text = f" {cut(_('word'), NAME)} {_('count'):>6} {_('‰ words'):>8} {_('src'):>5}  "
    return _beside(text, [f"{cut(group.name, 11)} " for group in found.groups], first, width)


def code_line(found: Codes, item: int, first: int, width: int) -> str:
    """A code: segments, rate, m of n sources, informants, then its groups' segments, or a bar."""
    one = found.codes[item]
    rate = format_number(1000 * one.segments / found.words, 2) if found.words else ""
    text = f" {cut(one.name, NAME + 2)} {one.segments:>6} {rate:>8} {f'{one.raised}/{one.finished}':>7} {one.informants:>5}  "
    if found.groups:
        return _beside(text, [f"{_DOTS if count is None else count:>9} " for count in one.counts], first, width)
    return text + bar(one.segments, 0, found.codes[0].segments, max(4, width - len(text) - 2)) if one.segments else text


def code_heads(found: Codes, first: int, width: int) -> str:
    text = f" {cut(_('code'), NAME + 2)} {_('segm.'):>6} {_('‰ words'):>8} {_('src'):>7} {_('inf.'):>5}  "
    return _beside(text, [f"{cut(group.name, 9)} " for group in found.groups], first, width)


def step_line(found: Saturation, item: int, width: int) -> str:
    """A source in the order of dates: its codes, new ones, all so far, and the run that ends there."""
    step = found.steps[item]
    run = next((one for one in found.runs if one.last == item + 1), None)
    share = f"{run.new:>5} {format_number(run.share, 1) + '%':>7}" if run else f"{'':>13}"
    text = f" {item + 1:>3} {cut(step.name, NAME)} {cut(step.date, 10)} {step.codes:>5} {step.new:>5} {step.total:>10} {share}  "
    return text + bar(step.total, 0, found.steps[-1].total, max(4, width - len(text) - 2))


def step_heads(found: Saturation) -> str:
    run = _("run of %d") % found.run
    return f" {_('No.'):>3} {cut(_('source'), NAME)} {cut(_('date'), 10)} {_('codes'):>5} {_('new'):>5} {_('so far'):>10} {run:>13}"


def curve(found: Saturation, width: int, room: int) -> list[str]:
    """The curve of codes so far."""
    points = [(n, float(step.total), False) for n, step in enumerate(found.steps, 1)]
    line = Trend(content_words.said("saturation_axis"), points)
    return trend_lines([line], 0, width, height=max(4, room - 3))[:-1]
