from django.core.management.base import BaseCommand

from foundation.reference.loading import load_reference


class Command(BaseCommand):
    help = "Load countries, regions, organisations and code lists from the files of the product."

    def add_arguments(self, parser):
        parser.add_argument(
            "--update",
            action="store_true",
            help="Also bring rows that differ from their file back in line, and say which.",
        )

    def handle(self, *, update, **options):
        for name, counts in load_reference(update=update).items():
            self.stdout.write(
                f"{name}: {counts.new} new, {counts.changed} changed, {counts.same} same"
                + (f", {len(counts.kept)} differ and were kept" if counts.kept else "")
            )
            for line in counts.changes or counts.kept:
                self.stdout.write(f"  {line}")
