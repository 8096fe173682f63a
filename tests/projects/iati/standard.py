"""The standard itself, to hold files against: the schema, the code lists, all rules.

The files of the standard are not part of the product. They are looked for in the folder that
IATI_STANDARD names, or in shared/standards/iati beside the project (without them the tests that
need them are skipped, and say so): the schemas of IATI-Schemas
version-2.03, the code lists and their mapping, and the rules of IATI-Rulesets (standard.json).
"""

import json
import os
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from .ruleset import breaches

ROOT = Path(__file__).resolve().parents[3]
NEEDED = ("schemas/iati-activities-schema.xsd", "codelists-compact.json", "mapping.xml",
          "ruleset-standard.json")  # fmt: skip


@cache
def folder():
    named = os.environ.get("IATI_STANDARD")
    places = [Path(named)] if named else [
        parent / "shared" / "standards" / "iati" for parent in ROOT.parents
    ]  # fmt: skip
    for place in places:
        if all((place / name).exists() for name in NEEDED):
            return place
    reason = f"The files of the IATI standard are needed ({', '.join(NEEDED)}): set IATI_STANDARD."
    pytest.skip(reason, allow_module_level=True)


@cache
def schema():
    return etree.XMLSchema(etree.parse(folder() / "schemas" / "iati-activities-schema.xsd"))


@cache
def rules():
    return json.loads((folder() / "ruleset-standard.json").read_text())


@cache
def code_lists():
    lists = json.loads((folder() / "codelists-compact.json").read_text())["lists"]
    return {
        name: {
            code["code"] for code in codes
            if code.get("status") != "withdrawn" and not code.get("withdrawn")
        }
        for name, codes in lists.items()
    }  # fmt: skip


@cache
def mapping():
    """(path of the elements, attribute or text(), list, condition) of each mapped value."""
    found = []
    for one in etree.parse(folder() / "mapping.xml").getroot():
        path, _slash, value = one.findtext("path").strip().rpartition("/")
        name = one.find("codelist").get("ref")
        found.append((path or "//*", value, name, one.findtext("condition")))
    return found


def example(name):
    return (folder() / "examples" / name).read_bytes()


def faults(data):
    """Everything that is wrong with a file, each as one line; empty if it is valid."""
    root = etree.fromstring(data)
    found = []
    if not schema().validate(root):
        found += [f"schema, line {e.line}: {e.message}" for e in schema().error_log]
    found += unknown_codes(root)
    return found + breaches(root, rules())


def unknown_codes(root):
    tree, found = root.getroottree(), []
    for path, value, name, condition in mapping():
        if name not in code_lists():
            continue  # a list that the copy does not carry: FileFormat
        where = path if condition is None else f"{path}[{condition}]"
        for node in tree.xpath(f"{where}/{value}", namespaces={"xml": XML}):
            if str(node) not in code_lists()[name]:
                found.append(f"code: {path}/{value} is {node!s}, not in {name}")
    return found


XML = "http://www.w3.org/XML/1998/namespace"
