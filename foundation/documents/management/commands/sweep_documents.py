import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import FileField

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
    """The names of all files that any row names: documents, their pictures, old versions."""
    kept: set[str] = set()
    for model in apps.get_models():
        for name in _file_fields(model):
            rows = model._base_manager.exclude(**{name: ""})
            kept.update(rows.values_list(name, flat=True))
    return kept


def _file_fields(model):
    """In the rows of django-simple-history a file is plain text under the same name."""
    recorded = getattr(model, "instance_type", model)
    return [field.name for field in recorded._meta.concrete_fields if isinstance(field, FileField)]
