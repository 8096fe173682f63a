"""XML files that must do no harm: refused with their reason, or read as words and no more."""

import socket
import threading
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

from foundation.imports.reading import MEGABYTE, Limits
from foundation.imports.xml_reading import read_xml

LITTLE = Limits(memory=210 * MEGABYTE, elements=5_000)
TIMES_TEN = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(8))
BOMB = f'<!ENTITY l0 "lol">{TIMES_TEN}'
INCLUDE = (
    '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="http://127.0.0.1:%d/"/></a>'
)
LAUGHS = f"<!DOCTYPE a [{BOMB}]><a>&l8;</a>"
BIG_ENTITY = f'<!DOCTYPE a [<!ENTITY x "{"A" * 50_000}">]><a>{"&x;" * 20_000}</a>'


def xml(text, encoding="utf-8", declared=None):
    head = f'<?xml version="1.0" encoding="{declared or encoding}"?>'
    return (head + text).encode(encoding)


def with_attributes(number):
    return xml("<a " + " ".join(f'b{n}="1"' for n in range(number)) + "/>")


REFUSED = [
    ("empty", b"", "empty"),
    ("a doctype alone", xml("<!DOCTYPE a><a/>"), "doctype"),
    ("a doctype in small letters", xml("<!doctype a><a/>"), "doctype"),
    ("a doctype after a remark", xml("<!-- x --><!DOCTYPE a><a/>"), "doctype"),
    ("a billion laughs", xml(LAUGHS), "doctype"),
    ("quadratic blow-up", xml(BIG_ENTITY), "doctype"),
    ("a file of ours", xml('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
     "doctype"),
    ("a file by a parameter", xml('<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]><a/>'),
     "doctype"),
    ("an outside DTD", xml('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'), "doctype"),
    ("a public DTD", xml('<!DOCTYPE a PUBLIC "-//W3C//DTD X//EN" "http://127.0.0.1:9/"><a/>'),
     "doctype"),
    ("entities that call each other", xml('<!DOCTYPE a [<!ENTITY x "&y;"><!ENTITY y "&x;">]>'
                                          "<a>&x;</a>"), "doctype"),
    ("a doctype in UTF-16", xml("<!DOCTYPE a><a/>", "utf-16"), "doctype"),
    ("attributes by default", xml("<!DOCTYPE a [<!ATTLIST a b CDATA 'x'>]><a/>"), "doctype"),
    ("UTF-7", xml("<a/>", "utf-7"), "encoding"),
    ("said to be UTF-7", xml("<a/>", declared="utf-7"), "encoding"),
    ("said to be EBCDIC", xml("<a/>", declared="cp037"), "encoding"),
    ("said to be Latin", xml("<a>é</a>", "latin-1"), "encoding"),
    ("Latin without saying so", "<a>é</a>".encode("latin-1"), "encoding"),
    ("UTF-16 without its mark", "<a/>".encode("utf-16-le"), "no-text-file"),
    ("UTF-32", "<a/>".encode("utf-32"), "no-text-file"),
    ("said to be UTF-16, is UTF-8", xml("<a/>", declared="utf-16"), "encoding"),
    ("broken UTF-8", b"<a>\xc3\x28</a>", "encoding"),
    ("overlong UTF-8", b"<a>\xc0\xbc</a>", "encoding"),
    ("a NUL", b"<a>\x00</a>", "no-text-file"),
    ("a bell", b"<a>\x07</a>", "no-text-file"),
    ("nothing of XML", b"hello", "no-xml"),
    ("a spreadsheet", b"PK\x03\x04" + b"\x80" * 50, "encoding"),
    ("compressed", b"\x1f\x8b\x08\x00" + b"\x00" * 50, "encoding"),
    ("too deep", xml("<a>" * 33 + "</a>" * 33), "deep"),
    ("endlessly deep", xml("<a>" * 500_000), "deep"),
    ("too many elements", xml(f"<a>{'<b/>' * 5_000}</a>"), "elements"),
    ("too many attributes", with_attributes(41),
     "attributes"),
    ("a hundred thousand attributes",
     with_attributes(100_000), "attributes"),
    ("too large", b"<a>" + b" " * (10 * MEGABYTE) + b"</a>", "bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_refused_with_its_reason(data, code):
    with pytest.raises(ValidationError) as refusal:
        read_xml(data, "a.xml", LITTLE)
    assert refusal.value.code == code


READ = [
    ("a stylesheet", xml('<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><a><b>1</b></a>')),
    ("an instruction within", xml("<a><?php system('id') ?><b>1</b></a>")),
    ("a remark within", xml("<a><b>1<!-- 2 --></b></a>")),
    ("a schema to fetch", xml('<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
                              ' xsi:schemaLocation="x http://127.0.0.1:9/x.xsd"><b>1</b></a>')),
    ("a UTF-8 mark", "<a><b>1</b></a>".encode("utf-8-sig")),
    ("UTF-16", xml("<a><b>1</b></a>", "utf-16")),
    ("blanks in front", b"\n\n<a><b>1</b></a>"),
    ("letters by number", xml("<a><b>&#49;</b></a>")),
    ("a block of plain text", xml("<a><b><![CDATA[1]]></b></a>")),
]  # fmt: skip


@pytest.mark.parametrize("data", [r[1] for r in READ], ids=[r[0] for r in READ])
def test_harmless_things_are_read_as_words(data):
    (child,) = read_xml(data, "a.xml", LITTLE).children()
    assert (child.tag, child.text) == ("b", "1")


def test_an_inclusion_includes_nothing():
    data = xml('<a xmlns:xi="http://www.w3.org/2001/XInclude">'
               '<xi:include href="file:///etc/passwd" parse="text"/><b>1</b></a>')  # fmt: skip
    included, plain = read_xml(data, "a.xml", LITTLE).children()
    assert included.tag.startswith("{http://www.w3.org/2001/XInclude}")
    assert (included.text, plain.text) == ("", "1")


def test_scripts_stay_words():
    data = xml("<a><b>&lt;script&gt;alert(1)&lt;/script&gt;</b></a>")
    (child,) = read_xml(data, "a.xml", LITTLE).children()
    assert child.text == "<script>alert(1)</script>"


def test_a_name_of_another_namespace_is_not_ours():
    data = xml('<a xmlns:x="urn:x" xmlns="urn:y"><x:b>1</x:b><b>2</b></a>')
    found = read_xml(data, "a.xml", LITTLE)
    assert found.root.tag == "{urn:y}a"
    assert [child.tag for child in found.children()] == ["{urn:x}b", "{urn:y}b"]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"<a>\n<b>1</b>\n<b>2", 3),
        (b"<a>\n<b>1</b>\n<b>&what;</b></a>", 3),
        (b"<a>\n<b>1</b>\n<b>x &what; <c/> y</b></a>", 3),
        (b'<a>\n<b>1</b>\n<b x="&what;"/></a>', None),
        (b"<a>\n<b>1</b>\n<b x=1/></a>", 3),
        (b"<a>\n<b>1</b>\n<b></c></a>", 3),
        (b"<a>\n<b>1</b>\n</a><a/>", 3),
        (b"<a>\n<b>1</b>\n<b>&#0;</b></a>", 3),
        (b'<a>\n<b>1</b>\n<b x="1" x="2"/></a>', 3),
        (b"<a>\n<b>1</b>\n<y:b/></a>", None),
    ],
)
def test_what_was_whole_before_the_break_stands(data, line):
    found = read_xml(data, "a.xml", LITTLE)
    assert found.broken == line or line is None
    texts = [child.text for child in found.children()]
    assert texts in (["1"], ["1", ""])


def test_a_very_long_text_is_cut():
    (child,) = read_xml(xml(f"<a><b>{'x' * 100_000}</b></a>"), "a.xml", LITTLE).children()
    assert len(child.text) == LITTLE.cell


def test_lines_far_down_are_right():
    data = xml("<a>" + "\n" * 70_000 + "<b/></a>")
    (child,) = read_xml(data, "a.xml", LITTLE).children()
    assert child.line == 70_001


def test_nobody_is_called(monkeypatch):
    """A door of ours stands open; no file makes anybody knock."""
    knocks = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(1)
        port = door.getsockname()[1]

        def listen():
            try:
                knocks.append(door.accept())
            except TimeoutError:
                return

        thread = threading.Thread(target=listen)
        thread.start()
        for text in (
            f'<!DOCTYPE a SYSTEM "http://127.0.0.1:{port}/a.dtd"><a/>',
            f'<?xml-stylesheet href="http://127.0.0.1:{port}/"?><a/>',
            INCLUDE % port,
        ):
            with suppress(ValidationError):
                list(read_xml(xml(text), "a.xml", LITTLE).children())
        thread.join()
    assert knocks == []


def test_only_xml_is_taken_for_it():
    with pytest.raises(ValidationError) as refusal:
        read_xml(b"<a/>", "a.csv", LITTLE)
    assert refusal.value.code == "xml-ending"
