"""Around every page: a request that can be read, and nothing left behind in a browser."""

from django.core.exceptions import BadRequest


class ReadableRequestMiddleware:
    """An address with a NUL in it is answered 400: PostgreSQL cannot even be asked for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked or "\x00" in asked or "\x00" in request.path_info:
            raise BadRequest
        return self.get_response(request)


class NoStoreMiddleware:
    """Pages for signed-in people are never kept by a browser or a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response
