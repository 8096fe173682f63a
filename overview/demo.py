"""The demo's people: one account per role, so that everybody's view can be tried."""

from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import transaction

from foundation.access.models import Membership
from foundation.audit.record import Verb, record
from foundation.reference.models import Country, Organisation

DOMAIN = "demo.example"


class Account(NamedTuple):
    """One account: name before the @, person, role, country slug or empty for everywhere."""

    name: str
    person: str
    role: str
    country: str
    station: str
    organisation: str


ACCOUNTS = [
    Account("programme-officer", "Demo programme officer", "programme-officer", "",
            "Trust fund secretariat", "un-action"),
    Account("wpa-mali", "Demo adviser, Mali", "wpa", "mali", "Bamako", "minusma"),
    Account("wpa-sample", "Demo adviser, Veloria", "wpa", "veloria", "Veloria",
            "un-mission-in-veloria"),
    Account("reviewer", "Demo reviewer", "reviewer", "", "Headquarters", "osrsg-svc"),
    Account("focal-point", "Demo focal point", "focal-point", "mali", "Bamako", "mpfef"),
    Account("reader", "Demo reader", "reader", "", "Reader", ""),
    Account("donor", "Demo donor", "donor", "", "Donor", ""),
    Account("auditor", "Demo auditor", "auditor", "", "Audit", ""),
    Account("admin", "Demo administrator", "administrator", "", "Administration", ""),
]  # fmt: skip


@transaction.atomic
def make_accounts(password: str) -> dict[str, Any]:
    """Create the accounts that are missing and set the password of all; users by name."""
    users = {}
    for account in ACCOUNTS:
        user = get_user_model().objects.filter(email=f"{account.name}@{DOMAIN}").first()
        if user is None:
            user = _make(account, password)
        elif not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        users[account.name] = user
    return users


def _make(account, password):
    user = get_user_model().objects.create_user(
        f"{account.name}@{DOMAIN}",
        password,
        full_name=account.person,
        duty_station=account.station,
        organisation=Organisation.objects.filter(slug=account.organisation).first(),
    )
    membership = Membership.objects.create(
        user=user, role=account.role, everywhere=not account.country, starts=date(2020, 1, 1)
    )
    membership.countries.set(Country.objects.filter(slug=account.country))
    record(actor=None, verb=Verb.GRANTED, target=membership, role=account.role)
    return user
