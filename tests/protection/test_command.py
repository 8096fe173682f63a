"""manage.py protect: the plain format in and out, without a database."""

import copy
import io
import json

import pytest
from django.core.management import CommandError, call_command

from . import tables

GOOD = tables.CASES["a cycle of four"]


def run(path, *options):
    out = io.StringIO()
    call_command("protect", str(path), *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def write(tmp_path, document):
    path = tmp_path / "file.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return path


@pytest.mark.parametrize("effort", ["page", "release"])
def test_a_table_becomes_a_release(tmp_path, effort):
    output = json.loads(run(write(tmp_path, GOOD), "--effort", effort, "--seconds", "5"))
    assert output["format"] == "sdc-release/1"
    assert output["dimensions"] == GOOD["dimensions"]
    assert any(row[-1] is None for row in output["releases"][0]["cells"])
    assert "0 exact, 0 narrowed" in run(write(tmp_path, output), "--audit")


def test_the_audit_refuses_a_leak(tmp_path):
    leaky = {
        **{key: GOOD[key] for key in ("threshold", "zeros", "dimensions")},
        "releases": [
            {"id": t["id"], "cells": [[*c, None if n < 5 else n] for *c, n in t["cells"]]}
            for t in GOOD["tables"]
        ],
    }
    with pytest.raises(CommandError) as refusal:
        run(write(tmp_path, leaky), "--audit")
    assert refusal.value.returncode == 1


def spoiled(change):
    document = copy.deepcopy(GOOD)
    change(document)
    return document


BAD = {
    "not json": ("{", "not JSON"),
    "not a number of json": ('{"threshold": NaN}', "not JSON"),
    "a list": ([], "one JSON object"),
    "no tables": (spoiled(lambda d: d.update(tables=[])), "tables"),
    "wrong sum": (spoiled(lambda d: d["tables"][0]["cells"][0].__setitem__(-1, 9999)), "add"),
    "negative": (spoiled(lambda d: d["tables"][0]["cells"][5].__setitem__(-1, -1)), "negative"),
    "fraction": (spoiled(lambda d: d["tables"][0]["cells"][5].__setitem__(-1, 1.5)), "whole"),
    "truth value": (spoiled(lambda d: d["tables"][0]["cells"][5].__setitem__(-1, True)), "whole"),
    "text": (spoiled(lambda d: d["tables"][0]["cells"][5].__setitem__(-1, "3")), "whole"),
    "null": (spoiled(lambda d: d["tables"][0]["cells"][5].__setitem__(-1, None)), "whole"),
    "unknown code": (
        spoiled(lambda d: d["tables"][0]["cells"][5].__setitem__(0, "Nowhere")), "unknown code",
    ),
    "too few codes": (spoiled(lambda d: d["tables"][0]["cells"][5].pop(0)), "codes"),
    "two counts": (
        spoiled(lambda d: d["tables"][0]["cells"].append([*d["tables"][0]["cells"][5][:-1], 77])),
        "two counts",
    ),
    "cyclic groups": (
        spoiled(lambda d: d["dimensions"][0]["groups"].update(R1=["Land"])), "circle",
    ),
    "a leaf twice": (
        spoiled(lambda d: d["dimensions"][0]["groups"].update(X=["Land", "R1"])), "twice",
    ),
    "an empty group": (spoiled(lambda d: d["dimensions"][0]["groups"].update(X=[])), "nothing"),
    "threshold of two": (spoiled(lambda d: d.update(threshold=2)), "threshold"),
    "zeros unclear": (spoiled(lambda d: d.update(zeros="some")), "zeros"),
    "another format": (spoiled(lambda d: d.update(format="sdc-table/9")), "format"),
    "primary nowhere": (spoiled(lambda d: d.update(primary=[["R1", "T9"]])), "unknown code"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_line(tmp_path, name):
    document, word = BAD[name]
    with pytest.raises(CommandError) as refusal:
        run(write(tmp_path, document))
    assert refusal.value.returncode == 2
    assert word in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_is_bad_input(tmp_path):
    with pytest.raises(CommandError) as refusal:
        run(tmp_path / "none.json")
    assert refusal.value.returncode == 2
