#!/bin/sh
# The notification server calls this for each message once it is on the screen.
printf '%s\t%s\t%s\n' "$(date -u +%s%3N)" "$DUNST_SUMMARY" "$DUNST_BODY" >> "$HOME/messages"
