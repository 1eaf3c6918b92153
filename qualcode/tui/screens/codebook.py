"""The codebook: what changes the meaning of codings, one code for two, several for one, or a code used no more.

The rule: what it would do is shown first, old counts and new ones, and Enter does it; any other key leaves it. ``u`` takes it
back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce import combining, recoding
from qualcode.reduce.codebook import Code
from qualcode.reduce.codebook_effect import Effect, Progress
from qualcode.store import Project
from qualcode.tui.codebook_view import effect_lines, read_shares
from qualcode.tui.drawing import Parts
from qualcode.tui.long import Long
from qualcode.tui.screens.codebook_lines import plan_lines
from qualcode.tui.screens.codebook_order import OrderScreen
from qualcode.tui.widgets.chooser import Choice

Deed = Callable[[Project, bool, Progress], Effect]


class CodebookScreen(OrderScreen):
    """A codebook whose codes are combined, split and retired."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: tuple[str, list[str], Deed] | None = None  # what Enter would do: its title, its effect, the deed

    def sentence(self) -> str:
        if self._plan is not None:
            return _("Nothing has happened yet. Enter does it, any other key leaves it.")
        return super().sentence()

    def footer(self) -> str:
        return "plan" if self._plan is not None else super().footer()

    def beside(self, room: int, height: int) -> list[Parts]:
        if self._plan is None:
            return super().beside(room, height)
        title, effect, _deed = self._plan
        return plan_lines(title, effect, self.palette, room)

    def run_command(self, id: str) -> bool:
        if self._plan is None:
            return super().run_command(id)
        title, _lines, deed = self._plan
        self._plan = None
        if id == "list.open":
            self.job(self._carry_out(title, deed))
        else:
            self.calm()
            self.note()
        return True

    def do_codebook_combine(self) -> None:
        code = self._here()
        if code is None:
            return

        def take(choice: Choice) -> None:
            into = next(one for one in self._shown if one.id.hex() == choice.key)

            def deed(project: Project, dry: bool, tell: Progress) -> Effect:
                return combining.combine(project, [code, into], into, dry_run=dry, progress=tell)

            self._preview(_("{one} lives on in {other}").format(one=code.shown, other=into.shown), deed)

        self._choose_code(_("%s lives on in …") % code.shown, lambda one: one.live and one.id != code.id, take)

    def do_codebook_split(self) -> None:
        code = self._here()
        if code is None:
            return

        def done(text: str) -> None:
            shares = [recoding.Share(name, keywords=words) for name, words in read_shares(text)]
            deed: Deed = lambda project, dry, tell: recoding.split(project, code, shares, dry_run=dry, progress=tell)  # noqa: E731
            self._preview(_("%s is split") % code.shown, deed)

        self.write_line(_("Split into (name: words; …):"), "", done, check=_split_problem)

    def do_codebook_retire(self) -> None:
        code = self._here()
        if code is None:
            return
        again = code.retired
        deed: Deed = partial(_retire, code=code, undo=again)
        title = _("%s is used again") if again else _("%s is used no more; its codings stay")
        self._preview(title % code.shown, deed)

    def _preview(self, title: str, deed: Deed) -> None:
        async def work() -> None:
            long = Long(_("looking what it would do"))
            work = self.session.read(lambda project: deed(project, True, partial(long, "")))
            effect = await self.at_length(long, work)
            self._plan = title, effect_lines(effect), deed
            self.calm()
            self.note()

        self.job(work())

    async def _carry_out(self, title: str, deed: Deed) -> None:
        code = self._here()
        long = Long(title)
        await self.at_length(long, self.session.write(lambda project: deed(project, False, partial(long, ""))))
        await self._again(
            code.id if code else None, f"{title} · " + _("%s takes it back") % self.main.key_of("work.undo")
        )


def _retire(project: Project, dry: bool, tell: Progress, *, code: Code, undo: bool) -> Effect:
    return combining.retire(project, code, undo=undo, dry_run=dry, progress=tell)


def _split_problem(text: str) -> str:
    try:
        read_shares(text)
    except UserError as error:
        return str(error)
    return ""
