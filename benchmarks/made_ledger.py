"""Two projects of the fictional country with a great many rows in their ledgers, made by SQL."""


def ledger(rows: int, few: int):
    """A project of the fictional country with so many transfers, and one with fewer, by SQL."""
    from django.contrib.auth import get_user_model

    from foundation.access.models import Membership
    from foundation.reference.models import Country, Organisation, Source
    from projects.models import Fund, Participation, Project

    named = {"iso3": "XVE", "slug": "veloria", "name_en": "Veloria", "is_sample": True}
    country, _made = Country.objects.get_or_create(iso2="XV", defaults=named)
    fund = Fund.objects.create(slug="benchmark", code="BENCH", name_en="Benchmark")
    source = Source.objects.create(slug="benchmark", symbol="XV/2022/1", title="B",
                                   short_title="Benchmark", classification="public")  # fmt: skip
    whose = Organisation.objects.create(slug="benchmark", name_en="Agency", acronym="AOV",
                                        kind="un")  # fmt: skip
    for code, number in (("XV900", rows), ("XV901", few)):
        project = Project.objects.create(code=code, fund=fund, title="B", country=country,
                                         classification="public")  # fmt: skip
        Participation.objects.create(project=project, organisation=whose, source=source)
        _transfers(project, whose, source, number)
    user = get_user_model().objects.create_user(
        "benchmark@demo.example", "a benchmark of files", full_name="Benchmark"
    )
    Membership.objects.create(user=user, role="donor", everywhere=True, starts="2020-01-01")
    return user


def _transfers(project, whose, source, rows):
    """The rows, by one statement on either engine."""
    from django.db import connection

    numbers = (
        "generate_series(1, %(rows)s) AS series(n)"
        if connection.vendor == "postgresql"
        else "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %(rows)s)"
        " SELECT n FROM c)"
    )
    day, moment = (
        ("date '2000-01-03' + n % 9000", "timestamptz '2020-02-03 10:00:00Z' + n * interval '1 s'")
        if connection.vendor == "postgresql"
        else ("date('2000-01-03', (n % 9000) || ' days')",
              "datetime('2020-02-03 10:00:00', n || ' seconds')")
    )  # fmt: skip
    day, moment = day.replace("%", "%%"), moment.replace("%", "%%")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # setting up may take as long as it likes
            cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            "INSERT INTO projects_transaction (project_id, kind, organisation_id, year, date,"  # noqa: S608 - all of it is ours
            " amount, currency, amount_usd, finality, voucher, source_id, page, note,"
            " classification, reason, line, sequence, posted_at)"
            f" SELECT %(project)s, 'transfer', %(whose)s, 2000 + n %% 25, {day}, n / 4.0,"
            " 'USD', n / 4.0, '', 'V-' || n, %(source)s, 'p. ' || (n %% 90),"
            " 'Paid in one part, the ' || (n %% 7) || 'th.', 'public', '', 'transfer|' || n, 1,"
            f" {moment} FROM {numbers}",
            {"project": project.pk, "whose": whose.pk, "source": source.pk, "rows": rows},
        )
        cursor.execute("ANALYZE")  # as the database does by itself, some time after
        if connection.vendor == "postgresql":
            cursor.execute("RESET statement_timeout")
