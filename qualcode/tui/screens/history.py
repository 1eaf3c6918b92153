"""Who did what, and can it be taken back? Every action of the journal, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.reduce.codebook import codebook
from qualcode.reduce.rounds import open_rounds
from qualcode.store import Project, times, versions
from qualcode.store.deeds import deed_words, record_words
from qualcode.store.history import Deed, changes, deeds
from qualcode.store.ids import fold
from qualcode.store.undo import undo_deed
from qualcode.tui.drawing import Parts, cut, ends, rule, wrapped
from qualcode.tui.screens.listing import ListScreen

MOST = 2000  # actions shown
LINES = 5


@dataclass(frozen=True)
class Told:
    """An action in words: what it changed, a line each, and a passage it was about (source, start, stop), where there is one."""

    lines: tuple[str, ...]
    place: tuple[bytes, int, int] | None


def tell(project: Project, deed: Deed) -> Told:
    """What an action did, by its records. What others did in a source whose round is open is not told."""
    names = dict(project.rows("SELECT id, name FROM source"))
    codes = {code.id.hex(): code.shown for code in codebook(project, all_codes=True)}
    me = project.value("SELECT name FROM coder WHERE id=?", project.coder)
    hidden = set(open_rounds(project)) if deed.who != me else set()
    lines: list[str] = []
    place = None
    for one in changes(project, deed.hash):
        where = project.rows("SELECT source, code, version, start, stop FROM coding WHERE id=?", one.rec)
        if one.kind != "coding" or not where:
            called = project.value("SELECT name FROM code WHERE id=?", one.rec) if one.kind == "code" else None
            called = called or names.get(one.rec, "")
            fields = ", ".join(name for name in one.new or {} if name != "removed")
            lines.append(" ".join(filter(None, (record_words(one.kind), called, f"({fields})" if fields else ""))))
            continue
        source, code, version, start, stop = where[0]
        if source in hidden:
            lines.append(_("hidden while the round is open"))
            continue
        now = versions.current(project, source)
        if now is not None:
            here = versions.place_on(project, now, (version, start, stop))
            start, stop = here.start, here.stop
            place = place or (source, start, stop)
        quote = " ".join(now.text[start:stop].split()) if now is not None else ""
        lines.append(
            f"{codes.get(code.hex(), '?')} · {names.get(source, '?')} “{quote}”{_said_of(project, one.old, one.new, codes)}"
        )
    return Told(tuple(lines), place)


def _said_of(project: Project, old: dict[str, Any] | None, new: dict[str, Any] | None, codes: dict[str, str]) -> str:
    """What changed in a coding, in a few words."""
    if old is None or new is None:
        return ""
    parts = []
    for name, value in new.items():
        if name == "removed":
            parts.append(_("taken off") if value else _("brought back"))
        elif name == "code":
            parts.append(f"{codes.get(str(old.get('code')), '?')} → {codes.get(str(value), '?')}")
        elif name == "valence":
            parts.append(f"{_sign(old.get('valence'))} → {_sign(value)}")
        else:
            parts.append(name)
    return " · " + ", ".join(parts) if parts else ""


def _sign(valence: object) -> str:
    return {-1: "−", 0: "±", 1: "+"}.get(valence, "·") if isinstance(valence, int) else "·"


class HistoryScreen(ListScreen):
    kind = "history"

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Deed] = []
        self._shown: list[Deed] = []
        self._count = 0
        self._filter = ""
        self._told: dict[bytes, Told] = {}

    def where(self) -> tuple[str, ...]:
        return (_("History"),)

    def sentence(self) -> str:
        return _("Taking one action back leaves all that came after it as it is.")

    async def reload(self) -> None:
        def read(project: Project) -> tuple[list[Deed], int]:
            return deeds(project, limit=MOST), project.value("SELECT COUNT(*) FROM action")

        self._all, self._count = await self.session.read(read)
        self._arrange()

    def _arrange(self) -> None:
        wanted = fold(self._filter)
        self._shown = [one for one in self._all if wanted in fold(f"{one.who} {deed_words(one.kind)} {_day(one)}")]
        self.showing(len(self._shown))

    def redraw(self) -> None:
        self._told.clear()
        super().redraw()

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        said = ngettext("%d action", "%d actions", self._count) % self._count
        right = _("shown: %s") % self._filter if self._filter else ""
        left: Parts = [(f" {said}. " + _("All of your own can be taken back, also after closing."), strong)]
        return [ends(left, [(f"{right} ", quiet)], width, quiet), [("─" * width, quiet)]]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._shown[item]
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        plainly = self.palette.style(strong=here, quiet=one.undone and not here)
        count = ngettext("%d record", "%d records", one.records) % one.records
        state = _("taken back") if one.undone else ""
        left: Parts = [
            ("▸" if here else " ", strong), ("↶" if one.undone else " ", strong), (_day(one) + "  ", quiet), (cut(one.who, 12), plainly),
            (deed_words(one.kind), plainly),
        ]  # fmt: skip
        return ends(left, [(f"{state}  {count} ", quiet)], width, quiet)

    def details(self, width: int) -> list[Parts]:
        one = self._here()
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        if one is None:
            return []
        told = self._told.get(one.hash)
        lines: list[Parts] = [rule(deed_words(one.kind), f"{_day(one)} · {one.hash.hex()[:8]}", width, quiet, strong)]
        if told is None:
            self.job(self._tell(one))
        else:
            room = LINES if not self.tall else LINES + 4
            if len(told.lines) == 1:
                lines += [[("  " + text, plainly)] for text in wrapped(told.lines[0], width - 4, room - 1)]
            else:
                lines += [[("  " + cut(text, width - 4), plainly)] for text in told.lines[: room - 1]]
            left = len(told.lines) - room + 1
            if left > 0:
                lines[-1] = [("  " + ngettext("and %d more", "and %d more", left + 1) % (left + 1), quiet)]
        return lines + [[]] * (LINES - len(lines))

    async def _tell(self, one: Deed) -> None:
        self._told[one.hash] = await self.session.read(lambda project: tell(project, one))
        if self._here() is one:
            self.note()

    def _here(self) -> Deed | None:
        return self._shown[self.rows.at] if self._shown else None

    # Keys

    def do_list_open(self) -> None:
        one = self._here()
        told = self._told.get(one.hash) if one else None
        if told is None or told.place is None:
            self.say(_("This action was about no passage"))
            return
        source, start, stop = told.place
        self.main.away(lambda: self.main.read_at(source, "history", start=start, stop=stop))

    def do_history_take_back(self) -> None:
        one = self._here()
        if one is not None:
            self.job(self._take_back(one))

    async def _take_back(self, one: Deed) -> None:
        if one.undone:
            raise UserError(_("that is taken back already"))
        done = await self.session.write(lambda project: undo_deed(project, one.hash))
        self._told.clear()
        await self.reload()
        count = ngettext("%d record", "%d records", done.records) % done.records
        said = _("Taken back: {what} ({count}) · {key} does it again").format(
            what=deed_words(one.kind), count=count, key=self.main.key_of("work.redo")
        )
        if done.left:
            left = len(done.left)
            said += " · " + ngettext("%d was changed since and stays", "%d were changed since and stay", left) % left
        self.say(said)

    def do_history_filter(self) -> None:
        before = self._filter

        def show(text: str) -> None:
            self._filter = text.strip()
            self._arrange()

        self.write_line(_("Show actions with:"), self._filter, show, show, left=lambda: show(before))


def _day(one: Deed) -> str:
    return times.here(one.corrected).strftime("%d-%m %H:%M")
