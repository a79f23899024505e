#!/bin/sh
# Removes Patchround from this Mac: programs, halves, accounts, and all that they kept. With --keep-office the PC's key, its
# office and the accounts stay, for an installation that follows.
set -eu

root="${PATCHROUND_ROOT:-}"
keep=no
case "${1:-}" in
"") ;;
--keep-office) keep=yes ;;
*)
    echo "Usage: uninstall.sh [--keep-office]" >&2
    exit 2
    ;;
esac

for name in helper look helper-root keygen; do
    launchctl bootout "system/org.patchround.$name" 2>/dev/null || true
    rm -f "$root/Library/LaunchDaemons/org.patchround.$name.plist"
done
rm -f "$root/Library/LaunchAgents/org.patchround.this-pc.plist"
rm -rf "$root/Applications/Patchround.app" "$root/var/db/patchround/run"

if [ "$keep" = no ]; then
    rm -rf "$root/var/db/patchround"
    for name in _patchround _patchroundlook; do
        # Only what we made: the name alone is no proof.
        if dscl . -read "/Users/$name" RealName 2>/dev/null | grep -q Patchround; then
            dscl . -delete "/Users/$name"
            dscl . -delete "/Groups/$name"
        fi
    done
fi
pkgutil --forget org.patchround.helper >/dev/null 2>&1 || true
rm -rf "$root/Library/Patchround"
