"""What a coding says: where it lies, how it is judged, on what evidence, about which place; in one's own words.

The rule: one key, one field, one action; only one's own codings change. A key acts on the active coding, the one in brackets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qualcode.collect.regions import Region, regions
from qualcode.i18n import _, ngettext
from qualcode.reduce.codings import GRADES, Coding
from qualcode.store import Project
from qualcode.tui import deeds
from qualcode.tui.document import drawn_coding
from qualcode.tui.screens.looking import LookingScreen
from qualcode.tui.widgets.ask import MEMO
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.words import grade_word

NONE = "-"


class ChangingScreen(LookingScreen):
    """Judging and changing codings."""

    def _write(self, write: Callable[[Project], Any]) -> None:
        """Hand a change over that is shown already; where it fails, show what the project says."""
        self.job(self.session.write(write), failed=lambda: self.job(self.reload()))

    def _own(self) -> Coding | None:
        """The active coding, where it is this coder's; else it is said why not."""
        one = self._active()
        if one is None or self.document is None:
            self.say(_("No coding of yours is here"))
            return None
        if not self.document.mine(one):
            self.say(_("This coding is %s's; only they change it") % self.document.coders.get(one.coder, "?"))
            return None
        return one

    def _change(self, one: Coding, **fields: Any) -> None:
        """Change fields of a coding, here and in the project."""
        document, book = self.document, self.book
        assert document is not None and book is not None
        changed, write = deeds.change(document, book, self.session.notes, one, **fields)
        self.pane.add_coding(drawn_coding(document, book, changed))
        self.pane.choose(one.id)
        self._write(write)
        if "code" in fields:
            self.say(_("%s is %s now") % (book.name(one.code), book.name(changed.code)))
        self._settle()

    def _move_edge(self, command: str) -> bool:
        one = self._own()
        if one is not None:
            span = self.pane.moved_edge((one.start, one.stop), command)
            if span != (one.start, one.stop):
                self._change(one, span=span)
                self.say(_("%s is on %s now") % (self.book.name(one.code) if self.book else "", self._quoted(span)))
        return True

    def do_coding_take_off(self) -> None:
        one = self._own()
        document, book = self.document, self.book
        if one is None or document is None or book is None:
            return
        self._write(deeds.take_off(document, book, one))
        self.pane.remove_coding(one.id)
        count = book.counts[one.code]
        self.say(_("{name} taken off · {passages} · {key} brings it back").format(
            name=book.name(one.code), passages=ngettext("%d passage left", "%d passages left", count) % count,
            key=self.main.keys.command("work.undo").keys[0],
        ))  # fmt: skip
        self._settle()

    _by_default: bytes | None = None  # the coding given last: its valence is its code's, nobody has said it here

    def _judge(self, valence: int) -> None:
        one = self._own()
        if one is not None and self.book is not None:
            words = {-1: _("a problem"), 0: _("mixed"), 1: _("a strength"), None: _("not judged")}
            name, word = self.book.name(one.code), words[valence]
            unsaid, self._by_default = one.id == self._by_default, None
            if one.valence == valence and unsaid:
                self.say(
                    _("{name} is {word} here already; again: {none}").format(name=name, word=word, none=words[None])
                )
                return
            value = None if one.valence == valence else valence
            self._change(one, valence=value)
            self.say(_("{name} is {word} here").format(name=name, word=words[value]))

    def do_coding_problem(self) -> None:
        self._judge(-1)

    def do_coding_mixed(self) -> None:
        self._judge(0)

    def do_coding_strength(self) -> None:
        self._judge(1)

    def do_coding_memo(self) -> None:
        if self.bare or self._active() is None:
            self.write_note()
            return
        one = self._own()
        if one is None or self.book is None:
            return

        def done(text: str) -> None:
            if text != one.memo:
                self._change(one, memo=text)
                self.say(_("Memo written") if text else _("Memo taken away"))

        self.write_line(_("Memo on %s:") % self.book.name(one.code), one.memo, done, lines=MEMO)

    # More of a coding: evidence, place, gloss

    def do_coding_edit(self) -> None:
        """Open the drawer of what else a coding can say."""
        one = self._own()
        if one is None or self.book is None:
            return
        self.question(self._edit(one))

    async def _edit(self, one: Coding) -> None:
        known: list[Region] = await self.session.read(regions)
        names = {region.id: region.name for region in known}
        gloss = _("Gloss: what the words mean, in another language")
        memo = _("Memo on this coding")
        ways = [
            *(Choice(f"grade {grade}", _("Evidence: %s") % grade_word(grade), end="✓" if grade == one.grade else "") for grade in GRADES),
            Choice("gloss", gloss, one.gloss),
            Choice("about", _("About another place"), names.get(one.about, "") if one.about else ""),
            Choice("memo", memo, one.memo),
        ]  # fmt: skip
        if one.grade:
            ways.insert(len(GRADES), Choice(f"grade {NONE}", _("Evidence: not judged")))

        def find(query: str) -> list[Choice]:
            from qualcode.tui.ranking import Named, ranked

            by_key = {way.key: way for way in ways}
            return [by_key[key] for key in ranked([Named(way.key, (way.name,)) for way in ways], query)]

        def take(choice: Choice, stay: bool) -> None:
            what, _space, value = choice.key.partition(" ")
            if what == "grade":
                grade = None if value == NONE else value
                self._change(one, grade=grade)
                self.say(_("Evidence: %s") % (grade_word(grade) or _("not judged")))
            elif what == "gloss":
                self.write_line(
                    _("Gloss:"), one.gloss, lambda text: self._say_field(one, _("Gloss"), gloss=text.strip())
                )
            elif what == "about":
                self.then_ask(self._ask_about, one, known)
            else:
                self.do_coding_memo()

        assert self.book is not None
        self.choose("fields", _("More of %s") % self.book.name(one.code), find, take)

    def _say_field(self, one: Coding, what: str, **fields: Any) -> None:
        self._change(one, **fields)
        self.say(_("%s written") % what if any(fields.values()) else _("%s taken away") % what)

    def _ask_about(self, one: Coding, known: list[Region]) -> None:
        """Which place the words are about, where it is not the speaker's own."""
        by_key = {region.id.hex(): region for region in known}

        def find(query: str) -> list[Choice]:
            from qualcode.tui.ranking import Named, ranked

            named = [Named(key, (region.name,), used=region.level == "kelurahan") for key, region in by_key.items()]
            none = [Choice(NONE, _("the speaker's own place"))] if one.about else []
            return none * (not query) + [
                Choice(key, by_key[key].name, by_key[key].level) for key in ranked(named, query)
            ]

        def take(choice: Choice, stay: bool) -> None:
            about = None if choice.key == NONE else by_key[choice.key].id
            self._change(one, about=about)
            self.say(_("about %s now") % (by_key[choice.key].name if about else _("the speaker's own place")))

        self.choose("regions", _("Which place is %s about?") % self._quoted((one.start, one.stop)), find, take)

    # The same code elsewhere

    def do_coding_passages(self) -> None:
        """All that bears this code in the study, each in its context; Enter there leads into the text."""
        one = self._active()
        codes = [one.code] if one else self._given[1][-1:]
        if not codes or self.book is None:
            self.say(_("Which code? Go to a coding first"))
            return
        from qualcode.tui.screens.search import SearchScreen

        living, search = self.book.living(codes[0]), self.main.place("search")
        assert isinstance(search, SearchScreen)
        search.want_code(living.id if living else codes[0])
        behind = [name for way in self.main.ways_back() for name in way[-1:]]
        path = [name for name in behind if name != search.kind]
        self.main.away(self.main.go, *path, self.kind, search.kind)  # one step back is this text again
