"""Doors of the site itself: signing in, one's own page, search and the front pages."""

from tests.guards.doors.door import HOST, PUBLIC, SIGNED_IN, Door, fixed, of_council

DOORS: dict[str, Door] = {
    "health": Door(PUBLIC),
    "accessibility": Door(PUBLIC),
    "privacy": Door(PUBLIC),
    "permissions": Door(PUBLIC),
    # Elsewhere than in the demonstration these do not exist.
    "demo_roles": Door(PUBLIC, also=frozenset({404})),
    "demo_mail": Door(PUBLIC, also=frozenset({404})),
    "accounts:sign_in": Door(PUBLIC),
    "accounts:enter_code": Door(PUBLIC),
    "accounts:enter_personal_code": Door(PUBLIC),
    "accounts:sign_out": Door(PUBLIC),
    "accounts:open_invitation": Door(PUBLIC, fixed(key="x" * 43)),
    "accounts:invitation": Door(PUBLIC, also=frozenset({410})),
    "accounts:own_details": Door(SIGNED_IN),
    "accounts:own_sessions": Door(SIGNED_IN),
    "accounts:keep_going": Door(SIGNED_IN),
    "accounts:confirm": Door(SIGNED_IN),
    "accounts:passkey_to_use": Door(SIGNED_IN),
    "accounts:security": Door(SIGNED_IN),
    "accounts:code_app": Door(SIGNED_IN),
    "accounts:new_passkey": Door(SIGNED_IN),
    "accounts:passkey_to_make": Door(SIGNED_IN),
    "accounts:recovery_codes": Door(SIGNED_IN),
    # One's own only: another's is not found.
    "accounts:remove_code_app": Door(SIGNED_IN, fixed(key=1), also=frozenset({404})),
    "accounts:remove_passkey": Door(SIGNED_IN, fixed(key=1), also=frozenset({404})),
    "accounts:own_alias": Door(SIGNED_IN),
    # Without a provider in the settings these say that there is none.
    "oidc:start": Door(PUBLIC, also=frozenset({404})),
    "oidc:answer": Door(PUBLIC, also=frozenset({404})),
    "thread:front": Door(PUBLIC),
    "thread:council_map_file": Door(PUBLIC, fixed(word="radskart", kind="csv")),
    "thread:municipalities": Door(PUBLIC),
    "thread:my_page": Door(SIGNED_IN),
    "thread:own_data": Door(SIGNED_IN),
    "thread:erase_own": Door(SIGNED_IN),
    "thread:search": Door(PUBLIC),
    "thread:set_up": Door(HOST),
    "thread:set_up_municipalities": Door(HOST),
    "thread:council": Door(PUBLIC, of_council()),
    "thread:history": Door("SRCLH", of_council()),
}
