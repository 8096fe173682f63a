"""Typesets one file in a process of its own, which knows nothing of the register.

Run as `python -I child.py OUTPUT` with the content as JSON on standard input.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
MEMORY = 1_500_000_000
SECONDS = 100


def limit_this_process():
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent is what holds
        return
    for name, most in (("RLIMIT_AS", MEMORY), ("RLIMIT_CPU", SECONDS), ("RLIMIT_CORE", 0)):
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, ValueError, OSError):
            continue  # macOS knows no limit on memory


def main():
    limit_this_process()
    import typst

    content = sys.stdin.buffer.read().decode()
    json.loads(content)  # ours or nothing
    typst.compile(
        str(HERE / "report.typ"),
        output=sys.argv[1],
        root=str(HERE),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"content": content},
        pdf_standards=["ua-1"],
        format="pdf",
    )


if __name__ == "__main__":
    main()
