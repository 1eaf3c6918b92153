"""Are these two the same person? What is known of both, side by side, with what speaks for it and against."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from textual.widget import Widget

from qualcode.collect import same_people
from qualcode.collect.inventory import turns_of
from qualcode.collect.people import join_people
from qualcode.collect.same_people import Participant, Proposal
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.screens.listing import RowsScreen
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

FIELDS = (("home", N_("kelurahan")), ("role", N_("role")), ("gender", N_("gender")), ("age_band", N_("age")))


class SameScreen(RowsScreen):
    kind = "same"

    def __init__(self) -> None:
        super().__init__()
        self._pairs: list[Proposal] = []
        self._names: dict[bytes, str] = {}
        self._swapped = False
        self._loaded = False

    def body(self) -> Iterable[Widget]:
        yield Rows(self._pair, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Collect"), _("People"), _("The same person?"))

    def whose(self) -> str:
        return self.session.coder_name

    def sentence(self) -> str:
        return _("A likeness only proposes; you know who they are. A join can be undone.")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.arrive(self.reload())

    async def reload(self) -> None:
        def read(project: Project) -> tuple[list[Proposal], dict[bytes, str]]:
            pairs = same_people.same_people(project) + same_people.namesakes(project)  # one name claimed for two areas
            return pairs, dict(project.rows("SELECT id, name FROM source"))

        self._pairs, self._names = await self.session.read(read)
        self._loaded, self._swapped = True, False
        self.rows.show(len(self._pairs))
        self.note()

    def redraw(self) -> None:
        super().redraw()
        self.note()

    def _sides(self) -> tuple[Participant, Participant] | None:
        """The one who stays, and the other."""
        if not self._pairs:
            return None
        pair = self._pairs[self.rows.at]
        return (pair.other, pair.one) if self._swapped else (pair.one, pair.other)

    # Drawing

    def _heads(self, width: int) -> list[Parts]:
        count = len(self._pairs)
        said = ngettext("%d pair may be one person", "%d pairs may be one person", count) % count
        if not count:
            said = _("Nobody seems to be here twice") if self._loaded else _("Comparing …")
        return [[(" " + said, self.palette.style(strong=True))], [("─" * width, self.palette.style(quiet=True))]]

    def _pair(self, item: int, part: int, width: int, here: bool) -> Parts:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        one = self._pairs[item]
        half = max(12, (width - 30) // 2)
        names = cut(one.one.name, half) + " ≈ " + cut(one.other.name, half)
        against = f"! {len(one.against)}" if one.against else ""
        return [
            ("▸" if here else " ", strong), ("  " + names, strong if here else self.palette.style()),
            (f"  {one.points:2} " + _("points") + f"  {against}", quiet),
        ]  # fmt: skip

    def note(self) -> None:
        """The two side by side; a line that differs begins with ≠."""
        sides = self._sides()
        detail = self.query_one("#detail", Lines)
        if sides is None:
            detail.show([])
            self.rows_changed()
            return
        width = self.size.width
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        left, right = sides
        half = (width - 16) // 2
        lines: list[Parts] = [rule(_("The same person?"), "", width, quiet, strong)]
        lines.append(
            [(cut("", 14), quiet), (cut(left.name, half), strong), ("│ ", quiet), (cut(right.name, half), strong)]
        )
        for name, title in FIELDS:
            mine, theirs = getattr(left, name), getattr(right, name)
            sign = "≠" if mine and theirs and mine != theirs else " "
            lines.append(
                [
                    (f" {sign} " + cut(_(title), 11), quiet),
                    (cut(mine or "–", half), plainly),
                    ("│ ", quiet),
                    (cut(theirs or "–", half), plainly),
                ]
            )
        spoken = (", ".join(sorted(self._names.get(one, "?") for one in side.sources)) for side in sides)
        first, second = (wrapped(words, half - 1, 2) for words in spoken)
        for number, (mine, theirs) in enumerate(zip_longest(first, second, fillvalue="")):
            head = cut("   " + (_("speaks in") if not number else ""), 14)
            lines.append([(head, quiet), (cut(mine, half), plainly), ("│ ", quiet), (cut(theirs, half), plainly)])
        pair = self._pairs[self.rows.at]
        told = wrapped(_("for: %s") % "; ".join(pair.reasons), width - 5, 2)
        told += wrapped(_("! against: %s") % "; ".join(pair.against), width - 5, 2) if pair.against else []
        lines += [[("   " + text, plainly)] for text in told]
        detail.show(lines)
        self.rows_changed()

    # Keys

    def on_rows_moved(self) -> None:
        self._swapped = False
        self.note()

    def do_same_swap(self) -> None:
        self._swapped = not self._swapped
        self.note()

    def do_same_join(self) -> None:
        sides = self._sides()
        if sides is not None:
            self.job(self._join(*sides))

    async def _join(self, left: Participant, right: Participant) -> None:
        await self.session.write(lambda project: join_people(project, left.id, right.id))
        await self.reload()
        undo = self.main.keys.command("work.undo").keys[0]
        self.say(_("{one} and {other} are one person now, {one} · {key} parts them").format(
            one=left.name, other=right.name, key=undo
        ))  # fmt: skip

    def do_same_apart(self) -> None:
        sides = self._sides()
        if sides is not None:
            self.job(self._apart(*sides))

    async def _apart(self, left: Participant, right: Participant) -> None:
        await self.session.write(lambda project: same_people.apart(project, left.id, right.id))
        await self.reload()
        self.say(_("{one} and {other} are two people; nobody asks again").format(one=left.name, other=right.name))

    def do_list_open(self) -> None:
        """Read what the first of the two says."""
        sides = self._sides()
        if sides is not None:
            self.job(self._read(sides[0]))

    async def _read(self, person: Participant) -> None:
        def first(project: Project) -> tuple[bytes, int, int] | None:
            for source, speaker in project.rows(
                "SELECT source, id FROM speaker WHERE removed=0 AND participant=?", person.id
            ):
                for turn in turns_of(project, source):
                    if turn.speaker == speaker:
                        return source, turn.start, turn.stop
            return None

        found = await self.session.read(first)
        if found is None:
            self.say(_("%s says nothing in any source") % person.name)
        else:
            source, start, stop = found
            await self.main.read_at(source, "sources", "attributes", "same", start=start, stop=stop)
