#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A call from start to end by keyboard, against the demo merchant (run in tests/run-isolated), and
"Explore the demo" from start to end.

winback-demo serves, winbackctl connects an agent and loads, the window opens on that workspace, and
xdotool presses T (take), C (give the coupon) and 2 (coupon given). Each key is believed when the
helpdesk's own API tells of it."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import urllib.request

BUILD = sys.argv[1]
PATIENCE_SECS = 60
PAUSE = threading.Event()


def program(folder, name):
    return os.path.join(BUILD, "src", folder, name)


def ask(helpdesk, path):
    request = urllib.request.Request(helpdesk["url"] + path)
    request.add_header("Authorization", "Token " + helpdesk["agent_tokens"][0])
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.load(reply)


def until(what, check, again=None):
    """Asks until the answer is yes; other processes are at work, so there is nothing to wait on."""
    for _ in range(PATIENCE_SECS * 5):
        answer = check()
        if answer:
            print(f"ok {what}", flush=True)
            return answer
        if again:
            again()
        PAUSE.wait(0.2)
    sys.exit(f"not ok {what}")


def key(window, name):
    subprocess.run(["xdotool", "windowfocus", "--sync", window, "key", "--clearmodifiers", name],
                   check=True)


def drive(helpdesk, window):
    me = ask(helpdesk, "/account/me")["id"]

    def mine():
        return ask(helpdesk, "/activities?status=open&assignee=me&page_size=100")["results"]

    before = {call["id"] for call in mine()}

    def taken():
        return [call for call in mine() if call["id"] not in before and call["assignee"] == me]

    # The first key may come before the window listens; a second T on a taken call does nothing.
    call = until("T takes the most urgent call", taken, lambda: key(window, "t"))[0]

    def coupons():
        found = ask(helpdesk, f"/tickets/{call['ticket']}/coupons")["results"]
        return [coupon for coupon in found if coupon["activity"] == call["id"]]

    key(window, "c")
    coupon = until("C gives one coupon", lambda: [c for c in coupons() if c["state"] == "active"])
    if len(coupon) != 1 or not coupon[0]["code"]:
        sys.exit(f"not ok one coupon with a code: {coupon}")

    key(window, "2")
    done = until("2 completes the call", lambda: (lambda now: now if now["status"] == "closed"
                                                  else None)(ask(helpdesk, f"/activities/{call['id']}")))
    if done["outcome"] != "coupon_offered" or done["closed_by"] != me:
        sys.exit(f"not ok outcome and closer: {done['outcome']} {done['closed_by']}")


def explore_demo():
    """winback --demo shows the demo's calls, and ends with all it started."""
    program_path = program("app", "winback")
    window_process = subprocess.Popen([program_path, "--demo"])
    try:
        window = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "Winback"],
                                check=True, stdout=subprocess.PIPE,
                                timeout=PATIENCE_SECS).stdout.decode().split()[0]
        until("--demo shows the calls",
              lambda: b"Calls" in subprocess.run(["xdotool", "getwindowname", window], check=True,
                                                 stdout=subprocess.PIPE).stdout)
        folders = [name for name in os.listdir(tempfile.gettempdir()) if name.startswith("winback-demo-")]
        if len(folders) != 1:
            sys.exit(f"not ok one temporary folder: {folders}")
        key(window, "ctrl+q")
        if window_process.wait(timeout=PATIENCE_SECS) != 0:
            sys.exit(f"not ok it ends well: {window_process.returncode}")
        if os.path.exists(os.path.join(tempfile.gettempdir(), folders[0])):
            sys.exit("not ok its folder is gone")
        print("ok --demo ends with all of it", flush=True)
    finally:
        if window_process.poll() is None:
            window_process.kill()


def main():
    explore_demo()
    with tempfile.TemporaryDirectory() as folder:
        workspace = os.path.join(folder, "workspace")
        token_file = os.path.join(folder, "token")
        environment = dict(os.environ, WINBACK_SECRETS=f"file:{folder}/secrets", SOUP_FORCE_HTTP1="1")
        demo = subprocess.Popen([program("demo", "winback-demo"), "--port", "0", "--seed", "7"],
                                stdout=subprocess.PIPE)
        window_process = None
        try:
            helpdesk = json.loads(demo.stdout.readline())["helpdesk"]
            with open(token_file, "w", encoding="utf-8") as out:
                out.write(helpdesk["agent_tokens"][0])
            ctl = [program("cli", "winbackctl"), "--workspace", workspace]
            subprocess.run(ctl + ["connect", "helpdesk", helpdesk["url"], "--token-file", token_file],
                           check=True, env=environment)
            subprocess.run(ctl + ["sync"], check=True, env=environment)
            window_process = subprocess.Popen([program("app", "winback"), "--workspace", workspace],
                                              env=environment)
            window = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "Winback"],
                                    check=True, stdout=subprocess.PIPE, timeout=PATIENCE_SECS)
            drive(helpdesk, window.stdout.decode().split()[0])
        finally:
            if window_process:
                window_process.terminate()
                window_process.wait(timeout=20)
            demo.terminate()
            demo.wait(timeout=20)


if __name__ == "__main__":
    main()
