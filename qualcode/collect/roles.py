"""Roles: which words say who asks and who answers, in the languages people transcribe in.

The rule: a role word at the beginning or the end of a label makes it a label, and says its side; a word that opens a
remark, a list, a figure or a field of a form never is one. The lists are data; folded words, one list for all languages,
since transcripts mix them.
"""

from __future__ import annotations

import re

from qualcode.language.marks import speaker_key


def folded(words: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(words.split())


_ASKS = folded("""
pewawancara interviewer peneliti enumerator fasilitator facilitator moderator mod penanya tanya pertanyaan surveyor pemandu
notulis notulen pencatat question pembawa penemubual penemuramah pengkaji soalan juruwawancara penyelidik pengacara
int iv ivw pw pwc pew inv fac fas interviewers researcher investigator host presenter therapist counsellor counselor
journalist reporter asker questioner observer note-taker notetaker assistant
entrevistador entrevistadora investigador investigadora moderadora facilitador facilitadora pregunta preguntas encuestador
encuestadora periodista entrevistadores entrevistadoras pesquisador pesquisadora pergunta mediador mediadora documentador documentadora doc
enquêteur enquêtrice enquêteuse intervieweur intervieweuse chercheur chercheuse animateur animatrice modérateur modératrice
journaliste
interviewerin interviewende forscher forscherin moderatorin moderation frage fragende befrager
interviewster onderzoeker vraag gespreksleider
mhojaji mtafiti swali msaili mwezeshaji
intervistatore intervistatrice ricercatore ricercatrice domanda wywiadowca badacz tazamwali
интервьюер вопрос ведущий ведущая модератор исследователь
المحاور المحاورة الباحث الباحثة السائل السائلة المقابل سؤال س المذيع الميسر
采访者 访谈者 访谈员 采访人 采访员 主持人 记者 提问者 提问 问 問 訪談者 訪問者 採訪者 研究者 主持 聞き手 質問者 司会 インタビュアー
면접자 질문자 진행자 질문 연구자 साक्षात्कारकर्ता प्रश्न
""")
_ANSWERS = folded("""
narasumber nara informan informant informants responden respondent respondents partisipan peserta participant participants
subjek subyek penjawab jawab jawaban kader lurah camat warga semua all answer answers interviewee interviewees
inf res resp nar nrs terwawancara pembicara-tamu guest patient client witness customer user users group
peserta-fgd responder jawapan pengguna
entrevistado entrevistada informante participante participantes respuesta respuestas encuestado encuestada todos todas
resposta pesquisado depoente loc
enquêté enquêtée interviewé interviewée répondant répondante participante réponse participants tous
befragte befragter befragten interviewpartner interviewpartnerin teilnehmer teilnehmerin antwort proband probandin alle
geïnterviewde respondente deelnemer deelneemster antwoord allen
mhojiwa mshiriki jibu washiriki
intervistato intervistata risposta partecipante
респондент информант ответ участник участница
المشارك المشاركة المستجيب المبحوث المبحوثة الضيف جواب ج الجواب المجيب
受访者 被访者 受訪者 被采访者 参与者 參與者 嘉宾 嘉賓 答 回答 回答者 話し手 回答者 参加者 응답자 답변 참여자 참가자 उत्तरदाता उत्तर
""")
_UNSURE = folded("""
speaker speakers pembicara suara voice person unknown unidentified male female man woman narrator narator caller audience
panelist panellist chair chairman chairwoman chairperson chairlady commissioner senator representative president judge
court clerk attorney counsel operator translator interpreter penerjemah doctor nurse teacher student guru murid siswa
announcer pewara crew mother father ibu-ibu bapak-bapak anak child wife husband istri suami son daughter both everyone crowd several
keduanya semuanya ambos ambas beide beiden kabeh sedaya bertiga
hablante orador locutor falante orateur locuteur intervenant sprecher sprecherin spreker msemaji mzungumzaji parlante
спикер голос говорящий المتحدث المتكلم 说话人 說話人 发言人 發言人 发言者 講者 话者 話者 発言者 화자
""")
_TITLE_WORDS = folded("""
bapak pak bpk ibu bu mbak mba mas mbah simbah eyang pakde bude pakdhe budhe om tante kak kakak dik adik dr drs dra prof h hj
ny tn sdr sdri ketua cak ning gus kang teh teteh uda uni bang abang encik puan tuan dato tan cik makcik pakcik datuk tok haji hajah
mr mrs ms miss mx sir dame lord lady sister brother father rev hon sen rep gov gen col capt sgt lt dra
don doña sr sra srta señor señora señorita dona seu senhor senhora
m mme mlle monsieur madame mademoiselle maître
herr frau meneer mevrouw mijnheer dhr mevr juffrouw
mama mzee bwana bibi dada kaka shangazi mwalimu
أبو أم السيد السيدة الدكتور الدكتورة الأستاذ الأستاذة الحاج الحاجة
""")
_DENIED_WORDS = folded("""
for zum por par pour for if when and but then because kalau karena atau pero und oder aber wenn weil mais donc quand voor bijvoorbeeld
catatan keterangan ket hasil tanggal tgl tempat waktu lokasi judul topik tema kode nama usia umur pekerjaan
alamat kelurahan kecamatan kota sumber tabel gambar grafik peta lampiran kesimpulan ringkasan contoh contohnya
misal misalnya yaitu yakni antara hari durasi jenis pendidikan no nomor status http https rt rw jam pukul
total jumlah nb note notes kondisi situasi suasana observasi pengamatan refleksi pertama kedua ketiga keempat kelima
satu dua tiga empat lima pro kontra tujuan dampak akibat sebab penyebab alasan solusi saran kritik harapan
kendala masalah potensi kekuatan kelemahan peluang ancaman rekomendasi indikator program kegiatan target tahun
bab pasal ayat ktp kk kis kip pkh bpnt blt bpjs jkn sktm dtks umkm opd sd smp sma smk tk pkk lpmk kia
posyandu puskesmas pdam pln kur apbd isi perihal hal kepada dari telp email fax web tel hp wa
biaya pelaksana usulan keputusan agenda hadir peserta-hadir keluhan penutup pembukaan tapi jadi artinya intinya kemudian
lalu terus maksudnya pokoknya kesimpulannya ditambah selain selanjutnya biasanya kategori kata kunci pertanyaan-penelitian
tarikh masa nombor nota contohnya sumber-data
break music musik jingle intro outro iklan advertisement sponsor applause phase setting metadata persona
info information warning error debug trace todo fixme fatal hint tip tips caution important remember example examples eg ie
source sources date time place location venue title subject topic topics theme themes abstract summary keywords keyword
background introduction method methods results result discussion conclusion conclusions figure fig table chart image photo
caption credit credits copyright license version author authors editor edited updated update published url link links www
name names age gender sex occupation job address phone duration length language city country district first second third
fourth finally then step steps option options pros cons reason reasons problem problems solution goal goals purpose aim
answer-key part section chapter page pages appendix references reference bibliography footnote ps edit re fw fwd from to cc
bcc sent received attachment ingredients however moreover therefore also plus total sum price cost amount score rating
transcript transcription recording file filename format style kind participants-list setting context comments comment remark
code codes memo category type size width height status state region episode duration
fecha lugar hora duración tema título resumen ejemplo fuente edad nombre sexo ocupación dirección observación
observaciones conclusión primero segundo tercero resultado problema solución razón objetivo
data lugar local hora duração exemplo fonte idade nome profissão endereço observação observações conclusão primeiro
resumo resultado objetivo
lieu heure durée thème titre résumé exemple remarque âge nom sexe profession adresse observation observations
résultat problème solution raison objectif premièrement deuxièmement
datum ort zeit dauer thema titel zusammenfassung beispiel quelle anmerkung bemerkung hinweis alter geschlecht
beruf adresse beobachtung fazit erstens zweitens drittens ergebnis ziel grund
plaats tijd duur titel samenvatting voorbeeld bron opmerking leeftijd naam geslacht beroep adres conclusie
tarehe mahali saa mada kichwa muhtasari mfano chanzo maelezo umri jina jinsia anwani hitimisho kumbuka
التاريخ المكان الوقت المدة الموضوع ملاحظة ملاحظات المصدر مثال الاسم العمر الجنس المهنة
日期 时间 時間 地点 地點 主题 主題 备注 備註 注 来源 來源 例如 姓名 年龄 年齡 性别 性別 职业 職業
дата место время тема примечание источник пример имя возраст пол
""")

_SIDES = dict.fromkeys(_ANSWERS, "informant") | dict.fromkeys(_ASKS, "interviewer")
ROLES = frozenset(_SIDES) | _UNSURE
TITLES = _TITLE_WORDS
DENIED = _DENIED_WORDS - ROLES - TITLES
SHORTENED = folded("doc inf loc ent entr entrev int intv mod resp narr pes pesq fac")  # roles cut short: ``Inf. sim``
OFFICES = folded("rt rw")  # who holds an office may be called by it; else it is a field
NUMBERED = (
    folded("""pertanyaan jawaban tanya jawab question answer q a p j t soalan jawapan pregunta respuesta pergunta resposta frage antwort
    vraag antwoord swali jibu domanda risposta вопрос ответ سؤال جواب 问 答 問 提问 回答 질문 답변""")
)  # words and letters that are numbered as questions are, where the number runs

_PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def role_side(words: str) -> str | None:
    """The side a role stands on: ``Pewawancara 2`` asks, ``Peserta 3`` and ``Female Respondent`` answer; None for others."""
    for part in _PART.findall(speaker_key(words)):
        if side := _SIDES.get(part):
            return side
    return None


def role_ends(key: str) -> bool:
    """Whether a folded label ends with a role, or is one and a word: ``a different respondent``, ``speaker three``."""
    parts = _PART.findall(key)
    return bool(parts) and (parts[-1] in ROLES or (len(parts) < 3 and parts[0] in ROLES))


def role_at(key: str) -> bool:
    """Whether a folded label begins or ends with a role (``peserta fgd 3``, ``key informant``)."""
    parts = _PART.findall(key)
    return bool(parts) and (parts[0] in ROLES or parts[-1] in ROLES)
