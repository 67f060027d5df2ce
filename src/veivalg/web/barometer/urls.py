"""Addresses of the ten reasons and of how a council's cooperation is."""

from django.urls import path

from veivalg.web.barometer import views

app_name = "barometer"
urlpatterns = [
    path("ti-grunner/", views.reasons, name="reasons"),
    path("ti-grunner/<id:number>/", views.reason, name="reason"),
    path("r/<slug:slug>/samarbeid/", views.cooperation, name="cooperation"),
]
