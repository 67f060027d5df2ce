"""Addresses of joint services."""

from django.urls import path

from veivalg.web.joint_services import views

app_name = "joint_services"
urlpatterns = [
    path("r/<slug:slug>/tjenester/", views.services, name="services"),
    path("r/<slug:slug>/tjenester/tjenester.<slug:kind>", views.services_file, name="services_file"),
    path("r/<slug:slug>/tjenester/ny/", views.register, name="register"),
    path("r/<slug:slug>/tjenester/<id:pk>/endre/", views.change, name="change"),
    path("r/<slug:slug>/tjenester/<id:pk>/deler/", views.parts, name="parts"),
    path("r/<slug:slug>/tjenester/<id:pk>/fjern/", views.remove, name="remove"),
]
