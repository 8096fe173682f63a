"""What may be done to several projects at once: each asks, per project, whether it can be done.

An action names the projects that it refuses and why, before anything is changed; what is agreed
to is done in one transaction, or not at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user, may, require_in_scope
from foundation.access.scope import permission_name, scope_of
from foundation.audit.record import Verb, record
from foundation.reference.classification import Classification, up_to

from . import life, reports
from .forms.parts import DayInput
from .models import Project


class ClassificationForm(forms.Form):
    classification = forms.ChoiceField(
        label=gettext_lazy("New classification"), choices=Classification.choices
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        reach = up_to(scope_of(user, permission_name(Project, "change")).ceiling)
        choices = [choice for choice in Classification.choices if choice[0] in reach]
        self.fields["classification"].choices = choices


class PlainForm(forms.Form):
    """Nothing to fill in."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class StepForm(PlainForm):
    on = forms.DateField(label=gettext_lazy("On"), widget=DayInput, initial=localdate)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=400,
        help_text=gettext_lazy("It stays in the history of each project."),
    )


@dataclass(frozen=True)
class BulkAction:
    """One such action. `refuse` gives the reason why not, or an empty text."""

    slug: str
    label: Promise
    form_class: type[forms.Form]
    refuse: Callable[[Project, Any], str]
    run: Callable[[Project, Any, dict], None]


@dataclass
class Outlook:
    """What an action would do: to which projects, and to which not and why."""

    agreed: list[Project] = field(default_factory=list)
    refused: list[tuple[Project, str]] = field(default_factory=list)


def outlook(action: BulkAction, projects: Iterable[Project], user: Any) -> Outlook:
    """Split projects that `user` may see into those the action would and would not change."""
    found = Outlook()
    projects = list(projects)
    pks = [project.pk for project in projects]
    within = for_user(Project.objects.filter(pk__in=pks), user, "change")
    may_change = set(within.values_list("pk", flat=True))
    for project in projects:
        if project.pk not in may_change:
            found.refused.append((project, _("You may not change this project.")))
        elif reason := action.refuse(project, user):
            found.refused.append((project, reason))
        else:
            found.agreed.append(project)
    return found


@transaction.atomic
def run(action: BulkAction, projects: Iterable[Project], *, by: Any, data: dict) -> int:
    """Do it to all of them or, on any refusal, to none; how many it were."""
    done = 0
    for project in projects:
        action.run(project, by, data)
        require_in_scope(by, "change", project)
        done += 1
    return done


def _classify(project, by, data):
    locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if locked.classification == data["classification"]:
        return
    locked.classification = data["classification"]
    locked.claim_version(locked.version)
    locked._history_user, locked._change_reason = by, _("Changed with others from the list.")
    locked.save()
    record(actor=by, verb=Verb.CHANGED, target=locked, fields=["classification"], door="list")


def _to(status):
    """Taking a step together: each project is held against its own conditions."""

    def refuse(project, user):
        if status not in life.next_statuses(project):
            return _("The status cannot become this from what it is now.")
        if not may(user, "move", project):
            return _("You may not take this step.")
        return " ".join(str(lack.text) for lack in life.missing(project, status))

    def run_one(project, by, data):
        life.move(project, status, by=by, version=project.version, **data)

    return refuse, run_one


def _nothing_to_expect(project, user):
    if not user.has_perm("projects.add_reportdue"):
        return _("You may not add reports here.")
    if not reports.may_expect(project):
        return _("The calendar asks for nothing: the project has not begun, or has no start.")
    return ""


def _expect(project, by, data):
    reports.expect_reports(project, by=by)


STEPS = {
    "start": (Project.Status.ONGOING, gettext_lazy("Start them")),
    "close": (Project.Status.OPERATIONALLY_CLOSED, gettext_lazy("Close them operationally")),
    "settle": (Project.Status.FINANCIALLY_CLOSED, gettext_lazy("Close them financially")),
}
ACTIONS = {
    action.slug: action
    for action in [
        BulkAction(
            "classify",
            gettext_lazy("Change the classification"),
            ClassificationForm,
            lambda project, user: "",
            _classify,
        ),
        BulkAction(
            "expect",
            gettext_lazy("Work out the reports due"),
            PlainForm,
            _nothing_to_expect,
            _expect,
        ),
        *(
            BulkAction(slug, label, StepForm, *_to(status))
            for slug, (status, label) in STEPS.items()
        ),
    ]
}
