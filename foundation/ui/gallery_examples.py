"""What the component page shows: heading, then (name, code) of each example."""

# ruff: noqa: E501  an example is one line, as it stands in a template

EXAMPLES = [
    ("Status", [
        ("Seven looks: a shape, a word and a colour", """<p class="legend">{% pill "new" "Not started" %}{% pill "go" "On track" %}{% pill "ok" "Implemented" %}{% pill "warn" "Delayed" %}{% pill "bad" "Overdue" %}{% pill "stop" "Stopped" %}{% pill "unk" "No information" %}</p>"""),
        ("In running text, without the ground", """{% pill "go" "In review" plain=True %}"""),
        ("The status of an object, by its status_look", """{% status project %}"""),
    ]),
    ("Buttons, marks, menus", [
        ("Buttons: one main action, at most three in all", """<p class="acts"><button class="b b-p" type="button">Main action</button><button class="b" type="button">{% icon "edit" %}Other action</button><button class="b b-s" type="button">Small</button><button class="b b-q" type="button">Quiet</button><button class="b b-d" type="button">Cannot be undone</button></p>"""),
        ("Marks", """{% sample %} {% tag "PDF" %} {% flag "Sources differ" %}"""),
        ("A menu of links", """{% menu_button "Export" "export" %}<a href="#c-1">CSV</a><a href="#c-1">XLSX</a>{% endmenu_button %}"""),
        ("Chips: the filters in force", """<p class="chips"><a class="chip" href="?">Country: Veloria <span aria-hidden="true">×</span><span class="vh">remove</span></a><a href="?">Clear all</a></p>"""),
    ]),
    ("Numbers", [
        ("A count of incidents, always through this tag", """{% for cell in cells %}{% count cell %} {% endfor %}{% count_legend %}"""),
        ("Key figures: value, label, source", """{% key_figures %}{% key_figure 119840 "approved budget" before="US$" source="one organization" sample=True %}{% key_figure 86.5 "delivery rate" unit="%" decimals=1 bar=half_way %}{% key_figure label="reports" value=None source="sample register" %}{% key_figure cell=cells.2 label="verified cases" flag="Another source differs" %}{% endkey_figures %}"""),
        ("A number in the reader's language", """{{ 1234567|figure }} · {{ 86.5|figure:1 }}"""),
        ("Dates as written", """{% written_date "March 2019" first last %} · {% written_date "31 April 2018" %} · {% written_date "" first %} · {% written_date "" %}"""),
    ]),
    ("Bars and charts", [
        ("A bar; the mark is the target", """{% bar 58.4 100 target=73 %}"""),
        ("Nothing to divide by", """{% bar 58 0 text="no transfer yet" %}"""),
        ("Steps done", """{% segments 2 3 %}"""),
        ("A whole in parts, every part named", """{% stacked_bar stacked %}"""),
        ("Bar chart: a table with bars", """{% bar_chart bars %}"""),
        ("Values against their targets", """{% target_chart targets %}"""),
        ("Line chart, with its values", """{% line_chart lines %}"""),
        ("A map shaded by counts; no figure is not zero", """{% area_map regions %}"""),
        ("Dates over the years", """{% time_chart times %}"""),
    ]),
    ("Lists", [
        ("Table: sortable heads, cards on a phone", """<div class="panel"><table role="table" class="stack hov"><caption class="vh">Sample projects</caption><thead role="rowgroup"><tr role="row">{% for header in headers %}{% th header %}{% endfor %}</tr></thead><tbody role="rowgroup"><tr role="row">{% row_head %}<a class="tt" href="#c-5">XV-01</a>{% endrow_head %}{% cell "Budget" css="n" %}119,840{% endcell %}{% cell "Status" %}{% status project %}{% endcell %}</tr></tbody></table>{% pagination page_obj %}</div>"""),
        ("Documents", """<ul class="rows docs panel">{% document_row "Final report" url="#c-5" kind="PDF" facts="English · 12 pages · 410 kB" %}{% document_row "Annual report" state="missing" action="Attach" action_url="#c-5" %}</ul>"""),
        ("History", """{% timeline entries %}"""),
        ("Nothing here yet", """<div class="panel">{% empty_state "No project yet" text="Add the first one." url="#c-5" action="Add project" %}</div>"""),
    ]),
    ("Page parts", [
        ("Breadcrumb", """{% breadcrumb "#c-6" "Projects" "XV-01" %}"""),
        ("A section", """{% section "Documents of XV-01" count=3 href="#c-6" link="Add document" icon="plus" sub="Newest first." %}<p>What belongs to it.</p>{% endsection %}"""),
        ("A panel", """{% panel "Summary of XV-01" %}<p>What it holds.</p>{% endpanel %}"""),
        ("Messages", """{% note %}<b>For information.</b> Figures are due by 30 April.{% endnote %}{% note "ok" %}<b>Released.</b> Readers can see them now.{% endnote %}{% note "warn" %}<b>Check.</b> Two sources differ.{% endnote %}{% note "bad" %}<b>Not saved.</b> Somebody changed this page.{% endnote %}"""),
        ("Facts", """<dl class="facts"><div><dt>Fund project number</dt><dd>00000000</dd></div><div><dt>Goals</dt><dd class="mut">None recorded in the source</dd></div></dl>"""),
        ("Steps", """<ol class="steps" aria-label="Steps"><li class="done">Choose file<span class="vh"> (done)</span></li><li aria-current="step">Check rows</li><li>Confirm</li></ol>"""),
    ]),
    ("Forms", [
        ("A whole form, with errors", """<form class="form" method="get" action="#c-7">{{ form }}<p class="acts"><button class="b b-p" type="button">Save</button><a class="b b-q" href="#c-7">Cancel</a></p></form>"""),
    ]),
]  # fmt: skip
