"""Addresses of councils: participants, bodies, people, roles."""

from django.urls import include, path

app_name = "councils"
urlpatterns = [
    path("", include("veivalg.web.councils.setting_up.urls")),
    path("", include("veivalg.web.councils.membership.urls")),
    path("", include("veivalg.web.councils.roles.urls")),
    path("", include("veivalg.web.councils.hosting.urls")),
]
