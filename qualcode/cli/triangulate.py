"""triangulate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import json_option, listing, opened, tell
from qualcode.cli.options import NUMBER, layer_coder, layer_option, where_option
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.conclude.joint import Joint


@click.command(
    help=_(
        "Do the voices and the figures of an area agree? For every theme that is linked to an indicator: the cell of each area, its figure with "
        "its rank among all areas of the city, and a verdict with every reason that weakens it. A dissonance is not a mistake but a thread "
        "to follow. --store keeps thresholds and verdicts in the project and opens the threads. A link that is made or changed after its "
        "result was shown is stamped so; --explore scans every theme with every indicator, stamped exploratory.\n\n"
        "Example: qualcode triangulate --theme “Bantuan meleset dari yang membutuhkan”"
    )
)
@click.option("--theme", "theme_name", metavar="NAME", help=_("Only this theme."))
@click.option("--year", type=int, help=_("Figures of this year, instead of the newest usable one."))
@click.option(
    "--tau",
    type=NUMBER,
    help=_(
        "Net share of transcripts from which a cell gets − or +; else the project's, which --store keeps, else 0.5."
    ),
)
@click.option("--store", is_flag=True, help=_("Keep the verdicts, and open a thread for every dissonance."))
@click.option("--explore", is_flag=True, help=_("Every theme with every indicator, linked or not: exploratory."))
@click.option(
    "--within", "inside", is_flag=True, help=_("Only the voices: each theme by sources, methods and researchers.")
)
@where_option
@layer_option
@json_option
@click.pass_context
def triangulate(
    ctx: click.Context, theme_name: str | None, year: int | None, tau: float | None, store: bool, explore: bool, inside: bool,
    where: str, layer: str, as_json: bool,
) -> None:  # fmt: skip
    if store and explore:
        raise UserError(
            _("an exploration is not kept as a result"), todo=_("Link what you want to follow: “qualcode links add”")
        )
    if store and where.strip():
        raise UserError(
            _("verdicts on a part of the passages are not kept"), todo=_("Leave out --where, or leave out --store")
        )
    from qualcode.conclude.attribution import doubts
    from qualcode.conclude.declared import dropped, stamped
    from qualcode.conclude.joint import joints
    from qualcode.conclude.keeping import keep
    from qualcode.conclude.wording import dropped_line
    from qualcode.report.counted_notes import of_query

    with opened(ctx, writes=store) as project:
        theme = find(project, "theme", theme_name) if theme_name else None
        coder = layer_coder(project, layer)
        if inside:
            _within(project, theme, coder, where, as_json)
            return
        found = joints(project, theme=theme, coder=coder, tau=tau, year=year, explore=explore, where=where)
        opened_now = keep(project, found) if store else 0
        shown = {one.link.id for one in found}
        names = dict(project.rows("SELECT id, name FROM indicator"))
        left = {names[one.indicator] for one in stamped(project, theme) if one.id not in shown and not explore}
        notes = (
            [_("No figures of {year}: {indicators}").format(year=year, indicators=", ".join(sorted(left)))]
            if left and year
            else []
        )
        notes += [] if as_json else [*doubts(project), *map(dropped_line, dropped(project))]
    if as_json:
        listing([row for one in found for row in _rows(one, every=True)], True, [])
        return
    if explore:
        _scanned(found)
    else:
        for one in found:
            _joint(one)
    for line in of_query(found[0].matrix) if found else ():
        tell(line)
    for note in notes:
        tell("! " + note)
    threads = sum(len(one.result.threads) for one in found)
    if store:
        click.echo(
            ngettext("Kept, with %d thread to follow", "Kept, with %d threads to follow", threads) % threads
            + " "
            + _("(%d of them new). “qualcode threads” lists them.") % opened_now
        )


def _rows(one: Joint, *, every: bool) -> list[dict[str, Any]]:
    from qualcode.conclude.wording import reason_labels
    from qualcode.display.numbers import class_label, rule_of_three, wilson
    from qualcode.report.joint_display import outcome_label, ranked

    rows = []
    for v in one.result.verdicts:
        if not (every or v.cell.N):
            continue
        silent = v.cell.salience is None
        said = one.officials.get(v.area)
        rows.append(
            {
                "theme": one.theme.shown, "indicator": one.series.indicator.name, "year": one.series.year, "area": v.area, "voices": v.cell.text,
                "n": v.cell.E, "m": v.cell.M, "P": v.cell.P, "S": v.cell.S, "C": v.cell.C, "q": v.cell.q,
                "interval": None if silent else wilson(v.cell.M, v.cell.n),
                "upper_if_none": rule_of_three(v.cell.n) if not silent and not v.cell.M else None,
                "officials": said.text if said else "", "value": one.series.values.get(one.areas[v.area].id),
                "rank": ranked(one, v), "class": class_label(v.standing) if ranked(one, v) and v.standing and not v.standing.flat else "",
                "outcome": v.outcome.value, "kind": v.kind, "provisional": v.provisional, "reasons": list(v.reasons),
                "verdict": outcome_label(v), "why": ", ".join(reason_labels(v.reasons)), "made": one.link.made,
                "exploratory": one.exploratory, "tau": one.matrix.tau,
            }
        )  # fmt: skip
    return rows


def _joint(one: Joint) -> None:
    from qualcode.conclude.ranks import rank_line
    from qualcode.conclude.wording import adjusted_line, assessment_line, foot_line
    from qualcode.language.numerals import format_number
    from qualcode.report.joint_display import link_line, passed_lines, series_line
    from qualcode.report.joint_lines import value_decimals
    from qualcode.report.phrases import said

    click.secho(one.theme.shown, bold=True)
    click.echo(f"{series_line(one.series)} ({said(one.link.closeness)})")
    tell(link_line(one))
    for line in passed_lines(one):
        tell("  ! " + line)
    if one.accepted:
        tell("  ! " + _("counts are compared, not rates: %s") % one.accepted)
    rows = [
        row | {"value": "..." if row["value"] is None else format_number(float(row["value"]), value_decimals(one))}
        for row in _rows(one, every=False)
    ]
    columns = [
        ("area", _("area")),
        ("voices", _("voices")),
        ("value", _("figure")),
        ("rank", _("rank")),
        ("class", _("class")),
    ]
    if one.officials:
        columns.insert(2, ("officials", _("officials")))
    listing(rows, False, [*columns, ("verdict", _("verdict")), ("why", _("reasons"))])
    tell(assessment_line(one.result.assessment))
    if one.result.foot.areas:
        tell(foot_line(one.result.foot))
    if one.link.closeness != "context" and one.result.assessment.heard:
        tell(rank_line(one.result.rank))
        if one.adjusted is not None:
            tell(adjusted_line(one.adjusted, one.tested, one.pairs, exploratory=False))
    click.echo()


def _scanned(found: Sequence[Joint]) -> None:
    """A line a pair, the smallest adjusted p first."""
    from qualcode.conclude.ranks import RankTest
    from qualcode.conclude.wording import ASSESSMENTS, REASONS, adjusted_line
    from qualcode.display.terms import term
    from qualcode.language.numerals import format_number

    def shown(value: float | None) -> str:
        return "-" if value is None else format_number(value, 3)

    rows = []
    heard = [one for one in found if one.result.assessment.heard]
    for one in sorted(heard, key=lambda one: (one.adjusted is None, one.adjusted or 0.0)):
        rank = one.result.rank
        tested = rank if isinstance(rank, RankTest) else None
        rows.append(
            {
                "theme": one.theme.shown, "indicator": one.series.indicator.name, "heard": one.result.assessment.heard,
                "dissonant": len(one.result.threads), "word": term(ASSESSMENTS[one.result.assessment.word]),
                "rho": shown(tested.rho if tested else None), "p": shown(tested.p if tested else None), "bh": shown(one.adjusted),
                "stamp": term(REASONS["exploratory"]),
            }
        )  # fmt: skip
    listing(
        rows, False,
        [("theme", _("theme")), ("indicator", _("indicator")), ("heard", _("areas")), ("dissonant", _("in dissonance")), ("word", _("together")),
         ("rho", "ρ"), ("p", "p"), ("bh", _("p adjusted")), ("stamp", "")],
    )  # fmt: skip
    if silent := len(found) - len(heard):
        tell(
            ngettext("%d pair has no area heard on both sides.", "%d pairs have no area heard on both sides.", silent)
            % silent
        )
    tell(adjusted_line(None, found[0].tested, found[0].pairs, exploratory=True))
    tell(
        _(
            "A pattern found by looking at everything is a question for other data. Whatever is linked now is stamped so."
        )
    )


def _within(project: Project, theme: bytes | None, coder: bytes | None, where: str, as_json: bool) -> None:
    from qualcode.conclude.within import within
    from qualcode.conclude.wording import reason_labels
    from qualcode.display.columns import ALL
    from qualcode.display.matrix import matrix
    from qualcode.reduce.themes import themes
    from qualcode.report.phrases import said

    wanted = [one for one in themes(project) if theme in (None, one.id)]
    inside = within(project, matrix(project, columns=ALL, coder=coder, where=where), wanted)
    rows: list[dict[str, Any]] = [
        {
            "theme": one.shown, "informants": here.informants, "roles": here.roles, "sources": list(here.sources),
            "methods": {genre: list(counts) for genre, counts in here.genres.items()}, "interviewers": list(here.interviewers),
            "coders": list(here.coders), "theory": list(here.theory), "indicators": here.indicators, "stamps": list(here.stamps),
        }
        for one in wanted
        for here in [inside[one.id]]
    ]  # fmt: skip
    if not as_json:
        for row in rows:
            row["method"] = ", ".join(f"{said(genre)} {m}/{n}" for genre, (m, n) in row["methods"].items())
            row |= {name: "-" for name in ("informants", "roles") if row[name] is None}
            row["theories"] = "; ".join(row["theory"]) or "-"
            row["people"] = f"{len(row['interviewers'])}, {len(row['coders'])}"
            row["stamp"] = ", ".join(reason_labels(tuple(row["stamps"])))
    listing(
        rows, as_json,
        [("theme", _("theme")), ("informants", _("informants")), ("roles", _("roles")), ("method", _("methods")),
         ("people", _("interviewers, coders")), ("theories", _("theory")), ("indicators", _("indicators")), ("stamp", "")],
        empty=_("No themes yet. “qualcode themes import FILE” brings them in, “qualcode themes add NAME” makes one."),
    )  # fmt: skip
