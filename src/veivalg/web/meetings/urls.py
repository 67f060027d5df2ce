"""Addresses of resolutions."""

from django.urls import path

from veivalg.web.meetings import views

app_name = "meetings"
urlpatterns = [
    path("r/<slug:slug>/vedtak/", views.resolutions, name="resolutions"),
    path("r/<slug:slug>/vedtak/vedtak.<slug:kind>", views.resolutions_file, name="resolutions_file"),
    path("r/<slug:slug>/vedtak/nytt/", views.register, name="register"),
    path("r/<slug:slug>/vedtak/<id:pk>/", views.resolution, name="resolution"),
    path("r/<slug:slug>/vedtak/<id:pk>/rett/", views.correct, name="correct"),
]
