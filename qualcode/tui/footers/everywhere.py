"""Footers of what holds everywhere: the app, the map, lists, tables, drawers and fields, where one begins."""

from __future__ import annotations

from qualcode.i18n import N_

FOOTERS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "codes": (
        (("codes.previous", "codes.next"), N_("choose")),
        (("codes.take",), N_("give")),
        (tuple(f"codes.take-{n}" for n in range(1, 6)), N_("line")),
        (("codes.take-on",), N_("give and again")),
        (("codes.pin",), N_("put on 1-9")),
        (("codes.leave",), N_("leave")),
    ),
    "choices": (
        (("codes.previous", "codes.next"), N_("choose")),
        (("codes.take",), N_("take it")),
        (("codes.leave",), N_("leave")),
    ),
    "field": ((("field.take",), N_("take it")), (("field.leave",), N_("leave"))),
    "memo-field": (
        (("field.take",), N_("take it")),
        (("field.break",), N_("another line")),
        (("field.leave",), N_("leave")),
    ),
    "cell": ((("field.take",), N_("take it")), (("field.next",), N_("go on")), (("field.leave",), N_("leave"))),
    "start": (
        (tuple(f"start.answer-{n}" for n in range(1, 10)), N_("choose")),
        (("list.open",), N_("begin")),
        (("app.help",), N_("more")),
        (("app.quit",), N_("quit")),
    ),
    "codebook-fields": (
        (("list.open",), N_("write")),
        (("list.next", "list.previous"), N_("choose")),
        (("codebook.fields",), N_("the codes")),
        (("work.undo",), N_("undo")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
    "plan": ((("list.open",), N_("do it")), (("app.back",), N_("leave it"))),
    "home": (
        (("list.open",), N_("go on")),
        (("list.next", "list.previous"), N_("choose")),
        (("home.import",), N_("import")),
        (("go.sources",), N_("sources")),
        (("app.commands",), N_("commands")),
        (("app.quit",), N_("quit")),
        (("app.help",), N_("help")),
    ),
    "help": (
        (("help.down", "help.up"), N_("scroll")),
        (("help.page-down", "help.page-up"), N_("page")),
        (("app.back",), N_("back")),
    ),
}
