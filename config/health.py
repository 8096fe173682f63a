"""Two questions a load balancer asks. Neither tells anything about the data."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse


@login_not_required
def healthz(request):
    """The process answers. The database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def readyz(request):
    """The database answers and no migration is waiting; 503 otherwise, without detail."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:  # noqa: BLE001 - whatever fails, the answer is "not ready"
        waiting = True
    status = 503 if waiting else 200
    return HttpResponse("not ready\n" if waiting else "ready\n", "text/plain", status)
