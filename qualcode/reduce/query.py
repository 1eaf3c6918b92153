"""The language of ``--where``: ``code:biaya AND kelurahan:Pajang AND NOT valence:+1``.

One rule: a query is terms ``field:value`` joined by AND, OR and NOT, with brackets; NOT binds closest, then AND, then OR.
A value with a space or a bracket in it stands in quotes; ``@name`` stands for a saved query. Two terms without a word between them are refused rather than
guessed at, since one reader takes that for AND and another for OR. This module knows what a query says, not what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import NoReturn, TypeVar

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store.ids import fold

DEEPEST = 40  # brackets and NOTs in each other; nobody writes that, and Python's stack ends somewhere

_OPEN, _CLOSE = '“”„"', '“”"'
_TOKEN = re.compile(
    r"""\s*(?:(?P<bracket>[()])|(?P<name>[^\W\d][\w-]*):|(?P<word>[^\s()"“”„:]+)|(?P<other>\S))""", re.VERBOSE
)
_QUOTED = re.compile(r"""["“”„]((?:[^"“”\\]|\\.)*)["“”]""", re.DOTALL)
_BARE = re.compile(r"""[^\s()"“”„]+""")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True)
class Term:
    """``field:value``; ``at``: where it stands in the query, a code point from 0."""

    field: str
    value: str
    at: int = dataclass_field(default=0, compare=False)


@dataclass(frozen=True)
class Not:
    of: Query


@dataclass(frozen=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Or:
    parts: tuple[Query, ...]


Query = Term | Not | And | Or
Thing = TypeVar("Thing")


def parse(text: str, fields: Collection[str], saved: Mapping[str, str] | None = None) -> Query:
    """The query that ``text`` writes, its terms naming only ``fields``; ``saved``: queries by folded name. UserError, with the
    place, where it is none."""
    return _Reader(text, fields, saved or {}).whole()


def terms(query: Query) -> Iterator[Term]:
    """The query's terms in the order they stand."""
    match query:
        case Term():
            yield query
        case Not(of):
            yield from terms(of)
        case And(parts) | Or(parts):
            for part in parts:
                yield from terms(part)


def holds(query: Query, test: Callable[[Term], bool]) -> bool:
    """Whether the query is true, where ``test`` says which of its terms are."""
    match query:
        case Term():
            return test(query)
        case Not(of):
            return not holds(of, test)
        case And(parts):
            return all(holds(part, test) for part in parts)
        case Or(parts):
            return any(holds(part, test) for part in parts)


def perhaps(query: Query, known: Callable[[Term], bool | None]) -> bool | None:
    """Whether the query is true, where ``known`` says of some terms that nobody can tell (None): Kleene's logic of three
    values (1952, pp. 332-340)."""
    match query:
        case Term():
            return known(query)
        case Not(of):
            found = perhaps(of, known)
            return None if found is None else not found
        case And(parts):
            values = [perhaps(part, known) for part in parts]
            return False if False in values else None if None in values else True
        case Or(parts):
            values = [perhaps(part, known) for part in parts]
            return True if True in values else None if None in values else False


def bound(query: Query, tests: Callable[[Term], Callable[[Thing], bool]]) -> Callable[[Thing], bool]:
    """The query as one test of a thing. ``tests`` makes each term's test, once and now: what it refuses is said before
    anything is looked at."""
    ready = {term: tests(term) for term in terms(query)}
    return lambda thing: holds(query, lambda term: ready[term](thing))


def written(query: Query) -> str:
    """The query as text that reads as the same again."""
    match query:
        case Term(name, value):
            plain = _BARE.fullmatch(value)
            return f"{name}:{value}" if plain else f'{name}:"{_escaped(value)}"'
        case Not(of):
            return f"NOT {_within(of)}"
        case And(parts):
            return " AND ".join(map(_within, parts))
        case Or(parts):
            return " OR ".join(map(_within, parts))


def _within(query: Query) -> str:
    return f"({written(query)})" if isinstance(query, And | Or) else written(query)


def _escaped(value: str) -> str:
    return re.sub(r'(["“”\\])', r"\\\1", value)


class _Reader:
    """A reader of one query, by descent: a method a level of binding."""

    def __init__(
        self, text: str, fields: Collection[str], saved: Mapping[str, str], within: tuple[str, ...] = ()
    ) -> None:
        self.text = text
        self.fields = fields
        self.saved = saved
        self.within = within  # the saved queries this one was called from, and itself
        self.at = 0
        self.depth = 0

    def whole(self) -> Query:
        if not self.text.strip():
            raise UserError(_("the query is empty"), todo=_("Write for instance code:utang AND kelurahan:Pajang"))
        query = self.alternatives()
        if (token := self.peek()) is not None:
            if token[0] == ")":
                self.refuse(token[1], _("a “)” without its “(”"))
            self.refuse(
                token[1],
                _("AND or OR is missing before “%s”") % token[0],
                todo=_("Several words that belong together stand in quotes: kecamatan:“Pasar Kliwon”"),
            )
        return query

    def alternatives(self) -> Query:
        parts = [self.joined()]
        while self.take("OR"):
            parts.append(self.joined())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def joined(self) -> Query:
        parts = [self.single()]
        while self.take("AND"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def single(self) -> Query:
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(self.at, _("too many brackets"))
        try:
            if self.take("NOT"):
                return Not(self.single())
            token = self.peek()
            if token is None:
                self.refuse(len(self.text), _("the query ends where a field:value should stand"))
            if self.take("("):
                inner = self.alternatives()
                if not self.take(")"):
                    self.refuse(token[1], _("this “(” is not closed"))
                return inner
            if token[0].startswith("@"):
                return self.named(*token)
            return self.term()
        finally:
            self.depth -= 1

    def named(self, token: str, start: int) -> Query:
        """What the saved query says."""
        name = fold(token[1:])
        if name not in self.saved:
            told = ", ".join(f"@{one}" for one in sorted(self.saved)) or _("none is saved yet")
            self.refuse(start, _("there is no saved query “%s”") % token, _("Saved queries: %s") % told)
        if name in self.within:
            self.refuse(start, _("the saved query “%s” calls itself") % token)
        self.at = start + len(token)
        return _Reader(self.saved[name], self.fields, self.saved, (*self.within, name)).whole()

    def term(self) -> Term:
        found = _TOKEN.match(self.text, self.at)
        assert found is not None
        start = found.start(found.lastgroup or 0)
        name = found["name"]
        if name is None:
            token = found[found.lastgroup or 0]
            self.refuse(start, _("“%s” is no field:value") % token)
        if name.casefold() not in self.fields:
            self.refuse(start, _("there is no field “%s”") % name, _("Fields: %s") % ", ".join(sorted(self.fields)))
        self.at = found.end()
        quoted = _QUOTED.match(self.text, self.at)
        bare = _BARE.match(self.text, self.at)
        if quoted is not None:
            value, self.at = _ESCAPE.sub(r"\1", quoted[1]), quoted.end()
        elif bare is not None:
            value, self.at = bare[0], bare.end()
        elif self.text[self.at : self.at + 1] in tuple(_OPEN):
            self.refuse(self.at, _("these quotation marks are not closed"))
        else:
            self.refuse(self.at, _("“%s:” has no value") % name, _("Write it right behind the colon"))
        if not value.strip():
            self.refuse(start, _("“%s:” has no value") % name)
        return Term(name.casefold(), value, start)

    def peek(self) -> tuple[str, int] | None:
        """The next token and where it stands; None at the end."""
        found = _TOKEN.match(self.text, self.at)
        if found is None:
            return None
        token = found[0].strip()
        return token, found.end() - len(token)

    def take(self, wanted: str) -> bool:
        """Step over the next token where it is the one wanted: a bracket, or a joining word in either case."""
        token = self.peek()
        if token is None or token[0].upper() != wanted:
            return False
        self.at = token[1] + len(token[0])
        return True

    def refuse(self, at: int, what: str, todo: str | None = None) -> NoReturn:
        where = _("query, character %d") % (at + 1)
        raise UserError(what, where=f"@{self.within[-1]}, {where}" if self.within else where, todo=todo)
