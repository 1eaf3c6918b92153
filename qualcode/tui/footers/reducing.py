"""Footers of reducing: proposals, words in their context, the codebook, memos, history."""

from __future__ import annotations

from qualcode.i18n import N_

FOOTERS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "queue": (
        (("queue.accept",), N_("accept")),
        (("queue.reject",), N_("reject")),
        (("queue.other-words",), N_("edge")),
        (("queue.other-code",), N_("other code")),
        (("queue.accept-group",), N_("a group")),
        (("queue.find",), N_("find")),
        (("queue.skip",), N_("skip")),
        (("work.undo",), N_("undo")),
        (("queue.learn",), N_("rank")),
        (("queue.by",), N_("by source")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
    "search": (
        (("list.open",), N_("to the text")),
        (("search.mark",), N_("mark")),
        (tuple(f"digits.code-{n}" for n in range(1, 10)), N_("code")),
        (("search.ask",), N_("other words")),
        (("search.choose",), N_("other code")),
        (("search.show",), N_("filter")),
        (("search.sort",), N_("sort")),
        (("work.undo",), N_("undo")),
        (("search.recode",), N_("recode")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
    "memos": (
        (("list.open",), N_("to the text")),
        (("memos.write",), N_("write")),
        (("memos.add",), N_("new")),
        (("memos.take-off",), N_("take off")),
        (("memos.filter",), N_("filter")),
        (("work.undo",), N_("undo")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
    "codebook": (
        (("list.open",), N_("change")),
        (("codebook.add",), N_("new code")),
        (("codebook.passages",), N_("passages")),
        (("codebook.lower", "codebook.higher"), N_("move")),
        (("codebook.combine",), N_("combine")),
        (("codebook.split",), N_("split it")),
        (("codebook.retire",), N_("retire")),
        (("codebook.rename",), N_("rename")),
        (("codebook.out", "codebook.in"), N_("level")),
        (("work.undo",), N_("undo")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
    "history": (
        (("list.open",), N_("to the text")),
        (("history.take-back",), N_("take it back")),
        (("work.undo",), N_("undo the last")),
        (("work.redo",), N_("redo")),
        (("history.filter",), N_("filter")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
}
