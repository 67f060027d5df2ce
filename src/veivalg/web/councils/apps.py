from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "veivalg.web.councils"
    label = "councils"

    def ready(self) -> None:
        from veivalg.web.access.doors import let_operations_look_again
        from veivalg.web.councils import history_names
        from veivalg.web.councils.queries import with_roles_of_now

        let_operations_look_again(with_roles_of_now)
        history_names.register()
