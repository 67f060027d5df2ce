"""Addresses of whoever runs the installation."""

from django.urls import path

from veivalg.web.councils.hosting import views

urlpatterns = [
    path("forvaltning/", views.host, name="host"),
    path("forvaltning/inviter/", views.invite, name="host_invite"),
    path("forvaltning/besok/avslutt/", views.end_visit, name="end_visit"),
    path("forvaltning/rad/<slug:slug>/", views.enter, name="host_enter"),
]
