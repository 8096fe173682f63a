from django.core.management.base import BaseCommand

from overview.loading import load_country


class Command(BaseCommand):
    help = "Loads the records on Mali from the documents; what is there already is left alone."

    def handle(self, **options):
        made = load_country("mali", "mali.json")
        for name, count in sorted(made.items()):
            if count or options["verbosity"] > 1:
                self.stdout.write(f"{name}: {count} new")
        if not made.total():
            self.stdout.write("Nothing new.")
