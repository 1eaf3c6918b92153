"""The kinds of record: the one table that says which fields a noun has and how each is kept.

Kind numbers and field names are in every journal ever written: they are never reused and never change meaning.
A field holds one JSON value in the journal; in the state table it is one column, or several where the parts mean
something only together (a span is version, start and stop: two people's redraws must not mix into a span nobody drew).
Prose (texts, memos, definitions) is kept as a blob by its hash, so that no words of people stand in journal rows.
``root`` names the source or participant a record belongs to: withdrawal erases by root.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Field:
    """``type``: text, int, real, json, prose, blob, or ref:KIND; ``parts`` instead of it for a field of several columns.
    ``first``: of writes that had not seen each other the earliest stands and nobody is asked (who brought a file in, and
    from where, is true of both)."""

    name: str
    type: str = "text"
    required: bool = False
    parts: tuple[tuple[str, str], ...] = ()
    first: bool = False

    @cached_property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The state table's columns for this field, each with its type."""
        return self.parts or ((self.name, self.type),)


@dataclass(frozen=True)
class Kind:
    number: int
    name: str
    fields: tuple[Field, ...]
    root: str | None = None  # a ref field's name, or "self"; never changes after creation

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    def field(self, name: str) -> Field:
        """The field of this name. KeyError where the kind has none."""
        return self._by_name[name]


def _f(spec: str) -> Field:
    """``name``, ``name:type``; ``!`` behind it where the field must have a value, ``<`` where the first write stands."""
    name, _, type_ = spec.rstrip("!<").partition(":")
    return Field(name, type_ or "text", spec.endswith("!"), first=spec.endswith("<"))


def _kind(number: int, name: str, *specs: str | Field, root: str | None = None) -> Kind:
    return Kind(number, name, tuple(s if isinstance(s, Field) else _f(s) for s in specs), root)


SPAN = Field("span", required=True, parts=(("version", "id"), ("start", "int"), ("stop", "int")))
SHIFT = Field("shift", required=True, parts=(("log", "id"), ("from_n", "int"), ("to_n", "int"), ("delta", "int")))
REMOVED = Field("removed", "int", required=True)

KINDS: tuple[Kind, ...] = (
    _kind(1, "setting", "key!", "value:json"),
    _kind(2, "coder", "name!", "note"),
    _kind(3, "region", "name!", "parent:ref:region", "code", "level!", "aliases:json"),
    # Collect
    _kind(
        10, "source", "name!", "genre!", "region:ref:region", "date", "place", "interviewer",
        "version:ref:version", "file<", "responsible:ref:coder", "importer:ref:coder<", root="self",
    ),
    _kind(
        11, "version", "source:ref:source!", "text:blob!", "reader!", "reader_number:int!", "encoding",
        "marks:blob!", "original:blob", "previous:ref:version", "made!", root="source",
    ),
    _kind(12, "participant", "pseudonym!", "home:ref:region", "role", "gender", "age_band", "consent", "note:prose", root="self"),
    _kind(13, "speaker", "source:ref:source!", "label:prose!", "participant:ref:participant", "side!", root="source"),
    _kind(14, "attribute", "subject:id!", "key!", "value:json", root="subject"),
    _kind(15, "topic", "key!", "name!", "name_en", "question:prose", "themes:json", "position:int"),
    _kind(16, "asked", "source:ref:source!", "topic:ref:topic!", "asked:int!", root="source"),
    _kind(17, "indicator", "name!", "name_en", "unit", "measure", "direction:int!", "denominator:ref:indicator", "origin", "note"),
    _kind(
        18, "figure", "indicator:ref:indicator!", "region:ref:region!", "year:int", "printed!", "value:real",
        "flags:json", "origin", "table_no",
    ),
    _kind(19, "withdrawal", "target!", "subject:id!", "reason", "recs:json", "versions:json"),
    # Reduce
    _kind(
        30, "code", "name!", "name_en", "parent:ref:code", "definition:prose", "definition_en:prose", "use_when:prose",
        "use_not:prose", "example:prose", "keywords:json", "valence:int", "colour:int", "position:int", "retired:int",
        "merged_into:ref:code",
    ),
    _kind(
        31, "coding", "source:ref:source!", "code:ref:code!", "coder:ref:coder!", SPAN, "origin!", "review", "layer!",
        "valence:int", "grade", "about:ref:region", "gloss:prose", "memo:prose", "reason", root="source",
    ),
    _kind(
        32, "decision", "source:ref:source!", "code:ref:code!", "coder:ref:coder!", SPAN, "decision!", "reason",
        root="source",
    ),
    _kind(33, "relevance", "source:ref:source!", "coder:ref:coder!", SPAN, "mark!", root="source"),
    _kind(34, "completion", "source:ref:source!", "coder:ref:coder!", "code:ref:code!", root="source"),
    _kind(35, "release", "name!", "date!", "codebook:blob!"),
    _kind(36, "memo", "belongs:id", "about_kind!", "about:id!", "coder:ref:coder", "text:prose!", root="belongs"),
    _kind(
        37, "theme", "name!", "name_en", "concept:prose", "boundaries:prose", "nature!", "status!", "narrative:prose",
        "position:int", "question:prose", "level", "exemplars:json", "negative:prose",
    ),
    _kind(38, "theme_code", "theme:ref:theme!", "code:ref:code!"),
    _kind(39, "link", "theme:ref:theme!", "indicator:ref:indicator!", "relation!", "closeness!", "rationale:prose", "made!"),
    _kind(
        40, "adjudication", "source:ref:source!", "code:ref:code!", SPAN, "coder:ref:coder", "difference", "memo:prose",
        "resolution", "round:ref:round", "sides:json", "yielded:json", root="source",
    ),
    _kind(41, "round", "name!", "state!", "codes:json", "release:ref:release", "share:real", "seed:int", "note:prose"),
    _kind(42, "assignment", "source:ref:source!", "coder:ref:coder!", "round:ref:round", "turns:json", "due", root="source"),
    # Display and conclude
    _kind(
        50, "summary", "theme:ref:theme!", "region:ref:region", "case", "level", "text:prose", "conclusion:prose", "rests_on:json",
    ),
    _kind(
        51, "finding", "claim:prose!", "status!", "theme:ref:theme", "evidence:json", "against:json", "negative:prose",
        "reason:prose", "holdout:json", "position:int",
    ),
    _kind(
        52, "thread", "theme:ref:theme!", "indicator:ref:indicator!", "region:ref:region", "question:prose", "explanation",
        "resolution:prose", "coder:ref:coder",
    ),
    _kind(53, "swot_item", "key!", "quadrant!", "text:prose!", "scope:ref:region", "questions:json", "evidence:json", "position:int"),
    _kind(54, "rating", "item:ref:swot_item!", "rater!", "importance:int", "rating:real"),
    _kind(55, "strategy", "key!", "cell!", "text:prose!", "items:json", "owner", "scope:ref:region", "themes:json", "areas:json", "frame", "group", "position:int"),
    _kind(
        56, "issue", "theme:ref:theme", "problem:prose!", "cause:prose", "recommendation:prose", "owner", "target:prose",
        "note:prose", "reference", "scope:ref:region", "rests_on:json", "position:int",
    ),
    _kind(57, "tactic", "finding:ref:finding!", "tactic:int!", "outcome", "note:prose", "computed:json", "coder:ref:coder"),
    _kind(58, "rival", "finding:ref:finding!", "text:prose!", "verdict", "evidence:json"),
    _kind(
        59, "member_check", "belongs:id", "about_kind!", "about:id!", "participant:ref:participant", "date", "mode",
        "answer!", "text:prose", "outcome:prose", "coder:ref:coder", root="belongs",
    ),
    _kind(60, "claim", "finding:ref:finding!", "text:prose!", "leads:prose", "evidence:json", "position:int"),
    # The journal's own
    _kind(90, "clockfix", SHIFT),
)  # fmt: skip

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
BY_NUMBER: dict[int, Kind] = {kind.number: kind for kind in KINDS}


_STORED = {kind.number: (*(f for f in kind.fields if f.name != kind.root), REMOVED) for kind in KINDS}


def stored_fields(kind: Kind) -> tuple[Field, ...]:
    """The fields that live in the journal's JSON: all but the root, which the entry keeps in a column of its own."""
    return _STORED[kind.number]
