from django.urls import path

app_name = "thread"
urlpatterns: list = []
