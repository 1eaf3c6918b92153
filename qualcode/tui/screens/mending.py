"""Mending words while reading, and putting anew what a correction left in doubt.

The rule: the words change and nothing else does; one key, one new version, one undo. What is mended is the selection, else
the word at the cursor, and never more than one line of it, so that what one sees is all that changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.i18n import _, ngettext
from qualcode.language.marks import speaker_name
from qualcode.tui import deeds
from qualcode.tui.document import Document, short_name
from qualcode.tui.drawing import line
from qualcode.tui.pane.spans import Span
from qualcode.tui.screens.seeking import SeekingScreen
from qualcode.tui.widgets.chooser import Choice

if TYPE_CHECKING:
    from qualcode.collect.corrections import Mended


@dataclass(frozen=True)
class ToPlace:
    """Something of ``source`` that belongs to words still to be chosen: what it is called, the write that puts it on them, and the
    screens to go back to."""

    source: bytes
    called: str
    put: Callable[[Document, Span], deeds.Write]
    back: tuple[str, ...]


class MendingScreen(SeekingScreen):
    """Reading with the words in one's hand."""

    _placing: ToPlace | None = None

    # Mending

    def do_coding_mend(self) -> None:
        document, span = self.document, self._word()
        if document is None:
            return
        selecting = self.pane.selecting
        if (selecting.by, selecting.kind) == ("unit", "turn") if selecting else self.pane.unit_kind == "turn":
            self._ask_who(document)
            return
        if span is None:
            self.say(_("There is no word here to mend"))
            return
        words = document.text[slice(*span)]
        if line(words) != words:
            self.say(_("Select words of one line: a break between lines is not mended here"))
            return

        def check(text: str) -> str:
            return "" if text.strip() else _("Nothing would be left; whole turns are taken out with import --replace")

        def done(text: str) -> None:
            if text != words:
                self.job(self._mend(document, span, text))

        self.write_line(_("Mend:"), words, done, check=check)

    async def _mend(self, document: Document, span: Span, words: str) -> None:
        before = document.text[slice(*span)]
        mended: Mended = await self.session.write(deeds.mend(document, span, words))
        await self.reload()
        self.pane.go_to(mended.start)
        told = _("“{before}” is “{words}” now").format(before=before, words=words)
        count = mended.landed.changed + mended.landed.lost
        if count:
            told += " · " + ngettext("%d passage to be reviewed", "%d passages to be reviewed", count) % count
        self.say(f"{told} · " + _("%s undoes it") % self.main.keys.command("work.undo").keys[0])
        self._settle()

    # Who speaks

    def _ask_who(self, document: Document) -> None:
        """Choose who says the turn at the cursor; a name that is typed and not there is a new speaker."""
        number = self.pane.turn_at(self.pane.cursor)
        label = document.turns[number].label if number >= 0 else None
        if label is None:
            self.say(_("Nobody is named here; who speaks is written in the file"))
            return
        now = speaker_name(document.text[slice(*label)])
        said = [speaker_name(document.text[slice(*turn.label)]) for turn in document.turns if turn.label]
        counts = Counter(said)
        called = {speaker_name(document.text[slice(*turn.label)]): turn.name for turn in document.turns if turn.label}

        def shown(name: str) -> str:
            """As the name column has it, where that is another name than the text's."""
            return name if short_name(name) == called.get(name, short_name(name)) else called[name]

        def find(query: str) -> list[Choice]:
            wanted = " ".join(query.split())
            others = [
                name for name in counts if name != now and wanted.casefold() in f"{name}\n{shown(name)}".casefold()
            ]
            found = [
                Choice(name, shown(name), ngettext("%d turn", "%d turns", counts[name]) % counts[name])
                for name in others
            ]
            fresh = wanted and wanted.casefold() not in {name.casefold() for name in counts}
            return [*found, *([Choice(wanted, wanted, _("a new speaker"))] if fresh else [])]

        def take(choice: Choice, stay: bool) -> None:
            self.job(self._reassign(document, number, choice.key))

        title = _("Who says turn {number}, now {name}?").format(number=number + 1, name=shown(now))
        self.choose("speakers", title, find, take)

    async def _reassign(self, document: Document, turn: int, name: str) -> None:
        mended: Mended = await self.session.write(deeds.reassign(document, turn, name))
        await self.reload()
        self.pane.go_to(mended.start)
        told = _("Turn {number} is {name}'s now").format(number=turn + 1, name=name)
        self.say(f"{told} · " + _("%s undoes it") % self.main.keys.command("work.undo").keys[0])
        self._settle()

    # Putting anew

    def want_place(self, one: ToPlace) -> None:
        """The next Enter puts ``one`` on the words chosen here."""
        self._placing = one

    def sentence(self) -> str:
        if self._placing is not None and not self.chooser.is_open:
            words = self._placing.called
            shown = words if len(words) <= 30 else words[:29] + "…"
            return _("Where does “%s” belong? Select it, Enter puts it there, x leaves it") % shown
        return super().sentence()

    def run_command(self, id: str) -> bool:
        if self._placing is not None:
            if id == "coding.inspect":
                one, self._placing = self._placing, None
                self.job(self._put(one))
                return True
            if id == "app.back":
                self._placing = None
        return super().run_command(id)

    def leave(self) -> None:
        self._placing = None
        super().leave()

    async def _put(self, one: ToPlace) -> None:
        document, span = self.document, self.pane.target
        if document is None or span is None or one.source != document.source:
            self.say(_("There are no words here to code"))
            return
        await self.session.write(one.put(document, span))
        await self.main.go(*one.back)
        self.main.tell(_("It is put there · %s undoes it") % self.main.keys.command("work.undo").keys[0])

    def _settle(self, moving: bool = False) -> None:
        super()._settle(moving)
        if self._placing is not None:
            self.calm()
