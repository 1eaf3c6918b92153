"""What else people call a command: words of other programs, in Indonesian and English.

The rule: nothing here is ever shown, it is only found by; who types what NVivo, ATLAS.ti or Word calls a thing comes to it.
Both languages hold in either: a person who works in Indonesian types “export” as well as “ekspor”. What stands on one screen
only has its way there (``go.``) under the same words, so that they lead somewhere from everywhere.
"""

from __future__ import annotations

_EXPORT = "ekspor, export, docx, word, pdf, excel, xlsx, html, simpan, simpan sebagai, save, save as, cetak, print, unduh, laporan, report, bab"
_IMPORT = "impor, import, masukkan, tambah berkas, buka berkas, open file, unggah, upload, dokumen, document, transkrip baru, berkas baru"
_FIND = "cari, search, find, query, kueri, text search, kata kunci, kwic, konkordansi"
_NEW_CODE = "kode baru, buat kode, tambah kode, new code, create code, new node, node, simpul, in vivo"
_JOIN = "gabung, gabungkan, satukan, merge, combine"
_DELETE = "hapus, buang, lepas, delete, remove, uncode"
_MEMO = "memo, catatan, komentar, note, comment, annotation, anotasi"
_CHART = "grafik, diagram, bagan, chart, graph"
_TEAM = "tim, kerja sama, team, sync, sinkron, share, bagikan"
_PEOPLE = "orang, informan, peserta, kasus, cases, atribut, attributes, klasifikasi, classification, kelurahan"
_WITHDRAW = "menarik diri, mundur, tarik persetujuan, batal ikut, withdraw, consent, hapus informan"
_NAMES = "samaran, nama asli, anonim, pseudonym, anonymise"

SYNONYMS = {
    "app.back": "kembali, tutup, back, close, cancel",
    "app.help": "bantuan, tolong, help, tombol, shortcut, pintasan, panduan, manual",
    "app.quit": "keluar, tutup, quit, exit, close, selesai, simpan, save",
    "app.settings": "setelan, pengaturan, pilihan, options, preferences, bahasa, language, warna, colour, color",
    "app.names": _NAMES,
    "app.tour": "tur, panduan, belajar, tutorial, tour",
    "app.language": "bahasa, language, english, inggris, indonesia",
    "app.theme": "gelap, terang, dark, light, warna",
    "work.undo": "undo, batal, batalkan, urungkan, kembalikan, revert",
    "work.redo": "redo, ulangi, kembalikan lagi",
    "work.report": "laporan, masukkan ke laporan, kutip, cite, quote, report",
    "go.home": "beranda, awal, home, mulai, dashboard",
    "go.sources": f"sumber, berkas, transkrip, dokumen, sources, files, documents, {_IMPORT}, selesai, finish",
    "go.people": f"{_PEOPLE}, {_NAMES}, {_WITHDRAW}",
    "attributes.withdraw": _WITHDRAW,
    "go.coding": "koding, mengode, baca, teks, coding, text, read",
    "go.codebook": f"buku kode, daftar kode, kode, codes, codebook, code system, code manager, {_NEW_CODE}, {_JOIN}, ubah nama kode, rename code",
    "go.queue": "usulan, saran, otomatis, auto code, autocode, autocoding, suggestions",
    "go.search": _FIND,
    "go.memos": _MEMO,
    "go.history": "riwayat, sejarah, log, history, audit, jejak",
    "go.review": "periksa, ragu, koreksi, review",
    "go.matrix": "matriks, tabel, tabel silang, matrix, crosstab, cross tab, code document table, matrix coding",
    "go.framework": "ringkasan, kerangka, framework, summary, summaries",
    "go.issues": "isu, masalah, akar masalah, rekomendasi, issues",
    "go.numbers": f"angka, statistik, frekuensi, hitung kata, word frequency, numbers, {_CHART}, tren, word cloud",
    "go.themes": "tema, kategori, theme, themes, category, code group",
    "go.findings": "temuan, simpulan, kesimpulan, klaim, finding, findings, conclusion",
    "go.checks": "umpan balik, cek anggota, member check",
    "go.triangulation": "triangulasi, campuran, mixed methods, triangulation",
    "go.swot": "swot, tows, strategi, strategy",
    "go.network": f"jaringan, hubungan, network, co-occurrence, cooccurrence, kemunculan bersama, {_CHART}",
    "go.map": f"peta, wilayah, map, {_CHART}",
    "go.progress": f"kemajuan, progres, progress, {_TEAM}",
    "go.basket": f"keranjang, basket, {_EXPORT}",
    "go.merge": f"{_JOIN}, {_TEAM}, terima, kirim",
    "go.conflicts": "bentrok, konflik, conflict",
    "go.agreement": "kesepakatan, kappa, reliabilitas, reliability, intercoder, agreement, alpha",
    "go.board": "selisih, putuskan, rekonsiliasi, adjudicate",
    "sources.import": _IMPORT,
    "sources.attributes": _PEOPLE,
    "sources.finish": "selesai, tandai selesai, finish, done",
    "sources.filter": "cari, saring, filter, find, search",
    "incoming.rest": "impor, import, terima semua",
    "attributes.names": _NAMES,
    "attributes.rename": "ubah nama, ganti nama, rename",
    "attributes.add": "atribut baru, kolom baru, new attribute",
    "coding.choose": f"kode, beri kode, code, apply code, {_NEW_CODE}, cari kode",
    "coding.in-vivo": _NEW_CODE,
    "coding.recode": "ganti kode, ubah kode, recode",
    "coding.take-off": _DELETE,
    "coding.memo": _MEMO,
    "coding.search": "cari, find, search",
    "coding.finish": "selesai, tandai selesai, finish, done",
    "coding.mend": "betulkan, salah ketik, ubah teks, edit, sunting, typo",
    "coding.passages": "kutipan, quotes, quotations, retrieve",
    "coding.copy": "salin, copy",
    "coding.layer": "pengode lain, tim, coders, layer, lapis",
    "coding.fold": "panel, sembunyikan, daftar kode, sidebar",
    "queue.find": "cari, sumber, kode, find, search, source",
    "queue.accept": "terima, accept",
    "queue.reject": "tolak, reject",
    "search.ask": "cari, find, search",
    "codebook.add": _NEW_CODE,
    "codebook.add-branch": "cabang baru, folder, kategori baru, new branch",
    "codebook.rename": "ubah nama, ganti nama, rename",
    "codebook.combine": _JOIN,
    "codebook.split": "pisah, pecah, split",
    "codebook.retire": "hapus, hapus kode, delete, delete code, remove",
    "codebook.memo": _MEMO,
    "codebook.passages": "kutipan, quotes, quotations, retrieve",
    "codebook.find": "cari, find, search",
    "memos.add": "memo baru, catatan baru, new memo",
    "memos.take-off": _DELETE,
    "memos.filter": "cari, saring, filter, find, search",
    "history.take-back": "undo, batal, batalkan, revert",
    "history.filter": "cari, saring, filter, find, search",
    "matrix.filter": "saring, cari, filter",
    "matrix.rows": "kode, codes",
    "matrix.columns": "kolom, columns",
    "framework.text": "tulis, ringkas, summarise",
    "numbers.chart": _CHART,
    "themes.add": "tema baru, kategori baru, new theme, new category",
    "themes.retire": "hapus, hapus tema, delete, remove",
    "findings.add": "temuan baru, klaim baru, new finding",
    "findings.take-off": _DELETE,
    "basket.export": _EXPORT,
    "basket.take-out": _DELETE,
    "basket.format": "format, docx, pdf, excel",
    "merge.choose": f"{_JOIN}, {_IMPORT}",
    "progress.share": "bagi tugas, assign",
}


def synonyms(command: str) -> tuple[str, ...]:
    """The other names of a command; () where it has none."""
    return tuple(filter(None, SYNONYMS.get(command, "").split(", ")))
