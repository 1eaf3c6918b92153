"""What came in? Files one by one while it goes on, then the report.

The rule: a file is one deed; stopping lets the one under way come in whole and leaves the others out. What a person should
look at stands with its file, and Enter opens the source.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from qualcode.collect.called import names_in_sources, said_of_names
from qualcode.collect.locking import said_unlocked
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Project
from qualcode.store.lookup import find
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.incoming import Incoming, choices
from qualcode.tui.long import Long
from qualcode.tui.screens.listing import RowsScreen
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from qualcode.collect.known import Known
    from qualcode.collect.sources import Imported

NAMES, SOURCES = "·", "¦"  # the signs of the lines on names of people, and on names of sources that hold one
OUTCOMES = {"new": ("+", N_("new")), "same": ("=", N_("was here already")), "version": ("~", N_("new version"))}


@dataclass(frozen=True)
class Line:
    """A file, or a session of it, as it came in or did not (``source`` None)."""

    name: str
    sign: str
    about: str
    notes: tuple[str, ...] = ()
    source: bytes | None = None


class ImportedScreen(RowsScreen):
    kind = "imported"

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._signs: Counter[str] = Counter()
        self._count = self._done = 0
        self._busy = False
        self._named: bytes | None = None  # the first source whose name holds a person's
        self._long = Long("")
        self._todo: tuple[list[Path], list[Incoming]] | None = None

    def body(self) -> Iterable[Widget]:
        yield Rows(self._line, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Collect"), _("Import"), _("What came in"))

    def whose(self) -> str:
        return self.session.coder_name

    def sentence(self) -> str:
        return _("+ new   = here already   ~ new version   ! not in. Enter opens the source.")

    def want(self, paths: list[Path], items: list[Incoming], problems: list[str]) -> None:
        """Bring these in when the screen is next seen."""
        self._todo = paths, items
        self._lines = [Line(one.split(":")[0].rsplit("/", 1)[-1], "!", one, (one,)) for one in problems]
        self._count, self._done = len(items), 0
        self._long = Long(_("files come in"), of=len(items))

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._todo is not None:
            paths, items = self._todo
            self._todo = None
            self._busy = True
            self.job(self.at_length(self._long, self._bring_in(paths, items)))
        self._show()

    async def _bring_in(self, paths: list[Path], items: list[Incoming]) -> None:
        from qualcode.collect.archives import files_in
        from qualcode.collect.known import Known
        from qualcode.collect.looked import How
        from qualcode.collect.rereading import remember
        from qualcode.collect.sources import bring_in

        convention, sides = choices(items)
        if convention or sides:  # first, so that undo takes back what came in
            await self.session.write(lambda project: remember(project, convention, sides))
        known: list[Known] = []
        archives = files_in(paths)
        search = await asyncio.to_thread(archives.__enter__)
        try:
            there = {found.file: found for found in search.found}
            for item in items:
                if self._long.stopping:
                    break

                def write(project: Project, item: Incoming = item) -> list[Imported]:
                    if not known:
                        known.append(Known(project))
                    of = item.there if item.corrects else None
                    how = How(convention=item.convention, sides=item.by_label(), split=item.split, replace=of)
                    return [_landed(project, one) for one in bring_in(project, there[item.file], how, known[0])]

                try:
                    self._lines += [_told(one) for one in await self.session.write(write)]
                except UserError as error:
                    self._lines.append(Line(item.name, "!", str(error), (str(error),)))
                self._done += 1
                self._long.at = self._done
                self._show()
        finally:
            archives.__exit__(None, None, None)
            await self._look_for_names()
            self._busy = False
            self._show(first=True)
        self.say(self._told())

    async def reload(self) -> None:
        """Names that went into the key since are told no more."""
        if not self._busy:
            await self._look_for_names()
            self._show()

    async def _look_for_names(self) -> None:
        """Lines on names of people that came in, as people and within names of sources."""
        self._lines = [line for line in self._lines if line.sign not in (NAMES, SOURCES)]
        new = {line.source for line in self._lines if line.source is not None and line.sign in ("+", "~")}
        if not new:
            return
        todo = _("Enter moves them into an encrypted key.")
        if said := await self.session.read(lambda project: said_unlocked(project, new, todo=todo)):
            self._lines.append(Line(_("Names of people"), NAMES, said.removeprefix("! "), (said.removeprefix("! "),)))
        if named := await self.session.read(lambda project: names_in_sources(project, new)):
            said = said_of_names(named).removeprefix("! ")
            todo = _("Enter goes there; {key} renames it.").format(key=self.main.key_of("attributes.rename"))
            self._lines.append(Line(_("Names of sources"), SOURCES, said, (f"{said} {todo}",)))
            self._named = await self.session.read(lambda project: find(project, "source", named[0]))

    def _told(self) -> str:
        new = sum(line.sign in ("+", "~") for line in self._lines)
        said = ngettext("%d source came in", "%d sources came in", new) % new
        if self._done < self._count:
            left = self._count - self._done
            said += " · " + ngettext("stopped: %d file is not in", "stopped: %d files are not in", left) % left
        return said

    # Drawing

    def _show(self, first: bool = False) -> None:
        self._signs = Counter(line.sign for line in self._lines)
        self._signs["look"] = sum(bool(line.notes) for line in self._lines)
        look = next((n for n, line in enumerate(self._lines) if line.notes), 0)
        self.rows.show(len(self._lines), look if first else len(self._lines) - 1 if self._busy else None)
        self.note()

    def redraw(self) -> None:
        super().redraw()
        self.note()

    def _heads(self, width: int) -> list[Parts]:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        count = self._signs
        said = _("{new} new · {same} here already · {versions} new versions · {refused} not in · {look} to look at").format(
            new=count["+"], same=count["="], versions=count["~"], refused=count["!"], look=count["look"]
        )  # fmt: skip
        return [[(" " + said, strong)], [("─" * width, quiet)]]

    def _line(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._lines[item]
        strong, plainly, quiet = (
            self.palette.style(strong=True), self.palette.style(), self.palette.style(quiet=True),
        )  # fmt: skip
        name = max(16, min(40, width // 3))
        note = " !" if one.notes and one.sign != "!" else "  "
        return [
            ("▸" if here else " ", strong), (f" {one.sign}{note} ", strong), (cut(one.name, name), strong if here else plainly),
            ("  " + one.about, quiet),
        ]  # fmt: skip

    def note(self) -> None:
        width, quiet, strong = self.size.width, self.palette.style(quiet=True), self.palette.style(strong=True)
        lines: list[Parts] = []
        if self._lines:
            one = self._lines[self.rows.at]
            lines = [rule(one.name, one.sign, width, quiet, strong)]
            notes = one.notes or (_("Nothing here needs a look."),)
            told = [text for note in notes for text in wrapped(note, width - 6, 3)][:6]
            lines += [[("   " + text, self.palette.style())] for text in told]
        self.query_one("#detail", Lines).show(lines)
        self.rows_changed()

    # Keys

    def do_imported_look(self) -> None:
        """Go to the next line with something to look at, round to the first."""
        at = self.rows.at
        after = [*range(at + 1, len(self._lines)), *range(at)]
        found = next((n for n in after if self._lines[n].notes), None)
        if found is None:
            self.say(_("Nothing here needs a look."))
        else:
            self.rows.move(found)

    def do_list_open(self) -> None:
        one = self._lines[self.rows.at] if self._lines else None
        if one is not None and one.source is not None:
            self.main.away(self.main.read_at, one.source, "sources", "imported")
        elif one is not None and one.sign == NAMES:
            self.do_app_names()
        elif one is not None and one.sign == SOURCES:
            self.main.away(self.main.show_attributes, "sources", self._named)


def _landed(project: Project, one: Imported) -> Imported:
    """With what became of the codings of a source that was corrected."""
    from qualcode.collect.corrections import landed

    found = landed(project, one.source) if one.outcome == "version" else None
    if found is None or not (found.changed or found.lost):
        return one
    return replace(one, notes=(*one.notes, found.told() + " " + _("g d reviews them.")))


def _told(one: Imported) -> Line:
    sign, word = OUTCOMES.get(one.outcome, ("?", one.outcome))
    told = ngettext("%d turn", "%d turns", one.turns) % one.turns
    labels = ", ".join(f"{label} {count}" for label, count in one.labels.items())
    about = " · ".join(filter(None, (_(word), one.region or _("no kelurahan"), told, labels)))
    return Line(one.name, sign, about, one.notes, one.source)
