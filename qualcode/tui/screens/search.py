"""Words looked for, or the passages of a code, and coding what was found.

The rule: a digit gives its code to all marked lines at once, to the sentence each stands in, as one action.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qualcode.display.passages import Passage, code_all
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.reduce.codings import uncode
from qualcode.reduce.recoding import recode
from qualcode.store import Project
from qualcode.tui.long import Long
from qualcode.tui.screens import code_palette
from qualcode.tui.screens.passages import PassagesScreen
from qualcode.tui.widgets.chooser import Choice


class SearchScreen(PassagesScreen):
    """Passages that are given a code, another one, or none."""

    def sentence(self) -> str:
        if not self._shown:
            return super().sentence()
        if self._marked:
            count = ngettext("%d line marked", "%d lines marked", len(self._marked)) % len(self._marked)
            return count + ": " + _("a digit gives its code to all of them, as one action")
        return _("A digit gives its code to the sentence here, or to all that {key} has marked.").format(
            key=self.main.key_of("search.mark")
        )

    def run_command(self, id: str) -> bool:
        if id.startswith("digits.code-"):
            name = self.session.notes.digits[int(id[-1]) - 1]
            if not name:
                self.say(_("No code is on %s yet: choose one with c") % id[-1])
            else:
                self._give(bytes.fromhex(name))
            return True
        return super().run_command(id)

    def do_search_choose(self) -> None:
        self._palette(_("Code for %s"), self._give)

    def _palette(self, title: str, chosen: Callable[[bytes], object]) -> None:
        lines, book = self._chosen_lines(), self._book
        if not lines or book is None:
            return
        count = ngettext("%d passage", "%d passages", len(lines)) % len(lines)
        find = partial(code_palette.find_codes, book, self.session.notes, set(), None)

        def take(choice: Choice, stay: bool) -> None:
            if choice.key != code_palette.NEW:
                chosen(bytes.fromhex(choice.key))

        def choices(query: str) -> list[Choice]:
            return [choice for choice in find(query) if choice.key != code_palette.NEW]

        self.choose("choices", title % count, choices, take, partial(code_palette.tell_code, book))

    def _give(self, code: bytes) -> None:
        lines = self._chosen_lines()
        if lines:
            self.job(self._code_all(lines, code))

    async def _code_all(self, lines: list[Passage], code: bytes) -> None:
        made = await self.session.write(lambda project: code_all(project, lines, code))
        self.session.notes.used(code)
        self._marked.clear()
        await self.reload()
        name = self._book.name(code) if self._book else ""
        if not made:
            self.say(_("%s is on these words already") % name)
            return
        self.say(_("{name} on {count} · {key} takes it off").format(
            name=name, count=ngettext("%d sentence", "%d sentences", made) % made, key=self.main.key_of("work.undo")
        ))  # fmt: skip

    def do_search_recode(self) -> None:
        if self._code is None:
            self.say(_("Here lines are words, no codings: c gives a code. gu and n show the passages of a code."))
            return
        self._palette(_("Another code for %s"), self._recode)

    def _recode(self, to: bytes) -> None:
        lines, book, code = self._chosen_lines(), self._book, self._code
        ids = [one.coding for one in lines if one.coding is not None]
        if book is None or code is None or not ids:
            return

        async def work() -> None:
            from_, into = book.known[code], book.known[to]
            long = Long(_("codings get another code"))
            work = self.session.write(lambda project: recode(project, from_, into, ids=ids, progress=partial(long, "")))
            effect = await self.at_length(long, work)
            self._marked.clear()
            await self.reload()
            count = ngettext("%d coding", "%d codings", len(ids)) % len(ids)
            said = _("{count}: {one} is {other} now · {key} takes it back").format(
                count=count, one=from_.shown, other=into.shown, key=self.main.key_of("work.undo")
            )
            if effect.left:
                said += " · " + ngettext("%d in conflict stays", "%d in conflict stay", effect.left) % effect.left
            self.say(said)

        self.job(work())

    def do_search_take_off(self) -> None:
        """Take these codings off: one's own only."""
        lines, coder = self._chosen_lines(), self.session.coder
        ids = [one.coding for one in lines if one.coding is not None]
        if self._code is None or not ids:
            self.say(_("Here lines are words, no codings: there is nothing to take off"))
            return

        async def work() -> None:
            def off(project: Project) -> int:
                mine = [
                    rec
                    for rec in ids
                    if project.value("SELECT coder FROM coding WHERE id=? AND layer='own'", rec) == coder
                ]
                if not mine:
                    raise UserError(_("these codings are others'; only they take them off"))
                return uncode(project, mine)

            count = await self.session.write(off)
            self._marked.clear()
            await self.reload()
            said = ngettext("%d coding taken off", "%d codings taken off", count) % count
            self.say(f"{said} · " + _("%s brings it back") % self.main.key_of("work.undo"))

        self.job(work())
