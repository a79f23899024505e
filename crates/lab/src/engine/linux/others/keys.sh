# Makes the key that the sources of the other systems are signed with, and another one, which no PC trusts.
set -e
out=/var/tmp/out
export GNUPGHOME=/var/tmp/keys
mkdir -p -m 700 $GNUPGHOME
mkdir -p $out/keys
for who in office another; do
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key "$who@example.invalid" rsa2048 sign never
    gpg --batch --armor --export "$who@example.invalid" > $out/keys/$who.asc
done
