"""The product's addresses and the peer's two."""

from django.urls import include, path

from bench.site import views

urlpatterns = [
    path("bench/list/", views.municipality_list),
    path("bench/bare/", views.bare),
    path("", include("veivalg.web.site.urls")),
]
