"""Real screenshots of the app on the sample study: ``python -m tests.screenshots`` (make screenshots).

The rule: nothing is drawn by hand. The app runs without a terminal, goes where the list says, and what stands on the screen is
written as SVG, into docs/images; so the pictures of README and docs are what a reader will see. People in them are invented.
No picture fetches a font from elsewhere.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "docs" / "images"
SHOTS: tuple[tuple[str, tuple[int, int], str, tuple[str, ...]], ...] = (
    ("home", (80, 24), "home", ()),
    ("map", (80, 24), "home", ("g",)),
    ("coding", (120, 36), "home", ("enter", "]", "j", "j")),
    ("codebook", (120, 36), "codebook", ("j",)),
    ("words", (120, 36), "search", ("type:utang OR ngutang", "enter")),
    ("matrix", (120, 36), "matrix", ("j", "l", "l")),
)


async def shoot(project: Path, folder: Path, language: str) -> None:
    from qualcode import i18n
    from qualcode.tui.app import Qualcode
    from qualcode.tui.session import open_session

    i18n.use(language)
    environ = {"COLORTERM": "truecolor", "LANG": "C.UTF-8", "QUALCODE_LANG": language}
    for name, size, first, keys in SHOTS:
        session = open_session(project, "sri")
        session.notes.last, session.notes.at = "", {}
        app = Qualcode(session, environ, first)
        try:
            async with app.run_test(size=size) as pilot:
                for key in ("", *keys):
                    await pilot.press(
                        *(key.removeprefix("type:") if key.startswith("type:") else (key,) if key else ())
                    )
                    await app.workers.wait_for_complete()
                    await pilot.pause(0.2)
                picture = re.sub(r"terminal-\d+", "terminal", app.export_screenshot(title=f"qualcode · {name}"))
        finally:
            session.close()
        picture = re.sub(r"@font-face\s*\{.*?\}", "", picture, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")
        path = folder / f"{name}.{language}.svg"
        path.write_text(picture, "utf-8")
        print(path)


def main() -> None:
    from qualcode.sample import make_sample

    with tempfile.TemporaryDirectory() as made:
        os.environ["QUALCODE_STATE_DIR"] = str(Path(made) / "state")
        study = Path(made) / "contoh-surakarta"
        make_sample(study)
        FOLDER.mkdir(parents=True, exist_ok=True)
        for language in sys.argv[1:] or ("id", "en"):
            asyncio.run(shoot(study / "project.qualcode", FOLDER, language))


if __name__ == "__main__":
    main()
