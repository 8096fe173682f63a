"""The formats. Each writer takes a Content and an About, and returns how many rows it wrote.

A writer is a function `write(content, about, path, tick)`: `path` is a file of its own to fill,
`tick(rows)` is called after every BATCH rows and may raise to stop it; the gate heeds it seldom.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from ..content import About, Content, Value

BATCH = 1_000
Tick = Callable[[int], None]
Writer = Callable[[Content, About, Path, Tick], int]

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pdf": "application/pdf",
    "iati": "application/xml",
}
COMMON = ("csv", "xlsx", "json", "pdf")  # for every report; others bring their own
SUFFIXES = {"iati": "xml"}  # where the name of the file ends otherwise


def batches(rows: Iterable[Sequence[Value]]) -> Iterator[list[Sequence[Value]]]:
    """Rows in lists of BATCH, so that memory does not grow with their number."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def writer(ending: str) -> Writer:
    """The function that writes files with this ending."""
    from . import csv_file, json_file, pdf_file, xlsx_file

    return {
        "csv": csv_file.write,
        "xlsx": xlsx_file.write,
        "json": json_file.write,
        "pdf": pdf_file.write,
    }[ending]
