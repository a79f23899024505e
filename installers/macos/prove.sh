#!/bin/sh
# What only a real Mac can settle (docs/known-issues.md, macOS): asks everything that Patchround asks, and changes nothing.
#
#     sh prove.sh [FILE]            as whoever owns Homebrew
#     sudo sh prove.sh [FILE]       besides, whether the halves live and answer as they should
#
# Writes one JSON file of numbers and yes or no. No name, address, label or serial number is written: of each answer only how
# it ended, how long it took, how many lines it has, and how many of them look as Patchround reads them.
set -u

out="${1:-patchround-mac.json}"
work="$(mktemp -d)" || exit 1
trap 'rm -rf "$work"' EXIT
: >"$work/facts"

say() { printf '  "%s": %s,\n' "$1" "$2" >>"$work/facts"; }
lines() { wc -l <"$1" | tr -d ' '; }
count() { grep -Ec "$1" "$work/said" || true; }
yes_no() { if "$@" >/dev/null 2>&1; then echo true; else echo false; fi; }

# ask KEY PATTERN PROGRAM WORDS...: how it ends, how long it takes, and how many lines have the pattern.
ask() {
    key="$1" pattern="$2"
    shift 2
    if [ ! -x "$1" ]; then
        say "$key" null
        return
    fi
    begun="$(date +%s)"
    env -i HOME="$HOME" LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb HOMEBREW_NO_AUTO_UPDATE=1 \
        HOMEBREW_NO_ENV_HINTS=1 HOMEBREW_NO_ASK=1 HOMEBREW_NO_ANALYTICS=1 HOMEBREW_NO_COLOR=1 HOMEBREW_NO_EMOJI=1 \
        "$@" </dev/null >"$work/said" 2>"$work/complaints"
    status=$?
    took=$(($(date +%s) - begun))
    say "$key" "{\"status\": $status, \"seconds\": $took, \"lines\": $(lines "$work/said"), \"complaints\": $(lines "$work/complaints"), \"as_read\": $(count "$pattern")}"
}

# hears KEY PATTERN SOCKET QUESTION: whether a half answers as it should.
hears() {
    if [ ! -S "$3" ] || [ ! -x /usr/bin/nc ]; then
        say "$1" null
        return
    fi
    printf '%s\n' "$4" | /usr/bin/nc -U -w 160 "$3" >"$work/said" 2>/dev/null
    say "$1" "$(yes_no grep -Eq "$2" "$work/said")"
}

number() { "$@" 2>/dev/null | head -n 1 | tr -cd '0-9.'; }

say macos "\"$(number /usr/bin/sw_vers -productVersion)\""
say apple_silicon "$(yes_no test "$(uname -m)" = arm64)"
say is_root "$(yes_no test "$(id -u)" = 0)"

# macOS's own updates. The second: whether it says so in words we know that nothing is new.
ask softwareupdate_list '^[[:space:]]*\* Label: |^[[:space:]]*Title: .*, Version: .*,[[:space:]]*$' /usr/sbin/softwareupdate -l
cat "$work/said" "$work/complaints" >"$work/both" 2>/dev/null
say softwareupdate_says_nothing_new "$(yes_no grep -q 'No new software available' "$work/both")"
say softwareupdate_restarts "$(grep -Ec 'Action: restart' "$work/both" || true)"
ask softwareupdate_last '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]*Z$' /usr/bin/plutil -extract LastSuccessfulDate raw -o - /Library/Preferences/com.apple.SoftwareUpdate.plist
say softwareupdate_managed "$(yes_no test -f '/Library/Managed Preferences/com.apple.SoftwareUpdate.plist')"

# A person's own.
for brew in /opt/homebrew/bin/brew /usr/local/bin/brew; do
    [ -x "$brew" ] && break
done
ask brew_outdated '"(formulae|casks|name|installed_versions|current_version)":' "$brew" outdated --json=v2
ask brew_versions '^[^ ]+ [^ ]+' "$brew" list --versions
for mas in /opt/homebrew/bin/mas /usr/local/bin/mas; do
    [ -x "$mas" ] && break
done
ask mas_outdated '^\{.*"adamID":.*"newVersion":.*\}$' "$mas" outdated --json

# Who is there, what they do, and the power.
ask people '^[^ ]+ +[^ ]+' /usr/bin/who
ask boot_session '^[0-9A-Fa-f-]{36}$' /usr/sbin/sysctl -n kern.bootsessionuuid
ask idle '"HIDIdleTime" = [0-9]+' /usr/sbin/ioreg -c IOHIDSystem -r -d 1
ask locked '"IOConsoleLocked" = (Yes|No)' /usr/sbin/ioreg -n Root -d 1
ask assertions '^ *pid [0-9]+\(.*\): \[0x.*\] [0-9:]+ [A-Za-z]+ named: ' /usr/bin/pmset -g assertions
say microphone_named "$(grep -Eic 'coreaudiod.*(microphone|input)' "$work/said" || true)"
ask power "Now drawing from '(AC|Battery|UPS) Power'" /usr/bin/pmset -g batt
ask apps '\.app/Contents/MacOS/' /bin/ps -x -o comm=
ask users '^[^ ]+ +-?[0-9]+$' /usr/bin/dscl . -list /Users UniqueID
ask administrators '^GroupMembership:' /usr/bin/dscl . -read /Groups/admin GroupMembership
ask membership '^user is (not )?a member of the group$' /usr/sbin/dsmemberutil checkmembership -U root -G admin
ask root_account 'No such key|AuthenticationAuthority:' /usr/bin/dscl . -read /Users/root AuthenticationAuthority
ask writers '^[0-9]+ ' /usr/bin/pgrep -l -f 'softwareupdate (-i|--install)|/usr/sbin/installer '

# The halves, where they are installed: what launchd makes of them, and whether the root half rests.
state="${PATCHROUND_ROOT:-}/var/db/patchround"
knows() { launchctl print "system/org.patchround.$1" 2>/dev/null; }
for name in keygen helper-root look helper; do
    key="$(printf 'launchd_%s' "$name" | tr - _)"
    say "$key" "$(yes_no knows "$name")"
    say "${key}_runs" "$(if knows "$name" | grep -q 'state = running'; then echo true; else echo false; fi)"
done
for socket in control session root look; do
    say "socket_$socket" "$(yes_no test -S "$state/run/$socket.sock")"
done
say managers_by_ipv4 "$(yes_no /usr/bin/nc -z -w 5 127.0.0.1 7443)"
say managers_by_ipv6 "$(yes_no /usr/bin/nc -z -w 5 ::1 7443)"
firewall=/usr/libexec/ApplicationFirewall/socketfilterfw
say firewall_is_on "$(if "$firewall" --getglobalstate 2>/dev/null | grep -q 'State = [12]'; then echo true; else echo false; fi)"
say firewall_knows_us "$(if "$firewall" --listapps 2>/dev/null | grep -q /Library/Patchround/patchround-helper; then echo true; else echo false; fi)"
if [ "$(id -u)" = 0 ]; then
    ask softwareupdate_without_home 'Label: |Title: .*, Version: .*|No new software available|Finding available' \
        /usr/bin/sudo -n -H -u _patchroundlook /usr/sbin/softwareupdate -l
    hears look_answers '^(true|false|null)$' "$state/run/look.sock" '{"ask":"restart_pending"}'
    hears root_answers '^\{"answer":"observed"' "$state/run/root.sock" '{"ask":"observe"}'
    say key_is_read "$(yes_no sudo -n -u _patchround test -r "$state/root/device.key")"
    say key_is_kept_from_others "$(if sudo -n -u nobody test -r "$state/root/device.key" 2>/dev/null; then echo false; else echo true; fi)"
fi
if [ "$(id -u)" = 0 ] && knows helper >/dev/null; then
    launchctl kickstart -k system/org.patchround.helper >/dev/null 2>&1
    say helper_restarts "$([ $? = 0 ] && echo true || echo false)"
    sleep "${PATCHROUND_PROVE_PAUSE:-10}"
    say helper_runs_again "$(if knows helper | grep -q 'state = running'; then echo true; else echo false; fi)"
    say helper_kilobytes "\"$(number ps -o rss= -u _patchround)\""
else
    say helper_restarts null
fi

{
    echo "{"
    cat "$work/facts"
    echo '  "prove": 1'
    echo "}"
} >"$out"
echo "Written: $out"
