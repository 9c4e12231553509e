#!/bin/sh
# seal-card-data.sh CERTIFICATE < card.json: seals for the owner of a certificate, as base64 on one line.
openssl cms -encrypt -binary -aes-256-cbc -outform DER -recip "$1" \
  -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha256 |
  openssl base64 -A
