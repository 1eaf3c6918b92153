"""The names researchers give to what a header says, in Indonesian and English, and the one key each stands for."""

from __future__ import annotations

import re

# Canonical keys, and the names they go by (folded, with ' / ' and the like as one space).
_NAMES: dict[str, str] = {
    "kind": "jenis, jenis data, jenis kegiatan, jenis sumber, metode, kind, type",
    "date": "tanggal, tgl, hari tanggal, hari dan tanggal, tanggal wawancara, tanggal fgd, tanggal kegiatan, "
    "tanggal observasi, waktu pelaksanaan, date, interview date, date of interview",
    "place": "tempat, lokasi, tempat wawancara, lokasi wawancara, tempat fgd, lokasi fgd, lokasi observasi, place, "
    "venue, location",
    "kelurahan": "kelurahan, kel, desa kelurahan, kelurahan desa, asal kelurahan, kelurahan asal, urban village, ward, "
    "village",
    "kecamatan": "kecamatan, kec, subdistrict, sub district, district",
    "informant": "informan, nama informan, nama, nama lengkap, nama panggilan, nama samaran, nama inisial, inisial nama, "
    "inisial, inisial informan, nama inisial informan, identitas informan, narasumber, nara sumber, nama narasumber, "
    "responden, nama responden, partisipan, nama partisipan, subjek, nama subjek, informant, name, name of informant, "
    "name initials, initials, respondent, interviewee",
    "code": "kode, kode informan, kode responden, kode narasumber, kode partisipan, kode peserta, nomor informan, "
    "informant code, code, label",
    "gender": "jenis kelamin, gender, jk, kelamin, l p, p l, sex",
    "age": "usia, umur, age, usia tahun, umur tahun, umur th, usia th, usia informan",
    "job": "pekerjaan, jabatan, profesi, mata pencaharian, pekerjaan informan, peran, job, occupation, role, position",
    "interviewer": "pewawancara, moderator, peneliti, fasilitator, enumerator, interviewer, nama pewawancara, "
    "nama peneliti, facilitator",
    "participants": "peserta, daftar peserta, daftar peserta fgd, peserta fgd, participants, para peserta, nama peserta, "
    "daftar hadir, daftar hadir peserta, peserta diskusi, peserta yang hadir, hadir, yang hadir, list of participants, "
    "participant list",
    "address": "alamat, domisili, tempat tinggal, asal, alamat informan, address, residence",
}
_KEYS = {name: key for key, names in _NAMES.items() for name in names.split(", ")}


def header_key(words: str) -> str:
    """The canonical key of a header key (``Nama (Inisial)``, ``Usia (tahun)``, ``Informan 2``), or '' where it has none."""
    folded = folded_key(words)
    found = _KEYS.get(folded) or _KEYS.get(folded_key(re.sub(r"\([^()]*\)", " ", words)))
    if not found and re.search(r"\D \d{1,2}$", folded):
        found = _KEYS.get(folded.rsplit(" ", 1)[0], "")
        return found if found in ("informant", "interviewer") else ""
    return found or ""


def header_keys(words: str) -> tuple[str, ...]:
    """The canonical keys of a key that stands for several (``Usia/Pekerjaan``), one where it is one; () for no key."""
    if key := header_key(words):
        return (key,)
    parts = [part for part in re.split(r"\s*[/&,+]\s*|\s+(?:dan|and)\s+", words) if part.strip()]
    keys = tuple(map(header_key, parts))
    return keys if len(keys) > 1 and all(keys) and len(set(keys)) == len(keys) else ()


def folded_key(words: str) -> str:
    """The words of a header key as they are compared: small, with what is no letter as one space."""
    return " ".join(re.sub(r"[^\w]+", " ", words.casefold()).split())
