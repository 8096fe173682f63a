"""What a signed-in page leaves behind in a browser: nothing."""


class NoStoreMiddleware:
    """Pages for signed-in people are never kept by a browser or a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response
