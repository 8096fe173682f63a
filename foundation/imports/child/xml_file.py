"""An XML file as its elements, in the order of the file: the one place that parses foreign XML.

No document type at all, so no entities of its own and nothing to fetch; no network; depth, number
and size of everything limited. Each start of an element is a line [line, tag, attributes], each
end a line with its text or null. Where the file breaks off, {"broken": line} says so: what was
closed before stands.
"""

import io
import re
import unicodedata

from cells import NO_TEXT, RefusedError
from csv_file import BOMS
from lxml import etree

DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
ENCODING = re.compile(r"""\bencoding\s*=\s*["']([^"']*)["']""")
DOCTYPE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.IGNORECASE)
CAREFUL = {
    "resolve_entities": False, "load_dtd": False, "dtd_validation": False, "no_network": True,
    "huge_tree": False, "recover": False, "remove_comments": True, "remove_pis": True,
}  # fmt: skip


def write_xml(data, limits, say):
    """How many lines were said."""
    number = 0
    for message in messages(plain_text(data), limits):
        say(message)
        number += 1
    return number


def plain_text(data):
    """The text of a file that says what it is: UTF-8, or UTF-16 with its mark."""
    marked = (encoding for mark, encoding in BOMS if data.startswith(mark))
    encoding = next(marked, "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedError("encoding") from None
    if declared := DECLARATION.match(text):
        said = ENCODING.search(declared[0])
        fits = {"utf-16"} if encoding == "utf-16" else {"utf-8", "utf8", "us-ascii", "ascii"}
        if said and said[1].lower() not in fits:
            raise RefusedError("encoding")
        text = re.sub(r"[^\n]", " ", declared[0]) + text[declared.end() :]
    if NO_TEXT.search(text):
        raise RefusedError("no-text-file")
    if DOCTYPE.search(text):
        raise RefusedError("doctype")
    return text


def messages(text, limits):
    depth = elements = line = 0
    parsing = etree.iterparse(io.BytesIO(text.encode()), events=("start", "end"), **CAREFUL)
    try:
        for event, element in parsing:
            if event == "end":
                depth -= 1
                yield said_in(element.text, limits)
                forget(element)
                continue
            depth, elements, line = depth + 1, elements + 1, element.sourceline
            check(element, depth, elements, limits)
            attributes = {name: said_in(value, limits) for name, value in element.items()}
            yield [line, element.tag, attributes]
    except etree.XMLSyntaxError as error:
        if not elements:
            raise RefusedError("no-xml", row=error.lineno or 1) from None
        yield {"broken": error.lineno or line}


def check(element, depth, elements, limits):
    if elements == 1 and element.getroottree().docinfo.internalDTD is not None:
        raise RefusedError("doctype")
    if depth > limits["depth"]:
        raise RefusedError("deep", row=element.sourceline)
    if elements > limits["elements"]:
        raise RefusedError("elements")
    if len(element.attrib) > limits["attributes"]:
        raise RefusedError("attributes", row=element.sourceline)


def said_in(text, limits):
    """A text as one line of words, cut where it is far too long."""
    words = " ".join(unicodedata.normalize("NFC", text or "")[: limits["cell"]].split())
    return words or None


def forget(element):
    """What was said is let go, with its elder siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
