"""Keeping and letting go of a view of a list."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from .models import MOST_VIEWS, SavedView, kept


class SavedViewForm(forms.ModelForm):
    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=40)

    class Meta:
        model = SavedView
        fields = ["name"]

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"user", "page"}

    def clean(self):
        cleaned = super().clean()
        mine = SavedView.objects.filter(user=self.instance.user, page=self.instance.page)
        if mine.count() >= MOST_VIEWS:
            raise ValidationError(
                _("You have %(number)d views of this list. Remove one first."),
                params={"number": MOST_VIEWS},
            )
        return cleaned


@require_POST
def save(request):
    """Keep what stood in the address of a list. A form with an error is shown on its own page."""
    page, query = request.POST.get("list", ""), request.POST.get("query", "")
    address = _list_address(page)
    view = SavedView(user=request.user, page=page, query=kept(QueryDict(query[:4000])))
    form = SavedViewForm(request.POST, instance=view)
    if len(view.query) > 1000:
        form.add_error(None, _("These filters are too long to keep."))
    if form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("View saved."))
        return redirect(view.href)
    back = f"{address}?{view.query}" if view.query else address
    context = {"form": form, "title": _("Save this view"), "list": page, "query": query}
    return render(request, "ui/save_view.html", {**context, "cancel_url": back}, status=422)


@require_POST
def remove(request, pk):
    view = get_object_or_404(SavedView, user=request.user, pk=pk)
    view.delete()
    messages.success(request, _("View removed."))
    return redirect(reverse(view.page))


def _list_address(page):
    """The address of a list that can be saved; 404 for any other name."""
    try:
        address = reverse(page)
    except NoReverseMatch as error:
        raise Http404 from error
    view_class = getattr(resolve(address).func, "view_class", None)
    if not getattr(view_class, "can_be_saved", False):
        raise Http404
    return address
