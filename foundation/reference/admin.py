"""The lists in the admin. The site mixes scope, permission and audit into each of these pages."""

from django.contrib import admin

from .models import Alias, Code, Country, Listing, Organisation, Region, Source


class FixedOnceAdded(admin.ModelAdmin):
    """What a row is known by stays: files, addresses and other records name it."""

    fixed = ()

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(self.fixed if obj else ())]


@admin.register(Country)
class CountryAdmin(FixedOnceAdded):
    fixed = ("iso2", "iso3", "slug")
    list_display = ["name_en", "name_fr", "iso2", "iso3", "is_followed", "is_sample"]
    list_filter = ["is_followed", "is_sample"]
    search_fields = ["name_en", "name_fr", "iso2", "iso3"]


@admin.register(Region)
class RegionAdmin(FixedOnceAdded):
    fixed = ("country", "pcode", "vintage")
    list_display = ["name_en", "country", "pcode", "vintage", "valid_from", "valid_to"]
    list_filter = ["vintage"]
    list_select_related = ["country"]
    search_fields = ["name_en", "name_fr", "pcode", "country__name_en"]


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(FixedOnceAdded):
    fixed = ("slug",)
    inlines = [AliasInline]
    list_display = ["name_en", "acronym", "kind", "country", "successor", "ended"]
    list_filter = ["kind"]
    list_select_related = ["country", "successor"]
    search_fields = ["name_en", "name_fr", "acronym", "aliases__name"]


@admin.register(Source)
class SourceAdmin(FixedOnceAdded):
    fixed = ("slug",)
    list_display = ["short_title", "symbol", "publisher", "date_to", "classification"]
    list_filter = ["classification", "language", "is_sample"]
    search_fields = ["title", "short_title", "symbol", "publisher"]


@admin.register(Listing)
class ListingAdmin(admin.ModelAdmin):
    list_display = ["organisation", "source", "year", "listed_from", "listed_until"]
    list_filter = ["year"]
    list_select_related = ["organisation", "source"]
    search_fields = ["organisation__name_en", "organisation__acronym", "source__symbol"]


@admin.register(Code)
class CodeAdmin(FixedOnceAdded):
    fixed = ("list", "code")
    list_display = ["name_en", "name_fr", "list", "code", "order", "active"]
    list_filter = ["list", "active"]
    search_fields = ["name_en", "name_fr", "code"]
