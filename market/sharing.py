"""How a listing looks elsewhere: structured data for search engines."""

import json
from collections.abc import Sequence

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString

from lib import pictures
from market.models import Listing
from market.models.pictures import Picture

# These would end the script element that the data stands in.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
CONDITIONS: dict[str, str] = {
    Listing.Condition.SECOND_HAND: "https://schema.org/UsedCondition",
    Listing.Condition.GIVE_AWAY: "https://schema.org/UsedCondition",
}


def product(listing: Listing, pictures_: Sequence[Picture]) -> SafeString:
    """The listing as schema.org Product in JSON-LD, safe inside a script element."""
    state = "OutOfStock"
    if listing.can_be_ordered and not listing.shop.is_on_holiday:
        state = "MadeToOrder" if listing.is_made_to_order else "InStock"
    about = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": listing.name,
        "description": listing.description or listing.name,
        "category": listing.category.name,
        "sku": listing.code,
        "image": [absolute(pictures.url(picture.digest, 1280)) for picture in pictures_],
        "offers": {
            "@type": "Offer",
            "url": absolute(listing.get_absolute_url()),
            "price": str(listing.price),
            "priceCurrency": "THB",
            "availability": f"https://schema.org/{state}",
            "itemCondition": CONDITIONS.get(listing.condition, "https://schema.org/NewCondition"),
            "seller": {"@type": "Organization", "name": listing.shop.name},
        },
    }
    return SafeString(json.dumps(about, ensure_ascii=False).translate(ESCAPES))


def picture_of(pictures_: Sequence[Picture] = ()) -> str:
    """The full address of the first picture, or of the site's own sign."""
    if pictures_:
        return absolute(pictures.url(pictures_[0].digest, 1280))
    return absolute(static("app-icon-512.png"))


def absolute(path: str) -> str:
    """The full address of a path of this site (an address that is full already stays)."""
    return path if path.startswith(("http://", "https://")) else settings.SITE_URL + path
