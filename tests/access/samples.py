"""For each address with an object in it: that object in Mali, in Veloria, and one that is nowhere.

A 404 for an object that was never made would prove nothing, so every sample is a real row of the
demo; the absent one differs only in its key.
"""

from datetime import date

from django.contrib.auth import get_user_model

from commitments.models import (
    Action,
    BudgetLine,
    Commitment,
    Evidence,
    Indicator,
    Instrument,
    InstrumentDocument,
    Measurement,
    ResultLink,
    Serving,
    StatusChange,
    Target,
)
from foundation.imports.models import Batch
from foundation.reference.models import Organisation, Source
from foundation.ui.models import SavedView
from incidents.models import JusticeCaseload, Release, Submission, Tabulation
from overview.models import Difference, KeyDate, KeyFigure, Situation
from projects.models import (
    BudgetRevision,
    Project,
    ProjectDocument,
    RegisterEntry,
    Result,
    Transaction,
)

from .life_samples import kwargs_below

NOWHERE = 999_999_999
ABSENT = {"code": "NONE999"}
SHARED = {
    "overview:source", "overview:organisation", "commitments:party", "imports:kind",
    "imports:template", "imports:batch", "imports:errors", "imports:commit", "imports:cancel",
    "imports:columns", "imports:again",
    "ui:view_remove", "exports:report", "exports:keep", "exports:export", "exports:file",
    "exports:cancel", "exports:agree", "exports:refuse", "exports:let_go",
}  # fmt: skip
# They belong to no country; see tests/imports/test_access.py and tests/exports/test_pages.py


def kwargs_for(name, country, **wanted):
    """The keyword arguments of the address `name` for a record of the country with this slug."""
    makers = {
        "overview": _overview,
        "projects": _projects,
        "incidents": _incidents,
        "commitments": _commitments,
        "imports": _imports,
        "exports": _exports,
        "ui": _ui,
    }
    namespace = name.partition(":")[0]
    return makers[namespace](name, country) if namespace in makers else {}


def absent(kwargs):
    """The same address of something that does not exist: the first key is changed."""
    key = next(iter(kwargs))
    kind = NOWHERE if isinstance(kwargs[key], int) else ABSENT.get(key, "no-such-thing")
    return {**kwargs, key: kind}


def crossed(own, foreign):
    """The address of a foreign thing under one's own country or record."""
    first = next(iter(own))
    return {**foreign, first: own[first]}


def _overview(name, country):
    if name == "overview:source":
        return {
            "slug": Source.objects.filter(statements__difference__country__slug=country)[0].slug
        }
    if name == "overview:organisation":
        return {"slug": Organisation.objects.filter(country__slug=country)[0].slug}
    models = {
        "situation": Situation, "situation_edit": Situation, "situation_history": Situation,
        "figure_edit": KeyFigure, "date_edit": KeyDate, "difference_edit": Difference,
    }  # fmt: skip
    model = models.get(name.partition(":")[2])
    pk = {"pk": model.objects.filter(country__slug=country)[0].pk} if model else {}
    return {"slug": country, **pk}


def _projects(name, country):
    project = Project.objects.filter(country__slug=country, classification="public")[0]
    kwargs = {"code": project.code}
    if ":document" in name and not name.endswith((":documents", ":document_add")):
        document = ProjectDocument.objects.filter(project=project)[0]
        kwargs["pk"] = document.pk
        if name.endswith(":document"):
            kwargs["name"] = document.file_name or "report.pdf"
    if name.endswith(":partner_edit"):
        kwargs["pk"] = project.participations.first().pk
    if name.endswith(":entry_choose"):
        entries = RegisterEntry.objects.filter(project__country__slug=country)
        kwargs = {"code": entries[0].project.code, "pk": entries[0].pk}
    if name.partition(":")[2] in MONEY:
        row = MONEY[name.partition(":")[2]]()
        return {"code": row.project.code, "pk": row.pk}
    return {**kwargs, **kwargs_below(name.partition(":")[2], project)}


def _transaction():
    return Transaction.objects.standing().filter(classification="public").last()


def _revision():
    return BudgetRevision.objects.filter(decision="proposed")[0]


# No amount is recorded of a real country: these are of the fictional one, whichever is asked for.
MONEY = {
    "transaction": _transaction, "transaction_correct": _transaction, "revision": _revision,
    "revision_edit": _revision, "revision_decide": _revision,
}  # fmt: skip


def _ui(name, country):
    """A view of a list that the programme officer keeps; nobody else's."""
    officer = get_user_model().objects.get(email="programme-officer@demo.example")
    view, _new = SavedView.objects.get_or_create(user=officer, page="projects:list", name="Mine")
    return {"pk": view.pk}


def _exports(name, country):
    """A report about oneself is open to all; its files are of nobody who asks here."""
    if name in {"exports:report", "exports:keep"}:
        return {"report": "own-data"}
    return {"pk": NOWHERE} if name == "exports:let_go" else {"reference": "enothing12"}


def _imports(name, country):
    """A file that the programme officer sent; of no country, and nobody else's."""
    if name == "imports:template":
        return {"kind": "ledger", "ending": "csv"}
    if name == "imports:kind":
        return {"kind": "ledger"}
    officer = get_user_model().objects.get(email="programme-officer@demo.example")
    batch, _new = Batch.objects.get_or_create(
        kind="ledger", by=officer, defaults={"file_name": "rows.csv", "sha256": "0", "size": 1}
    )
    return {"kind": "ledger", "reference": batch.reference}


# What does not fit in the demo: a record of each country, and the name of a finding there.
FINDINGS = {
    "mali": ("z6c5r2vj", "parts_z6c5r2vj-survivor"),
    "veloria": ("v2h6c9nr", "parts_v2h6c9nr-perpetrator"),
}


def _incidents(name, country):
    if name == "incidents:explain":
        reference, finding = FINDINGS[country]
        return {"reference": reference, "finding": finding}
    if "caseload" in name:
        return {"pk": JusticeCaseload.objects.filter(country__slug=country)[0].pk}
    if name.partition(":")[2] in RELEASES:
        return {"reference": _release(name, country).reference}
    records = Submission.objects.filter(country__slug=country, status="approved")
    if name.startswith("incidents:tabulation_") and not name.endswith("add"):
        table = Tabulation.objects.filter(submission__in=records)[0]
        return {"reference": table.submission.reference, "pk": table.pk}
    return {"reference": records[0].reference}


# Nothing is released of a real country in the demo: these are of the fictional one.
RELEASES = {
    "release", "release_check", "release_edit", "release_prepare", "release_approve",
    "release_withdraw", "release_edition", "release_make",
}  # fmt: skip


def _release(name, country):
    if name.endswith("release_make"):
        return Submission.objects.get(reference="p8f3w5tj")
    waits = name.endswith(("edit", "prepare", "approve"))
    return Release.objects.get(status="prepared" if waits else "approved")


def _commitments(name, country):
    rest = name.partition(":")[2]
    if rest == "party":
        return {"slug": Organisation.objects.filter(country__slug=country)[0].slug}
    if rest in {"measurement_edit", "measurement_review", "target_replace"}:
        model = Target if rest == "target_replace" else Measurement
        row = model.objects.filter(indicator__country__slug=country).last()
        return {"slug": row.indicator.slug, "pk": row.pk}
    if rest in BELOW_COMMITMENT:
        return _below_commitment(rest, country)
    if rest.startswith(("indicator_edit", "measurement", "target")) or rest == "indicator":
        return {"slug": Indicator.objects.filter(country__slug=country)[0].slug}
    if rest.startswith("budget_") or (rest.startswith("action_") and rest != "action_add"):
        action = Action.objects.filter(commitment__instrument__country__slug=country)[0]
        line = {"line": _budget_line(action).pk} if rest == "budget_edit" else {}
        return {**_commitment(action.commitment), "pk": action.pk, **line}
    added = {"action_add", "commitment", "evidence_add", "result_add", "serving_add"}
    if rest in added or rest.startswith("commitment_"):
        found = Commitment.objects.filter(instrument__country__slug=country)[0]
        kwargs = _commitment(found)
        return kwargs if rest != "commitment_add" else {k: kwargs[k] for k in ("place", "slug")}
    if rest in {"document", "document_edit"}:
        document = InstrumentDocument.objects.filter(instrument__country__slug=country)[0]
        name = {"name": document.file_name or "text.pdf"} if rest == "document" else {}
        return {"place": country, "slug": document.instrument.slug, "pk": document.pk, **name}
    instrument = Instrument.objects.filter(country__slug=country, commitments__isnull=False)[0]
    return {"place": country, "slug": instrument.slug}


BELOW_COMMITMENT = {
    "dispute_add", "evidence_edit", "evidence_file", "result_remove", "serving_remove",
}  # fmt: skip


def _below_commitment(rest, country):
    if rest == "dispute_add":
        row = StatusChange.objects.filter(
            commitment__instrument__country__slug=country, classification="public"
        )[0]
    else:
        makers = {"result_remove": _result_link, "serving_remove": _serving}
        row = makers.get(rest, _evidence_of)(country)
    name = {"name": row.file_name or "copy.pdf"} if rest == "evidence_file" else {}
    return {**_commitment(row.commitment), "pk": row.pk, **name}


def _evidence_of(country):
    commitment = Commitment.objects.filter(instrument__country__slug=country)[0]
    return Evidence.objects.get_or_create(
        commitment=commitment, title="A note", form="note", stance="supports",
        defaults={
            "date": date(2020, 6, 3), "text": "Seen.", "classification": "public",
            "known_up_to": "public", "state": "not-expected",
        },
    )[0]  # fmt: skip


def _budget_line(action):
    defaults = {"amount": 1, "source": Source.objects.filter(classification="public")[0]}
    return BudgetLine.objects.get_or_create(action=action, kind="cost", defaults=defaults)[0]


def _serving(country):
    commitment = Commitment.objects.filter(instrument__country__slug=country)[0]
    others = Instrument.objects.filter(country__slug=country).exclude(pk=commitment.instrument_id)
    defaults = {"reason": "Sample."}
    return Serving.objects.get_or_create(
        commitment=commitment, instrument=others[0], defaults=defaults
    )[0]


def _result_link(country):
    commitment = Commitment.objects.filter(instrument__country__slug=country)[0]
    result = Result.objects.filter(project__country__slug=country)[0]
    return ResultLink.objects.get_or_create(commitment=commitment, result=result)[0]


def _commitment(found):
    instrument = found.instrument
    return {
        "place": instrument.country.slug, "slug": instrument.slug,
        "reference": found.reference.lower(),
    }  # fmt: skip
