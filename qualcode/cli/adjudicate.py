"""adjudicate: what coders differ on, and settling it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.common import json_option, listing, opened, safe, tell
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Project
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.reduce.adjudication import Board, Dispute
    from qualcode.reduce.rounds import Round

F = TypeVar("F", bound=Callable[..., Any])

TYPES = {
    "definition": N_("the definition is unclear"), "overlooked": N_("overlooked"), "borders": N_("borders of the passage"),
    "reading": N_("read differently"), "slip": N_("a slip"),
}  # fmt: skip


def _which(command: F) -> F:
    """The options that say whose board it is, for every command of the group."""
    for option in (
        click.option("--code", "code_names", multiple=True, metavar="NAME", help=_("Only these codes.")),
        click.option("--coders", metavar="A,B,...", help=_("These coders; else all who have finished a source together.")),
        click.option("--round", "round_name", metavar="NAME", help=_("What a closed round gave out.")),
    ):  # fmt: skip
        command = option(command)
    return command


@click.group(
    invoke_without_command=True,
    help=_(
        "What coders differ on, the worst codes first. Alone: the next place, in its context. A decision is written beside the "
        "independent codings, which stay as they are; it counts in that turn from then on. “qualcode undo” takes it back.\n\n"
        "Example: qualcode adjudicate --round “babak 1” --list"
    ),
)
@_which
@click.option("--list", "as_list", is_flag=True, help=_("All places, a line each."))
@click.option("--all", "everything", is_flag=True, help=_("Also what is settled."))
@json_option
@click.pass_context
def adjudicate(
    ctx: click.Context, round_name: str | None, coders: str | None, code_names: tuple[str, ...], as_list: bool, everything: bool, as_json: bool
) -> None:  # fmt: skip
    if ctx.invoked_subcommand is not None:
        ctx.meta["qualcode.board"] = (round_name, coders, code_names)
        return
    with opened(ctx) as project:
        _round, board = _board(ctx, project, round_name, coders, code_names)
        shown = board.disputes if everything else board.open
        if as_json:
            listing((_item(project, one) for one in shown), True, [])
            return
        if as_list:
            _list(project, shown)
        elif board.open:
            _show(project, board.open[0])
        _sum_up(project, board)


@adjudicate.command("show", help=_("One place in its context, with both sides and the code's definition."))
@click.argument("which", metavar="NUMBER")
@_which
@json_option
@click.pass_context
def adjudicate_show(
    ctx: click.Context, which: str, round_name: str | None, coders: str | None, code_names: tuple[str, ...], as_json: bool
) -> None:  # fmt: skip
    with opened(ctx) as project:
        _round, board = _board(ctx, project, round_name, coders, code_names)
        one = _chosen(board, which)
        if as_json:
            listing([_item(project, one)], True, [])
            return
        _show(project, one)


@adjudicate.command(
    "set",
    help=_(
        "Settle the place of this NUMBER (or id): --take what one coder said, both, or none; or --start and --end to draw the passage "
        "anew. --definition changes what the code means with it.\n\n"
        "Example: qualcode adjudicate set 3 --take sri --type overlooked --reason “disebut di awal giliran”"
    ),
)
@click.argument("which", metavar="NUMBER")
@_which
@click.option("--take", metavar="CODER|both|none", help=_("Whose decision stands."))
@click.option("--start", type=int, metavar="N", help=_("The passage drawn anew, in code points."))
@click.option("--end", "stop", type=int, metavar="N")
@click.option("--type", "difference", type=click.Choice(list(TYPES)), help=_("Why they differed; else as guessed."))
@click.option("--reason", default="", metavar="TEXT", help=_("Why it was decided so."))
@click.option("--definition", metavar="TEXT", help=_("The code's definition from now on."))
@click.option("--use-not", metavar="TEXT", help=_("When not to use the code, from now on."))
@click.option("--settle", is_flag=True, help=_("Decide anew where two people decided apart."))
@click.option("--undo", "undoes", is_flag=True, help=_("Open it again."))
@click.pass_context
def adjudicate_set(
    ctx: click.Context, which: str, round_name: str | None, coders: str | None, code_names: tuple[str, ...], take: str | None,
    start: int | None, stop: int | None, difference: str | None, reason: str, definition: str | None, use_not: str | None,
    settle: bool, undoes: bool,
) -> None:  # fmt: skip
    from qualcode.reduce import deciding as work
    from qualcode.reduce.adjudication import resolution_words

    redraw = (start, stop) if start is not None and stop is not None else None
    if (start is None) != (stop is None) or [take is not None, redraw is not None, undoes].count(True) != 1:
        raise UserError(_("what is decided?"), todo=_("--take CODER, both or none; --start N --end N; or --undo"))
    with opened(ctx, writes=True) as project:
        one_round, board = _board(ctx, project, round_name, coders, code_names)
        one = _chosen(board, which)
        if undoes:
            if one.decision is None:
                raise UserError(_("this place is not settled"))
            work.undecide(project, one)
            click.echo(_("Open again."))
            return
        fields = {"definition": definition, "use_not": use_not}
        resolution = work.decide(
            project, one, take=find(project, "coder", take) if take not in (None, "both", "none") else None, both=take == "both",
            redraw=redraw, difference=difference, reason=reason, round_=one_round.id if one_round else None, settle=settle,
            definition={name: text for name, text in fields.items() if text is not None},
        )  # fmt: skip
        type_ = difference or one.guess
        after = _board(ctx, project, round_name, coders, code_names)[1]
        click.echo(f"{one.number} · {safe(one.what.code.shown)}: {resolution_words(resolution)} ({_(TYPES[type_])})")
        if type_ == "definition" and definition is None and use_not is None:
            click.echo(_("To mend the definition: qualcode codes set %s definition=…") % safe(one.what.code.name))
        _sum_up(project, after)


def _board(
    ctx: click.Context, project: Project, round_name: str | None, coders: str | None, code_names: tuple[str, ...]
) -> tuple[Round | None, Board]:
    from qualcode.reduce.adjudication import board
    from qualcode.reduce.agreement_scores import refuse_reflexive
    from qualcode.reduce.codebook import codebook, find_code
    from qualcode.reduce.rounds import round_named

    refuse_reflexive(project)
    before = ctx.meta.get("qualcode.board", (None, None, ()))
    round_name, coders, code_names = round_name or before[0], coders or before[1], code_names or before[2]
    one = round_named(project, round_name) if round_name else None
    who = [find(project, "coder", name.strip()) for name in (coders or "").split(",") if name.strip()]
    book = codebook(project)
    return one, board(project, one, who, codes=[find_code(book, name).id for name in code_names] or None)


def _chosen(board: Board, which: str) -> Dispute:
    for one in board.disputes:
        if which == str(one.number) or (len(which) >= 6 and one.id.hex().startswith(which.lower())):
            return one
    raise UserError(
        _("there is no place %s (there are %d)") % (which, len(board.disputes)), todo=_("qualcode adjudicate --list --all")
    )  # fmt: skip


def _people(project: Project) -> dict[bytes, str]:
    return dict(project.rows("SELECT id, name FROM coder"))


def _item(project: Project, one: Dispute) -> dict[str, Any]:
    from qualcode.reduce.adjudication import context

    people, what, decision = _people(project), one.what, one.decision
    return {
        "number": one.number, "id": one.id, "code": what.code.name, "code_id": what.code.id, "definition": what.code.definition,
        "use_not": what.code.use_not, "source": project.value("SELECT name FROM source WHERE id=?", what.source), "source_id": what.source,
        "turn": what.turn + 1, "start": what.start, "stop": what.stop, "kind": what.kind, "guess": one.guess, "open": one.open,
        "conflict": one.conflict,
        "said": [
            {"coder": people[said.coder], "passages": [{"start": a, "stop": b, "coding": rec, "quote": _quote(project, one, a, b)} for a, b, rec in said.passages]}
            for said in what.said
        ],
        "context": [{"turn": line.number, "label": line.label, "speech": line.speech, "side": line.side} for line in context(project, one)],
        "decision": None if decision is None else {
            "resolution": decision.resolution, "type": decision.difference, "reason": decision.reason, "who": people.get(decision.who or b"", ""),
            "yielded": [people.get(c, "") for c in decision.yielded], "definition_changed": decision.defined,
        },
    }  # fmt: skip


def _quote(project: Project, one: Dispute, start: int, stop: int) -> str:
    from qualcode.language.marks import passage_text
    from qualcode.store import versions

    now = versions.current(project, one.what.source)
    return " ".join(passage_text(now.text, now.marks, start, stop).split()) if now else ""


def _list(project: Project, shown: tuple[Dispute, ...]) -> None:
    from qualcode.reduce.adjudication import resolution_words

    people = _people(project)

    def rows() -> Iterator[dict[str, Any]]:
        for one in shown:
            start, stop, _rec = next(said.passages[0] for said in one.what.said if said.passages)
            quote = _quote(project, one, start, stop)
            state = (
                _("in conflict") if one.conflict else resolution_words(one.decision.resolution) if one.decision else ""
            )
            yield {
                "number": one.number, "code": one.what.code.shown, "source": project.value("SELECT name FROM source WHERE id=?", one.what.source),
                "turn": one.what.turn + 1, "yes": [people[s.coder] for s in one.what.said if s.passages],
                "no": [people[s.coder] for s in one.what.said if not s.passages] or _("(other passages)"), "state": state,
                "short": quote if len(quote) <= 48 else quote[:47] + "…",
            }  # fmt: skip

    listing(
        rows(), False,
        [("number", "#"), ("code", _("code")), ("source", _("source")), ("turn", _("turn")), ("yes", _("yes")), ("no", _("no")),
         ("state", _("decided")), ("short", _("passage"))],
        empty=_("Nothing is left to settle."),
    )  # fmt: skip


def _show(project: Project, one: Dispute) -> None:
    from qualcode.reduce.adjudication import context, resolution_words

    people, what = _people(project), one.what
    source = project.value("SELECT name FROM source WHERE id=?", what.source)
    click.secho(
        safe(f"{one.number} · {what.code.shown} · {source} · ") + _("turn %d") % (what.turn + 1) + f" · {one.id.hex()[:8]}", bold=True
    )  # fmt: skip
    for line in context(project, one):
        click.echo(
            ("▌ " if line.disputed else "  ") + safe(f"{line.label}: {line.speech}" if line.label else line.speech)
        )
    for said in what.said:
        if not said.passages:
            click.echo(f"{people[said.coder]}: " + _("no"))
        for start, stop, _rec in said.passages:
            click.echo(f"{people[said.coder]}: [{start}–{stop}] “{safe(_quote(project, one, start, stop))}”")
    if what.code.definition:
        click.echo(_("Definition: %s") % safe(what.code.definition))
    if what.code.use_not:
        click.echo(_("Not: %s") % safe(what.code.use_not))
    if one.conflict:
        click.echo(
            _("! Two people decided this apart, in different ways: see “qualcode conflicts”; --settle decides it anew.")
        )
    elif one.decision is not None:
        who = people.get(one.decision.who or b"", "?")
        click.echo(_("Decided by %s: %s") % (who, resolution_words(one.decision.resolution)) + (f" · {safe(one.decision.reason)}" if one.decision.reason else ""))  # fmt: skip
    else:
        click.echo(_("Guessed: %s") % _(TYPES[one.guess]))
        click.echo(_("To settle it: qualcode adjudicate set %d --take NAME, both or none") % one.number)


def _sum_up(project: Project, board: Board) -> None:
    people, rates, open_ = _people(project), board.rates, len(board.open)
    if not board.disputes:
        click.echo(_("They agree everywhere."))
        return
    click.echo(
        ngettext("%d of %d place is not settled.", "%d of %d places are not settled.", len(board.disputes)) % (open_, len(board.disputes))
    )  # fmt: skip
    tell(
        _("Where at least one gave the code: coded alike by themselves %d of %d; agreed on after talking %d of %d. Only the first is "
          "agreement between independent coders; the second is no reliability.") % (rates.before, rates.of, rates.after, rates.of)
    )  # fmt: skip
    for one in board.yields:
        if one.mostly:
            tell(
                _("! %s gave way in %d of %d decisions: is it the argument that decides, or who makes it?")
                % (people.get(one.coder, "?"), one.yielded, one.of)
            )
