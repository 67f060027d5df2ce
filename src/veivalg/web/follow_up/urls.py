"""Addresses of the pages that show whether what was decided is being done."""

from django.urls import URLPattern

app_name = "follow_up"
urlpatterns: list[URLPattern] = []
