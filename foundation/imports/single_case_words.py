"""Words and signs that point at single cases, in the languages of the field. Small, unaccented."""

import re

from django.utils.translation import gettext_lazy

from . import person
from .words import unaccented

CASES = gettext_lazy("single incidents, one in each row")
OTHER_LANGUAGES = [
    (person.NAMES, [
        r"\b(?:apellidos?|nomes?|sobrenomes?|jina|majina|nachname|vorname|cognome)\b",
        r"\bnombres? (?:y|completo|propio|(?:del |de la )(?:super|sobre|vict))",
        r"имя|фамилия|отчество|прізвище|姓名|名字|\bاسم|\bالاسم|\bلقب",
    ]),
    (person.PHONES, [
        r"\b(?:telefonos?|telefones?|celular|movil|telemovel|simu)\b",
        r"телефон|电话|手机|هاتف|جوال|موبايل",
    ]),
    (person.MAILS, [r"\b(?:correo|barua pepe)\b|почта|电子邮件|邮箱|بريد"]),
    (person.BIRTHS, [
        r"\b(?:nacimiento|nascimento|kuzaliwa|geburtsdatum|edad|idade|umri)\b",
        r"рождени|народження|возраст|出生|年龄|ميلاد|العمر",
        r"^(?:age|ages|exact age|age in years|age exact)$", r"\bage (?:of|de|du|at)\b(?! group)",
    ]),
    (person.PLACES, [
        r"\b(?:direccion|endereco|domicilio|aldea|pueblo|barrio|anwani|kijiji)\b",
        r"\b(?:geohash|utm|what3words|easting|northing|site name|idp site|camp)\b",
        r"адрес|деревня|село|地址|村|عنوان|قرية",
    ]),
    (person.CODES, [
        (r"\b(?:codigo|numero) (?:de |del |da |do )?(?:la )?"
        r"(?:superviviente|sobreviviente|victima|vitima|caso|incidente|expediente)\b"),
        r"\bidentificador\b|(?:код|номер) (?:пострад|случ|дел)|案件编号|个案编号",
        r"رقم الحالة|رقم الملف|رمز الناجي",
    ]),
    (CASES, [
        (r"\b(?:date|day|time|hour|jour|heure|fecha|hora|data|tarehe) (?:and time )?"
        r"(?:of|de|du|del|da|do|l|ya)(?: the| la| l)? ?(?:incident|interview|entretien|assault"
        r"|agression|report|entrevista|incidente|agresion|tukio|viol|rape)e?\b"),
        r"\b(?:incident|interview|assault) date\b|дата инцидента",
        r"تاريخ الحادث|تاريخ المقابلة",
    ]),
]  # fmt: skip
# Columns of a GBVIMS incident recorder, which has one row for each incident.
RECORDER = [
    r"marital|civil status|etat civil|statut matrimonial|estado civil|الحالة الاجتماعية",
    r"country of origin|pays d origine|pais de origen|nationalit|nacionalidad|الجنسية",
    r"displacement (?:status|stage)|stage of displacement|deplacement|desplazamiento|النزوح",
    r"disabilit|handicap|discapacidad|إعاقة",
    r"unaccompanied|separated child|non accompagne|no acompanad|غير مصحوب",
    r"caseworker|case manager|gestionnaire de cas|gestor(?:a)? de casos|مدير(?:ة)? الحالة",
    r"referred|referral|referencement|refere|referid|remision|إحالة",
    r"alleged (?:primary )?perpetrator|auteur presume|presunto (?:autor|perpetrador)|الجاني",
    r"relationship|lien avec|relation avec|relacion con|العلاقة",
    r"abduction|enlevement|secuestro|اختطاف",
    r"consent|consentement|consentimiento|موافقة",
    r"time of day|moment de la journee|heure de l incident|momento del dia|وقت الحادث",
    r"incident location|location of incident|lieu de l incident|lugar del incidente|مكان الحادث",
    r"ethnicit|ethnie|religion|etnia|العرق",
    r"goods money|biens argent|bienes dinero",
    r"type of gbv|type de vbg|tipo de vbg|نوع العنف",
    r"previous incident|incidents? anterieur|incidentes previos",
    (
        r"safe house|shelter|medical|health|psychosocial|police|legal|livelihood"
        r"|medico|sante|juridique|salud|صحية|قانونية"
    ),
]
# What a cell looks like, beside what person.py knows. Capitals count.
CELLS = [
    (person.PLACES, [
        r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",  # a plus code
        r"\b[0-6]?\d ?[C-HJ-NP-X] ?\d{6}[ ,;/]+ ?\d{6,7}\b",  # UTM
        r"///\w+\.\w+\.\w+",  # what3words
        r"\b\d{1,2}[.,]\d{3,} ?°? ?[NS]\b", r"\b\d{1,3}[.,]\d{3,} ?°? ?[EWO]\b",
        r"\b[NS] ?\d{1,2}[.,°]\d{2,}", r"(?i:\b(?:lat|lon|lng)\w*[ :=]+-?\d)",
    ]),
    (person.PHONES, [r"(?<![\d/.-])\d{9,14}(?![\d/.-])", r"[٠-٩۰-۹]{7,}"]),
    (person.CODES, [
        (r"(?i:\b(?:case|incident|cas|dossier|file|caso|expediente) ?"
        r"(?:n[o°º]?\.?|id|code|#|num\w*)[ :.#-]*[A-Z]{0,4}\d+)"),
    ]),
    (person.BIRTHS, [
        r"(?i:\baged? \d{1,2}\b(?! (?:to|and|-)))", r"(?i:\b\d{1,2}[- ]year[- ]old)",
        r"(?i:\bâgée? de \d{1,2} ans|\bde \d{1,2} años|\b\d{1,2} ans\b(?! et))",
    ]),
]  # fmt: skip
# Words of bodies and groups, which are written with capitals too.
BODIES = re.compile(
    r"\b(?:forces?|armee?s?|army|armed|groupe?s?|elements?|movement|mouvement|front|police|military"
    r"|militaires?|militia|milices?|gendarmerie|state|etat|national|nationale|government|coalition"
    r"|alliance|guard|garde|region|province|women|girls|men|boys|femmes|filles|hommes|garcons"
    r"|children|enfants|table|tableau|report|rapport|annex|annexe|page|total)\b"
)
GEOHASH = re.compile(r"^(?=(?:.*\d){2})(?=(?:.*[b-z]){2})[0-9b-hjkmnp-z]{7,12}$")


def _one(patterns: list[str]) -> re.Pattern:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


OTHER_LANGUAGES = [(what, _one([unaccented(p) for p in some])) for what, some in OTHER_LANGUAGES]
RECORDER = [re.compile(unaccented(pattern)) for pattern in RECORDER]
CELLS = [(what, _one(some)) for what, some in CELLS]
