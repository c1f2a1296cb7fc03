"""The address of a list's next page."""


def paging_url(request, cursor: str | None) -> str:
    """This page's address with the next cursor in it; empty at the list's end."""
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["after"] = cursor
    return f"?{query.urlencode()}"
