"""Footers of the transcript: moving, selecting, coding."""

from __future__ import annotations

from qualcode.i18n import N_

_JUDGE = ("problem", "mixed", "strength")

FOOTERS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "coding": (
        (("text.next-unit", "text.previous-unit"), N_("sentence")),
        (tuple(f"coding.code-{n}" for n in range(1, 10)), N_("code")),
        (tuple(f"coding.{judged}" for judged in _JUDGE), N_("valence")),
        (("text.range",), N_("range")),
        (("text.end-word-earlier", "text.end-word-later"), N_("edge")),
        (("work.undo",), N_("undo")),
        (("coding.choose",), N_("other code")),
        (("coding.repeat",), N_("repeat")),
        (("coding.repeat-on",), N_("repeat, go on")),
        (("coding.take-off",), N_("take off")),
        (("coding.next-here",), N_("other coding here")),
        (("coding.memo",), N_("memo")),
        (("coding.finish",), N_("finished")),
        (("coding.inspect",), N_("details")),
        (("coding.beside",), N_("a text beside")),
        (("app.help",), N_("more")),
    ),
    "beside": (
        (("text.next-unit", "text.previous-unit"), N_("sentence")),
        (("coding.beside",), N_("other text")),
        (tuple(f"coding.code-{n}" for n in range(1, 10)), N_("code")),
        (tuple(f"coding.{judged}" for judged in _JUDGE), N_("valence")),
        (("text.range",), N_("range")),
        (("work.undo",), N_("undo")),
        (("coding.choose",), N_("other code")),
        (("coding.fold",), N_("fold away")),
        (("text.end-word-earlier", "text.end-word-later"), N_("edge")),
        (("coding.take-off",), N_("take off")),
        (("coding.memo",), N_("memo")),
        (("coding.finish",), N_("finished")),
        (("app.help",), N_("more")),
    ),
    "reading": (
        (("text.next-unit", "text.previous-unit"), N_("sentence")),
        (("coding.important",), N_("important")),
        (("coding.unimportant",), N_("not important")),
        (("coding.memo",), N_("note")),
        (("coding.fold",), N_("show the codes")),
        (("coding.next-here",), N_("not looked at")),
        (("work.undo",), N_("undo")),
        (("app.help",), N_("more")),
    ),
}
