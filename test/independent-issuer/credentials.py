"""Keys and certificates of the issuer, made by the openssl command on first start and kept in one folder."""

import os
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path

EC_P256 = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
RSA_2048 = ["-newkey", "rsa:2048"]

# A client certificate is pinned for at most two years.
VALIDITY_DAYS = "365"

# The hub points to the envelope key by these bytes in the recipient. The certificate carries them as its subject key
# identifier, so that any CMS implementation recognizes its recipient.
ENVELOPE_KEY_IDENTIFIER = "BANK-ENVELOPE-01"


@dataclass(frozen=True)
class CertifiedKey:
    """A self-signed certificate and its private key, as PEM files."""

    certificate: Path
    key: Path


@dataclass(frozen=True)
class Credentials:
    """What the issuer is known by, and the secret behind its card references."""

    server: CertifiedKey
    client: CertifiedKey
    envelope: CertifiedKey
    reference_secret: bytes


def open_credentials(folder: Path, issuer_id: str) -> Credentials:
    """Reads the credentials of a folder; makes what is missing there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tls_use = "keyUsage = critical, digitalSignature\nextendedKeyUsage = "
    return Credentials(
        server=certified_key(
            folder / "server", EC_P256, "localhost", tls_use + "serverAuth\nsubjectAltName = DNS:localhost, IP:127.0.0.1"
        ),
        client=certified_key(folder / "client", EC_P256, issuer_id, tls_use + "clientAuth"),
        envelope=certified_key(
            folder / "envelope",
            RSA_2048,
            f"{issuer_id} PKCS7",
            "keyUsage = critical, keyEncipherment\nsubjectKeyIdentifier = " + ENVELOPE_KEY_IDENTIFIER.encode().hex(":"),
        ),
        reference_secret=reference_secret(folder / "reference.key"),
    )


def certified_key(stem: Path, key_options: list[str], common_name: str, extensions: str) -> CertifiedKey:
    pair = CertifiedKey(certificate=stem.with_suffix(".pem"), key=stem.with_suffix(".key"))
    if not pair.certificate.exists():
        request = stem.with_suffix(".cnf")
        request.write_text(
            "[req]\ndistinguished_name = subject\nprompt = no\nx509_extensions = extensions\n"
            f"[subject]\nCN = {common_name}\n"
            f"[extensions]\nbasicConstraints = critical, CA:FALSE\n{extensions}\n"
        )
        files = ["-config", request, "-keyout", pair.key, "-out", pair.certificate]
        subprocess.run(
            ["openssl", "req", "-x509", "-nodes", "-sha256", "-days", VALIDITY_DAYS, *key_options, *files],
            check=True,
            capture_output=True,
        )
    return pair


def reference_secret(file: Path) -> bytes:
    if not file.exists():
        with open(file, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            out.write(secrets.token_bytes(32))
    return file.read_bytes()
