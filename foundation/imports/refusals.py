"""Why a file is not read, each reason in one sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES = {
    "ending": gettext_lazy("Only CSV and XLSX files can be read."),
    "old-excel": gettext_lazy(
        "Only CSV and XLSX files can be read. Open this one in your spreadsheet program and save"
        " it as an Excel workbook (.xlsx) or as CSV UTF-8."
    ),
    "password": gettext_lazy("The file is protected with a password. Save it without one."),
    "empty": gettext_lazy("The file is empty."),
    "xml-ending": gettext_lazy("Only XML files can be read here."),
    "no-xml": gettext_lazy("The file is no XML: it cannot be read from line %(row)d on."),
    "encoding": gettext_lazy(
        "The file is written in letters that cannot be told for certain. Save it as UTF-8."
    ),
    "deep": gettext_lazy("On line %(row)d one thing lies in another too many times."),
    "elements": gettext_lazy("The file has more than %(elements)d elements. Send it in parts."),
    "attributes": gettext_lazy("Line %(row)d has an element with over %(attributes)d attributes."),
    "no-activities": gettext_lazy("The file is no IATI file of activities."),
    "no-rows": gettext_lazy("The file has no rows under its headings."),
    "not-what-it-says": gettext_lazy("The content of the file is not what its name says."),
    "damaged": gettext_lazy("The file is damaged. Open it, save it again and try once more."),
    "doctype": gettext_lazy("The file holds a document type, which is never read."),
    "macros": gettext_lazy("The file holds macros or embedded objects. Save it without them."),
    "pivot": gettext_lazy(
        "The file holds a pivot table, with all its rows once more. Copy what you see as values"
        " into a new workbook."
    ),
    "effort": gettext_lazy(
        "Reading the file takes more memory or time than it may. Send fewer rows, or a CSV."
    ),
    "unpacked": gettext_lazy("The file unpacks to far more than its size."),
    "bytes": gettext_lazy("The file is larger than %(megabytes)d MB. Send it in parts."),
    "rows": gettext_lazy("The file has more than %(rows)d rows. Send it in parts."),
    "columns": gettext_lazy("Row %(row)d has more than %(columns)d columns."),
    "cells": gettext_lazy("The file has more than %(cells)d cells. Send it in parts."),
    "others": gettext_lazy(
        "The sheets that do not come in have more than %(others)d cells. Send the sheet of rows"
        " alone."
    ),
    "cell": gettext_lazy("A cell in row %(row)d holds more than %(cell_size)d letters."),
    "far": gettext_lazy(
        "Cell %(cell)s, far from the others, holds something. Delete the rows and columns beyond"
        " your table."
    ),
    "no-text": gettext_lazy("Cell %(column)s%(row)d holds signs that are no text."),
    "no-text-file": gettext_lazy(
        "The file holds signs that are no text. Save it as CSV UTF-8, or as XLSX."
    ),
    "quotes": gettext_lazy("From row %(row)d on, the quotation marks do not match."),
    "formula": gettext_lazy(
        "Cell %(cell)s holds a formula. Copy the cells and paste them as values."
    ),
    "hidden-sheet": gettext_lazy("The sheet “%(sheet)s” is hidden. Show it, or delete it."),
    "hidden-row": gettext_lazy("Row %(row)d is hidden. Show it, or delete it."),
    "hidden-column": gettext_lazy("Column %(column)s is hidden. Show it, or delete it."),
    "comments": gettext_lazy("The file holds comments on cells. Delete them."),
    "merged": gettext_lazy("The cells %(cell)s are merged. Take them apart."),
    "mixed-shape": gettext_lazy(
        "Some headings stand for values of two kinds, or of one that has a column already:"
        " %(headings)s. Only one kind may run across."
    ),
    "two-counts": gettext_lazy(
        "The column “%(heading)s” holds counts, and so do the columns %(headings)s. Keep one or"
        " the other."
    ),
    "no-record": gettext_lazy("The record for which this file was sent is not there for you."),
    "no-heading": gettext_lazy("Column %(column)s has cells but no heading."),
    "duplicate": gettext_lazy(
        "Two columns, “%(first)s” and “%(second)s”, both stand for “%(label)s”. Keep one."
    ),
    "contradiction": gettext_lazy(
        "Column “%(heading)s” has the tag %(tag)s, which stands for “%(label)s”. Correct one of"
        " the two."
    ),
    "missing": gettext_lazy("These columns are missing: %(labels)s."),
    "unknown": gettext_lazy("These columns are not known here: %(headings)s. Delete them."),
    "nothing-known": gettext_lazy(
        "None of the headings is known here. The first row must hold the headings of the template."
    ),
    "persons": gettext_lazy(
        "%(where)s looks like %(what)s. Nothing about a single person may be kept here: the file"
        " was refused whole and thrown away. Delete it from your own file too."
    ),
}  # fmt: skip


def sentence(code, limits, facts):
    """The sentence for a reason, with the numbers that go into it."""
    numbers = {
        "megabytes": limits.bytes // 1024 // 1024,
        "rows": limits.rows,
        "columns": limits.columns,
        "cells": limits.cells,
        "others": limits.others,
        "cell_size": limits.cell,
        "elements": limits.elements,
        "attributes": limits.attributes,
    }
    if "sheet" in facts and _is_a_person(facts["sheet"]):
        facts = {**facts, "sheet": "…"}
    told = str(SENTENCES.get(code) or _("The file cannot be read.")) % {**numbers, **facts}
    if "sheet" not in facts or code in {"hidden-sheet", "others"}:
        return told
    return _("On the sheet “%(sheet)s”: %(told)s") % {"sheet": facts["sheet"], "told": told}


def _is_a_person(name):
    """A sheet may be called like one; a refusal repeats nothing that may not be kept."""
    from . import person, single_cases  # both read what is refused here

    return bool(person.what_is_in(str(name)) or single_cases.is_name(str(name)))
