from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foundation.access.documents import data_dictionary, roles_page

PAGES = {"roles.md": roles_page, "data-dictionary.md": data_dictionary}
DOCS = Path(settings.ROOT) / "docs"


class Command(BaseCommand):
    help = "Writes the pages of docs/ that follow from the code; --check only compares."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check=False, **options):
        stale = []
        for name, write in PAGES.items():
            path, text = DOCS / name, write()
            if check and (not path.exists() or path.read_text("utf-8") != text):
                stale.append(name)
            elif not check:
                path.write_text(text, "utf-8")
        if stale:
            raise CommandError(f"Not current: {', '.join(stale)}. Run manage.py write_docs.")
