"""Addresses of signing in with another provider."""

from django.urls import path

from veivalg.web.accounts.oidc import views

app_name = "oidc"
urlpatterns = [
    path("logg-inn/oidc/", views.start, name="start"),
    path("logg-inn/oidc/svar/", views.answer, name="answer"),
]
