"""Activities per second as an IATI file, beside lxml alone writing the same elements; peak memory.

    python benchmarks/iati.py [activities]

Works without a database: what is measured is the way from plain values to the file. The peak is
taken for the number given and for ten times of it: it must not grow with the number.
"""

import io
import os
import resource
import sys
import time
from pathlib import Path

import django

ROUNDS = 3


def main(number: int) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    ours = min(_timed(_ours, number) for _round in range(ROUNDS))
    alone = min(_timed(_lxml_alone, number) for _round in range(ROUNDS))
    print(f"ours       {number / ours:9.0f} activities a second")
    print(f"lxml alone {number / alone:9.0f} activities a second, ratio {ours / alone:.2f}")
    for some in (number, number * 10):
        _ours(some)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"peak of the process after {some} activities: {peak} MiB")


class _Nowhere(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        return len(data)


def _ours(number):
    from projects.iati.write import write_activities

    write_activities((_activity(place) for place in range(number)), _Nowhere())


def _lxml_alone(number):
    """The same elements made by lxml from a list that is there already: no values, no wording."""
    from lxml import etree

    from projects.iati.elements import element_of

    root = element_of(_activity(0))
    order = list(root.iter())
    places = {element: place for place, element in enumerate(order)}
    plain = [(places.get(one.getparent()), one.tag, dict(one.attrib), one.text) for one in order]
    with etree.xmlfile(_Nowhere(), encoding="utf-8") as out, out.element("iati-activities"):
        for _place in range(number):
            made = []
            for parent, tag, attributes, text in plain:
                if parent is None:
                    made.append(etree.Element(tag, attributes))
                else:
                    made.append(etree.SubElement(made[parent], tag, attributes))
                made[-1].text = text
            out.write(made[0])


def _activity(place):
    from datetime import date
    from decimal import Decimal

    from projects.iati import activity as a

    body, day = a.Organisation("Sample body", "XM-DAC-41401", "40"), date(2020, 1, 1)
    payment = a.Payment("3", day, Decimal("10.00"), "USD", day, "Transfer", body, body)
    return a.Activity(
        identifier=f"XM-DAC-41401-{place}", reporting=body, secondary=True, language="en",
        currency="USD", titles=(a.Text("Sample"),), description=a.Text("Sample"),
        participants=(body, body), other_identifier=f"XV{place}", other_owner="Fund", status="2",
        days=(a.Day("1", day),), areas=(a.Area("XV", "Veloria (sample)", is_country=False),),
        sectors=(a.Sector("15180"),), payments=(payment,) * 20,
    )  # fmt: skip


def _timed(what, number):
    began = time.perf_counter()
    what(number)
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
