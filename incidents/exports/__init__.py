"""What leaves the incidents room: releases, records, what does not fit in them, sources compared, courts.

Counts come through counts.show() alone, as on the pages; each sight of exact ones is recorded.
"""

from . import (  # noqa: F401 - importing them declares the reports
    comparison,
    findings,
    justice,
    records,
    releases,
)
