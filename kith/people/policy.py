"""The numbers of the people capability."""

import msgspec


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change without touching code."""

    region: str = "CN"
    """The country of a phone number written without its country code (ISO 3166)."""
    code_seconds: int = 300
    """How long a sign-in code can be used."""
    code_tries: int = 5
    """Wrong codes after which a code is worth nothing."""
    code_gap_seconds: int = 60
    """Between two codes to one number."""
    codes_a_day: int = 10
    """Codes to one number in any 24 hours."""
    passkey_seconds: int = 300
    """How long the challenge for a passkey can be answered."""
    passkeys_most: int = 10
    """Passkeys that one person may have."""
    passkey_sign_ins_an_hour: int = 30
    """How often one person may sign in with passkeys in an hour."""
    session_days: int = 180
    """How long a session lasts at most."""
    idle_days: int = 30
    """How long a session lasts unused."""
    seen_seconds: int = 3600
    """How exact `last seen` is kept: a busy session is written once in this time."""
    adult_years: int = 18
    """The age at which one may join."""
    follow_limit: int = 1000
    """People one person may follow."""
    door_ceiling_fen: int = 100_000
    """A new person's gift door: price of the dearest gift."""
    door_per_week: int = 5
    """A new person's gift door: gifts in seven days."""
    searches_a_minute: int = 30
    """Searches for people, pages of one included, that a person may make in a minute."""
    reports_a_day: int = 20
    """Reports that a person may send in 24 hours."""
    photos_most: int = 8
    """Photos that a profile has room for."""
    uploads_an_hour: int = 120
    """Pictures that a person may upload in an hour."""
    exports_a_day: int = 3
    """Copies of their data that a person may ask for in 24 hours."""
    export_days: int = 7
    """How long such a copy is kept."""
    export_tries: int = 5
    """How often the making of one is begun before it has failed."""
    outbox_days: int = 7
    """How long the dev outbox keeps what it shows."""
