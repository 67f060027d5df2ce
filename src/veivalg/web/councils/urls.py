"""Addresses of councils: participants, bodies, people, roles."""

from django.urls import URLPattern

app_name = "councils"
urlpatterns: list[URLPattern] = []
