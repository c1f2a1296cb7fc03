"""Plain functions that make rows for tests, with invented people."""

import itertools
from decimal import Decimal

from households.models import Community, Household, Membership, Municipality, Person, Role, User
from lib.thai import search_key, sort_key
from market import checkouts
from market.models import Category, Checkout, Listing, Order, Shop, Unit, Variant

numbers = itertools.count(1)


def user(
    name: str = "ผู้ใช้ ตัวอย่าง", email: str | None = None, password: str = "banana-leaf-9", **fields
) -> User:
    """An account with an e-mail of its own."""
    return User.objects.create_user(
        email or f"person{next(numbers)}@example.com", password, name=name, **fields
    )


def community(name: str = "ชุมชนตัวอย่าง", code: str | None = None, municipality=None, **fields) -> Community:
    """A community in a municipality of its own, unless one is given."""
    number = next(numbers)
    municipality = municipality or Municipality.objects.create(
        code=f"town{number}", name="เมืองตัวอย่าง", kind="เทศบาล"
    )
    return Community.objects.create(
        name=name, code=code or f"community{number}", municipality=municipality, phone="077123456", **fields
    )


def household(place: Community, name: str = "บ้านตัวอย่าง") -> Household:
    """An active household."""
    return Household.objects.create(community=place, name=name, house_number=str(next(numbers)))


def member(home: Household, name: str = "สมาชิก ตัวอย่าง", *, is_representative: bool = False) -> User:
    """An account whose person is an active member of the household."""
    account = user(name=name)
    person = Person.objects.create(name=name, user=account)
    Membership.objects.create(
        person=person, household=home, status=Membership.Status.ACTIVE, is_representative=is_representative
    )
    return account


def representative(place: Community, name: str = "ตัวแทน ตัวอย่าง") -> User:
    """The representative of a new household."""
    return member(household(place, name=f"บ้าน{name.split()[0]}"), name=name, is_representative=True)


def with_role(place: Community, kind: str, name: str = "กรรมการ ตัวอย่าง") -> User:
    """An account with a role in a community."""
    account = user(name=name, is_staff=kind in Role.IN_ADMIN, is_trusted=kind in Role.TRUSTED)
    Role.objects.create(user=account, kind=kind, community=place)
    return account


def officer(municipality: Municipality, name: str = "เจ้าหน้าที่ ตัวอย่าง") -> User:
    """A municipal officer."""
    account = user(name=name, is_trusted=True)
    Role.objects.create(user=account, kind=Role.Kind.OFFICER, municipality=municipality)
    return account


def category(code: str = "food", **fields) -> Category:
    """A category, made once."""
    defaults = {"name_th": "อาหาร", "name_en": "Food", "sign": "🍲", **fields}
    return Category.objects.get_or_create(code=code, defaults=defaults)[0]


def unit(code: str = "jar", step: str = "1", **fields) -> Unit:
    """A unit, made once."""
    defaults = {"name_th": "กระปุก", "name_en": "jar", "step": Decimal(step), **fields}
    return Unit.objects.get_or_create(code=code, defaults=defaults)[0]


def shop(seller: User, name: str = "ร้านตัวอย่าง", **fields) -> Shop:
    """A shop of the seller's household."""
    home = Household.objects.of_member(seller).get()
    defaults = {
        "takes_cash": True,
        "takes_promptpay": True,
        "promptpay_id": "0812223333",
        "receiver_name": "นางบุญ ใจดี",
        "offers_pickup": True,
        "pickup_place": "ศาลาชุมชน",
        "offers_delivery": True,
        "delivery_fee": Decimal(10),
        "search_key": search_key(name),
    }
    return Shop.objects.create(household=home, community=home.community, name=name, **{**defaults, **fields})


def listing(place: Shop, name: str = "สินค้าตัวอย่าง", price: str = "45", stock: str = "10", **fields) -> Listing:
    """A listing with one plain variant."""
    row = Listing.objects.create(
        shop=place,
        community=place.community,
        category=fields.pop("category", None) or category(),
        unit=fields.pop("unit", None) or unit(),
        name=name,
        price=Decimal(price),
        stock=Decimal(stock),
        search_key=search_key(name),
        name_order=sort_key(name),
        **fields,
    )
    Variant.objects.create(listing=row, price=Decimal(price), stock=Decimal(stock))
    return row


def wish(row: Listing, quantity: str = "1", price: str | None = None) -> checkouts.Wish:
    """A wish for the listing's first variant at the price the buyer sees."""
    variant = row.variants.order_by("position", "id").first()
    return checkouts.Wish(variant.pk, Decimal(quantity), Decimal(price) if price else variant.price)


def order(buyer: User, *wishes: checkouts.Wish, key: str | None = None, **choice) -> Order:
    """An order placed through the real action, by pickup and cash unless said otherwise."""
    return place(buyer, *wishes, key=key, **choice).orders.get()


def place(buyer: User, *wishes: checkouts.Wish, key: str | None = None, **choice) -> Checkout:
    """A checkout with the same choice for every shop."""
    chosen = checkouts.Choice(**{"method": "pickup", "pay_by": "cash", **choice})
    shops = Variant.objects.filter(pk__in=[w.variant_id for w in wishes]).values_list(
        "listing__shop_id", flat=True
    )
    return checkouts.place(
        buyer=buyer,
        key=key or f"key-{next(numbers)}",
        wishes=wishes,
        choices=dict.fromkeys(shops, chosen),
        name=buyer.name,
        phone="0812345678",
    )
