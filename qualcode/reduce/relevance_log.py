"""The reduction log as a paragraph of the method chapter: what was set aside, by whom, by which criteria.

One rule: every share has its count and its whole beside it, and what nobody looked at is said first among what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qualcode.i18n import _, ngettext
from qualcode.language.numerals import format_number
from qualcode.reduce.relevance import MARKS, Reduction
from qualcode.store import Project


def paragraph(project: Project, some: Sequence[Reduction]) -> str:
    """What was done, in whole sentences; words are counted for each coder who worked on a source, so a source two people
    reduced counts twice, and the text says so."""
    words, aside = sum(one.words for one in some), Counter[str]()
    for one in some:
        aside.update(one.aside)
    sources, coders = {one.source for one in some}, {one.coder for one in some}
    twice = len(some) - len(sources)
    said = [
        _("In %(sources)s and by %(coders)s, %(words)s words of informants were gone through.")
        % {
            "sources": ngettext("%d source", "%d sources", len(sources)) % len(sources),
            "coders": ngettext("%d coder", "%d coders", len(coders)) % len(coders),
            "words": format_number(words),
        }
    ]
    if twice:
        said.append(
            ngettext("%d source was worked on twice and counts twice.", "%d sources were worked on twice and count twice.", twice) % twice
        )  # fmt: skip
    coded, kept, unseen = (sum(getattr(one, part) for one in some) for part in ("coded", "kept", "unseen"))
    said.append(
        _("Coded: %(coded)s words; kept as important without a code: %(kept)s; set aside: %(aside)s (%(share)s of all).")
        % {"coded": format_number(coded), "kept": format_number(kept), "aside": format_number(aside.total()), "share": _share(aside.total(), words)}
    )  # fmt: skip
    if aside:
        parts = ", ".join(f"{_(MARKS[mark])} {format_number(count)}" for mark, count in aside.most_common())
        said.append(_("Set aside as: %s.") % parts)
    said.append(
        _("Neither coded nor marked, and so not known to be unimportant: %(left)s words (%(share)s).")
        % {"left": format_number(unseen), "share": _share(unseen, words)}
    )
    said.append(
        _(
            "Greetings and courtesies, and sentences without a word of the codebook or of what was coded, were proposed by "
            "the program; each mark was set by a coder, no text was removed, and every mark can be taken back."
        )
    )
    return " ".join(said)


def _share(part: int, whole: int) -> str:
    return f"{format_number(round(100 * part / whole, 1))} %" if whole else "–"
