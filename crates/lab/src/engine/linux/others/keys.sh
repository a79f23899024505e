# Makes the key that the sources of the other systems are signed with, and another one, which no PC knows.
set -e
out=/var/tmp/out
export GNUPGHOME=/var/tmp/keys
mkdir -p -m 700 $GNUPGHOME
mkdir -p $out/keys
for who in office another; do
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key "$who@example.invalid" rsa2048 sign never
done
gpg --batch --armor --export office@example.invalid > $out/keys/office.asc
