"""What does this code mean, and where does it stop? Writing its fields, a new code, a memo.

The rule: what is written is written at once, and ``u`` takes it back.
"""

from __future__ import annotations

from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import Code, add_code, change_code
from qualcode.reduce.memos import write_memo
from qualcode.tui.codebook_view import FIELDS, LONG, VALENCES, field_text, field_value
from qualcode.tui.drawing import in_a_line
from qualcode.tui.screens.codebook_shelf import ShelfScreen
from qualcode.tui.widgets.ask import MEMO
from qualcode.tui.widgets.chooser import Choice

LINES = 4  # of a long field while it is written
COLOURS = range(1, 9)


class FieldsScreen(ShelfScreen):
    """A codebook that is written in."""

    def do_list_open(self) -> None:
        code = self._here()
        if code is None:
            self.do_codebook_add()
        elif self._field is None:
            self.do_codebook_fields()
        else:
            self._edit(code, FIELDS[self._field][0], _(FIELDS[self._field][1]))

    def do_codebook_rename(self) -> None:
        code = self._here()
        if code is not None:
            field = "name_en" if code.shown == code.name_en and code.name_en != code.name else "name"
            self._edit(code, field, _("name"))

    def _edit(self, code: Code, field: str, words: str) -> None:
        if field == "colour" and code.depth:
            self.say(_("A code has the colour of its branch"))
        elif field in ("valence", "colour"):
            self._choose_value(code, field, words)
        else:
            self._write_text(code, field, words)

    def _choose_value(self, code: Code, field: str, words: str) -> None:
        colours = ((None, _("by its place")), *((n, str(n)) for n in COLOURS))
        values = VALENCES if field == "valence" else colours

        def find(query: str) -> list[Choice]:
            return [
                Choice(str(n), _(text), hue=value - 1 if field == "colour" and value else None)
                for n, (value, text) in enumerate(values)
                if query.casefold() in _(text).casefold()
            ]

        def take(choice: Choice, stay: bool) -> None:
            self.job(self._changed(code, field, values[int(choice.key)][0]))

        self.choose("choices", f"{code.shown}: {words}", find, take)

    def _write_text(self, code: Code, field: str, words: str) -> None:
        def check(text: str) -> str:
            try:
                field_value(field, text)
            except UserError as error:
                return in_a_line(error, self.size.width - 2)
            return ""

        async def work(text: str) -> None:
            await self._changed(code, field, field_value(field, text))

        lines = LINES if field in LONG else 1
        was = field_text(code, field)
        self.write_line(f"{words}:", was, lambda text: self.job(work(text)), check=check, lines=lines)

    async def _changed(self, code: Code, field: str, value: Any) -> None:
        if value == (getattr(code, field) or None) and field != "valence":
            return
        await self.session.write(lambda project: change_code(project, code, **{field: value}))
        await self._again(code.id, _("Written · %s takes it back") % self.main.key_of("work.undo"))

    async def _again(self, code: bytes | None, said: str) -> None:
        """Read all anew, with the cursor on a code; say what happened."""
        self._wanted = code
        await self.reload()
        self.say(said)

    def do_codebook_add(self) -> None:
        here = self._here()
        branch = here if here is not None and here.depth == 0 else self._above(here)
        title = _("New code in the branch %s:") % branch.shown if branch else _("New branch:")
        self._add(title, branch)

    def do_codebook_add_branch(self) -> None:
        self._add(_("New branch:"), None)

    def _add(self, title: str, under: Code | None) -> None:
        def done(text: str) -> None:
            name = " ".join(text.split())
            if name:
                self.job(self._made(name, under))

        self.write_line(title, "", done)

    async def _made(self, name: str, under: Code | None) -> None:
        made = await self.session.write(lambda project: add_code(project, name, parent=under.id if under else None))
        self.session.notes.met(made)  # what one has just made is what one looks for
        await self._again(made, _("%s is made; no source is finished for it yet. Tab: say what it means") % name)

    def do_codebook_memo(self) -> None:
        code = self._here()
        if code is None:
            return

        async def work(text: str) -> None:
            await self.session.write(lambda project: write_memo(project, "code", code.id, text))
            await self._again(code.id, _("Memo written"))

        self.write_line(_("Memo on %s:") % code.shown, "", lambda text: self.job(work(text)), lines=MEMO)
