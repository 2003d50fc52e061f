"""Applications: an ordinary account becomes a shop, by papers that people look through.

An application is `draft` → `submitted` → `in_review` → `approved` | `refused`, and from review back to `more_wanted`,
from which it is submitted again. Approved, it opens a shop with its applicant as the owner, or certifies the
applicant's shop for longer. Invariants:

- One person has one open application at most; a licence that certified one shop certifies no other.
- Legal name and number of the identity are sealed under the key ring; the applicant sees the number masked.
- A certificate is seen by its applicant and by reviewers, nobody else, and each look of a reviewer is written down
  (`application_step`, rows are only added).
- An application is one reviewer's at a time, for an hour; only that reviewer decides.
- The applicant is told of every step. A certification is reminded of once, a month before it runs out.
- When the applicant leaves Kith it all goes, unless others go on keeping the shop that it certifies.
"""

from kith.applications.add_certificate import add_certificate
from kith.applications.application import (
    Application,
    ApplicationClosed,
    ApplicationId,
    ApplicationIncomplete,
    ApplicationNotFound,
    ApplicationOpen,
    Form,
    NotUnderReview,
    Reason,
    ReasonMissing,
    TakenByAnother,
    TooManyCertificates,
)
from kith.applications.certificate import Certificate, CertificateId, CertificateKind, CertificateNotFound
from kith.applications.decide import decide
from kith.applications.exported import exported
from kith.applications.forget_person import forget_person
from kith.applications.identity import WRAPS
from kith.applications.inspect import inspect
from kith.applications.inspect_certificate import inspect_certificate
from kith.applications.licence import BadLicence, OldLicence, check_place
from kith.applications.list_queue import list_queue
from kith.applications.policy import Policy
from kith.applications.reviewing import Decision, Dossier, Step, Waiting
from kith.applications.save import save
from kith.applications.submit import submit
from kith.applications.take import take

__all__ = [
    "WRAPS",
    "Application",
    "ApplicationClosed",
    "ApplicationId",
    "ApplicationIncomplete",
    "ApplicationNotFound",
    "ApplicationOpen",
    "BadLicence",
    "Certificate",
    "CertificateId",
    "CertificateKind",
    "CertificateNotFound",
    "Decision",
    "Dossier",
    "Form",
    "NotUnderReview",
    "OldLicence",
    "Policy",
    "Reason",
    "ReasonMissing",
    "Step",
    "TakenByAnother",
    "TooManyCertificates",
    "Waiting",
    "add_certificate",
    "check_place",
    "decide",
    "exported",
    "forget_person",
    "inspect",
    "inspect_certificate",
    "list_queue",
    "save",
    "submit",
    "take",
]
