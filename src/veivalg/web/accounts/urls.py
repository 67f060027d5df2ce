"""Addresses of signing in and of one's own account."""

from django.urls import include, path

from veivalg.web.accounts import own_views, views

app_name = "accounts"
urlpatterns = [
    path("", include("veivalg.web.accounts.second_factor.urls")),
    path("logg-inn/", views.sign_in, name="sign_in"),
    path("logg-inn/kode/", views.enter_code, name="enter_code"),
    path("logg-inn/ungdom/", views.enter_personal_code, name="enter_personal_code"),
    path("logg-ut/", views.sign_out, name="sign_out"),
    path("invitasjon/<str:key>/", views.open_invitation, name="open_invitation"),
    path("invitasjon/", views.invitation, name="invitation"),
    path("min-side/innstillinger/", own_views.own_details, name="own_details"),
    path("min-side/alias/", own_views.own_alias, name="own_alias"),
    path("min-side/okter/", own_views.own_sessions, name="own_sessions"),
    path("min-side/fortsett/", own_views.keep_going, name="keep_going"),
]
