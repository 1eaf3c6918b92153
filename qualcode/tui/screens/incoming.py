"""Who speaks in these files? What was read of each, for a person to look over before it comes in.

The rule: what was proposed is shown with what speaks for it, and nothing is in before it was taken. Files are read beside
the screen, a few at a time; one can decide on the first while the others are read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project, ids
from qualcode.store.ids import fold
from qualcode.tui.drawing import Parts, wrapped
from qualcode.tui.incoming import Incoming, Voice, carry_over, understand
from qualcode.tui.screens.incoming_lines import below, heads, pattern_name, voice_line
from qualcode.tui.screens.listing import RowsScreen
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from qualcode.collect.rereading import Remembered


class IncomingScreen(RowsScreen):
    kind = "incoming"

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[Path] = []
        self._items: list[Incoming] = []
        self._refused: list[str] = []
        self._count = 0  # files to be read
        self._at = 0
        self._loose = False
        self._number = 0

    def body(self) -> Iterable[Widget]:
        yield Rows(self._voice, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (_("Collect"), _("Import"), _("Speakers"))

    def whose(self) -> str:
        return _("file {at} of {count}").format(at=min(self._at + 1, self._count), count=self._count)

    def sentence(self) -> str:
        reading = self._count - len(self._items)
        if reading > 0:
            return ngettext("%d file is still being read", "%d files are still being read", reading) % reading
        if len(self._items) > 1 and (unclear := sum(one.unclear and not one.decided for one in self._items)):
            return ngettext("%d file should be looked at: ! goes to it", "%d files should be looked at: ! goes to them", unclear) % unclear  # fmt: skip
        return _("An interviewer's words are never evidence. Turns can be read again later.")

    # Reading

    def want(self, paths: list[Path]) -> None:
        """Read these files when the screen is next seen."""
        self._number += 1
        self._paths, self._items, self._refused = paths, [], []
        self._count, self._at, self._loose = 0, 0, False
        self._wanted = True

    _wanted = False

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._wanted:
            self._wanted = False
            self.job(self._read_all(self._number))
        self._show()

    async def _read_all(self, number: int) -> None:
        from qualcode.collect.archives import files_in
        from qualcode.collect.readers import read_data
        from qualcode.collect.rereading import remembered

        def read(found: object) -> Incoming:
            file, load = found.file, found.load  # type: ignore[attr-defined]
            try:
                data = read_data(file, load(), None)
                item = understand(file, data.text, kept=kept)
                if ids.source_id(study, data.digest) not in sources.values() and data.name not in files:
                    item.there = next((name for name in sources if fold(name) == fold(Path(item.name).stem)), "")
                return item
            except UserError as error:
                return Incoming(file, problem=str(error), left_out=True)

        def known(project: Project) -> tuple[Remembered, bytes, dict[str, bytes], set[bytes]]:
            named = dict(project.rows("SELECT name, id FROM source WHERE removed=0"))
            rows = project.rows("SELECT original FROM version WHERE removed=0 AND original IS NOT NULL")
            return remembered(project), project.id, named, {original for (original,) in rows}

        kept, study, sources, files = await self.session.read(known)
        archives = files_in(self._paths)
        search = await asyncio.to_thread(archives.__enter__)
        try:
            self._refused = [str(error) for error in search.refused]
            self._count = len(search.found)
            for found in search.found:
                item = await asyncio.to_thread(read, found)
                if number != self._number:
                    return
                for before in self._items:
                    if before.decided:
                        carry_over(before.sides, item)
                self._items.append(item)
                here = self._items[self._at]
                if here.problem and not item.problem:  # one opens on what can be decided
                    self._at = len(self._items) - 1
                if len(self._items) == self._at + 1:
                    self._show()
                else:
                    self.rows_changed()
        finally:
            archives.__exit__(None, None, None)
        self._show()

    @property
    def _item(self) -> Incoming | None:
        return self._items[self._at] if self._at < len(self._items) else None

    # Drawing

    def _show(self) -> None:
        item = self._item
        self.rows.show(len(item.voices) if item else 0, 0)
        self.note()

    def redraw(self) -> None:
        super().redraw()
        self._show()

    def _heads(self, width: int) -> list[Parts]:
        item = self._item
        if item is not None and not item.problem:
            return heads(item, self.palette, width)
        told = item.problem if item else _("Reading …") if self._count or not self._refused else self._refused[0]
        return [[(" " + text, self.palette.style(strong=True))] for text in wrapped(told, width - 2, 3)]

    def _voice(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._items[self._at]
        return voice_line(one, one.voices[item], here, self.palette, width)

    def note(self) -> None:
        item, width = self._item, self.size.width
        shown = 4 if self.size.height < 30 else 12
        lines = below(item, self._loose, shown, self.palette, width) if item is not None and not item.problem else []
        if self._refused:
            more = len(self._refused) - 1
            lines.append(
                [(f" ! {self._refused[0]}" + (f"  (+{more})" if more else ""), self.palette.style(quiet=True))]
            )
        self.query_one("#detail", Lines).show(lines)
        self.rows_changed()

    # Keys

    def run_command(self, id: str) -> bool:
        if id.startswith("speakers.side-"):
            return self._side(id.removeprefix("speakers.side-"))
        return self.rows.run(id) or super().run_command(id)

    def on_rows_clicked(self, event: Rows.Clicked) -> None:
        if event.again:
            self.do_speakers_side()

    def _here(self) -> Voice | None:
        item = self._item
        return item.voices[self.rows.at] if item and item.voices else None

    def do_speakers_side(self) -> None:
        item, voice = self._item, self._here()
        if item is not None and voice is not None:
            item.turn_side(voice)
            self.rows.refresh()

    def _side(self, side: str) -> bool:
        item, voice = self._item, self._here()
        if item is not None and voice is not None:
            item.sides[voice.key] = side
            self.rows.refresh()
            self.rows.move(self.rows.at + 1)
        return True

    def do_speakers_pattern(self) -> None:
        item = self._item
        if item is not None and not item.problem:
            self.job(self._propose(item))

    async def _propose(self, item: Incoming) -> None:
        """What each convention that fits makes of the file, to choose from."""
        from qualcode.collect.conventions import propose

        text = await self._text(item)
        found = await asyncio.to_thread(propose, text)
        choices = [
            Choice(
                one.convention,
                pattern_name(one.convention),
                one.evidence,
                "✓" if one.convention == item.pattern else "",
            )
            for one in found
        ]

        def find(query: str) -> list[Choice]:
            return [one for one in choices if query.casefold() in one.name.casefold()]

        def chosen(choice: Choice, stay: bool) -> None:
            self.job(self._read_again(item, text, choice.key))

        self.choose(
            "pattern", _("How are the turns of %s written?") % item.name, find, chosen,
            lambda choice, width: wrapped(choice.about, width, 3),
        )  # fmt: skip

    async def _text(self, item: Incoming) -> str:
        """The words of a file, read once more."""
        from qualcode.collect.archives import files_in
        from qualcode.collect.readers import read_data

        def read() -> str:
            with files_in(self._paths) as search:
                found = next(one for one in search.found if one.file == item.file)
                return read_data(item.file, found.load(), None).text

        return await asyncio.to_thread(read)

    def drawer_changed(self) -> None:
        self.query_one("#detail", Lines).display = not self.chooser.is_open
        super().drawer_changed()

    async def _read_again(self, item: Incoming, text: str, convention: str) -> None:
        again = await asyncio.to_thread(understand, item.file, text, convention)
        if item in self._items:
            carry_over(item.sides, again)
            again.there, again.corrects = item.there, item.corrects
            self._items[self._items.index(item)] = again
            self._show()
            self.say(_("Read as %s") % pattern_name(again.pattern))

    def do_speakers_loose(self) -> None:
        self._loose = not self._loose
        self.note()

    def do_incoming_split(self) -> None:
        item = self._item
        if item is None or not item.sessions:
            self.say(_("There seems to be one session in this file"))
            return
        item.split = not item.split
        self.note()

    def do_incoming_correct(self) -> None:
        """This file is a corrected text of the source that has its name, or is not."""
        item = self._item
        if item is None or not item.there:
            self.say(_("No source has the name of this file"))
            return
        item.corrects = not item.corrects
        self.note()

    def do_incoming_leave_out(self) -> None:
        item = self._item
        if item is not None and not item.problem:
            item.left_out = not item.left_out
            self.note()
            self.rows.refresh()

    def _step(self, step: int) -> None:
        if 0 <= self._at + step < len(self._items):
            self._at += step
            self._loose = False
            self._show()
        else:
            self.say(_("There is no other file") if self._count == len(self._items) else _("It is still being read"))

    def do_incoming_next_file(self) -> None:
        self._step(1)

    def do_incoming_previous_file(self) -> None:
        self._step(-1)

    def do_incoming_unclear(self) -> None:
        """Go to the next file that should be looked at, round to the first."""
        after = [*range(self._at + 1, len(self._items)), *range(self._at)]
        found = next((n for n in after if self._items[n].unclear and not self._items[n].decided), None)
        if found is None:
            self.say(_("No other file needs a look"))
            return
        self._at, self._loose = found, False
        self._show()

    def do_list_open(self) -> None:
        """Take this file as it is, and go to the next; after the last one all come in."""
        item = self._item
        if item is None:
            return
        item.decided = True
        for other in self._items:
            if not other.decided:
                carry_over(item.sides, other)
        waiting = next((n for n, one in enumerate(self._items) if not one.decided and not one.problem), None)
        if waiting is not None:
            self._at, self._loose = waiting, False
            self._show()
        elif len(self._items) < self._count:
            self.say(_("The other files are still being read"))
        else:
            self._import()

    def do_incoming_rest(self) -> None:
        """Take all files that were not looked over as they are read; what was decided of a label holds for all."""
        if len(self._items) < self._count:
            self.say(self.sentence())
            return
        item = self._item
        if item is not None:
            item.decided = True
            for other in self._items:
                carry_over(item.sides, other)
        self._import()

    def _import(self) -> None:
        from qualcode.tui.screens.imported import ImportedScreen

        wanted = [item for item in self._items if not item.left_out]
        if not wanted:
            self.say(_("Nothing is left to bring in"))
            return
        problems = [*self._refused, *(item.problem for item in self._items if item.problem)]
        imported = self.main.place("imported")
        assert isinstance(imported, ImportedScreen)
        imported.want(self._paths, wanted, problems)
        self.main.away(self.main.go, "sources", "imported")
