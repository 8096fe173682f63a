"""The columns of a file of incident counts: what it says of the record, its cells, its numbers."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from foundation.imports.columns import Column
from foundation.reference.classification import Classification
from foundation.reference.models import Code

from ..models import Cell, Submission, Unit, Verification

DIMENSIONS = ("occurred", "region", "form", "perpetrator", "party", "survivor")


def _choices(choices):
    return lambda: [(choice.value, str(choice.label)) for choice in choices]


def _codes(code_list):
    return lambda: [
        (code.code, code.name) for code in Code.objects.filter(list=code_list, active=True)
    ]


FACTS = (
    Column("country", _("Country"), _("Name or ISO code, here or in the next."), example="XV",
           aliases=("pays",), hxl=("#country", "#country+name")),
    Column("country_code", _("Country code"), _("If it stands in a column of its own."),
           example="XVE", aliases=("code pays", "code du pays", "iso3", "iso2"),
           hxl=("#country+code", "#country+code+v_iso3", "#country+code+v_iso2")),
    Column("source", _("Source"), _("Symbol, short title, or the last part of its address here."),
           required=True, example="S/2020/487", aliases=("symbol", "symbole"),
           hxl=("#meta+source", "#meta+source+name")),
    Column("page", _("Page or paragraph"), _("Where in the source the figure is."),
           example="p. 12", aliases=("page", "page ou paragraphe", "paragraphe")),
    Column("system", _("Collecting system"), example="mara", codes=_choices(Submission.System),
           aliases=("system", "systeme", "systeme de collecte"), hxl=("#meta+source+type",)),
    Column("unit", _("Unit"), _("What is counted."), required=True, example="incidents",
           codes=_choices(Unit), aliases=("unite", "unite de compte"), hxl=("#meta+unit",)),
    Column("verification", _("Verification"), required=True, example="verified",
           codes=_choices(Verification), hxl=("#status+verification", "#status"),
           aliases=("verification level", "level of verification", "niveau de verification")),
    Column("happened", _("Period of the record"),
           _("When the acts happened: 2024, 2024-03, Q1 2024. Empty: not stated."),
           example="2024", aliases=("record period", "reporting period", "periode de la fiche",
                                    "periode couverte"), hxl=("#date+occurred",)),
    Column("start", _("Period start"), _("First day, where the period has two columns."),
           example="2024-01-01", aliases=("debut de la periode", "debut periode"),
           hxl=("#date+start",)),
    Column("end", _("Period end"), _("Last day."), example="2024-12-31",
           aliases=("fin de la periode", "fin periode"), hxl=("#date+end",)),
    Column("verified", _("Verified or reported in"),
           _("When the collecting system verified or received them."), example="2024",
           aliases=("verifie en", "verifie ou signale en"), hxl=("#date+verified",)),
    Column("title", _("Title of the record"), _("Read only by those who may read the counts."),
           aliases=("titre de la fiche",)),
    Column("classification", _("Classification"), _("Empty: confidential."),
           example="confidential", codes=_choices(Classification)),
    Column("stated_total", _("Stated total"),
           _("As the source prints it, even if its parts do not add up."), example="96",
           aliases=("total declare", "total indique", "total stated"), number=True),
)  # fmt: skip
CELLS = (
    Column("table", _("Table"), _("Needed only where two tables have the same columns."),
           example="Table 2", aliases=("tableau", "table title", "titre du tableau")),
    Column("adds_up", _("Parts add up"), _("“no” if one incident may stand in several rows."),
           example="yes", aliases=("les parties s additionnent", "s additionne")),
    Column("occurred", _("Period of the row"), _("A month or longer: Q1 2024, 2024-03."),
           example="Q1 2024", aliases=("quarter", "trimestre", "month", "mois", "semester",
                                       "semestre", "periode de la ligne")),
    Column("region", _("Region"), _(
               "First-level region: name in English or French, or P-code; “not stated” where the"
               " source names none."),
           aliases=("admin1", "adm1", "region name", "nom de la region"),
           hxl=("#adm1", "#adm1+name"), example="Northern Region"),
    Column("region_code", _("Region P-code"), example="XV01",
           aliases=("p-code", "pcode", "region code", "code region", "code de la region",
                    "admin1 pcode"), hxl=("#adm1+code", "#adm1+code+v_pcode")),
    Column("form", _("Form of violence"), codes=_codes(Code.List.VIOLENCE_FORM),
           aliases=("forme de violence", "violence form", "type of violence", "type de violence",
                    "forme"), hxl=("#event+type",)),
    Column("perpetrator", _("Perpetrator group"), codes=_codes(Code.List.PERPETRATOR),
           aliases=("perpetrator category", "perpetrator", "perpetrators", "auteur", "auteurs",
                    "auteur presume", "auteurs presumes", "groupe d auteurs",
                    "categorie d auteurs"), hxl=("#group+type",)),
    Column("party", _("Party to the conflict"), _("Acronym, name or other spelling."),
           aliases=("party", "partie", "partie au conflit"), hxl=("#group+name",)),
    Column("survivor", _("Survivors"), codes=_codes(Code.List.SURVIVOR_GROUP),
           aliases=("survivor group", "survivor groups", "sex and age", "sexe et age",
                    "groupe de survivants", "groupe de survivantes", "survivants", "survivantes",
                    "victimes", "groupe"), hxl=("#affected+type",)),
    Column("count", _("Count"), _("A whole number; 0 where the source says none."),
           required=True, example="12", aliases=("number", "nombre", "effectif", "nombre de cas",
                                  "number of incidents", "nombre d incidents", "number of cases",
                                  "number of survivors", "nombre de victimes",
                                  "nombre de survivantes"),
           hxl=("#affected+ind", "#affected", "#indicator+num"), number=True),
    Column("state", _("State"), _("Why there is no number. Blank is not zero."),
           example="not-stated", codes=_choices(Cell.State), aliases=("etat", "raison", "reason")),
    Column("as_written", _("As written"), _("The source's own words for the row."),
           aliases=("tel qu ecrit", "libelle", "label")),
)  # fmt: skip
PERIOD = ("period", "periode", "year", "annee")
# The words may be anything, so they are looked through for persons most closely.
FREE = {"page", "title", "table", "as_written"}


def described() -> tuple[Column, ...]:
    """Columns of a file that says itself of which records its rows are."""
    return tuple(_known_as(column, "happened") for column in (*FACTS, *CELLS))


def into_record() -> tuple[Column, ...]:
    """Columns of a file for one record: what it says of the record is only compared."""
    facts = tuple(replace(column, required=False) for column in FACTS)
    return tuple(_known_as(column, "occurred") for column in (*facts, *CELLS))


def _known_as(column, period):
    """“Period” is that of the record, or, within one record, that of a row."""
    if column.name != period:
        return column
    return replace(column, aliases=(*column.aliases, *PERIOD))
