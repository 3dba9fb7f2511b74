#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coupons by keyboard alone (run in tests/run-isolated with WINBACK_A11Y_BUS=1 and GTK_A11Y=atspi).

A manager at the portal finds a coupon by its code, opens its details, copies the code and exports what
was searched for as CSV. Each step is believed when the focus is where it should be, under the name it
should have, as the accessibility bus tells, and the file agrees with the helpdesk's own API. With
--pictures DIR each step is photographed."""

import argparse
import csv
import os
import sys
import tempfile

# Beside the sources nothing is written.
sys.dont_write_bytecode = True
from desk import Atspi, Demo, Desk, Helpdesk, fail  # noqa: E402


class Coupons(Helpdesk):
    """What the portal knows of coupons."""

    def list(self, state):
        return self.ask(f"/coupons?state={state}&ordering=-created_at&page_size=100")["results"]

    def count(self, *states):
        return sum(self.ask(f"/coupons?state={state}&page_size=1")["count"] for state in states)


def settle(desk):
    desk.eyes.wait(lambda: None, 0.5)


def is_at(desk, name):
    return desk.eyes.focused and name in desk.eyes.focused[1]


def open_details(desk, first="Copy the code"):
    """Return on the row: the details begin at what is wanted most."""
    desk.key("Return")
    desk.until(f"Return opens the details at “{first}”", lambda: is_at(desk, first), lambda: settle(desk))


def find(desk, words, name):
    """Ctrl+F, the words, Return: the focus is on the one row that has them, which says its name."""
    desk.until("Ctrl+F goes to the search", lambda: is_at(desk, "Search coupons"),
               lambda: (desk.key("ctrl+f"), settle(desk)))
    desk.type(words)
    settle(desk)
    settle(desk)
    desk.eyes.focused = None
    desk.key("Return")
    desk.until(f"Return goes to the row of “{name}”",
               lambda: desk.eyes.focused and name in desk.eyes.focused[1] and desk.eyes.focused[1],
               lambda: settle(desk))
    return desk.eyes.focused[1]


def pasted(desk):
    """What was copied, as the search field has it when it is pasted there."""
    desk.key("ctrl+f")
    settle(desk)
    desk.key("ctrl+a", "ctrl+v")
    settle(desk)
    entry = desk.eyes.focused[2]
    return Atspi.Text.get_text(entry, 0, Atspi.Text.get_character_count(entry))


def read(desk, coupon):
    """The row says what it is, and Return opens its details."""
    said = find(desk, coupon["code"], coupon["code"])
    for words in ("Open", coupon["ticket_code"]):
        if words not in said:
            fail(f"the row says {words}: {said}")
    open_details(desk)
    desk.photograph("details")


def export(desk, folder):
    """By the menu to a file whose path is typed; gives its rows."""
    path = os.path.join(folder, "list.csv")
    desk.key("ctrl+f")
    desk.type("BACK")
    settle(desk)
    settle(desk)
    desk.go_to("Sort and export")
    desk.key("space")
    desk.go_to("Export as CSV", key="Down")
    desk.key("Return")
    desk.enter("Export coupons")
    desk.type(path)
    desk.photograph("file")
    desk.leave("Return")
    desk.until("the file is there", lambda: os.path.exists(path) and os.path.getsize(path) > 0)
    desk.photograph("exported")
    with open(path, newline="", encoding="utf-8-sig") as text:
        return list(csv.DictReader(text))


def check_file(helpdesk, rows):
    codes = [row["Code"] for row in rows]
    n_made = helpdesk.count("active", "used", "expired", "disabled")
    if len(codes) != n_made or len(set(codes)) != len(codes):
        fail(f"each of {n_made} coupons stands once in the file, not {len(codes)}")
    if not all(code.startswith("BACK") for code in codes):
        fail(f"only what was searched for is in the file: {codes[:5]}")
    print(f"ok the file has {len(rows)} coupons, each once", flush=True)


def drive(desk, helpdesk, folder):
    live = helpdesk.list("active")
    desk.until("Alt+4 opens the coupons", lambda: "Coupons" in desk.title(), lambda: desk.key("alt+4"))
    read(desk, live[0])
    desk.key("space")
    desk.until("“Copy the code” copies it", lambda: pasted(desk) == live[0]["code"])
    check_file(helpdesk, export(desk, folder))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("build", help="where the programs were built")
    parser.add_argument("--pictures", metavar="DIR", help="photograph each step into this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Demo(options.build, "--seed", "7") as told:
        helpdesk = Coupons(options.build, folder, told["url"], told["manager_tokens"][0])
        helpdesk.connect()
        with Desk(helpdesk, options.pictures, "coupons") as desk:
            drive(desk, helpdesk, folder)


if __name__ == "__main__":
    main()
