"""What a keyword of the codebook means: its syntax, read into plain data or refused with one clear line.

    utang               the word at lemma level: also utangnya, ngutang, berutang, utange
    kartu mati          the words one after the other
    =Kaki Lima          exactly these forms (letter case aside)
    pendapatan~         the word at root level: also mendapatkan, terdapat
    utang+              this form with clitics and said twice: utangnya, utang-utang; not ngutang
    plecit*             every form that begins so
    air ~5 bersih       both within 5 tokens of each other, in either order (1 = side by side)
    /rp ?\\d+ juta/      a regular expression over the speech of a turn (letter case aside)
    -air mata           an exclusion: where it covers what another keyword of the code found, nothing is proposed
    {pattern: [...]}    a spaCy token pattern; needs spaCy. Beside it: scope, unit

What comes last may say whose words are meant and how much is proposed:

    @all  @interviewer  not only what informants say
    @sentence           all of it within one sentence
    @paragraph          all of it within one paragraph of the turn, which is proposed
    @turn               the whole turn is proposed; without any, the sentences that the words stand in
    @20                 20 words before and after are proposed

A keyword is cut by the tokenizer that cuts the text, so ``RT/RW`` and ``e-KTP`` are what they are there: two words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.function_words import function_words
from qualcode.language.tokens import tokens

FARTHEST = 50  # tokens between the two sides of a near keyword
SHORTEST_PREFIX = 2  # letters before the *

LARGEST_WINDOW = 200  # words on each side

SCOPES = {"@informants": "informants", "@all": "all", "@interviewer": "interviewer"}
UNITS = {"@sentence": "sentence", "@paragraph": "paragraph", "@turn": "turn"}
SENTENCES = "sentences"  # looked for in the whole turn; the sentences it stands in are proposed

_DISTANCE = re.compile(r"~(\d+)")
_SIGNS = {"~": "ROOT", "*": "PREFIX", "+": "CLITIC"}


class Level(Enum):
    """How much a word of a keyword forgives."""

    LEMMA = "lemma"
    EXACT = "exact"
    CLITIC = "clitic"
    ROOT = "root"
    PREFIX = "prefix"


@dataclass(frozen=True)
class Word:
    """One token of a keyword."""

    text: str
    level: Level = Level.LEMMA


@dataclass(frozen=True)
class Phrase:
    """Words one after the other; one word is a phrase too."""

    words: tuple[Word, ...]


@dataclass(frozen=True)
class Near:
    """Two phrases in either order, at most ``within`` tokens from the last word of one to the first of the other."""

    left: Phrase
    right: Phrase
    within: int


@dataclass(frozen=True)
class Regex:
    """A regular expression over the text of a unit."""

    expression: re.Pattern[str]


@dataclass(frozen=True)
class TokenPattern:
    """A spaCy token pattern: one mapping a token, as JSON so that it can be compared and kept."""

    source: str

    def as_list(self) -> list[dict[str, Any]]:
        """The pattern as spaCy takes it."""
        pattern: list[dict[str, Any]] = json.loads(self.source)
        return pattern


@dataclass(frozen=True)
class Keyword:
    """A keyword as written, and what it asks for."""

    source: str
    asks: Phrase | Near | Regex | TokenPattern
    excludes: bool = False
    scope: str = "informants"  # or interviewer, all
    unit: str = SENTENCES  # or turn, sentence, paragraph, window
    window: int = 0  # words on each side, where the unit is a window

    @property
    def needs_text(self) -> bool:
        """Whether it is looked for in the text itself; all others are looked for among the numbers of its words."""
        return isinstance(self.asks, Regex | TokenPattern) or self.unit in ("paragraph", "window")

    @property
    def is_exact(self) -> bool:
        """Whether it asks for exact forms only, so that nothing misspelt is taken for it."""
        sides = (self.asks.left, self.asks.right) if isinstance(self.asks, Near) else (self.asks,)
        forgiving = (Level.LEMMA, Level.CLITIC, Level.ROOT)
        return not any(
            isinstance(side, Phrase) and any(word.level in forgiving for word in side.words) for side in sides
        )

    def heard(self, side: str) -> bool:
        """Whether it is looked for in turns of a side. An exclusion holds wherever the others are."""
        return self.excludes or self.scope == "all" or (side == "interviewer") == (self.scope == "interviewer")

    @property
    def is_common_word(self) -> bool:
        """Whether it is a single word that forgives: by itself a weak reason to propose a code."""
        return (
            isinstance(self.asks, Phrase) and len(self.asks.words) == 1 and self.asks.words[0].level is not Level.EXACT
        )


def parse(keyword: str | Mapping[str, Any], code: str) -> Keyword:
    """Read one keyword of the code named ``code`` (named in errors).

    Raises UserError where the keyword cannot be understood, with what to write instead.
    """
    source = keyword if isinstance(keyword, str) else json.dumps(keyword, ensure_ascii=False, default=str)
    try:
        if isinstance(keyword, Mapping):
            return _token_pattern(keyword)
        if not isinstance(keyword, str):
            raise UserError(_("it is not text"), todo=_("Put it in quotes"))
        return _with_options(keyword.strip())
    except UserError as error:
        where = _("keyword '{keyword}' of code {code}").format(keyword=source, code=code)
        raise UserError(error.what, where=where, todo=error.todo) from None


def _with_options(source: str) -> Keyword:
    """The keyword, and what stands behind it from the first @ on."""
    body, options = source, []
    while (parts := body.rsplit(maxsplit=1)) and len(parts) == 2 and parts[1].startswith("@"):
        body, option = parts
        options.append(option)
    return replace(_optional(_parse(body), options[::-1]), source=source)


def _optional(keyword: Keyword, options: Sequence[str]) -> Keyword:
    for option in options:
        if option in SCOPES:
            keyword = replace(keyword, scope=SCOPES[option])
        elif option in UNITS:
            keyword = replace(keyword, unit=UNITS[option])
        elif option[1:].isdecimal() and 1 <= int(option[1:]) <= LARGEST_WINDOW:
            keyword = replace(keyword, unit="window", window=int(option[1:]))
        else:
            raise UserError(
                _("%s means nothing here") % option,
                todo=_("Write @all, @interviewer, @sentence, @paragraph, @turn, or a number of words from @1 to @200"),
            )
    return keyword


def _parse(source: str) -> Keyword:
    excludes = source.startswith("-")
    body = source[1:].strip() if excludes else source
    if not body:
        raise UserError(_("it is empty"), todo=_("Write a word or a phrase"))
    if body.startswith("-"):
        raise UserError(_("it begins with two hyphens"), todo=_("One hyphen excludes a phrase: -air mata"))
    if body.startswith("/"):
        return Keyword(source, _regex(body), excludes)
    exact = body.startswith("=")
    if exact:
        body = body[1:]
    pieces = body.split()
    distances = [index for index, piece in enumerate(pieces) if piece.startswith("~")]
    if not distances:
        return Keyword(source, _phrase(pieces, exact), excludes)
    if len(distances) > 1:
        raise UserError(_("it has more than one distance"), todo=_("Write one: air ~5 bersih"))
    at = distances[0]
    return Keyword(
        source,
        Near(_phrase(pieces[:at], exact), _phrase(pieces[at + 1 :], exact), _distance(pieces[at])),
        excludes,
    )


def _distance(piece: str) -> int:
    match = _DISTANCE.fullmatch(piece)
    if match is None or not 1 <= int(match[1]) <= FARTHEST:
        raise UserError(
            _("the distance after ~ is not a number from 1 to {farthest}").format(farthest=FARTHEST),
            todo=_("Write it between the words: air ~5 bersih"),
        )
    return int(match[1])


def _phrase(pieces: Sequence[str], exact: bool) -> Phrase:
    words = [word for piece in pieces for word in _words(piece, exact)]
    if not words:
        raise UserError(_("there is no word in it"), todo=_("Write a word, and words on both sides of a ~"))
    return Phrase(tuple(words))


def _words(piece: str, exact: bool) -> list[Word]:
    """The tokens of a piece between spaces; a ~ or * at its end is for its last token."""
    level = Level.EXACT if exact else Level.LEMMA
    body = piece
    if piece[-1] in _SIGNS:
        if exact:
            raise UserError(
                _("= asks for the exact form, {sign} for others").format(sign=piece[-1]),
                todo=_("Leave one of them out"),
            )
        body = piece[:-1]
    if "*" in body or "~" in body or "=" in body or (body is not piece and body[-1:] in _SIGNS):
        raise UserError(
            _("a sign stands where it means nothing"),
            todo=_("= stands before the keyword, *, ~ and + at the end of a word, ~5 between two words"),
        )
    words = [Word(token.text, Level.EXACT if _doubled(token.text) else level) for token in tokens(body)]
    if body != piece:
        if not words:
            raise UserError(_("there is no word before {sign}").format(sign=piece[-1]), todo=_("Write one: plecit*"))
        last = words[-1].text
        if piece[-1] == "*" and len(last) < SHORTEST_PREFIX:
            raise UserError(
                _("'{prefix}*' would find nearly every word").format(prefix=last),
                todo=_("Write more letters before the *"),
            )
        words[-1] = Word(last, Level[_SIGNS[piece[-1]]])
    return words


def _doubled(word: str) -> bool:
    """Whether it is a function word said twice: apa-apa is no apa, and bapak-bapak is not everybody's bapak."""
    first, _hyphen, second = word.casefold().partition("-")
    return first == second and first in function_words()


def _regex(body: str) -> Regex:
    if len(body) < 3 or not body.endswith("/"):
        raise UserError(_("the regular expression does not end in /"), todo=_("Write it as /kis|bpjs/"))
    try:
        expression = re.compile(body[1:-1], re.IGNORECASE)
    except re.error as error:
        raise UserError(
            _("the regular expression cannot be read: {reason}").format(reason=error),
            todo=_("Mend it, or write the words without /"),
        ) from None
    if expression.search("") is not None:
        raise UserError(
            _("the regular expression also finds nothing at all"), todo=_("Make some part of it obligatory")
        )
    return Regex(expression)


def _token_pattern(keyword: Mapping[str, Any]) -> Keyword:
    pattern = keyword.get("pattern")
    options = ["@" + str(keyword[name]) for name in ("scope", "unit") if name in keyword]
    if (
        not set(keyword) <= {"pattern", "scope", "unit"}
        or not isinstance(pattern, Sequence)
        or isinstance(pattern, str)
        or not pattern
    ):
        raise UserError(
            _("a token pattern is a mapping with one key, pattern, and a list of tokens"),
            todo=_("Write {pattern: [{LOWER: kartu}, {LOWER: mati}]}"),
        )
    if not all(isinstance(token, Mapping) for token in pattern):
        raise UserError(_("each token of a pattern is a mapping"), todo=_("Write {LOWER: kartu}"))
    try:
        source = json.dumps([dict(token) for token in pattern], ensure_ascii=False)
    except (TypeError, ValueError):
        raise UserError(
            _("the pattern holds what is neither text, number, list nor mapping"),
            todo=_("Write it as in {pattern: [{LOWER: kartu}, {LOWER: mati}]}"),
        ) from None
    return _optional(Keyword(source, TokenPattern(source)), options)
