"""The numbers of applications that an operator may change."""

from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]


class Policy(Struct, frozen=True):
    """Limits of what an applicant sends, and how long a decision is good."""

    certificates: Count = 12
    """How many certificates one application may have."""
    certificates_an_hour: Count = 30
    """How many one person may send in an hour."""
    review_minutes: Count = 60
    """For how long an application is one reviewer's alone."""
    certified_days: Count = 365
    """How long a certificate is good where the reviewer does not say."""
    remind_days: Count = 30
    """How long before it runs out the owner is reminded."""
    kept_days: Count = 90
    """How long the certificates of a refused application are kept."""
