"""Finds every text marked for translation, in Python and in templates, without system gettext.

`python docs/messages.py` brings locale/*/LC_MESSAGES/django.po up to date: new texts stand there
without a translation, texts that are gone are dropped. `--check` only says what is missing.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
APPS = ("config", "foundation", "projects", "incidents", "commitments", "overview")
ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
MANY = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
MANY_IN_CONTEXT = {"npgettext", "npgettext_lazy"}

Message = tuple[str | None, str, str | None]  # context, text, plural


def in_python(source: str) -> Iterator[tuple[Message, int]]:
    """Every marked text of a module, with its line."""
    tree = ast.parse(source)
    aliases = {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (found := _message(node, aliases)):
            yield found, node.lineno


def in_template(source: str, name: str) -> Iterator[tuple[Message, int]]:
    """Every marked text of a template: Django turns its tags into calls, each on its line."""
    calls = re.compile(r"\b(n?p?gettext|_)\(\s*(?:u?r?['\"])")
    text = templatize(source, origin=name)
    for start in calls.finditer(text):
        call = _call_at(text, start.start())
        if call is not None and (found := _message(call)):
            yield found, text.count("\n", 0, start.start()) + 1


def _call_at(text: str, start: int) -> ast.Call | None:
    """The shortest piece from here that is a whole call."""
    end = start
    while (end := text.find(")", end) + 1) and end - start < 4000:
        try:
            tree = ast.parse(text[start:end].replace("\n", " "), mode="eval")
        except (SyntaxError, ValueError):
            continue
        return tree.body if isinstance(tree.body, ast.Call) else None
    return None


def _message(call: ast.Call, aliases: Mapping[str, str] = MappingProxyType({})) -> Message | None:
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
    name = aliases.get(name, name)
    texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
    texts = [text if isinstance(text, str) else None for text in texts] + [None] * 3
    if name in ONE:
        found = (None, texts[0], None)
    elif name in MANY:
        found = (None, texts[0], texts[1])
    elif name in IN_CONTEXT:
        found = (texts[0], texts[1], None)
    elif name in MANY_IN_CONTEXT:
        found = (texts[0], texts[1], texts[2])
    else:
        return None
    return found if found[1] else None


def every_message() -> dict[Message, list[tuple[str, int]]]:
    """Each marked text of the product with the places where it stands."""
    found: dict[Message, list[tuple[str, int]]] = {}
    files = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    files += [path for path in sorted((ROOT / "templates").rglob("*")) if path.is_file()]
    for path in files:
        if "migrations" in path.parts:
            continue
        name, source = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        texts = in_python(source) if path.suffix == ".py" else in_template(source, name)
        for message, _line in texts:
            found.setdefault(message, []).append((name, ""))
    return found


def merge(po: polib.POFile, messages: dict[Message, list]) -> polib.POFile:
    """The catalogue with exactly these messages; translations that stand are kept."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in po}
    made = polib.POFile(wrapwidth=100)
    made.metadata = po.metadata
    for (context, text, plural), places in sorted(
        messages.items(), key=lambda item: (item[1][0][0], item[0][1])
    ):
        entry = known.get((context, text)) or polib.POEntry(msgctxt=context, msgid=text)
        entry.occurrences = sorted(set(places))[:3]
        entry.flags = ["python-format"] if "%(" in text else []
        if plural and not entry.msgid_plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = {0: entry.msgstr, 1: ""}
            entry.msgstr = ""
        made.append(entry)
    return made


def missing(po: polib.POFile) -> list[polib.POEntry]:
    """Texts without a translation."""
    return [entry for entry in po if not entry.translated()]


def main() -> int:
    check, wrong = "--check" in sys.argv, 0
    messages = every_message()
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        po = polib.pofile(str(path), wrapwidth=100)
        made = merge(po, messages)
        if not check:
            made.save(str(path))
        gone = len(po) != len(made) or {e.msgid for e in po} != {e.msgid for e in made}
        left = missing(made)
        wrong += bool(left) + (check and gone)
        print(f"{path.parent.parent.name}: {len(made)} texts, {len(left)} without translation")  # noqa: T201 - a command's output
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
