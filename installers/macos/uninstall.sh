#!/bin/sh
# Removes Patchround from this Mac: programs, halves, accounts, and all that they kept. With --keep-office the PC's key, its
# office and the accounts stay, for an installation that follows. What the window has in people's own folders stays theirs.
set -eu

root="${PATCHROUND_ROOT:-}"
firewall="$root/usr/libexec/ApplicationFirewall/socketfilterfw"
keep=no
case "${1:-}" in
"") ;;
--keep-office) keep=yes ;;
*)
    echo "Usage: uninstall.sh [--keep-office]" >&2
    exit 2
    ;;
esac

# A transaction is never ended, and what it writes is not taken from under it.
if pgrep -f '^/Library/Patchround/patchround-helper-root transact ' >/dev/null 2>&1; then
    echo "Updates are being installed on this Mac. Run this again when they are done" >&2
    exit 1
fi

# Whoever sits at the Mac has the window "This PC" of it.
person="$(stat -f %u /dev/console 2>/dev/null || true)"
[ -z "$person" ] || launchctl bootout "gui/$person/org.patchround.this-pc" 2>/dev/null || true
for name in helper look helper-root keygen; do
    launchctl bootout "system/org.patchround.$name" 2>/dev/null || true
    rm -f "$root/Library/LaunchDaemons/org.patchround.$name.plist"
done
[ ! -x "$firewall" ] || "$firewall" --remove /Library/Patchround/patchround-helper >/dev/null 2>&1 || true
rm -f "$root/Library/LaunchAgents/org.patchround.this-pc.plist" "$root/private/etc/paths.d/patchround"
rm -rf "$root/Applications/Patchround.app" "$root/var/db/patchround/run"

if [ "$keep" = no ]; then
    rm -rf "$root/var/db/patchround"
    for name in _patchround _patchroundlook; do
        # Only what we made: the name alone is no proof.
        for kind in Users Groups; do
            if dscl . -read "/$kind/$name" RealName 2>/dev/null | grep -q Patchround; then
                dscl . -delete "/$kind/$name"
            fi
        done
    done
fi
for name in helper app; do
    pkgutil --forget "org.patchround.$name" >/dev/null 2>&1 || true
done
rm -rf "$root/Library/Patchround"
