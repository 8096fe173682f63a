import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from incidents.protection import ProtectionError
from incidents.protection.audit import audit
from incidents.protection.plain import decide, read_releases, release_document

BAD_INPUT, NOT_SAFE = 2, 1
WORDS = {"Exact": "exact", "Narrowed": "narrowed", "Shield": "shield", "Finding": "safe"}


class Command(BaseCommand):
    help = (
        "Protects small counts in the tables of INPUT.json (sdc-table/1) and writes what may be"
        " printed (sdc-release/1); with --audit, says what a reader of a release can work out."
        " Touches no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="A JSON file, or - for standard input.")
        parser.add_argument("--audit", action="store_true", help="FILE is an sdc-release/1.")
        parser.add_argument("--effort", choices=("page", "release"), default="page")
        parser.add_argument("--seconds", type=float, default=60.0, help="Limit for a release.")

    def handle(self, *, file, audit, effort, seconds, **options):
        try:
            document = _read(file)
            if audit:
                self._audit(document)
                return
            plan = decide(document, effort, seconds)
        except ProtectionError as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        self.stdout.write(json.dumps(release_document(plan, document), ensure_ascii=False))
        if plan.exposed:
            cells = "; ".join(f"{name}: {' / '.join(codes)}" for name, codes in plan.exposed)
            self.stderr.write(f"Public already, whatever is withheld now: {cells}")

    def _audit(self, document):
        report = audit(*read_releases(document))
        for cell in report.cells:
            self.stdout.write(f"{cell} {WORDS[type(cell).__name__]}")
        self.stdout.write(
            f"{len(report.cells)} withheld, {len(report.exact)} exact,"
            f" {len(report.narrowed)} narrowed"
        )
        if not report.holds:
            raise CommandError("This release gives small counts away.", returncode=NOT_SAFE)


def _read(file):
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
        return json.loads(text, parse_constant=_refuse)
    except OSError as error:
        raise ProtectionError(f"{file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ProtectionError(f"{file} is not JSON: {error}") from error


def _refuse(constant):
    raise ValueError(f"{constant} is no count")
