"""The checks beside the tests: each is run, those that fail are named."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "for-the-check-only-" + "k3Q9" * 12,
    "AUDIT_KEY": "for-the-check-only-" + "p7Xw" * 12,
    "ALLOWED_HOSTS": "register.example",
    "DATABASE_URL": "",
}
MANAGE = [sys.executable, "manage.py"]
CHECKS = [
    ("lint", [sys.executable, "-m", "ruff", "check", "--no-cache", "."], {}),
    ("format", [sys.executable, "-m", "ruff", "format", "--check", "--no-cache", "."], {}),
    ("import contract", [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"], {}),
    ("migrations are complete", [*MANAGE, "makemigrations", "--check", "--dry-run"], PRODUCTION),
    (
        "production settings",
        [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION,
    ),
    ("static files", [*MANAGE, "collectstatic", "--noinput", "-v0"], PRODUCTION),
    ("texts", [sys.executable, "docs/messages.py", "--check"], {}),
    ("translations", [sys.executable, "docs/translations.py", "--check"], {}),
    ("generated pages", [*MANAGE, "write_docs", "--check"], PRODUCTION),
]


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as var:
        for name, command, extra in CHECKS:
            print(f"== {name}", flush=True)  # noqa: T201 - a command's output
            env = {**os.environ, **extra, "VAR": var}
            if subprocess.run(command, cwd=ROOT, env=env).returncode:  # noqa: S603 - from CHECKS
                failed.append(name)
    for name in failed:
        print(f"FAILED: {name}")  # noqa: T201 - a command's output
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
