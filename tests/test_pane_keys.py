"""Commands as data: every key means one thing in one place, and a keymap file can change it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.tui.commands import COMMANDS, CONTEXTS, SCREENS
from qualcode.tui.footers import FOOTERS
from qualcode.tui.keys import Keys, read_keys, shown, stroke

NO_KEYS = ("app.stop", "app.names", "app.language", "app.theme", "app.settings", "app.tour")


def test_every_command_has_its_own_id_a_description_and_a_known_place() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)
    for command in COMMANDS:
        assert command.where in CONTEXTS
        assert command.keys or command.id in NO_KEYS  # found with Ctrl+P
        assert 1 <= len(command.description.split()) <= 12
        assert not command.description.endswith((".", "!"))
    assert {context for contexts in SCREENS.values() for context in contexts} == set(CONTEXTS)
    assert set(FOOTERS) - {
        "beside",
        "chain",
        "choices",
        "cell",
        "plan",
        "codebook-fields",
        "memo-field",
        "reading",
        "curve",
        "counted",
        "withdrawn",
    } == set(SCREENS)  # states of screens


def test_no_hot_key_needs_escape() -> None:
    """A lone Esc costs a tenth of a second: it is only ever a second key, but where letters are letters."""
    for command in COMMANDS:
        if command.keys[:1] == ("escape",):
            assert command.where in ("codes", "field")


@pytest.mark.parametrize("screen", SCREENS)
def test_the_footer_fits_80_columns_and_keeps_the_way_out(screen: str) -> None:
    groups = Keys().footer(screen, 80)
    line = "  ".join(f"{keys} {words}" for keys, words, _ in groups)
    assert len(line) <= 78
    assert groups[-1][1] == FOOTERS[screen][-1][1]
    assert len(Keys().footer(screen, 20)) < len(groups) or len(groups) == 2


def test_the_footer_of_coding_reads_like_the_drawing() -> None:
    line = "  ".join(f"{keys} {words}" for keys, words, _ in Keys().footer("coding", 80))
    assert line == "j k sentence  1-9 code  - = + valence  Space range  < > edge  u undo  ? more"


def test_the_nearest_context_is_asked_first_and_may_pass_on() -> None:
    keys = Keys()
    found = keys.match(SCREENS["coding"], ["x"])
    assert [command.id for command in found.commands] == ["text.clear", "app.back"]
    assert [command.id for command in keys.match(SCREENS["sources"], ["x"]).commands] == ["app.back"]


def test_g_waits_for_a_letter() -> None:
    keys = Keys()
    assert keys.match(SCREENS["coding"], ["g"]).pending
    assert keys.match(SCREENS["coding"], ["g", "m"]).commands[0].id == "go.matrix"
    assert keys.match(SCREENS["coding"], ["g", "g"]).commands[0].id == "text.top"
    assert keys.match(SCREENS["coding"], ["g", "q"]).commands[0].id == "app.quit"
    nothing = keys.match(SCREENS["coding"], ["g", "Q"])
    assert not nothing.pending and not nothing.commands


def test_a_stroke_is_the_character_typed_or_the_name_of_the_key() -> None:
    assert stroke("J", "J") == "J"
    assert stroke("less_than_sign", "<") == "<"
    assert stroke("space", " ") == "space"
    assert stroke("tab", "\t") == "tab"
    assert stroke("shift+down", None) == "shift+down"


def test_keys_are_written_for_people() -> None:
    assert [shown(key) for key in ("g k", "space", "shift+down", "ctrl+p", "+", "f1")] == [
        "gk", "Space", "Shift+↓", "Ctrl+P", "+", "F1",
    ]  # fmt: skip


def test_help_lists_every_command_of_a_screen_once() -> None:
    sections = Keys().help("coding")
    assert [title for title, _ in sections] == ["In the text", "Coding", "Your work", "Everywhere", "Go to"]
    descriptions = [description for _, lines in sections for _, description in lines]
    assert len(set(descriptions)) == len(descriptions)
    assert ("1-9", "Give the code of this digit") in sections[1][1]


def test_a_keymap_file_changes_keys(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('[keys]\n"text.next-unit" = ["n"]\n"coding.next-same" = "j"\n', encoding="utf-8")
    keys = read_keys(path)
    assert keys.match(["text"], ["n"]).commands[0].id == "text.next-unit"
    assert keys.match(["text", "coding"], ["j"]).commands[0].id == "coding.next-same"
    assert keys.footer("coding", 80)[0][0] == "n k"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('"text.next-uni" = ["n"]', "there is no command text.next-uni. Did you mean text.next-unit"),
        ('"text.next-unit" = ["downn"]', "'downn' is not a key"),
        ('"text.next-unit" = ["k"]', "k is given to text.next-unit and to text.previous-unit"),
        ('"text.next-unit" = ["g"]', "can never be heard after g of text.next-unit"),
        ('"text.next-unit" = 3', "not a list of texts"),
        ('"text.next-unit" = [', "not TOML"),
    ],
)
def test_an_entry_that_does_not_fit_is_said_and_passed_over(tmp_path: Path, written: str, message: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(f'[keys]\n"text.next-turn" = "}}"\n{written}\n', encoding="utf-8")
    keys = read_keys(path)
    (line,) = keys.complaints
    assert message in line and line.startswith("keys.toml: ") and "\n" not in line
    assert keys.command("text.next-unit").keys == ("j",)
    assert keys.command("text.next-turn").keys == (("]",) if "TOML" in message else ("}",))


def test_two_commands_on_one_key_of_a_screen_are_said(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('[keys]\n"coding.memo" = "w"\n', encoding="utf-8")
    keys = read_keys(path)
    assert keys.complaints == (
        "keys.toml: w is now both text.next-word and coding.memo: where both hold, the first is asked first",
    )
    assert keys.command("coding.memo").keys == ("w",)


def test_two_commands_may_change_keys_with_each_other(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('[keys]\n"text.next-unit" = "k"\n"text.previous-unit" = "j"\n', encoding="utf-8")
    keys = read_keys(path)
    assert keys.complaints == () and keys.match(["text"], ["k"]).commands[0].id == "text.next-unit"


def test_a_keymap_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    keys = read_keys(tmp_path / "no.toml")
    assert "cannot be read" in keys.complaints[0] and keys.command("text.next-unit").keys == ("j",)
