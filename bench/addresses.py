"""One address of each kind of page in this database, a line each: label, space, path."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from households.models import Community
from lib import paging
from market.models import Category, Listing

listing = Listing.objects.public().select_related("shop").order_by("-id")[100]
community = Community.objects.order_by("id").first()
print("catalogue /search/")
lowest = Listing.objects.public().order_by("id").values_list("id")
last_page = paging.cut([lowest[paging.SIZE], lowest[0]], tuple, size=1)
print(f"deepest /search/?after={last_page.next_cursor}")
print(f"community /c/{community.code}/")
print(f"category {Category.objects.order_by('position').first().get_absolute_url()}")
print(f"shop {listing.shop.get_absolute_url()}")
print(f"listing {listing.get_absolute_url()}")
