"""Codes that may be one: how alike two of them are, and why.

One rule: a likeness is only ever proposed, with its reasons, each of which a person can check. Four things speak for it and
each raises the certainty by itself: the names (in either language), the definitions, the keywords, and the passages that both
were given to. Two codes that judge in opposite directions speak against it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qualcode.i18n import _
from qualcode.reduce.codebook_other import Book, Entry, Span
from qualcode.store.ids import fold

THRESHOLD = 0.3  # certainty from which a pair is proposed: see tests/codebook_pairs.py for how it was chosen
_WORD = re.compile(r"[^\W_]+")
_LEAST = 3  # passages that must be known of both before passages in common say anything


@dataclass(frozen=True)
class Likeness:
    """``certainty``: 0 to 1, an order and no probability; ``reasons``: in words, the strongest first."""

    ours: Entry
    theirs: Entry
    certainty: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Wording:
    """A code prepared for comparing: its names as sorted stems, the stems of its definitions, its keywords as stems."""

    entry: Entry
    names: tuple[tuple[str, str], ...]  # as written and folded, as sorted stems
    definitions: tuple[frozenset[str], ...]  # one a language: together they would water each other down
    keywords: frozenset[str]
    spans: frozenset[Span]


def alike(ours: Book, theirs: Book, pairs: Iterable[tuple[Entry, Entry]], least: float = THRESHOLD) -> list[Likeness]:
    """Of these pairs those alike with a certainty of ``least`` or more, the most certain first."""
    wanted = list(pairs)
    mine = _wordings((one for one, _two in wanted), ours)
    other = _wordings((two for _one, two in wanted), theirs)
    seen = Counter(word for wording in (*mine.values(), *other.values()) for word in set().union(*wording.definitions))
    count = len(mine) + len(other)
    weights = {word: math.log(1 + count / n) for word, n in seen.items()}
    found = [_likeness(mine[one.id], other[two.id], weights) for one, two in wanted]
    return sorted(
        (one for one in found if one.certainty >= least), key=lambda one: (-one.certainty, one.ours.path, one.theirs.path)
    )  # fmt: skip


def _wordings(entries: Iterable[Entry], book: Book) -> dict[bytes, _Wording]:
    """Each code prepared once, in however many pairs it stands; by its id."""
    return {rec: _wording(one, book) for rec, one in {one.id: one for one in entries}.items()}


def _wording(entry: Entry, book: Book) -> _Wording:
    value = entry.values.get
    names = [str(name) for name in (value("name") or entry.name, value("name_en")) if name]
    words = [frozenset(_content(str(value(key) or ""))) for key in ("definition", "definition_en")]
    keywords = {_stems(str(k).lstrip("=").rstrip("*")) for k in value("keywords") or () if not str(k).startswith("-")}
    return _Wording(
        entry, tuple((" ".join(_WORD.findall(fold(name))), _stems(name)) for name in names), tuple(filter(None, words)),
        frozenset(filter(None, keywords)), book.spans.get(entry.id, frozenset()),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """The root of an Indonesian word; of others the word without an English plural."""
    from qualcode.language.forms import root

    stem = root(word)
    if stem == word and len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return stem


def _stems(text: str) -> str:
    """The stems of a name or keyword in alphabetical order, each once: word order and doubling make no difference."""
    return " ".join(sorted({_stem(word) for word in _WORD.findall(fold(text))}))


def _content(text: str) -> list[str]:
    from qualcode.language.function_words import content_roots

    return [_stem(word) for word in content_roots(text)]


def _likeness(one: _Wording, two: _Wording, weights: dict[str, float]) -> Likeness:
    found = [
        reason
        for reason in (
            _by_name(one, two),
            _by_definition(one, two, weights),
            _by_keywords(one, two),
            _by_passages(one, two),
        )
        if reason is not None
    ]
    found.sort(key=lambda reason: -reason[0])
    certainty = 1 - math.prod(1 - weight for weight, _reason in found)
    reasons = [reason for _weight, reason in found]
    judged = {one.entry.values.get("valence"), two.entry.values.get("valence")}
    if judged == {-1, 1}:
        certainty *= 0.6
        reasons.append(_("but one is a problem and the other a strength"))
    return Likeness(one.entry, two.entry, round(certainty, 2), tuple(reasons))


def _ramp(value: float, low: float, high: float, most: float) -> float:
    """0 up to ``low``, rising to ``most`` at ``high``."""
    return most * min(1.0, max(0.0, (value - low) / (high - low)))


def _by_name(one: _Wording, two: _Wording) -> tuple[float, str] | None:
    from rapidfuzz import fuzz

    best, pair, within = 0.0, ("", ""), None
    for written, stems in one.names:
        for other, others in two.names:
            same = (
                max(fuzz.ratio(written, other), fuzz.ratio(stems, others), fuzz.token_sort_ratio(written, other)) / 100
            )
            if same > best:
                best, pair = same, (written, other)
            mine, theirs = set(stems.split()), set(others.split())
            if min(len(mine), len(theirs)) and (mine < theirs or theirs < mine):
                within = within or (written, other)
    if best >= 0.999:
        what = _("the same name") if pair[0] == pair[1] else _("the same words in the names “%s” and “%s”") % pair
        return 0.9, what
    weight = max(_ramp(best, 0.6, 0.95, 0.75), 0.35 if within else 0.0)
    told = within if within and best < 0.75 else pair
    return (weight, _("names alike: “%s”, “%s”") % told) if weight > 0 else None


def _by_definition(one: _Wording, two: _Wording, weights: dict[str, float]) -> tuple[float, str] | None:
    """The cosine of the definitions' stems, rare ones weighing more; of two languages the better."""

    def length(words: frozenset[str]) -> float:
        return math.sqrt(sum(weights[word] ** 2 for word in words))

    best, common = 0.0, frozenset[str]()
    for mine in one.definitions:
        for other in two.definitions:
            if mine & other:
                cosine = sum(weights[word] ** 2 for word in mine & other) / (length(mine) * length(other))
                if cosine > best:
                    best, common = cosine, mine & other
    weight = _ramp(best, 0.15, 0.7, 0.8)
    told = sorted(common, key=lambda word: (-weights[word], word))[:4]
    return (weight, _("definitions share: %s") % ", ".join(told)) if weight > 0 else None


def _by_keywords(one: _Wording, two: _Wording) -> tuple[float, str] | None:
    """Keywords in common, or a name of one that is a keyword of the other."""
    common = one.keywords & two.keywords
    named = {stems for _written, stems in one.names} & two.keywords | {
        stems for _written, stems in two.names
    } & one.keywords
    share = 2 * len(common) / (len(one.keywords) + len(two.keywords)) if common else 0.0
    weight = max(_ramp(share, 0.05, 0.6, 0.75), 0.4 if named else 0.0)
    told: Sequence[str] = sorted(common | named)[:4]
    return (weight, _("keywords in common: %s") % ", ".join(told)) if weight > 0 else None


def _by_passages(one: _Wording, two: _Wording) -> tuple[float, str] | None:
    """Passages of the code with fewer that the other one overlaps by half or more, in texts that both know."""
    texts = {text for text, *_span in one.spans} & {text for text, *_span in two.spans}
    if not texts or not _near(one.spans, two.spans):
        return None
    pairs = [(one.spans, two.spans), (two.spans, one.spans)]
    fewer, more = min(
        (([span for span in these if span[0] in texts], others) for these, others in pairs),
        key=lambda pair: len(pair[0]),
    )
    if len(fewer) < _LEAST:
        return None
    near = _stretches(more)
    met = sum(any(_overlap(a, b) for at in _over(a) for b in near.get(at, ())) for a in fewer)
    weight = _ramp(met / len(fewer), 0.3, 0.9, 0.7) * len(fewer) / (len(fewer) + 2)
    return (weight, _("%d of %d passages in common") % (met, len(fewer))) if weight > 0 else None


@lru_cache(maxsize=512)
def _stretches(spans: frozenset[Span]) -> dict[tuple[bytes, int], list[Span]]:
    """The spans by the stretches of 64 code points that they lie on."""
    found: dict[tuple[bytes, int], list[Span]] = {}
    for span in spans:
        for at in _over(span):
            found.setdefault(at, []).append(span)
    return found


def _over(span: Span) -> list[tuple[bytes, int]]:
    text, start, stop = span
    return [(text, at) for at in range(start // 64, stop // 64 + 1)]


def _near(one: frozenset[Span], two: frozenset[Span]) -> bool:
    """Whether any two of them can overlap: most codes meet nowhere."""
    return not _stretches(one).keys().isdisjoint(_stretches(two).keys())


def _overlap(a: Span, b: Span) -> bool:
    common = min(a[2], b[2]) - max(a[1], b[1])
    return a[0] == b[0] and common * 2 >= min(a[2] - a[1], b[2] - b[1])
