"""What the chapter on method may say, a sentence each in both languages; ``method`` says those that the project knows."""

from __future__ import annotations

from qualcode.report.phrases import saying

# fmt: off
said = saying({
    "filled_in": ("[diisi peneliti]", "[to be filled in by the researchers]"),
    "collected": (
        "Data kualitatif terdiri atas {kinds}{when}{where}, dengan {people} informan{called}. Cara memilih informan: "
        "{fill}. Pewawancara dan hubungannya dengan informan: {fill}.",
        "The qualitative data are {kinds}{when}{where}, with {people} informants{called}. How informants were chosen: {fill}. "
        "Interviewers and their relation to informants: {fill}."),
    "pseudonymous": (" yang dicatat dengan nama samaran", " kept under pseudonyms"),
    "n_interview": ("{n} wawancara", "{n} interviews"),
    "n_fgd": ("{n} diskusi kelompok terarah", "{n} group discussions"),
    "n_note": ("{n} catatan lapangan", "{n} field notes"),
    "n_document": ("{n} dokumen", "{n} documents"),
    "and": ("dan", "and"),
    "between": (" yang dikumpulkan {first} sampai {last}", " collected from {first} to {last}"),
    "on_day": (" yang dikumpulkan {first}", " collected on {first}"),
    "in_areas": (" di {n} kelurahan pada {m} kecamatan", " in {n} kelurahan of {m} kecamatan"),
    "guided": (
        "Wawancara mengikuti pedoman dengan {topics} topik; untuk setiap transkrip dicatat topik yang ditanyakan, sehingga tema yang tidak "
        "muncul dapat dibedakan dari tema yang tidak ditanyakan.",
        "Interviews followed a guide of {topics} topics; for every transcript it was noted which were asked, so that a theme not raised can "
        "be told from one not asked."),
    "transcribed": (
        "Rekaman ditranskripsikan menjadi {turns} giliran bicara; ucapan pewawancara tidak dihitung sebagai bukti.",
        "Recordings were transcribed into {turns} turns; what interviewers say never counts as evidence."),
    "flow": (
        "Analisis mengikuti Miles dan Huberman (1994): reduksi data melalui pengodean, penyajian dalam matriks, dan penarikan kesimpulan.",
        "The analysis follows Miles and Huberman (1994): data reduction by coding, display in matrices, and conclusion drawing."),
    "coded": (
        "Transkrip dikode oleh {coders} pengode dengan buku kode berisi {codes} kode{released}. Seluruhnya ada {codings} pengodean{how}. "
        "{done} dari {all} transkrip selesai dikode untuk semua kode{but}; penyebut tiap angka hanya transkrip yang selesai untuk kodenya.",
        "Transcripts were coded by {coders} coders with a codebook of {codes} codes{released}, in {codings} codings{how}. {done} of {all} "
        "transcripts are finished for all codes{but}; the denominator of a number is those finished for its codes."),
    "but_for": (", {n} lagi kecuali {names}", ", {n} more but for {names}"),
    "released": (" (rilis {name}, {date})", " (release {name}, {date})"),
    "unreleased": (" (belum dirilis)", " (not released)"),
    "of_keywords": ("{n} dari usulan kata kunci", "{n} from proposals of keywords"),
    "of_learned": ("{n} dari usulan hasil belajar", "{n} from learned proposals"),
    "of_imported": ("{n} diimpor dari tabel", "{n} imported from tables"),
    "of_bulk": ("{n} diterima borongan tanpa dibaca satu per satu", "{n} accepted in bulk and not read one by one"),
    "wholly_keywords": (", semuanya dari usulan kata kunci", ", all of them from proposals of keywords"),
    "wholly_learned": (", semuanya dari usulan hasil belajar", ", all of them from learned proposals"),
    "wholly_imported": (", semuanya diimpor dari tabel", ", all of them imported from tables"),
    "namely": (", yaitu {what}", ", of which {what}"),
    "among": (", di antaranya {what}", ", of which {what}"),
    "themes_made": (
        "Kode dihimpun menjadi {n} tema ({defined} telah ditetapkan).", "Codes were gathered into {n} themes ({defined} of them defined)."),
    "twice": (
        "{n} transkrip dikode oleh lebih dari satu orang. {rounds}", "{n} transcripts were coded by more than one person. {rounds}"),
    "rounds_n": ("Pengodean ganda dilakukan dalam {n} babak.", "Double coding was done in {n} rounds."),
    "not_twice": (
        "Belum ada transkrip yang dikode oleh lebih dari satu orang, sehingga kesepakatan antarpengode tidak dihitung.",
        "No transcript was coded by more than one person, so that agreement between coders is not computed."),
    "agreed": ("Kesepakatan antarpengode atas pengodean yang dibuat sendiri-sendiri: ", "Agreement of the independent codings: "),
    "no_agreement": (
        "Kesepakatan antarpengode tidak dihitung: {why}.", "Agreement between coders is not computed: {why}."),
    "ethics": (
        "Persetujuan informan dan izin etik: {fill}. {names}",
        "Consent of informants and ethics approval: {fill}. {names}"),
    "ethics_known": (
        "Persetujuan tercatat untuk {n} dari {m} informan; izin etik: {fill}. {names}",
        "Consent is recorded for {n} of {m} informants; ethics approval: {fill}. {names}"),
    "names_made_up": ("Nama dalam laporan ini samaran.", "Names in this report are pseudonyms."),
    "names_open": ("Nama dalam laporan ini: {fill}.", "Names in this report: {fill}."),
    "tool": (
        "Perangkat lunak: qualcode {version}. Angka dalam bab ini dihitung dari keadaan proyek {state}.",
        "Software: qualcode {version}. The numbers of this chapter are computed from the project as of {state}."),
    "state_of": ("{day} (tindakan ke-{n})", "{day} (action {n})"),
    "sources_table": ("Sumber Data menurut Kelurahan{year}", "Sources by Kelurahan{year}"),
    "n_interviews": ("Wawancara", "Interviews"),
    "n_fgds": ("FGD", "Group discussions"),
    "n_notes": ("Catatan lapangan", "Field notes"),
    "n_documents": ("Dokumen", "Documents"),
    "total": ("Jumlah", "Total"),
    "of_them_done": ("Selesai dikode", "Finished"),
    "no_area": ("Tanpa wilayah", "No area"),
    "sources_note": (
        "FGD dicatat di kelurahan tempatnya dicatat; dalam tabel tema ia dihitung di setiap kelurahan asal pesertanya.",
        "A group discussion stands where it was recorded; in tables of themes it counts in each kelurahan its participants come from."),
    "people_table": ("Karakteristik Informan (n = {n})", "Characteristics of Informants (n = {n})"),
    "trait": ("Karakteristik", "Characteristic"),
    "people_n": ("Informan", "Informants"),
    "unknown": ("tidak tercatat", "not known"),
    "home": ("Kelurahan asal", "Home kelurahan"),
    "roles_few": ("lainnya ({n} peran, masing-masing 1 orang)", "others ({n} roles of 1 person each)"),
})
# fmt: on
