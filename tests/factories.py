"""Plain functions that make what several apps need. Give only what the test is about."""

import itertools
from datetime import date

from django.contrib.auth import get_user_model

from foundation.access.models import Membership
from foundation.reference.models import Code, Organisation, Source

_numbers = itertools.count(1)


def make_user(role=None, *countries, everywhere=False, name="Somebody", **fields):
    """A person who can sign in, with one membership if a role is given."""
    user = get_user_model().objects.create_user(
        email=fields.pop("email", f"person{next(_numbers)}@demo.example"),
        password="correct horse battery staple",
        full_name=name,
        duty_station=fields.pop("duty_station", f"Station of {name}"),
        **fields,
    )
    if role:
        give_role(user, role, *countries, everywhere=everywhere)
    return user


def give_role(user, role, *countries, everywhere=False, starts=date(2020, 1, 1), ends=None):
    membership = Membership.objects.create(
        user=user, role=role, everywhere=everywhere, starts=starts, ends=ends
    )
    membership.countries.set(countries)
    user.__dict__.pop("_grants", None)
    return membership


def make_source(slug=None, **fields):
    number = next(_numbers)
    fields = {
        "title": f"Source {number}",
        "short_title": f"Source {number}",
        "classification": "public",
        "date_from": date(2020, 6, 3),
        "date_to": date(2020, 6, 3),
        **fields,
    }
    return Source.objects.create(slug=slug or f"source-{number}", **fields)


def make_organisation(slug=None, **fields):
    number = next(_numbers)
    fields = {"name_en": f"Organisation {number}", "kind": Organisation.Kind.UN_ENTITY, **fields}
    return Organisation.objects.create(slug=slug or f"organisation-{number}", **fields)


def make_code(list_=Code.List.DOCUMENT_KIND, code=None, **fields):
    code = code or f"code-{next(_numbers)}"
    return Code.objects.create(list=list_, code=code, **{"name_en": code.title(), **fields})
