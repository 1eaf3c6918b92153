"""Shall I believe this proposal? The passage, then why; a key decides and leads to the next one.

The rule: nothing here is data until somebody decides. Bands, never percentages; a group is accepted only after its examples
were seen, and every deed is one action that undo takes back. What is skipped comes again at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from qualcode.collect.inventory import people_in
from qualcode.i18n import _, ngettext
from qualcode.language.marks import passage_text, speaker_key
from qualcode.reduce import queue as work
from qualcode.reduce.accepting import accept, reject
from qualcode.reduce.queue import BANDS, Proposal
from qualcode.store import Project, versions
from qualcode.store.ids import speaker_id
from qualcode.tui.document import Book, Document, read_book, short_name
from qualcode.tui.drawing import Parts, cut, ends, rule
from qualcode.tui.learning import Learning
from qualcode.tui.long import Long
from qualcode.tui.pane.spans import Span
from qualcode.tui.plainly import plain
from qualcode.tui.ranking import Named, ranked
from qualcode.tui.reasons import reasons
from qualcode.tui.screens import code_palette
from qualcode.tui.screens.queue_unread import UnreadScreen, Write, key_of
from qualcode.tui.widgets.chooser import Choice

SIGNS = ("▓", "▒", "░")
REFIT = 10  # decisions after which what was learned is learned anew


class QueueScreen(UnreadScreen):
    most = 8

    def __init__(self) -> None:
        super().__init__()
        self._title: dict[int, str] = {}  # a proposal's place in the list -> the group that begins there
        self._seen: dict[tuple[bytes, bytes, int], tuple[str, str]] = {}  # who says it, the words found
        self._book: Book | None = None
        self._so_far = (0, 0)
        self._by_source = self._loaded = False
        self._learning = Learning()
        self._decisions = 0
        self._on_the_way = 0  # decisions not yet written: what is read meanwhile is old

    def where(self) -> tuple[str, ...]:
        return (_("Reduce"), _("Proposals"))

    def sentence(self) -> str:
        return self.asked_unread() or _("A proposal is no data: it is in no matrix until you accept it.")

    async def reload(self) -> None:
        coder, learned = self.session.coder, self._learning.fit
        assert coder is not None

        def read(project: Project) -> tuple[Book, dict[bytes, str], list[Proposal], tuple[int, int]]:
            names = dict(project.rows("SELECT id, name FROM source"))
            found = work.queue(project, coder, learned=learned)
            return read_book(project, coder), names, found, work.decided_so_far(project, coder)

        looking = Long(_("looking for what to propose"), can_stop=False)
        self._book, self._names, found, self._so_far = await self.at_length(looking, self.session.read(read))
        if self._on_the_way:
            return  # the last of them reads again
        self._loaded, self._seen = True, {}
        self._arrange(found)

    def _arrange(self, found: list[Proposal]) -> None:
        """In groups, the skipped ones last."""
        here = self._here()
        ready = [one for one in found if key_of(one) not in self._skipped]
        self._shown, self._title = [], {}
        for some in (ready, [one for one in found if key_of(one) in self._skipped]):
            for group in work.groups(some, self._names, by_source=self._by_source):
                self._title[len(self._shown)] = group.title
                self._shown += group.proposals
        before = self.rows.at
        at = next((n for n, one in enumerate(self._shown) if here is not None and key_of(one) == key_of(here)), None)
        self.showing(len(self._shown), at)
        if at is not None and at != before:
            self._to(at)
        if self.chooser.is_open:
            self.chooser.type(self.chooser.typed)  # what was asked for while they were read
        self.job(self._look())

    def _to(self, at: int) -> None:
        """Have the cursor there, at the top of what is in sight: what comes next is seen."""
        self.rows.move(at + self.most - 1)
        self.rows.move(at)

    def _here(self) -> Proposal | None:
        return self._shown[self.rows.at] if self.is_mounted and self.rows.at < len(self._shown) else None

    async def _look(self) -> None:
        """Who says the passage here, and which of its words were found: read when it is first shown."""
        here = self._here()
        if here is None or key_of(here) in self._seen:
            return
        it = here.suggestion

        def read(project: Project) -> tuple[str, str]:
            now = versions.current(project, it.source)
            if now is None or now.id != it.version:
                return "", ""
            label = now.marks.turns[it.turn].label
            words = passage_text(now.text, now.marks, *it.spot) if it.spot else ""
            return _speaker(project, it.source, now.text[slice(*label)]) if label else "", words

        self._seen[key_of(here)] = await self.session.read(read)
        self.note()

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        count = len(self._shown)
        said = _proposals(count)
        if count:
            codes = len({one.suggestion.code.id for one in self._shown})
            said += ", " + ngettext("%d code", "%d codes", codes) % codes
        else:
            said = _("No proposals: all decided, or no code has keywords") if self._loaded else _("Looking …")
        bands = "  ".join(
            f"{sign} {_(BANDS[band])} {sum(one.band == band for one in self._shown)}" for band, sign in enumerate(SIGNS)
        )
        return [ends([(" " + said, strong)], [(bands + " ", quiet)], width, quiet), [("─" * width, quiet)]]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one, it = self._shown[item], self._shown[item].suggestion
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        names = 16 if width < 100 else 26
        title = self._title.get(item, "")
        if here and not title:  # the group the cursor is in is always named
            title = self._names.get(it.source, "?") if self._by_source else it.code.shown
        what = it.code.shown if self._by_source else self._names.get(it.source, "?")
        mark = "j" if key_of(one) in self._skipped else " "
        return [
            ("▸" if here else " ", strong), (f"{SIGNS[one.band]}{mark}", strong), (cut(title, names) + " ", strong),
            (cut(plain(it.keyword) if it.keyword else _("learned"), names - 2) + " ", quiet), (cut(what, 12) + " ", quiet),
            (f"“{' '.join(it.quote.split())}”", self.palette.style(strong=here)),
        ]  # fmt: skip

    def details(self, width: int) -> list[Parts]:
        one = self._here()
        if one is None:
            return []
        it, like = one.suggestion, self.examples(one)
        who, words = self._seen.get(key_of(one), ("", ""))
        head = " · ".join(filter(None, (self._names.get(it.source, "?"), _("turn %d") % (it.turn + 1), who)))
        return [
            rule(head, f"{self.rows.at + 1}/{len(self._shown)}", width, self.palette.style(quiet=True), self.palette.style(strong=True)),
            *reasons(one, words, like, self._so_far, width, self.tall, self.palette),
        ]  # fmt: skip

    # Keys

    def on_rows_moved(self) -> None:
        super().on_rows_moved()
        self.job(self._look())

    def do_list_open(self) -> None:
        one = self._here()
        if one is not None:
            it = one.suggestion
            self.main.away(lambda: self.main.read_at(it.source, "queue", start=it.start, stop=it.stop))

    def do_queue_accept(self) -> None:
        one = self._here()
        if one is not None:
            self._decide(
                [one], lambda project, coder: accept(project, [one.suggestion], coder, bulk=False), _("Accepted")
            )

    def do_queue_reject(self) -> None:
        one = self._here()
        if one is not None:
            self._decide([one], lambda project, coder: reject(project, [one.suggestion], coder), _("Rejected"))

    def do_queue_skip(self) -> None:
        """To the next one; this one comes again at the end."""
        one = self._here()
        if one is not None:
            self._skipped.add(key_of(one))
            self.rows.move(self.rows.at + 1)
            self.note()

    def do_queue_other_code(self) -> None:
        one, book = self._here(), self._book
        if one is None or book is None:
            return
        find = partial(code_palette.find_codes, book, self.session.notes, {one.suggestion.code.id}, None)

        def take(choice: Choice, stay: bool) -> None:
            code = book.known[bytes.fromhex(choice.key)]
            said = _("{code} instead of {other}").format(code=code.shown, other=one.suggestion.code.shown)
            self._decide([one], lambda project, coder: work.accept_as(project, one.suggestion, coder, code), said)

        def choices(query: str) -> list[Choice]:
            return [choice for choice in find(query) if choice.key != code_palette.NEW]

        self.choose("choices", _("Which code is it?"), choices, take, partial(code_palette.tell_code, book))

    def do_queue_other_words(self) -> None:
        """Choose its words in the text."""
        one = self._here()
        if one is not None:
            self.main.away(self._choose_words, one)

    async def _choose_words(self, one: Proposal) -> None:
        from qualcode.tui.screens.coding import CodingScreen
        from qualcode.tui.screens.mending import ToPlace

        it, coder = one.suggestion, self.session.coder
        coding = self.main.place("coding")
        assert isinstance(coding, CodingScreen) and coder is not None
        await self.main.read_at(it.source, "queue", start=it.start, stop=it.stop)

        def put(document: Document, span: Span) -> Callable[[Project], object]:
            return lambda project: work.accept_here(project, it, coder, *span)

        coding.want_place(ToPlace(it.source, it.code.shown, put, ("queue",)))
        coding.calm()

    def do_queue_by(self) -> None:
        self._group_by(not self._by_source)
        at = self.rows.at
        self.rows.move(max(0, at - self.most // 2))  # what stands above it is in sight too
        self.rows.move(at)
        said = _("Grouped by source") if self._by_source else _("Grouped by code")
        if at:
            said += " · " + _("still on this proposal, now {at} of {all}; {key} goes to the first").format(
                at=at + 1, all=len(self._shown), key=self.main.key_of("list.first")
            )
        self.say(said)

    def _group_by(self, source: bool) -> None:
        self._by_source = source
        self._arrange(sorted(self._shown, key=lambda one: -one.chance))

    def do_queue_find(self) -> None:
        """To the first proposal of a code or of a source: a queue of hundreds is not leafed through."""

        def find(query: str) -> list[Choice]:
            counts: Counter[str] = Counter()
            names: dict[str, tuple[str, ...]] = {}
            for one in self._shown:
                it = one.suggestion
                for key, known in (
                    ("c" + it.code.id.hex(), (it.code.name, it.code.name_en or "")),
                    ("s" + it.source.hex(), (self._names.get(it.source, "?"),)),
                ):
                    counts[key] += 1
                    names[key] = known
            recent = self.session.notes.recent
            named = [
                Named(
                    key, tuple(filter(None, known)),
                    recent=recent.index(key[1:]) if key[1:] in recent else len(recent) + (key[0] == "s"), used=counts[key],
                )
                for key, known in names.items()
            ]  # fmt: skip
            kinds = {"c": _("code"), "s": _("source")}
            shown = {key: known[0] for key, known in names.items()}
            shown |= {"c" + one.suggestion.code.id.hex(): one.suggestion.code.shown for one in self._shown}
            return [Choice(key, shown[key], kinds[key[0]], end=_proposals(counts[key])) for key in ranked(named, query)]

        def take(choice: Choice, stay: bool) -> None:
            wanted, by_source = bytes.fromhex(choice.key[1:]), choice.key[0] == "s"
            if by_source != self._by_source:
                self._group_by(by_source)
            found = [one.suggestion.source if by_source else one.suggestion.code.id for one in self._shown]
            self._to(found.index(wanted) if wanted in found else self.rows.at)
            self.note()

        self.choose("choices", _("The proposals of which code or source?"), find, take)

    def do_queue_learn(self) -> None:
        """Rank by what was learned from decisions, or by keywords alone again."""
        if self._learning.fit is not None:
            self._learning = Learning()
            self.job(self.reload())
            self.say(_("Ranked by keywords"))
        else:
            self.say(_("Learning from what you decided …"))
            self.job(self._learn())

    async def _learn(self) -> None:
        long = Long(_("learning from what you decided"), stays=_("stopped; ranked as before"))
        await self.at_length(long, self._learning.learn(self.session, long))
        self._decisions = 0
        await self.reload()
        self.say(_("Ranked by what you decided; ░ may be passages no keyword finds"))

    def _decide(self, some: list[Proposal], write: Write, said: str, long: Long | None = None) -> None:
        """Take them off the list at once, write, and go on to the next."""
        gone, at = {key_of(one) for one in some}, self.rows.at
        self._shown = [one for one in self._shown if key_of(one) not in gone]
        self._skipped -= gone
        self._title = {}
        self.showing(len(self._shown), min(at, max(0, len(self._shown) - 1)))
        self._on_the_way += 1
        self.job(self._written(write, len(some), said, long), lambda: self.job(self.reload()))

    async def _written(self, write: Write, count: int, said: str, long: Long | None) -> None:
        coder = self.session.coder
        assert coder is not None
        work = self.session.write(lambda project: write(project, coder))
        try:
            await (work if long is None else self.at_length(long, work))
        finally:
            self._on_the_way -= 1
        self._decisions += count
        if self._learning.fit is not None and self._decisions >= REFIT:
            await self._learn()
        elif not self._on_the_way:
            await self.reload()
        self.say(f"{said} · " + _("{key} takes it back").format(key=self.main.key_of("work.undo")))


def _speaker(project: Project, source: bytes, label: str) -> str:
    """Who speaks under a label: the person's pseudonym, else the label."""
    id = speaker_id(source, speaker_key(label))
    known = next((voice.pseudonym for voice in people_in(project, source) if voice.id == id), None)
    return known or short_name(label)


def _proposals(count: int) -> str:
    return ngettext("%d proposal", "%d proposals", count) % count
