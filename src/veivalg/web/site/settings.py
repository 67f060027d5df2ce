"""Django's settings. Everything that differs between installations comes from the environment.

VEIVALG_HOME        folder of database, snapshots and files (default ``var``)
VEIVALG_HOSTS       comma-separated host names that may be used to reach the site (default: this machine)
VEIVALG_HTTPS       "1" when the site is served over HTTPS: secure cookies and HSTS
VEIVALG_ADDRESS     where the site is reached, e.g. https://veivalg.example.no; links in mail begin with it, whatever a
                    request says (default: made of the first host name)
VEIVALG_PROXIES     how many servers of yours in front add to X-Forwarded-For (default: 1 with HTTPS, else 0)
VEIVALG_CONTACT     e-mail address for questions about the site, shown on its own pages (default: none)
VEIVALG_MAIL        smtp://user:password@host:587 or smtps://…:465 (default: mail waits in the outbox until this is set)
VEIVALG_MAIL_FROM   the sender of mail (default: veivalg@ and the first host name)
VEIVALG_DEMO        "1" in the demonstration: mail is shown, not sent, and anyone may step into the demo council's roles
VEIVALG_SECRET_KEY  the signing key (default: made once, kept in the home folder)
VEIVALG_SECRET_KEY_FALLBACKS
                    former keys, separated by spaces, so that second factors and codes on notes made under them
                    still work
DATABASE_URL        postgresql://… (default: SQLite in the home folder)

Signing in with another provider (docs/guide/oidc.md); without an issuer there is none:
VEIVALG_OIDC_ISSUER         the provider's address, exactly as it writes it itself
VEIVALG_OIDC_CLIENT_ID      what the provider calls this site
VEIVALG_OIDC_CLIENT_SECRET  the secret it gave the site (default: none, a public client)
VEIVALG_OIDC_NAME           the provider's name as people know it (default: its host name)
VEIVALG_OIDC_SCOPES         what is asked for (default: ``openid email``)
VEIVALG_OIDC_ACR_VALUES     levels of assurance that count as a second factor, with spaces between (default: none)
VEIVALG_OIDC_LOOPBACK       "1" on a developer's machine: http and this machine's own addresses are allowed
"""

import os
from pathlib import Path

import veivalg
from veivalg.web.site.database import database_settings
from veivalg.web.site.home import demonstration_address, home_folder, secret_key
from veivalg.web.site.mail import mail_settings

WEB = Path(veivalg.__file__).parent / "web"
VEIVALG_HOME = home_folder()
SECRET_KEY = secret_key(VEIVALG_HOME)
SECRET_KEY_FALLBACKS = os.environ.get("VEIVALG_SECRET_KEY_FALLBACKS", "").split()
DEBUG = False
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("VEIVALG_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host.strip()
]
HTTPS = os.environ.get("VEIVALG_HTTPS") == "1"
ADDRESS = (
    os.environ.get("VEIVALG_ADDRESS", "").strip().rstrip("/")
    # An installation that has got a name of its own is no longer where someone tried the demonstration.
    or ("" if HTTPS or os.environ.get("VEIVALG_HOSTS") else demonstration_address(VEIVALG_HOME))
    or f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}"
)
PROXIES = int(os.environ.get("VEIVALG_PROXIES") or HTTPS)
CONTACT = os.environ.get("VEIVALG_CONTACT", "").strip()
DEMO = os.environ.get("VEIVALG_DEMO") == "1"

OIDC_ISSUER = os.environ.get("VEIVALG_OIDC_ISSUER", "").strip()
OIDC_CLIENT_ID = os.environ.get("VEIVALG_OIDC_CLIENT_ID", "").strip()
OIDC_CLIENT_SECRET = os.environ.get("VEIVALG_OIDC_CLIENT_SECRET", "").strip()
OIDC_NAME = os.environ.get("VEIVALG_OIDC_NAME", "").strip()
OIDC_SCOPES = os.environ.get("VEIVALG_OIDC_SCOPES", "").strip() or "openid email"
OIDC_ACR_VALUES = os.environ.get("VEIVALG_OIDC_ACR_VALUES", "").strip()
OIDC_LOOPBACK = os.environ.get("VEIVALG_OIDC_LOOPBACK") == "1"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.messages",
    "veivalg.web.audit",
    "veivalg.web.ui",
    "veivalg.web.outbox",
    "veivalg.web.accounts",
    "veivalg.web.accounts.oidc",
    "veivalg.web.councils",
    "veivalg.web.knowledge",
    "veivalg.web.meetings",
    "veivalg.web.joint_services",
    "veivalg.web.agreements",
    "veivalg.web.survey",
    "veivalg.web.strategy",
    "veivalg.web.endorsements",
    "veivalg.web.reminders",
    "veivalg.web.directions",
    "veivalg.web.follow_up",
    "veivalg.web.participation",
    "veivalg.web.barometer",
    "veivalg.web.youth",
    "veivalg.web.thread",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "veivalg.web.site.headers.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "veivalg.web.accounts.middleware.SignedIn",
    "veivalg.web.ui.language.LanguageMiddleware",
    "veivalg.web.councils.middleware.WhoAsks",
    "veivalg.web.site.refusals.Refusals",
    "veivalg.web.site.methods.OnlyReading",
    "veivalg.web.site.figures.DamagedFigures",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "veivalg.web.site.urls"
WSGI_APPLICATION = "veivalg.web.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "veivalg.web.councils.context.reader",
                "veivalg.web.site.demonstration.demonstration",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL"), VEIVALG_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VEIVALG_HOME / "static"
# Until `veivalg prepare` has collected the static files they are served from the packages as they are.
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "veivalg.web.site.static_storage.CollectedStaticFiles"},
}
WHITENOISE_MAX_AGE = 3600

# In a signed cookie of the browser's own, and only while there is something to say.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
FORM_RENDERER = "veivalg.web.ui.forms.Renderer"
CSRF_FAILURE_VIEW = "veivalg.web.site.views.form_too_old"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

MAIL = mail_settings(os.environ.get("VEIVALG_MAIL", ""))
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = MAIL.backend, MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = MAIL.starts_tls, MAIL.is_tls, 20
DEFAULT_FROM_EMAIL = os.environ.get("VEIVALG_MAIL_FROM", "").strip() or f"veivalg@{ALLOWED_HOSTS[0]}"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [ADDRESS]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
APPEND_SLASH = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_keys": {"()": "veivalg.web.site.logs.WithoutKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_keys"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # At their most talkative these two write down what a page is made of and what is stored: codes and answers. A host
    # that turns the root up to look for something shall not get a list of who answered what.
    "loggers": {"django.template": {"level": "WARNING"}, "django.db.backends": {"level": "WARNING"}},
}
