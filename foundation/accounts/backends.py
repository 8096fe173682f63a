"""One backend: allauth checks the password (throttled), the roles answer every permission."""

from allauth.account.auth_backends import AuthenticationBackend

from foundation.access.backends import RoleBackend


class RegisterBackend(RoleBackend, AuthenticationBackend):
    pass
