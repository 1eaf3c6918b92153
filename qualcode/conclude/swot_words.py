"""The words by which a factor or a strategy is seen to be something else than it is called.

One rule: words only point; what they point at a person judges. The lists are data, Indonesian first, since such tables are.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# First words of a wish or a strategy, where a factor should state how things are.
WISHES = _words("""
    perlu perlunya harus seharusnya sebaiknya hendaknya semoga diharapkan agar supaya wajib meningkatkan
    tingkatkan mendorong dorong memperkuat perkuat memperbaiki perbaiki mengembangkan kembangkan
    mengoptimalkan optimalkan optimalisasi mewujudkan wujudkan memperluas perluas membangun bangun menyusun
    susun menciptakan ciptakan menguatkan penguatan memastikan pastikan should must need needs improve
    strengthen develop promote encourage ensure optimise optimize
""")
# Verbs a strategy begins with that have no prefix me- or ber-.
ACTS = _words("""
    tingkatkan dorong perkuat perbaiki kembangkan optimalkan wujudkan perluas bangun susun ciptakan kuatkan pastikan gandeng buka
    titipkan mutakhirkan satukan sediakan latih libatkan alihkan tetapkan terapkan bentuk fasilitasi dampingi jalin galang manfaatkan
    gunakan pakai tambah kurangi cegah awasi pantau sosialisasikan integrasikan padukan salurkan anggarkan tugaskan utamakan mulai
    simpan rintis adakan kelola lindungi jamin hubungkan jemput cetak petakan data
    improve strengthen develop promote encourage ensure optimise optimize build open train link map give assign make use keep update
    provide set start support extend share register protect partner
""")
# Words that only turn a sentence about, so that a strength and a weakness with the same rest are opposites.
TURNS = _words("""
    tidak belum kurang bukan tanpa ada adanya sudah telah masih cukup sangat yang lemah kuat lemahnya
    kuatnya baik buruk tinggi rendah tingginya rendahnya terbatas memadai tersedia banyak sedikit minim aktif
    pasif not no lack of is are the a an weak strong good poor high low limited sufficient
""")
# Facts no city decides on: laws and programmes of the state, the rank of the city, what the world agreed on.
_STATE = re.compile(
    r"\b(?:undang[- ]undang|uu\b|peraturan (?:pemerintah|presiden|menteri|nasional|pusat|perundang\w*)|perpres|permen\w*|inpres|keppres"
    r"|pemerintah pusat|(?:regulasi|kebijakan|program|komitmen|aturan|hukum|dana|anggaran) (?:\w+ )?(?:nasional|pusat|internasional)"
    r"|kesepakatan internasional|konvensi internasional|ibu ?kota(?: negara)?|status (?:sebagai )?(?:ibu ?kota|provinsi|daerah khusus)"
    r"|national (?:law|act|policy|programme|program|regulation)s?|capital city|central government|international (?:commitment|agreement)s?)",
    re.IGNORECASE,
)
# What residents have among themselves is outside of a government that is the unit, and inside of a city that is.
_PEOPLE = re.compile(
    r"\b(?:solidaritas|gotong royong|swadaya|sumbangan|donasi|kepedulian|kerukunan) (?:\w+ )?(?:warga|masyarakat|swasta|dermawan|tetangga)"
    r"|\b(?:solidarity|donations?|self-help) of (?:residents|citizens|neighbours)",
    re.IGNORECASE,
)
_GOVERNMENT = re.compile(r"\b(?:pemerintah|pemkot|pemprov|pemkab|pemda|dinas|opd|badan|government)\b", re.IGNORECASE)


def outside_words(text: str, unit: str) -> str:
    """The words of a factor that name something outside of the unit, or nothing."""
    found = _STATE.search(text) or (_PEOPLE.search(text) if _GOVERNMENT.search(unit) or not unit.strip() else None)
    return found[0].strip() if found else ""
