"""Instruments and what belongs to one: parties, dates, words, papers."""

from django import forms

from foundation.audit.versions import VersionedForm
from foundation.documents.forms import DOCUMENT_FIELDS, DocumentForm

from ..models import Instrument, InstrumentDate, InstrumentDocument, InstrumentParty, Paragraph
from .parts import LONG, SHORT, WrittenDatesForm


class InstrumentForm(WrittenDatesForm, VersionedForm):
    written = ("period",)

    class Meta:
        model = Instrument
        fields = [
            "slug", "kind", "title", "short_title", "symbol", "country", "language",
            "period_as_written", "period_from", "period_to", "legal_status", "supersedes",
            "implements", "summary", "classification", "sources",
        ]  # fmt: skip
        widgets = {"summary": LONG}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("supersedes", "implements"):
            if self.instance.pk and name in self.fields:
                others = self.fields[name].queryset.exclude(pk=self.instance.pk)
                self.fields[name].queryset = others


class InstrumentDocumentForm(VersionedForm, DocumentForm):
    class Meta:
        model = InstrumentDocument
        fields = DOCUMENT_FIELDS


class PartyForm(forms.ModelForm):
    class Meta:
        model = InstrumentParty
        fields = ["organisation", "part", "note", "source", "page"]


class DateForm(WrittenDatesForm):
    written = ("date",)

    class Meta:
        model = InstrumentDate
        fields = [
            "event", "date_as_written", "date_from", "date_to", "source", "page", "note",
            "contradicts",
        ]  # fmt: skip


class ParagraphForm(forms.ModelForm):
    class Meta:
        model = Paragraph
        fields = [
            "number", "order", "text_as_signed", "language", "translation", "summary", "source",
            "page",
        ]  # fmt: skip
        widgets = {"text_as_signed": SHORT, "translation": SHORT, "summary": SHORT}
