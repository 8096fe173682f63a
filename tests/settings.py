"""The product's settings, made fast and strict for tests."""

import os
import tempfile

os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("SECRET_KEY", "tests-" + "x" * 60)
os.environ.setdefault("HTTPS", "0")

from config.settings import *  # noqa: F403 - the settings of the product, of which some are changed below

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 - from the settings of the product
    # A file, so that threads meet as they do in production; nothing here has to survive a crash.
    _folder = tempfile.mkdtemp(prefix="register-database-")
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/test.sqlite3"}  # noqa: F405 - from the settings of the product
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405 - from the settings of the product
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
RELEASE_SECONDS = 1
DOCUMENTS_ROOT = tempfile.mkdtemp(prefix="register-tests-")
STORAGES = {
    "default": {"BACKEND": "foundation.documents.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {"version": 1, "disable_existing_loggers": True}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name.lower()]  # noqa: F405 - from the settings of the product
