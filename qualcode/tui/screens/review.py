"""What did a correction leave in doubt? The old passage and its likely place now, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.widget import Widget

from qualcode.i18n import _, ngettext
from qualcode.reduce import review
from qualcode.reduce.codebook import codebook
from qualcode.reduce.review import Doubt
from qualcode.store import Project
from qualcode.tui.drawing import Parts, beside, column, cut, differing, ends, rule
from qualcode.tui.screens.listing import RowsScreen
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows


@dataclass(frozen=True)
class Names:
    """How sources, codes and coders are called."""

    sources: dict[bytes, str]
    codes: dict[bytes, str]
    coders: dict[bytes, str]


class ReviewScreen(RowsScreen):
    kind = "review"

    def __init__(self) -> None:
        super().__init__()
        self._doubts: list[Doubt] = []
        self._names = Names({}, {}, {})
        self._loaded = self._accepting = False

    def body(self) -> Iterable[Widget]:
        yield Rows(self._doubt, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (_("Reduce"), _("After a correction"))

    def sentence(self) -> str:
        if self._accepting:
            count = sum(one.state == "changed" for one in self._doubts)
            said = ngettext("%d place would be taken as it lies", "%d places would be taken as they lie", count) % count
            return said + " · " + _("Enter or A does it, any other key leaves it")
        return _("Nothing is lost: it waits until you take it, put it anew or take it off.")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.arrive(self.reload())

    async def reload(self) -> None:
        def read(project: Project) -> tuple[list[Doubt], Names]:
            names = Names(
                dict(project.rows("SELECT id, name FROM source")),
                {code.id: code.shown for code in codebook(project, all_codes=True)},
                dict(project.rows("SELECT id, name FROM coder")),
            )
            return review.doubts(project), names

        self._doubts, self._names = await self.session.read(read)
        self._loaded = True
        self.rows.show(len(self._doubts))
        self.note()

    def redraw(self) -> None:
        super().redraw()
        self.note()

    # Drawing

    def _heads(self, width: int) -> list[Parts]:
        count, lost = len(self._doubts), sum(one.state == "lost" for one in self._doubts)
        said = ngettext("%d passage to be reviewed", "%d passages to be reviewed", count) % count
        if lost:
            said += " · " + ngettext("%d has no place any more", "%d have no place any more", lost) % lost
        if not count:
            said = _("No correction left anything in doubt") if self._loaded else _("Looking …")
        return [[(" " + said, self.palette.style(strong=True))], [("─" * width, self.palette.style(quiet=True))]]

    def _called(self, one: Doubt) -> str:
        code = self._names.codes.get(one.code, "?") if one.code else ""
        return code or {"relevance": _("relevance mark"), "adjudication": _("adjudication")}.get(one.kind, one.kind)

    def _doubt(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._doubts[item]
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        who = self._names.coders.get(one.coder, "") if one.coder else ""
        turn = _("turn %d") % one.turn if one.turn else ""
        name = cut(self._names.sources.get(one.source, "?"), 16)
        left: Parts = [
            ("▸" if here else " ", strong), (" ! " if one.state == "lost" else " ~ ", strong), (name, quiet), (" " + cut(turn, 11), quiet),
            (cut(self._called(one), 18), strong if here else self.palette.style()), (f" “{one.old_quote}”", quiet),
        ]  # fmt: skip
        return ends(left, [(f" {who} ", quiet)], width, quiet)

    def note(self) -> None:
        """As it was coded, and where it would lie now; words that differ stand in brackets."""
        detail = self.query_one("#detail", Lines)
        if not self._doubts:
            detail.show([])
            self.rows_changed()
            return
        one = self._doubts[self.rows.at]
        width, shown = self.size.width, 4 if self.size.height < 30 else 10
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        half = (width - 6) // 2
        new = one.new_quote or _("these words are not in the text any more")
        before, after = differing(one.old_quote or _("these words were erased"), new)
        if not one.new_quote:
            after = [(word, False) for word, _other in after]
        heads = beside(
            [[(cut(_("as it was coded"), half), quiet)]],
            [[(cut(_("where it would lie now"), half), quiet)]],
            half,
            quiet,
        )
        lines = [
            rule(f"{self._called(one)} · {self._names.sources.get(one.source, '?')}", f"{self.rows.at + 1}/{len(self._doubts)}", width, quiet, strong),
            *heads,
            *beside(column(before, half, shown, plainly, strong), column(after, half, shown, plainly, strong), half, quiet),
        ]  # fmt: skip
        detail.show(lines + [[]] * (shown + 2 - len(lines)))
        self.rows_changed()

    # Keys

    def run_command(self, id: str) -> bool:
        if self._accepting and id == "list.open":
            id = "review.accept-all"
        if self._accepting and id != "review.accept-all":
            self._accepting = False
            self.calm()
            if id == "app.back":
                return True
        return self.rows.run(id) or super().run_command(id)

    def _here(self) -> Doubt | None:
        return self._doubts[self.rows.at] if self._doubts else None

    def do_list_open(self) -> None:
        """Read it where it would lie."""
        one = self._here()
        if one is not None:
            span = (one.start, one.stop) if one.start < one.stop else (None, None)
            self.main.away(self.main.read_at, one.source, "sources", "review", start=span[0], stop=span[1])

    def do_review_accept(self) -> None:
        one = self._here()
        if one is None:
            return
        if one.state == "lost":
            self.say(_("It has no place to be taken: e puts it anew, d takes it off"))
            return
        self.job(self._settle_some(review.accept, [one], _("Taken as it lies")))

    def do_review_accept_all(self) -> None:
        changed = [one for one in self._doubts if one.state == "changed"]
        if not changed:
            self.say(_("Nothing here has a place to be taken"))
        elif not self._accepting:
            self._accepting = True
            self.calm()
        else:
            self._accepting = False
            said = ngettext("%d place taken as it lies", "%d places taken as they lie", len(changed)) % len(changed)
            self.job(self._settle_some(review.accept, changed, said))

    def do_review_remove(self) -> None:
        one = self._here()
        if one is not None:
            self.job(self._settle_some(review.remove, [one], _("Taken off")))

    async def _settle_some(self, do: Callable[[Project, Sequence[Doubt]], int], some: list[Doubt], said: str) -> None:
        count = await self.session.write(lambda project: do(project, some))
        await self.reload()
        if not count:
            said = _("Its place holds no speech; e puts it anew")
        self.say(f"{said} · " + _("%s undoes it") % self.main.keys.command("work.undo").keys[0])

    def do_review_redraw(self) -> None:
        """Choose its words in the text."""
        one = self._here()
        if one is not None:
            self.main.away(self._redraw_in_text, one)

    async def _redraw_in_text(self, one: Doubt) -> None:
        from qualcode.tui import deeds
        from qualcode.tui.screens.coding import CodingScreen
        from qualcode.tui.screens.mending import ToPlace

        coding = self.main.place("coding")
        assert isinstance(coding, CodingScreen)
        span = (one.start, one.stop) if one.start < one.stop else (None, None)
        await self.main.read_at(one.source, "sources", "review", start=span[0], stop=span[1])
        coding.want_place(
            ToPlace(one.source, one.old_quote, lambda document, span: deeds.redraw(document, one, span), ("sources", "review"))
        )  # fmt: skip
        coding.calm()
