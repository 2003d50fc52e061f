"""What the ledger answers to a transfer: one list, in order of precedence, checked in that order."""

from enum import StrEnum

from kith.kit.refusal import Refusal


class Result(StrEnum):
    """If several apply to a transfer, the one that stands first here is the answer."""

    CREATED = "created"
    LINKED_EVENT_CHAIN_OPEN = "linked_event_chain_open"
    LINKED_EVENT_FAILED = "linked_event_failed"
    ID_MUST_NOT_BE_ZERO = "id_must_not_be_zero"
    ID_MUST_NOT_BE_INT_MAX = "id_must_not_be_int_max"
    EXISTS_WITH_DIFFERENT_KIND = "exists_with_different_kind"
    EXISTS_WITH_DIFFERENT_PENDING_ID = "exists_with_different_pending_id"
    EXISTS_WITH_DIFFERENT_TIMEOUT = "exists_with_different_timeout"
    EXISTS_WITH_DIFFERENT_DEBIT = "exists_with_different_debit"
    EXISTS_WITH_DIFFERENT_CREDIT = "exists_with_different_credit"
    EXISTS_WITH_DIFFERENT_FEN = "exists_with_different_fen"
    EXISTS_WITH_DIFFERENT_REASON = "exists_with_different_reason"
    EXISTS = "exists"
    DEBIT_MUST_NOT_BE_ZERO = "debit_must_not_be_zero"
    CREDIT_MUST_NOT_BE_ZERO = "credit_must_not_be_zero"
    ACCOUNTS_MUST_BE_DIFFERENT = "accounts_must_be_different"
    PENDING_ID_MUST_BE_ZERO = "pending_id_must_be_zero"
    PENDING_ID_MUST_NOT_BE_ZERO = "pending_id_must_not_be_zero"
    PENDING_ID_MUST_BE_DIFFERENT = "pending_id_must_be_different"
    TIMEOUT_MUST_NOT_BE_NEGATIVE = "timeout_must_not_be_negative"
    TIMEOUT_RESERVED_FOR_PENDING_TRANSFER = "timeout_reserved_for_pending_transfer"
    FEN_MUST_BE_POSITIVE = "fen_must_be_positive"
    REASON_MUST_NOT_BE_EMPTY = "reason_must_not_be_empty"
    DEBIT_ACCOUNT_NOT_FOUND = "debit_account_not_found"
    CREDIT_ACCOUNT_NOT_FOUND = "credit_account_not_found"
    PENDING_TRANSFER_NOT_FOUND = "pending_transfer_not_found"
    PENDING_TRANSFER_NOT_PENDING = "pending_transfer_not_pending"
    PENDING_TRANSFER_HAS_DIFFERENT_DEBIT = "pending_transfer_has_different_debit"
    PENDING_TRANSFER_HAS_DIFFERENT_CREDIT = "pending_transfer_has_different_credit"
    EXCEEDS_PENDING_TRANSFER_FEN = "exceeds_pending_transfer_fen"
    PENDING_TRANSFER_HAS_DIFFERENT_FEN = "pending_transfer_has_different_fen"
    PENDING_TRANSFER_ALREADY_POSTED = "pending_transfer_already_posted"
    PENDING_TRANSFER_ALREADY_VOIDED = "pending_transfer_already_voided"
    PENDING_TRANSFER_EXPIRED = "pending_transfer_expired"
    DEBIT_ACCOUNT_ALREADY_CLOSED = "debit_account_already_closed"
    CREDIT_ACCOUNT_ALREADY_CLOSED = "credit_account_already_closed"
    OVERFLOWS_DEBITS_PENDING = "overflows_debits_pending"
    OVERFLOWS_CREDITS_PENDING = "overflows_credits_pending"
    OVERFLOWS_DEBITS_POSTED = "overflows_debits_posted"
    OVERFLOWS_CREDITS_POSTED = "overflows_credits_posted"
    OVERFLOWS_DEBITS = "overflows_debits"
    OVERFLOWS_CREDITS = "overflows_credits"
    OVERFLOWS_TIMEOUT = "overflows_timeout"
    EXCEEDS_CREDITS = "exceeds_credits"
    EXCEEDS_DEBITS = "exceeds_debits"


class AccountResult(StrEnum):
    """What the ledger answers to an account that is to be opened, likewise in order of precedence."""

    CREATED = "created"
    ID_MUST_NOT_BE_ZERO = "id_must_not_be_zero"
    ID_MUST_NOT_BE_INT_MAX = "id_must_not_be_int_max"
    EXISTS_WITH_DIFFERENT_LIMIT = "exists_with_different_limit"
    EXISTS_WITH_DIFFERENT_OWNER = "exists_with_different_owner"
    EXISTS_WITH_DIFFERENT_ROLE = "exists_with_different_role"
    EXISTS = "exists"
    OWNER_MUST_NOT_BE_ZERO = "owner_must_not_be_zero"
    ROLE_MUST_NOT_BE_EMPTY = "role_must_not_be_empty"


class TransferRefused(Refusal, status=409):
    """This money cannot be moved like that; `result` says why. Nothing was moved."""

    def __init__(self, result: Result) -> None:
        super().__init__(result=result.value)
        self.result = result
