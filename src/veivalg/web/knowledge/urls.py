"""Addresses of the knowledge pages."""

from django.urls import path, re_path

from veivalg.web.knowledge import views

app_name = "knowledge"
urlpatterns = [
    path("indeks/sarbarhet/", views.index, name="index"),
    path("indeks/sarbarhet/foredraget/", views.lecture_map, name="lecture_map"),
    re_path(r"^kommuner/(?P<code>\d{4})/$", views.old_number, name="municipality_by_number"),
    path("kommuner/<slug:address>/", views.municipality, name="municipality"),
    path("r/<slug:slug>/kunnskap/", views.region, name="region"),
    path("om/tall/", views.about_figures, name="about_figures"),
]
