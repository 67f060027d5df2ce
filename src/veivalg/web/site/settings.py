"""Django's settings. Everything that differs between installations comes from the environment.

VEIVALG_HOME        folder of database, snapshots and files (default ``var``)
VEIVALG_HOSTS       comma-separated host names that may be used to reach the site (default: this machine)
VEIVALG_HTTPS       "1" when the site is served over HTTPS: secure cookies and HSTS
VEIVALG_CONTACT     e-mail address for questions about the site, shown on its own pages (default: none)
VEIVALG_SECRET_KEY  the signing key (default: made once, kept in the home folder)
DATABASE_URL        postgresql://… (default: SQLite in the home folder)

Signing in with another provider (docs/guide/oidc.md); without an issuer there is none:
VEIVALG_OIDC_ISSUER         the provider's address, exactly as it writes it itself
VEIVALG_OIDC_CLIENT_ID      what the provider calls this site
VEIVALG_OIDC_CLIENT_SECRET  the secret it gave the site (default: none, a public client)
VEIVALG_OIDC_NAME           the provider's name as people know it (default: its host name)
VEIVALG_OIDC_SCOPES         what is asked for (default: ``openid email``)
VEIVALG_OIDC_ACR_VALUES     levels of assurance that count as a second factor, with spaces between (default: none counts)
VEIVALG_OIDC_LOOPBACK       "1" on a developer's machine: http and this machine's own addresses are allowed
"""

import os
from pathlib import Path

import veivalg
from veivalg.web.site.database import database_settings
from veivalg.web.site.home import home_folder, secret_key

WEB = Path(veivalg.__file__).parent / "web"
VEIVALG_HOME = home_folder()
SECRET_KEY = secret_key(VEIVALG_HOME)
DEBUG = False
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("VEIVALG_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host.strip()
]
HTTPS = os.environ.get("VEIVALG_HTTPS") == "1"
CONTACT = os.environ.get("VEIVALG_CONTACT", "").strip()

OIDC_ISSUER = os.environ.get("VEIVALG_OIDC_ISSUER", "").strip()
OIDC_CLIENT_ID = os.environ.get("VEIVALG_OIDC_CLIENT_ID", "").strip()
OIDC_CLIENT_SECRET = os.environ.get("VEIVALG_OIDC_CLIENT_SECRET", "").strip()
OIDC_NAME = os.environ.get("VEIVALG_OIDC_NAME", "").strip()
OIDC_SCOPES = os.environ.get("VEIVALG_OIDC_SCOPES", "").strip() or "openid email"
OIDC_ACR_VALUES = os.environ.get("VEIVALG_OIDC_ACR_VALUES", "").strip()
OIDC_LOOPBACK = os.environ.get("VEIVALG_OIDC_LOOPBACK") == "1"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "veivalg.web.ui",
    "veivalg.web.accounts.oidc",
    "veivalg.web.councils",
    "veivalg.web.knowledge",
    "veivalg.web.thread",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "veivalg.web.site.headers.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "veivalg.web.site.methods.OnlyReading",
    "veivalg.web.ui.language.LanguageMiddleware",
    "veivalg.web.site.figures.DamagedFigures",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "veivalg.web.site.urls"
WSGI_APPLICATION = "veivalg.web.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
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

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
APPEND_SLASH = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
