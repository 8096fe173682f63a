"""Judging the rows of a plan: what each holds, what of it is new, what is wrong with it."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from foundation.access.forms import limit_choices
from foundation.imports import values
from foundation.imports.columns import Row
from foundation.imports.plan import Outcome, Reading
from foundation.imports.words import Words
from projects.imports import lookups

from ..forms import ActionForm, AreaLineForm, CommitmentForm, OnOneLine
from ..models import Action, Area, Commitment, Instrument
from ..views.parts import reachable

# The field of a form and the column it is read from, by kind.
AREA = {"number": "area_number", "title_en": "area"}
COMMITMENT = {
    "reference": "reference", "title": "commitment", "text_as_signed": "text_as_signed",
    "language": "language", "duty_bearers": "duty_bearers", "due_as_written": "commitment_due",
    "weight": "commitment_weight",
}  # fmt: skip
ACTION = {
    "title": "action", "responsible": "responsible", "starts_as_written": "start",
    "due_as_written": "due", "weight": "weight",
}  # fmt: skip
SHARED = {"source": "source", "page": "page"}


class PlannedCommitmentForm(OnOneLine, CommitmentForm):
    """Checked together with the instrument that the row names."""


@dataclass
class Draft:
    """Something new, through the form of its page; `above` is what it belongs to."""

    form: Any
    column: str
    above: dict[str, Any] = field(default_factory=dict)  # field: a row that is here, or a draft
    made: Any = None

    def save(self, by: Any, reason: str) -> Any:
        instance = self.form.instance
        for name, owner in self.above.items():
            setattr(instance, name, owner.made if isinstance(owner, Draft) else owner)
        instance._history_user, instance._change_reason = by, reason
        self.made = self.form.save()
        return self.made

    def value(self, name: str) -> Any:
        """What the file said in the row that began it, as it would be stored."""
        return self.form.cleaned_data.get(name)


class RowReader:
    """Judges rows one after another; every list is read once."""

    def __init__(self, user: Any):
        self.user = user
        self.instruments = self._instruments()
        self.organisations = lookups.organisations(user)
        self.sources = lookups.sources(user)
        self.areas, self.commitments, self.actions = self._here()

    def _instruments(self):
        rows = reachable(Instrument.objects.all(), self.user, Commitment, "add")
        rows = rows.select_related("country")
        return Words((row, [row.slug, row.short_title, row.symbol, f"{row.place}/{row.slug}"])
                     for row in rows)  # fmt: skip

    def _here(self):
        """What the person may see of the register, by what the file calls it."""
        user = self.user
        areas = Area.objects.for_user(user)
        promised = Commitment.objects.for_user(user).prefetch_related("duty_bearers")
        actions = Action.objects.for_user(user).select_related("commitment")
        return (
            {(row.instrument_id, row.number): row for row in areas},
            {(row.instrument_id, row.reference): row for row in promised},
            {
                (row.commitment.instrument_id, row.commitment.reference, row.title): row
                for row in actions.prefetch_related("responsible")
            },
        )

    def outcome(self, row: Row) -> Outcome:
        reading = Reading(row)
        instrument = reading.read("instrument", self._in(self.instruments), required=True)
        if instrument is None:
            return Outcome(row, None, reading.errors)
        new: list[Draft] = []
        shared = {"source": reading.read("source", self._in(self.sources)),
                  "page": reading.read("page", values.text) or ""}  # fmt: skip
        area = self._area(reading, instrument, shared, new)
        promise = self._commitment(reading, instrument, area, shared, new)
        action = self._action(reading, instrument, promise, shared, new)
        if area is promise is action is None and not reading.errors:
            reading.wrong("area", _("The row names no area, no commitment and no action."))
        return Outcome(row, None if reading.errors else new or None, reading.errors)

    def _area(self, reading, instrument, shared, new):
        number = reading.read("area_number", values.whole)
        title = reading.read("area", values.text)
        if number is None:
            if title:
                reading.wrong("area_number", _("Give the number of the area as well."))
            return None
        data = {"number": number, "title_en": title or ""}
        held = self.areas.get((instrument.pk, number))
        if held is not None:
            return _compared(held, data, AREA, reading)
        form = AreaLineForm(_posted({**data, **shared}), instance=Area(instrument=instrument))
        draft = self._drafted(form, AREA, {}, reading, new)
        self.areas[instrument.pk, number] = draft
        return draft

    def _commitment(self, reading, instrument, area, shared, new):
        reference = (reading.read("reference", values.text) or "").lower()
        data = {
            "reference": reference,
            "title": reading.read("commitment", values.text) or "",
            "text_as_signed": reading.read("text_as_signed", values.long_text) or "",
            "language": reading.read("language", values.text) or "",
            "duty_bearers": reading.read("duty_bearers", self._organisations) or [],
            "due_as_written": reading.read("commitment_due", values.text) or "",
            "weight": reading.read("commitment_weight", values.amount),
        }
        if not reference:
            if any(data.values()):
                reading.wrong("reference", _("Give the reference of the commitment as well."))
            return None
        held = self.commitments.get((instrument.pk, reference))
        if held is not None:
            _same_area(held, area, reading)
            return _compared(held, data, COMMITMENT, reading)
        fresh = Commitment(instrument=instrument)
        form = PlannedCommitmentForm(_posted({**data, **shared}), instance=fresh)
        above = {} if area is None else {"area": area}
        draft = self._drafted(form, COMMITMENT, above, reading, new)
        self.commitments[instrument.pk, reference] = draft
        return draft

    def _action(self, reading, instrument, promise, shared, new):
        data = {
            "title": reading.read("action", values.text) or "",
            "responsible": reading.read("responsible", self._organisations) or [],
            "starts_as_written": reading.read("start", values.text) or "",
            "due_as_written": reading.read("due", values.text) or "",
            "weight": reading.read("weight", values.amount),
        }
        if not data["title"]:
            if any(data.values()):
                reading.wrong("action", _("Give the title of the action as well."))
            return None
        if promise is None:
            reading.wrong("reference", _("Say which commitment the action serves."))
            return None
        is_new = isinstance(promise, Draft)
        reference = promise.value("reference") if is_new else promise.reference
        key = (instrument.pk, reference, data["title"])
        if (held := self.actions.get(key)) is not None:
            return _compared(held, data, ACTION, reading)
        form = ActionForm(_posted({**data, **shared}), instance=Action())
        draft = self._drafted(form, ACTION, {"commitment": promise}, reading, new)
        self.actions[key] = draft
        return draft

    def _drafted(self, form, columns, above, reading, new):
        limit_choices(form, self.user, "add")
        first = next(iter(columns.values()))  # where what is wrong with the whole is told
        for name, messages in form.errors.items():
            for message in messages:
                reading.wrong({**columns, **SHARED}.get(name, first), message)
        draft = Draft(form, first, above)
        new.append(draft)
        return draft

    def _organisations(self, cell):
        """“UNDP; UNICEF” as organisations, each once."""
        texts = re.split(r"[;\n]", cell if isinstance(cell, str) else values.text(cell))
        found = [self.organisations.find(" ".join(t.split())) for t in texts if t.strip()]
        return list(dict.fromkeys(found))

    @staticmethod
    def _in(words):
        return lambda cell: words.find(values.text(cell))


def _posted(data):
    """As a browser would send it."""
    return {name: _key(value) for name, value in data.items() if value not in (None, "", [])}


def _key(value):
    return [row.pk for row in value] if isinstance(value, list) else getattr(value, "pk", value)


def _compared(held, data, columns, reading):
    """What the row says otherwise than the register, or than a row before it; empty says none."""
    in_file = isinstance(held, Draft)
    if in_file and held.form.errors:
        return held  # told at the row that began it
    told = (
        _("A row before this one says otherwise.") if in_file
        else _("It is here with another value. Change it on its page.")
    )  # fmt: skip
    for name, value in data.items():
        if value and not _agree(held.value(name) if in_file else getattr(held, name), value):
            reading.wrong(columns[name], told)
    return held


def _agree(held, value):
    if isinstance(value, list):
        rows = held.all() if hasattr(held, "all") else held or []
        return {row.pk for row in rows} == {row.pk for row in value}
    if isinstance(value, str):
        return " ".join(str(held).split()) == " ".join(value.split())
    return held == value


def _same_area(held, area, reading):
    if area is None:
        return
    known = held.above.get("area") if isinstance(held, Draft) else held.area_id
    wanted = area if isinstance(held, Draft) else getattr(area, "pk", None)
    if known != wanted:
        reading.wrong("area_number", _("The commitment stands in another area."))
