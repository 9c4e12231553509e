"""Seals and opens card data of the Issuer Gateway API: PKCS#7 EnvelopedData, AES-256-CBC, RSAES-OAEP with SHA-256.

card_data.py seal KEY_IDENTIFIER CERTIFICATE < card.json
card_data.py open PRIVATE_KEY < sealed.txt
"""

import base64
import os
import sys

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

OAEP_SHA_256 = OAEP(mgf=MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
OAEP_SHA_256_IN_ASN1 = {
    "algorithm": "rsaes_oaep",
    "parameters": {
        "hash_algorithm": {"algorithm": "sha256"},
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}},
    },
}


def seal(plaintext: bytes, key_identifier: str, certificate_pem: bytes) -> str:
    content_key, iv = os.urandom(32), os.urandom(16)
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(content_key), modes.CBC(iv)).encryptor()
    padded = padder.update(plaintext) + padder.finalize()
    public_key = x509.load_pem_x509_certificate(certificate_pem).public_key()
    recipient = {
        "version": "v2",
        "rid": cms.RecipientIdentifier("subject_key_identifier", key_identifier.encode("ascii")),
        "key_encryption_algorithm": OAEP_SHA_256_IN_ASN1,
        "encrypted_key": public_key.encrypt(content_key, OAEP_SHA_256),
    }
    enveloped_data = {
        "version": "v2",
        "recipient_infos": [cms.RecipientInfo("ktri", recipient)],
        "encrypted_content_info": {
            "content_type": "data",
            "content_encryption_algorithm": {"algorithm": "aes256_cbc", "parameters": iv},
            "encrypted_content": encryptor.update(padded) + encryptor.finalize(),
        },
    }
    envelope = cms.ContentInfo({"content_type": "enveloped_data", "content": enveloped_data})
    return base64.b64encode(envelope.dump()).decode("ascii")


def open_sealed(text: str, private_key_pem: bytes) -> bytes:
    envelope = cms.ContentInfo.load(base64.b64decode(text))["content"]
    recipient = envelope["recipient_infos"][0].chosen
    content = envelope["encrypted_content_info"]
    private_key = serialization.load_pem_private_key(private_key_pem, password=None)
    content_key = private_key.decrypt(recipient["encrypted_key"].native, OAEP_SHA_256)
    iv = content["content_encryption_algorithm"]["parameters"].native
    decryptor = Cipher(algorithms.AES(content_key), modes.CBC(iv)).decryptor()
    padded = decryptor.update(content["encrypted_content"].native) + decryptor.finalize()
    unpadder = padding.PKCS7(128).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


if __name__ == "__main__":
    command, *arguments, key_file = sys.argv[1:]
    with open(key_file, "rb") as file:
        pem = file.read()
    if command == "seal":
        print(seal(sys.stdin.buffer.read(), arguments[0], pem))
    else:
        sys.stdout.buffer.write(open_sealed(sys.stdin.read(), pem))
