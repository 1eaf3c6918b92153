"""Keys reach the app on a real terminal, and while nobody types nothing of it wakes."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pty = pytest.importorskip("pty")

from qualcode.collect.study import new_study  # noqa: E402
from qualcode.tui.driver import FAR, HERE, Bell, prepare, quiet_driver  # noqa: E402

PATIENCE = 60  # seconds; a busy machine is no failure


def test_esc_waits_longer_over_ssh_and_as_the_person_says() -> None:
    environs: list[dict[str, str]] = [{}, {"SSH_TTY": "/dev/pts/1"}, {"ESCDELAY": "7", "SSH_TTY": "/dev/pts/1"}]
    for one in environs:
        prepare(one)
    assert [one["ESCDELAY"] for one in environs] == [str(HERE), str(FAR), "7"]


def test_a_bell_wakes_who_waits_each_time_it_is_set() -> None:
    bell = Bell()
    for _time in range(2):
        threading.Thread(target=bell.set).start()
        assert select.select([bell.ear], [], [], PATIENCE)[0]
        bell.set()  # nothing more
        assert bell.is_set()
        bell.clear()
        assert not select.select([bell.ear], [], [], 0)[0]


def test_a_sequence_cut_by_the_end_of_a_read_is_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """However late it is, what lies there already is read before an Esc is taken for the key Esc."""
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setattr("textual.constants.ESCAPE_DELAY", 0.0)
    driver = quiet_driver()
    assert driver is not None
    told: list[str] = []
    ear, mouth = os.pipe()
    quiet: Any = object.__new__(driver)
    quiet._debug, quiet.fileno, quiet._bell = False, ear, Bell()

    def hear(event: Any) -> None:
        told.append(event.key)
        if event.key == "z":
            quiet._bell.set()

    quiet.process_message = hear
    os.write(mouth, b"x" * 4095 + b"\x1b[B" + b"z")
    quiet.run_input_thread()
    assert told[4095:] == ["down", "z"]


class Terminal:
    """A program on a pseudo-terminal of 80 by 24; ``deaf``: it does not hear that the terminal is gone, as under nohup."""

    def __init__(self, *command: str, deaf: bool = False) -> None:
        self.pid, self.file = pty.fork()
        if not self.pid:
            signal.signal(signal.SIGHUP, signal.SIG_IGN if deaf else signal.SIG_DFL)
            os.execv(command[0], command)
        self.seen = b""

    def until(self, found: Callable[[], bool]) -> None:
        """Read what it writes until that is so."""
        end = time.monotonic() + PATIENCE
        while not found():
            assert time.monotonic() < end, self.seen[-2000:]
            if select.select([self.file], [], [], 0.02)[0]:
                try:
                    self.seen += os.read(self.file, 65536)
                except OSError:
                    return  # it has ended

    def types(self, keys: str, answer: str) -> None:
        """Type this and wait until this is written."""
        self.seen = b""
        os.write(self.file, keys.encode())
        self.until(lambda: answer.encode() in self.seen)

    def state(self) -> str:
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]

    def sleeps(self) -> bool:
        """Whether nothing of it woke for a second."""
        before = self.woken()
        time.sleep(1)
        return self.woken() == before

    def woken(self) -> int:
        """How often its threads have waited for something and gone on."""
        status = [(one / "status").read_text() for one in Path(f"/proc/{self.pid}/task").iterdir()]
        return sum(int(one.partition("\nvoluntary_ctxt_switches:")[2].split()[0]) for one in status)


@pytest.fixture
def study_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {"TERM": "xterm-256color", "QUALCODE_LANG": "en", "QUALCODE_STATE_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    with new_study(tmp_path / "study", "sri") as project:
        return project.path


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_app_ends_where_its_terminal_is_gone_though_nobody_told_it(study_path: Path) -> None:
    app = Terminal(sys.executable, "-m", "qualcode", "--project", str(study_path), deaf=True)
    try:
        app.until(lambda: b"saved" in app.seen)
        os.close(app.file)
        end = time.monotonic() + PATIENCE
        while app.state() != "Z" and time.monotonic() < end:
            time.sleep(0.02)
        assert app.state() == "Z"
        assert not study_path.with_name(study_path.name + "-wal").exists()  # closed as by its own key
    finally:
        os.kill(app.pid, signal.SIGKILL)
        os.waitpid(app.pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_app_sleeps_until_a_key_and_comes_back_from_a_suspend(study_path: Path) -> None:
    app = Terminal(sys.executable, "-m", "qualcode", "--project", str(study_path))
    try:
        app.until(lambda: b"saved" in app.seen)
        app.types("g", "Sources")
        app.types("\x1b", "\x1b[")  # Esc alone
        app.until(app.sleeps)

        os.kill(app.pid, signal.SIGTSTP)
        app.until(lambda: app.state() == "T")
        os.kill(app.pid, signal.SIGCONT)
        app.types("", "saved")
        app.types("?", "Esc")
        os.write(app.file, b"gq")
        app.until(lambda: app.state() == "Z")
    finally:
        os.kill(app.pid, signal.SIGKILL)
        _pid, status = os.waitpid(app.pid, 0)
    assert status == 0
