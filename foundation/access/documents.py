"""Pages of docs/ written from the code: the table of roles and the data dictionary."""

from django.apps import apps
from django.utils.translation import override

from foundation.reference.classification import Classification

from .querysets import classification_paths
from .roles import ROLES

OUR_APPS = [
    "reference",
    "audit",
    "access",
    "accounts",
    "imports",
    "exports",
    "projects",
    "incidents",
    "commitments",
    "overview",
]


def roles_page() -> str:
    """Who may do what, as Markdown: what each role is for, then each permission by role."""
    with override("en"):
        ceilings = dict(Classification.choices)
        lines = ["# Who may do what", "", "Written from `foundation/access/roles.py`.", ""]
        for role in ROLES.values():
            lines += [f"- **{role.name}**: {role.purpose} Sees up to: {ceilings[role.ceiling]}."]
        names = [str(role.name) for role in ROLES.values()]
        lines += ["", f"| permission | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
        for permission in sorted(set().union(*(role.permissions for role in ROLES.values()))):
            marks = ["x" if permission in role.permissions else "" for role in ROLES.values()]
            lines.append(f"| `{permission}` | {' | '.join(marks)} |")
        return "\n".join(lines) + "\n"


def data_dictionary() -> str:
    """Every field of every model: its name on the screen, its type, how it reaches a country."""
    with override("en"):
        lines = ["# Data dictionary", "", "Written from the models.", ""]
        for label in OUR_APPS:
            for model in sorted(apps.get_app_config(label).get_models(), key=lambda m: m.__name__):
                if not model.__name__.startswith("Historical"):
                    lines += _model(model)
        return "\n".join(lines) + "\n"


def _model(model):
    doc = (model.__doc__ or "").strip().splitlines()
    path = getattr(model, "scope_path", None)
    facts = [f"Country: `{path}`." if path else "Belongs to no country."]
    if classified := classification_paths(model):
        facts.append(f"Classification: {', '.join(f'`{name}`' for name in classified)}.")
    facts.append("Values of earlier versions are kept." if hasattr(model, "history") else "")
    about = doc[0] if doc and not doc[0].startswith(f"{model.__name__}(") else ""
    head = [f"## {model._meta.label}", "", " ".join(filter(None, [about, *facts])), ""]
    rows = ["| field | on the screen | type |", "|---|---|---|"]
    fields = [*model._meta.fields, *model._meta.many_to_many]
    rows += [f"| `{f.name}` | {f.verbose_name} | {_type(f)} |" for f in fields]
    return [*head, *rows, ""]


def _type(field):
    if field.remote_field:
        return f"{type(field).__name__} to {field.remote_field.model._meta.label}"
    return type(field).__name__
