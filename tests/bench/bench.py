#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Winback as ratios to floors measured in the same run, and prints one line a figure:

  name                        value   aim

  bench.py BUILD SOURCE [sync] [start] [scroll] [search] [calls] [keys] [coupons] [redirect] [stats]

"keys" is what of "calls" a key is in, for a measurement in less than a minute: with WB_BENCH_KEPT=FOLDER the
workspace is filled there once, and copied from there each time.

Nothing here passes or fails: seconds differ from machine to machine, ratios less."""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

N_TICKETS = int(os.environ.get("WB_BENCH_TICKETS", "100000"))
N_CALLS = int(os.environ.get("WB_BENCH_CALLS", "2000"))
N_QUEUE = int(os.environ.get("WB_BENCH_QUEUE", "20000"))
PAGE_SIZE = 100
N_COUPONS = int(os.environ.get("WB_BENCH_COUPONS", "1000000"))
N_CLICKS = int(os.environ.get("WB_BENCH_CLICKS", "5000"))
ROUNDS = int(os.environ.get("WB_BENCH_ROUNDS", "3"))

# Of bench-calls: the figure, what it is, and what it is to be.
CALL_FIGURES = [
    ("key_down", "Down to the frame", "<= 16.7"),
    ("key_down_card", "Down to the call on the card", ""),
    ("key_up", "Up to the frame", "<= 16.7"),
    ("key_up_card", "Up to the call on the card", ""),
    ("key_held", "Down, held, to the frame", "<= 16.7"),
    ("key_take", "T to the frame", "<= 16.7"),
    ("key_give_back", "G to the frame", "<= 16.7"),
    ("key_outcome", "1 to the frame", "<= 16.7"),
    ("next_call", "1 to the next call", ""),
    ("done_call", "1 to the list without the call", ""),
    ("event_holder", "event to its row", "<= 100"),
    ("event_time", "event that moves a row", "<= 100"),
    ("event_new", "event of a new call", "<= 100"),
    ("filter", "filter to its rows", "<= 50"),
    ("sort", "sort to its rows", "<= 50"),
    ("type", "type of ticket to its rows", "<= 50"),
    ("typed", "a letter typed to its rows", ""),
]

# Of bench-coupons: what is asked, and what it is to be. Each is asked with filters of every kind.
COUPON_FIGURES = [
    ("newest", "newest first, filtered", "<= 50"),
    ("by_end", "by their end, filtered", "<= 50"),
    ("by_value", "by value, filtered", "<= 50"),
    ("by_use", "by use, filtered", "<= 50"),
] + [(f"typed_{length}", f"{length} letters typed", "<= 50") for length in range(1, 9)] + [
    (f"typed_used_{length}", f"{length} letters typed, of one state", "<= 50") for length in range(1, 9)]

# Of bench-coupon-page: what is asked in the window.
COUPON_QUESTIONS = [
    ("filter", "a filter to its rows"),
    ("sort", "an order to its rows"),
    ("typed", "a letter to its rows, newest first"),
    ("typed_by_end", "a letter to its rows, by their end"),
    ("typed_by_value", "a letter to its rows, by value"),
]

# The same rows and columns as the export, by SQLite's own program.
COUPON_CSV = """
SELECT code, (SELECT text FROM coupon_word WHERE n = state), amount, (SELECT text FROM coupon_word WHERE n = currency),
  min_order_value, strftime ('%Y-%m-%d %H:%M', created_at / 1000, 'unixepoch'),
  strftime ('%Y-%m-%d %H:%M', expires_at / 1000, 'unixepoch'), ticket_code,
  (SELECT text FROM coupon_word WHERE n = type), (SELECT customer_name FROM ticket WHERE ticket.id = coupon.ticket),
  (SELECT text FROM coupon_word WHERE n = store), (SELECT text FROM coupon_word WHERE n = issued_by),
  strftime ('%Y-%m-%d %H:%M', used_at / 1000, 'unixepoch'), used_order_code, revenue,
  (SELECT text FROM coupon_word WHERE n = revenue_currency), refunded, is_probable, error_message
FROM coupon ORDER BY row DESC;
"""

# The floor's way: the same pages, the same table, indexes and search, loaded by SQLite's own
# json_each, with indexes and search made after the rows.
FLOOR_ROW = """
INSERT INTO ticket (id, version, created_at, updated_at, closed_at, code, company, type, state, owner,
  customer_name, customer_email, customer_phone, customer_language, has_order, order_id, order_code,
  order_remote_id, order_store_id, order_date, order_currency, order_price_minor, products, tags,
  has_remarketing, banner_clicks, search)
SELECT v->>'$.id', v->>'$.version',
  CAST (unixepoch (v->>'$.created_at') AS INTEGER) * 1000, CAST (unixepoch (v->>'$.updated_at') AS INTEGER) * 1000,
  NULL, v->>'$.code', v->>'$.company', v->>'$.type', v->>'$.state', v->>'$.owner',
  v->>'$.customer.name', v->>'$.customer.email', v->>'$.customer.phone', v->>'$.customer.language', 1,
  v->>'$.bound_order.id', v->>'$.bound_order.code', v->>'$.bound_order.remote_id',
  v->>'$.bound_order.store_id', CAST (julianday (v->>'$.bound_order.order_date') - 2440587.5 AS INTEGER),
  v->>'$.bound_order.currency',
  CAST (replace (v->>'$.bound_order.price.with_vat', '.', '') AS INTEGER), v->'$.products', v->'$.tags', 1, 0,
  lower ((v->>'$.code') || ' ' || (v->>'$.customer.name') || ' ' || (v->>'$.customer.email') || ' ' ||
    (v->>'$.customer.phone') || ' ' || (v->>'$.bound_order.code') || ' ' || (v->>'$.products[0].name'))
FROM (SELECT value AS v FROM json_each (readfile ('%s'), '$.results'));
"""


class Bench:
    def __init__(self, build, source):
        self.build = os.path.abspath(build)
        self.source = os.path.abspath(source)
        self.tools = os.path.join(self.build, "tests", "bench")
        self.rows = []

    def tool(self, name, *arguments, **options):
        return subprocess.run([os.path.join(self.tools, name), *map(str, arguments)], check=True,
                              stdout=subprocess.PIPE, text=True, **options).stdout

    def report(self, name, value, unit="", aim=""):
        text = f"{value:.2f}{unit}" if isinstance(value, float) else f"{value}{unit}"
        print(f"{name:<58} {text:>12}   {aim}", flush=True)
        self.rows.append((name, value))

    # First sync against curl | sqlite3.

    def floor_sync(self, port, folder):
        pages = N_TICKETS // PAGE_SIZE
        with open(f"{folder}/urls", "w", encoding="utf-8") as urls:
            for page in range(1, pages + 1):
                urls.write(f'url = "http://127.0.0.1:{port}/api/v2/tickets?page={page}&page_size={PAGE_SIZE}"\n'
                           f'output = "{folder}/{page}.json"\n')
        with open(f"{self.source}/src/store/migrations/0001.sql", encoding="utf-8") as text:
            schema = text.read()
        with open(f"{folder}/load.sql", "w", encoding="utf-8") as load:
            load.write(".bail on\n.output /dev/null\nPRAGMA journal_mode = WAL;\nPRAGMA synchronous = OFF;\nPRAGMA cache_size = -65536;\n"
                       "PRAGMA temp_store = MEMORY;\n" + schema +
                       "\nDROP INDEX ticket_by_id;\nDROP INDEX ticket_by_code;\n")
            for page in range(1, pages + 1):
                if page % PAGE_SIZE == 1:
                    load.write("BEGIN;\n")
                load.write(FLOOR_ROW % f"{folder}/{page}.json")
                if page % PAGE_SIZE == 0 or page == pages:
                    load.write("COMMIT;\n")
            load.write("CREATE UNIQUE INDEX ticket_by_id ON ticket (id);\n"
                       "CREATE INDEX ticket_by_code ON ticket (code);\n"
                       "INSERT INTO ticket_fts (ticket_fts) VALUES ('rebuild');\n"
                       ".output\nSELECT count (*) FROM ticket;\n")
        start = time.monotonic()
        subprocess.run(["curl", "-s", "--fail", "-K", f"{folder}/urls"], check=True)
        fetched = time.monotonic()
        count = subprocess.run(["sqlite3", f"{folder}/floor.db"], stdin=open(f"{folder}/load.sql", encoding="utf-8"),
                               stdout=subprocess.PIPE, check=True, text=True).stdout.split()[-1]
        end = time.monotonic()
        assert int(count) == N_TICKETS, count
        return end - start, fetched - start

    def sync(self):
        server = subprocess.Popen([os.path.join(self.tools, "page-server"), str(N_TICKETS)],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port = int(server.stdout.readline())
        ours, floors = [], []
        for _ in range(ROUNDS):
            folder = tempfile.mkdtemp(prefix="winback-bench-")
            try:
                floors.append(self.floor_sync(port, folder)[0])
            finally:
                shutil.rmtree(folder)
            folder = tempfile.mkdtemp(prefix="winback-bench-")
            try:
                seconds, count = self.tool("bench-sync", f"http://127.0.0.1:{port}/api/v2", folder).split()
                assert int(count) == N_TICKETS, count
                ours.append(float(seconds))
            finally:
                shutil.rmtree(folder)
        server.stdin.close()
        server.wait()
        ours_s, floor_s = statistics.median(ours), statistics.median(floors)
        self.report("first sync, tickets a second", round(N_TICKETS / ours_s))
        self.report("first sync, floor pipeline, tickets a second", round(N_TICKETS / floor_s))
        self.report("first sync: speed / floor pipeline", floor_s / ours_s, "", ">= 0.9")

    # The window, by bench-window, which prints JSON.

    def window(self, *arguments, name="bench-window"):
        results = []
        for _ in range(ROUNDS):
            environment = dict(os.environ, WB_BENCH_START_USEC=str(time.monotonic_ns() // 1000))
            results.append(json.loads(self.tool(name, *arguments, env=environment).splitlines()[-1]))
        return {key: statistics.median(result[key] for result in results) for key in results[0]}

    def workspaces(self):
        if not hasattr(self, "folder"):
            self.folder = tempfile.mkdtemp(prefix="winback-bench-")
            self.tool("bench-fill", f"{self.folder}/full", N_TICKETS, N_CALLS)
            self.tool("bench-fill", f"{self.folder}/empty", 0, 0)
        return f"{self.folder}/full", f"{self.folder}/empty"

    def start(self):
        full, empty = self.workspaces()
        bare = self.window("adw")
        small = self.window("start", empty)
        large = self.window("start", full)
        self.report("start to first frame, empty Adwaita window, ms", bare["first_frame_ms"])
        self.report("start to first frame, empty workspace, ms", small["first_frame_ms"])
        self.report("start to first frame, full workspace, ms", large["first_frame_ms"])
        self.report("start: full / empty workspace", large["first_frame_ms"] / small["first_frame_ms"], "", "<= 1.2")
        self.report("start: full workspace / empty Adwaita window", large["first_frame_ms"] / bare["first_frame_ms"])
        self.report("memory: full / empty Adwaita window", large["pss_kib"] / bare["pss_kib"], "", "<= 1.6")

    def scroll(self):
        full, _ = self.workspaces()
        ours = self.window("scroll", full)
        floor = self.window("scroll-floor", full)
        self.report("scrolling all tickets, wheel, p99 frame, ms", ours["wheel_p99_ms"], "", "<= 16.7")
        self.report("scrolling all tickets, page down, p99 frame, ms", ours["page_p99_ms"], "", "<= 16.7")
        self.report("scrolling all tickets, thumb, p99 frame, ms", ours["thumb_p99_ms"])
        self.report("thumb p99: ours / floor prototype", ours["thumb_p99_ms"] / floor["thumb_p99_ms"], "", "<= 1.2")

    def search(self):
        full, _ = self.workspaces()
        ours = self.window("search", full)
        self.report("search, key to rows, second letter on, p50, ms", ours["search_p50_ms"])
        self.report("search, key to rows, second letter on, p99, ms", ours["search_p99_ms"], "", "<= 30")

    # The call queue, by bench-calls: what it does to the workspace stays in it, so each round has its own.

    def queue(self, parts):
        folder = tempfile.mkdtemp(prefix="winback-bench-")
        full = os.path.join(os.environ.get("WB_BENCH_KEPT", folder), f"queue-{N_QUEUE}")
        try:
            if not os.path.isdir(full):
                self.tool("bench-fill", f"{folder}/filled", N_QUEUE, N_QUEUE, "queue")
                shutil.move(f"{folder}/filled", full)
            floor = self.window("floor", name="bench-calls")
            rounds = []
            for round in range(ROUNDS):
                shutil.copytree(full, f"{folder}/{round}")
                told = self.tool("bench-calls", "queue", f"{folder}/{round}", *parts)
                rounds.append(json.loads(told.splitlines()[-1]))
        finally:
            shutil.rmtree(folder)
        ours = {key: statistics.median(result[key] for result in rounds) for key in rounds[0]}
        self.report("a key to the frame, empty Adwaita window, p99, ms", floor["key_time_p99_ms"])
        for key, what, aim in CALL_FIGURES:
            if f"{key}_time_p50_ms" not in ours:
                continue
            self.report(f"{N_QUEUE} open calls: {what}, p50, ms", ours[f"{key}_time_p50_ms"])
            self.report(f"{N_QUEUE} open calls: {what}, p99, ms", ours[f"{key}_time_p99_ms"], "", aim)
            self.report(f"{N_QUEUE} open calls: {what}, main thread's work, p99, ms", ours[f"{key}_work_p99_ms"])

    def calls(self):
        self.queue([])

    def keys(self):
        self.queue([1, "keys", "held", "taking", "outcomes"])

    # A customer's click on a banner, by bench-redirect, which asks a bare server of libsoup in turns.

    def redirect(self):
        rounds = [json.loads(self.tool("bench-redirect", N_CLICKS)) for _ in range(ROUNDS)]
        ours = {key: statistics.median(result[key] for result in rounds) for key in rounds[0]}
        self.report("redirect, bare SoupServer, p50, ms", ours["bare_p50_ms"])
        self.report("redirect, bare SoupServer, p99, ms", ours["bare_p99_ms"])
        self.report("redirect, p50, ms", ours["ours_p50_ms"])
        self.report("redirect, p99, ms", ours["ours_p99_ms"])
        self.report("redirect, longest, ms", ours["worst_ms"])
        self.report("redirect, p99: ours / bare SoupServer", ours["ours_p99_ms"] / ours["bare_p99_ms"], "", "<= 2")
        self.report("redirect, ledger locked, p99: ours / bare SoupServer",
                    ours["locked_p99_ms"] / ours["bare_beside_locked_p99_ms"], "", "<= 2")

    # Coupons: their page, and without the window by bench-coupons, by processor time.

    def coupons(self):
        folder = tempfile.mkdtemp(prefix="winback-bench-")
        try:
            filled = json.loads(self.tool("bench-coupons", "fill", f"{folder}/full", N_COUPONS))
            self.tool("bench-coupons", "fill", f"{folder}/empty", 0)
            self.coupon_page(f"{folder}/full", f"{folder}/empty")
            asked = json.loads(self.tool("bench-coupons", "ask", f"{folder}/full"))
            ours, floors = [], []
            for _ in range(ROUNDS):
                ours.append(json.loads(self.tool("bench-coupons", "export", f"{folder}/full", f"{folder}/ours.csv")))
                floors.append(self.floor_export(folder))
        finally:
            shutil.rmtree(folder)
        self.report(f"{N_COUPONS} coupons: stored, us each", filled["load_us"])
        self.report(f"{N_COUPONS} coupons: search and sums made, us each", filled["end_us"])
        for key, what, aim in COUPON_FIGURES:
            self.report(f"{N_COUPONS} coupons: {what}, first page, p50, ms", asked[f"{key}_page_p50_ms"])
            self.report(f"{N_COUPONS} coupons: {what}, first page, p99, ms", asked[f"{key}_page_p99_ms"], "", aim)
            self.report(f"{N_COUPONS} coupons: {what}, all rows, p99, ms", asked[f"{key}_all_p99_ms"])
        self.report(f"{N_COUPONS} coupons: own memory after all questions, MiB", asked["own_kib"] / 1024)
        self.report(f"{N_COUPONS} coupons: totals, p99, ms", asked["totals_p99_ms"])
        self.report(f"{N_COUPONS} coupons: one row, p99, ms", asked["row_p99_ms"])
        export_s = statistics.median(result["export_cpu_s"] for result in ours)
        self.report(f"{N_COUPONS} coupons: export, MiB of memory beyond the rows",
                    statistics.median(result["export_own_kib"] for result in ours) / 1024)
        self.report(f"{N_COUPONS} coupons: export, speed / sqlite3 -csv", statistics.median(floors) / export_s, "",
                    ">= 0.5")

    # Their page in the window, by bench-coupon-page. The time on the wall is what a person waits; ratios and aims
    # are of what the main thread works, too, which other programs on the machine change little.

    def coupon_page(self, full, empty):
        what = f"{N_COUPONS} coupons"
        small = self.window("open", empty, name="bench-coupon-page")
        large = self.window("open", full, name="bench-coupon-page")
        for key, way in [("first", "page opens"), ("again", "page opens again")]:
            for unit, words in [("time", ""), ("work", ", main thread's work")]:
                figure = f"{key}_{unit}_p50_ms"
                self.report(f"{what}: {way}{words}, p50, ms", large[figure])
                self.report(f"{what}: {way}{words} / empty workspace's", large[figure] / small[figure], "", "<= 1.5")
        ours = self.window("scroll", full, name="bench-coupon-page")
        assert ours["n_rows"] == N_COUPONS, ours["n_rows"]
        floor = self.window("floor", full, round(ours["height"]), name="bench-coupon-page")
        for key, way in [("wheel", "wheel"), ("page", "page down"), ("thumb", "thumb")]:
            aim = "" if key == "thumb" else "<= 16.7"
            self.report(f"{what}: {way}, p99 frame, ms", ours[f"{key}_time_p99_ms"], "", aim)
            self.report(f"{what}: {way}, main thread's work, p99 frame, ms", ours[f"{key}_work_p99_ms"], "", aim)
        for unit, words in [("time", ""), ("work", ", main thread's work")]:
            for share in ["p50", "p99"]:
                figure = f"thumb_{unit}_{share}_ms"
                self.report(f"{what}: thumb{words}, {share}: ours / floor prototype", ours[figure] / floor[figure],
                            "", "<= 1.2")
        asked = self.window("ask", full, name="bench-coupon-page")
        for key, way in COUPON_QUESTIONS:
            self.report(f"{what}: {way}, p50, ms", asked[f"{key}_time_p50_ms"])
            self.report(f"{what}: {way}, p99, ms", asked[f"{key}_time_p99_ms"], "", "<= 50")
            self.report(f"{what}: {way}, main thread's work, p99, ms", asked[f"{key}_work_p99_ms"])

    # Statistics: two years of rows; sums without the window by bench-stats, the pages by bench-stats-page.

    def stats(self):
        folder = tempfile.mkdtemp(prefix="winback-bench-")
        try:
            put = json.loads(self.tool("bench-stats", "fill", f"{folder}/full", 732).replace("\n", ""))
            self.tool("bench-stats", "fill", f"{folder}/empty", 0)
            self.tool("bench-stats", "fill", f"{folder}/days", 3)
            asked = json.loads(self.tool("bench-stats", "ask", f"{folder}/full"))
            self.report("a year of statistics: put into an empty place, ms", put["year_put_ms"])
            self.report("a year of statistics: put again as it was, ms", put["year_put_again_ms"])
            for kind in ["banners", "funnel", "calls"]:
                self.report(f"a year of statistics: {kind}, any sum, p99, ms", asked[f"{kind}_p99_ms"], "", "<= 10")
            for page in ["banners", "results"]:
                self.stats_page(page, f"{folder}/full", f"{folder}/days", f"{folder}/empty")
        finally:
            shutil.rmtree(folder)

    # Against a page that says that nothing is there, and against the same numbers and charts of three days.

    def stats_page(self, page, full, days, empty):
        what = f"a year of statistics: {page}"
        small = self.window("open", page, empty, name="bench-stats-page")
        short = self.window("open", page, days, name="bench-stats-page")
        large = self.window("open", page, full, name="bench-stats-page")
        for key, way in [("first", "opens"), ("again", "opens again")]:
            for unit, words in [("time", ""), ("work", ", main thread's work")]:
                figure = f"{key}_{unit}_p50_ms"
                self.report(f"{what} {way}{words}, p50, ms", large[figure])
                self.report(f"{what} {way}{words} / empty", large[figure] / small[figure], "", "<= 1.5")
                self.report(f"{what} {way}{words} / three days", large[figure] / short[figure])
        asked = self.window("period", page, full, name="bench-stats-page")
        for share in ["p50", "p99"]:
            aim = "<= 50" if share == "p99" else ""
            self.report(f"{what}, another period, {share}, ms", asked[f"period_time_{share}_ms"], "", aim)
            self.report(f"{what}, another period, main thread's work, {share}, ms", asked[f"period_work_{share}_ms"])

    @staticmethod
    def floor_export(folder):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(f"{folder}/floor.csv", "wb") as out:
            subprocess.run(["sqlite3", "-csv", "-readonly", f"{folder}/full/workspace.db", COUPON_CSV], stdout=out,
                           check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def close(self):
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


def main():
    bench = Bench(*sys.argv[1:3])
    try:
        for name in sys.argv[3:] or ["sync", "start", "scroll", "search"]:
            getattr(bench, name)()
    finally:
        bench.close()


if __name__ == "__main__":
    main()
