"""What every page's frame shows. Each piece asks the database only when the template uses it."""

from django.conf import settings
from django.utils.functional import cached_property

from households.models import Community, Notice
from market import baskets, places
from market.models import Shop


class Site:
    """The frame's facts, for one request."""

    name = "สิริสุข"
    demo = settings.DEMO
    development = settings.DEVELOPMENT
    line_login = settings.LINE_LOGIN_ENABLED
    url = settings.SITE_URL

    def __init__(self, request):
        self.request = request

    @cached_property
    def text_size(self) -> str:
        """The chosen size of text: 1, 2 or 3."""
        chosen = self.request.COOKIES.get("text_size", "2")
        return chosen if chosen in ("1", "2", "3") else "2"

    @cached_property
    def basket_count(self) -> int:
        """How many lines the visitor's basket has."""
        return baskets.count_lines(self.request)

    @cached_property
    def unread_count(self) -> int:
        """How many notices the person has not opened."""
        return Notice.objects.visible_to(self.request.user).unread().count()

    @cached_property
    def is_seller(self) -> bool:
        """Whether the person keeps a shop."""
        return Shop.objects.managed_by(self.request.user).exists()

    @cached_property
    def community(self) -> Community | None:
        """The community whose market the visitor is in, if it is known."""
        return places.visitor_community(self.request)


def site(request) -> dict[str, Site]:
    """The context processor: `site` in every template."""
    return {"site": Site(request)}
