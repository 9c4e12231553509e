"""Seals and opens card data of the D1 APIs: compact JWE, ECDH-ES on P-256, A256GCM.

d1_card_data.py seal KEY_IDENTIFIER PUBLIC_KEY < card.json
d1_card_data.py open PRIVATE_KEY < sealed.txt
"""

import sys

from jwcrypto import jwe, jwk

ALGORITHMS = ["ECDH-ES", "A256GCM"]


def seal(plaintext: bytes, key_identifier: str, public_key_pem: bytes) -> str:
    """The key may come as a public key or as a certificate."""
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": key_identifier}
    envelope = jwe.JWE(plaintext, recipient=jwk.JWK.from_pem(public_key_pem), protected=header, algs=ALGORITHMS)
    return envelope.serialize(compact=True)


def open_sealed(text: str, private_key_pem: bytes) -> bytes:
    envelope = jwe.JWE(algs=ALGORITHMS)
    envelope.deserialize(text.strip(), key=jwk.JWK.from_pem(private_key_pem))
    return envelope.payload


if __name__ == "__main__":
    command, *arguments, key_file = sys.argv[1:]
    with open(key_file, "rb") as file:
        pem = file.read()
    if command == "seal":
        print(seal(sys.stdin.buffer.read(), arguments[0], pem))
    else:
        sys.stdout.buffer.write(open_sealed(sys.stdin.read(), pem))
