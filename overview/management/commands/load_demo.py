import os

from django.core.management.base import BaseCommand, CommandError

from foundation.reference.loading import load_reference
from overview.demo import ACCOUNTS, DOMAIN, make_accounts
from overview.loading import load_country


class Command(BaseCommand):
    help = (
        "Loads reference data, Mali, the sample country and the demo accounts. Safe to run again."
    )

    def handle(self, **options):
        password = os.environ.get("DEMO_PASSWORD", "")
        if len(password) < 8:
            raise CommandError("Set DEMO_PASSWORD to at least 8 characters.")
        load_reference()
        users = make_accounts(password)
        made = load_country("mali", "mali.json")
        made += load_country(
            "veloria",
            "sample.json",
            authors={"wpa": users["wpa-sample"], "reviewer": users["reviewer"]},
        )
        self.stdout.write(
            f"Demo records: {made.total()} new."
            if made.total()
            else "Demo records are up to date."
        )
        if options["verbosity"] > 1:
            for account in ACCOUNTS:
                self.stdout.write(f"  {account.name}@{DOMAIN}")
