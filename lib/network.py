"""Where a request comes from."""

from django.conf import settings


def client_ip(request) -> str:
    """The visitor's address, trusting only as many proxies as TRUSTED_PROXY_COUNT says there are."""
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return request.META.get("REMOTE_ADDR", "")
