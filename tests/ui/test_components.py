"""Components print what they are given, and never what they may not."""

from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from foundation.ui import gallery
from foundation.ui.charts import Bar, BarChart, TargetBar


def show(code, path="/", **context):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return engines["django"].from_string("{% load ui %}" + code).render(context, request)


def count(**parts):
    return SimpleNamespace(**{"shown": True, "value": 7, "state": "counted", **parts})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_component_of_the_gallery_renders(language):
    request = RequestFactory().get("/components/")
    request.user = AnonymousUser()
    with translation.override(language):
        for heading, examples in gallery.groups(request):
            for example in examples:
                assert example.html.strip(), f"{heading}: {example.name}"
                assert "style=" not in example.html
                assert "&lt;" not in example.html, "markup was escaped twice"


@pytest.mark.parametrize(
    "hidden",
    [
        count(shown=False, value=734982, state="withheld"),
        count(shown=False, value=734982, state="counted"),
        count(shown=True, value=734982, state="withheld"),
        count(shown=1, value=734982, state="counted"),
        count(shown=True, value=734982, state="of no known kind"),
        SimpleNamespace(value=734982),
    ],
)
def test_a_count_is_printed_only_when_it_is_marked_as_shown(hidden):
    for code in (
        "{% count cell %}",
        '{% key_figure cell=cell label="cases" %}',
        "{% bar_chart chart %}",
    ):
        html = show(code, cell=hidden, chart=BarChart("", "", [Bar("a", cell=hidden)]))
        assert "[c]" in html
        assert "734" not in html
        assert 'class="bar-v"' not in html

    assert show("{% count cell %}", cell=count(value=734982)).strip() == "734,982"


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("not_stated", "not stated"),
        ("not_collected", "not collected"),
        ("mentioned", "no figure given"),
        ("not_released", "not released to you"),
    ],
)
def test_what_was_not_counted_is_a_word_and_neither_zero_nor_the_sign(state, word):
    html = show("{% count cell %}", cell=count(state=state, value=734982))

    assert word in html
    assert "734" not in html
    assert "[c]" not in html


def test_zero_that_is_shown_is_zero_and_no_cell_is_not_recorded():
    assert show("{% count cell %}", cell=count(value=0)).strip() == "0"
    assert "not recorded" in show("{% count cell %}", cell=None)


def test_numbers_in_text_follow_the_language_and_lengths_do_not():
    with translation.override("fr"):
        html = show("{% bar 865 1000 target=12.5 %}{{ 119840|figure }}")

    assert 'width="86.5"' in html
    assert "86,5" in html
    assert "119\xa0840" in html


def test_over_the_maximum_the_number_is_true_and_nothing_to_divide_is_said():
    assert "104.0\xa0%" in show("{% bar 104 100 %}")
    assert "not recorded" in show("{% bar None 100 %}")
    assert "no transfer yet" in show('{% bar 5 0 text="no transfer yet" %}')


def test_a_status_takes_its_look_from_the_object_or_from_the_caller():
    thing = SimpleNamespace(status="x", status_look="warn", get_status_display=lambda: "Delayed")

    assert 'class="st st-warn">Delayed' in show("{% status thing %}", thing=thing)
    assert 'class="st st-bad"' in show("{% status thing looks=m %}", thing=thing, m={"x": "bad"})
    assert 'class="st st-unk"' in show("{% status thing looks=m %}", thing=thing, m={})


def test_text_of_people_is_escaped():
    evil = "<evil onclick=x>"
    code = (
        "{% flag t %}{% tag t %}{% pill t t %}{% breadcrumb t t t %}"
        "{% cell t %}{{ t }}{% endcell %}"
        "{% section t %}{{ t }}{% endsection %}{% empty_state t text=t %}"
        "{% document_row t facts=t %}"
        "{% key_figure 1 t source=t %}{% written_date t %}{% note t %}{{ t }}{% endnote %}"
    )

    assert "<evil" not in show(code, t=evil)


HEADERS = [
    SimpleNamespace(label="Name", sort_key="name", css=""),
    SimpleNamespace(label="Money", sort_key="money", css="n"),
    SimpleNamespace(label="Note", sort_key="", css=""),
]
HEADS = "{% for h in headers %}{% th h %}{% endfor %}"


def test_sort_links_turn_the_order_keep_the_filters_and_go_to_the_first_page():
    html = show(HEADS, "/p/?country=ml&country=xv&page=3&sort=name", headers=HEADERS, sort="name")

    assert html.count("aria-sort") == 1
    assert 'aria-sort="ascending"' in html
    assert 'href="?country=ml&amp;country=xv&amp;sort=-name"' in html
    assert 'href="?country=ml&amp;country=xv&amp;sort=money"' in html
    assert html.count("<a ") == 2


def test_pages_keep_the_query_and_stop_at_the_ends():
    pages = Paginator(range(134), 50)
    first = show("{% pagination p %}", "/p/?q=a&page=1", p=pages.page(1))
    last = show("{% pagination p %}", "/p/?q=a&page=3", p=pages.page(3))

    assert "1 to 50 of 134" in first
    assert 'href="?q=a&amp;page=2"' in first
    assert "Previous" not in first
    assert "101 to 134 of 134" in last
    assert "Next" not in last


class Form(forms.Form):
    end = forms.CharField(label="End date", help_text="As written.")
    areas = forms.MultipleChoiceField(
        label="Areas", choices=[("a", "Area A")], widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(label="File", required=False)

    def clean(self):
        raise forms.ValidationError("The two dates do not agree.")


def test_an_error_stands_at_its_field_and_in_the_summary_in_the_same_words():
    html = show("{{ form }}", form=Form({}))

    assert '<a href="#id_end">End date: This field is required.</a>' in html
    assert '<div class="err" id="id_end_error">' in html
    assert 'aria-describedby="id_end_helptext id_end_error"' in html
    assert '<fieldset class="f" id="id_areas" aria-describedby="id_areas_error"' in html
    assert "<li>The two dates do not agree.</li>" in html
    assert "There are 3 problems" in html
    assert 'role="alert"' in html


def test_a_form_without_errors_has_no_summary_and_marks_what_is_optional():
    html = show("{{ form }}", form=Form())

    assert "esum" not in html
    assert html.count("(optional)") == 1
    assert 'id="id_end_helptext">As written.' in html


def test_a_date_is_printed_as_written_and_flagged_when_it_is_none():
    first, last = date(2019, 3, 1), date(2019, 3, 31)
    code = "{% written_date text first last %}"

    assert "flag" not in show(code, text="March 2019", first=first, last=last)
    assert "Not a date" in show(code, text="31 April 2018", first=None, last=None)
    given = show(code, text="31 April 2018", first=date(2018, 4, 30), last=date(2018, 4, 30))
    assert "read as 30 April 2018" in given
    given = show(code, text="mid-June", first=date(2020, 6, 10), last=date(2020, 6, 20))
    assert "read as 10 June 2020 to 20 June 2020" in given
    assert "date not recorded" in show(code, text="", first=None, last=None)
    assert "1 March 2019" in show(code, text="", first=first, last=last)


def test_a_key_figure_without_a_value_says_so():
    html = show('{% key_figure None "reports" %}')

    assert "not recorded" in html
    assert ">0<" not in html
    assert "86.5" in show('{% key_figure 86.5 "rate" decimals=1 bar=b %}', b=TargetBar(1, 2))


def page(name, path="/x/", **context):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    context = {"user": request.user, "view": SimpleNamespace(title="T", headers=HEADERS)} | context
    return engines["django"].get_template(name).render(context, request)


def test_a_list_says_what_is_empty_and_offers_the_way_out():
    empty = Paginator([], 50)
    unfiltered = page("pages/list.html", page_obj=empty.page(1), paginator=empty)
    chips = [("Country: Veloria", "?q=a")]
    filtered = page(
        "pages/list.html", page_obj=empty.page(1), paginator=empty, chips=chips, clear_url="/x/"
    )

    assert "Nothing is recorded here yet" in unfiltered
    assert "Nothing matches" in filtered
    assert '<a class="chip" href="?q=a">' in filtered
    assert 'href="/x/"' in filtered


def test_the_frame_has_one_heading_one_live_region_and_a_skip_link():
    html = page("pages/confirm.html", title="Release 41 records?", text="Readers will see them.")

    assert html.count("<h1>") == 1
    assert html.count('id="say"') == 1
    assert html.index('class="skip"') < html.index("<header")
    assert "<title>Release 41 records? - CRSV Register</title>" in html
    assert 'class="kick"' not in html, "an empty part is left out"


def test_a_form_page_with_errors_says_so_in_its_title():
    html = page("pages/form.html", title="Edit XV-01", form=Form({}), cancel_url="/back/")

    assert "<title>Error: Edit XV-01 - CRSV Register</title>" in html
    assert 'href="/back/"' in html


def test_a_conflict_shows_both_versions_and_what_was_before():
    html = page(
        "pages/conflict.html",
        differences=[("Title", "theirs", "yours", "before"), ("End", "", "2019", None)],
        form=Form(),
    )

    assert html.index("before") < html.index("theirs") < html.index("yours")
    assert html.count(">empty<") == 1
    assert html.count(">not kept<") == 1  # a record without a history of values


def test_a_history_shows_old_and_new_and_the_reason():
    change = SimpleNamespace(label="Status", old="On track", new="Delayed")
    entry = SimpleNamespace(
        when=date(2020, 4, 20), who="Veloria", what="Changed", changes=[change], reason="Moved."
    )
    html = page("pages/history.html", entries=[entry], object="XV-01")

    assert "<del>" in html
    assert "Delayed</ins>" in html
    assert "“Moved.”" in html


def test_a_page_about_invented_data_says_so():
    said = "invented sample data"

    assert said in page("pages/detail.html", object="XV-01", page_is_sample=True)
    assert said not in page("pages/detail.html", object="UNA046")


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_error_pages_need_no_context(name):
    assert "<h1>" in engines["django"].get_template(name).render()
