from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.audit.record import Verb, changed_fields, record

from .forms import ProfileForm


def profile(request):
    """One's own page: name, duty station, language, memberships."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record(
                actor=request.user,
                verb=Verb.CHANGED,
                target=request.user,
                fields=changed_fields(form),
            )
        messages.success(request, _("Your settings are saved."))
        return redirect("accounts:profile")
    memberships = request.user.memberships.prefetch_related("countries")
    context = {"form": form, "memberships": memberships, "title": _("My settings")}
    return render(request, "account/profile.html", context)
