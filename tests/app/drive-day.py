#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day's work in the queue by keyboard alone: 30 calls with every outcome and every kind of attempt,
two snoozes, one undo, one coupon, one call given back and a note typed, against the demo merchant (run
in tests/run-isolated with WINBACK_A11Y_BUS=1 and GTK_A11Y=atspi).

Which call is in hand is what a screen reader says of the row that has the focus; that a key did what
it should is believed when the helpdesk's own API tells of it. On the way: each row says in words what
its colours and marks say, each stop of the Tab key has a name, and the stops come in reading order.
With --pictures DIR steps are photographed (by ImageMagick's import)."""

import argparse
import collections
import datetime
import re
import sys
import tempfile

# Beside the sources nothing is written.
sys.dont_write_bytecode = True
from desk import FOCUS_SECS, PATIENCE_SECS, SETTLED_SECS, Atspi, Demo, Desk, GLib, Helpdesk, fail  # noqa: E402

# A Tuesday morning, whatever day it is here: the queue's order goes by the customers' hours.
NOW = "2026-11-17T09:00:00Z"
NOTE = "Wants the same chair in blue"
OUTCOMES = {"1": "resolved", "2": "coupon_offered", "3": "exchange_agreed", "4": "declined",
            "9": "wrong_number", "0": "unreachable"}
ATTEMPTS = {"5": "no_answer", "6": "busy", "7": "voicemail", "8": "call_later"}

# What is pressed for each of the 30 calls: T take, G give back, C coupon, N a note, S snooze, U undo,
# digits for how it went.
DAY = ["t1", "tc2", "tn3", "4", "9", "0", "5", "6", "7", "8", "s", "tgt1", "4u1", "t3", "1", "n5", "s",
       "t9", "0", "1", "t6", "3", "4", "t1", "7", "8", "t1", "3", "0", "1"]

CODE = re.compile(r"\b20\d{8}\b")


class Queue(Helpdesk):
    """The calls as the helpdesk has them, and its clock."""

    def calls(self):
        found, page = {}, 1
        while True:
            reply = self.ask(f"/activities?status=all&kind=call_request&page_size=100&page={page}")
            found.update((each["ticket_code"], each) for each in reply["results"] if self.is_newer(each, found))
            if len(reply["results"]) < 100:
                return found
            page += 1

    @staticmethod
    def is_newer(call, found):
        """A ticket may have had a call before."""
        known = found.get(call["ticket_code"])
        return not known or (call["created_at"], call["status"] == "open") > (known["created_at"],
                                                                             known["status"] == "open")

    def call(self, call):
        return self.ask("/activities/" + call["id"])

    def coupons(self, call):
        return [each for each in self.ask(f"/tickets/{call['ticket']}/coupons")["results"]
                if each["activity"] == call["id"]]

    def history(self, call):
        items = self.ask("/tickets/" + call["ticket"])["history_items"]
        return " ".join((each.get("history_item_data") or {}).get("text") or "" for each in items)


def parse_time(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Day:
    """One agent's day: what was done to which call."""

    def __init__(self, desk, queue):
        self.desk, self.queue, self.eyes = desk, queue, desk.eyes
        self.me = queue.ask("/account/me")["id"]
        self.before = queue.calls()
        self.done = collections.OrderedDict()
        self.coupons = {}

    def row_in_hand(self):
        """What is said of the row with the focus; None while the focus is elsewhere."""
        if not self.eyes.focused:
            return None
        try:
            # The row may be another call's by now.
            self.eyes.focused[2].clear_cache()
            name = self.eyes.focused[2].get_name() or ""
        except GLib.Error:
            return None
        return name if CODE.search(name) else None

    def wait_row(self, other_than=None, only=None):
        """Until the focus is on the row of a call, another or that one; gives its code."""
        def found():
            name = self.row_in_hand()
            code = name and CODE.search(name).group()
            return code if code and code != other_than and only in (None, code) else None

        code = self.eyes.wait(found, PATIENCE_SECS)
        if not code:
            self.desk.photograph("failed")
            fail(f"the focus is on a row (not {other_than}, only {only}); it is on {self.eyes.focused}")
        return code

    def come_to_row(self):
        """In a window that just opened: on from the row that had the focus before anybody looked."""
        for _ in range(PATIENCE_SECS):
            self.desk.key("j")
            if self.eyes.wait(self.row_in_hand, FOCUS_SECS):
                return
        self.wait_row()

    def wait_focus(self, what, check):
        """Until the focus is on what was opened by a key."""
        if not self.eyes.wait(lambda: self.eyes.focused and check(self.eyes.focused), PATIENCE_SECS):
            self.desk.photograph("failed")
            fail(f"the focus goes to {what}; it is on {self.eyes.focused}")

    def press(self, key, what, call, check):
        """Presses once, and asks the helpdesk until it is so."""
        self.desk.key(key)
        return self.desk.until(f"{call['ticket_code']}: {what}",
                               lambda: (lambda now: now if check(now) else None)(self.queue.call(call)))

    def take(self, call):
        self.press("t", "T takes it", call, lambda now: now["assignee"] == self.me)

    def give_back(self, call):
        self.press("g", "G gives it back", call, lambda now: now["assignee"] is None)

    def give_coupon(self, call):
        self.desk.key("c")
        self.coupons[call["ticket_code"]] = self.desk.until(
            f"{call['ticket_code']}: C gives a coupon",
            lambda: [each for each in self.queue.coupons(call) if each["state"] == "active"])

    def write_note(self, call):
        self.desk.key("n")
        self.wait_focus("the note", lambda focused: focused[0] == "text")
        self.desk.type(NOTE)
        self.desk.key("Escape")
        self.wait_focus("the call's row", lambda focused: focused[0] == "list item")

    def put_off(self, key, call, what, check):
        """A time is proposed, and Return agrees."""
        before = self.eyes.focused
        self.desk.key(key)
        self.wait_focus("the times to choose from",
                        lambda focused: focused is not before and not CODE.search(focused[1]))
        if len(self.done) in (6, 10):
            self.desk.photograph("when")
        self.press("Return", what, call, check)

    def snooze(self, call):
        self.put_off("s", call, "S puts it off",
                     lambda now: now["due_at"] != call["due_at"] and now["attempts"] == call["attempts"])

    def attempt(self, key, call):
        n_before = len(call["attempts"])
        self.put_off(key, call, f"{key} counts an attempt", lambda now: len(now["attempts"]) == n_before + 1)

    def complete(self, key, call):
        self.press(key, f"{key} is {OUTCOMES[key]}", call, lambda now: now["status"] == "closed")

    def undo(self, call):
        self.wait_row(other_than=call["ticket_code"])
        self.press("ctrl+z", "Ctrl+Z takes that back", call, lambda now: now["status"] == "open")
        self.desk.photograph("undone")
        self.wait_row(only=call["ticket_code"])

    def is_workable(self, code):
        call = self.before[code]
        return call["status"] == "open" and call["assignee"] in (None, self.me) and code not in self.done

    def work(self, keys, code):
        """One call from start to end."""
        call = self.before[code]
        if not self.is_workable(code):
            fail(f"{code} is a call to make: {self.done.get(code)} {call}")
        mine = call["assignee"] == self.me
        if mine and "g" in keys:
            keys = keys.lstrip("t")
        for key in keys:
            if key in OUTCOMES:
                self.complete(key, call)
            elif key in ATTEMPTS:
                self.attempt(key, call)
            elif key == "t" and not mine:
                self.take(call)
            elif key == "g":
                self.give_back(call)
                mine = False
            elif key in "cnsu":
                {"c": self.give_coupon, "n": self.write_note, "s": self.snooze, "u": self.undo}[key](call)
        self.done[code] = keys

    def go_to_first(self):
        """The first call of the queue that is to be made."""
        self.desk.key("Home")
        code = self.wait_row()
        while not self.is_workable(code):
            self.desk.key("j")
            code = self.wait_row(other_than=code)

    def whole(self):
        code = self.wait_row()
        for number, keys in enumerate(DAY):
            self.work(keys, code)
            if number in (1, 12, len(DAY) - 1):
                self.desk.photograph(f"call-{number + 1}")
            code = self.wait_row(other_than=code)
        if len(self.done) != 30:
            fail(f"30 calls, not {len(self.done)}")


def check_rows(desk, day):
    """Up and down the queue: what colours and marks tell stands in the words too."""
    calls = day.queue.calls()
    now = parse_time(NOW)
    seen = {}
    desk.move("Home")
    code = day.wait_row()
    for _ in range(sum(call["status"] == "open" for call in calls.values())):
        seen[code] = day.row_in_hand()
        desk.key("j")
        code = day.wait_row(other_than=code)
    told = collections.Counter()
    for code, words in seen.items():
        call = calls[code]
        states = {"late": call["status"] == "open" and parse_time(call["due_at"]) < now,
                  "no number": not call["customer"]["phone"],
                  "held by": call["assignee"] not in (None, day.me),
                  "yours": call["assignee"] == day.me}
        told.update(state for state, is_so in states.items() if is_so)
        for state, is_so in states.items():
            if is_so != (state in words):
                fail(f"“{words}” says whether it is {state}: {call}")
    for state in ("late", "no number", "held by", "yours"):
        if told[state] == 0:
            fail(f"among {len(seen)} rows one is {state}")
    print(f"ok {len(seen)} rows say in words what their colours say: {dict(told)}", flush=True)

def place_of(thing):
    extents = thing.get_extents(Atspi.CoordType.WINDOW)
    return extents.x, extents.y, extents.width, extents.height


def settled_places(desk, *things):
    """Where they are once nothing scrolls."""
    places = [place_of(thing) for thing in things]

    def has_moved():
        before, places[:] = list(places), [place_of(thing) for thing in things]
        return places != before

    while desk.eyes.wait(has_moved, SETTLED_SECS):
        pass
    return places


def collect_stops(desk, day):
    """Once around the window by Tab, from the row in hand to where a row has the focus again: the stops,
    and for each but the first where the one before and it are when it has the focus: what scrolls into
    view on the way moves the rest, and not what stands still above it."""
    pairs = []
    day.wait_row()
    stops = [("list item", day.row_in_hand(), desk.eyes.focused[2])]
    for _ in range(80):
        focused = desk.move("Tab")
        while focused:
            later = desk.eyes.wait(lambda: desk.eyes.focused is not focused and desk.eyes.focused, SETTLED_SECS)
            if not later:
                break
            focused = later
        if not focused:
            fail(f"Tab goes on from {stops[-1]}")
        if CODE.search(focused[1]) and focused[0] == stops[0][0]:
            return [(role, name, place_of(thing)) for role, name, thing in stops], pairs
        pairs.append(settled_places(desk, stops[-1][2], focused[2]))
        stops.append(focused)
    return fail(f"Tab comes around: {stops}")


def check_stops(stops, pairs):
    """Each has a name, and the next is below or to the right of the one before, pane by pane."""
    for role, name, _ in stops:
        if not name.strip():
            fail(f"a {role} has a name: {stops}")
    panes = sorted({pane_of(place, stops) for _, _, place in stops})
    if panes != [0, 1, 2]:
        fail(f"Tab visits all three panes, not {panes}: {stops}")
    for before, after, places in zip(stops, stops[1:], pairs):
        check_order((*before[:2], places[0]), (*after[:2], places[1]), stops)
    print(f"ok {len(stops)} stops of Tab have names and come in reading order", flush=True)


def pane_of(place, stops):
    """0 the sidebar, 1 the list, 2 the card: the row in hand is as wide as its pane."""
    left, width = stops[0][2][0], stops[0][2][2]
    middle = place[0] + place[2] / 2
    return 0 if middle < left else 1 if middle < left + width + 12 else 2


def check_order(before, after, stops):
    (x, y, width, height), (to_x, to_y, to_width, to_height) = before[2], after[2]
    pane, to_pane = pane_of(before[2], stops), pane_of(after[2], stops)
    if pane != to_pane:
        if to_pane != (pane + 1) % 3:
            fail(f"from pane {pane} to pane {to_pane}: {before} {after}")
        return
    same_line = to_y < y + height and y < to_y + to_height
    if (same_line and to_x < x) or (not same_line and to_y < y):
        fail(f"reading order: {before}, then {after}")


def expected_end(call, keys, day):
    """What a call is to be, of what it was and what was pressed."""
    outcome = OUTCOMES.get(keys[-1])
    attempts = [ATTEMPTS[key] for key in keys if key in ATTEMPTS]
    noted = NOTE if "n" in keys else None
    return {"status": "closed" if outcome else "open", "outcome": outcome,
            "note": noted if outcome else None, "closed_by": day.me if outcome else None,
            "assignee": day.me, "called": outcome is not None,
            "attempts": [(each["outcome"], each["note"]) for each in call["attempts"]]
            + [(each, noted) for each in attempts]}


def describe(call):
    return {"status": call["status"], "outcome": call["outcome"], "note": call["note"],
            "closed_by": call["closed_by"], "assignee": call["assignee"],
            "called": call["called_at"] is not None,
            "attempts": [(each["outcome"], each["note"]) for each in call["attempts"]]}


def check_end(desk, day):
    """The helpdesk has exactly the day that was worked."""
    queue = day.queue
    desk.until("nothing waits to be sent", lambda: not queue.ctl("outbox", "--json").strip("[] \n"))
    after = queue.calls()
    for code, call in after.items():
        was = day.before[code]
        if code not in day.done:
            # What nobody touched is as it was; a lease that others hold may run out.
            if [was[each] for each in ("status", "outcome", "note", "attempts", "due_at", "closed_by")] != \
                    [call[each] for each in ("status", "outcome", "note", "attempts", "due_at", "closed_by")]:
                fail(f"nobody touched {code}: {was} {call}")
            continue
        wanted = expected_end(was, day.done[code], day)
        if describe(call) != wanted:
            fail(f"{code} after {day.done[code]}: {describe(call)}, not {wanted}")
        if call["original_due_at"] != was["original_due_at"]:
            fail(f"the promise of {code} stays")
        check_history(queue, call, day)
    counted = collections.Counter(key for keys in day.done.values() for key in keys)
    if any(counted[key] == 0 for key in [*OUTCOMES, *ATTEMPTS]) or counted["s"] != 2:
        fail(f"every outcome, every attempt, two snoozes: {counted}")
    print(f"ok the helpdesk has exactly these {len(day.done)} calls", flush=True)


def check_history(queue, call, day):
    texts = queue.history(call)
    # The note of an attempt stays with the attempt.
    if call["note"] and NOTE not in texts:
        fail(f"the note is in the ticket's history: {texts}")
    coupons = queue.coupons(call)
    if coupons != day.coupons.get(call["ticket_code"], []):
        fail(f"coupons of {call['ticket_code']}: {coupons}")
    for coupon in coupons:
        if coupon["issued_by"] != day.me or coupon["code"] not in texts:
            fail(f"the coupon is mine and in the ticket's history: {coupon} {texts}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("build", help="where the programs were built")
    parser.add_argument("--pictures", metavar="DIR", help="photograph steps into this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, \
            Demo(options.build, "--seed", "7", "--now", NOW, "--calls", "70") as told:
        queue = Queue(options.build, folder, told["url"], told["agent_tokens"][0])
        queue.connect()
        with Desk(queue, options.pictures, "day") as desk:
            day = Day(desk, queue)
            desk.until("Alt+1 opens the calls", lambda: "Calls" in desk.title(), lambda: desk.key("alt+1"))
            day.come_to_row()
            desk.photograph("morning")
            check_rows(desk, day)
            day.go_to_first()
            check_stops(*collect_stops(desk, day))
            day.whole()
            check_end(desk, day)


if __name__ == "__main__":
    main()
