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
import json
import os
import subprocess
import sys
import tempfile

# Beside the sources nothing is written.
sys.dont_write_bytecode = True
from desk import Demo, Desk, Helpdesk, fail  # noqa: E402

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PICTURE = os.path.join(SOURCE, "data", "images", "banner.png")


class Offers(Helpdesk):
    """What the manager has set."""

    def type_id(self, kind):
        return next(each["id"] for each in self.ask("/types?page_size=100")["results"]
                    if each["name"]["en"] == kind)

    def settings(self, type_id):
        return self.ask("/remarketing/settings/" + type_id)


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
    with tempfile.TemporaryDirectory() as folder, Demo(options.build, "--inactive", "--seed", "7") as told:
        helpdesk = Offers(options.build, folder, told["url"], told["manager_tokens"][0])
        helpdesk.connect()
        with Desk(helpdesk, options.pictures, "offers") as desk:
            drive(desk, helpdesk)


if __name__ == "__main__":
    main()
