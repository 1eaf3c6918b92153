"""Writing in the framework: level, phrase, what follows, and saying that a cell still holds.

The rule: what is written rests on the codings of the cell as the person saw it, not on what came in meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from qualcode.display.framework import Box
from qualcode.i18n import _
from qualcode.reduce import summaries as work
from qualcode.reduce.levels import scales, written
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.tui.screens.listing import CellsScreen
from qualcode.tui.widgets.chooser import Choice


class FrameworkWriting(CellsScreen):
    @property
    def box(self) -> Box | None:
        """The cell at the cursor."""
        raise NotImplementedError

    async def reread(self) -> None:
        """Show the texts as they are now."""
        raise NotImplementedError

    def _write(self, said: str, change: Callable[[Project, Box], object]) -> None:
        box = self.box
        if box is None:
            return

        async def run() -> None:
            await self.session.write(lambda project: change(project, box))
            await self.reread()
            self.say(said + " · " + _("%s takes it back") % self.main.key_of("work.undo"))

        self.job(run())

    def _put(self, **texts: str) -> Callable[[Project, Box], object]:
        return lambda project, box: work.write(project, box.theme.id, box.case, box.rests_on, **texts)

    def do_framework_text(self) -> None:
        if box := self.box:
            before = box.summary.text if box.summary else ""
            self.write_line(_("Phrase:"), before, lambda text: self._write(_("Written"), self._put(text=text)), lines=2)

    def do_framework_conclusion(self) -> None:
        if box := self.box:
            before = box.summary.conclusion if box.summary else ""
            self.write_line(_("Follows:"), before, lambda text: self._write(_("Written"), self._put(conclusion=text)), lines=2)  # fmt: skip

    def do_framework_level(self) -> None:
        """Choose the level word."""
        if self.box is not None:
            self.question(self._choose_level())

    async def _choose_level(self) -> None:
        about: dict[str, str] = {}
        for scale in await self.session.read(scales):
            for word in scale.words:
                about.setdefault(word, written(scale))
        choices = [Choice(word, word, scale) for word, scale in about.items()] + [Choice("", _("no level word"))]

        def find(query: str) -> list[Choice]:
            return [one for one in choices if fold(query) in fold(one.name)]

        self.choose(
            "levels", _("Level"), find, lambda choice, stay: self._write(_("Written"), self._put(level=choice.key))
        )

    def do_framework_still(self) -> None:
        """It was read again and holds."""
        box = self.box
        if box is None or box.summary is None:
            self.say(_("Nothing is written here yet"))
            return
        self._write(_("It holds as it is now"), self._put())

    def do_framework_take_off(self) -> None:
        box = self.box
        if box is None or box.summary is None:
            self.say(_("Nothing is written here yet"))
            return
        self._write(_("Taken off"), lambda project, here: work.remove(project, here.theme.id, here.case))
