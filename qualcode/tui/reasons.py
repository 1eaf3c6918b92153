"""Why a passage is proposed, as lines below it: its words, the code, the cause, and what became of proposals like it.

The rule: what was found stands between [ ], so that it is seen without colours; bands have names and no numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.reduce.queue import BANDS, Proposal
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.plainly import plain
from qualcode.tui.screens.code_palette import definition

if TYPE_CHECKING:
    from qualcode.tui.palette import Palette


def reasons(
    one: Proposal, words: str, like: Sequence[tuple[str, Proposal]], so_far: tuple[int, int], width: int, tall: bool, palette: Palette
) -> list[Parts]:  # fmt: skip
    """The passage with ``words`` marked, and why. ``like``: others (source, proposal) that would be accepted with it;
    ``so_far``: accepted, decided."""
    it = one.suggestion
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    text = wrapped(_bracketed(it.quote, words), min(width - 4, 72), 8 if tall else 3)
    lines: list[Parts] = [[("▌ ", strong), (line, plainly)] for line in text]
    lines.append(rule(_("Why it is proposed"), _(BANDS[one.band]), width, quiet, strong))

    def told(name: str, said: str) -> None:
        lines.append([(cut(" " + name, 12), quiet), (cut(said, width - 13), plainly)])

    told(_("code"), f"{it.code.shown} – {definition(it.code)}")
    found = plain(it.keyword) + it.reason.removeprefix(it.keyword)
    told(_("because"), found if it.keyword else _("like what you coded so: %s") % it.reason)
    record = one.record
    if record is not None and record.decided:
        told(_("keyword"), _("this keyword: {yes} of {all} accepted").format(yes=record.accepted, all=record.decided))
    elif it.keyword:
        told(_("keyword"), _("nothing of this keyword was decided yet"))
    for name, other in like:
        told(_("like it"), f"{name}: “{other.suggestion.quote}”")
    accepted, decided = so_far
    if decided:
        told(_("so far"), _("{yes} accepted of {all} you decided").format(yes=accepted, all=decided))
    return lines


def _bracketed(quote: str, words: str) -> str:
    """A passage with the words that were found between [ ]."""
    quote, words = " ".join(quote.split()), " ".join(words.split())
    at = quote.find(words) if words else -1
    return quote if at < 0 else f"{quote[:at]}[{words}]{quote[at + len(words) :]}"
