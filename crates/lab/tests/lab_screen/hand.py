#!/usr/bin/python3
# Presses everything in the windows of Patchround that has this name, as a screen reader does; prints how many there were.
import sys

import pyatspi

APP = "patchround-app"
DEEPEST = 60


def plain(words):
    return words.replace("\u2068", "").replace("\u2069", "")


def find(node, depth):
    if plain(node.name) == sys.argv[1]:
        yield node
    if depth < DEEPEST:
        for child in node:
            if child is not None:
                yield from find(child, depth + 1)


def press(node):
    try:
        return node.queryAction().doAction(0)
    except NotImplementedError:
        return False


apps = [app for app in pyatspi.Registry.getDesktop(0) if app is not None and app.name == APP]
found = [node for app in apps for window in app for node in find(window, 0)]
print(sum(press(node) for node in found))
