"""Addresses of access and of codes for the youth panel."""

from django.urls import path

from veivalg.web.councils.roles import views

urlpatterns = [
    path("r/<slug:slug>/tilganger/", views.roles, name="roles"),
    path("r/<slug:slug>/tilganger/ny/", views.grant, name="grant_role"),
    path("r/<slug:slug>/tilganger/<id:pk>/avslutt/", views.end, name="end_role"),
    path("r/<slug:slug>/ungdomskoder/", views.youth_codes, name="youth_codes"),
    path("r/<slug:slug>/ungdomskoder/<id:pk>/avslutt/", views.end_youth_code, name="end_youth_code"),
    path("r/<slug:slug>/ungdomskoder/<id:pk>/alias/", views.reset_alias, name="reset_alias"),
]
