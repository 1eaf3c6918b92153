"""What did we note, and on what? All memos, those that codings hold too; Enter leads to what one is on.

A memo may be a surprise, which waits for its answer, or a metaphor; the list can be of one type alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.conclude.memo_types import TYPES, Typed, answer, set_type, typed
from qualcode.display.terms import term
from qualcode.i18n import N_, _, ngettext
from qualcode.reduce.memos import STUDY, Memo, notes, rewrite_memo, write_memo
from qualcode.store import Project, versions
from qualcode.store.deeds import record_words
from qualcode.tui import narrowing
from qualcode.tui.drawing import Parts, cut, ends, rule, wrapped, written
from qualcode.tui.narrowing import Narrowing
from qualcode.tui.screens.listing import ListScreen, when
from qualcode.tui.widgets.ask import MEMO
from qualcode.tui.widgets.chooser import Choice

if TYPE_CHECKING:
    from qualcode.conclude.fitting import Fitting

SHOWN = {"": "", "surprise": N_("surprises"), "open": N_("open surprises"), "metaphor": N_("metaphors")}  # in turn


class MemosScreen(ListScreen):
    kind = "memos"

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Memo] = []
        self._shown: list[Memo] = []
        self._filter = Narrowing()
        self._types: dict[bytes, Typed] = {}
        self._type = ""  # of SHOWN

    def where(self) -> tuple[str, ...]:
        return (_("Reduce"), _("Memos"))

    def sentence(self) -> str:
        return _("A memo on a source goes when the source is withdrawn.")

    async def reload(self) -> None:
        filtered = self._filter
        self._all, found, fresh = await self.session.read(
            lambda project: (notes(project), typed(project), filtered.anew(project, _fitting))
        )
        if self._filter is filtered:  # nobody chose another one meanwhile
            self._filter = fresh
        self._types = {one.memo.id: one for one in found}
        self._arrange()

    def _arrange(self) -> None:
        here = self._here()
        self._shown = [
            one
            for one in self._all
            if self._filter.holds(one.id, f"{one.who} {one.name} {one.text} {_on(one)}")
            and self._wanted(self._types.get(one.id))
        ]
        at = next((n for n, one in enumerate(self._shown) if here is not None and one.id == here.id), None)
        self.showing(len(self._shown), at)

    def _wanted(self, of: Typed | None) -> bool:
        return not self._type or (of is not None and (of.open if self._type == "open" else of.type == self._type))

    def _here(self) -> Memo | None:
        return self._shown[self.rows.at] if self._shown and self.rows.at < len(self._shown) else None

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        quiet, strong = self.palette.style(quiet=True), self.palette.style(strong=True)
        said = ngettext("%d memo", "%d memos", len(self._all)) % len(self._all)
        if not self._all:
            said = _("No memos yet. m writes one on a coding or a code, {key} one on the study.").format(
                key=self.main.key_of("memos.add")
            )
        only = ", ".join(filter(None, (self._filter.text, _(SHOWN[self._type]) if self._type else "")))
        right = _("shown: %s") % only if only else ""
        return [ends([(f" {said}", strong)], [(f"{right} ", quiet)], width, quiet), [("─" * width, quiet)]]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._shown[item]
        strong, quiet, plainly = (
            self.palette.style(strong=True),
            self.palette.style(quiet=True),
            self.palette.style(strong=here),
        )
        about = cut(" ".join(filter(None, (_on(one), one.name))), 26 if width < 100 else 40)
        return [
            ("▸" if here else " ", strong), (_sign(self._types.get(one.id)), strong), (about, quiet), (" ", quiet), (cut(one.who, 9), quiet), (one.text, plainly),
        ]  # fmt: skip

    def details(self, width: int) -> list[Parts]:
        one = self._here()
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        if one is None:
            return []
        room = 5 if not self.tall else 12
        made = when(one.made) if one.made else ""
        of = self._types.get(one.id)
        answered = wrapped(f"→ {of.answer}", min(width - 4, 72), 2) if of is not None and of.answer else []
        lines: list[Parts] = [[("  " + text, plainly)] for text in written(one.text, min(width - 4, 72), room - len(answered))]  # fmt: skip
        lines += [[("  " + text, strong)] for text in answered]
        head = " ".join(filter(None, (_on(one), one.name)))
        kind = term(TYPES[of.type]) if of is not None else ""
        return [
            rule(head, " ".join(filter(None, (kind, one.who, made))), width, quiet, strong),
            *lines,
            *([[]] * (room - len(lines))),
        ]

    # Keys

    def do_list_open(self) -> None:
        one = self._here()
        if one is not None:
            self.job(self._open(one))

    async def _open(self, one: Memo) -> None:
        if one.kind == "code":
            from qualcode.tui.screens.codebook import CodebookScreen

            book = self.main.place("codebook")
            assert isinstance(book, CodebookScreen)
            book.want_code(one.about)
            self.main.away(self.main.go, "memos", "codebook")
        elif one.source is not None:
            source, span = one.source, await self.session.read(lambda project: _span(project, one))
            start, stop = span or (None, None)
            self.main.away(lambda: self.main.read_at(source, "memos", start=start, stop=stop))
        else:
            self.say(_("This memo is on the study, not on a passage"))

    def do_memos_write(self) -> None:
        one = self._here()
        if one is None:
            return

        async def work(text: str) -> None:
            await self.session.write(lambda project: rewrite_memo(project, one, text))
            await self.reload()
            self.say(_("Written · %s takes it back") % self.main.key_of("work.undo"))

        self.write_line(_("Memo:"), one.text, lambda text: self.job(work(text)), lines=MEMO)

    def do_memos_add(self) -> None:
        async def work(text: str) -> None:
            await self.session.write(lambda project: write_memo(project, STUDY, project.id, text))
            await self.reload()
            self.rows.move(0)
            self.say(_("Memo written"))

        self.write_line(_("Memo on the study:"), "", lambda text: self.job(work(text)), lines=MEMO)

    def do_memos_type(self) -> None:
        """Say that it is a surprise, a metaphor, or neither."""
        one = self._here()
        if one is None:
            return

        async def work(kind: str) -> None:
            await self.session.write(lambda project: set_type(project, one.id, kind))
            await self.reload()
            self.say(_("Written · %s takes it back") % self.main.key_of("work.undo"))

        kinds = [*(Choice(kind, term(words)) for kind, words in TYPES.items()), Choice("", _("neither"))]
        self.choose(
            "types", _("This memo is a …"), lambda query: kinds, lambda choice, stay: self.job(work(choice.key))
        )

    def do_memos_answer(self) -> None:
        """Write what came of a surprise."""
        one = self._here()
        of = self._types.get(one.id) if one is not None else None
        if one is None or of is None or of.type != "surprise":
            self.say(_("This memo is no surprise: %s makes it one") % self.main.key_of("memos.type"))
            return

        async def work(text: str) -> None:
            await self.session.write(lambda project: answer(project, one.id, text))
            await self.reload()
            self.say(_("Written · %s takes it back") % self.main.key_of("work.undo"))

        self.write_line(_("What came of it:"), "", lambda text: self.job(work(text)))

    def do_memos_only(self) -> None:
        """Only surprises, only those still open, only metaphors, and all again."""
        names = list(SHOWN)
        self._type = names[(names.index(self._type) + 1) % len(names)]
        self._arrange()
        self.say(_("Shown: %s") % (_(SHOWN[self._type]) if self._type else _("all")))

    def do_memos_take_off(self) -> None:
        one = self._here()
        if one is None:
            return

        async def work() -> None:
            await self.session.write(lambda project: rewrite_memo(project, one, ""))
            await self.reload()
            self.say(_("Memo taken away") + " · " + _("%s brings it back") % self.main.key_of("work.undo"))

        self.job(work())

    def do_memos_filter(self) -> None:
        def show(filtered: Narrowing) -> None:
            self._filter = filtered
            self._arrange()

        narrowing.ask(self, _("Show memos with:"), self._filter, _fitting, show)


def _fitting(fits: Fitting) -> frozenset[bytes]:
    return frozenset(one.id for one in notes(fits.project) if fits.record(one.kind, one.about))


def _sign(of: Typed | None) -> str:
    return " " if of is None else "~" if of.type == "metaphor" else "?" if of.open else "✓"


def _on(one: Memo) -> str:
    return _("study") if one.kind == STUDY else record_words(one.kind)


def _span(project: Project, one: Memo) -> tuple[int, int] | None:
    """Where the coding lies that a memo is on; None for one on anything else, or where it has no place any more."""
    rows = project.rows("SELECT source, version, start, stop FROM coding WHERE id=?", one.about)
    now = versions.current(project, rows[0][0]) if rows else None
    if now is None:
        return None
    place = versions.place_on(project, now, (rows[0][1], rows[0][2], rows[0][3]))
    return (place.start, place.stop) if place.start < place.stop else None
