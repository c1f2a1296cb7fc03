"""Addresses of campaigns, statements and shops' shares."""

from django.urls import path

from welfare.views import campaign_desk, campaigns, shares, statements

urlpatterns = [
    path("fund/<slug:code>/statements/<slug:month>/", statements.statement, name="statement"),
    path("fund/<slug:code>/follow/", statements.follow_baht, name="follow"),
    path("fund/<slug:code>/campaigns/", campaigns.listed, name="campaigns"),
    path("fund/<slug:code>/campaigns/new/", campaign_desk.new, name="campaign_new"),
    path("campaigns/<slug:code>/", campaigns.campaign, name="campaign"),
    path("campaigns/<slug:code>/desk/", campaign_desk.desk, name="campaign_desk"),
    path("campaigns/<slug:code>/change/", campaign_desk.change, name="campaign_change"),
    path("campaigns/<slug:code>/open/", campaign_desk.open_it, name="campaign_open"),
    path("campaigns/<slug:code>/end/", campaign_desk.end, name="campaign_end"),
    path("campaigns/<slug:code>/settle/", campaign_desk.settle, name="campaign_settle"),
    path("campaigns/<slug:code>/pictures/add/", campaign_desk.picture_add, name="campaign_picture_add"),
    path(
        "campaigns/<slug:code>/pictures/<slug:digest>/remove/",
        campaign_desk.picture_remove,
        name="campaign_picture_remove",
    ),
    path("campaigns/<slug:code>/news/", campaign_desk.news, name="campaign_news"),
    path("fund/<slug:code>/shares/", shares.late, name="shares"),
    path("fund/<slug:code>/shares/<slug:shop>/", shares.statement, name="share_statement"),
    path("fund/<slug:code>/shares/<slug:shop>/table.csv", shares.statement_csv, name="share_statement_csv"),
    path("fund/<slug:code>/shares/<slug:shop>/remind/", shares.remind, name="share_remind"),
    path("fund/<slug:code>/shares/<slug:shop>/write-off/", shares.write_off, name="share_write_off"),
]
