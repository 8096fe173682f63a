"""Forms that save themselves while somebody writes: what the page asks, what it is answered.

The script `ui/self-saving.js` sends the form to its own address, as the button does, and says so
in a header. The answer is short: the new version, or why nothing was saved. A version that is
stale gets the whole page with both texts (409), of which the script shows what differs. Nothing
unfinished is kept on the server: a second copy of a small count is a second place to lose it from.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse

__all__ = ["SelfSaving", "is_by_itself", "not_saved", "saved"]
HEADER = "X-Self-Saving"


def is_by_itself(request: HttpRequest) -> bool:
    """Whether the page saves by itself, without anybody pressing the button."""
    return request.headers.get(HEADER) == "1"


def saved(**fields: Any) -> JsonResponse:
    """Saved; the named fields of the form have these values from now on, such as its version."""
    return JsonResponse({"fields": fields})


def not_saved(problems: list[str]) -> JsonResponse:
    """Not saved, and why; everything typed stays on the page."""
    return JsonResponse({"problems": [str(problem) for problem in problems]}, status=422)


class SelfSaving:
    """An EditPage of a Versioned record that saves itself; mixed in before it."""

    @property
    def how_recorded(self):
        return {"by_itself": True} if is_by_itself(self.request) else {}

    def say_saved(self):
        if not is_by_itself(self.request):
            super().say_saved()

    def form_valid(self, form):
        response = super().form_valid(form)
        return saved(version=self.object.version) if is_by_itself(self.request) else response

    def form_invalid(self, form):
        if not is_by_itself(self.request) or getattr(form, "conflict", None) is not None:
            return super().form_invalid(form)
        named = [f"{bound.label}: {text}" for bound in form for text in bound.errors]
        return not_saved([*form.non_field_errors(), *named])
