"""Which files come in? Folders and files to mark, or a path to write."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

from textual.widget import Widget

from qualcode.errors import UserError, reason
from qualcode.i18n import _, ngettext
from qualcode.tui.drawing import Parts, cut, ending, ends, rule
from qualcode.tui.folders import Entry, Folder, completed, first_folder, look
from qualcode.tui.screens.listing import RowsScreen
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

NAMED = 2  # lines that say what is marked


class FilesScreen(RowsScreen):
    kind = "files"

    def __init__(self) -> None:
        super().__init__()
        self._folder = Folder(Path.cwd(), ())
        self._marked: dict[Path, Entry] = {}
        self._number = 0

    def body(self) -> Iterable[Widget]:
        yield Rows(self._entry, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Collect"), _("Import"))

    def whose(self) -> str:
        return self.session.coder_name

    def sentence(self) -> str:
        return _("The files stay as they are; their text and a copy come into the study.")

    def on_mount(self) -> None:
        super().on_mount()
        self.arrive(self._go(first_folder(self.session.path.resolve().parent)))

    def begin(self) -> None:
        """Choose anew."""
        self._marked.clear()
        if self.is_mounted:
            self.job(self._go(self._folder.path))

    async def _go(self, path: Path, at: Path | None = None) -> None:
        from qualcode.collect.readers import READERS

        self._number += 1
        number = self._number
        try:
            found = await asyncio.to_thread(look, path, (*READERS, ".zip"))
        except OSError as error:
            raise UserError(_("this folder cannot be opened (%s)") % reason(error), where=str(path)) from None
        if number != self._number:
            return
        self._folder = found
        came = [n for n, one in enumerate(found.entries) if one.path == at]
        full = [n for n, one in enumerate(found.entries) if one.count or not one.folder]  # what can come in
        self.rows.show(len(found.entries) + 1, 1 + next(iter([*came, *full]), 0))
        self.note()

    def _here(self) -> Entry | None:
        """The entry at the cursor; None on the line that leads up."""
        number = self.rows.at - 1
        return self._folder.entries[number] if 0 <= number < len(self._folder.entries) else None

    # Drawing

    def _heads(self, width: int) -> list[Parts]:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        said = _("Which transcripts? Mark files, folders or a .zip with Space.")
        more = ngettext("%d entry is not shown", "%d entries are not shown", self._folder.left) % self._folder.left
        return [
            [(" " + said, strong)],
            ends(
                [
                    (
                        " " + ending(str(self._folder.path), width - 2 - (len(more) + 2 if self._folder.left else 0)),
                        self.palette.style(),
                    )
                ],
                [(f"{more} ", quiet)] if self._folder.left else [],
                width,
                quiet,
            ),
            [("─" * width, quiet)],
        ]

    def _entry(self, item: int, part: int, width: int, here: bool) -> Parts:
        strong, plainly, quiet = (
            self.palette.style(strong=True), self.palette.style(), self.palette.style(quiet=True),
        )  # fmt: skip
        sign = ("▸" if here else " ", strong)
        if item == 0:
            return [sign, ("    ../", strong if here else plainly)]
        one = self._folder.entries[item - 1]
        files = ngettext("%d file", "%d files", one.count) % one.count if one.count else _("no file that can be read")
        about = files if one.folder else size(one.size)
        mark = "[x] " if one.path in self._marked else "[ ] "
        name = cut(one.path.name + ("/" if one.folder else ""), max(20, width - 34))
        return [sign, (mark, strong), (name, strong if here else plainly), ("  " + about, quiet)]

    def note(self) -> None:
        width, quiet, strong = self.size.width, self.palette.style(quiet=True), self.palette.style(strong=True)
        count = len(self._marked)
        title = ngettext("%d marked", "%d marked", count) % count if count else _("nothing is marked yet")
        names = ", ".join(one.path.name + ("/" if one.folder else "") for one in self._marked.values())
        follow = _("Enter opens a folder, or goes on with what is marked or with this file.")
        self.query_one("#detail", Lines).show(
            [
                rule(title, "", width, quiet, strong),
                [("   " + cut(names, width - 5), self.palette.style())],
                [("   " + follow, quiet)],
            ]
        )
        self.rows_changed()

    # Keys

    def on_rows_clicked(self, event: Rows.Clicked) -> None:
        if 1 <= event.x <= 4:
            self.do_files_mark()
        elif event.again:
            self.do_list_open()

    def do_files_mark(self) -> None:
        one = self._here()
        if one is None:
            return
        if self._marked.pop(one.path, None) is None:
            self._marked[one.path] = one
        self.rows.refresh()
        self.rows.move(self.rows.at + 1)
        self.note()

    def do_files_mark_all(self) -> None:
        files = [one for one in self._folder.entries if not one.folder]
        if all(one.path in self._marked for one in files):
            for one in files:
                self._marked.pop(one.path, None)
        else:
            self._marked.update((one.path, one) for one in files)
        self.rows.refresh()
        self.note()

    def do_files_up(self) -> None:
        self.job(self._go(self._folder.path.parent, self._folder.path))

    def do_files_read(self) -> None:
        """Go on with what is marked."""
        if self._marked:
            self._read(list(self._marked))
        else:
            self.say(_("Nothing is marked: Space marks a file or a folder"))

    def do_files_path(self) -> None:
        base = self._folder.path

        def complete() -> None:
            text, names = completed(self.ask.text, base)
            self.ask.write(text)
            if len(names) != 1:
                self.call_after_refresh(self.ask.hint, "  ".join(names) if names else _("nothing begins so"))

        def done(text: str) -> None:
            if not text.strip():
                return
            path = Path(os.path.normpath(base / Path(text.strip()).expanduser()))
            if path.is_dir():
                self.job(self._go(path))
            else:
                self._read([path])

        self.write_line(_("Path (Tab completes):"), "", done, following=complete)

    def do_list_open(self) -> None:
        one = self._here()
        if one is None:
            self.do_files_up()
        elif one.folder and one.path not in self._marked:
            self.job(self._go(one.path))
        else:
            self._read(list(self._marked) or [one.path])

    def _read(self, paths: list[Path]) -> None:
        from qualcode.tui.screens.incoming import IncomingScreen

        incoming = self.main.place("incoming")
        assert isinstance(incoming, IncomingScreen)
        incoming.want(paths)
        self.main.away(self.main.go, "sources", "files", "incoming")


def size(count: int) -> str:
    """Bytes as people read them."""
    if count < 1_000:
        return ngettext("%d byte", "%d bytes", count) % count
    return _("%d KB") % round(count / 1_000) if count < 1_000_000 else _("%d MB") % round(count / 1_000_000)
