"""Commands of the team: merging, conflicts, agreement, settling, progress."""

from __future__ import annotations

from qualcode.i18n import N_
from qualcode.tui.commands.command import Command
from qualcode.tui.commands.command import command as _c

COMMANDS: tuple[Command, ...] = (
    _c("merge.choose", N_("Choose a project file or a sync folder"), "+"),
    _c("merge.look", N_("Look what would come in"), "R"),
    _c("merge.news", N_("Show what is new, by name"), "n"),
    *(_c(f"conflicts.side-{n}", N_("This side stands"), str(n)) for n in range(1, 10)),
    _c("conflicts.both", N_("Both texts stand, one after the other"), "b"),
    _c("conflicts.write", N_("Write what shall stand"), "e"),
    _c("agreement.turn", N_("Compare turns"), "t"),
    _c("agreement.sentence", N_("Compare sentences"), "s"),
    _c("agreement.character", N_("Compare characters"), "c"),
    _c("agreement.span", N_("Compare passages as they were drawn"), "f"),
    _c("agreement.round", N_("Choose a round of double coding"), "b"),
    _c("agreement.notes", N_("Show what must be known of the figures"), "n"),
    *(_c(f"board.take-{n}", N_("Decide so; then the next one"), str(n)) for n in range(1, 10)),
    _c("board.none", N_("It is not coded"), "0"),
    _c("board.redraw", N_("Choose its words in the text"), "e"),
    _c("board.type", N_("Say why they differ"), "tab"),
    _c("board.reason", N_("Write why it is decided so"), "m"),
    _c("board.definition", N_("Change the code's definition"), "D"),
    _c("board.round", N_("Choose a round of double coding"), "b"),
    _c("board.code", N_("Only this code, or all"), "c"),
    _c("progress.other", N_("Go from people to what holds them up"), "tab"),
    _c("progress.merge", N_("Look what would come in"), "R"),
    _c("progress.share", N_("Share out sources, or turns by chance"), "+"),
    _c("progress.counts", N_("Choose whose codings count in a source"), "w"),
    _c("progress.round", N_("Open a blind round of double coding, or close one"), "b"),
)
