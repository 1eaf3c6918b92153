"""Somebody withdraws: what goes, line by line; then what was done and what is left for hands.

The rule: nothing is done before their name was written and a reason given, for it cannot come back; and what is shown before
is what is done. What qualcode cannot reach (paper, e-mail, copies elsewhere) is said afterwards, one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.store.deeds import record_words
from qualcode.store.ids import fold
from qualcode.tui.drawing import Parts, cut, wrapped
from qualcode.tui.long import Long
from qualcode.tui.screens.listing import ListScreen

if TYPE_CHECKING:
    from qualcode.collect.withdrawing import Going


@dataclass(frozen=True)
class Line:
    """``sign``: ✗ goes, █ becomes blank, ! is left for hands, · is as it should be; ``about``: what to know of it."""

    sign: str
    what: str
    more: str = ""
    about: str = ""


@dataclass(frozen=True)
class _Read:
    """``whole``: no trace of it is in the file; not so while another window has it open."""

    gone: Going
    files: tuple[Path, ...]
    key: bool
    whole: bool = True


class WithdrawalScreen(ListScreen):
    kind = "withdrawal"

    def __init__(self) -> None:
        super().__init__()
        self._who: tuple[str, bytes, str] = ("participant", b"", "")
        self._read: _Read | None = None
        self._done = self._busy = False
        self._lines: list[Line] = []
        self._read_at = -1  # of the session's writes

    def want(self, kind: str, rec: bytes, name: str) -> None:
        """Show what a withdrawal of this ``source`` or ``participant`` takes when the screen is next seen."""
        self._who, self._read, self._done, self._lines = (kind, rec, name), None, False, []
        self.read_once = False

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Collect"), _("People"), _("Withdrawal"))

    def sentence(self) -> str:
        if self._done:
            return _("Cannot be undone. Every project that merges this one obeys.")
        return _("Nothing is done yet. It cannot be undone: Enter asks for the name first.")

    def footer(self) -> str:
        return "withdrawn" if self._done else self.kind

    async def reload(self) -> None:
        if self._read is None or (not self._done and self._read_at != self.session.written):
            self._read_at = self.session.written
            long = Long(_("looking for their words"), can_stop=False)
            self._read = await self.at_length(long, self.session.read(self._look))
        self._lines = list(_lines(self._read, self._done))
        by_hand = next((n for n, one in enumerate(self._lines) if one.sign == "!"), 0)
        self.showing(len(self._lines), by_hand if self._done else 0)

    def _look(self, project: Project) -> _Read:
        from qualcode.collect.holding import files_holding
        from qualcode.collect.names import key_path
        from qualcode.collect.withdrawing import what_goes

        gone = what_goes(project, *self._who[:2])
        return _Read(gone, tuple(files_holding(project, gone)), key_path(project.path.parent).exists())

    def redraw(self) -> None:
        if self._read is not None:
            self._lines = list(_lines(self._read, self._done))
        super().redraw()

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        said = _("Looking for their words …")
        if self._read is not None:
            numbers = self._read.gone.told()
            said = _("{who} is withdrawn: {what}") if self._done else _("{who} would go: {what}")
            said = said.format(who=self._who[2], what=numbers)
        told = wrapped(said, width - 3, 2)
        return [*[[(" " + one, strong)] for one in told], [("─" * width, quiet)]]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._lines[item]
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        room = min(44, max(24, width // 3))
        return [
            ("▸" if here else " ", strong), (f" {one.sign} ", strong if one.sign == "!" else quiet),
            (cut(one.what, room), strong if here else plainly), (" " + one.more, quiet),
        ]  # fmt: skip

    def details(self, width: int) -> list[Parts]:
        if not self._lines:
            return []
        quiet, plainly = self.palette.style(quiet=True), self.palette.style()
        one = self._lines[self.rows.at]
        told = wrapped(one.about or one.more, width - 5, 6 if self.tall else 3)
        told += [""] * ((6 if self.tall else 3) - len(told))
        return [[("─" * width, quiet)], *[[("   " + text, plainly)] for text in told]]

    # Keys

    def do_list_open(self) -> None:
        """Ask for the name, then for the reason; then do it."""
        if self._done:
            self.say(_("It is done; {key} goes back").format(key=self.main.key_of("app.back")))
        elif self._read is not None and not self._busy:
            name = self._who[2]
            wrong = _("This is not “%s”; nothing was done") % name
            self.write_line(
                _("Write “%s” to withdraw all of it:") % name, "", lambda text: self.then_ask(self._ask_why) if text.strip() else None,
                check=lambda text: "" if not text.strip() or fold(text) == fold(name) else wrong,
            )  # fmt: skip

    def _ask_why(self) -> None:
        def given(text: str) -> None:
            if text.strip():
                self.job(self._withdraw(text.strip()), self._failed)
            else:
                self.say(_("Without a reason nothing was done"))

        self.write_line(_("Why (it is kept; name nobody):"), "", given)

    def _failed(self) -> None:
        self._busy = False

    async def _withdraw(self, reason: str) -> None:
        kind, rec, _name = self._who
        read = self._read
        assert read is not None
        self._busy = True
        long = Long(_("words are taken out"), can_stop=False)

        def write(project: Project) -> _Read:
            from qualcode.collect.withdrawing import withdraw
            from qualcode.store.check import compact

            gone = withdraw(project, kind, rec, reason)
            return _Read(gone, read.files, read.key, compact(project))

        self._read = await self.at_length(long, self.session.write(write))
        self._busy, self._done = False, True
        await self.reload()
        self.say(_("Their words are gone from this project. Now by hand: what is marked !"))


def _lines(read: _Read, done: bool) -> list[Line]:
    """What goes, or went, and what is left for hands."""
    gone = read.gone
    lines = [] if read.whole else [Line("!", _("the project file"), _("another window has it open"), _("Close it there, then “qualcode check --compact” in a terminal rewrites the file without a trace."))]  # fmt: skip
    lines += [Line("✗", name, _("the source, whole"), _("Its text, original, turns, codings and memos, in every version.")) for name in gone.whole]  # fmt: skip
    turns = ngettext("%d turn becomes blank", "%d turns become blanks", gone.turns) % gone.turns
    lines += [Line("█", name, turns, _("What others say stays with its codings; where they name who goes, the name is blank.")) for name in gone.partly]  # fmt: skip
    for one in gone.texts:
        what = f"{record_words(one.kind)} {one.name}".strip()
        about = _("Stays, with blanks for their words (%s):") % one.part + " " + one.text
        lines.append(Line("█", what, one.text, about))
    if gone.earlier:
        told = ngettext("%d more text said it earlier", "%d more texts said it earlier", gone.earlier) % gone.earlier
        lines.append(Line("✗", _("earlier wordings"), told, _("What stands there now stays; what stood there before goes from the history.")))  # fmt: skip
    for source in () if done else gone.alike:
        about = _("Where that is the same person, join them first: M in the table of people.")
        lines.append(Line("!", source, _("somebody of this name speaks there too"), about))
    for name in gone.said.shared:
        about = _("Where nobody can tell who is meant it stays in your own texts: look through them, best before.")
        lines.append(Line("!", name, _("a name somebody else has too, or a part of it"), about))
    for path in read.files:
        lines.append(Line("!", path.name, _("a file with their words: delete it"), _("%s is not touched by qualcode. Delete it, or write it anew.") % path))  # fmt: skip
    return lines + (_by_hand(read) if done else [])


def _by_hand(read: _Read) -> list[Line]:
    lines = [
        Line("!", _("paper"), _("printed transcripts, notes, consent forms"), _("Destroy what holds their words; keep the note that they withdrew where your protocol wants it.")),
        Line("!", _("recordings"), _("on phones, recorders, cards"), _("The recording itself was never in qualcode.")),
        Line("!", _("e-mail and chat"), _("whatever was sent to somebody"), _("Ask who received it to delete it.")),
        Line("!", _("backups elsewhere"), _("sticks, disks, a cloud"), _("Make a new backup, then delete the older ones.")),
        Line("!", _("the team"), _("devices and the shared folder"), _("Merge or sync now (g x): each device obeys when it next merges, and the folder is cleaned.")),
    ]  # fmt: skip
    if read.key:
        lines.append(Line("!", "names.key", _("still knows who they were"), _("So that names are found where others say them; “qualcode names remove ID” forgets it.")))  # fmt: skip
    return lines
