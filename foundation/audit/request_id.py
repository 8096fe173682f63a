"""The number of a request ties log lines and audit rows together; it is never taken from it."""

import logging
import secrets
from contextvars import ContextVar, Token

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The number of the request being answered; empty outside one (a command)."""
    return _request_id.get()


def begin() -> Token:
    return _request_id.set(secrets.token_hex(8))


def end(token: Token) -> None:
    _request_id.reset(token)


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.request_id = current_request_id() or "-"
        return True
