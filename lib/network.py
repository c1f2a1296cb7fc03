"""Where a request comes from, and where it may lead back to."""

import ipaddress

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme


def client_ip(request) -> str:
    """The visitor's address, trusting only as many proxies as TRUSTED_PROXY_COUNT says there are.

    Empty when what the server or the proxy says is no address.
    """
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    said = hops[-trusted] if trusted and len(hops) >= trusted else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(said.partition("%")[0]))
    except ValueError:
        return ""


def next_path(request) -> str:
    """The path on this site that a form asks to return to in its field `next`; empty for any other address."""
    return own_path(request, request.POST.get("next", ""))


def own_path(request, address: str) -> str:
    """`address` when it is a path on this site; empty for any other address."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if address.startswith("/") and is_ours else ""
