from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from commitments.reminders import send_reminders


class Command(BaseCommand):
    help = (
        "Mails a digest of commitments and actions that are overdue, due soon or gone quiet to"
        " each person who reports on them: for cron, once a day. A second run on the same day"
        " sends nothing again."
    )

    def handle(self, **options):
        try:
            outcome = send_reminders()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{outcome.sent} sent, {outcome.failed} failed.")
        if outcome.failed:
            raise CommandError("Some mails could not be sent; the next run tries them again.")
