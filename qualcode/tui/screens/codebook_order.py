"""Which code stands beneath which, and in what order.

The rule: a code takes its codings and all beneath it along, so it moves at once, and ``u`` brings it back.
"""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.reduce import combining
from qualcode.reduce.codebook import Code
from qualcode.tui.screens.codebook_fields import FieldsScreen
from qualcode.tui.widgets.chooser import Choice


class OrderScreen(FieldsScreen):
    """A codebook whose codes move."""

    def _siblings(self, code: Code) -> list[Code]:
        return [one for one in self._shown if one.parent == code.parent]

    def _move_beside(self, step: int) -> None:
        code = self._here()
        if code is None:
            return

        async def work() -> None:
            moved = await self.session.write(lambda project: combining.reorder(project, code, step))
            await self._again(code.id, "" if moved else _("It is the last one there"))

        self.job(work())

    def do_codebook_lower(self) -> None:
        self._move_beside(1)

    def do_codebook_higher(self) -> None:
        self._move_beside(-1)

    def do_codebook_out(self) -> None:
        code = self._here()
        above = self._above(code)
        if code is not None and above is not None:
            self._move_under(code, self._above(above))
        else:
            self.say(_("It stands at the top already"))

    def do_codebook_in(self) -> None:
        code = self._here()
        if code is None:
            return
        siblings = self._siblings(code)
        at = siblings.index(code)
        if at == 0:
            self.say(_("There is no code above it on its level"))
        else:
            self._move_under(code, siblings[at - 1])

    def do_codebook_under(self) -> None:
        code = self._here()
        if code is None:
            return

        def take(choice: Choice) -> None:
            self._move_under(code, next((one for one in self._shown if one.id.hex() == choice.key), None))

        self._choose_code(
            _("%s beneath …") % code.shown,
            lambda one: one.live and one.id != code.id,
            take,
            _("at the top, as a branch"),
        )

    def _move_under(self, code: Code, under: Code | None) -> None:
        async def work() -> None:
            await self.session.write(lambda project: combining.move(project, code, under))
            where = _("beneath %s") % under.shown if under else _("at the top")
            said = _("{code} stands {where} · {key} takes it back").format(
                code=code.shown, where=where, key=self.main.key_of("work.undo")
            )
            await self._again(code.id, said)

        self.job(work())
