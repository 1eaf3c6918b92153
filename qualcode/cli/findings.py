"""findings: list, show, add, set, remove, evidence, import (the chain: findings_claims; testing them: findings_tests)."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import fields_from, json_option, listing, opened, tell
from qualcode.cli.findings_claims import claims, tell_chain, told_chain, told_pieces
from qualcode.cli.findings_tests import add_to, case_of, tell_tactic
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.cli.reduce import coding_named
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store.lookup import find


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "Conclusions with what they rest on, what speaks against them and how they were tested. Alone it lists them.\n\n"
        "Example: qualcode findings add “Bantuan meleset karena data lama” --theme “Bantuan meleset dari yang membutuhkan”"
    ),
)
@where_of("finding")
@json_option
@click.pass_context
def findings(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.conclude.cases import STATES, against_line, cases, evidence_line
    from qualcode.conclude.fitting import Fitting

    with opened(ctx) as project:
        found = filter(Fitting(project, where).finding, cases(project))
        rows = [
            {
                "number": one.finding.number, "id": one.finding.id, "claim": one.finding.claim, "status": one.finding.status,
                "state": one.state, "sign": STATES[one.state][0], "raised": one.raised, "of": one.of,
                "evidence": evidence_line(one), "against": against_line(one), "tactics": [t.tactic for t in one.finding.tactics],
                "rivals": len(one.finding.rivals), "held_back": one.held_back,
            }
            for one in found
        ]  # fmt: skip
    listing(
        rows, as_json,
        [("number", ""), ("sign", ""), ("claim", _("claim")), ("evidence", _("for it")), ("against", _("against it")), ("tactics", _("tested"))],
        empty=empty_of(where, _("No findings yet. “qualcode findings add CLAIM --theme NAME” writes one.")),
    )  # fmt: skip
    if rows and not as_json:
        click.echo("; ".join(f"{sign} {_(words)}" for sign, words in STATES.values()))


@findings.command(
    "show", help=_("One finding: the chain that leads to it, evidence, counter-evidence, rivals, how it was tested.")
)
@click.argument("number")
@json_option
@click.pass_context
def show(ctx: click.Context, number: str, as_json: bool) -> None:
    from qualcode.conclude.cases import STATES
    from qualcode.conclude.chain import chain
    from qualcode.conclude.evidence import evidence_words
    from qualcode.conclude.tactic_words import RIVAL_TERMS, said_of
    from qualcode.conclude.testing import OUTCOME_TERMS, TACTICS
    from qualcode.display.terms import term
    from qualcode.report.quoting import Quoter

    with opened(ctx) as project:
        one, ground = case_of(project, number)
        quoter = Quoter(project)
        sides = (("for", one.speaking), ("?", one.candidates), ("stands", one.against), ("explained", one.explained))
        passages = [{"side": side} | told for side, pieces in sides for told in told_pieces(pieces, quoter)]
        rests = [{"kind": kind, "id": rec, "words": words} for kind, rec, words in evidence_words(project, one.finding)]
        told = told_chain(project, one, ground, quoter) if as_json else []
        steps = chain(project, one, ground)
        tested = [
            {
                "tactic": done.tactic, "name": term(TACTICS[done.tactic]), "outcome": done.outcome, "note": done.note,
                "computed": done.computed, "said": said_of(done.tactic, done.computed, ground.sources), "id": done.id,
            }
            for done in one.finding.tactics
        ]  # fmt: skip
    finding = one.finding
    silent = [ground.sources[source] for source in one.silent]
    if as_json:
        record = {
            "number": finding.number, "id": finding.id, "claim": finding.claim, "status": finding.status, "state": one.state,
            "raised": one.raised, "of": one.of, "negative": finding.negative, "reason": finding.reason, "evidence": rests,
            "passages": passages, "silent": silent, "tactics": tested, "holdout": finding.holdout, "held_back": one.held_back,
            "chain": told,
            "rivals": [{"id": r.id, "text": r.text, "verdict": r.verdict} for r in finding.rivals],
        }  # fmt: skip
        listing([record], True, [])
        return
    click.secho(f"{finding.number} {finding.claim}", bold=True)
    sign, words = STATES[one.state]
    click.echo(f"{sign} {_(words)} · " + _("{m} of {n} transcripts").format(m=one.raised, n=one.of))
    for rest in rests:
        tell(f"- {rest['words']}")
    click.echo()
    if steps:
        tell_chain(steps, finding.claim)
        click.echo()
    sided = {"for": _("for it"), "stands": _("against it"), "explained": _("explained")}
    shown = [passage | {"side": sided.get(str(passage["side"]), "?")} for passage in passages]
    listing(shown, False, [("side", _("side")), ("source", _("source")), ("turn", _("turn")), ("text", _("passage"))])
    tell(_("asked and silent: %s") % (", ".join(silent) or _("no source")))
    tell(_("What reading the counter-evidence came to: %s") % (finding.negative or "-"))
    if finding.reason:
        tell(_("Why it goes without: %s") % finding.reason)
    for rival in finding.rivals:
        tell(f"- {rival.text} → {term(RIVAL_TERMS[rival.verdict])}")
    if not finding.rivals:
        click.echo("! " + _("no rival explanation was looked at"))
    for done in finding.tactics:
        tell_tactic(
            done.tactic, term(TACTICS[done.tactic]), term(OUTCOME_TERMS[done.outcome]) if done.outcome else "",
            said_of(done.tactic, done.computed, ground.sources), done.note,
        )  # fmt: skip


@findings.command("add", help=_("Write a finding: it begins as plausible, unverified."))
@click.argument("claim")
@click.option("--theme", "theme_name", metavar="NAME", help=_("The theme it is about: its passages are its evidence."))
@click.option("--coding", "codings", multiple=True, metavar="ID", help=_("A coding it rests on."))
@click.pass_context
def add(ctx: click.Context, claim: str, theme_name: str | None, codings: tuple[str, ...]) -> None:
    from qualcode.conclude.findings import add_finding, findings

    with opened(ctx, writes=True) as project:
        theme = find(project, "theme", theme_name) if theme_name else None
        rec = add_finding(
            project, claim, theme=theme, evidence={"codings": [coding_named(project, c).hex() for c in codings]}
        )
        number = next(one.number for one in findings(project) if one.id == rec)
    click.echo(_("Finding %d: plausible, unverified.") % number)


@findings.command(
    "set",
    help=_(
        "Write claim, theme, negative (what reading the counter-evidence came to), reason or status (plausible, supported, rejected). It is "
        "supported only with a tactic and its counter-evidence reviewed, or with a reason, which is printed."
    ),
)
@click.argument("number")
@click.argument("pairs", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--reason", default="", metavar="TEXT", help=_("Why it goes without."))
@click.pass_context
def set_(ctx: click.Context, number: str, pairs: tuple[str, ...], reason: str) -> None:
    from qualcode.conclude.findings import FIELDS, finding_named, set_finding

    fields = fields_from(pairs, (*FIELDS, "theme", "status"))
    if reason:
        fields["reason"] = reason
    with opened(ctx, writes=True) as project:
        theme = find(project, "theme", name) if (name := fields.pop("theme", None)) else None
        set_finding(project, finding_named(project, number), theme=theme, status=fields.pop("status", None), **fields)
    click.echo(_("Written."))


@findings.command("remove", help=_("Remove a finding, its chain, tactics and rivals. Undoable; the evidence stays."))
@click.argument("number")
@click.pass_context
def remove(ctx: click.Context, number: str) -> None:
    from qualcode.conclude.findings import finding_named, remove_finding

    with opened(ctx, writes=True) as project:
        remove_finding(project, finding_named(project, number).id)
    click.echo(_("Removed. “qualcode undo” brings it back."))


@findings.command(
    "evidence",
    help=_(
        "What a finding rests on: themes, codings, figures and verdicts.\n\n"
        "Example: qualcode findings evidence 1 --figure “Jumlah penerima PKH / Pajang / 2023”"
    ),
)
@click.argument("number")
@click.option("--theme", "theme_names", multiple=True, metavar="NAME")
@click.option("--coding", "codings", multiple=True, metavar="ID")
@click.option("--figure", "figures", multiple=True, metavar="“INDICATOR / REGION / YEAR”")
@click.option("--verdict", "verdicts", multiple=True, metavar="“INDICATOR / REGION”")
@click.option("--remove", is_flag=True, help=_("No longer."))
@click.pass_context
def evidence(
    ctx: click.Context, number: str, theme_names: tuple[str, ...], codings: tuple[str, ...], figures: tuple[str, ...],
    verdicts: tuple[str, ...], remove: bool,
) -> None:  # fmt: skip
    from qualcode.conclude.evidence import figure_named, verdict_named
    from qualcode.conclude.findings import finding_named, rest_on

    if not (theme_names or codings or figures or verdicts):
        raise UserError(_("no evidence was named"), todo=_("Name it: --theme, --coding, --figure or --verdict"))
    with opened(ctx, writes=True) as project:
        one = finding_named(project, number)
        named = {
            "themes": [find(project, "theme", name).hex() for name in theme_names],
            "codings": [coding_named(project, name).hex() for name in codings],
            "figures": [figure_named(project, name) for name in figures],
            "verdicts": [verdict_named(project, one, name) for name in verdicts],
        }
        changed = rest_on(project, one, named, off=remove)
    click.echo(ngettext("%d changed.", "%d changed.", changed) % changed)


@findings.command(
    "import",
    help=_("Bring in theme reviews, findings and member checks (YAML).\n\nExample: qualcode findings import codebooks/temuan.yaml"),
)  # fmt: skip
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def import_(ctx: click.Context, file: Path) -> None:
    from qualcode.collect.yamlfile import load_yaml
    from qualcode.conclude.findings_import import import_findings

    with opened(ctx, writes=True) as project:
        done = import_findings(project, load_yaml(file), str(file))
    click.echo(_("%d themes reviewed, %d findings, %d member checks.") % (done.reviews, done.findings, done.checks))


findings.add_command(claims)
add_to(findings)
