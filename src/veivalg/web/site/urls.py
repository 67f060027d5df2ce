"""All addresses of the site."""

from django.urls import include, path

from veivalg.web.site import demonstration, views

urlpatterns = [
    path("helse/", views.health, name="health"),
    path("om/tilgjengelighet/", views.accessibility, name="accessibility"),
    path("om/personvern/", views.privacy, name="privacy"),
    path("om/tilganger/", views.permissions, name="permissions"),
    path("demo/", demonstration.demo_roles, name="demo_roles"),
    path("demo/post/", demonstration.demo_mail, name="demo_mail"),
    path("", include("veivalg.web.accounts.urls")),
    path("", include("veivalg.web.accounts.oidc.urls")),
    path("", include("veivalg.web.councils.urls")),
    path("", include("veivalg.web.knowledge.urls")),
    path("", include("veivalg.web.meetings.urls")),
    path("", include("veivalg.web.joint_services.urls")),
    path("", include("veivalg.web.agreements.urls")),
    path("", include("veivalg.web.survey.urls")),
    path("", include("veivalg.web.strategy.urls")),
    path("", include("veivalg.web.endorsements.urls")),
    path("", include("veivalg.web.reminders.urls")),
    path("", include("veivalg.web.directions.urls")),
    path("", include("veivalg.web.follow_up.urls")),
    path("", include("veivalg.web.participation.urls")),
    path("", include("veivalg.web.barometer.urls")),
    path("", include("veivalg.web.youth.urls")),
    path("", include("veivalg.web.thread.urls")),
]
handler400 = "veivalg.web.site.views.bad_request"
handler403 = "veivalg.web.site.views.forbidden"
handler404 = "veivalg.web.site.views.not_found"
handler500 = "veivalg.web.site.views.server_error"
