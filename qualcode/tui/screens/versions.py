"""What was corrected in this source? Two of its versions, difference by difference, old beside new."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from qualcode.collect import differences
from qualcode.collect.differences import Change, VersionLine
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Project, times, versions
from qualcode.tui.drawing import Parts, beside, column, cut, differing, ends, rule
from qualcode.tui.screens.listing import RowsScreen
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

SIGNS = {"added": "+", "removed": "−", "replaced": "≠", "moved": "↕"}
AROUND = 60  # characters shown either side of a difference
MADE = {
    "import": N_("imported"),
    "correction": N_("corrected"),
    "withdrawal": N_("withdrawn"),
    "pseudonyms": N_("names replaced"),
}


class VersionsScreen(RowsScreen):
    kind = "versions"

    def __init__(self) -> None:
        super().__init__()
        self._source: tuple[bytes, str] = (b"", "")
        self._versions: list[VersionLine] = []
        self._newer = 0  # of the versions; it is compared with the one before it
        self._changes: list[Change] = []
        self._around: list[tuple[str, str]] = []  # of each change the words it stands among, old and new
        self._loaded = False

    def body(self) -> Iterable[Widget]:
        yield Rows(self._change, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (_("Collect"), _("Sources"), self._source[1], _("Versions"))

    def whose(self) -> str:
        return self.session.coder_name

    def sentence(self) -> str:
        return _("Every version stays. Codings are made on the newest, and older ones lie on it too.")

    def want(self, source: bytes, name: str) -> None:
        """Show the versions of this source when the screen is next seen, the newest change first."""
        self._source = source, name
        self._newer, self._loaded, self.read_once = -1, False, False
        self._versions, self._changes = [], []

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.arrive(self.reload())

    async def reload(self) -> None:
        self._versions = await self.session.read(lambda project: differences.versions_of(project, self._source[0]))
        if not 0 < self._newer < len(self._versions):
            self._newer = next((n for n, one in enumerate(self._versions) if one.current), len(self._versions) - 1)
        await self._compare()

    async def _compare(self) -> None:
        self._changes = []
        if 0 < self._newer < len(self._versions):
            old, new = self._versions[self._newer - 1], self._versions[self._newer]

            def read(project: Project) -> tuple[list[Change], list[tuple[str, str]]]:
                changes = differences.difference(project, old.id, new.id)
                before, after = versions.load(project, old.id), versions.load(project, new.id)
                assert before is not None and after is not None  # else difference() has said so
                return changes, [(around(before.text, one.old), around(after.text, one.new)) for one in changes]

            self._changes, self._around = await self.session.read(read)
        self._loaded = True
        self.rows.show(len(self._changes), 0)
        self.note()

    def redraw(self) -> None:
        super().redraw()
        self.note()

    # Drawing

    def _heads(self, width: int) -> list[Parts]:
        quiet, strong = self.palette.style(quiet=True), self.palette.style(strong=True)
        if not self._loaded:
            return [[(" " + _("Comparing …"), strong)]]
        if len(self._versions) < 2:
            return [[(" " + _("There is one version: nothing was corrected"), strong)]]
        new = self._versions[self._newer]
        count = ngettext("%d difference", "%d differences", len(self._changes)) % len(self._changes)
        said = _("Version {new} of {count} beside version {old}: {differences}").format(
            new=new.number, old=self._versions[self._newer - 1].number, count=len(self._versions), differences=count
        )  # fmt: skip
        made = _(MADE[new.made]) if new.made in MADE else new.made
        day = times.here(new.stamp).strftime("%Y-%m-%d %H.%M")
        return [
            ends([(f" {said}", strong)], [(f"{made}, {new.who}, {day} ", quiet)], width, quiet),
            [("─" * width, quiet)],
        ]

    def _change(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._changes[item]
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        turn = _("turn %d") % one.turn if one.turn else ""
        words = " → ".join(f"“{words.strip()}”" for words in (one.old_words, one.new_words) if words.strip())
        return [
            ("▸" if here else " ", strong), (f" {SIGNS.get(one.kind, '?')} ", strong), (cut(_(one.kind), 11), quiet), (cut(turn, 13), quiet),
            (cut(words, max(1, width - 28)), strong if here else plainly),
        ]  # fmt: skip

    def note(self) -> None:
        detail = self.query_one("#detail", Lines)
        if not self._changes:
            detail.show([])
            self.rows_changed()
            return
        one = self._changes[self.rows.at]
        width, shown = self.size.width, 5 if self.size.height < 30 else 12
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        half = (width - 6) // 2
        before, after = differing(*self._around[self.rows.at])
        lines = [
            rule(_(one.kind), f"{self.rows.at + 1}/{len(self._changes)}", width, quiet, strong),
            *beside(
                column(before, half, shown, plainly, strong), column(after, half, shown, plainly, strong), half, quiet
            ),
        ]
        detail.show(lines + [[]] * (shown + 1 - len(lines)))
        self.rows_changed()

    # Keys

    def _step(self, step: int) -> None:
        if 0 < self._newer + step < len(self._versions):
            self._newer += step
            self.job(self._compare())
        else:
            self.say(_("There is no older one") if step < 0 else _("There is no newer one"))

    def do_versions_older(self) -> None:
        self._step(-1)

    def do_versions_newer(self) -> None:
        self._step(1)

    def do_list_open(self) -> None:
        if not self._changes:
            return
        one = self._changes[self.rows.at]
        if not self._versions[self._newer].current:
            self.say(_("This is not the newest version; its words cannot be read in place"))
            return
        start, stop = one.new if one.new[0] < one.new[1] else (one.new[0], one.new[0] + 1)
        self.main.away(self.main.read_at, self._source[0], "sources", "versions", start=start, stop=stop)


def around(text: str, span: tuple[int, int]) -> str:
    """A span with the words of its paragraph that stand beside it."""
    start, stop = span
    low = max(text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0, start - AROUND)
    high = text.find("\n\n", stop)
    high = min(len(text) if high < 0 else high, stop + AROUND)
    while 0 < low < start and not text[low - 1].isspace():
        low += 1
    while stop < high < len(text) and not text[high].isspace():
        high -= 1
    return text[low:high]
