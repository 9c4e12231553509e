"""Seals for a public key with jwcrypto: a plaintext on standard input, the compact JWE on standard output."""

import sys

from jwcrypto import jwe, jwk

key_identifier, certificate_file = sys.argv[1:]
with open(certificate_file, "rb") as file:
    key = jwk.JWK.from_pem(file.read())
header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": key_identifier}
envelope = jwe.JWE(sys.stdin.buffer.read(), recipient=key, protected=header)
print(envelope.serialize(compact=True))
