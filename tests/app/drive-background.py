#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Winback with its window closed, as a desktop sees it (run in tests/run-isolated, with the real
programs): it asks once whether to go on, asks the background portal once, tells of a new call, opens
it from the notification, gives calls back when it quits, and is started by the session for a click on
a notification of a program that is gone.

The desktop is this script: it takes notifications (org.gtk.Notifications) and is the portal."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request

import gi

from gi.repository import Gio, GLib  # noqa: E402 (PyGObject needs no version of these)

BUILD = sys.argv[1]
APP_ID = sys.argv[2]
APP_PATH = "/" + APP_ID.replace(".", "/")
PATIENCE_SECS = 60
PAUSE = threading.Event()
INTERFACES = """<node>
<interface name='org.gtk.Notifications'>
<method name='AddNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/>
<arg type='a{sv}' direction='in'/></method>
<method name='RemoveNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/></method>
</interface>
<interface name='org.freedesktop.portal.Background'>
<method name='RequestBackground'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>
<arg type='o' direction='out'/></method>
</interface>
</node>"""


class Desktop:
    """Runs on a thread of its own; what it heard is read by the script's."""

    def __init__(self):
        self.shown = {}
        self.reasons = []
        address = os.environ["DBUS_SESSION_BUS_ADDRESS"]
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.loop = GLib.MainLoop()
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACES)
        self.serve(node, "org.gtk.Notifications", "/org/gtk/Notifications", "org.gtk.Notifications")
        self.serve(node, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                   "org.freedesktop.portal.Background")
        threading.Thread(target=self.loop.run, daemon=True).start()

    def serve(self, node, name, path, interface):
        self.bus.register_object(path, node.lookup_interface(interface), self.called, None, None)
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                  GLib.Variant("(su)", (name, 4)))

    def call(self, name, path, interface, method, parameters=None):
        return self.bus.call_sync(name, path, interface, method, parameters, None,
                                  Gio.DBusCallFlags.NONE, -1, None)

    def called(self, bus, sender, path, interface, method, parameters, invocation):
        values = parameters.unpack()
        if method == "AddNotification":
            self.shown[values[1]] = values[2]
            invocation.return_value(None)
        elif method == "RemoveNotification":
            self.shown.pop(values[1], None)
            invocation.return_value(None)
        else:
            options = values[1]
            self.reasons.append(options["reason"])
            request = (f"/org/freedesktop/portal/desktop/request/{sender[1:].replace('.', '_')}/"
                       f"{options['handle_token']}")
            invocation.return_value(GLib.Variant("(o)", (request,)))
            bus.emit_signal(sender, request, "org.freedesktop.portal.Request", "Response",
                            GLib.Variant("(ua{sv})", (0, {"background": GLib.Variant("b", True)})))

    def is_running(self):
        return self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                         "NameHasOwner", GLib.Variant("(s)", (APP_ID,))).unpack()[0]

    def act(self, action, target):
        """As a click on a notification does, which starts the program where there is none."""
        self.call(APP_ID, APP_PATH, "org.freedesktop.Application", "ActivateAction",
                  GLib.Variant("(sava{sv})", (action, [GLib.Variant("s", target)], {})))

    def start_service(self):
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                  "StartServiceByName", GLib.Variant("(su)", (APP_ID, 0)))

    def allow_starting(self, environment):
        service = os.path.join(os.environ["WINBACK_ISOLATED"], "services", APP_ID + ".service")
        with open(service, "w", encoding="utf-8") as out:
            out.write(f"[D-BUS Service]\nName={APP_ID}\n"
                      f"Exec={BUILD}/src/app/winback --gapplication-service\n")
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                  "UpdateActivationEnvironment", GLib.Variant("(a{ss})", (environment,)))
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                  "ReloadConfig")


def until(what, check, again=None):
    for _ in range(PATIENCE_SECS * 5):
        answer = check()
        if answer:
            print(f"ok {what}", flush=True)
            return answer
        if again:
            again()
        PAUSE.wait(0.2)
    sys.exit(f"not ok {what}")


def find_windows(title="Winback"):
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", title],
                           stdout=subprocess.PIPE, check=False)
    return found.stdout.decode().split()


def key(window, name):
    subprocess.run(["xdotool", "windowfocus", "--sync", window, "key", "--clearmodifiers", name],
                   check=False)


def close(window):
    """The button in the corner, as there is no window manager to ask."""
    size = dict(line.split("=") for line in subprocess.run(
        ["xdotool", "getwindowgeometry", "--shell", window], stdout=subprocess.PIPE,
        check=False).stdout.decode().split())
    if "WIDTH" in size:
        subprocess.run(["xdotool", "mousemove", "--window", window, str(int(size["WIDTH"]) - 24), "24",
                        "click", "1"], check=False)


class Helpdesk:
    def __init__(self, told):
        self.url = told["url"]
        self.token = told["agent_tokens"][0]

    def ask(self, path):
        request = urllib.request.Request(self.url + path)
        request.add_header("Authorization", "Token " + self.token)
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)

    def have_customer_ask(self):
        """Some customer without a call asks for one; gives its id."""
        for ticket in self.ask("/tickets?page_size=100")["results"]:
            address = self.ask(f"/tickets/{ticket['id']}").get("portal_url")
            if not address or ticket["remarketing"].get("call_request"):
                continue
            request = urllib.request.Request(address.split("/offers")[0] + "/call-request",
                                             data=b'{"placement":"portal"}', method="POST")
            request.add_header("Content-Type", "application/json")
            try:
                with urllib.request.urlopen(request, timeout=10) as reply:
                    if reply.status == 201:
                        return json.load(reply)["id"]
            except urllib.error.HTTPError as refused:
                refused.close()
        sys.exit("not ok a customer asks for a call")

    def held(self):
        return [call["id"] for call in
                self.ask("/activities?status=open&assignee=me&page_size=100")["results"]
                if call.get("lease_until")]


def tell_at_any_hour(workspace):
    """The suite runs at night too."""
    always = [{"days": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}]
    with sqlite3.connect(os.path.join(workspace, "workspace.db")) as db:
        db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('local_settings', ?)",
                   (json.dumps({"notification_hours": always}),))


def drive(desktop, helpdesk, environment):
    process = subprocess.Popen([os.path.join(BUILD, "src/app/winback")], env=environment)
    window = until("a window opens", find_windows)[0]
    until("it shows the calls", lambda: find_windows("Calls"))

    # The first key may come before the window listens.
    before = set(helpdesk.held())
    taken = until("T takes a call", lambda: [call for call in helpdesk.held() if call not in before],
                  lambda: key(window, "t"))[0]

    until("closing it asks", lambda: find_windows("Keep working"), lambda: close(window))
    until("it goes on without a window", lambda: not find_windows(),
          lambda: [key(question, "Return") for question in find_windows("Keep working")])
    until("the portal is asked", lambda: desktop.reasons)
    new = helpdesk.have_customer_ask()
    told = until("a new call is told of", lambda: desktop.shown.get(new))
    if told["title"] != "New call" or "+420" in told["body"]:
        sys.exit(f"not ok what is told: {told}")

    desktop.act("open-call", new)
    window = until("its button opens it", find_windows)[0]
    until("and takes it back", lambda: new not in desktop.shown, lambda: key(window, "Shift_L"))

    until("closing hides it without a question", lambda: not find_windows(), lambda: close(window))
    if process.poll() is not None:
        sys.exit("not ok it goes on")
    if taken not in helpdesk.held():
        sys.exit("not ok what is held stays held without a window")
    subprocess.run([os.path.join(BUILD, "src/app/winback")], env=environment, check=True,
                   timeout=PATIENCE_SECS)
    window = until("starting it again shows it", find_windows)[0]
    key(window, "ctrl+q")
    if process.wait(timeout=PATIENCE_SECS) != 0:
        sys.exit(f"not ok it ends well: {process.returncode}")
    if taken in helpdesk.held():
        sys.exit(f"not ok quitting gives back what was held: {helpdesk.held()}")
    print("ok quitting gives back what was held", flush=True)


def is_told(workspace, call):
    """Whether the workspace knows that this person has heard of a new call."""
    with sqlite3.connect(os.path.join(workspace, "workspace.db")) as db:
        row = db.execute("SELECT reminded & 1 FROM call WHERE id = ?", (call,)).fetchone()
    return bool(row and row[0])


def drive_service(desktop, helpdesk, workspace):
    new = helpdesk.have_customer_ask()
    desktop.act("open-call", new)
    window = until("a click starts a program that is gone", find_windows)[0]
    # Its card is open, so it is no news any more.
    until("which shows the call", lambda: is_told(workspace, new), lambda: key(window, "Shift_L"))
    if new in desktop.shown:
        sys.exit("not ok the open card is not told of")
    key(window, "ctrl+q")
    until("it ends", lambda: not desktop.is_running())

    desktop.start_service()
    second = helpdesk.have_customer_ask()
    until("the service tells of a call", lambda: second in desktop.shown)
    if find_windows():
        sys.exit("not ok the service needs no window")
    due = helpdesk.ask(f"/activities/{second}")["due_at"]
    desktop.act("snooze-call", second)
    until("snoozing takes it back", lambda: second not in desktop.shown)
    until("and puts it off", lambda: helpdesk.ask(f"/activities/{second}")["due_at"] != due)
    if find_windows():
        sys.exit("not ok snoozing needs no window")
    pid = desktop.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                       "GetConnectionUnixProcessID", GLib.Variant("(s)", (APP_ID,))).unpack()[0]
    os.kill(pid, signal.SIGTERM)
    until("the end of the session ends it", lambda: not desktop.is_running())
    if len(desktop.reasons) != 1:
        sys.exit(f"not ok the portal is asked once: {desktop.reasons}")
    print("ok the portal was asked once", flush=True)


def main():
    gi.check_version("3.42.0")
    with tempfile.TemporaryDirectory() as folder:
        home = os.environ.get("XDG_DATA_HOME", os.path.expanduser("~/.local/share"))
        workspace = os.path.join(home, "winback", "11111111-2222-4333-8444-555555555555")
        config = os.path.join(folder, "config")
        token_file = os.path.join(folder, "token")
        # The settings last from one run to the next, as they do for a person.
        environment = dict(os.environ, WINBACK_SECRETS=f"file:{folder}/secrets", SOUP_FORCE_HTTP1="1",
                           GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=config)
        desktop = Desktop()
        desktop.allow_starting({name: environment[name] for name in
                                ("DISPLAY", "WINBACK_SECRETS", "SOUP_FORCE_HTTP1", "XDG_CONFIG_HOME",
                                 "GSETTINGS_BACKEND", "GSETTINGS_SCHEMA_DIR", "HOME", "GTK_A11Y",
                                 "GDK_BACKEND", "GSK_RENDERER", "XDG_RUNTIME_DIR", "TMPDIR")})
        demo = subprocess.Popen([os.path.join(BUILD, "src/demo/winback-demo"), "--port", "0",
                                 "--seed", "7"], stdout=subprocess.PIPE)
        try:
            helpdesk = Helpdesk(json.loads(demo.stdout.readline())["helpdesk"])
            with open(token_file, "w", encoding="utf-8") as out:
                out.write(helpdesk.token)
            ctl = [os.path.join(BUILD, "src/cli/winbackctl"), "--workspace", workspace]
            subprocess.run(ctl + ["connect", "helpdesk", helpdesk.url, "--token-file", token_file],
                           check=True, env=environment)
            subprocess.run(ctl + ["sync"], check=True, env=environment)
            tell_at_any_hour(workspace)
            drive(desktop, helpdesk, environment)
            drive_service(desktop, helpdesk, workspace)
        finally:
            demo.terminate()
            demo.wait(timeout=20)
            if desktop.is_running():
                pid = desktop.call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                   GLib.Variant("(s)", (APP_ID,))).unpack()[0]
                os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
