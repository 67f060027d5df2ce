"""What changes the second factors: who may, how often, what is kept, who is told."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.web.second_factor.authenticator import Authenticator
from tests.web.second_factor.conftest import Someone, code_at
from veivalg.web.access.actor import OPERATOR
from veivalg.web.access.doors import Refused
from veivalg.web.accounts import limits
from veivalg.web.accounts.models import Passkey, PasskeyChallenge, RecoveryCode, Session, TotpDevice
from veivalg.web.accounts.operations import account as accounts
from veivalg.web.accounts.operations import code_app, passkey, recovery_codes, second_factor, sign_in
from veivalg.web.accounts.operations.second_factor import FactorNotShown, FactorRefused
from veivalg.web.accounts.second_factor import totp
from veivalg.web.accounts.second_factor.factors import Kind, factors_of, has_second_factor
from veivalg.web.audit.models import AuditEntry
from veivalg.web.outbox.models import Message

NOW = timezone.now()
LATER = NOW + timedelta(minutes=20)


def trail(someone: Someone) -> list[str]:
    return [
        entry.verb.removeprefix("accounts.")
        for entry in AuditEntry.objects.filter(subject_id=str(someone.account.pk)).order_by("id")
        if "second_factor" in entry.verb or "recovery" in entry.verb
    ]


def use_code(someone: Someone, session: Session, typed: str, now) -> None:
    code_app.use_totp(actor=someone.actor, session=session, typed=typed, now=now)


def add_passkey(someone: Someone, device: Authenticator, *, name: str = "Phone", now=NOW) -> Passkey:
    options = passkey.begin_passkey(session=someone.session, now=now)
    return passkey.confirm_passkey(
        actor=someone.actor, session=someone.session, name=name, answer=device.register(options), now=now
    )


def test_a_code_app_counts_once_it_is_confirmed_and_the_owner_is_told(kari):
    device = code_app.begin_totp(session=kari.session, now=NOW)
    assert not has_second_factor(kari.account.pk)
    code_app.confirm_totp(
        actor=kari.actor, session=kari.session, typed=code_at(code_app.secret_of(device), NOW), now=NOW
    )

    assert has_second_factor(kari.account.pk)
    assert kari.session.has_second_factor(NOW)
    assert trail(kari) == ["second_factor.add"]
    assert kari.mail() == ["second_factor_added"]


def test_the_database_does_not_hold_the_secret(kari):
    secret = kari.add_code_app(now=NOW)
    stored = TotpDevice.objects.get().sealed_secret

    assert secret.hex() not in stored
    assert totp.key_for_typing(secret).replace(" ", "") not in stored


def test_a_wrong_first_code_sets_nothing_up(kari):
    code_app.begin_totp(session=kari.session, now=NOW)

    with pytest.raises(FactorRefused, match="clock"):
        code_app.confirm_totp(actor=kari.actor, session=kari.session, typed="12345", now=NOW)
    assert not has_second_factor(kari.account.pk)


def test_what_one_session_began_cannot_be_finished_in_another(kari):
    secret = code_app.secret_of(code_app.begin_totp(session=kari.session, now=NOW))
    _, other = kari.sign_in()

    with pytest.raises(FactorRefused, match="Begin again"):
        code_app.confirm_totp(actor=kari.actor, session=other, typed=code_at(secret, NOW), now=NOW)


def test_a_code_is_good_once(kari):
    secret = kari.add_code_app(now=NOW)
    _, other = kari.sign_in()
    code = code_at(secret, LATER)
    use_code(kari, other, code, LATER)

    assert other.has_second_factor(LATER)
    with pytest.raises(FactorRefused, match="has been used"):
        use_code(kari, other, code, LATER)
    assert trail(kari) == ["second_factor.add", "second_factor.use", "second_factor.refuse"]


def test_the_code_that_set_up_the_app_is_used_up_too(kari):
    secret = kari.add_code_app(now=NOW)

    with pytest.raises(FactorRefused):
        use_code(kari, kari.session, code_at(secret, NOW), NOW)


def test_the_same_code_in_two_windows_at_once_is_good_once(kari, monkeypatch):
    secret = kari.add_code_app(now=NOW)
    code, (_, first), (_, second) = code_at(secret, LATER), kari.sign_in(), kari.sign_in()
    matching_step = totp.matching_step

    def meanwhile(*args, **options):
        monkeypatch.setattr(totp, "matching_step", matching_step)
        use_code(kari, second, code, LATER)
        return matching_step(*args, **options)

    monkeypatch.setattr(totp, "matching_step", meanwhile)
    with pytest.raises(FactorRefused):
        use_code(kari, first, code, LATER)
    assert second.has_second_factor(LATER)
    assert not first.has_second_factor(LATER)


def test_a_new_code_app_takes_the_place_of_the_old_one(kari):
    old = kari.add_code_app(now=NOW)
    new = kari.add_code_app(now=LATER)
    later = LATER + timedelta(minutes=20)

    with pytest.raises(FactorRefused):
        use_code(kari, kari.session, code_at(old, later), later)
    use_code(kari, kari.session, code_at(new, later), later)
    assert TotpDevice.objects.count() == 1


def test_whoever_has_only_the_mailbox_can_neither_add_nor_remove_nor_make_codes(kari):
    kari.add_code_app(now=NOW)
    key = factors_of(kari.account.pk).code_app.pk
    _, thief = kari.sign_in()

    for attempt in (
        lambda: code_app.begin_totp(session=thief, now=NOW),
        lambda: passkey.begin_passkey(session=thief, now=NOW),
        lambda: recovery_codes.make_recovery_codes(actor=kari.actor, session=thief, now=NOW),
        lambda: second_factor.remove_second_factor(
            actor=kari.actor, session=thief, kind=Kind.CODE_APP, key=key, now=NOW
        ),
    ):
        with pytest.raises(FactorNotShown):
            attempt()
    assert has_second_factor(kari.account.pk)


def test_a_set_up_begun_before_the_first_factor_is_stopped_by_it(kari):
    _, thief = kari.sign_in()
    secret = code_app.secret_of(code_app.begin_totp(session=thief, now=NOW))
    kari.session.refresh_from_db()
    add_passkey(kari, Authenticator())

    with pytest.raises(FactorNotShown):
        code_app.confirm_totp(actor=kari.actor, session=thief, typed=code_at(secret, NOW), now=NOW)


def test_guesses_are_paid_for_by_the_session_that_makes_them(kari):
    secret = kari.add_code_app(now=NOW)
    _, thief = kari.sign_in()
    for _ in range(5):
        with pytest.raises(FactorRefused):
            use_code(kari, thief, "000000", LATER)
    with pytest.raises(limits.TooMany):
        use_code(kari, thief, code_at(secret, LATER), LATER)

    _, other = kari.sign_in()
    use_code(kari, other, code_at(secret, LATER), LATER)
    assert other.has_second_factor(LATER)


def test_many_new_sessions_together_are_slowed_down_and_the_owner_is_told_once(kari):
    secret = kari.add_code_app(now=NOW)
    codes = recovery_codes.make_recovery_codes(actor=kari.actor, session=kari.session, now=NOW)
    moment = LATER.replace(minute=5, second=0) + timedelta(hours=1)
    for _ in range(2):
        _, thief = kari.sign_in()
        for _ in range(5):
            with pytest.raises(FactorRefused):
                use_code(kari, thief, "000000", moment)
    for _ in range(3):
        _, thief = kari.sign_in()
        with pytest.raises(limits.TooMany):
            use_code(kari, thief, "000000", moment)
    assert kari.mail().count("second_factor_guessed") == 1

    # The owner gets in all the same: with a session that is known, with paper, and with a code an hour later.
    use_code(kari, kari.session, code_at(secret, moment), moment)
    _, new = kari.sign_in()
    recovery_codes.use_recovery_code(actor=kari.actor, session=new, typed=codes[0], now=moment)
    _, newer = kari.sign_in()
    use_code(kari, newer, code_at(secret, moment + timedelta(hours=1)), moment + timedelta(hours=1))
    assert newer.has_second_factor(moment + timedelta(hours=1))


def test_a_changed_key_is_said_clearly_and_the_former_one_still_opens(kari, settings):
    secret = kari.add_code_app(now=NOW)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "a new key for the site, long enough"

    with pytest.raises(FactorRefused, match="the site has got a new key"):
        use_code(kari, kari.session, code_at(secret, LATER), LATER)

    settings.SECRET_KEY_FALLBACKS = [former]
    use_code(kari, kari.session, code_at(secret, LATER), LATER)
    settings.SECRET_KEY_FALLBACKS = []
    moment = LATER + timedelta(minutes=20)
    use_code(kari, kari.session, code_at(secret, moment), moment)


def test_a_passkey_is_registered_and_used(kari):
    device = Authenticator()
    made = add_passkey(kari, device, name="  My\n phone ")
    _, other = kari.sign_in()
    options = passkey.ask_for_passkey(session=other, now=LATER)
    passkey.use_passkey(actor=kari.actor, session=other, answer=device.sign(options), now=LATER)
    made.refresh_from_db()

    assert made.name == "My phone"
    assert (made.sign_count, made.used_at) == (1, LATER)
    assert other.has_second_factor(LATER)
    assert trail(kari) == ["second_factor.add", "second_factor.use"]


def test_a_challenge_is_good_once_also_when_the_answer_was_wrong(kari):
    device = Authenticator()
    add_passkey(kari, device)
    options = passkey.ask_for_passkey(session=kari.session, now=LATER)
    answer = device.sign(options)

    with pytest.raises(FactorRefused):
        passkey.use_passkey(actor=kari.actor, session=kari.session, answer={}, now=LATER)
    with pytest.raises(FactorRefused, match="sent twice"):
        passkey.use_passkey(actor=kari.actor, session=kari.session, answer=answer, now=LATER)
    assert not PasskeyChallenge.objects.exists()


def test_a_challenge_is_good_for_five_minutes_and_in_its_own_session(kari):
    device = Authenticator()
    add_passkey(kari, device)
    answer = device.sign(passkey.ask_for_passkey(session=kari.session, now=NOW))
    _, other = kari.sign_in()

    with pytest.raises(FactorRefused):
        passkey.use_passkey(actor=kari.actor, session=other, answer=answer, now=NOW)
    with pytest.raises(FactorRefused, match="too long"):
        passkey.use_passkey(actor=kari.actor, session=kari.session, answer=answer, now=NOW + timedelta(minutes=6))


def test_a_copied_passkey_is_refused_and_written_down(kari):
    device = Authenticator()
    add_passkey(kari, device)
    Passkey.objects.update(sign_count=10)
    options = passkey.ask_for_passkey(session=kari.session, now=LATER)

    with pytest.raises(FactorRefused, match="may have been copied"):
        passkey.use_passkey(actor=kari.actor, session=kari.session, answer=device.sign(options, count=3), now=LATER)
    assert trail(kari)[-1] == "second_factor.refuse"


def test_a_passkey_belongs_to_one_account(kari, ola):
    device = Authenticator()
    add_passkey(kari, device)
    with pytest.raises(FactorRefused, match="registered before"):
        add_passkey(ola, device)
    with pytest.raises(FactorRefused, match="no passkey here"):
        passkey.ask_for_passkey(session=ola.session, now=NOW)


def test_nobody_fills_the_trail_with_refused_passkeys(kari):
    add_passkey(kari, Authenticator())
    for _ in range(30):
        with pytest.raises(FactorRefused):
            passkey.use_passkey(actor=kari.actor, session=kari.session, answer={}, now=LATER)
    with pytest.raises(limits.TooMany):
        passkey.use_passkey(actor=kari.actor, session=kari.session, answer={}, now=LATER)


def test_there_is_an_end_to_how_many_passkeys_one_has(kari, monkeypatch):
    monkeypatch.setattr(passkey, "MOST", 2)
    add_passkey(kari, Authenticator())
    add_passkey(kari, Authenticator())

    with pytest.raises(FactorRefused, match="Remove one"):
        passkey.begin_passkey(session=kari.session, now=NOW)


def test_recovery_codes_are_good_once_and_lie_as_hashes(kari):
    kari.add_code_app(now=NOW)
    codes = recovery_codes.make_recovery_codes(actor=kari.actor, session=kari.session, now=NOW)
    _, other = kari.sign_in()
    left = recovery_codes.use_recovery_code(actor=kari.actor, session=other, typed=codes[3].lower(), now=NOW)

    assert left == 9
    assert other.has_second_factor(NOW)
    assert not RecoveryCode.objects.filter(code_hash__in=codes).exists()
    assert kari.mail() == ["second_factor_added", "recovery_codes_made", "recovery_code_used"]
    with pytest.raises(FactorRefused, match="has been used"):
        recovery_codes.use_recovery_code(actor=kari.actor, session=other, typed=codes[3], now=NOW)


def test_new_recovery_codes_end_the_earlier_ones_and_anothers_never_work(kari, ola):
    kari.add_code_app(now=NOW)
    ola.add_code_app(now=NOW)
    (old, *_) = recovery_codes.make_recovery_codes(actor=kari.actor, session=kari.session, now=NOW)
    recovery_codes.make_recovery_codes(actor=kari.actor, session=kari.session, now=NOW)
    (olas, *_) = recovery_codes.make_recovery_codes(actor=ola.actor, session=ola.session, now=NOW)

    for code in (old, olas):
        with pytest.raises(FactorRefused):
            recovery_codes.use_recovery_code(actor=kari.actor, session=kari.session, typed=code, now=LATER)


def test_recovery_codes_need_something_to_stand_in_for(kari):
    with pytest.raises(FactorRefused, match="first"):
        recovery_codes.make_recovery_codes(actor=kari.actor, session=kari.session, now=NOW)


def test_a_removed_factor_counts_nowhere_any_longer(kari):
    secret = kari.add_code_app(now=NOW)
    lost = Authenticator()
    made = add_passkey(kari, lost)
    _, other = kari.sign_in()
    passkey.use_passkey(
        actor=kari.actor, session=other, answer=lost.sign(passkey.ask_for_passkey(session=other, now=NOW)), now=NOW
    )
    assert second_factor.remove_second_factor(
        actor=kari.actor, session=kari.session, kind=Kind.PASSKEY, key=made.pk, now=NOW
    )
    other.refresh_from_db()
    kari.session.refresh_from_db()

    assert not other.has_second_factor(NOW)
    assert kari.session.has_second_factor(NOW)
    assert kari.mail()[-1] == "second_factor_removed"
    assert trail(kari)[-1] == "second_factor.remove"
    use_code(kari, other, code_at(secret, LATER), LATER)


def test_the_last_factor_takes_the_recovery_codes_with_it(kari):
    kari.add_code_app(now=NOW)
    recovery_codes.make_recovery_codes(actor=kari.actor, session=kari.session, now=NOW)
    key = factors_of(kari.account.pk).code_app.pk
    second_factor.remove_second_factor(actor=kari.actor, session=kari.session, kind=Kind.CODE_APP, key=key, now=NOW)
    kari.session.refresh_from_db()

    assert not RecoveryCode.objects.exists()
    assert not kari.session.has_second_factor(NOW)


def test_anothers_factor_cannot_be_removed(kari, ola):
    made = add_passkey(kari, Authenticator())
    ola.add_code_app(now=NOW)

    assert not second_factor.remove_second_factor(
        actor=ola.actor, session=ola.session, kind=Kind.PASSKEY, key=made.pk, now=NOW
    )
    assert has_second_factor(kari.account.pk)


def test_an_owner_who_has_lost_everything_is_helped_from_the_machine(kari):
    kari.add_code_app(now=NOW)
    recovery_codes.make_recovery_codes(actor=kari.actor, session=kari.session, now=NOW)
    call_command("remove_second_factor", "Kari@Example.no", "--reason", "lost her phone; she came to the office")

    assert not has_second_factor(kari.account.pk)
    assert kari.mail()[-1] == "second_factor_removed"
    entry = AuditEntry.objects.latest("id")
    assert (entry.is_operator, entry.reason) == (True, "lost her phone; she came to the office")


def test_only_the_machines_own_operator_removes_anothers_factors(kari, ola):
    with pytest.raises(Refused):
        second_factor.remove_all_factors(actor=ola.actor, email="kari@example.no", reason="", now=NOW)
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("remove_second_factor", "nobody@example.no", "--reason", "x")
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("remove_second_factor", "nobody", "--reason", "x")
    assert OPERATOR.is_operator


def test_someone_without_an_address_can_have_a_second_factor_and_gets_no_mail(db):
    alias = Someone(None)
    alias.add_code_app(now=NOW)

    assert has_second_factor(alias.account.pk)
    assert alias.mail() == []


def test_an_erased_account_keeps_no_factors(kari):
    kari.add_code_app(now=NOW)
    add_passkey(kari, Authenticator())
    recovery_codes.make_recovery_codes(actor=kari.actor, session=kari.session, now=NOW)
    accounts.erase_own(actor=kari.actor, now=NOW)

    assert not TotpDevice.objects.exists()
    assert not Passkey.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_the_mail_is_in_the_owners_language_and_changes_nothing_by_being_opened(kari):
    kari.add_code_app(now=NOW)
    body = Message.objects.get().body
    assert "https://veivalg.example.no/min-side/sikkerhet/" in body
    assert "?" not in body.partition("https://")[2]


def test_what_was_begun_and_never_finished_is_forgotten(kari):
    code_app.begin_totp(session=kari.session, now=NOW)
    passkey.begin_passkey(session=kari.session, now=NOW)
    sign_in.forget_old(now=NOW + timedelta(days=2))

    assert not TotpDevice.objects.exists()
    assert not PasskeyChallenge.objects.exists()


def test_a_session_that_is_ended_meanwhile_stays_ended(kari):
    secret = kari.add_code_app(now=NOW)
    _, other = kari.sign_in()
    Session.objects.filter(pk=other.pk).delete()
    use_code(kari, other, code_at(secret, LATER), LATER)

    assert not Session.objects.filter(pk=other.pk).exists()
