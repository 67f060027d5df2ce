"""Addresses of councils: participants, bodies, people, roles."""

from django.urls import include, path

from veivalg.web.councils.views import bodies, importing, mandates, people

app_name = "councils"
urlpatterns = [
    path("r/<slug:slug>/organer/", bodies.bodies, name="bodies"),
    path("r/<slug:slug>/organer/ny/", bodies.new_body, name="new_body"),
    path("r/<slug:slug>/organer/<id:pk>/", bodies.body, name="body"),
    path("r/<slug:slug>/organer/<id:pk>/endre/", bodies.change_body, name="change_body"),
    path("r/<slug:slug>/organer/<id:pk>/avslutt/", bodies.end_body, name="end_body"),
    path("r/<slug:slug>/organer/<id:pk>/medlemmer.<slug:kind>", bodies.members_file, name="members_file"),
    path("r/<slug:slug>/organer/<id:pk>/verv/nytt/", mandates.new_mandate, name="new_mandate"),
    path("r/<slug:slug>/verv/<id:pk>/", mandates.mandate, name="mandate"),
    path("r/<slug:slug>/verv/<id:pk>/avslutt/", mandates.end_mandate, name="end_mandate"),
    path("r/<slug:slug>/verv/<id:pk>/erstatt/", mandates.replace_mandate, name="replace_mandate"),
    path("r/<slug:slug>/verv/<id:pk>/fjern/", mandates.remove_mandate, name="remove_mandate"),
    path("r/<slug:slug>/personer/", people.people, name="people"),
    path("r/<slug:slug>/personer/importer/", importing.new_import, name="new_import"),
    path("r/<slug:slug>/personer/importer/mal.xlsx", importing.import_template, name="import_template"),
    path("r/<slug:slug>/personer/importer/<id:pk>/", importing.one_import, name="import"),
    path("r/<slug:slug>/personer/eksport.<slug:kind>", importing.people_export, name="people_export"),
    path("r/<slug:slug>/personer/ny/", people.new_person, name="new_person"),
    path("r/<slug:slug>/personer/<id:pk>/", people.person, name="person"),
    path("r/<slug:slug>/personer/<id:pk>/endre/", people.change_person, name="change_person"),
    path("r/<slug:slug>/personer/<id:pk>/lagret.json", people.person_file, name="person_file"),
    path("r/<slug:slug>/personer/<id:pk>/slett/", people.erase_person, name="erase_person"),
    path("", include("veivalg.web.councils.setting_up.urls")),
    path("", include("veivalg.web.councils.membership.urls")),
    path("", include("veivalg.web.councils.roles.urls")),
    path("", include("veivalg.web.councils.hosting.urls")),
]
