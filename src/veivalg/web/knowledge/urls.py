"""Addresses of the knowledge pages."""

app_name = "knowledge"
urlpatterns: list = []
