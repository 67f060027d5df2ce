"""Addresses of the knowledge pages."""

from django.urls import path, re_path

from veivalg.web.knowledge import views
from veivalg.web.knowledge.own import urls as own

app_name = "knowledge"
urlpatterns = [
    path("indeks/sarbarhet/", views.index, name="index"),
    path("indeks/sarbarhet/<slug:word>.<slug:kind>", views.index_file, name="index_file"),
    path("indeks/sarbarhet/foredraget/", views.lecture_map, name="lecture_map"),
    re_path(r"^kommuner/(?P<code>\d{4})/$", views.old_number, name="municipality_by_number"),
    path("kommuner/<slug:address>/", views.municipality, name="municipality"),
    path("kommuner/<slug:address>/<slug:word>.<slug:kind>", views.municipality_file, name="municipality_file"),
    path("r/<slug:slug>/kunnskap/", views.region, name="region"),
    path("r/<slug:slug>/kunnskap/<slug:word>.<slug:kind>", views.region_file, name="region_file"),
    *own.urlpatterns,
    path("om/tall/", views.about_figures, name="about_figures"),
]
