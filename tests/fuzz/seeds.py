"""Whole files of each format to break: those of LibreOffice under tests/data/formats, and small ones written here. People
are invented."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

FORMATS = Path(__file__).parents[1] / "data" / "formats"

TEXT = """\
Jenis: wawancara
Tanggal: 24 Juni 2025
Kelurahan: Semanggi
Informan: Bu Tutik
Pewawancara: Dimas

Pewawancara: Bagaimana kalau uangnya kurang, Bu? Apakah berutang?

Bu Tutik: Ya ngutang dulu di warung depan. Kartunya mati, jadi berobat bayar sendiri — “mahal” 😀.

Pewawancara: Lalu tetangga?

Bu Tutik: Tetangga baik-baik. Kerja bakti jalan terus, air juga lancar. Café milik adik saya tutup.
"""

SRT = """\
1
00:00:01,000 --> 00:00:04,500
Dimas: Bagaimana kalau uangnya kurang, Bu?

2
00:00:05,000 --> 00:00:09,250
Bu Tutik: Ya ngutang dulu di <i>warung</i> depan.
Kartunya mati.
"""

VTT = """\
WEBVTT - contoh

NOTE karangan

STYLE
::cue { color: white }

a1
00:01.000 --> 00:04.500 align:start
<v Dimas>Bagaimana kalau uangnya kurang, Bu?</v>

00:00:05.000 --> 00:00:09.250
<v.loud Bu Tutik>Ya ngutang &amp; nunggak.</v>
<v Dimas>Oh.</v>
"""

WHISPERX = {
    "language": "id",
    "segments": [
        {"start": 1.0, "end": 4.5, "text": " Bagaimana kalau uangnya kurang, Bu?", "speaker": "SPEAKER_00"},
        {
            "start": 5.0,
            "end": 9.25,
            "text": " Ya ngutang. Oh begitu.",
            "words": [
                {"word": "Ya", "start": 5.0, "end": 5.3, "speaker": "SPEAKER_01"},
                {"word": "ngutang.", "start": 5.4, "end": 6.3, "speaker": "SPEAKER_01"},
                {"word": "Oh", "start": 7.0, "end": 7.3, "speaker": "SPEAKER_00"},
                {"word": "begitu.", "speaker": "SPEAKER_00"},
            ],
        },
    ],
}
WHISPER = {"text": " Ya. Tidak.", "segments": [{"id": 0, "seek": 0, "start": 0, "end": 2.5, "text": " Ya.", "tokens": [1]},
                                               {"id": 1, "start": 2.5, "end": 4, "text": " Tidak."}], "language": "id"}  # fmt: skip
WHISPER_CPP = {"transcription": [{"timestamps": {"from": "00:00:00,000", "to": "00:00:02,500"},
                                  "offsets": {"from": 0, "to": 2500}, "text": " Ya."}]}  # fmt: skip
TSV = "start\tend\ttext\n0\t2500\tYa, ngutang.\n2500\t4000\tTidak.\n"


@cache
def seeds(ending: str) -> tuple[bytes, ...]:
    """The files of this ending."""
    own: dict[str, tuple[bytes, ...]] = {
        ".txt": tuple(TEXT.replace("😀", "").encode(name) if name == "cp1252" else TEXT.encode(name)
                      for name in ("utf-8", "utf-16", "utf-32", "cp1252")),
        ".md": (("# Transkrip\n\n" + TEXT.replace("Bu Tutik:", "**Bu Tutik:**")).encode(),),
        ".srt": (SRT.encode(), SRT.replace("\n", "\r\n").encode("utf-8-sig")),
        ".vtt": (VTT.encode(),),
        ".json": tuple(json.dumps(one, ensure_ascii=False).encode() for one in (WHISPERX, WHISPER, WHISPER_CPP)),
        ".tsv": (TSV.encode(),),
    }  # fmt: skip
    if ending in own:
        return own[ending]
    kind = ".html" if ending == ".htm" else ending
    return tuple(path.read_bytes() for path in sorted(FORMATS.glob(f"[tw]*{kind}")) if path.stem != "terkunci")
