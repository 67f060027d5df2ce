"""Addresses of the links that let someone say how an action is going without signing in."""

from django.urls import URLPattern

app_name = "reminders"
urlpatterns: list[URLPattern] = []
