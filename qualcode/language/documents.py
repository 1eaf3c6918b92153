"""spaCy as the interface to the field: Docs of our own tokens, for token patterns and for those who train models.

The rule: spaCy is imported here only, and only when it is asked for. The language is a light one: spaCy's Indonesian takes
three seconds to build its 16,000 tokenizer exceptions, of which we need none, since a Doc is made of our tokens (with what
stands between them as tokens too), so that words and positions are the same as everywhere else. ``lemma_`` and ``norm_`` are
our lemma and clitic form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from qualcode.language import forms
from qualcode.language.tokens import cut

Span = tuple[int, int]

_BETWEEN = re.compile(r"([^\w\s])\1*|\w+")


@cache
def language() -> Any:
    """spaCy's Indonesian without its tokenizer exceptions: 0.04 s instead of 3. Raises ImportError without spaCy."""
    from spacy.lang.id import Indonesian

    class Light(Indonesian):  # type: ignore[misc]
        class Defaults(Indonesian.Defaults):  # type: ignore[misc]
            tokenizer_exceptions: dict[str, Any] = {}

    return Light()


def document(
    text: str, words: Sequence[str] | None = None, starts: Sequence[int] | None = None
) -> tuple[Any, list[Span]]:
    """A Doc of a text, and the code points of each of its tokens. ``words``, ``starts``: as ``cut`` gives them, where they
    are known. Raises ImportError without spaCy."""
    from spacy.tokens import Doc

    if words is None or starts is None:
        words, starts = cut(text)
    spans = _all_tokens(text, words, starts)
    doc = Doc(
        language().vocab,
        words=[text[start:end] for start, end in spans],
        spaces=[text[end : end + 1].isspace() for _start, end in spans],
        lemmas=[forms.lemma(text[start:end]) for start, end in spans],
    )
    for token in doc:
        token.norm_ = forms.clitic(token.text)
    return doc, spans


def docbin(units: Iterable[tuple[str, Sequence[tuple[int, int, str]], dict[str, Any]]]) -> bytes:
    """Texts with their codings (start, end in code points, code) and what else is known of each as a spaCy DocBin, for those
    who train models: a coding is a span of the group ``codes``, over the tokens it touches, the rest ``user_data``. Raises
    ImportError without spaCy."""
    from spacy.tokens import DocBin, Span

    packed = DocBin(attrs=["ORTH", "SPACY", "LEMMA", "NORM"], store_user_data=True)
    for text, codings, known in units:
        doc, spans = document(text)
        found = []
        for start, end, code in codings:
            inside = [number for number, (first, last) in enumerate(spans) if first < end and start < last]
            if inside:
                found.append(Span(doc, inside[0], inside[-1] + 1, label=code))
        doc.spans["codes"] = found
        doc.user_data.update(known)
        packed.add(doc)
    made: bytes = packed.to_bytes()
    return made


def _all_tokens(text: str, words: Sequence[str], starts: Sequence[int]) -> list[Span]:
    """Our tokens and, between them, runs of the same sign."""
    spans: list[Span] = []
    before = 0
    for word, start in zip(words, starts, strict=True):
        spans += [match.span() for match in _BETWEEN.finditer(text, before, start)]
        before = start + len(word)
        spans.append((start, before))
    return spans + [match.span() for match in _BETWEEN.finditer(text, before)]
