import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from foundation.documents.models import StoredDocument

DAY = 24 * 60 * 60


class Command(BaseCommand):
    help = (
        "Removes files that no document refers to: what a rolled-back or killed upload left."
        " Files younger than a day are left alone, an upload may be under way."
    )

    def handle(self, **options):
        root = Path(settings.DOCUMENTS_ROOT)
        kept = referred_to()
        removed = 0
        for path in root.rglob("*"):
            young = path.stat().st_mtime > time.time() - DAY
            if path.is_file() and not young and path.relative_to(root).as_posix() not in kept:
                path.unlink()
                removed += 1
        self.stdout.write(f"{removed} removed, {len(kept)} referred to.")


def referred_to() -> set[str]:
    """The names of all files of all documents, old versions included."""
    models = [
        model
        for model in apps.get_models()
        if issubclass(model, StoredDocument) or issubclass(_base(model), StoredDocument)
    ]
    names = (
        model._base_manager.exclude(file="").values_list("file", flat=True) for model in models
    )
    return {name for found in names for name in found}


def _base(model):
    """For the rows of django-simple-history: the model whose values they keep."""
    return getattr(model, "instance_type", model)
