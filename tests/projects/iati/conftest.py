import pytest

from tests.exports.conftest import files_of_their_own, take

__all__ = ["files_of_their_own", "take"]
PUBLISHER = {
    "ref": "XM-DAC-41401", "name": "UN Multi-Partner Trust Fund Office", "type": "40",
    "secondary": True, "prefix": "", "language": "en", "currency": "USD", "collaboration": "4",
    "flow": "10", "finance": "110", "aid": "B04", "tied": "5",
}  # fmt: skip


@pytest.fixture(autouse=True)
def publisher(settings):
    """Who publishes, as a deployment sets it."""
    settings.IATI = dict(PUBLISHER)
    return settings.IATI
