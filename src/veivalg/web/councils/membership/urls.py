"""Addresses of participants and of the council's details."""

from django.urls import path

from veivalg.web.councils.membership import views

urlpatterns = [
    path("r/<slug:slug>/deltakere/", views.participants, name="participants"),
    path("r/<slug:slug>/deltakere/ny/", views.add, name="add_participant"),
    path("r/<slug:slug>/deltakere/<id:pk>/endre/", views.change, name="change_participant"),
    path("r/<slug:slug>/deltakere/<id:pk>/uttreden/", views.leave, name="end_participant"),
    path("r/<slug:slug>/deltakere/<id:pk>/fjern/", views.remove, name="remove_participant"),
    path("r/<slug:slug>/innstillinger/", views.settings, name="settings"),
]
