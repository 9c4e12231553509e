#!/bin/sh
# open-card-data.sh PRIVATE_KEY < sealed.txt: opens what was sealed for this key, whatever recipient the envelope names.
openssl base64 -d -A | openssl cms -decrypt -binary -inform DER -inkey "$1"
