"""agree."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING

import click

from qualcode.cli.agree_items import Names, agreement_items
from qualcode.cli.common import json_option, listing, opened, safe, tell
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.reduce.agreement_scores import Agreement, Score
    from qualcode.reduce.rounds import Part

NARROW = 14  # cells of a terminal that the names of the codes keep
SLOW = 50  # sources from which on progress is shown


@click.command(
    help=_(
        "How far coders agree, code by code, the worst first: on the sources that two of them have finished, from codings made without "
        "suggestions. Who did not look at a source for a code is missing there, never a no. Rare codes are listed and not scored.\n\n"
        "--list shows the places where the coders differ. “qualcode export agreement -o FILE.docx” writes the tables.\n\n"
        "Example: qualcode agree --coders sri,bagus --unit sentence"
    )
)
@click.option("--coders", metavar="A,B,...", help=_("These coders; else all who have finished a source together."))
@click.option(
    "--unit", type=click.Choice(["turn", "sentence", "character", "span"]), default="turn", show_default=True,
    help=_("What is compared; span: passages as each coder drew them."),
)  # fmt: skip
@click.option("--code", "code_names", multiple=True, metavar="NAME", help=_("Only these codes."))
@click.option("--source", "source_names", multiple=True, metavar="NAME", help=_("Only these sources."))
@click.option("--round", "round_name", metavar="NAME", help=_("What a closed round gave out, between its coders."))
@click.option("--under-parents", is_flag=True, help=_("A code also counts where one of its children was given."))
@click.option("--suggested", is_flag=True, help=_("Count accepted suggestions too; they are not independent."))
@click.option(
    "--same-meaning", "same", multiple=True, metavar="CODE",
    help=_("The changes of this code's definition did not change what is meant."),
)  # fmt: skip
@click.option("--list", "places", is_flag=True, help=_("The places where they differ, instead of the figures."))
@click.option(
    "--stance", type=click.Choice(["codebook", "reliability", "reflexive"]),
    help=_("Declare how this project does thematic analysis; in a reflexive one agreement is not computed."),
)  # fmt: skip
@json_option
@click.pass_context
def agree(
    ctx: click.Context, coders: str | None, unit: str, code_names: tuple[str, ...], source_names: tuple[str, ...],
    round_name: str | None, under_parents: bool, suggested: bool, same: tuple[str, ...], places: bool, stance: str | None, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.reduce import agreement_scores as scores

    if stance:
        _declare(ctx, stance)
        return
    with opened(ctx) as project:
        scores.refuse_reflexive(project)
        who = _coders(project, coders)
        codes, meant = _codes(project, code_names), _codes(project, same) or ()
        sources = [find(project, "source", name) for name in source_names] or None
        parts = None
        if round_name is not None:
            from qualcode.reduce.rounds import compared_in, round_named

            chosen = round_named(project, round_name)
            parts = compared_in(project, chosen)
            codes = codes or (list(chosen.codes) if chosen.codes else None)
        if places:
            _list(project, who, codes, sources, meant, parts, as_json)
            return
        with click.progressbar(
            length=1, label=_("comparing"), file=sys.stderr, hidden=as_json or not sys.stderr.isatty()
        ) as bar:

            def step(done: int, of: int) -> None:
                if of >= SLOW:
                    bar.length = of
                    bar.update(done - bar.pos)

            found = scores.agreement(
                project, who, unit=unit, codes=codes, sources=sources, under_parents=under_parents, suggested=suggested,
                same_meaning=meant, parts=parts, progress=step,
            )  # fmt: skip
        names = _names(project)
        declared = scores.stance(project)
    if as_json:
        listing(agreement_items(found, names), True, [])
        return
    _show(found, names, declared, asked=bool(code_names))


def _declare(ctx: click.Context, stance: str) -> None:
    from qualcode.store.settings import set_setting

    with opened(ctx, writes=True) as project:
        set_setting(project, "stance", stance)
    click.echo(
        _("Declared reflexive: agreement is not computed from now on.")
        if stance == "reflexive"
        else _("Declared: %s. Agreement between coders can be computed.") % stance
    )


def _coders(project: Project, coders: str | None) -> list[bytes]:
    if not coders:
        return []
    who = list(dict.fromkeys(find(project, "coder", name.strip()) for name in coders.split(",") if name.strip()))
    if len(who) < 2:
        raise UserError(_("agreement needs two coders"), todo=_("Name them with a comma: --coders sri,bagus"))
    return who


def _codes(project: Project, names: Sequence[str]) -> list[bytes] | None:
    from qualcode.reduce.codebook import codebook, find_code
    from qualcode.reduce.counting import living

    alive, book = living(project), codebook(project, all_codes=True)
    return [alive[find_code(book, name).id] for name in names] or None


def _names(project: Project) -> Names:
    from qualcode.reduce.codebook import by_id

    return {rec: code.shown for rec, code in by_id(project).items()}, dict(project.rows("SELECT id, name FROM source"))


def _show(found: Agreement, names: Names, declared: str | None, *, asked: bool) -> None:
    from qualcode.reduce import agreement_words as words

    click.secho(_("Agreement of %s") % ", ".join(found.names), bold=True)
    shown = [score for score in found.scores if asked or score.level != "unused"]
    if shown:
        _print(*_table(found, shown))
        click.echo()
    for line in words.overall_lines(found):
        tell(line)
    if len(found.names) > 2:
        click.echo()
        _print([_("coders"), _("codes"), _("lowest κ"), _("median κ"), _("positive")], list(_pairs(found)))
    click.echo()
    notes = [
        *words.level_lines(shown), *words.paradox_lines(shown), words.interval_line(found), words.method_line(found),
        *words.left_lines(found, *names),
    ]  # fmt: skip
    if found.unit == "character":
        notes.append(_("Characters of one passage hang together: the figures describe, they do not test."))
    if declared is None:
        notes.append(
            _("This project has not said how it does thematic analysis: qualcode agree --stance codebook, or reflexive, where agreement is not computed.")
        )  # fmt: skip
    for note in notes:
        tell("- " + safe(note))


def _table(found: Agreement, scores: Sequence[Score]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows; what would not fit or is empty everywhere is left away, from the least important."""
    from qualcode.language.numerals import format_number as n
    from qualcode.reduce import agreement_words as words

    two, span = len(found.names) == 2, found.unit == "span"
    rows: dict[str, list[str]] = {_("code"): [safe(score.code.shown) for score in scores]}
    if not span:
        rows["n"] = [n(score.units) for score in scores]
    rows[_("both") if two else _("all")] = [n(score.everyone) for score in scores]
    if two:
        for at, name in enumerate(found.names):
            rows[name] = [n(score.only[at]) for score in scores]
    else:
        rows[_("some")] = [n(score.some) for score in scores]
    if not span:
        rows[_("none")] = [n(score.nobody) for score in scores]
        rows["%"] = [words.percent(score.percentage) for score in scores]
    rows[_("positive")] = [words.figure(score.positive) for score in scores]
    if not span:
        rows["κ"] = [words.figure(score.kappa) for score in scores]
        rows["α"] = [words.figure(score.alpha) for score in scores]
    rows["95%"] = [words.bounds(score.interval) for score in scores]
    if not span:
        rows["PABAK"] = [words.figure(score.pabak) for score in scores]
        rows[_("given")] = [words.percent(score.prevalence) for score in scores]
        rows[""] = [_(words.SHORT[score.level]) for score in scores]
    else:
        rows[_("apart")] = [words.figure(score.boundary, 1) for score in scores]
    if set(rows["95%"]) == {"-"}:
        del rows["95%"]
    room = max(60, shutil.get_terminal_size((100, 24)).columns)
    for spare in ("PABAK", _("given"), "n"):
        others = sum(2 + max(map(len, (head, *cells))) for head, cells in list(rows.items())[1:])
        if spare in rows and others + NARROW > room:
            del rows[spare]
    others = sum(2 + max(map(len, (head, *cells))) for head, cells in list(rows.items())[1:])
    label = max(NARROW, room - others)
    rows[_("code")] = [name if len(name) <= label else name[: label - 1] + "…" for name in rows[_("code")]]
    return list(rows), [list(row) for row in zip(*rows.values(), strict=True)]


def _pairs(found: Agreement) -> Iterator[list[str]]:
    from qualcode.reduce import agreement_words as words

    for first, second, kappas, positive in words.pairs_over_codes(found):
        yield [
            f"{found.names[first]}, {found.names[second]}", str(len(kappas)), words.figure(min(kappas, default=None)),
            words.figure(median(kappas) if kappas else None), words.figure(positive),
        ]  # fmt: skip


def _print(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The first and a last column without head to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = [
            cell.ljust(width) if not at or not head else cell.rjust(width)
            for at, (cell, width, head) in enumerate(zip(row, widths, heads, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def _list(
    project: Project, who: Sequence[bytes], codes: Sequence[bytes] | None, sources: Sequence[bytes] | None, meant: Sequence[bytes],
    parts: Mapping[bytes, Part] | None, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.language.marks import passage_text
    from qualcode.reduce.agreement_board import disagreements
    from qualcode.store import versions

    found = disagreements(project, who, codes=codes, sources=sources, same_meaning=meant, parts=parts)
    sources_, coders = _names(project)[1], dict(project.rows("SELECT id, name FROM coder"))

    def words(source: bytes, start: int, stop: int) -> str:
        now = versions.current(project, source)
        return " ".join(passage_text(now.text, now.marks, start, stop).split()) if now else ""

    rows = [
        {
            "code": one.code.shown, "source": sources_[one.source], "turn": one.turn + 1, "kind": one.kind,
            "yes": [coders[said.coder] for said in one.said if said.passages], "no": [coders[said.coder] for said in one.said if not said.passages],
            "said": [
                {"coder": coders[said.coder], "passages": [{"start": a, "stop": b, "coding": rec, "quote": words(one.source, a, b)} for a, b, rec in said.passages]}
                for said in one.said
            ],
            "short": _short(next(words(one.source, *said.passages[0][:2]) for said in one.said if said.passages)),
        }
        for one in found
    ]  # fmt: skip
    if as_json:
        listing([{key: value for key, value in row.items() if key != "short"} for row in rows], True, [])
        return
    listing(
        [row | {"no": row["no"] or _("(other passages)")} for row in rows], False,
        [("code", _("code")), ("source", _("source")), ("turn", _("turn")), ("yes", _("yes")), ("no", _("no")), ("short", _("passage"))],
        empty=_("They agree everywhere."),
    )  # fmt: skip
    if rows:
        click.echo(ngettext("%d place, worst codes first.", "%d places, worst codes first.", len(rows)) % len(rows))


def _short(quote: str) -> str:
    return quote if len(quote) <= 60 else quote[:59] + "…"
