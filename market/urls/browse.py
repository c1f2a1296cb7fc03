"""Addresses for looking around the market."""

from django.urls import path

from market.views import browse, goods, indexes

urlpatterns = [
    path("", browse.home, name="home"),
    path("c/<slug:code>/", browse.community, name="community"),
    path("c/<slug:code>/feed/", indexes.feed, name="community_feed"),
    path("categories/<slug:code>/", browse.category, name="category"),
    path("search/", browse.find, name="search"),
    path("search/suggestions/", browse.suggest, name="suggest"),
    path("listings/<slug:code>/", goods.listing, name="listing"),
    path("shops/<slug:code>/", goods.shop, name="shop"),
    path("feed/", indexes.feed, name="feed"),
    path("robots.txt", indexes.robots, name="robots"),
    path("sitemap.xml", indexes.sitemap, name="sitemap"),
    path("sitemap-pages.xml", indexes.sitemap_pages, name="sitemap_pages"),
    path("sitemap-<slug:section>-<int:block>.xml", indexes.sitemap_part, name="sitemap_part"),
]
