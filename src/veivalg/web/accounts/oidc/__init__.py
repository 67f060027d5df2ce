"""Sign-in with a generic OpenID Connect provider (ekstern innlogging), when the settings name one.

`guarded` is the only way out to the network, `provider` speaks with the provider, `id_token` decides whether its
answer can be trusted, `operations` write, and `views` translate. The provider says who someone is; roles live in our
own tables.
"""
