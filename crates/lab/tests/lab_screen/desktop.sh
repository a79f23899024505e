#!/bin/sh
# A desktop as a display manager starts one: a screen, what is on it, and the autostart entries of the PC.
set -e
export DISPLAY=:0 LANG=C.UTF-8 XDG_CURRENT_DESKTOP=Openbox DBUS_SESSION_BUS_ADDRESS="unix:path=$XDG_RUNTIME_DIR/bus"
Xvfb $DISPLAY -screen 0 1024x768x24 -nolisten tcp &
until [ -S /tmp/.X11-unix/X0 ]; do sleep 0.05; done
dbus-update-activation-environment --systemd DISPLAY LANG XDG_CURRENT_DESKTOP
if [ -x /usr/bin/pr-letters ]; then /usr/bin/pr-letters & fi
dunst &
exec openbox-session
