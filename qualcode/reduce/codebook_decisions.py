"""The questions of a codebook merge as a YAML file that a person edits, and read again.

One rule: a decision belongs to a question by its key, never by its place in the file; so lines may be moved or left out, and
what is left out stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qualcode.collect.yamlfile import load_yaml, yaml_text
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook_merge import LATER, Decision, Proposal, title

FORMAT = 1


def written(proposals: Sequence[Proposal], other: str) -> str:
    """The questions as YAML: what each is about, why it is asked, and a ``decision`` to be changed."""
    from ruamel.yaml.comments import CommentedMap

    rows = []
    for one in proposals:
        row: dict[str, Any] = CommentedMap(key=one.key, about=title(one))
        if one.kind == "twins":
            row["certainty"] = one.certainty
        if one.reasons:
            row["because"] = list(one.reasons)
        if one.here or one.there:
            row["codings"] = {"here": dict(one.here), "there": dict(one.there)}
        if one.change is not None:
            row |= {"ours": one.change.ours, "theirs": one.change.theirs}
            if one.change.base is not None:
                row["before"] = one.change.base
        row["choices"] = " | ".join((*one.choices, LATER))
        row["decision"] = one.by_itself or LATER
        rows.append(row)
    data = CommentedMap(format=FORMAT, other=other, decisions=rows)
    data.yaml_set_start_comment(
        _(
            "Change “decision” to one of the choices. rename wants a line “name:”, text a line “text:”. What is left at later stays as it is."
        )
    )
    return yaml_text(data)


def read(path: Path, proposals: Sequence[Proposal]) -> list[tuple[Proposal, Decision]]:
    """The decisions of a file, each with its question. UserError where it is no such file, or answers a question that is not
    asked any more."""
    data = load_yaml(path)
    rows = data.get("decisions") if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise UserError(_("this file has no list “decisions”"), where=str(path), todo=_("Write one with --write"))
    asked = {one.key: one for one in proposals}
    found: list[tuple[Proposal, Decision]] = []
    for row in rows:
        key, what = str(row.get("key") or ""), str(row.get("decision") or LATER)
        if key not in asked:
            if what == LATER:
                continue
            raise UserError(
                _("this question is not asked any more"), where=f"{path}: {row.get('about') or key}", todo=_("Write the file anew with --write")
            )  # fmt: skip
        if any(one.key == key for one, _decision in found):
            raise UserError(_("this question is answered twice"), where=f"{path}: {row.get('about') or key}")
        found.append((asked[key], Decision(what, str(row.get("name") or ""), str(row.get("text") or ""))))
    return found
