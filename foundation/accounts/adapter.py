"""What allauth asks the product: nobody signs up, every sign-in leaves a row."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import override

from foundation.audit.record import Verb, record_now


class RegisterAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        """The row comes first: a sign-in that cannot be recorded does not happen."""
        record_now(actor=user, verb=Verb.SIGNED_IN)
        super().login(request, user)

    def get_login_redirect_url(self, request):
        """Home in the person's own language, unless they were on their way somewhere."""
        with override(request.user.language):
            return reverse("overview:home")

    def logout(self, request):
        if request.user.is_authenticated:
            record_now(actor=request.user, verb=Verb.SIGNED_OUT)
        super().logout(request)

    def authentication_failed(self, request, **credentials):
        """Which account was tried, if there is one; what was typed is never kept."""
        email = credentials.get("email") or credentials.get("username") or ""
        user = get_user_model().objects.filter(email__iexact=email).first()
        record_now(actor=user, verb=Verb.SIGN_IN_FAILED)
        super().authentication_failed(request, **credentials)

    def set_password(self, user, password):
        super().set_password(user, password)
        record_now(actor=user, verb=Verb.PASSWORD_CHANGED)
