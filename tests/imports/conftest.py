import shutil
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def _no_file_of_another_test():
    shutil.rmtree(Path(settings.DOCUMENTS_ROOT) / "imports", ignore_errors=True)
