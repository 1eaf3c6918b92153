"""Both languages are complete, say the same things with the same placeholders, and are compiled as they stand."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests import messages
from tests.messages import LANGUAGES, compiled, path, template

catalogue = cache(messages.catalogue)  # is only looked at here

_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[+\-]?\d*[sdrxf]|\{\w*[^}]*\}")


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, tuple | list) else [str(value)]


def test_every_text_of_the_code_is_translated() -> None:
    """Both languages at once: the code is read for its texts a single time, which takes seconds."""
    wanted = [message.id for message in template() if message.id]
    for language in LANGUAGES:
        have = catalogue(language)
        missing = [id for id in wanted if not (have.get(id) and all(_strings(have.get(id).string)))]
        assert not missing, f"{len(missing)} texts without {language}, e.g. {missing[:3]}; run: make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        wanted = [sorted(_PLACEHOLDER.findall(text)) for text in _strings(message.id)]
        for text in _strings(message.string):
            assert sorted(_PLACEHOLDER.findall(text)) in wanted, f"{message.id!r} -> {text!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogues_are_those_of_the_sources(language: str) -> None:
    assert path(language, "mo").read_bytes() == compiled(catalogue(language)), "run: make messages"
