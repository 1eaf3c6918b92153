"""Whose turns are read: everybody's, the informants', those of some people or of an open round; the others fold to a line.

The rule: what is folded is counted where it lies and said in the place row, nothing else changes, and going to a folded
passage (a search, a mark, a list) shows everybody again.
"""

from __future__ import annotations

from collections import Counter

from qualcode.i18n import _, ngettext
from qualcode.tui.ranking import Named, ranked
from qualcode.tui.screens.opening import OpeningScreen
from qualcode.tui.widgets.chooser import Choice

EVERYBODY, INFORMANTS, ROUND = "everybody", "informants", "round"


class SpeakersScreen(OpeningScreen):
    """A text of which some turns are folded."""

    def do_coding_speakers(self) -> None:
        document = self.document
        if document is None:
            return
        turns = Counter(turn.name for turn in document.turns if turn.name)
        if len(turns) < 2 and not document.round_turns:
            self.say(_("Only one person speaks here"))
            return
        asks = {turn.name for turn in document.turns if turn.interviewer}

        def find(query: str) -> list[Choice]:
            lines = [Choice(EVERYBODY, _("everybody"), self._turns(len(document.turns)))]
            if document.round_turns:
                lines.insert(0, Choice(ROUND, self._round(), self._turns(len(document.round_turns))))
            if asks:
                count = sum(turns[name] for name in turns if name not in asks)
                lines.append(Choice(INFORMANTS, _("informants only"), self._turns(count)))
            lines += [
                Choice(f"={name}", f"{name} ✓" if name in self.side.only else name, self._turns(count))
                for name, count in turns.most_common()
            ]
            kept = ranked([Named(line.key, (line.name,)) for line in lines], query) if query else None
            return lines if kept is None else [line for key in kept for line in lines if line.key == key]

        def chosen(choice: Choice, stay: bool) -> None:
            """With ``stay`` a person more, or less."""
            name = choice.key[1:]
            if choice.key == ROUND:
                self._show_round()
                return
            if choice.key == EVERYBODY:
                only = frozenset[str]()
            elif choice.key == INFORMANTS:
                only = frozenset(turns) - asks
            else:
                only = self.side.only ^ {name} if stay else frozenset({name})
            self._show_only(only)

        def tell(choice: Choice, width: int) -> list[str]:
            return [_("The turns of the others fold to a line; nothing of them changes.")]

        self.choose("speakers", _("Whose words?"), find, chosen, tell)

    @staticmethod
    def _turns(count: int) -> str:
        return ngettext("%d turn", "%d turns", count) % count

    def _show_only(self, names: frozenset[str]) -> None:
        assert self.document is not None
        self.side.only, self.side.of_round = names, False
        turns = enumerate(self.document.turns)
        self.pane.hide(number for number, turn in turns if names and turn.name not in names)
        self._shown()

    def _show_round(self) -> None:
        document = self.document
        assert document is not None and document.round_turns is not None
        self.side.only, self.side.of_round = frozenset(), True
        self.pane.hide(frozenset(range(len(document.turns))) - document.round_turns)
        self._shown()

    def _shown(self) -> None:
        self.say(_("Shown: %s") % self._whom() if self.pane.hidden else _("Everybody is shown"))
        self._settle()
        self.rows_changed()

    def _whom(self) -> str:
        """The people whose turns are shown, in a few words; empty for everybody."""
        if not self.pane.hidden:
            return ""
        if self.side.of_round:
            return self._round()
        asks = {turn.name for turn in self.document.turns if turn.interviewer} if self.document else set()
        people = {turn.name for turn in self.document.turns if turn.name} if self.document else set()
        if len(self.side.only) > 1 and self.side.only == people - asks:
            return _("informants only")
        return ", ".join(sorted(self.side.only))

    def _round(self) -> str:
        return _("turns of the round “%s”") % (self.document.open_round if self.document else "")

    def whose(self) -> str:
        return " · ".join(filter(None, [self._whom(), super().whose()]))
