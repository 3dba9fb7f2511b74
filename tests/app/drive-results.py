#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A manager reads Results and Banners by keyboard alone: where the focus starts, the choice of a
period, each stop of the Tab key, a chart value by value, a banner; against the demo merchant (run in
tests/run-isolated with WINBACK_A11Y_BUS=1 and GTK_A11Y=atspi).

xdotool presses the keys, the accessibility bus tells what a screen reader says and where the focus
stands; every figure is added up again from the rows of the helpdesk's own API. With --pictures DIR
each step is photographed (by ImageMagick's import)."""

import argparse
import subprocess
import sys
import tempfile

# Beside the sources nothing is written.
sys.dont_write_bytecode = True
from desk import Atspi, Demo, Desk, Helpdesk, fail  # noqa: E402

TOOLS = {"coupon": "Coupon", "call_request": "Call", "banner": "Banner"}
# A focus that is scrolled to is there by then.
SCROLLED_SECS = 0.6
MOST_STOPS = 60


class Statistics(Helpdesk):
    """What the service counts, row by row."""

    def rows(self, kind, first, last):
        found, page = [], 1
        while True:
            answer = self.ask(f"/remarketing/stats/{kind}?from={first}&to={last}&page_size=1000&page={page}")
            found += answer["results"]
            if page >= answer["total_pages"]:
                return found
            page += 1


class Manager(Desk):
    """A desk whose focus is always to be seen."""

    def text_of(self, found):
        return found.get_description() or ""

    def is_seen(self, found):
        """Whether it stands inside the window, as far as it fits."""
        place = Atspi.Component.get_extents(found, Atspi.CoordType.WINDOW)
        size = subprocess.run(["xdotool", "getwindowgeometry", "--shell", self.window], check=True,
                              stdout=subprocess.PIPE).stdout.decode()
        bounds = dict(line.split("=") for line in size.split())
        return (place.width > 0 and place.height > 0 and place.x >= 0 and place.y >= 0 and
                place.x + place.width <= int(bounds["WIDTH"]) and place.y + place.height <= int(bounds["HEIGHT"]))

    def walk(self, what):
        """Tab, until it comes back to where it was; each stop says something and is seen."""
        stops = []
        for _ in range(MOST_STOPS):
            focused = self.move("Tab")
            if not focused:
                continue
            if not self.eyes.wait(lambda at=focused: self.is_seen(at[2]), SCROLLED_SECS):
                fail(f"{what}: “{focused[1]}” has the focus and is not seen")
            words = focused[1]
            if not words.strip() or "_" in words or words.startswith("Gtk"):
                fail(f"{what}: a {focused[0]} is called “{words}”")
            stops.append((focused[0], words))
            if stops.count(stops[0]) > 1:
                print(f"ok {what}: each of {len(stops) - 1} stops is named and seen", flush=True)
                return stops[:-1]
        return fail(f"{what}: Tab never comes round: {stops}")

    def hear(self, key, found):
        """Presses a key; gives what the chart says then."""
        before = self.text_of(found)
        self.key(key)
        # GTK tells a description anew; the cache of the bus may be a moment behind.
        said = self.eyes.wait(lambda: self.fresh(found) != before and self.fresh(found), 3)
        if not said:
            self.photograph("silent")
            fail(f"{key} reads something other than “{before}”")
        return said

    def fresh(self, found):
        found.clear_cache()
        return self.text_of(found)


def add_up(rows, tool, name):
    return sum(row[name] or 0 for row in rows if row["tool"] == tool)


def choose_year(desk):
    """By the period button, which says what is chosen."""
    desk.key("space")
    desk.until("Space opens the choice of a period", lambda: desk.eyes.focused[0] == "check box",
               lambda: desk.eyes.wait(lambda: None, 0.2))
    desk.go_to("Last 365 days", key="Down", role="check box")
    desk.photograph("period")
    desk.key("space")
    desk.until("the period is chosen, and the focus is back at it",
               lambda: desk.eyes.focused and desk.eyes.focused[2].get_name() == "Period: Last 365 days",
               lambda: desk.eyes.wait(lambda: None, 0.2))


def read_chart(desk, rows):
    """Value by value, in a box beside the bar and aloud; then as a table."""
    chart = desk.go_to("Offers taken", role="image")
    summary = desk.text_of(chart)
    for tool, name in TOOLS.items():
        taken = add_up(rows, tool, "taken")
        if taken > 0 and f"{name}: {taken:,} in all" not in summary:
            fail(f"the summary says {name}: {taken}: {summary}")
    print("ok the chart's summary has the service's sums", flush=True)
    first = desk.hear("Home", chart)
    second = desk.hear("Right", chart)
    last = desk.hear("End", chart)
    if len({first, second, last}) != 3 or not all("Coupon" in said for said in (first, second, last)):
        fail(f"Home, Right, End read three weeks: {first} / {second} / {last}")
    desk.photograph("readout")
    if desk.hear("Escape", chart) != summary:
        fail("Escape goes back to the summary")
    print("ok Home, Right, End and Escape are heard", flush=True)


def drive_results(desk, helpdesk, days):
    desk.until("Alt+6 opens the results", lambda: "Results" in desk.title(), lambda: desk.key("alt+6"))
    desk.until("the focus starts at the period",
               lambda: desk.eyes.focused and desk.eyes.focused[1].startswith("Period:"),
               lambda: desk.eyes.wait(lambda: None, 0.2))
    choose_year(desk)
    rows = [row for row in helpdesk.rows("funnel", *days) if row["currency"] == "CZK"]
    stops = desk.walk("Results")
    if not any(role == "image" for role, _ in stops) or ("check box", "Count probable orders") not in stops:
        fail(f"Tab comes to charts and the switch: {stops}")
    read_chart(desk, rows)


def drive_banners(desk, helpdesk, days):
    desk.until("Alt+5 opens the banners", lambda: "Banners" in desk.title(), lambda: desk.key("alt+5"))
    desk.until("the focus starts at the first banner",
               lambda: desk.eyes.focused and desk.eyes.focused[0] == "table cell",
               lambda: desk.eyes.wait(lambda: None, 0.2))
    clicks = {}
    for row in helpdesk.rows("banners", *days):
        clicks[row["banner"]] = clicks.get(row["banner"], 0) + row["clicks"]
    names = {each["id"]: each["name"] for each in helpdesk.ask("/remarketing/banners?page_size=100")["results"]}
    said = desk.eyes.focused[2].get_name()
    banner = next(id for id, name in names.items() if said.startswith(name))
    if f"{clicks.get(banner, 0):,} click" not in said:
        fail(f"the banner has {clicks.get(banner, 0)} clicks: {said}")
    print("ok the first banner says its name, its state and the service's clicks", flush=True)
    desk.walk("Banners")


def period_of(helpdesk):
    """The last 365 days, as the account's day is."""
    told = helpdesk.ctl("stats", "funnel").split()
    year, month, day = told[2].rstrip(",").split("-")
    first = subprocess.run(["date", "-d", f"{year}-{month}-{day} -364 days", "+%F"], check=True,
                           stdout=subprocess.PIPE).stdout.decode().strip()
    return first, f"{year}-{month}-{day}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("build", help="where the programs were built")
    parser.add_argument("--pictures", metavar="DIR", help="photograph each step into this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Demo(options.build, "--seed", "7") as told:
        helpdesk = Statistics(options.build, folder, told["url"], told["manager_tokens"][0])
        helpdesk.connect()
        days = period_of(helpdesk)
        with Manager(helpdesk, options.pictures, "results") as desk:
            drive_results(desk, helpdesk, days)
            drive_banners(desk, helpdesk, days)


if __name__ == "__main__":
    main()
