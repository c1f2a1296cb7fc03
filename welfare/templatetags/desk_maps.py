"""The map on the page of a request."""

from typing import Any

from django import template

from households.models import Community
from welfare.forms.desk_maps import PressedForm, sizes
from welfare.helpdesk import map_bases
from welfare.helpdesk.maps import Mark
from welfare.models import HelpCase

register = template.Library()


@register.simple_tag
def case_map(case: HelpCase, community: Community) -> dict:
    """The base with this request's mark on it; `widths` and `form` where the picture may be pressed."""
    base = map_bases.of(community, HelpCase.objects.filter(pk=case.pk))
    if base is None:
        return {}
    spot = base.place(case)
    mark = Mark(*spot, case.urgency, case) if spot else None
    found: dict[str, Any] = {"base": base, "mark": mark, "marks": [mark] if mark else []}
    if base.is_picture:
        found |= {"widths": sizes(base.height / 1000), "form": PressedForm(aspect=base.height / 1000)}
    return found
