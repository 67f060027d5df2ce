"""A real provider on loopback: description, sign-in that approves at once, exchange of codes, keys.

It can be made to misbehave in many ways.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

CLIENT_ID = "veivalg & co"
CLIENT_SECRET = "a secret: with % and &"
RSA_KEY = RSAKey.generate_key(2048, {"kid": "rsa-1"}, private=True)
OTHER_RSA_KEY = RSAKey.generate_key(2048, {"kid": "rsa-2"}, private=True)
EC_KEY = ECKey.generate_key("P-256", {"kid": "ec-1"}, private=True)


def base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def signed(claims: dict, *, key=RSA_KEY, algorithm="RS256", **header) -> str:
    """An ID token."""
    head = {"alg": algorithm, "kid": key.kid} | header
    head = {name: value for name, value in head.items() if value is not None}
    return jws.serialize_compact(head, json.dumps(claims).encode(), key, algorithms=[algorithm])


class Provider:
    """What the provider does, for a test to change before the browser comes."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.description = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }
        self.redirect_uris = {"http://testserver/logg-inn/oidc/svar/"}
        self.client_secret = CLIENT_SECRET
        self.key, self.algorithm = RSA_KEY, "RS256"
        self.published_keys = [RSA_KEY]
        self.claims = {"sub": "kari-at-the-provider", "email": "kari@eksempel.no", "email_verified": True}
        """Laid over what a well-behaved provider says; None takes a claim away."""
        self.user_information: dict = {}
        self.make_token: Callable[[dict], str] = lambda claims: signed(claims, key=self.key, algorithm=self.algorithm)
        self.answers_instead: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        """Path → what is done there instead."""
        self.asked: Counter[str] = Counter()
        self.exchanges: list[dict[str, str]] = []
        self.authentication = ""
        self.codes: dict[str, dict[str, str]] = {}

    def authorize(self, query: dict[str, str]) -> str:
        """Where a browser that signs in is sent back to."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT_ID
        assert query["redirect_uri"] in self.redirect_uris
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict]:
        """Tokens for a code."""
        self.exchanges.append(form)
        if not self._is_client(form, authorization):
            return 401, {"error": "invalid_client"}
        query = self.codes.pop(form.get("code", ""), None)
        if query is None or form["redirect_uri"] != query["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if base64url(hashlib.sha256(form["code_verifier"].encode()).digest()) != query["code_challenge"]:
            return 400, {"error": "invalid_grant", "error_description": "proof key"}
        access_token = secrets.token_urlsafe(16)
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": int(time()),
            "exp": int(time()) + 300,
            "nonce": query["nonce"],
            "at_hash": base64url(hashlib.sha256(access_token.encode()).digest()[:16]),
        } | self.claims
        token = self.make_token({name: value for name, value in claims.items() if value is not None})
        return 200, {"access_token": access_token, "token_type": "Bearer", "id_token": token}

    def _is_client(self, form: dict[str, str], authorization: str) -> bool:
        if authorization.startswith("Basic "):
            self.authentication = "basic"
            pair = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":")
            given = [unquote_plus(part) for part in pair]
        else:
            self.authentication = "post" if "client_secret" in form else "none"
            given = [form.get("client_id", ""), form.get("client_secret", "")]
        return given == [CLIENT_ID, self.client_secret]


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        self.provider.asked[parts.path] += 1
        instead = self.provider.answers_instead.get(parts.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if instead is not None:
            instead(self)
        elif parts.path == "/.well-known/openid-configuration":
            self.send_json(200, self.provider.description)
        elif parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(query))
            self.end_headers()
        elif parts.path == "/token" and self.command == "POST":
            self.send_json(*self.provider.exchange(form, self.headers.get("Authorization", "")))
        elif parts.path == "/jwks":
            keys = [key.as_dict(private=False) | {"use": "sig"} for key in self.provider.published_keys]
            self.send_json(200, {"keys": keys})
        elif parts.path == "/userinfo":
            self.send_json(200, self.provider.user_information)
        else:
            self.send_json(404, {"error": "nothing here"})

    def send_json(self, status: int, content: object) -> None:
        self.send_text(status, json.dumps(content).encode(), "application/json")

    def send_text(self, status: int, body: bytes, content_type: str = "text/html") -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            # The other side has hung up, as some tests want it to.
            self.close_connection = True

    def log_message(self, *arguments: object) -> None:
        """Says nothing: what the tests print is about the tests."""


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider that listens on loopback until the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), None)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("Handler", (_Handler,), {"provider": provider})
    server.block_on_close = False
    server.daemon_threads = True
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def as_the_browser_would(address: str) -> str:
    """Open an address of the provider and say where it sends the browser."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=5)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        response = connection.getresponse()
        response.read()
        return response.getheader("Location", "")
    finally:
        connection.close()
