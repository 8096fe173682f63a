"""An XML file from outside as plain elements, read in the confined child (child/xml_file.py)."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from foundation.documents.checks import safe_name

from .reading import Limits, parsed
from .refusals import sentence

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(slots=True)
class Element:
    """One element with its line, what it carries, its text and the elements in it."""

    line: int
    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    _by_tag: dict[str, list["Element"]] | None = None

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    def each(self, tag: str) -> Iterator["Element"]:
        """The elements of this name in it; to be asked once all are there."""
        if self._by_tag is None:
            self._by_tag = {}
            for child in self.children:
                self._by_tag.setdefault(child.tag, []).append(child)
        return iter(self._by_tag.get(tag, ()))

    def first(self, tag: str) -> "Element | None":
        return next(self.each(tag), None)


@dataclass(frozen=True)
class XmlFile:
    """A file as read; `root` is without its children, which come one by one."""

    name: str
    sha256: str
    size: int
    root: Element
    broken: int | None  # the line from which on it could not be read
    _messages: list[bytes] = field(repr=False, default_factory=list)

    def children(self) -> Iterator[Element]:
        """Each element under the root, whole; one that the file breaks off in is left out."""
        open_ones: list[Element] = []
        for message in self._messages[1:]:
            said = json.loads(message)
            if isinstance(said, list):
                element = Element(*said)
                if open_ones:
                    open_ones[-1].children.append(element)
                open_ones.append(element)
            elif isinstance(said, dict):
                return
            elif open_ones:
                element = open_ones.pop()
                element.text = said or ""
                if not open_ones:
                    yield element


def read_xml(data: bytes, name: str, limits: Limits | None = None) -> XmlFile:
    """ValidationError refuses a file whole; `code` says why."""
    limits = limits or Limits()
    name = safe_name(name)
    if name.rpartition(".")[2].lower() != "xml":
        _refuse("xml-ending")
    if len(data) > limits.bytes:
        _refuse("bytes", limits)
    if not data:
        _refuse("empty")
    _about, messages = parsed(data, "xml", limits)
    first, last = json.loads(messages[0]), json.loads(messages[-1])
    return XmlFile(
        name,
        hashlib.sha256(data).hexdigest(),
        len(data),
        Element(*first),
        last["broken"] if isinstance(last, dict) else None,
        messages,
    )


def _refuse(code, limits=None):
    raise ValidationError(sentence(code, limits or Limits(), {}), code=code)
