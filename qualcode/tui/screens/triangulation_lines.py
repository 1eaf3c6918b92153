"""Triangulation as lines of a terminal: the link, the areas, and the thread or the figure of the one at the cursor.

The rule: the verdict is read without colour (``=`` agree, ``~`` partly, ``≈`` weakly, ``✗`` in dissonance, a dot where one side is
silent), its reasons stand right after it, and nobody's silence takes a line of its own. Pure functions.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.conclude.following import Followed
from qualcode.conclude.joint import Joint
from qualcode.conclude.ranks import rank_line
from qualcode.conclude.threads import EXPLAINED_BY, Deeds
from qualcode.conclude.triangulation import HEARD, Assessment, Outcome, Verdict
from qualcode.conclude.wording import (
    ASSESSMENTS,
    EXPLANATIONS,
    KINDS,
    OUTCOMES,
    THREAD_STATES,
    adjusted_line,
    foot_line,
    reason_labels,
    verdict_label,
)
from qualcode.display.cells import SIGNS, SILENT
from qualcode.display.terms import Term, term
from qualcode.i18n import N_, _
from qualcode.language.numerals import format_number
from qualcode.report.joint_lines import (
    class_word,
    figure_line,
    link_line,
    passed_lines,
    ranked,
    series_line,
    value_decimals,
    value_of,
    voices_line,
)
from qualcode.store import times
from qualcode.tui.drawing import Parts, cells, cut, ends, rule, wrapped
from qualcode.tui.palette import Palette
from qualcode.tui.screens.triangulation_shown import Shown

SHORT: dict[Outcome, Term] = {
    Outcome.AGREE: ("sejalan", N_("agree")),
    Outcome.AGREE_WEAK: ("sejalan lemah", N_("agree weakly")),
    Outcome.PARTIAL: ("sebagian", N_("partly")),
}
MARKS = {Outcome.AGREE: "=", Outcome.AGREE_WEAK: "≈", Outcome.PARTIAL: "~", Outcome.DISSONANCE: "✗"}


def heads(shown: Shown, width: int, palette: Palette) -> list[Parts]:
    """What came of it, which figures, how the link was made, and the columns."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    one = shown.joint
    within = one.within
    stamps = ", ".join(reason_labels(within.stamps))
    inside = _("sources {s} · methods {m}").format(
        s="–" if within.informants is None else within.informants, m=len([1 for m, _n in within.genres.values() if m])
    )
    if within.informants is not None:
        inside += f" · ! {stamps}" if stamps else " ✓"
    number = f"{shown.number}/{shown.of}"
    return [
        [(" " + cut(result_line(one.result.assessment), width - 2), strong)],
        ends([(" " + series_line(one.series), plainly)], [(f" {number} ", quiet)], width, plainly),
        ends([(" " + link_line(one), quiet)], [(f" {inside} ", quiet)], width, quiet),
        [("─" * width, quiet)],
        [(_columns(width, " ", _("area"), "EMPSC", _("voices"), _("figure"), _("rank"), "", _("verdict"), ""), quiet)],
    ]  # fmt: skip


def _columns(
    width: int, sign: str, area: str, counts: Sequence[str], voices: str, value: str, rank: str, klass: str, verdict: str, thread: str,
) -> str:  # fmt: skip
    names = 10 + max(0, min(14, (width - 80) // 3))
    text = f"{sign}{cut(area, names)}{counts[0]:>3}{counts[1]:>3} {counts[2]:>2}{counts[3]:>2}{counts[4]:>2} {cut(voices, 6):>6}{value:>7} {cut(rank, 6):>6} {cut(klass, 6)} "
    return text + cut(verdict, width - cells(text) - 4) + cut(thread, 4)


def area_line(shown: Shown, item: int, width: int, palette: Palette, here: bool) -> Parts:
    """One area: counts, sign, figure, place, verdict with its reasons, thread."""
    one, v = shown.joint, shown.verdicts[item]
    cell = v.cell
    silent = cell.status in SILENT
    value = value_of(one, v)
    followed = shown.threads.get(v.area)
    counts = [str(cell.E), *(SIGNS[cell.status] if silent else str(n) for n in (cell.M, cell.P, cell.S, cell.C))]
    text = _columns(
        width, "▸" if here else " ", v.area, counts,
        SIGNS.get(cell.status, "") if cell.M or silent else cell.text,
        "..." if value is None else format_number(value, value_decimals(one)), ranked(one, v) or "…", class_word(one, v) or "…",
        f"{MARKS.get(v.outcome, '·')} {_said(v)}", followed.name if followed and followed.thread else "+" if followed else "",
    )  # fmt: skip
    strong = here or v.outcome is Outcome.DISSONANCE
    return [(text, palette.style(strong=strong, quiet=silent and not here))]


def _said(v: Verdict) -> str:
    """The verdict as short as a column needs it: a firm dissonance in capitals, of a silence only whose it is."""
    if v.outcome is Outcome.DISSONANCE:
        words = term(OUTCOMES[v.outcome])
        words = words if v.provisional else words.upper()
    elif v.outcome in SHORT:
        words = term(SHORT[v.outcome])
    else:
        words = term(KINDS[v.kind]) if v.kind else term(OUTCOMES[v.outcome])
    reasons = ", ".join(reason_labels(v.reasons))
    return f"{words} [{reasons}]" if reasons else words


def result_line(assessment: Assessment) -> str:
    """`7 sampled: 2 in agreement, 3 partly, 1 in dissonance, 1 silent → partly`: what fits a row of 80 cells."""
    counts = assessment.counts
    parts = [(counts.get(outcome, 0), term(SHORT.get(outcome, OUTCOMES[outcome]))) for outcome in HEARD]
    parts.append((sum(counts.values()) - assessment.heard, _("silent")))
    said = ", ".join(f"{count} {words}" for count, words in parts if count)
    line = _("{n} sampled: {parts}").format(n=sum(counts.values()), parts=said or "0")
    return f"{line} → {term(ASSESSMENTS[assessment.word])}"


def silent_line(shown: Shown, width: int) -> str:
    """The areas nobody visited, and how their figures stand."""
    foot = shown.joint.result.foot
    return "· " + foot_line(foot) if foot.areas else ""


def folded(shown: Shown, item: int, width: int, palette: Palette, room: int) -> list[Parts]:
    """Below the list: the area at the cursor, one passage, its figure, what was chosen, and what the orders say."""
    quiet, plainly = palette.style(quiet=True), palette.style()
    v = shown.verdicts[item]
    followed = shown.threads.get(v.area)
    lines: list[Parts] = [_title(shown, v, width, palette)]
    quotes = shown.quotes.get(v.area, ())
    if quotes:
        first = quotes[0]
        lines += [
            [(" " + text, plainly)]
            for text in wrapped(f"“{first.text}” {first.source_id}", width - 2, 2 if room > 5 else 1)
        ]
    else:
        lines.append([(" " + _("Nobody raises it here: %s") % voices_line(v.cell), plainly)])
    about = f"{voices_line(v.cell)} · {figure_line(shown.joint, v)}"
    lines += [[(" " + text, quiet)] for text in wrapped(about, width - 2, 2 if room > 6 else 1)]
    if followed and followed.thread:
        lines += [[(" " + text, plainly)] for text in wrapped(_chosen(followed), width - 2, 2 if room > 7 else 1)]
    elif v.reasons:
        lines += [[(" " + text, plainly)] for text in wrapped(", ".join(reason_labels(v.reasons)), width - 2, 1)]
    if shown.joint.link.closeness != "context":
        rank = rank_line(shown.joint.result.rank)
        if shown.joint.adjusted is not None:
            rank = (
                adjusted_line(shown.joint.adjusted, shown.joint.tested, shown.joint.pairs, exploratory=False)
                + " · "
                + rank
            )
        lines += [[(" " + text, quiet)] for text in wrapped(rank, width - 2, max(1, room - len(lines)))]
    return lines[:room]


def _chosen(followed: Followed) -> str:
    thread = followed.thread
    assert thread is not None
    said = " ".join(f"[{EXPLAINED_BY.index(key) + 1} {term(EXPLANATIONS[key])}]" for key in thread.explanations)
    return f"{_('Explanation')}  {said or '–'}  " + (thread.resolution or _("open: Enter opens it"))


def _title(shown: Shown, v: Verdict, width: int, palette: Palette) -> Parts:
    quiet, strong = palette.style(quiet=True), palette.style(strong=True)
    followed = shown.threads.get(v.area)
    if followed is None:
        return rule(f"{v.area}: {verdict_label(v)}", "", width, quiet, strong)
    kind = term(KINDS[v.kind]) if v.kind and not followed.gone else term(THREAD_STATES["gone"])
    if v.reasons and not followed.gone:
        kind += f" [{', '.join(reason_labels(v.reasons))}]"
    name = _("Thread %s") % followed.name if followed.thread else _("Thread, not opened")
    return rule(f"{name} · {v.area}: {kind}", _state(followed, shown.deeds.get(v.area)), width, quiet, strong)


def _state(followed: Followed, deeds: Deeds | None) -> str:
    if deeds is None:
        return term(THREAD_STATES[followed.state])
    who, at = (deeds.closed_by, deeds.closed) if deeds.closed is not None else (deeds.opened_by, deeds.opened)
    day = times.here(at or deeds.opened).strftime("%Y-%m-%d")
    return f"{term(THREAD_STATES[followed.state])}, {who}, {day}"


def drawer(shown: Shown, item: int, width: int, palette: Palette, room: int) -> list[Parts]:
    """The thread whole: its question, the nine explanations with their digits, what it was resolved to, by whom."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    v = shown.verdicts[item]
    followed = shown.threads[v.area]
    thread = followed.thread
    chosen = thread.explanations if thread else ()
    lines: list[Parts] = [_title(shown, v, width, palette)]
    lines += [[(" " + text, strong)] for text in wrapped(followed.question, width - 2, 2)]
    if thread and followed.gone and thread.seen:
        lines.append([(" " + cut(_("Opened with {m} of {n} transcripts, rank {rank}.").format(m=thread.seen.get("m"), n=thread.seen.get("n"), rank=thread.seen.get("rank")), width - 2), quiet)])  # fmt: skip
    half = (width - 2) // 2
    for row in range(5):
        parts: Parts = [(" ", plainly)]
        for number in (row + 1, row + 6):
            if number <= len(EXPLAINED_BY):
                key = EXPLAINED_BY[number - 1]
                sign = "●" if key in chosen else "?" if key in followed.hints else " "
                parts.append(
                    (cut(f"{sign} {number} {term(EXPLANATIONS[key])}", half), strong if key in chosen else plainly)
                )
        lines.append(parts)
    resolution = thread.resolution if thread else ""
    said = resolution or _("no resolution yet: choose explanations, then write what was found")
    lines += [
        [(" " + text, plainly if resolution else quiet)] for text in wrapped(said, width - 2, max(1, room - len(lines)))
    ]
    return lines[:room]


def figures(shown: Shown, item: int, width: int, palette: Palette, room: int) -> list[Parts]:
    """The figure of the area at the cursor: what it measures, what was passed over, and who stands beside it."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    one, v = shown.joint, shown.verdicts[item]
    told: list[str] = [figure_line(one, v), *passed_lines(one)]
    if one.series.indicator.note:
        told.append(one.series.indicator.note)
    told.append(_neighbours(one, v))
    if one.series.origin:
        told.append(one.series.origin)
    lines: list[Parts] = [rule(f"{v.area}: {series_line(one.series)}", "", width, quiet, strong)]
    for text in filter(None, told):
        lines += [[(" " + part, plainly)] for part in wrapped(text, width - 2, 2)]
    return lines[:room]


def _neighbours(one: Joint, v: Verdict) -> str:
    """The areas just before and behind in the order of the figures."""
    placed = sorted((w for w in one.result.verdicts if w.standing), key=lambda w: w.standing.rank if w.standing else 0)
    if v not in placed:
        return ""
    at = placed.index(v)

    def shown(some: Sequence[Verdict]) -> str:
        return ", ".join(f"{w.area} {format_number(w.standing.value, value_decimals(one))}" for w in some if w.standing)

    return _("worse: {before}; better: {after}").format(
        before=shown(placed[max(0, at - 2) : at]) or "–", after=shown(placed[at + 1 : at + 3]) or "–"
    )
