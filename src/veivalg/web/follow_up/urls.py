"""Addresses of the pages that show whether what was decided is being done."""

from django.urls import path

from veivalg.web.follow_up.views import municipalities, overview, taken_home

app_name = "follow_up"
_HERE = "r/<slug:slug>/oppfolging"
urlpatterns = [
    path(f"{_HERE}/", overview.overview, name="overview"),
    path(f"{_HERE}/tiltak/", overview.actions, name="actions"),
    path(f"{_HERE}/tiltak.<slug:kind>", overview.actions_file, name="actions_file"),
    path(f"{_HERE}/tertial/", overview.tertials, name="tertials"),
    path(f"{_HERE}/tertial/tertial.<slug:kind>", overview.tertials_file, name="tertials_file"),
    path(f"{_HERE}/tidslinje/", overview.timeline, name="timeline"),
    path(f"{_HERE}/frister.ics", municipalities.deadlines, name="deadlines"),
    # Beside the endorsements, where it has always been; it gathers from rooms that know nothing of each other.
    path("r/<slug:slug>/forankring/kommune/<id:pk>/", taken_home.taken_home, name="taken_home"),
    path(f"{_HERE}/kommune/", municipalities.municipalities, name="municipalities"),
    path(f"{_HERE}/kommune/<id:pk>/", municipalities.of_municipality, name="municipality"),
    path(f"{_HERE}/kommune/<id:pk>/liste.<slug:kind>", municipalities.municipality_file, name="municipality_file"),
]
