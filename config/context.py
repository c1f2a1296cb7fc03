"""What every page's frame shows. Each piece asks the database only when the template uses it."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, QuerySet, Subquery
from django.utils.functional import cached_property

from households.models import Community, Notice, User
from market import baskets, places
from market.models import BasketLine, Shop


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
        return (
            self._own["lines"] or 0
            if self.request.user.is_authenticated
            else baskets.count_lines(self.request)
        )

    @cached_property
    def unread_count(self) -> int:
        """How many notices the person has not opened."""
        return self._own["unread"] or 0 if self.request.user.is_authenticated else 0

    @cached_property
    def is_seller(self) -> bool:
        """Whether the person keeps a shop."""
        return self.request.user.is_authenticated and self._own["keeps_a_shop"]

    @cached_property
    def _own(self) -> dict[str, Any]:
        """What the frame says about a signed-in person, in one statement."""
        user = self.request.user
        return (
            User.objects.filter(pk=user.pk)
            .annotate(
                lines=_count(BasketLine.objects.filter(basket__user=user), "basket"),
                unread=_count(Notice.objects.visible_to(user).unread(), "user"),
                keeps_a_shop=Exists(Shop.objects.managed_by(user)),
            )
            .values("lines", "unread", "keeps_a_shop")
            .get()
        )

    @cached_property
    def community(self) -> Community | None:
        """The community whose market the visitor is in, if it is known."""
        return places.visitor_community(self.request)


def _count(rows: QuerySet, owner: str) -> Subquery:
    """How many rows there are, all of one `owner`; null when there are none."""
    return Subquery(rows.order_by().values(owner).annotate(count=Count("pk")).values("count"))


def site(request) -> dict[str, Site]:
    """The context processor: `site` in every template."""
    return {"site": Site(request)}
