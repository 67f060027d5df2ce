"""Addresses of participation rounds and of what is sent in to them."""

from django.urls import URLPattern

app_name = "participation"
urlpatterns: list[URLPattern] = []
