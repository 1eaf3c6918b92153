"""spaCy token patterns, for the few keywords of a codebook that are one.

The rule: spaCy is imported only where a codebook holds a token pattern, and runs only on units that hold one of the
pattern's words, on the Docs that ``documents`` makes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language import forms
from qualcode.language.documents import document, language
from qualcode.language.keywords import Level, TokenPattern, Word
from qualcode.language.tokens import cut

Span = tuple[int, int]

# What a token pattern may ask of a token that no trained model has seen.
_ATTRIBUTES = """
ORTH TEXT LOWER NORM LEMMA LENGTH SHAPE OP PREFIX SUFFIX SPACY IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE
IS_PUNCT IS_SPACE IS_STOP IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY LIKE_NUM LIKE_URL LIKE_EMAIL
"""
_LITERAL = {"ORTH": Level.EXACT, "TEXT": Level.EXACT, "LOWER": Level.EXACT, "LEMMA": Level.LEMMA}
_OPTIONAL = ("?", "*", "!")


class TokenPatterns:
    """Token patterns by number, made ready. Raises ImportError where spaCy cannot be imported."""

    def __init__(self) -> None:
        from spacy.matcher import Matcher

        self._vocab = language().vocab
        self._matcher = Matcher(self._vocab, validate=True)
        # By number, words of which a unit must hold one for the pattern to match; none where any unit may match.
        self.triggers: dict[int, tuple[Word, ...]] = {}

    def add(self, number: int, pattern: TokenPattern) -> None:
        """Take up a pattern. Raises UserError where spaCy would not understand it or could never match it."""
        tokens = [{name.upper(): value for name, value in token.items()} for token in pattern.as_list()]
        for token in tokens:
            if "LEMMA" in token:
                token["LEMMA"] = _lemmas(token["LEMMA"])
        unknown = sorted({name for token in tokens for name in token} - set(_ATTRIBUTES.split()))
        if unknown:
            raise UserError(
                _("a token pattern cannot ask for {attribute} here").format(attribute=unknown[0]),
                todo=_("Ask for LOWER, LEMMA, ORTH, SHAPE, LENGTH, LIKE_NUM or IS_… and OP"),
            )
        try:
            self._matcher.add(str(number), [tokens])
        except ValueError as error:  # spaCy's MatchPatternError is one
            reason = " ".join(str(error).split())
            raise UserError(
                _("spaCy does not understand the pattern: {reason}").format(reason=reason),
                todo=_("Mend the pattern"),
            ) from None
        self.triggers[number] = _triggers(tokens)

    def find(self, text: str, words: Sequence[str], starts: Sequence[int]) -> Mapping[int, list[Span]]:
        """Where each pattern matches, as code points of the text that ``words`` and ``starts`` are cut from."""
        doc, spans = document(text, words, starts)
        found: dict[int, list[Span]] = defaultdict(list)
        for match, first, stop in self._matcher(doc):
            found[int(self._vocab.strings[match])].append((spans[first][0], spans[stop - 1][1]))
        return found


def _lemmas(value: Any) -> Any:
    """What a pattern asks of a lemma, in our lemmas: it may be written in any form of the word."""
    if isinstance(value, str):
        return forms.lemma(value)
    if isinstance(value, list):
        return [_lemmas(one) for one in value]
    if isinstance(value, dict):
        return {name: _lemmas(one) if name in ("IN", "NOT_IN") else one for name, one in value.items()}
    return value


def _triggers(tokens: Sequence[Mapping[str, Any]]) -> tuple[Word, ...]:
    """The words of the first token of a pattern that has to be there and names its words."""
    for token in tokens:
        operator = str(token.get("OP", ""))
        if operator in _OPTIONAL or operator.startswith(("{0", "{,")):
            continue
        for name, level in _LITERAL.items():
            value = token.get(name)
            texts: list[Any] = value.get("IN", []) if isinstance(value, Mapping) else [value]
            if texts and all(isinstance(text, str) and cut(text)[0] == [text] for text in texts):
                return tuple(Word(text, level) for text in texts)
    return ()
