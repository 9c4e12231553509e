"""What the issuer answers to each method the hub calls (Issuer Gateway API, outbound methods)."""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

from credentials import ENVELOPE_KEY_IDENTIFIER, CertifiedKey, Credentials
from envelopes import Undecryptable, open_envelope

MISSING_PARAMETER = 111
BAD_FORMAT = 112
UNKNOWN_CARD = 116
WRONG_SECURITY_CODE = 161
INVALID_FPAN = 166
INVALID_IDV_METHOD = 501

CARD_PROFILE = "BANK-CLASSIC"
SECURITY_CODE = "123"
IDV_METHODS = [
    {"id": "sms-1", "type": "cell_phone", "value": "+** *** ** 042"},
    {"id": "mail-1", "type": "email", "value": "k***@example.com"},
]


class Refusal(Exception):
    """HTTP 400 with a response code of the API."""

    def __init__(self, response_code: int, message: str):
        super().__init__(message)
        self.response_code = response_code


@dataclass(frozen=True)
class Card:
    """What the bank remembers of a card that was asked about: its own reference and the year it expires, YY."""

    issuer_card_ref_id: str
    expiry_year: str


class IssuerOperations:
    """A small bank: its cards are all those the hub asks about, and their expiry year decides."""

    def __init__(self, credentials: Credentials):
        self._envelope_key: CertifiedKey = credentials.envelope
        self._reference_secret = credentials.reference_secret
        self._cards: dict[str, Card] = {}
        self._one_time_passwords: dict[str, str] = {}
        self._operations: dict[str, Callable[[dict, str], dict | None]] = {
            "checkCardEligibility": self._check_card_eligibility,
            "requestCardDigitization": self._request_card_digitization,
            "getIDnVMethodList": self._get_idnv_method_list,
            "sendOTP": self._send_otp,
            "notifyVirtualCardChange": self._notify_virtual_card_change,
        }

    def serves(self, method: str) -> bool:
        return method in self._operations

    def answer(self, method: str, body: dict, correlation_id: str) -> dict | None:
        """The body of the answer, None for an empty one. Raises Refusal."""
        return self._operations[method](body, correlation_id)

    def one_time_password(self, correlation_id: str) -> str | None:
        """The one last sent in a session."""
        return self._one_time_passwords.get(correlation_id)

    def _check_card_eligibility(self, body: dict, _correlation_id: str) -> dict:
        required(body, "walletProviderId", str)
        card = self._card(body)
        return {"issuerCardRefId": card.issuer_card_ref_id, "productId": CARD_PROFILE}

    def _request_card_digitization(self, body: dict, _correlation_id: str) -> dict:
        required(body, "walletProviderId", str)
        required(required(body, "walletUserInformation", dict), "walletUserId", str)
        card = self._card(body)
        self._check_security_code(body)
        decision = {"issuerCardRefId": card.issuer_card_ref_id}
        if card.expiry_year == "30":
            return {**decision, "levelOfTrust": "green"}
        if card.expiry_year == "31":
            return {**decision, "levelOfTrust": "yellow", "idvMethodList": IDV_METHODS}
        return {**decision, "levelOfTrust": "red"}

    def _get_idnv_method_list(self, body: dict, _correlation_id: str) -> dict:
        required(body, "virtualCardId", str)
        self._known_card(required(body, "issuerCardRefId", str))
        return {"idvMethodList": IDV_METHODS}

    def _send_otp(self, body: dict, correlation_id: str) -> None:
        required(body, "walletProviderId", str)
        self._known_card(required(body, "issuerCardRefId", str))
        value = required(body, "otpValue", str)
        if required(body, "otpMethodId", str) not in [method["id"] for method in IDV_METHODS]:
            raise Refusal(INVALID_IDV_METHOD, "Invalid ID&V method id")
        self._one_time_passwords[correlation_id] = value

    def _notify_virtual_card_change(self, body: dict, _correlation_id: str) -> None:
        for name in ["virtualCardId", "walletProviderId", "action"]:
            required(body, name, str)
        required(body, "isPrimary", bool)
        self._known_card(required(body, "issuerCardRefId", str))
        if optional(body, "tokenInfo", str) is not None:
            self._open(body, "tokenInfo")

    def _card(self, body: dict) -> Card:
        """The card a message is about: by its number where that is given, else by the bank's own reference."""
        if optional(body, "cipheredCardInfo", str) is None:
            return self._known_card(required(body, "issuerCardRefId", str))
        key_identifier = optional(body, "publicKeyIdentifier", str)
        if key_identifier not in [None, "", ENVELOPE_KEY_IDENTIFIER]:
            raise Refusal(BAD_FORMAT, "Bad parameter format: publicKeyIdentifier")
        card = self._read_card_info(self._open(body, "cipheredCardInfo"))
        if optional(body, "issuerCardRefId", str) not in [None, card.issuer_card_ref_id]:
            raise Refusal(UNKNOWN_CARD, "issuerCardRefId is not that of the card")
        self._cards[card.issuer_card_ref_id] = card
        return card

    def _read_card_info(self, card_info: dict) -> Card:
        fpan, expiry = card_info.get("fpan"), card_info.get("exp")
        if not isinstance(fpan, str) or not isinstance(expiry, str) or not re.fullmatch(r"(0[1-9]|1[0-2])[0-9]{2}", expiry):
            raise Refusal(BAD_FORMAT, "Bad parameter format: cipheredCardInfo")
        if not re.fullmatch(r"[0-9]{13,19}", fpan) or not passes_luhn(fpan):
            raise Refusal(INVALID_FPAN, "Invalid FPAN")
        digest = hmac.new(self._reference_secret, fpan.encode(), hashlib.sha256).hexdigest()
        return Card(issuer_card_ref_id=digest[:40], expiry_year=expiry[2:])

    def _known_card(self, issuer_card_ref_id: str) -> Card:
        card = self._cards.get(issuer_card_ref_id)
        if card is None:
            raise Refusal(UNKNOWN_CARD, "Unknown card")
        return card

    def _check_security_code(self, body: dict) -> None:
        if optional(body, "authenticationValue", str) is None:
            return
        if self._open(body, "authenticationValue").get("cvv") != SECURITY_CODE:
            raise Refusal(WRONG_SECURITY_CODE, "Invalid CVV2")

    def _open(self, body: dict, name: str) -> dict:
        try:
            return open_envelope(body[name], self._envelope_key)
        except Undecryptable:
            raise Refusal(BAD_FORMAT, f"Bad parameter format: {name}") from None


def optional(body: dict, name: str, kind: type):
    """A member that may be missing; null is the same as missing."""
    value = body.get(name)
    if value is not None and not isinstance(value, kind):
        raise Refusal(BAD_FORMAT, f"Bad parameter format: {name}")
    return value


def required(body: dict, name: str, kind: type):
    value = optional(body, name, kind)
    if value is None:
        raise Refusal(MISSING_PARAMETER, f"Missing parameter: {name}")
    return value


def passes_luhn(digits: str) -> bool:
    total = sum(int(digit) for digit in digits[-1::-2])
    total += sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return total % 10 == 0
