from django.core.management.base import BaseCommand
from django.db.models import Q

from projects.models import Project
from projects.reports import expect_reports


class Command(BaseCommand):
    help = (
        "Brings the reports due in line with the calendar, for every project that is ongoing or"
        " that the calendar follows already: for cron, once a day."
    )

    def handle(self, **options):
        followed = Q(status=Project.Status.ONGOING) | Q(reports_due__from_calendar=True)
        projects = Project.objects.filter(followed).distinct()
        changed = sum(expect_reports(project, by=None) for project in projects)
        self.stdout.write(f"{changed} changed, {len(projects)} projects.")
