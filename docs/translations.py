"""Compiles locale/*/LC_MESSAGES/django.po to .mo without system gettext; --check compares only.

Bare machines have no gettext, so the compiled files are committed beside their texts.
"""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def main() -> int:
    check, stale = "--check" in sys.argv, []
    for po_path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        po = polib.pofile(str(po_path))
        mo_path = po_path.with_suffix(".mo")
        if not check:
            mo_path.write_bytes(po.to_binary())
        elif not mo_path.exists() or mo_path.read_bytes() != po.to_binary():
            stale.append(po_path)
    for path in stale:
        print(f"{path}: run docs/translations.py")  # noqa: T201 - a command's output
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
