#!/bin/sh
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the certificates of the tests. They guard nothing: their keys are public. They are valid
# from 2020 to 2119, so that neither a wrong clock nor time breaks a test.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/ca.conf" <<CONF
[ca]
default_ca = here
[here]
dir = $work
new_certs_dir = $work
database = $work/index
serial = $work/serial
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = dn
[dn]
CONF
: > "$work/index"
echo 1000 > "$work/serial"

# make NAME SUBJECT EXTENSIONS [signed]: NAME.pem holds the certificate and its key.
make () {
  openssl req -new -newkey rsa:2048 -nodes -keyout "$work/$1.key" -out "$work/$1.csr" \
    -config "$work/ca.conf" -subj "/CN=$2" 2>/dev/null
  printf '%s\n' "$3" > "$work/$1.ext"
  if [ "${4:-}" = signed ]; then
    set -- "$1" -cert "$work/ca.crt" -keyfile "$work/ca.key"
  else
    set -- "$1" -selfsign -keyfile "$work/$1.key"
  fi
  name=$1
  shift
  openssl ca -batch -notext -config "$work/ca.conf" -in "$work/$name.csr" -out "$work/$name.crt" \
    -startdate 20200101000000Z -enddate 21191231235959Z -extfile "$work/$name.ext" "$@" 2>/dev/null
  cat "$work/$name.crt" "$work/$name.key" > "$name.pem"
}

here='subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'
make ca 'Winback test authority' 'basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign'
make server localhost "$here" signed
make wrong-name shop.example 'subjectAltName=DNS:shop.example' signed
make self-signed localhost "$here"
# Only the certificate: this is the file a person names as the private authority.
cp "$work/ca.crt" ca.pem
