"""Addresses of the second factor; included by those of accounts."""

from django.urls import path

from veivalg.web.accounts.second_factor import views

urlpatterns = [
    path("logg-inn/bekreft/", views.confirm, name="confirm"),
    path("logg-inn/bekreft/tilgangsnokkel/", views.passkey_to_use, name="passkey_to_use"),
    path("min-side/sikkerhet/", views.security, name="security"),
    path("min-side/sikkerhet/kodeapp/", views.code_app, name="code_app"),
    path("min-side/sikkerhet/tilgangsnokkel/", views.new_passkey, name="new_passkey"),
    path("min-side/sikkerhet/tilgangsnokkel/ny/", views.passkey_to_make, name="passkey_to_make"),
    path("min-side/sikkerhet/reservekoder/", views.recovery_codes, name="recovery_codes"),
    path("min-side/sikkerhet/kodeapp/fjern/<int:key>/", views.remove, {"kind": "code_app"}, name="remove_code_app"),
    path(
        "min-side/sikkerhet/tilgangsnokkel/fjern/<int:key>/", views.remove, {"kind": "passkey"}, name="remove_passkey"
    ),
]
