"""How policies state their date in many languages: the months' names, and the words before or behind the date."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateWords:
    """A language's words, parted by spaces or bars; `_` is a space within.

    `months` are twelve beginnings of names, "/" between those of the same month. `updated` stands by the date of the
    last change, `effective` by that from which the text holds. `day_first` is how a date in numbers begins, None where
    the language is written in countries that differ.
    """

    months: str
    updated: str
    effective: str
    day_first: bool | None = True


WORDS: Mapping[str, DateWords] = {
    "en": DateWords(
        "jan feb mar apr may jun jul aug sep oct nov dec",
        r"last (?:updated?|modified|revised|changed|edited)|date of last (?:update|revision)|updated|revised|"
        r"revision date",
        r"effective(?: date| as of| from| on)?|in force (?:since|from)|valid from",
        day_first=None,
    ),
    "de": DateWords(
        "januar/janner/jan feb marz/maerz/mar apr mai juni/jun juli/jul aug sep okt nov dez",
        r"stand(?! am\b)|(?:zuletzt )?aktualisiert|letzte (?:aktualisierung|anderung)|zuletzt geandert",
        r"gultig ab|in kraft (?:seit|ab)|(?:gilt|gelten) ab|wirksam ab",
    ),
    "fr": DateWords(
        "janv fev/fevr mars avr mai juin juil aout sept oct nov dec",
        r"mise? a jour|actualisee?|derniere (?:modification|revision)|modifiee? le",
        r"en vigueur|applicable (?:depuis|a partir)|date d.effet|date d.entree en vigueur",
    ),
    "es": DateWords(
        "ene feb mar abr may jun jul ago sep/set oct nov dic",
        r"actualizad[oa]|actualizacion|ultima (?:modificacion|revision|actualizacion)|modificado el",
        r"entrada en vigor|en vigor desde|vigente (?:desde|a partir)|valido desde",
    ),
    "it": DateWords(
        "genn/gen feb mar apr mag giu lug ago sett/set ott nov dic",
        r"aggiornament[oi]|aggiornat[oa]|ultima (?:modifica|revisione)",
        r"in vigore|valid[oa] da|efficace da",
    ),
    "pt": DateWords(
        "jan fev mar abr mai jun jul ago set out nov dez",
        r"atualizad[oa]|atualizacao|actualizacao|ultima (?:modificacao|revisao|alteracao)",
        r"em vigor|vigente|valid[oa] a partir",
    ),
    "nl": DateWords(
        "jan feb maart/mrt apr mei jun jul aug sep okt nov dec",
        r"bijgewerkt|laatste (?:update|wijziging|aanpassing)|gewijzigd",
        r"geldig vanaf|van kracht|ingangsdatum",
    ),
    "pl": DateWords(
        "stycz/sty lut mar kwie/kwi maj/maja czerw/cze lip sierp/sie wrze/wrz pazdz/paz listop/lis grud/gru",
        r"aktualizacj[ai]|zaktualizowano|ostatnia (?:zmiana|modyfikacja)",
        r"obowiazuje od|wchodzi w zycie|w mocy od",
    ),
    "ru": DateWords(
        "янв фев мар апр мая/май/маи июн июл авг сен окт ноя дек",
        r"обновлен\w*|обновления|редакция от|последн\w+ (?:изменени\w+|редакци\w+)|изменен\w* от",
        r"вступа\w+ в силу|действу\w+ с|дата вступления",
    ),
    "uk": DateWords(
        "січ/січня лют берез/бер квіт/кві трав/тра черв/чер лип серп/сер верес/вер жовт/жов листоп/лис груд/гру",
        r"оновлен\w*|оновлення|редакція від|останн\w+ (?:зміни|змін|редакці\w+)",
        r"набирає чинності|чинн\w+ з|діє з",
    ),
    "cs": DateWords(
        "led unor brez dub kvet cervna/cerven cervence/cervenec srp zari rij listop pros",
        r"aktualizac[ei]|aktualizovano|posledni (?:zmena|uprava)",
        r"platn\w+ od|ucinn\w+ od|plati od",
    ),
    "sk": DateWords(
        "jan feb mar apr maj jun jul aug sep okt nov dec",
        r"aktualizaci[ae]|aktualizovane|posledna (?:zmena|uprava)",
        r"platn\w+ od|ucinn\w+ od|plati od",
    ),
    "sl": DateWords(
        "jan feb mar apr maj jun jul avg sep okt nov dec",
        r"posodobljeno|posodobitev|zadnja (?:sprememba|posodobitev)",
        r"velja od|veljavno od",
    ),
    "ro": DateWords(
        "ian feb mar apr mai iun iul aug sep oct noi/noiembrie dec",
        r"actualizat\w*|actualizare|ultima (?:modificare|revizuire)",
        r"in vigoare|valabil\w* (?:din|de la)",
    ),
    "hu": DateWords(
        "jan feb marc apr maj jun jul aug szept okt nov dec",
        r"frissitve|frissites|modositva|utolso (?:modositas|frissites)",
        r"hatalyos|hatalyba lep|ervenyes",
        day_first=False,
    ),
    "sv": DateWords(
        "jan feb mars/mar apr maj juni/jun juli/jul aug sep okt nov dec",
        r"uppdaterad\w*|uppdaterat|senaste (?:uppdatering|andring)|senast andrad",
        r"galler fran|trader i kraft",
    ),
    "da": DateWords(
        "jan feb marts/mar apr maj juni/jun juli/jul aug sep okt nov dec",
        r"opdateret|seneste (?:opdatering|ændring)|sidst ændret",
        r"gældende fra|træder i kraft",
    ),
    "no": DateWords(
        "jan feb mars/mar apr mai juni/jun juli/jul aug sep okt nov des",
        r"oppdatert|siste (?:oppdatering|endring)|sist endret",
        r"gjelder fra|gyldig fra|trer i kraft",
    ),
    "fi": DateWords(
        "tammi helmi maalis huhti touko kesa heina elo syys loka marras joulu",
        r"paivitetty|paivitys|muokattu",
        r"voimassa|voimaantulo",
    ),
    "tr": DateWords(
        "ocak sub mart nis may haz tem agu eyl ekim/eki kas ara",
        r"guncelleme|guncellen\w+|son degisiklik",
        r"yururluk|yururluge|gecerlilik",
    ),
    "el": DateWords(
        "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
        r"ενημερωση|ενημερωθηκε|τροποποιηση",
        r"σε ισχυ|ισχυει απο",
    ),
    "ar": DateWords(
        "يناير/كانون_الثاني فبراير/شباط مارس/آذار أبريل/ابريل/نيسان مايو/أيار يونيو/يونيه/حزيران يوليو/يوليه/تموز "
        "أغسطس/اغسطس/آب سبتمبر/أيلول أكتوبر/اكتوبر/تشرين_الأول نوفمبر/تشرين_الثاني ديسمبر/كانون_الأول",
        r"آخر (?:تحديث|تعديل)|تم التحديث|تاريخ التحديث|محدث",
        r"تاريخ السريان|ساري\w* (?:من|اعتبارا)|يسري من",
    ),
    "he": DateWords(
        "ינואר פברואר מרץ/מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
        r"עודכן|עדכון אחרון|תאריך עדכון",
        r"בתוקף|תוקף החל",
    ),
    "hi": DateWords(
        "जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
        r"अंतिम (?:अपडेट|अद्यतन|संशोधन)|अपडेट किया गया|अद्यतन",
        r"प्रभावी|लागू",
    ),
    "th": DateWords(
        "มกราคม/ม.ค. กุมภาพันธ์/ก.พ. มีนาคม/มี.ค. เมษายน/เม.ย. พฤษภาคม/พ.ค. มิถุนายน/มิ.ย. กรกฎาคม/ก.ค. สิงหาคม/ส.ค. "
        "กันยายน/ก.ย. ตุลาคม/ต.ค. พฤศจิกายน/พ.ย. ธันวาคม/ธ.ค.",
        r"ปรับปรุงล่าสุด|อัปเดตล่าสุด|อัพเดตล่าสุด|แก้ไขล่าสุด|ปรับปรุงเมื่อ|อัปเดตเมื่อ",
        r"มีผลบังคับใช้|มีผลตั้งแต่",
    ),
    "vi": DateWords(
        "thang_1 thang_2 thang_3 thang_4 thang_5 thang_6 thang_7 thang_8 thang_9 thang_10 thang_11 thang_12",
        r"cap nhat|sua doi lan cuoi",
        r"co hieu luc|hieu luc tu",
    ),
    "id": DateWords(
        "jan feb mar apr mei/mai jun jul agu/ags sep okt nov des",
        r"diperbarui|pembaruan terakhir|dimutakhirkan|perubahan terakhir",
        r"berlaku (?:sejak|mulai)|efektif",
    ),
    "ja": DateWords("", r"更新日?|改定日?|改訂日?|改正日?", r"施行日?|制定日?|発効日?", day_first=False),
    "zh": DateWords("", r"更新[日时時]?[期间間]?|修[订訂改][日时時]?[期间間]?", r"生效日?期?|施行", day_first=False),
    "ko": DateWords("", r"업데이트|수정일?자?|개정일?자?|최종 변경", r"시행일?자?|발효일?", day_first=False),
}
