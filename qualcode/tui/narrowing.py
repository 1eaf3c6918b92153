"""The filter of a list: words that are looked for in its lines, or a query that names what fits.

One rule: what stands in the field is a query where it begins as one (``@name`` of a saved query, ``field:value``, NOT, a
bracket) and words else, so that one key serves both. Words narrow while they are typed, a query when it is taken; one that
means nothing leaves the list as it was and says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.store.ids import fold

if TYPE_CHECKING:
    from qualcode.conclude.fitting import Fitting
    from qualcode.tui.screens.base import Place

SHOWN = 4  # saved queries in a question
_QUERY = re.compile(r"\s*(?:@|\(|NOT\s|[^\W\d][\w-]*:)", re.IGNORECASE)
Named = Callable[["Fitting"], frozenset[bytes]]
"""What a query names of that which a screen lists; runs on the project's thread."""


@dataclass(frozen=True)
class Narrowing:
    """``text``: as it was typed; ``fits``: what a query names, None where words are looked for; ``known``: the saved queries."""

    text: str = ""
    fits: frozenset[bytes] | None = None
    known: tuple[str, ...] = ()

    def told(self) -> str:
        """That only some are shown, and which; nothing where all are."""
        return _("shown: %s") % self.text if self.text else ""

    def holds(self, rec: bytes, words: str) -> bool:
        """Whether a line of this record, with these words in it, is shown."""
        return rec in self.fits if self.fits is not None else fold(self.text) in fold(words)

    def anew(self, project: Project, named: Named) -> Narrowing:
        """The same as things stand now; what a query named that says nothing any more stays."""
        from qualcode.reduce.query_saved import saved

        fits = self.fits
        if fits is not None:
            with suppress(UserError):  # the saved query it calls is gone
                fits = fitting(project, self.text, named)
        return Narrowing(self.text, fits, tuple(one.name for one in saved(project)))


def fitting(project: Project, text: str, named: Named) -> frozenset[bytes]:
    """What a query names. UserError where it cannot be read, or names what there is not."""
    from qualcode.conclude.fitting import Fitting

    return named(Fitting(project, text))


def question(words: str, known: Iterable[str]) -> str:
    """What is asked, with the saved queries that may be answered."""
    return " ".join((words, *(f"@{name}" for name in islice(known, SHOWN))))


def is_query(text: str) -> bool:
    return _QUERY.match(text) is not None


def ask(
    screen: Place, words: str, now: Narrowing, named: Named, show: Callable[[Narrowing], object]
) -> None:  # fmt: skip
    """Open the field of a filter; ``show`` is told what is to be shown."""

    async def look(text: str) -> None:
        fits = await screen.session.read(lambda project: fitting(project, text, named))
        show(Narrowing(text, fits, now.known))

    def typed(text: str) -> None:
        show(now if is_query(text) else Narrowing(text.strip(), None, now.known))

    def done(text: str) -> None:
        typed(text)
        if is_query(text):
            screen.job(look(text.strip()))

    screen.write_line(question(words, now.known), now.text, done, typed, left=lambda: show(now))
