"""What do we agree this passage is? What coders differ on, one place at a time, in its context, and the decision.

The rule: the coders' own codings stay as they are; a decision is written beside them and the next open place comes by
itself. A decision of two people is asked for, not one's rank: it is said where one nearly always gives way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.widget import Widget

from qualcode.i18n import _
from qualcode.reduce.adjudication import TYPES, Board, Dispute, board
from qualcode.reduce.agreement_scores import refuse_reflexive
from qualcode.reduce.deciding import decide
from qualcode.reduce.rounds import round_named
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.screens import board_lines
from qualcode.tui.screens.agreement import choose_round
from qualcode.tui.screens.base import Place
from qualcode.tui.screens.board_lines import Around, around_of
from qualcode.tui.widgets.lines import Lines


class BoardScreen(Place):
    kind = "board"
    CSS = "#board { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._round, self._code = "", b""
        self._round_id: bytes | None = None
        self._board: Board | None = None
        self._people: dict[bytes, str] = {}
        self._open: tuple[Dispute, ...] = ()
        self._at = 0
        self._around: tuple[bytes, Around] | None = None
        self._refused = ""
        self._of, self._type, self._reason, self._definition = b"", "", "", ""
        self._decided = b""

    def body(self) -> Iterable[Widget]:
        yield Lines(id="board")

    def want(self, round_name: str | None, code: bytes | None) -> None:
        """Show what a closed round left, or all; of one code, or of all."""
        self._round, self._code, self._board, self._open, self._at = round_name or "", code or b"", None, (), 0
        self.read_once = False

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Team"), _("Differences"), *filter(None, [self._round]))

    def whose(self) -> str:
        return _("layer %s") % _("agreed")

    def sentence(self) -> str:
        one = self._here()
        name = self._people.get(self._mostly(), "")
        if name and self._board is not None:
            gave = next(y for y in self._board.yields if y.mostly)
            said = _("! %s gave way in %d of %d: is it the argument that decides, or who makes it?")
            return said % (name, gave.yielded, gave.of)
        if one is not None and one.conflict:
            return _("! Two people decided this apart; what you choose now stands over both.")
        return _("The coders' own codings stay as they are; the decision is written beside them.")

    def _mostly(self) -> bytes:
        return next((one.coder for one in self._board.yields if one.mostly), b"") if self._board else b""

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.arrive(self.reload(), self._draw)

    async def reload(self) -> None:
        round_name, code = self._round, self._code

        def read(project: Project) -> tuple[Board, dict[bytes, str], bytes | None]:
            refuse_reflexive(project)
            one = round_named(project, round_name) if round_name else None
            found = board(project, one, codes=[code] if code else None)
            return found, dict(project.rows("SELECT id, name FROM coder")), one.id if one else None

        from qualcode.errors import UserError

        before = self._here()
        try:
            found, people, round_id = await self.session.read(read)
        except (
            UserError
        ) as error:  # an open round, nothing finished by two, a reflexive project: the reason is the answer
            self._board, self._open, self._refused = None, (), str(error)
            self._draw()
            return
        if (round_name, code) != (self._round, self._code):
            return
        self._board, self._people, self._round_id, self._refused = found, people, round_id, ""
        self._open = found.open
        ids = [one.id for one in self._open]
        back = self._decided if self._decided in ids else before.id if before is not None else b""
        if self._decided in ids:  # it was undone
            self._decided = b""
        self._at = ids.index(back) if back in ids else min(self._at, max(0, len(ids) - 1))
        await self._look()

    def _here(self) -> Dispute | None:
        return self._open[self._at] if self._at < len(self._open) else None

    async def _look(self) -> None:
        """Read what stands round the place."""
        one = self._here()
        if one is None:
            self._draw()
            return
        if self._of != one.id:
            self._of, self._type, self._reason, self._definition = one.id, one.guess, "", ""
        around = await self.session.read(lambda project: around_of(project, one))
        if self._here() is one:
            self._around = one.id, around
            self._draw()

    def redraw(self) -> None:
        super().redraw()
        self._draw()

    def on_resize(self) -> None:
        super().on_resize()
        self._draw()

    # Drawing

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        self.query_one("#board", Lines).show(self._lines(self.size.width))
        self.rows_changed()

    def _lines(self, width: int) -> list[Parts]:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        one, found = self._here(), self._board
        if found is None:
            return [[(" " + text, strong)] for text in wrapped(self._refused or _("Comparing …"), width - 2, 4)]
        if one is None:
            said = _("Everything here is settled.") if found.disputes else _("They agree everywhere.")
            return [[(" " + said, strong)], [("─" * width, quiet)], *board_lines.rates(found, width, self.palette)]
        around = self._around[1] if self._around and self._around[0] == one.id else None
        keys = {id: self.main.keys.command(id).keys[0] for id in ("board.none", "board.redraw")}
        below = [
            *board_lines.code_lines(one.what.code, self._definition, width, self.palette),
            board_lines.choices(one, self._people, keys, self.palette),
            board_lines.types(self._type, self.palette),
            board_lines.reason(self._reason, width, self.palette),
            board_lines.so_far(found, self._people, self.palette),
        ]
        head = f"{self._at + 1}/{len(self._open)} · {one.what.code.shown} · {board_lines.who(one, self._people)}"
        where = f"{around.source if around else ''} · " + _("turn %d") % (one.what.turn + 1)
        room = self.size.height - 5 - len(below) - len(one.what.said)
        return [
            [(" " + cut(head, width - 2), strong)],
            rule(where, "", width, quiet, strong),
            *(board_lines.turns(around, width, max(3, room), self.palette) if around else []),
            *(board_lines.marked(around, width, self.palette) if around else []),
            *below,
        ]

    # Keys

    def run_command(self, id: str) -> bool:
        if id.startswith("board.take-"):
            self._take(int(id.rpartition("-")[2]))
            return True
        step = {"list.next": 1, "list.previous": -1, "list.page-down": 5, "list.page-up": -5}.get(id)
        if step is not None:
            return self._go(self._at + step)
        if id in ("list.first", "list.last"):
            return self._go(0 if id == "list.first" else len(self._open) - 1)
        return super().run_command(id)

    def _go(self, at: int) -> bool:
        at = min(max(at, 0), max(0, len(self._open) - 1))
        if at != self._at:
            self._at = at
            self._draw()
            self.job(self._look())
        return True

    def _take(self, number: int) -> None:
        one = self._here()
        if one is None:
            self.say(_("There is nothing left to decide"))
        elif number <= len(one.what.said):
            coder = one.what.said[number - 1].coder
            self._decide(one, _("as %s has it") % self._people.get(coder, "?"), take=coder)
        elif number == len(one.what.said) + 1:
            self._decide(one, _("both"), both=True)
        else:
            self.say(_("There is no choice %d here") % number)

    def do_board_none(self) -> None:
        one = self._here()
        if one is None:
            self.say(_("There is nothing left to decide"))
        else:
            self._decide(one, _("not coded"))

    def _decide(self, one: Dispute, said: str, **how: object) -> None:
        if self._of != one.id:
            return  # it has not been shown yet
        difference, reason, definition, round_id = self._type, self._reason, self._definition, self._round_id

        def write(project: Project) -> str:
            return decide(
                project, one, difference=difference, reason=reason, round_=round_id, settle=one.conflict,
                definition={"definition": definition} if definition else None, **how,  # type: ignore[arg-type]
            )  # fmt: skip

        self.job(self._decided_so(one, write, said))

    async def _decided_so(self, one: Dispute, write: Callable[[Project], object], said: str) -> None:
        await self.session.write(write)
        self._decided = one.id
        self._of = b""
        self._open = tuple(other for other in self._open if other is not one)
        self._at = min(self._at, max(0, len(self._open) - 1))
        self.say(_("Decided: %s") % said + " · " + _("%s undoes it") % self.main.keys.command("work.undo").keys[0])
        await self._look()
        await self.reload()

    def do_board_type(self) -> None:
        if self._here() is not None:
            at = TYPES.index(self._type) if self._type in TYPES else -1
            self._type = TYPES[(at + 1) % len(TYPES)]
            self._draw()

    def do_board_reason(self) -> None:
        if self._here() is None:
            return

        def done(text: str) -> None:
            self._reason = text.strip()
            self._draw()

        self.write_line(_("Why:"), self._reason, done)

    def do_board_definition(self) -> None:
        one = self._here()
        if one is None:
            return

        def done(text: str) -> None:
            self._definition = "" if text.strip() == one.what.code.definition else text.strip()
            self._draw()
            if self._definition:
                self.say(_("It is changed with this decision, in one step"))

        self.write_line(_("Definition:"), self._definition or one.what.code.definition, done)

    def do_board_code(self) -> None:
        one = self._here()
        if self._code:
            self.want(self._round, None)
        elif one is not None:
            self.want(self._round, one.what.code.id)
        self.job(self._again(_("Only this code") if self._code else _("All codes")))

    def do_board_round(self) -> None:
        def chosen(name: str) -> None:
            self.want(name, None)
            self.job(self._again(name or _("All that two have finished")))

        self.question(choose_round(self, chosen))

    async def _again(self, said: str) -> None:
        await self.reload()
        self.say(said)

    def do_board_redraw(self) -> None:
        """Choose its words in the text."""
        one = self._here()
        if one is not None and self._of == one.id:
            self.main.away(self._redraw_in_text, one)

    async def _redraw_in_text(self, one: Dispute) -> None:
        from qualcode.tui import deeds
        from qualcode.tui.document import Document
        from qualcode.tui.pane.spans import Span
        from qualcode.tui.screens.coding import CodingScreen
        from qualcode.tui.screens.mending import ToPlace

        difference, reason, round_id = self._type, self._reason, self._round_id

        def put(document: Document, span: Span) -> deeds.Write:
            def write(project: Project) -> None:
                deeds.same_version(project, document)
                decide(
                    project,
                    one,
                    redraw=span,
                    difference=difference,
                    reason=reason,
                    round_=round_id,
                    settle=one.conflict,
                )

            return write

        coding = self.main.place("coding")
        assert isinstance(coding, CodingScreen)
        path = ("sources", "progress", "board")
        await self.main.read_at(one.what.source, *path, start=one.what.start, stop=one.what.stop)
        coding.want_place(ToPlace(one.what.source, one.what.code.shown, put, path))
        coding.calm()

    def do_list_open(self) -> None:
        """Read it in the text."""
        one = self._here()
        if one is not None:
            what = one.what
            self.main.away(
                self.main.read_at, what.source, "sources", "progress", "board", start=what.start, stop=what.stop
            )
