"""Addresses of the youth panel's room."""

from django.urls import path

from veivalg.web.youth.views import answering, moderating, preparing, reading, sending

app_name = "youth"
_ROOM = "r/<slug:slug>/ungdom"
urlpatterns = [
    path(f"{_ROOM}/", reading.front, name="front"),
    path(f"{_ROOM}/innspill/", reading.submissions, name="submissions"),
    path(f"{_ROOM}/tall/", reading.figures, name="figures"),
    path(f"{_ROOM}/tall.<slug:kind>", reading.figures_file, name="figures_file"),
    path(f"{_ROOM}/oppsummering/", reading.summary, name="summary"),
    path(f"{_ROOM}/mine/", sending.own, name="own"),
    path(f"{_ROOM}/ide/", sending.idea, name="idea"),
    path(f"{_ROOM}/les/", moderating.unread, name="unread"),
    path(f"{_ROOM}/svar/", answering.owed, name="owed"),
    path(f"{_ROOM}/ny/", preparing.new_matter, name="new_matter"),
    path(f"{_ROOM}/<id:pk>/", reading.matter, name="matter"),
    path(f"{_ROOM}/<id:pk>/utkast/", reading.draft, name="draft"),
    path(f"{_ROOM}/<id:pk>/si/", sending.submit, name="submit"),
    path(f"{_ROOM}/<id:pk>/endre/", preparing.change_matter, name="change_matter"),
    path(f"{_ROOM}/<id:pk>/apne/", preparing.open_matter, name="open_matter"),
    path(f"{_ROOM}/<id:pk>/frist/", preparing.extend_matter, name="extend_matter"),
    path(f"{_ROOM}/<id:pk>/vedtak/", preparing.set_resolution, name="set_resolution"),
    path(f"{_ROOM}/<id:pk>/trekk/", preparing.withdraw_matter, name="withdraw_matter"),
    path(f"{_ROOM}/innspill/<id:pk>/", moderating.moderate, name="moderate"),
    path(f"{_ROOM}/innspill/<id:pk>/slett/", moderating.erase, name="erase"),
    path(f"{_ROOM}/innspill/<id:pk>/svar/", answering.answer, name="answer"),
]
