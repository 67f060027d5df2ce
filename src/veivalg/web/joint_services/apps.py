from django.apps import AppConfig


class JointServicesConfig(AppConfig):
    name = "veivalg.web.joint_services"
    label = "joint_services"
