"""What a DOCX or XLSX would fetch when it is opened: a template or an image from another machine.

A link that a person follows by clicking is not meant; a part that the program loads by itself is.
"""

import zipfile
from typing import Any
from xml.parsers import expat

LARGEST = 1024 * 1024


class _FoundError(Exception):
    pass


def loads_from_elsewhere(upload: Any) -> bool:
    """Whether a part of this package is kept elsewhere, or will not say where."""
    upload.seek(0)
    with zipfile.ZipFile(upload) as package:
        parts = [part for part in package.infolist() if part.filename.lower().endswith(".rels")]
        return any(_is_outside(package, part) for part in parts)


def _is_outside(package, part):
    try:
        with package.open(part) as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            return True
        parser = expat.ParserCreate()
        parser.StartElementHandler = _look_at
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.Parse(text, True)
    except (_FoundError, expat.ExpatError, zipfile.BadZipFile, RuntimeError, ValueError, OSError):
        return True
    return False


def _look_at(_name, attributes):
    outside = attributes.get("TargetMode", "").lower() == "external"
    if outside and not attributes.get("Type", "").lower().endswith("/hyperlink"):
        raise _FoundError


def _refuse_doctype(*_parts):
    raise _FoundError
