"""In which words do people say this? Every occurrence in its context, from all sources; or all that bears a code.

The rule: a line stays marked however the lines are sorted or thinned out, and of the marked ones those that are listed are
meant. Nothing here changes a coding.
"""

from __future__ import annotations

from qualcode.display.passages import Passage, of_code, of_words
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.tui.document import Book, fill_digits, read_book, short_name
from qualcode.tui.drawing import Parts, cells, cut, ending, ends, rule, wrapped
from qualcode.tui.screens.listing import ListScreen

MOST = 2000
AROUND = 60  # characters on either side of a hit
SHOWS = ("all", "uncoded", "coded")


class PassagesScreen(ListScreen):
    """Lines that are passages; some of them are marked."""

    kind = "search"

    def __init__(self) -> None:
        super().__init__()
        self._query = ""
        self._code: bytes | None = None
        self._found: list[Passage] = []
        self._shown: list[Passage] = []
        self._marked: set[tuple[bytes, int, int]] = set()
        self._shows = "all"
        self._by_words = self._asked = False
        self._book: Book | None = None

    def where(self) -> tuple[str, ...]:
        if self._code is not None and self._book is not None:
            return (_("Codebook"), self._book.name(self._code), _("passages"))
        return (_("Reduce"), _("Words in their context"))

    def sentence(self) -> str:
        if not self._shown and self._code is not None:
            return _("No passage bears this code yet.")
        if not self._shown:
            return _("{key} asks for words that stand in one turn; also “a phrase”, word*, OR, NOT.").format(
                key=self.main.key_of("search.ask")
            )
        return ""

    # What is shown

    def want_words(self, query: str | None = None) -> None:
        """Show where words occur when the screen is next seen; without ``query`` those that were looked for last."""
        if query is not None or self._code is not None:
            self._marked.clear()
            self.read_once = False
        self._query, self._code = self._query if query is None else query, None

    def want_code(self, code: bytes) -> None:
        """Show all that bears a code when the screen is next seen."""
        self._code, self.read_once = code, False
        self._marked.clear()
        self._shows, self._shown = "all", []
        if self.is_mounted:
            self.rows.show(0, 0)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._code is None and not self._query:
            self.then_ask(self.do_search_ask)

    async def reload(self) -> None:
        code, query, coder = self._code, self._query, self.session.coder
        assert coder is not None

        def read(project: Project) -> tuple[Book, list[Passage]]:
            book = read_book(project, coder)
            if code is not None:
                return book, of_code(project, code, width=AROUND)
            return book, of_words(project, query, width=AROUND, limit=MOST) if query else []

        try:
            book, found = await self.session.read(read)
        except UserError:
            self._found = []
            self._arrange()
            raise
        self._book = book
        fill_digits(self.session.notes, book)
        if (code, query) == (self._code, self._query):
            self._found = found
            self._marked &= {_key(one) for one in found}
            self._arrange()

    def _arrange(self) -> None:
        here = self._here()
        self._shown = [
            one
            for one in self._found
            if (self._asked or not one.asks) and (self._shows == "all" or bool(one.codes) == (self._shows == "coded"))
        ]
        if self._by_words:
            self._shown.sort(key=lambda one: (one.hit.casefold(), one.after.casefold()))
        at = next((n for n, one in enumerate(self._shown) if here is not None and _key(one) == _key(here)), None)
        self.showing(len(self._shown), at)

    def _here(self) -> Passage | None:
        return self._shown[self.rows.at] if self.rows.at < len(self._shown) else None

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        said_by = [one for one in self._found if self._asked or not one.asks]
        sources = len({one.source for one in said_by})
        count = ngettext("%d occurrence", "%d occurrences", len(said_by)) % len(said_by)
        if self._code is not None:
            count = ngettext("%d passage", "%d passages", len(self._found)) % len(self._found)
        if len(self._found) >= MOST and self._code is None:
            count = _("the first %s") % count
        open_ = sum(not one.codes for one in said_by)
        asked = len(self._found) - len(said_by)
        said = [count, ngettext("in %d source", "in %d sources", sources) % sources]
        if self._code is None:
            said.append(_("%d not coded yet") % open_)
        if asked:
            told = ngettext("%d of interviewers left out", "%d of interviewers left out", asked)
            said.append(told % asked)
        right = {"all": "", "coded": _("only what is coded"), "uncoded": _("only what is not coded")}[self._shows]
        what = f"[ {self._query} ]" if self._code is None else (self._book.name(self._code) if self._book else "")
        return [
            [(" " + _("find") + "  ", quiet), (what, strong)],
            ends([(" " + " · ".join(said), strong)], [(right + " ", quiet)], width, plainly),
            [("─" * width, quiet)],
        ]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._shown[item]
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        names = 14 if width < 100 else 22
        codes = 15 if width < 100 else 26
        place = cut(f"{one.name}", names - 5) + " " + cut(str(one.turn), 4)
        mark = "●" if _key(one) in self._marked else " "
        head: Parts = [("▸" if here else " ", strong), (mark, strong), (place, quiet)]
        plainly = self.palette.style(strong=here)
        room = width - names - codes - 6
        if self._code is not None:  # its words are the passage: what stands around them is below
            by = cut(one.coder, 8) + " "
            return [*head, (cut(f"“{one.hit}”", room - 7), plainly), (" " + by, quiet), *self._codes(one, codes)]
        hit = cut(one.hit, room // 3).rstrip() if cells(one.hit) > room // 3 else one.hit
        side = (room - cells(hit)) // 2
        before = ending(one.before, side)
        return [
            *head, (" " * (side - cells(before)), quiet), (before, plainly), ("[", strong), (hit, strong), ("]", strong),
            (cut(one.after, room - side - cells(hit)), plainly), (" ", quiet), *self._codes(one, codes),
        ]  # fmt: skip

    def _codes(self, one: Passage, room: int) -> Parts:
        """The codes of a line: its hue, and their names as far as there is room."""
        if self._book is None or not one.codes:
            return [("□", self.palette.style(quiet=True))]
        first = self._book.living(one.codes[0])
        more = f" +{len(one.codes) - 1}" if len(one.codes) > 1 else ""
        name = cut(self._book.name(one.codes[0]), room - 3 - len(more)).rstrip() + more
        return [("■ ", self.palette.mark(first.hue if first else None)), (name, self.palette.style())]

    def details(self, width: int) -> list[Parts]:
        one = self._here()
        if one is None or self._book is None:
            return []
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        who = short_name(one.who)
        names = ", ".join(self._book.name(code) for code in one.codes) or _("not coded")
        by = _("coded by %s") % one.coder if one.coder else ""
        asks = _("interviewer") if one.asks else ""
        head = " · ".join(filter(None, (one.name, _("turn %d") % one.turn, who, asks, by)))
        room = 3 if not self.tall else 8
        before, after = whole_words(one.before, one.after)
        text = wrapped(f"{before}[{one.hit}]{after}", min(width - 4, 72), room)
        digits = [
            f"{n} {self._book.name(bytes.fromhex(name))}" for n, name in enumerate(self.session.notes.digits, 1) if name
        ]
        return [
            rule(head, names, width, quiet, strong),
            *([("  " + line, plainly)] for line in (text + [""] * room)[:room]),
            [(" " + "  ".join(digits), quiet)],
        ]

    # Keys

    def do_list_open(self) -> None:
        one = self._here()
        if one is None:
            self.do_search_ask()
            return
        path = ("search",) if self._code is None else ("codebook", "search")
        self.main.away(lambda: self.main.read_at(one.source, *path, start=one.start, stop=one.stop))

    def do_search_ask(self) -> None:
        def done(text: str) -> None:
            self.want_words(" ".join(text.split()))
            self.rows.show(0, 0)
            self.job(self.reload())

        self.write_line(_("Find in all sources:"), self._query, done)

    def do_search_mark(self) -> None:
        one = self._here()
        if one is not None:
            self._marked ^= {_key(one)}
            self.rows.refresh()
            self.rows.move(self.rows.at + 1)

    def do_search_mark_all(self) -> None:
        keys = {_key(one) for one in self._shown}
        self._marked = set() if keys <= self._marked else self._marked | keys
        self.rows.refresh()

    def do_search_show(self) -> None:
        self._shows = SHOWS[(SHOWS.index(self._shows) + 1) % len(SHOWS)]
        self._arrange()

    def do_search_asked(self) -> None:
        """Interviewers' words too, or again without: they ask, and are no evidence."""
        self._asked = not self._asked
        self._arrange()
        self.say(_("With interviewers' words") if self._asked else _("Without interviewers' words"))

    def do_search_sort(self) -> None:
        self._by_words = not self._by_words
        self._arrange()
        self.say(_("Sorted by what follows") if self._by_words else _("Sorted by source"))

    def _chosen_lines(self) -> list[Passage]:
        here = self._here()
        return [one for one in self._shown if _key(one) in self._marked] or ([here] if here is not None else [])


def whole_words(before: str, after: str, width: int = AROUND) -> tuple[str, str]:
    """What stands around a hit, without the halves of words at its outer ends; … where more stands there. ``width``: characters
    from which on it was cut."""
    if len(before) >= width and " " in before:
        before = "… " + before.split(" ", 1)[1]
    if len(after) >= width and " " in after:
        after = after.rsplit(" ", 1)[0] + " …"
    return before, after


def _key(one: Passage) -> tuple[bytes, int, int]:
    return one.source, one.start, one.stop
