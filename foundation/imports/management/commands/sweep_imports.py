from django.core.management.base import BaseCommand

from foundation.imports.actions import sweep


class Command(BaseCommand):
    help = "Throws away files that waited a day to be imported, and what ended imports left."

    def handle(self, **options):
        self.stdout.write(f"{sweep()} removed.")
