"""Addresses of endorsements."""

from django.urls import path

from veivalg.web.endorsements.views import answering, by_link, importing, reading, rounds

app_name = "endorsements"
_LIST = "r/<slug:slug>/forankring"
_ROUND = f"{_LIST}/<id:pk>"
urlpatterns = [
    path("forankring/svar/<id:pk>/", by_link.answer, name="answer_by_link"),
    path("forankring/<str:key>/", by_link.open_link, name="open_link"),
    path(f"{_LIST}/", reading.overview, name="list"),
    path(f"{_LIST}/forankring.<slug:kind>", reading.overview_file, name="file"),
    path(f"{_LIST}/veien/", reading.way, name="way"),
    path(f"{_LIST}/veien/maltall/", rounds.target, name="target"),
    path(f"{_ROUND}/", reading.round, name="round"),
    path(f"{_ROUND}/send-ut/", rounds.open_new, name="open"),
    path(f"{_ROUND}/endre/", rounds.change, name="change"),
    path(f"{_ROUND}/fjern/", rounds.remove, name="remove"),
    path(f"{_ROUND}/spor/", rounds.send, name="send"),
    path(f"{_ROUND}/sendt/", rounds.note_sent, name="note_sent"),
    path(f"{_ROUND}/importer/", importing.read, name="import"),
    path(f"{_ROUND}/importer/bekreft/", importing.confirm, name="confirm_import"),
    path(f"{_ROUND}/svar/<id:endorsement>/", answering.answer, name="answer"),
    path(f"{_ROUND}/saksframlegg/<id:endorsement>.docx", reading.paper, name="paper"),
]
