"""What leaves the incidents room: releases, records, findings, sources compared, courts.

Counts come through counts.show() alone, as on the pages; each sight of exact ones is recorded.
"""

from . import (  # noqa: F401 - importing them declares the reports
    comparison,
    findings,
    justice,
    records,
    releases,
)
