from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foundation.exports.schedule import run


class Command(BaseCommand):
    help = "Asks for the kept reports that are due today. Made for cron; twice a day asks once."

    def handle(self, **options):
        asked, refused, failed = run(timezone.localdate())
        self.stdout.write(f"{asked} asked for, {refused} refused, {failed} failed.")
        if failed:
            raise CommandError("Some reports could not be asked for; the log says why.")
