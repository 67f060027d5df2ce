"""Addresses of setting up a council."""

from django.urls import path

from veivalg.web.councils.setting_up import views

urlpatterns = [
    path("sett-opp/<slug:slug>/navn/", views.name, name="set_up_name"),
    path("sett-opp/<slug:slug>/deltakere/", views.participants, name="set_up_participants"),
    path("sett-opp/<slug:slug>/om-raadet/", views.about, name="set_up_about"),
    path("sett-opp/<slug:slug>/ferdig/", views.done, name="set_up_done"),
    path("sett-opp/<slug:slug>/forkast/", views.discard, name="set_up_discard"),
]
