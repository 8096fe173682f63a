"""Where uploads lie: under random names, outside every web root, without a public address."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    def __init__(self):
        super().__init__(location=settings.DOCUMENTS_ROOT, file_permissions_mode=0o600)

    def url(self, name):
        raise ValueError("A document has no public address; it leaves through a guarded page.")
