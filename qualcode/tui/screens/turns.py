"""Who speaks in this source? Its turns read again: marks change, words and codings do not."""

from __future__ import annotations

from qualcode.collect.inventory import people_in
from qualcode.collect.rereading import read_again
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import speaker_key
from qualcode.store import Project, versions
from qualcode.tui.incoming import Incoming, understand
from qualcode.tui.screens.incoming import IncomingScreen


class TurnsScreen(IncomingScreen):
    """The same table as before a file comes in, of a source that is here."""

    kind = "turns"

    def __init__(self) -> None:
        super().__init__()
        self._source: tuple[bytes, str] = (b"", "")
        self._before: tuple[str, dict[str, str]] = ("", {})

    def where(self) -> tuple[str, ...]:
        return (_("Collect"), _("Sources"), self._source[1], _("Speakers"))

    def whose(self) -> str:
        return self.session.coder_name

    def sentence(self) -> str:
        return _("Reading again changes who speaks, never the words and never a coding.")

    def want_source(self, source: bytes, name: str) -> None:
        """Show this source when the screen is next seen."""
        self.want([])
        self._source = source, name

    async def _read_all(self, number: int) -> None:
        self._count = 1

        def read(project: Project) -> Incoming:
            now = versions.current(project, self._source[0])
            if now is None:
                raise UserError(_("this source has no text"), where=self._source[1])
            item = understand(self._source[1], now.text, now.marks.convention)
            said = {speaker_key(one.label): one.side for one in people_in(project, self._source[0])}
            item.sides.update((v.key, said[v.key]) for v in item.voices if said.get(v.key, v.side) != v.side)
            return item

        item = await self.session.read(read)
        if number == self._number:
            self._items = [item]
            self._before = item.pattern, item.by_label()
            self._show()

    async def reload(self) -> None:
        await self._read_all(self._number)

    async def _text(self, item: Incoming) -> str:
        def read(project: Project) -> str:
            now = versions.current(project, self._source[0])
            return now.text if now is not None else ""

        return await self.session.read(read)

    def do_list_open(self) -> None:
        item = self._item
        if item is not None:
            self.job(self._take(item))

    async def _take(self, item: Incoming) -> None:
        """Take the reading that is shown, as one deed."""
        pattern, before = self._before
        sides = {label: side for label, side in item.by_label().items() if before.get(label) != side}
        convention = item.pattern if item.pattern != pattern else None
        if not sides and convention is None:
            self.say(_("It is read so already"))
            return
        source = self._source[0]
        await self.session.write(lambda project: read_again(project, [source], convention, sides))
        await self.reload()
        said = _("{name} is read so now; codings are as they were · {key} undoes it")
        self.say(said.format(name=self._source[1], key=self.main.keys.command("work.undo").keys[0]))
