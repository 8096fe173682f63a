from django.core.management.base import BaseCommand
from django.utils import timezone

from foundation.exports.schedule import run


class Command(BaseCommand):
    help = "Asks for the kept reports that are due today. Made for cron; twice a day asks once."

    def handle(self, **options):
        asked, refused = run(timezone.localdate())
        self.stdout.write(f"{asked} asked for, {refused} refused.")
