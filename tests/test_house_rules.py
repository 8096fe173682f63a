"""Rules a reviewer should not have to remember."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["config", "foundation", "projects", "incidents", "commitments", "overview"]
PYTHON = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

RULES = [
    (r"\bis_superuser\b", {"foundation/access/scope.py", "foundation/accounts/models.py"},
     "only scope_of() asks about break-glass accounts"),
    (r"mark_safe|\|safe\b|safeseq", set(), "nothing is marked safe by hand"),
    (r"@receiver|\.connect\(", set(), "no signals: call what you mean"),
    (r"csrf_exempt", set(), "no page opts out of the forgery check"),
    (r"\blogin_not_required\b", {"config/health.py", "foundation/ui/views.py"},
     "no page opts out of signing in without a reason"),
    (r"ATOMIC_REQUESTS = True", set(), "a refusal would lose its audit row"),
    (r"\.(reported|verified)_status = ", {"commitments/transitions.py"},
     "only a transition writes a status"),
    (r"\.status = |\bproject\.(starts|ends)_?\w* = |\.update\([^)]*\bstatus=",
     {"projects/life.py", "projects/revisions.py"},
     "only a step writes the status of a project, only an extension its end"),
    (r"fields = ['\"]__all__['\"]", set(), "a form names its fields"),
    (r"from django\.contrib\.auth\.models import", set(), "groups and permissions are roles here"),
    (r"style=[\"']", set(), "no style attribute: the policy forbids it"),
    (r"<script(?![^>]*\bsrc=)", set(), "no inline script"),
    (r"\{\{ [a-z_.]*(\.pk|action_id|change_id) \}\}", set(), "a key has no separators"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "allowed", "why"), RULES, ids=[rule[2] for rule in RULES])
def test_house_rule(pattern, allowed, why):
    found = {
        path.relative_to(ROOT).as_posix()
        for path in [*PYTHON, *TEMPLATES]
        if re.search(pattern, path.read_text(encoding="utf-8"))
    }
    assert found - allowed == set(), why


def test_no_file_is_over_500_lines_and_no_function_over_60():
    """The house limits are 300 and 40; beyond these nobody reads on."""
    long_files = [path for path in PYTHON if path.read_text("utf-8").count("\n") > 500]
    long_functions = [
        f"{path.name}:{node.name}"
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 60
    ]
    assert long_files == []
    assert long_functions == []


def test_settings_are_read_through_django_alone():
    """Somebody who imports the module gets values that a test or a deployment has replaced."""
    found = [
        path.relative_to(ROOT).as_posix()
        for path in PYTHON
        if re.search(
            r"from config(\.settings)? import|import config\.settings", path.read_text("utf-8")
        )
    ]
    assert found == []
