"""Maps: shades by count, no figure is not zero, and nothing withheld is drawn."""

from types import SimpleNamespace

from django.template.loader import render_to_string

from foundation.ui.maps import Area, AreaMap
from incidents.shown import NOT_RELEASED, number


def area_map(*counts):
    areas = [
        Area(f"Region {n}", cell, f"M{n} 0l1 1 1 -1z", 10 * n, 5, room=50)
        for n, cell in enumerate(counts)
    ]
    return AreaMap("Title", "Measure", "0 0 100 50", areas, unit="Incidents", head="Region")


def looks(chart):
    return [drawn.look for drawn in chart.drawn()]


def test_shades_grow_with_the_count_and_each_count_has_its_line_in_the_legend():
    chart = area_map(number(1), number(10), number(11), number(50))

    assert chart.limits == [10, 20, 30, 40, 50]
    assert looks(chart) == ["1", "1", "2", "5"]
    shades = {shade.look: (shade.first, shade.last) for shade in chart.legend()}
    assert shades == {"1": (1, 10), "2": (11, 20), "3": (21, 30), "4": (31, 40), "5": (41, 50)}


def test_zero_no_figure_and_what_is_withheld_are_three_things():
    withheld = SimpleNamespace(value=7, state="withheld", shown=False)
    chart = area_map(number(0), None, number(None, "not-collected"), withheld, NOT_RELEASED)

    assert looks(chart) == ["0", "no", "no", "no", "no"]
    assert [shade.look for shade in chart.legend()] == ["0", "no"]
    page = " ".join(render_to_string("components/area_map.html", {"chart": chart}).split())
    assert "no figure" in page
    assert "not collected" in page
    assert ">7<" not in page
    assert "[c]" in page


def test_a_number_is_written_only_where_there_is_room():
    areas = [Area("Small", number(3), "M0 0l1 1z", 1, 1, room=5)]
    (drawn,) = AreaMap("T", "M", "0 0 9 9", areas).drawn()

    assert (drawn.value, drawn.look) == (None, "3")
