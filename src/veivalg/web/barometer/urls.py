"""Addresses of the ten reasons and of how a council's cooperation is."""

from django.urls import path

from veivalg.web.barometer.views import capacity, points, reading, rounds

app_name = "barometer"
_ROUNDS = "r/<slug:slug>/samarbeid/runder"
_CAPACITY = "r/<slug:slug>/kapasitet"
urlpatterns = [
    path("ti-grunner/", reading.reasons, name="reasons"),
    path("ti-grunner/<id:number>/", reading.reason, name="reason"),
    path("r/<slug:slug>/samarbeid/", reading.cooperation, name="cooperation"),
    path(f"{_ROUNDS}/", rounds.rounds, name="rounds"),
    path(f"{_ROUNDS}/ny/", rounds.new_round, name="new_round"),
    path(f"{_ROUNDS}/<id:pk>/", rounds.round_page, name="round"),
    path(f"{_ROUNDS}/<id:pk>/mote/", rounds.meeting, name="meeting"),
    path(f"{_ROUNDS}/<id:pk>/svar.<slug:kind>", rounds.answers_file, name="answers_file"),
    path(f"{_CAPACITY}/", capacity.latest, name="capacity"),
    path(f"{_CAPACITY}/ny/", capacity.new_round, name="new_capacity_round"),
    path(f"{_CAPACITY}/runder/<id:pk>/", capacity.round_page, name="capacity_round"),
    path(f"{_CAPACITY}/runder/<id:pk>/svar.<slug:kind>", capacity.answers_file, name="capacity_file"),
    path("r/<slug:slug>/ti-punkter/", points.ten_points, name="points"),
    path("r/<slug:slug>/ti-punkter/<id:number>/", points.mark_point, name="mark_point"),
]
