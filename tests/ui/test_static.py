"""What reaches the browser: no inline style or script, no foreign host, and little weight."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "foundation" / "ui" / "static" / "ui"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.DOTALL)

FORBIDDEN = [
    (r"\sstyle\s*=", "lengths and colours are attributes and classes"),
    (r"<style", "one style sheet"),
    (r"<script(?![^>]*\ssrc=)", "scripts are files"),
    (r"\son[a-z]+\s*=\s*[\"']", "no handlers in the page"),
    (r"javascript:", "no script in an address"),
    (r"(?:src|href|action)=[\"'](?:https?:)?//", "nothing from another host"),
    (r"\|safe\b|autoescape off", "nothing is marked safe by hand"),
]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_obey_the_content_security_policy(path):
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))

    assert [why for pattern, why in FORBIDDEN if re.search(pattern, text)] == []


@pytest.mark.parametrize(
    ("name", "limit"), [("app.css", 8000), ("figures.css", 1000), ("app.js", 2000)]
)
def test_style_sheet_and_script_stay_light(name, limit):
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= limit


@pytest.mark.parametrize("name", ["app.css", "admin.css", "figures.css", "app.js", "icon.svg"])
def test_static_files_load_nothing_from_elsewhere(name):
    text = (STATIC / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")

    assert not re.search(r"https?://|@import|url\(|eval\(|new Function", text)


def test_light_and_dark_name_the_same_colours():
    css = (STATIC / "app.css").read_text(encoding="utf-8")
    dark = r":root(?::not\(\[data-theme=light\]\)|\[data-theme=dark\])\{(.*?)\}"
    follow, chosen = re.findall(dark, css, re.DOTALL)

    assert re.findall(r"--[\w-]+:[^;]+", follow) == re.findall(r"--[\w-]+:[^;]+", chosen)
