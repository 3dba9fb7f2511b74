# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hands on the window's keyboard and two eyes on what it says, for the drive tests.

xdotool presses the keys, the accessibility bus tells where the focus went, and what was done is
believed when the helpdesk's own API and winbackctl tell of it."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE_SECS = 60
# A key that moves the focus does so at once; where it does nothing (yet), it is pressed again.
FOCUS_SECS = 2
SETTLED_SECS = 0.15
MOST_TABS = 150
PAUSE = threading.Event()


def fail(what):
    sys.exit(f"not ok {what}")


class Demo:
    """The demo merchant's server, as long as it is needed; gives what it tells of its helpdesk."""

    def __init__(self, build, *options):
        self.process = subprocess.Popen([os.path.join(build, "src/demo/winback-demo"), "--port", "0", *options],
                                        stdout=subprocess.PIPE)

    def __enter__(self):
        return json.loads(self.process.stdout.readline())["helpdesk"]

    def __exit__(self, *what):
        self.process.terminate()
        self.process.wait(timeout=20)


class Helpdesk:
    """The demo's portal, as its API tells of it, and winbackctl on a workspace of it."""

    def __init__(self, build, folder, url, token):
        self.build, self.folder, self.url, self.token = build, folder, url, token
        self.workspace = os.path.join(folder, "workspace")
        self.environment = dict(os.environ, WINBACK_SECRETS=f"file:{folder}/secrets",
                                SOUP_FORCE_HTTP1="1")

    def ask(self, path):
        request = urllib.request.Request(self.url + path)
        request.add_header("Authorization", "Token " + self.token)
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)

    def ctl(self, *words):
        command = [os.path.join(self.build, "src/cli/winbackctl"), "--workspace", self.workspace, *words]
        return subprocess.run(command, check=True, env=self.environment,
                              stdout=subprocess.PIPE).stdout.decode()

    def connect(self):
        token_file = os.path.join(self.folder, "token")
        with open(token_file, "w", encoding="utf-8") as out:
            out.write(self.token)
        self.ctl("connect", "helpdesk", self.url, "--token-file", token_file)
        self.ctl("sync")


class Eyes:
    """Where the focus is, as a screen reader is told."""

    def __init__(self):
        self.focused = None
        self.listener = Atspi.EventListener.new(self.noticed)
        self.listener.register("object:state-changed:focused")

    def noticed(self, event):
        if event.detail1 and event.source:
            with contextlib.suppress(GLib.Error):
                self.focused = (event.source.get_role_name(), event.source.get_name() or "",
                                event.source)

    def wait(self, check, secs):
        """Follows the events until the check gives something, for a while at most."""
        context = GLib.MainContext.default()
        until = time.monotonic() + secs
        alarm = GLib.timeout_add(50, lambda: True)
        try:
            while True:
                found = check()
                if found or time.monotonic() > until:
                    return found
                context.iteration(True)
        finally:
            GLib.source_remove(alarm)


class Desk:
    """The window, and one person's two hands on its keyboard."""

    def __init__(self, helpdesk, pictures, name):
        self.helpdesk, self.pictures, self.name, self.eyes = helpdesk, pictures, name, Eyes()
        self.n_pictures = 0
        if pictures:
            os.makedirs(pictures, exist_ok=True)
        self.process = subprocess.Popen([os.path.join(helpdesk.build, "src/app/winback"), "--workspace",
                                         helpdesk.workspace], env=helpdesk.environment)
        self.window = self.main = self.find_window("Winback")

    def find_window(self, title):
        """The visible window whose title holds this."""
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", title]
        found = subprocess.run(search, check=True, stdout=subprocess.PIPE, timeout=PATIENCE_SECS)
        return found.stdout.decode().split()[-1]

    def enter(self, title):
        """Goes on in another window; without a window manager nobody moves the focus there."""
        self.window = self.find_window(title)

    def leave(self, key, to=None):
        """Presses the key that closes this window until it is gone, and goes on in the one below."""
        gone, self.window = self.window, to or self.main
        self.until(f"{key} closes “{self.title(gone)}”", lambda: gone not in self.windows(),
                   lambda: self.key(key, window=gone, check=False), first=True)

    def windows(self):
        search = ["xdotool", "search", "--onlyvisible", "--name", "."]
        return subprocess.run(search, check=False, stdout=subprocess.PIPE).stdout.decode().split()

    def key(self, *names, window=None, check=True):
        subprocess.run(["xdotool", "windowfocus", "--sync", window or self.window, "key", "--clearmodifiers",
                        *names], check=check, stderr=None if check else subprocess.DEVNULL)

    def type(self, text):
        """Over what stands in the field that has the focus."""
        # In one connection to the display: keys of two may overtake one another.
        subprocess.run(["xdotool", "windowfocus", "--sync", self.window, "key", "--clearmodifiers", "ctrl+a",
                        "type", "--clearmodifiers", "--delay", "5", text], check=True)

    def move(self, key):
        """Presses a key that moves the focus; gives where it went, None if it stayed."""
        self.eyes.focused = None
        self.key(key)
        return self.eyes.wait(lambda: self.eyes.focused, FOCUS_SECS)

    def go_to(self, name, role=None, key="Tab", exact=False):
        """Moves on until the focus is on what is called so."""
        seen = []
        for _ in range(MOST_TABS):
            focused = self.move(key)
            if not focused:
                continue
            # Where the focus was before may be told late: what counts is where it stays.
            while self.is_at(focused, name, role, exact):
                later = self.eyes.wait(lambda: self.eyes.focused is not focused and self.eyes.focused, SETTLED_SECS)
                if not later:
                    return focused[2]
                focused = later
            seen.append(focused[1])
        return fail(f"{key} comes to “{name}”; it came to: {', '.join(dict.fromkeys(seen))}")

    @staticmethod
    def is_at(focused, name, role, exact):
        named = name == focused[1] if exact else name in focused[1]
        return named and role in (None, focused[0])

    def until(self, what, check, again=None, first=False):
        """Asks until the answer is yes: other processes are at work."""
        if first:
            again()
        for _ in range(PATIENCE_SECS * 5):
            answer = check()
            if answer:
                print(f"ok {what}", flush=True)
                return answer
            if again:
                again()
            PAUSE.wait(0.2)
        self.photograph("failed")
        print(self.helpdesk.ctl("outbox"), self.eyes.focused, flush=True)
        return fail(what)

    def photograph(self, name):
        if not self.pictures:
            return
        self.n_pictures += 1
        path = os.path.join(self.pictures, f"{self.name}-{self.n_pictures:02}-{name}.png")
        # What the last key changed is drawn by now, or in the next frames.
        self.eyes.wait(lambda: None, 0.5)
        subprocess.run(["import", "-window", "root", path], check=True)

    def title(self, window=None):
        return subprocess.run(["xdotool", "getwindowname", window or self.main], check=True,
                              stdout=subprocess.PIPE).stdout.decode().strip()

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.process.terminate()
        self.process.wait(timeout=20)
