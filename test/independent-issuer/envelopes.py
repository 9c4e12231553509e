"""Opens the PKCS#7 envelopes of the hub with `openssl cms`."""

import base64
import binascii
import json
import re
import subprocess

from credentials import CertifiedKey


class Undecryptable(Exception):
    """Not an envelope for this key, or no JSON object in it. Why is nobody's business."""


def open_envelope(text: str, recipient: CertifiedKey) -> dict:
    """The JSON object in an envelope: CMS EnvelopedData, in base64 or in hexadecimal."""
    openssl = subprocess.run(
        ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER"]
        + ["-inkey", recipient.key, "-recip", recipient.certificate],
        input=read_text_encoding(text),
        capture_output=True,
    )
    if openssl.returncode != 0:
        raise Undecryptable
    return read_json_object(openssl.stdout)


def read_text_encoding(text: str) -> bytes:
    """Every CMS object begins with the byte 30: in base64 it begins with M, so that the two cannot be confused."""
    compact = re.sub(r"\s", "", text)
    try:
        return bytes.fromhex(compact) if compact.startswith("30") else base64.b64decode(compact, validate=True)
    except (ValueError, binascii.Error):
        raise Undecryptable from None


def read_json_object(plaintext: bytes) -> dict:
    try:
        value = json.loads(plaintext.decode("utf-8"))
    except ValueError:
        raise Undecryptable from None
    if not isinstance(value, dict):
        raise Undecryptable
    return value
