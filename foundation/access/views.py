"""Who may do what, and why a given person can see a given thing."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from foundation.reference.classification import Classification

from .querysets import for_user
from .roles import ROLES
from .scope import grants, scope_of


def roles(request):
    """The table of roles, written from the code: open to everybody who is signed in."""
    names = sorted(set().union(*(role.permissions for role in ROLES.values())))
    rows = [(name, [name in role.permissions for role in ROLES.values()]) for name in names]
    ceilings = dict(Classification.choices)
    columns = [(role, ceilings[role.ceiling]) for role in ROLES.values()]
    return render(request, "access/roles.html", {"columns": columns, "rows": rows})


def why(request, pk):
    """What each membership of a person gives today: one's own, or anybody's for those who may."""
    people = get_user_model().objects.all()
    if request.user.pk != pk:
        if not scope_of(request.user, "access.view_membership"):
            raise PermissionDenied
        people = for_user(people, request.user)
    person = get_object_or_404(people, pk=pk)
    memberships = person.memberships.prefetch_related("countries")
    held = {
        permission: sorted(
            {
                ROLES[grant.role].name
                for grant in grants(person)
                if permission in ROLES[grant.role].permissions
            },
            key=str,
        )
        for permission in sorted(set().union(*(ROLES[g.role].permissions for g in grants(person))))
    }
    context = {
        "person": person,
        "memberships": memberships,
        "held": held,
        "title": _("Why can %(person)s see this?") % {"person": person},
    }
    return render(request, "access/why.html", context)
