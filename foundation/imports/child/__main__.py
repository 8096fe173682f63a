import json
import sys

from cells import RefusedError, value
from csv_file import read_csv
from xlsx_file import read_xlsx
from xml_file import write_xml

WRITE = sys.stdout.buffer.write


def main():
    limits = json.loads(sys.argv[1])
    limit_this_process(limits)
    data = sys.stdin.buffer.read(limits["bytes"] + 1)
    try:
        if len(data) > limits["bytes"]:
            raise RefusedError("bytes")
        if limits["ending"] == "xml":
            say({})
            say({"end": write_xml(data, limits, say)})
        else:
            reader = read_xlsx if limits["ending"] == "xlsx" else read_csv
            about, rows, others = reader(data, limits)
            say(about)
            say({"end": Writer(limits).write(rows, others)})
    except RefusedError as refusal:
        say({"refused": refusal.code, "facts": refusal.facts})
    except MemoryError:
        say({"refused": "effort", "facts": {}})


def say(message):
    WRITE(json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")


def limit_this_process(limits):
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent is what holds
        return
    for name, most in (
        ("RLIMIT_AS", limits["memory"]),
        ("RLIMIT_CPU", limits["cpu"]),
        ("RLIMIT_FSIZE", limits["output"]),
        ("RLIMIT_CORE", 0),
    ):
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, ValueError, OSError):
            continue  # macOS knows no limit on memory


class Writer:
    """Writes the rows of all sheets; they share the limit on cells."""

    def __init__(self, limits):
        self.limits, self.cells = limits, 0

    def write(self, rows, others):
        """The sheet that is let in; then, each after its name, those that are only looked at."""
        written = self.rows(rows)
        most = min(self.limits["cells"], self.cells + self.limits["others"])
        for place, name, sheet in others:
            say({"sheet": name, "place": place})
            try:
                written += 1 + self.rows(sheet, most, "others")
            except RefusedError as refusal:
                refusal.facts["sheet"] = name[:60]
                raise
        return written

    def rows(self, rows, most=None, code="cells"):
        """Each row that holds something, with its number as the spreadsheet shows it."""
        written, limits = 0, self.limits
        for number, row in rows:
            values = [value(cell, number, place, limits) for place, cell in enumerate(row)]
            while values and values[-1] is None:
                values.pop()
            if len(values) > limits["columns"]:
                raise RefusedError("columns", row=number)
            written, self.cells = written + bool(values), self.cells + len(values)
            if written > limits["rows"] + 2:  # the heading row and a row of tags come on top
                raise RefusedError("rows")
            if self.cells > (most or limits["cells"]):
                raise RefusedError(code)
            if values:
                say([number, *values])
        return written


if __name__ == "__main__":
    main()
