#!/usr/bin/python3
# What a screen reader finds in the windows of Patchround: each thing that is shown, one JSON object a line. With the word
# "all", also what one would have to scroll to.
import json
import sys

import pyatspi

APP = "patchround-app"
DEEPEST = 60
ALL = sys.argv[1:] == ["all"]


def words_of(node):
    if node.name:
        return node.name
    try:
        return node.queryText().getText(0, -1).replace("\ufffc", "").strip()
    except NotImplementedError:
        return ""


def see(node, depth):
    states = node.getState()
    if ALL or states.contains(pyatspi.STATE_SHOWING):
        has = lambda state: states.contains(state)
        print(json.dumps({
            "role": node.getRoleName(),
            "words": words_of(node),
            "has_focus": has(pyatspi.STATE_FOCUSED),
        }))
    if depth < DEEPEST:
        for child in node:
            if child is not None:
                see(child, depth + 1)


for app in pyatspi.Registry.getDesktop(0):
    if app is not None and app.name == APP:
        for window in app:
            see(window, 0)
