"""People: who somebody is, how they sign in, and what stands between two of them.

A person joins in two steps: a code sent to a phone number opens a session, and a profile with an adult's birthday makes
the person visible. Until then the session serves only the account itself (`ProfileIncomplete`). Who has joined may add
passkeys and sign in with them, without a code.

Invariants:
- A number is known by an HMAC and kept encrypted; it is in no log, refusal, address or answer.
- Whether somebody has joined with a number cannot be told from any answer to somebody who does not hold it.
- A code opens one session at most; wrong codes count, whoever types them. So does the challenge that a passkey signs.
- Every tie is stored from both ends. Two between whom a block stands do not follow and do not see each other.
"""

from kith.people.age import born_between, day_of, start_of
from kith.people.apart import apart
from kith.people.between import between
from kith.people.block import block
from kith.people.blocked import blocked
from kith.people.card import card
from kith.people.cards import cards
from kith.people.close_report import close_report
from kith.people.coming import Coming
from kith.people.count_deed import count_deed
from kith.people.deliver import deliver
from kith.people.deliver_waiting import deliver_waiting
from kith.people.door import door
from kith.people.export import ExportId, Exporting, ExportNotFound, Part, Read
from kith.people.exported import exported, exported_pictures
from kith.people.find_by_phone import find_by_phone
from kith.people.find_people import find_people
from kith.people.follow import follow
from kith.people.footing import Footing
from kith.people.forget import forget
from kith.people.forget_left import forget_left
from kith.people.friend_ids import friend_ids
from kith.people.gift_door import Door, Who
from kith.people.hold_pair import hold_pair
from kith.people.hold_pairs import hold_pairs
from kith.people.join import join
from kith.people.lasting_key import lasting_key
from kith.people.leave import leave
from kith.people.leaving import Leaving, ShopStillOpen, WalletNotEmpty
from kith.people.linked import linked
from kith.people.list_reports import list_reports
from kith.people.meet import meet
from kith.people.met import met
from kith.people.mutual import mutual
from kith.people.open_session import open_session
from kith.people.person import (
    Card,
    Gender,
    Myself,
    NotYourself,
    PersonCard,
    PersonId,
    PersonNotFound,
    ProfileForm,
    TooYoung,
)
from kith.people.photo import Photos, TooManyPhotos, TooManyUploads
from kith.people.policy import Policy
from kith.people.report import (
    Evidence,
    NewReport,
    Report,
    ReportDiffers,
    Reported,
    ReportId,
    ReportNotFound,
    ReportReason,
    Said,
    TooManyReports,
)
from kith.people.report_person import report_person
from kith.people.save_profile import save_profile
from kith.people.secret import Secret
from kith.people.send_code import send_code
from kith.people.send_leaving_code import send_leaving_code
from kith.people.session import (
    NEWCOMERS,
    CrossSite,
    DeviceId,
    Me,
    ProfileIncomplete,
    SignedIn,
    SignInFirst,
    refuse_cross_site,
    sessions_topic,
)
from kith.people.session_routes import authenticate, authenticate_socket
from kith.people.set_door import set_door
from kith.people.set_photos import set_photos
from kith.people.sign_in import sign_in
from kith.people.signed_in import signed_in
from kith.people.sms import HttpSms, Outbox, Sms, SmsFailed, SmsGateway, SmsRejected
from kith.people.tie import Blocked, NewFollower
from kith.people.tied_cards import tied_cards
from kith.people.traits import traits
from kith.people.unblock import unblock
from kith.people.unfollow import unfollow
from kith.people.upload_picture import upload_picture
from kith.people.view_me import view_me
from kith.people.who_left import who_left

__all__ = [
    "NEWCOMERS",
    "Blocked",
    "Card",
    "Coming",
    "CrossSite",
    "DeviceId",
    "Door",
    "Evidence",
    "ExportId",
    "ExportNotFound",
    "Exporting",
    "Footing",
    "Gender",
    "HttpSms",
    "Leaving",
    "Me",
    "Myself",
    "NewFollower",
    "NewReport",
    "NotYourself",
    "Outbox",
    "Part",
    "PersonCard",
    "PersonId",
    "PersonNotFound",
    "Photos",
    "Policy",
    "ProfileForm",
    "ProfileIncomplete",
    "Read",
    "Report",
    "ReportDiffers",
    "ReportId",
    "ReportNotFound",
    "ReportReason",
    "Reported",
    "Said",
    "Secret",
    "ShopStillOpen",
    "SignInFirst",
    "SignedIn",
    "Sms",
    "SmsFailed",
    "SmsGateway",
    "SmsRejected",
    "TooManyPhotos",
    "TooManyReports",
    "TooManyUploads",
    "TooYoung",
    "WalletNotEmpty",
    "Who",
    "apart",
    "authenticate",
    "authenticate_socket",
    "between",
    "block",
    "blocked",
    "born_between",
    "card",
    "cards",
    "close_report",
    "count_deed",
    "day_of",
    "deliver",
    "deliver_waiting",
    "door",
    "exported",
    "exported_pictures",
    "find_by_phone",
    "find_people",
    "follow",
    "forget",
    "forget_left",
    "friend_ids",
    "hold_pair",
    "hold_pairs",
    "join",
    "lasting_key",
    "leave",
    "linked",
    "list_reports",
    "meet",
    "met",
    "mutual",
    "open_session",
    "refuse_cross_site",
    "report_person",
    "save_profile",
    "send_code",
    "send_leaving_code",
    "sessions_topic",
    "set_door",
    "set_photos",
    "sign_in",
    "signed_in",
    "start_of",
    "tied_cards",
    "traits",
    "unblock",
    "unfollow",
    "upload_picture",
    "view_me",
    "who_left",
]
