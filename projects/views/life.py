"""The life of a project: its path, the next step, extensions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import may
from foundation.ui.pages import CreatePage, DetailPage, EditPage, ScopedPage
from foundation.ui.steps import StepPage, WrittenElsewhere

from .. import life
from ..forms import DecisionForm, ExtensionForm, MoveForm
from ..models import Extension, LifeStep, Project
from ..revisions import decide_extension
from .parts import ByCode, OfProject

Status = Project.Status


@dataclass(frozen=True)
class Stage:
    """One status on the drawn path: "done", "current" or ahead (empty); the day it was reached."""

    label: Any
    place: str
    on: date | None = None


@dataclass(frozen=True)
class NextStep:
    """A step that the reader may take, and what it lacks."""

    status: Status
    lacks: list[life.Missing]

    @property
    def is_main(self) -> bool:
        return self.status != Status.CANCELLED


class ProjectLife(ByCode, DetailPage):
    model = Project
    template_name = "projects/life.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        steps = list(LifeStep.objects.for_user(user).filter(project=project).select_related("by"))
        for step in steps:
            step.who = step.by.seen_by(user) if step.by else _("The register")
        may_edit = may(user, "change", project)
        extendable = may_edit and life.end_is_fixed(project)
        return super().get_context_data(
            page_is_sample=project.is_sample,
            path=path(project, steps),
            steps=steps,
            next_steps=self.next_steps(),
            extensions=self.extensions(),
            may_propose=extendable and user.has_perm("projects.add_extension"),
            **kwargs,
        )

    def next_steps(self):
        """What is missing is told to those who could take the step."""
        project = self.object
        if not may(self.request.user, "move", project):
            return []
        return [NextStep(to, life.missing(project, to)) for to in life.next_statuses(project)]

    def extensions(self):
        """Newest first, each with what the reader may do to it."""
        user = self.request.user
        rows = Extension.objects.for_user(user).filter(project=self.object)
        held = {
            action: set(Extension.objects.for_user(user, action).values_list("pk", flat=True))
            for action in ("change", "decide")
        }
        rows = list(rows.select_related("source", "proposed_by", "decided_by").order_by("-number"))
        for row in rows:
            row.by_whom = row.proposed_by.seen_by(user) if row.proposed_by else _("The register")
            row.decided_by_whom = row.decided_by.seen_by(user) if row.decided_by else ""
            row.may_change = row.is_open and row.pk in held["change"]
            others = row.proposed_by_id != user.pk
            row.may_decide = row.is_open and others and row.pk in held["decide"]
        return rows


def path(project: Project, steps: list[LifeStep]) -> list[Stage]:
    """The statuses from first to last, drawn; a cancelled project leaves the path where it was."""
    reached = {step.now: step.on for step in steps}
    if project.status == Status.CANCELLED:
        was = next((step.was for step in steps if step.now == Status.CANCELLED), "")
        gone = life.PATH[: life.PATH.index(was) + 1] if was in life.PATH else ()
        stages = [Stage(one.label, "done", reached.get(one)) for one in gone]
        here = Stage(Status.CANCELLED.label, "current", reached.get(Status.CANCELLED))
        return [*stages, here]
    at = life.PATH.index(project.status) if project.status in life.PATH else -1
    places = ["done" if n < at else "current" if n == at else "" for n in range(len(life.PATH))]
    return [
        Stage(one.label, place, reached.get(one))
        for one, place in zip(life.PATH, places, strict=True)
    ]


class Move(ByCode, ScopedPage, StepPage):
    """The next step: what it lacks, or the day and the reason."""

    model, form_class = Project, MoveForm
    action = "move"
    template_name = "projects/life_move.html"

    def get_object(self, queryset=None):
        project = super().get_object(queryset)
        if self.to not in life.next_statuses(project) and self.request.method != "POST":
            raise Http404
        return project

    @property
    def to(self):
        try:
            return Status(self.kwargs["to"])
        except ValueError as unknown:
            raise Http404 from unknown

    @property
    def done_message(self):
        return _("The project is now: %(status)s.") % {"status": self.to.label.lower()}

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "project": self.object, "to": self.to, "by": self.request.user,
        }  # fmt: skip

    def take_step(self, form):
        form.save()

    def get_success_url(self):
        return reverse("projects:life", args=[self.object.code])

    def get_context_data(self, **kwargs):
        possible = self.to in life.next_statuses(self.object)
        said = {"project": self.object, "status": self.to.label}
        return super().get_context_data(
            title=_("%(project)s: next step “%(status)s”") % said,
            submit_label=self.to.label,
            cancel_url=self.get_success_url(),
            lacks=life.missing(self.object, self.to) if possible else [],
            page_is_sample=self.object.is_sample,
            **kwargs,
        )


class OnLife(OfProject):
    def get_success_url(self):
        return reverse("projects:life", args=[self.project.code])

    get_cancel_url = get_success_url


class ExtensionPage(OnLife, WrittenElsewhere):
    model, form_class = Extension, ExtensionForm
    template_name = "projects/part_form.html"


class ExtensionAdd(ExtensionPage, CreatePage):
    title = gettext_lazy("Propose an extension")
    submit_label = gettext_lazy("Propose")
    saved_message = gettext_lazy("Proposed. Somebody else decides.")


class ExtensionEdit(ExtensionPage, EditPage):
    title = gettext_lazy("Change the proposed extension")

    def get_queryset(self):
        return super().get_queryset().filter(decision="proposed")


class ExtensionDecide(OnLife, ScopedPage, StepPage):
    model, form_class = Extension, DecisionForm
    action = "decide"
    project_action = "view"
    template_name = "projects/life_extension_decide.html"
    done_message = gettext_lazy("Decided.")

    def get_queryset(self):
        return super().get_queryset().select_related("source", "document")

    def get_initial(self):
        return {"version": self.object.version}

    def take_step(self, form):
        decide_extension(
            self.object,
            approve=form.cleaned_data["decision"] == "approve",
            by=self.request.user,
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"],
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Decide on %(name)s") % {"name": self.object},
            submit_label=_("Decide"),
            cancel_url=self.get_cancel_url(),
            own=self.object.proposed_by_id == self.request.user.pk,
            **kwargs,
        )
