"""Addresses of the front pages."""

from django.urls import path

from veivalg.web.thread import own_views, set_up_views, views

app_name = "thread"
urlpatterns = [
    path("", views.front, name="front"),
    path("rad/<slug:word>.<slug:kind>", views.council_map_file, name="council_map_file"),
    path("kommuner/", views.municipalities, name="municipalities"),
    path("min-side/", views.my_page, name="my_page"),
    path("min-side/mine-data/", own_views.own_data, name="own_data"),
    path("min-side/mine-data/slett/", own_views.erase_own, name="erase_own"),
    path("sett-opp/", set_up_views.start, name="set_up"),
    path("sett-opp/kommuner/", set_up_views.municipalities, name="set_up_municipalities"),
    path("sok/", views.search, name="search"),
    path("r/<slug:slug>/", views.council, name="council"),
    path("r/<slug:slug>/historikk/", views.history, name="history"),
]
