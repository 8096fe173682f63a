"""The number of a request, and the row that each refusal leaves."""

from . import request_id
from .record import Verb, record_now


class RequestIdMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = request_id.begin()
        request.id = request_id.current_request_id()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.id
            return response
        finally:
            request_id.end(token)


class DenialMiddleware:
    """Records each refused request of a signed-in person, whichever door refused it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if response.status_code == 403 and user is not None and user.is_authenticated:
            match = request.resolver_match
            record_now(
                actor=user,
                verb=Verb.DENIED,
                page=match.view_name if match else "",
                method=request.method if request.method in {"GET", "HEAD", "POST"} else "other",
            )
        return response
