import signal
import time
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from foundation.jobs.queue import forget, work_once

REST = 2  # seconds between two looks at an empty queue
KEPT = timedelta(days=30)
CLEANING = 60 * 60


class Command(BaseCommand):
    help = (
        "Does the work that pages do not wait for, until it is stopped. Start as many as you"
        " like, on one machine or several. A locked or restarting database is waited for."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--until-empty", action="store_true", help="Stop when nothing is left to do."
        )

    def handle(self, *, until_empty, **options):
        self.stopping = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        cleaned = 0.0
        while not self.stopping:
            try:
                if time.monotonic() - cleaned > CLEANING or not cleaned:
                    forget(KEPT)
                    cleaned = time.monotonic()
                job = work_once()
            except OperationalError as error:
                self.stderr.write(f"The database does not answer: {type(error).__name__}.")
                self.rest()
                continue
            if job is None and until_empty:
                return
            if job is None:
                self.rest()

    def rest(self):
        """What the database does not answer is asked again on a new connection."""
        close_old_connections()
        time.sleep(REST)

    def stop(self, *_signal):
        """The job in hand is finished first."""
        self.stopping = True
