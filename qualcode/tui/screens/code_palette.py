"""Which code is this? Codes found by a few letters: in their names in both languages, then in their definitions.

Among equals those come first whose keywords the passage holds, then those given last: what is likely is a line away, and
what is on a digit already stands behind. The last line makes a new code of what was typed, under the branch one works in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qualcode.i18n import _, language, ngettext
from qualcode.reduce.codebook import Code
from qualcode.store.ids import fold
from qualcode.tui.document import Book
from qualcode.tui.drawing import wrapped
from qualcode.tui.notes import Notes
from qualcode.tui.ranking import Named, ranked
from qualcode.tui.widgets.chooser import Choice

NEW = "new"
_WORD = re.compile(r"[^\W\d_]+")
LONGEST = 60  # characters of a code's name


def find_codes(
    book: Book, notes: Notes, here: set[bytes], branch: Code | None, query: str, passage: str = ""
) -> list[Choice]:
    """The codes that ``query`` may mean, and the one it would make. ``here``: codes that are on this passage already."""
    words = [word for word in map(fold, _WORD.findall(passage)) if len(word) > 2]
    recent = {name: number for number, name in enumerate(notes.recent)}
    named = [
        Named(
            code.id.hex(),
            tuple(filter(None, (code.name, code.name_en))),
            _description(code),
            -1 if words and _said(code, words) else recent.get(code.id.hex(), len(recent)),
            book.counts[code.id],
        )
        for code in book.codes
    ]
    by_key = {code.id.hex(): code for code in book.codes}
    order = ranked(named, query)
    if not query:  # those on a digit are one key away already
        order.sort(key=lambda key: key in notes.digits)
    found = [_choice(book, notes, here, by_key[key]) for key in order]
    wanted = " ".join(query.split())[:LONGEST]
    if wanted and not any(fold(wanted) in (fold(code.name), fold(code.name_en)) for code in book.codes):
        under = _("in the branch %s") % branch.shown if branch else _("as a branch of its own")
        found.append(Choice(NEW, _("+ make “%s”") % wanted, under))
    return found


def _description(code: Code) -> str:
    """What is said of a code, its keywords too: somebody looks for it by a word that stands there."""
    keywords = (word for word in code.keywords if isinstance(word, str) and word[:1] not in ("-", "/"))
    told = (code.definition, code.definition_en, code.use_when, *code.path, *keywords)
    return " ".join(part.strip("=*~+") for text in told for part in (text or "").split())


def _said(code: Code, words: Sequence[str]) -> bool:
    """Whether one of the code's keywords is among these words, by their beginnings: a hint for the eye, not a proposal."""
    for keyword in code.keywords:
        if isinstance(keyword, str) and keyword[:1] not in ("-", "/"):
            parts = [fold(part) for part in _WORD.findall(keyword) if len(part) > 2]
            if parts and all(any(word.startswith(part) for word in words) for part in parts):
                return True
    return False


def _choice(book: Book, notes: Notes, here: set[bytes], code: Code) -> Choice:
    count = book.counts[code.id]
    name = code.id.hex()
    digit = f"[{notes.digits.index(name) + 1}]  " if name in notes.digits else ""
    quotes = ngettext("%d passage", "%d passages", count) % count if count else ""
    above = book.branch(code)
    about = definition(code) if above is code else f"{above.shown} › {definition(code)}"
    mark = "✓" if code.id in here else " "
    return Choice(name, code.shown, about, f"{digit}{quotes} {mark}", code.hue)


def definition(code: Code) -> str:
    """The definition in the language in use, else in the other one."""
    if language() == "en":
        return code.definition_en or code.definition
    return code.definition or code.definition_en


def tell_code(book: Book, choice: Choice, width: int) -> list[str]:
    """Three lines: what the code means, and where it stops."""
    if choice.key == NEW:
        return [_("It has no definition yet. Write one soon: two people must mean the same by it.")]
    code = book.known[bytes.fromhex(choice.key)]
    lines = wrapped(definition(code) or _("It has no definition yet."), width, 2)
    if code.use_not:
        lines += wrapped(_("Not: %s") % code.use_not, width, 1)
    elif code.example:
        lines += wrapped(f"“{code.example}”", width, 1)
    return lines
