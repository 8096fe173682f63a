"""Those who may only look: every page opens, and shows nothing that is out of their sight."""

import pytest
from django.contrib import admin
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse

from foundation.reference.models import Source

pytestmark = pytest.mark.usefixtures("demo")

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
every_model = pytest.mark.parametrize("model", MODELS, ids=[m._meta.label for m in MODELS])
LOOKING_ON = ["auditor", "focal-point", "reviewer"]


def pages(model, user):
    """The change pages of the first rows that the person may see."""
    options = model._meta
    rows = admin.site._registry[model].get_queryset(type("Request", (), {"user": user}))[:4]
    name = f"admin:{options.app_label}_{options.model_name}_change"
    return [reverse(name, args=[row.pk]) for row in rows]


@pytest.mark.parametrize("person", LOOKING_ON)
@every_model
def test_a_page_opens_for_those_who_may_only_look(client, demo_cast, model, person):
    client.force_login(demo_cast[person])
    for url in pages(model, demo_cast[person]):
        assert client.get(url).status_code == 200


@every_model
def test_a_source_above_ones_ceiling_is_named_nowhere(client, demo_cast, model):
    """Every source is closed, then every page that is still there is read."""
    names = {
        name: Concat(Value("Closed-source "), F(name))
        for name in ("title", "short_title", "symbol")
    }
    Source.objects.exclude(symbol="").update(classification="strict", **names)
    names.pop("symbol")
    Source.objects.filter(symbol="").update(classification="strict", **names)
    for person in ("focal-point", "programme-officer", "wpa-mali"):
        client.force_login(demo_cast[person])
        for url in pages(model, demo_cast[person]):
            assert "Closed-source" not in client.get(url).text
