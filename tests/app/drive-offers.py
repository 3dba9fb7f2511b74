#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An offer in all three tools by keyboard alone, from a merchant who has none: activated, saved,
changed, gone back to and copied to another ticket type, against the demo merchant (run in
tests/run-isolated with WINBACK_A11Y_BUS=1 and GTK_A11Y=atspi).

xdotool presses the keys, the accessibility bus tells where the focus went, and what was saved is
believed when the helpdesk's own API and winbackctl tell of it. With --pictures DIR each step is
photographed (by ImageMagick's import)."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
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
SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PICTURE = os.path.join(SOURCE, "data", "images", "banner.png")
PAUSE = threading.Event()


def fail(what):
    sys.exit(f"not ok {what}")


class Helpdesk:
    """The demo's portal, as its API tells of it, and winbackctl on a workspace of it."""

    def __init__(self, build, folder, told):
        self.build, self.folder, self.url = build, folder, told["url"]
        self.token = told["manager_tokens"][0]
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

    def type_id(self, kind):
        return next(each["id"] for each in self.ask("/types?page_size=100")["results"]
                    if each["name"]["en"] == kind)

    def settings(self, type_id):
        return self.ask("/remarketing/settings/" + type_id)


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

    def __init__(self, helpdesk, pictures):
        self.helpdesk, self.pictures, self.eyes = helpdesk, pictures, Eyes()
        self.n_pictures = 0
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
        self.key("ctrl+a")
        subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "5", text], check=True)

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
        path = os.path.join(self.pictures, f"offers-{self.n_pictures:02}-{name}.png")
        # What the last key changed is drawn by now, or in the next frames.
        self.eyes.wait(lambda: None, 0.5)
        subprocess.run(["import", "-window", "root", path], check=True)

    def title(self, window=None):
        return subprocess.run(["xdotool", "getwindowname", window or self.main], check=True,
                              stdout=subprocess.PIPE).stdout.decode().strip()

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=20)


def coupon_row(settings, currency):
    return next(row for row in settings["tools"]["coupon"]["amounts"] if row["currency"] == currency)


def activate(desk, helpdesk):
    """From the page that says what remarketing does."""
    desk.photograph("not-active")
    desk.go_to("Activate", role="push button")
    desk.key("space")
    desk.until("“Activate” activates remarketing",
               lambda: helpdesk.ask("/account")["addons"]["remarketing"]["active"])
    desk.until("the focus goes on to the types", lambda: desk.eyes.focused and "not configured" in desk.eyes.focused[1],
               lambda: desk.eyes.wait(lambda: None, 0.2))


def switch_on(desk, tool):
    desk.go_to(tool, role="check box", exact=True)
    desk.key("space")


def configure(desk, helpdesk, type_id):
    """All three tools of a type; gives what the helpdesk has then."""
    desk.key("ctrl+1")
    switch_on(desk, "Discount coupon")
    desk.go_to("Customer gets, in CZK")
    desk.type("1,250.50")
    desk.go_to("From an order of, in CZK")
    desk.type("5000")
    desk.photograph("coupon")
    switch_on(desk, "Call request")
    desk.go_to("What the customer is asked, in Czech")
    desk.type("Smime vam zavolat?")
    desk.photograph("call-request")
    switch_on(desk, "Banner")
    add_banner(desk)
    desk.go_to("Address that a click on the banner leads to")
    desk.type("https://www.example.com/autumn")
    # Into the grid by its first cell; the banner is proposed for the portal, and gets the ticket page.
    desk.go_to("Discount coupon, Last portal step")
    for name in ("Down", "Down", "Right"):
        desk.move(name)
    desk.key("space")
    desk.photograph("placements")
    desk.key("ctrl+s")

    def saved():
        found = helpdesk.settings(type_id)
        return found if found["version"] > 0 else None

    settings = desk.until("Ctrl+S saves all three tools", saved)
    desk.photograph("saved")
    check_configured(helpdesk, settings)
    return settings


def check_configured(helpdesk, settings):
    tools = settings["tools"]
    if not all(tool["enabled"] for tool in tools.values()):
        fail(f"all three tools are on: {tools}")
    row = coupon_row(settings, "CZK")
    if (row["amount"], row["min_order_value"]) != ("1250.50", "5000.00"):
        fail(f"the amounts as typed: {row}")
    if tools["call_request"]["text"]["cs"] != "Smime vam zavolat?":
        fail(f"the text as typed: {tools['call_request']['text']}")
    if tools["banner"]["placements"] != ["portal", "ticket_detail"]:
        fail(f"the placements as chosen: {tools['banner']['placements']}")
    if tools["banner"]["target_url"] != "https://www.example.com/autumn":
        fail(f"the address as typed: {tools['banner']['target_url']}")
    banner = helpdesk.ask("/remarketing/banners/" + tools["banner"]["banner"])
    if banner["name"] != "Autumn 2025" or banner["file"]["size"] != os.path.getsize(PICTURE):
        fail(f"the banner as made: {banner}")
    # The window is the one that syncs this workspace.
    shown = json.loads(helpdesk.ctl("offers", "show", "Return", "--json"))
    if shown["tools"] != tools:
        fail(f"winbackctl shows the same: {shown['tools']}")
    if "Autumn 2025" not in helpdesk.ctl("offers", "show", "Return"):
        fail("winbackctl names the banner")
    print("ok winbackctl and the helpdesk tell of the same offers", flush=True)


def add_banner(desk):
    """A new banner from a file, chosen by its path."""
    desk.go_to("Add", role="push button")
    desk.key("space")
    desk.enter("New banner")
    form = desk.window
    desk.go_to("Choose a", role="push button")
    desk.key("space")
    desk.enter("Choose a picture")
    # In GTK's file chooser a path is typed right away.
    subprocess.run(["xdotool", "windowfocus", "--sync", desk.window, "type", "--delay", "5", PICTURE],
                   check=True)
    desk.photograph("file")
    # The first Return may only take the path's completion.
    desk.leave("Return", to=form)
    desk.go_to("Name", role="text")
    desk.type("Autumn 2025")
    desk.go_to("Czech", role="text")
    desk.type("Podzimni sleva")
    desk.photograph("new-banner")
    desk.leave("Return")
    desk.photograph("banner")


def change(desk, helpdesk, type_id, before):
    """One more save, which becomes a version."""
    desk.go_to("Customer gets, in CZK")
    desk.type("99")
    desk.key("ctrl+s")

    def saved():
        found = helpdesk.settings(type_id)
        return found if coupon_row(found, "CZK")["amount"] == "99.00" else None

    settings = desk.until("a change is saved as a new version", saved)
    if settings["version"] <= before["version"]:
        fail(f"version {settings['version']} after {before['version']}")
    return settings


def go_back(desk, helpdesk, type_id, wanted, between):
    """Back to the version before, out of the history."""
    desk.key("ctrl+h")
    desk.enter("History of offers")
    # The newest is chosen; the one before is below it.
    desk.go_to("", role="list item")
    desk.move("Down")
    desk.photograph("history")
    desk.go_to("Go back to this", role="push button")
    desk.key("space")

    def restored():
        found = helpdesk.settings(type_id)
        return found if found["version"] > between["version"] else None

    settings = desk.until("“Go back to this” is a new version", restored)
    if json.dumps(settings["tools"]) != json.dumps(wanted["tools"]):
        fail(f"to the byte what it was: {settings['tools']}")
    desk.photograph("restored")
    desk.leave("Escape")
    versions = json.loads(helpdesk.ctl("offers", "history", "Return", "--json"))
    if [each["version"] for each in versions[:3]] != [settings["version"], between["version"],
                                                      wanted["version"]]:
        fail("winbackctl lists the three versions")
    print("ok the restored version has the old one's bytes, and nothing is lost", flush=True)
    return settings


def copy(desk, helpdesk, from_settings, type_id):
    """To a type that was never configured, where it arrives switched off and is saved so."""
    desk.key("ctrl+3")
    desk.go_to("More about these offers", role="push button")
    desk.key("space")
    desk.go_to("Copy from another type", key="Down")
    desk.key("Return")
    desk.enter("Copy from another type")
    desk.photograph("copy")
    desk.leave("ctrl+Return")
    desk.photograph("copied")
    desk.key("ctrl+s")

    def saved():
        found = helpdesk.settings(type_id)
        return found if found["version"] > 0 else None

    settings = desk.until("the copy is saved", saved)
    wanted = json.loads(json.dumps(from_settings["tools"]))
    for tool in wanted.values():
        tool["enabled"] = False
    if settings["tools"] != wanted:
        fail(f"the same, switched off: {settings['tools']}")
    print("ok the copy is the same but for the switches", flush=True)
    desk.photograph("copy-saved")


def drive(desk, helpdesk):
    type_id = helpdesk.type_id("Return")
    desk.until("Alt+3 opens the offers", lambda: "Offers" in desk.title(), lambda: desk.key("alt+3"))
    activate(desk, helpdesk)
    saved = configure(desk, helpdesk, type_id)
    between = change(desk, helpdesk, type_id, saved)
    restored = go_back(desk, helpdesk, type_id, saved, between)
    copy(desk, helpdesk, restored, helpdesk.type_id("Exchange"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("build", help="where the programs were built")
    parser.add_argument("--pictures", metavar="DIR", help="photograph each step into this folder")
    options = parser.parse_args()
    if options.pictures:
        os.makedirs(options.pictures, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo = subprocess.Popen([os.path.join(options.build, "src/demo/winback-demo"), "--inactive", "--port", "0",
                                 "--seed", "7"], stdout=subprocess.PIPE)
        desk = None
        try:
            helpdesk = Helpdesk(options.build, folder, json.loads(demo.stdout.readline())["helpdesk"])
            helpdesk.connect()
            desk = Desk(helpdesk, options.pictures)
            drive(desk, helpdesk)
        finally:
            if desk:
                desk.close()
            demo.terminate()
            demo.wait(timeout=20)


if __name__ == "__main__":
    main()
