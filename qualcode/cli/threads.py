"""threads and verdicts: what a dissonance leaves open, and what researchers judge by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import json_option, listing, opened, tell
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.i18n import _, ngettext
from qualcode.store import Project, times
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.conclude.following import Followed


SHOWN = 6  # passages of a thread on the terminal


def _day(stamp: int | None) -> str:
    return times.here(stamp).date().isoformat() if stamp is not None else ""


def _item(project: Project, one: Followed) -> dict[str, Any]:
    from qualcode.conclude.threads import who_and_when
    from qualcode.conclude.wording import EXPLANATIONS, THREAD_STATES
    from qualcode.display.terms import term
    from qualcode.report.joint_display import outcome_label

    thread = one.thread
    deeds = who_and_when(project, thread) if thread else None
    chosen = thread.explanations if thread else ()
    theme = (
        one.joint.theme.shown
        if one.joint
        else project.value("SELECT name FROM theme WHERE id=?", thread.theme if thread else b"")
    )
    indicator = (
        one.joint.series.indicator.name
        if one.joint
        else project.value("SELECT name FROM indicator WHERE id=?", thread.indicator if thread else b"")
    )
    return {
        "name": one.name or "-", "id": thread.id if thread else None, "state": one.state, "shown": term(THREAD_STATES[one.state]),
        "theme": theme, "indicator": indicator, "area": one.verdict.area if one.verdict else thread.region if thread else "",
        "question": one.question, "verdict": outcome_label(one.verdict) if one.verdict else "", "gone": one.gone,
        "explanations": list(chosen), "explained": "; ".join(term(EXPLANATIONS[key]) for key in chosen),
        "hints": list(one.hints), "resolution": thread.resolution if thread else "",
        "opened_by": deeds.opened_by if deeds else "", "opened": _day(deeds.opened) if deeds else "",
        "closed_by": deeds.closed_by if deeds else "", "closed": _day(deeds.closed) if deeds else "",
        "seen": dict(thread.seen) if thread else {},
    }  # fmt: skip


def _threads(ctx: click.Context, where: str, as_json: bool) -> None:
    from qualcode.conclude.fitting import Fitting
    from qualcode.conclude.following import followed

    with opened(ctx) as project:
        rows = [_item(project, one) for one in filter(Fitting(project, where).thread, followed(project))]
    listing(
        rows, as_json,
        [("name", ""), ("shown", _("state")), ("area", _("area")), ("theme", _("theme")), ("indicator", _("indicator")),
         ("explained", _("explanations")), ("resolution", _("resolution"))],
        empty=empty_of(where, _("No dissonance and no thread. “qualcode triangulate” compares voices and figures.")),
    )  # fmt: skip


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "The threads of dissonances: why do voices and figures part here? Open ones first; a thread whose dissonance is gone says so and "
        "stays. “qualcode triangulate --store” opens them. Alone it lists them.\n\nExample: qualcode threads show b1"
    ),
)
@where_of("thread")
@json_option
@click.pass_context
def threads(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        _threads(ctx, where, as_json)


@threads.command(
    "show", help=_("One thread: its question, passages, figure with its coverage, explanations and resolution.")
)
@click.argument("thread")
@json_option
@click.pass_context
def threads_show(ctx: click.Context, thread: str, as_json: bool) -> None:
    from qualcode.conclude.following import followed
    from qualcode.conclude.threads import EXPLAINED_BY, find_thread
    from qualcode.conclude.wording import EXPLANATIONS
    from qualcode.display.terms import term
    from qualcode.i18n import language
    from qualcode.report.joint_display import figure_line, thread_quotes
    from qualcode.report.phrases import speaking

    with opened(ctx) as project, speaking(language()):
        meant = find_thread(project, thread)
        one = next(one for one in followed(project) if one.thread is not None and one.thread.id == meant.id)
        row = _item(project, one)
        quotes = thread_quotes(project, one)
        row |= {
            "quotes": [
                {"text": quote.text, "attribution": quote.attribution, "source": quote.source_id} for quote in quotes
            ],
            "figure": figure_line(one.joint, one.verdict) if one.joint and one.verdict else "",
            "coverage": one.joint.series.indicator.note if one.joint else "",
        }
    if as_json:
        listing([row], True, [])
        return
    click.secho(f"{row['name']} · {row['area']} · {row['shown']}", bold=True)
    tell(row["question"])
    if row["gone"]:
        tell(
            "! "
            + _("The dissonance is no longer there: %s")
            % (row["verdict"] or _("the link or the area is not compared now"))
        )
    for label, text in ((_("figure"), row["figure"]), (_("about the figure"), row["coverage"])):
        if text:
            tell(f"{label}: {text}")
    for quote in row["quotes"][:SHOWN]:
        tell(f"  “{quote['text']}” ({quote['attribution']}; {quote['source']})")
    if (more := len(row["quotes"]) - SHOWN) > 0:
        tell(
            "  "
            + ngettext("and %d passage more; --json gives all", "and %d passages more; --json gives all", more) % more
        )
    click.echo(_("Explanations:"))
    for number, key in enumerate(EXPLAINED_BY, 1):
        sign = "●" if key in row["explanations"] else "?" if key in row["hints"] else " "
        click.echo(f"  {sign} {number} {term(EXPLANATIONS[key])}")
    tell(f"{_('resolution')}: {row['resolution'] or '-'}")
    tell(
        _("opened by %s, %s") % (row["opened_by"], row["opened"])
        + (_("; closed by %s, %s") % (row["closed_by"], row["closed"]) if row["closed"] else "")
    )


@threads.command(
    "set",
    help=_(
        "Choose explanations, by number or word, and with --resolution close the thread: an explanation and a sentence.\n\n"
        "Example: qualcode threads set b1 --explanation coverage --explanation 5 --resolution “PKH mencatat penerima, bukan kebutuhan”"
    ),
)
@click.argument("thread")
@click.option(
    "--explanation", "explanations", multiple=True, metavar="NUMBER", help=_("Of the fixed list; may be given again.")
)
@click.option("--resolution", metavar="TEXT", help=_("What was found; closes the thread."))
@click.pass_context
def threads_set(ctx: click.Context, thread: str, explanations: tuple[str, ...], resolution: str | None) -> None:
    from qualcode.conclude.threads import EXPLAINED_BY, explain, find_thread, resolve

    words = [
        EXPLAINED_BY[int(one) - 1] if one.isdigit() and 0 < int(one) <= len(EXPLAINED_BY) else one
        for one in explanations
    ]
    with opened(ctx, writes=True) as project:
        meant = find_thread(project, thread)
        if resolution is not None:
            resolve(project, meant, resolution, words or None)
        else:
            explain(project, meant, words)
    click.echo(
        _("Closed.") if resolution is not None else _("Written. The thread stays open until it has a resolution.")
    )


@threads.command("reopen", help=_("Take the resolution off; the journal keeps it."))
@click.argument("thread")
@click.pass_context
def threads_reopen(ctx: click.Context, thread: str) -> None:
    from qualcode.conclude.threads import find_thread, reopen

    with opened(ctx, writes=True) as project:
        reopen(project, find_thread(project, thread))
    click.echo(_("Open again."))


def _verdicts(ctx: click.Context, where: str, as_json: bool) -> None:
    from qualcode.conclude.comparison import agreement_of_verdicts, compared
    from qualcode.conclude.fitting import Fitting
    from qualcode.reduce.agreement_words import figure
    from qualcode.reduce.summaries import Case

    with opened(ctx) as project:
        names = {
            kind: dict(project.rows(f'SELECT id, name FROM "{kind}"')) for kind in ("theme", "indicator", "region")
        }
        fits = Fitting(project, where)
        rows = [
            {
                "theme": names["theme"][one.theme], "indicator": names["indicator"][one.indicator], "area": names["region"].get(one.region, "?"),
                "given": dict(one.given), "notes": dict(one.notes), "differ": one.differ, "settled": one.settled, "reason": one.reason,
                "settled_by": one.settled_by, "said": ", ".join(f"{who}: {word}" for who, word in one.given.items()),
            }
            for one in compared(project)
            if fits.cell(one.theme, Case(one.region))
        ]  # fmt: skip
        pairs = agreement_of_verdicts(project)
    listing(
        rows, as_json,
        [("area", _("area")), ("theme", _("theme")), ("indicator", _("indicator")), ("said", _("verdicts")), ("settled", _("settled")), ("reason", _("reason"))],
        empty=empty_of(where, _("Nobody has judged by themselves yet: “qualcode verdicts set”.")),
    )  # fmt: skip
    if not as_json and not where.strip():  # agreement is of all verdicts
        for pair in pairs:
            tell(
                _("{names}: alike in {alike} of {n}, α = {alpha}, κ = {kappa}; before settling.").format(
                    names=" – ".join(pair.names),
                    n=pair.n,
                    alike=pair.alike,
                    alpha=figure(pair.alpha),
                    kappa=figure(pair.kappa),
                )
            )


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "Verdicts that people gave by themselves, beside the computed ones, and what they settled on: researcher comparison. The independent "
        "verdicts are kept, and agreement is of them. Alone it lists them.\n\n"
        "Example: qualcode verdicts set “Utang menutup kekurangan” “Jumlah penerima PKH” Mojosongo dissonance"
    ),
)
@where_of("verdict")
@json_option
@click.pass_context
def verdicts(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        _verdicts(ctx, where, as_json)


_VERDICT = click.Choice(["agree", "agree_weak", "partial", "dissonance"])


@verdicts.command("set", help=_("Write down your own verdict on an area."))
@click.argument("theme")
@click.argument("indicator")
@click.argument("area")
@click.argument("verdict", type=_VERDICT)
@click.option("--note", default="", metavar="TEXT")
@click.pass_context
def verdicts_set(ctx: click.Context, theme: str, indicator: str, area: str, verdict: str, note: str) -> None:
    from qualcode.conclude.comparison import give

    with opened(ctx, writes=True) as project:
        give(project, *_where(project, theme, indicator, area), verdict, note)
    click.echo(_("Written."))


@verdicts.command("settle", help=_("Write down what was settled on, with its reason; the independent verdicts stay."))
@click.argument("theme")
@click.argument("indicator")
@click.argument("area")
@click.argument("verdict", type=_VERDICT)
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_context
def verdicts_settle(ctx: click.Context, theme: str, indicator: str, area: str, verdict: str, reason: str) -> None:
    from qualcode.conclude.comparison import settle

    with opened(ctx, writes=True) as project:
        settle(project, *_where(project, theme, indicator, area), verdict, reason)
    click.echo(_("Written."))


def _where(project: Project, theme: str, indicator: str, area: str) -> tuple[bytes, bytes, bytes]:
    return find(project, "theme", theme), find(project, "indicator", indicator), find(project, "region", area)
