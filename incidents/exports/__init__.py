"""What leaves the incidents room: records, what does not fit in them, sources compared, courts.

Counts come through counts.show() alone, as on the pages; each sight of exact ones is recorded.
"""

from . import comparison, findings, justice, records  # noqa: F401 - importing it declares the reports
