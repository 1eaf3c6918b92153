"""suggest: what the codebook's keywords propose, and deciding on it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from itertools import count as counting
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import as_items, coder_named, json_option, listing, opened, safe
from qualcode.cli.options import chosen_sources, where_of
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.reduce.suggestions import Suggestion
    from qualcode.store import Project


@click.command(
    help=_(
        "Passages the codebook's keywords propose and you have neither coded nor rejected, each with its reason. Interviewers' "
        "words are not matched. A person decides: --accept shows how many and examples first, and --yes does it; what was "
        "accepted unread is marked as bulk and counted apart. One “qualcode undo” takes all of it back.\n\n"
        "Example: qualcode suggest --code utang --accept strong"
    )
)
@click.option("--code", "code_names", multiple=True, metavar="NAME", help=_("Only this code."))
@click.option("--source", "source_names", multiple=True, metavar="NAME", help=_("Only in this source."))
@where_of("source")
@click.option("--accept", type=click.Choice(["strong", "all"]), help=_("Accept the strong ones, or all."))
@click.option(
    "--reject",
    "reject",
    metavar="NUMBER",
    type=int,
    help=_("Turn down the suggestion of this number; it does not come back."),
)
@click.option("--take", "take", metavar="NUMBER", type=int, help=_("Accept the one of this number, as read."))
@click.option(
    "--try",
    "tried",
    metavar="KEYWORD",
    help=_(
        "What a keyword would find, before it goes into the codebook: in how many turns, and which forms of its words."
    ),
)
@click.option("--yes", is_flag=True, help=_("Do what --accept showed."))
@click.option(
    "--learned",
    is_flag=True,
    help=_("The likeliest first, by what was accepted and turned down so far; also passages that no keyword finds."),
)
@click.option("--limit", default=60, show_default=True, help=_("How many to show."))
@json_option
@click.pass_context
def suggest(
    ctx: click.Context, code_names: tuple[str, ...], source_names: tuple[str, ...], where: str, accept: str | None, reject: int | None,
    take: int | None, tried: str | None, yes: bool, learned: bool, limit: int, as_json: bool,
) -> None:  # fmt: skip
    if tried is not None:
        _try(ctx, tried, limit, as_json)
        return
    from qualcode.reduce import suggestions as work
    from qualcode.reduce.codebook import codebook, find_code
    from qualcode.reduce.rounds import open_rounds

    with opened(ctx, writes=True) as project:
        coder = coder_named(project, None)
        book = codebook(project)
        codes = [find_code(book, name).id for name in code_names] or None
        sources = chosen_sources(project, source_names, where)
        found = (_ranked if learned else work.waiting)(project, coder, codes=codes, sources=sources)
        off = _say_off(open_rounds(project), project, sources)
        names = dict(project.rows("SELECT id, name FROM source"))
        if reject is not None or take is not None:
            _decide(project, found, names, coder, reject, take)
            return
        if accept:
            chosen = found if accept == "all" else [one for one in found if one.strength == "strong"]
            _preview(chosen, names)
            if yes and chosen:
                _accept(project, chosen, coder)
            elif not yes:
                click.echo(_("Nothing was accepted yet. With --yes it is, marked as bulk."))
            return
        if off and not found and not as_json:
            return  # why there are none was said
        shown = found if as_json else found[:limit]
        numbers = counting(1)
        listing(
            as_items(
                shown, "source", "turn", "start", "stop", "strength", "reason", "quote",
                code=lambda s: s.code.name, name=lambda s: names[s.source], short=lambda s: _short(s.quote),
                number=lambda _s: next(numbers),
            ),
            as_json,
            [("number", "#"), ("name", _("source")), ("code", _("code")), ("strength", _("how strong")), ("reason", _("because")), ("short", _("passage"))],
            empty=_("No suggestions. Codes that have keywords make them."), words=("strength",),
        )  # fmt: skip
        if not as_json and len(found) > limit:
            click.echo(_("… and %d more (--limit)") % (len(found) - limit))


def _decide(
    project: Project, found: Sequence[Suggestion], names: dict[bytes, str], coder: bytes, reject: int | None, take: int | None
) -> None:  # fmt: skip
    """Turn one down, or accept it as read, by its number in the list."""
    from qualcode.reduce import accepting

    for number in (reject, take):
        if number is not None and not 1 <= number <= len(found):
            raise UserError(_("there is no suggestion %d (there are %d)") % (number, len(found)))
    if reject:
        one = found[reject - 1]
        accepting.reject(project, [one], coder)
        click.echo(_("Rejected; it does not come back."))
    else:
        one = found[(take or 1) - 1]
        accepting.accept(project, [one], coder, bulk=False)
        click.echo(_("Accepted."))
    click.echo(_line(one, names))


def _accept(project: Project, chosen: Sequence[Suggestion], coder: bytes) -> None:
    """Accept them unread, as one action."""
    from qualcode.reduce import accepting

    with click.progressbar(length=len(chosen), label=_("accepting"), file=sys.stderr, hidden=len(chosen) < 500) as bar:
        done = 0

        def step(total: int) -> None:
            nonlocal done
            bar.update(total - done)
            done = total

        made = accepting.accept(project, chosen, coder, bulk=True, progress=step)
    click.echo(
        ngettext(
            "%d coding made. “qualcode undo” takes it back.", "%d codings made. “qualcode undo” takes them back.", made
        )
        % made
    )


def _ranked(
    project: Project, coder: bytes, *, codes: list[bytes] | None, sources: list[bytes] | None
) -> Sequence[Suggestion]:
    from qualcode.reduce.learning import fitted, known, read, trusted
    from qualcode.reduce.queue import queue

    reading = read(project)
    so_far = known(project, coder, reading)
    learned = fitted(reading, so_far, trusted(reading, so_far))
    return [one.suggestion for one in queue(project, coder, codes=codes, sources=sources, learned=learned)]


def _try(ctx: click.Context, written: str, limit: int, as_json: bool) -> None:
    from qualcode.reduce.trying import try_keyword

    with opened(ctx) as project:
        found = try_keyword(project, written)
    if not as_json:
        click.echo(
            _("“{word}” is found {times}, in {turns} of {sources}.").format(
                word=written,
                times=ngettext("%d time", "%d times", found.hits) % found.hits,
                turns=ngettext("%d turn", "%d turns", found.turns) % found.turns,
                sources=ngettext("%d source", "%d sources", found.sources) % found.sources,
            )
        )
    listing(
        as_items(
            found.forms if as_json else found.forms[:limit], "form", "uses", "only", "misspelt_for",
            note=lambda one: _("taken for: %s") % one.misspelt_for if one.misspelt_for else _("only so") if one.only else "",
        ),
        as_json,
        [("form", _("form")), ("uses", _("said")), ("note", "")],
        empty=_("None of its words is said."),
    )  # fmt: skip


def _say_off(off: dict[bytes, str], project: Project, sources: list[bytes] | None) -> bool:
    """On stderr, so that a listing stays one: where there are none because a round is open. Whether there is such a source."""
    asked = [source for source in off if sources is None or source in sources]
    for name in sorted({off[source] for source in asked}):
        where = sorted(str(project.value("SELECT name FROM source WHERE id=?", s)) for s in asked if off[s] == name)
        said = _("No suggestions while the round “%s” is open in: %s") % (name, ", ".join(where[:8]))
        click.echo(safe(said + (", …" if len(where) > 8 else "")), err=True)
    return bool(asked)


def _preview(chosen: Sequence[Suggestion], names: dict[bytes, str]) -> None:
    counts = Counter(one.code.name for one in chosen)
    click.echo(ngettext("%d passage would be coded:", "%d passages would be coded:", len(chosen)) % len(chosen))
    for name, count in counts.most_common(12):
        click.echo(f"{count:>6}  {name}")
    for one in chosen[:3]:
        click.echo(_line(one, names))


def _line(one: Suggestion, names: dict[bytes, str]) -> str:
    return f"  {names[one.source]}: {one.code.name} ← {_short(one.quote)}"


def _short(quote: str) -> str:
    text = safe(" ".join(quote.split()))
    return text if len(text) <= 56 else text[:55] + "…"
