"""The charts of the pages as drawings for a PDF: the same geometry, with attributes only.

A style sheet does not reach a drawing there, and variables of one are set in black. Coordinates
are text with a point in every language.
"""

from collections.abc import Iterable, Sequence
from textwrap import shorten, wrap
from xml.sax.saxutils import escape

from django.utils.formats import number_format

from foundation.ui.charts import BarChart, StackedBar, TargetChart, plain, shown_value

from .content import Picture

WIDTH, LABELS, VALUES, ROW = 640, 216, 104, 22
LETTERS, SMALL = 36, 44  # of a label in one line, and in each of two
DATA, MUTED, TRACK, INK = "#1d6fa8", "#9aa6b0", "#dde4e9", "#15202a"
LOOKS = {
    "ok": "#0b7a5e", "go": "#1d6fa8", "warn": "#c98a00", "bad": "#b3341b", "new": "#aab4bd",
    "stop": "#6b7680", "unk": "#d3dae0",
}  # fmt: skip
BARS = WIDTH - LABELS - VALUES


def of_bars(chart: BarChart, source: str = "") -> Picture:
    """A bar for each row, its value beside it."""
    rows, told = [], []
    for place, drawn in enumerate(chart.rows()):
        bar, top = drawn.bar, place * ROW
        printed = _printed(bar)
        colour = MUTED if bar.muted else DATA
        width = None if drawn.width is None else _length(drawn.width)
        rows += [_label(bar.label, top), _rect(width, top + 4, 14, colour), _value(printed, top)]
        told.append(f"{bar.label}: {printed}")
    return _picture(chart, rows, len(told), told, source)


def of_targets(chart: TargetChart, source: str = "") -> Picture:
    """A bar for each row, on its track, with a line at the target."""
    rows, told = [], []
    for place, drawn in enumerate(chart.drawn()):
        row, top = drawn.bar, place * ROW
        printed = str(row.text or ("" if row.value is None else row.value))
        width = None if drawn.width is None else _length(drawn.width)
        rows += [_label(row.label, top), _rect(BARS, top + 10, 2, TRACK),
                 _rect(width, top + 5, 12, DATA), _value(printed, top)]  # fmt: skip
        if drawn.mark is not None:
            rows.append(_rect(2, top + 2, 18, INK, LABELS + _length(drawn.mark)))
        told.append(f"{row.label}: {printed}")
    return _picture(chart, rows, len(told), told, source)


def of_parts(title: str, bars: Sequence[tuple[str, StackedBar]], source: str = "") -> Picture:
    """A bar in parts for each name, with what the colours mean under them."""
    rows, told, meant = [], [], {}
    for place, (name, bar) in enumerate(bars):
        top = place * ROW
        rows.append(_label(name, top))
        for drawn in bar.segments():
            colour = LOOKS.get(drawn.part.look, LOOKS["unk"])
            meant.setdefault(str(drawn.part.label), colour)
            rows.append(_rect(_length(drawn.width), top + 4, 14, colour,
                              LABELS + _length(drawn.x)))  # fmt: skip
        rows.append(_value(str(bar.total), top))
        parts = ", ".join(f"{part.label} {part.value}" for part in bar.parts if part.value)
        told.append(f"{name}: {parts}")
    legend, lines = _legend(meant, len(bars) * ROW + 6)
    svg = _svg([*rows, *legend], len(bars) * ROW + 10 + lines * 18)
    return Picture(title, svg, "; ".join(told), source)


def _printed(bar):
    """The text of a bar; of a protected count its number, where that may be shown."""
    if bar.text:
        return str(bar.text)
    value = bar.value if bar.cell is None else shown_value(bar.cell)
    return "" if value is None else number_format(value, force_grouping=True)


def _picture(chart, rows, number, told, source):
    alt = f"{chart.title}. {chart.measure}. " + "; ".join(told)
    return Picture(f"{chart.title}. {chart.measure}", _svg(rows, number * ROW), alt, source)


def _svg(parts: Iterable[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {plain(height)}" '
        f'font-family="Noto Sans" font-size="11" fill="{INK}">{"".join(parts)}</svg>'
    )


def _length(share: str) -> float:
    return float(share) * BARS / 100


def _rect(width, top, height, colour, left=LABELS):
    if not width:
        return ""
    return (
        f'<rect x="{plain(left)}" y="{plain(top)}" width="{plain(max(width, 0.5))}" '
        f'height="{plain(height)}" fill="{colour}"/>'
    )


def _label(text, top):
    text = str(text)
    if len(text) <= LETTERS:
        return f'<text x="0" y="{plain(top + 15)}">{escape(text)}</text>'
    lines = shorten(text, 2 * SMALL - 8, placeholder=" …")
    first, *rest = wrap(lines, SMALL)
    return (
        f'<text x="0" y="{plain(top + 9)}" font-size="9">{escape(first)}</text>'
        f'<text x="0" y="{plain(top + 19)}" font-size="9">{escape(" ".join(rest))}</text>'
    )


def _value(text, top):
    return f'<text x="{WIDTH}" y="{plain(top + 15)}" text-anchor="end">{escape(text)}</text>'


def _legend(meant, top):
    """Squares with their words, as many in a line as there is room for."""
    parts, left, line = [], 0.0, 0
    for label, colour in meant.items():
        wide = 26 + 6.4 * len(label)
        if left + wide > WIDTH and left:
            left, line = 0.0, line + 1
        at = top + line * 18
        parts.append(_rect(11, at + 3, 11, colour, left))
        parts.append(f'<text x="{plain(left + 16)}" y="{plain(at + 13)}">{escape(label)}</text>')
        left += wide
    return parts, line + 1 if meant else 0


__all__ = ["of_bars", "of_parts", "of_targets"]
