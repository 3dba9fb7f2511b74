#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A manager reads Results and Banners by keyboard alone: where the focus starts, the choice of a
period, each stop of the Tab key, a chart value by value and as a table, the words, the report, a
file, a banner and its numbers; against the demo merchant (run in tests/run-isolated with
WINBACK_A11Y_BUS=1 and GTK_A11Y=atspi).

xdotool presses the keys, the accessibility bus tells what a screen reader says and where the focus
stands; every figure is added up again from the rows of the helpdesk's own API. With --pictures DIR
each step is photographed (by ImageMagick's import)."""

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time

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


    def merchant(self):
        name = self.ask("/account")["name"]
        return name if isinstance(name, str) else name["en"]


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


def children(found):
    return [found.get_child_at_index(i) for i in range(found.get_child_count())]


def said_below(found):
    """All names at and below it, in their order."""
    names = [found.get_name() or ""]
    for child in children(found):
        names += said_below(child)
    return [name for name in names if name.strip()]


def find_frame(title):
    """What a screen reader has of the window of that title."""
    for application in children(Atspi.get_desktop(0)):
        for frame in children(application):
            if (frame.get_name() or "") == title:
                return frame
    return None


def step(desk, key, name):
    """One key, no more, comes to what is called so."""
    at = desk.move(key)
    if not at or at[1] != name:
        fail(f"{key} comes to “{name}”, not to {at}")


def read_table(desk, rows):
    """The same chart as a table, by the button before it: its first row and its sums; and back."""
    step(desk, "shift+Tab", "Save or copy")
    step(desk, "shift+Tab", "Show as a table")
    desk.key("space")
    row = desk.go_to("", role="table row")
    # While it is shown: no screen reader has a row that is hidden.
    cells = [name for name in said_below(row) if not name.startswith("Gtk")]
    desk.photograph("table")
    step(desk, "shift+Tab", "Save or copy")
    step(desk, "shift+Tab", "Show as a table")
    desk.key("space")
    if len(cells) != 1 + len(TOOLS) or not all(cell.isdecimal() for cell in cells[1:]):
        fail(f"the first row has a week and a number for each offer: {cells}")
    first = cells[0].replace("\u00a0", " ").removeprefix("Week from ")
    days = [time.strftime("%Y-%m-%d", time.localtime(time.mktime(time.strptime(first, "%d %b %Y")) + (day + 0.5) * 86400))
            for day in range(7)]
    for cell, tool in zip(cells[1:], TOOLS):
        taken = add_up([row for row in rows if row["date"] in days], tool, "taken")
        if int(cell) != taken:
            fail(f"{cells[0]}: {cell} took the {tool}, not {taken}")
    print(f"ok the first row of the table is the service's: {', '.join(cells)}", flush=True)


def best_tool(rows):
    """The tool that the most of those offered ordered with, of those with enough to tell."""
    shares = {}
    for tool in TOOLS:
        offered = add_up(rows, tool, "offered")
        orders = add_up(rows, tool, "used") + add_up(rows, tool, "used_probable")
        if offered >= 100 and orders >= 10:
            shares[tool] = orders / offered
    return max(shares, key=shares.get)


def read_words(desk, rows):
    """The conclusion in words is that of the figures."""
    desk.go_to("In words")
    desk.key("Return")
    desk.enter("Results in words")
    frame = desk.until("the words can be read", lambda: find_frame("Results in words"))
    words = said_below(frame)
    desk.photograph("words")
    name = TOOLS[best_tool(rows)].lower()
    if not any(f"The {name} brings customers back best" in said for said in words):
        fail(f"the words say that the {name} is best: {words}")
    print(f"ok the words name the {name} as the best", flush=True)
    desk.leave("Escape")


def save(desk, item, title, path):
    """By the menu to a file whose path is typed."""
    desk.go_to("Report and files")
    desk.key("space")
    desk.go_to(item, key="Down")
    desk.key("Return")
    desk.enter(title)
    desk.type(path)
    desk.leave("Return")
    desk.until(f"{os.path.basename(path)} is there", lambda: os.path.exists(path) and os.path.getsize(path) > 0)


def save_files(desk, helpdesk, rows, folder):
    desk.until("Alt+6 comes back to the results", lambda: "Results" in desk.title(), lambda: desk.key("alt+6"))
    table, report = os.path.join(folder, "offers.csv"), os.path.join(folder, "report.pdf")
    save(desk, "Offers compared", "Save as CSV", table)
    with open(table, newline="", encoding="utf-8-sig") as text:
        lines = {line["Offer"]: line for line in csv.DictReader(text)}
    columns = {"Offered": "offered", "Shown": "shown", "Taken": "taken", "Ordered again, certain": "used",
               "Ordered again, probable": "used_probable", "Can still order": "open"}
    for tool, name in TOOLS.items():
        for title, column in columns.items():
            if int(lines[name][title] or 0) != add_up(rows, tool, column):
                fail(f"{name}, {title}: {lines[name][title]}, not {add_up(rows, tool, column)}")
    print(f"ok the file has the service's {len(TOOLS) * len(columns)} figures", flush=True)
    save(desk, "Report as PDF", "Save the report", report)
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", report, "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
        merchant = helpdesk.merchant()
        if merchant not in text or f"The {TOOLS[best_tool(rows)].lower()} brings customers back best" not in text:
            fail(f"the report names {merchant} and the best tool: {text[:400]}")
        print("ok the report names the merchant and the best tool", flush=True)


def walk_sidebar(desk):
    """Tab comes to the row of the page that is shown, which stays."""
    title = desk.title()
    row = desk.go_to("Results", role="list item", exact=False)
    if "Results" not in desk.title() or desk.title() != title:
        fail(f"Tab into the sidebar keeps the page: {desk.title()}, not {title}")
    print(f"ok Tab comes to “{row.get_name()}” in the sidebar, and the page stays", flush=True)


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
    read_table(desk, rows)
    read_words(desk, rows)
    walk_sidebar(desk)
    return rows


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
    desk.go_to(names[banner], role="table cell")
    desk.key("Return")
    desk.until("Return opens the banner", lambda: desk.eyes.focused and desk.eyes.focused[1] != said,
               lambda: desk.eyes.wait(lambda: None, 0.2))
    desk.photograph("banner")
    stops = desk.walk("A banner")
    if ("list item", f"Clicks by people: {clicks.get(banner, 0):,}") not in stops:
        fail(f"the banner's own page ends with its {clicks.get(banner, 0)} clicks: {stops}")
    print("ok the banner's own page has the service's clicks", flush=True)


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
            rows = drive_results(desk, helpdesk, days)
            drive_banners(desk, helpdesk, days)
            save_files(desk, helpdesk, rows, folder)


if __name__ == "__main__":
    main()
