from django.core.management.base import BaseCommand

from foundation.exports.gate import sweep


class Command(BaseCommand):
    help = "Throws away files that were taken out and have lain ready for their time."

    def handle(self, **options):
        self.stdout.write(f"{sweep()} removed.")
