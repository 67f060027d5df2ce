"""Addresses of the ten reasons and of how a council's cooperation is."""

from django.urls import path

from veivalg.web.barometer.views import points, reading

app_name = "barometer"
urlpatterns = [
    path("ti-grunner/", reading.reasons, name="reasons"),
    path("ti-grunner/<id:number>/", reading.reason, name="reason"),
    path("r/<slug:slug>/samarbeid/", reading.cooperation, name="cooperation"),
    path("r/<slug:slug>/ti-punkter/", points.ten_points, name="points"),
    path("r/<slug:slug>/ti-punkter/<id:number>/", points.mark_point, name="mark_point"),
]
