"""Footers of the team: merging, conflicts, agreement, settling, progress."""

from __future__ import annotations

from qualcode.i18n import N_

FOOTERS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "merge": (
        (("list.open",), N_("go on")),
        (("merge.look",), N_("look again")),
        (("merge.choose",), N_("file or folder")),
        (("merge.news",), N_("what is new")),
        (("go.progress",), N_("progress")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
    "conflicts": (
        (("conflicts.side-1", "conflicts.side-2"), N_("this one stands")),
        (("conflicts.both",), N_("both")),
        (("conflicts.write",), N_("write it")),
        (("list.next", "list.previous"), N_("other conflict")),
        (("work.undo",), N_("undo")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
    "agreement": (
        (("list.open",), N_("settle")),
        (tuple(f"agreement.{unit}" for unit in ("turn", "sentence", "character", "span")), N_("unit")),
        (("agreement.round",), N_("round")),
        (("agreement.notes",), N_("notes")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
    "board": (
        (("board.take-1", "board.take-2", "board.take-3"), N_("decide")),
        (("board.none",), N_("not coded")),
        (("board.type",), N_("kind")),
        (("board.reason",), N_("why")),
        (("board.redraw",), N_("draw anew")),
        (("work.undo",), N_("undo")),
        (("list.open",), N_("to the text")),
        (("board.code",), N_("one code")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
    "progress": (
        (("list.open",), N_("open it")),
        (("progress.share",), N_("share out")),
        (("progress.round",), N_("blind round")),
        (("progress.counts",), N_("who counts")),
        (("progress.merge",), N_("sync")),
        (("progress.other",), N_("other list")),
        (("go.agreement",), N_("agreement")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
}
