"""The French catalogue: every text has its translation, and none loses a name or a number."""

import importlib.util
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
PLACES = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?\w+")

spec = importlib.util.spec_from_file_location("messages", ROOT / "docs" / "messages.py")
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(PO))


def test_every_text_is_in_the_catalogue_and_translated(catalogue):
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue if entry.translated()}
    wanted = {(context, text) for context, text, _plural in messages.every_message()}
    assert wanted - known == set()


def test_no_translation_loses_a_place_for_a_value(catalogue):
    for entry in catalogue:
        pairs = [(entry.msgid, entry.msgstr)]
        if entry.msgid_plural:
            pairs = [(entry.msgid_plural, entry.msgstr_plural[1])]
        for english, french in pairs:
            assert sorted(PLACES.findall(english)) == sorted(PLACES.findall(french)), english


def test_french_signs_do_not_start_a_line(catalogue):
    for entry in catalogue:
        for french in (entry.msgstr, *entry.msgstr_plural.values()):
            assert not re.search(r" [:;!?»](?!\S)|« ", french), french
            assert "’" not in french, french  # one apostrophe throughout


def test_the_compiled_catalogue_is_the_one_that_is_written(catalogue):
    assert PO.with_suffix(".mo").read_bytes() == catalogue.to_binary()


PYTHON = """
from django.utils.translation import gettext as say
say("by another name")
_("one"); gettext_lazy("two"); ngettext("%(n)d dog", "%(n)d dogs", n); pgettext("verb", "Report")
other("not this"); _(variable)
"""
TEMPLATE = """{% load i18n %}{% translate "three" %}{% cell _("four") css="n" %}
{% blocktranslate with x=y %}five {{ x }}{% endblocktranslate %}
{% blocktranslate count n=n %}{{ n }} cat{% plural %}{{ n }} cats{% endblocktranslate %}
{% translate "Report" context "verb" %}<p>not this</p>"""


def test_marked_texts_are_found_where_they_stand():
    assert {found for found, _line in messages.in_python(PYTHON)} == {
        (None, "by another name", None),
        (None, "one", None), (None, "two", None), (None, "%(n)d dog", "%(n)d dogs"),
        ("verb", "Report", None),
    }  # fmt: skip
    assert {found for found, _line in messages.in_template(TEMPLATE, "x.html")} == {
        (None, "three", None), (None, "four", None), (None, "five %(x)s", None),
        (None, "%(n)s cat", "%(n)s cats"), ("verb", "Report", None),
    }  # fmt: skip
