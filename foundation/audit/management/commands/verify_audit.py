from django.core.management.base import BaseCommand, CommandError

from foundation.audit.chain import verify
from foundation.audit.models import Event


class Command(BaseCommand):
    help = (
        "Reads the audit trail from its first row and says where it was tampered with. Keep the"
        " printed checkpoint outside the database; give it back with --expect to see a cut end."
    )

    def add_arguments(self, parser):
        parser.add_argument("--expect", metavar="ROWS:SEAL", help="A checkpoint printed earlier.")

    def handle(self, *, expect=None, **options):
        report = verify()
        if report.broken_at is not None:
            raise CommandError(f"The chain breaks at row number {report.broken_at}.")
        if expect:
            self._compare(expect)
        self.stdout.write(f"Intact. Checkpoint: {report.rows}:{report.head}")

    def _compare(self, expect):
        rows, _, head = expect.partition(":")
        if not rows.isdecimal():
            raise CommandError("Give the checkpoint as it was printed, ROWS:SEAL.")
        seals = Event.objects.order_by("id").values_list("seal", flat=True)
        position = int(rows)
        found = seals[position - 1 : position].first() if position else ""
        if found != head:
            raise CommandError("Rows are missing or changed since the checkpoint.")
