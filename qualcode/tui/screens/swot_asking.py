"""What the SWOT screens ask in common: the three questions, a memo on the border, and how a deed is done and said.

The rule: a question stands in one line with the answers there are already; leaving it changes nothing, and whatever is done
is one action that undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable

from qualcode.collect.regions import Region
from qualcode.conclude.swot import Item
from qualcode.conclude.swot_evidence import Evidence
from qualcode.conclude.swot_records import QUESTIONS
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.tui.screens.base import Place
from qualcode.tui.screens.swot_lines import Shown

YES, NO = ("y", "ya", "yes", "1"), ("n", "t", "tidak", "no", "0")
Answers = dict[str, bool | None]


class SwotAsking(Place):
    """``shown``: what was read; ``at``: list or cell, and number in it, at the cursor; ``scope``: the area the SWOT is of."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: Shown | None = None
        self.at: tuple[str, int] = ("S", 0)
        self.scope: Region | None = None
        self.read_at = -1
        self._own = -2  # the number of this screen's last deed, where nothing of others came between
        self.wanted = ""  # the factor the cursor goes to when it was read again

    def draw(self) -> None:
        raise NotImplementedError

    @property
    def item(self) -> Item | None:
        """The factor at the cursor."""
        items = self.shown.of(self.at[0]) if self.shown else []
        return items[self.at[1]] if self.at[1] < len(items) else None

    def keep_cursor(self) -> None:
        """After reading: on the factor that was written, else where it was, in a list that still holds something there."""
        assert self.shown is not None
        for item in self.shown.held.items:
            if self.wanted and item.id == self.wanted:
                self.at = item.quadrant, self.shown.of(item.quadrant).index(item)
        self.wanted = ""
        quadrant, number = self.at
        self.at = quadrant, min(number, max(0, len(self.shown.of(quadrant)) - 1))
        if not self.shown.of(quadrant):
            self.at = next(((one.quadrant, 0) for one in self.shown.held.items), (quadrant, 0))

    async def done(self, work: Callable[[Project], str], said: str) -> None:
        """Write, read again, say what happened; ``work`` gives the factor to stand on."""
        alone = self.read_at == self.session.written  # nothing else was written since this was read
        self.wanted = await self.session.write(work)
        if alone:
            self.read_at = self._own = self.session.written
        key = self.wanted
        await self.reload()
        self.say(f"{said.format(key=key)} " + _("%s takes it back") % self.main.key_of("work.undo"))

    def counted_still(self) -> Evidence | None:
        """The evidence as it was read, where only deeds of this screen came since: they code nothing."""
        held = self.shown.held if self.shown else None
        alone = held is not None and held.scope == self.scope and self._own == self.session.written
        return held.counted if held is not None and alone else None

    # The three questions

    def ask_answers(self, before: Item | None, then: Callable[[Answers], object]) -> None:
        """Ask all three in one line: `y n y`; nothing written keeps the answers there are."""
        now: Answers = {name: getattr(before, name) if before else None for name in QUESTIONS}
        whole = None not in now.values()
        were = " ".join(_("y") if value else _("n") for value in now.values()) if whole else _("y n y")

        def read(text: str) -> Answers | None:
            return now if whole and not text.strip() else read_answers(text)

        self.write_line(
            _("1 can the unit change it  2 exists without it  3 a condition (%s):") % were, "",
            lambda text: self.then_ask(then, read(text) or {}),
            check=lambda text: "" if read(text) is not None else _("Three answers, y or n: y n y"),
        )  # fmt: skip

    def with_memo(self, item: Item | None, side: str, then: Callable[[str], object]) -> None:
        """On the border a memo is asked for first."""
        if side == "borderline" and not (item and item.memo):
            self.write_line(_("It is on the border. Why does it stand here?"), "", lambda text: then(text), check=lambda text: "" if text.strip() else _("a memo is needed on the border"))  # fmt: skip
        else:
            then("")


def read_answers(text: str) -> Answers | None:
    """`y n y` as answers; None where it is not three of them."""
    words = [fold(word) for word in text.replace(",", " ").split()]
    if len(words) == 1 and len(words[0]) == 3:
        words = list(words[0])
    if len(words) != 3 or any(word not in (*YES, *NO) for word in words):
        return None
    return {name: word in YES for name, word in zip(QUESTIONS, words, strict=True)}


def read_values(text: str, count: int) -> list[tuple[int | None, int | None]] | None:
    """`4/1  3/2  -/-` as pairs; None where it is not one of the scale for each rater."""
    found: list[tuple[int | None, int | None]] = []
    for word in text.replace(",", " ").split():
        importance, sign, rating = word.partition("/")
        if not sign or any(part not in ("1", "2", "3", "4", "-", "") for part in (importance, rating)):
            return None
        found.append((int(importance) if importance.isdigit() else None, int(rating) if rating.isdigit() else None))
    return found if len(found) == count else None
