"""Lists that stay quick with a million rows: nothing is counted, one row more than a page is read."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import EmptyPage, Page, Paginator
from django.utils.text import capfirst

from households.desks import desk_of
from lib.words import Words

PER_PAGE = 50


class PeekingPage(Page):
    """A page that knows whether another follows, and not how many."""

    def __init__(self, rows, number, paginator, has_more):
        super().__init__(rows, number, paginator)
        self.has_more = has_more

    def has_next(self):
        """Whether there is another page."""
        return self.has_more


class PeekingPaginator(Paginator):
    """Pages without `count(*)`."""

    def page(self, number):
        """The page; raises EmptyPage for one beyond the last."""
        try:
            number = int(number)
        except (TypeError, ValueError) as error:
            raise EmptyPage(self.error_messages["invalid_page"]) from error
        if not 0 < number < 10_000:
            raise EmptyPage(self.error_messages["no_results"])
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        if not rows and number > 1:
            raise EmptyPage(self.error_messages["no_results"])
        return PeekingPage(rows[: self.per_page], number, self, len(rows) > self.per_page)


class OfficeChangeList(ChangeList):
    """A list in the office: the rows of one page, and whether there are more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = capfirst(str(self.opts.verbose_name_plural))

    def get_results(self, request):
        """Read one page and one row more."""
        self.paginator = PeekingPaginator(self.queryset, self.list_per_page)
        try:
            page = self.paginator.page(self.page_num)
        except EmptyPage as error:
            raise IncorrectLookupParameters from error
        self.result_list = page.object_list
        self.has_next_page = page.has_next()
        # Only what is on the page can be chosen for an action, so "all pages" is never offered.
        self.result_count = len(self.result_list)
        self.multi_page = self.has_next_page or self.page_num > 1
        self.show_full_result_count = False
        self.full_result_count = None
        self.show_admin_actions = bool(self.result_list)
        self.can_show_all = False

    @property
    def newer_page(self) -> str:
        """The query string of the page before this one, if there is one."""
        return self.get_query_string({"p": self.page_num - 1}) if self.page_num > 1 else ""

    @property
    def older_page(self) -> str:
        """The query string of the page after this one, if there is one."""
        return self.get_query_string({"p": self.page_num + 1}) if self.has_next_page else ""


class OwnRelatedFilter(admin.RelatedFieldListFilter):
    """Offers only what the person may see in the related register, and nothing when there is one choice."""

    def field_choices(self, field, request, model_admin):
        """The related rows that the person sees."""
        desk = desk_of(request)
        if not desk.is_technician and len(desk.communities(model_admin.readers)) < 2:
            return []
        related = model_admin.admin_site.get_model_admin(field.remote_field.model)
        return [(row.pk, str(row)) for row in related.get_queryset(request)[:100]]


def filled(column: str, label: Words, yes: Words, no: Words) -> type[admin.SimpleListFilter]:
    """A filter by whether `column` holds something, such as the time when it was done."""

    class FilledFilter(admin.SimpleListFilter):
        title = label
        parameter_name = column

        def lookups(self, request, model_admin):
            return [("yes", yes), ("no", no)]

        def queryset(self, request, queryset):
            if self.value() not in ("yes", "no"):
                return queryset
            return queryset.filter(**{f"{column}__isnull": self.value() == "no"})

    return FilledFilter
