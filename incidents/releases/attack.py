"""The attack on a decision: what a reader of it and of everything known could work out.

It starts from what is printed alone. What followed before these tables is no fault of theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from incidents.protection import Exact, Narrowed, Plan, ProtectionError, Rule, Table, audit
from incidents.protection import Release as Seen
from incidents.protection.audit import Finding

from .universe import key_of


def attack(
    plan: Plan,
    tables: Sequence[Table],
    seen: Sequence[Seen],
    truth: Mapping[frozenset[tuple[str, str]], int],
    rule: Rule,
) -> list[Finding]:
    """What a reader could work out of a withheld small count after this, and not before."""
    released, nothing = plan.release(), {table.name: table.impossible for table in tables}
    printed = [
        replace(release, cells={**release.cells, **dict.fromkeys(nothing[release.name], 0)})
        for release in released
    ]
    dimensions = {release.name: release.dimensions for release in (*released, *seen)}
    lost = {key_of(dimensions[name], codes) for name, codes in plan.exposed}
    found = _worked_out(printed, seen, truth, rule, plan.vintage, lost)
    if found:
        blank = [replace(release, cells=dict.fromkeys(release.cells)) for release in released]
        before = _worked_out(blank, seen, truth, rule, plan.vintage, lost)
        found = {key: each for key, each in found.items() if not _same(each, before.get(key))}
    return list(found.values())


def _same(now, before):
    return before is not None and (now.low, now.high) == (before.low, before.high)


def _worked_out(printed, seen, truth, rule, vintage, lost):
    """By what a cell is about: what follows for it from these tables and everything known.

    lost: small counts that are not all that a reader can think of; from outside some of them look
    like what shields another.
    """
    try:
        report = audit([*printed, *_holding(printed, seen, truth, vintage)], rule)
    except ProtectionError:
        report = audit([*printed, *_holding(printed, seen, truth, vintage, sure=True)], rule)
    dimensions = {release.name: release.dimensions for release in (*printed, *seen)}
    old = {known.name for known in seen if known.vintage != vintage}
    found = {}
    for finding in report.cells:
        key = key_of(dimensions[finding.release], finding.codes)
        told = isinstance(finding, Exact | Narrowed) or (key in lost and finding.low > 0)
        if told and not (finding.release in old and finding.low >= rule.threshold):
            found[key] = finding
    return found


def _holding(printed, seen, truth, vintage, *, sure=False):
    """The known tables without what is no longer so: numbers since replaced, gaps since filled.

    sure: leave out as well what the tables of today do not confirm, where it contradicts them.
    """
    now = {
        key_of(release.dimensions, codes)
        for release in printed
        for codes, count in release.cells.items()
        if count is not None
    }
    for release in seen:
        kept = {}
        for codes, count in release.cells.items():
            key = key_of(release.dimensions, codes)
            if count is None:
                if release.vintage == vintage or key not in now:
                    kept[codes] = None
            elif truth.get(key, None if sure else count) == count:
                kept[codes] = count
        if kept:
            yield Seen(release.name, release.dimensions, kept, release.vintage)
