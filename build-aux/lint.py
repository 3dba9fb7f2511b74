#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reviewer should not have to say (HACKING.md): format, licence lines, well-formed files,
translations, sizes, and the few calls that belong in one place only. Prints each finding as
"file:line: text"; exit status 1 if there is any."""

import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAX_LINES = 1000
MAX_COLUMNS = 100
MAX_COLUMNS_TESTS = 120  # tables of cases read best as rows
FINDINGS = []


def found(path, line, text):
    FINDINGS.append(f"{path}:{line}: {text}")


def tracked(*patterns):
    done = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT,
                          stdout=subprocess.PIPE, check=True)
    return [name for name in done.stdout.decode().split("\n")
            if name and os.path.exists(os.path.join(ROOT, name))]


def lines_of(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as source:
        return source.read().split("\n")


def run(command):
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode(errors="replace")


def check_format(sources):
    status, text = run([sys.executable, "build-aux/format-c.py", "--check", *sources])
    if status != 0:
        print(text)
        found("*.c", 0, "not formatted: run ./dev format")


def check_heads(paths):
    for path in paths:
        head = "\n".join(lines_of(path)[:6])
        if "SPDX-License-Identifier: " not in head or "Copyright the Winback authors" not in head:
            found(path, 1, "the first lines lack the copyright or SPDX line")


def check_rows(sources):
    """Rules that one line shows."""
    rules = [
        (re.compile(r"\b(GTK|ADW)_CHECK_VERSION\b"), lambda p: p == "src/app/compat.c",
         "version tests belong in src/app/compat.c"),
        (re.compile(r"\bg_usleep *\(|\b(u|nano)?sleep *\("), lambda p: False,
         "nothing sleeps: wait on a WbClock, a condition or a source"),
        (re.compile(r"\bg_(warning|critical|printerr) *\("),
         lambda p: p.startswith(("src/cli/", "tests/")) or p.endswith("/main.c") or "-command" in p,
         "errors travel up as GError; only programs print them"),
        (re.compile(r"\bg_get_real_time *\(|\bg_date_time_new_now"),
         lambda p: p in ("src/domain/wb-clock.c", "src/domain/wb-system-clock.c") or p.startswith("tests/"),
         "the time comes from a WbClock"),
        (re.compile(r"\bjson_parser_load|\bjson_from_string *\("),
         lambda p: p.startswith(("src/wire/", "tests/")), "JSON comes in by wb_wire_parse () only"),
        (re.compile(r"^\s*//"), lambda p: False, "comments are /* */"),
        (re.compile(r"\b(float|double) +[a-z_]*(money|price|minor)"), lambda p: False,
         "money is integers"),
    ]
    for path in sources:
        rows = lines_of(path)
        most = MAX_COLUMNS if path.startswith("src/") else MAX_COLUMNS_TESTS
        for number, row in enumerate(rows, 1):
            if len(row) > most and path.endswith(".c") and "http" not in row:
                found(path, number, f"{len(row)} columns, {most} at most")
            for pattern, excused, text in rules:
                if pattern.search(row) and not excused(path):
                    found(path, number, text)
        if len(rows) > MAX_LINES:
            found(path, len(rows), f"{MAX_LINES} lines at most: two types in one room?")


def check_xml(paths):
    for path in paths:
        status, text = run(["xmllint", "--noout", "--nonet", path])
        if status != 0:
            found(path, 1, text.split("\n")[0])


def check_translations():
    # Whether po/POTFILES is complete is the data suite's to say.
    for path in tracked("po/*.po"):
        status, text = run(["msgfmt", "--check", "-o", "/dev/null", path])
        if status != 0:
            found(path, 1, text.strip())


def check_scripts():
    for path in tracked("dev", ".ci/run", "build-aux/*", "tests/*"):
        with open(os.path.join(ROOT, path), "rb") as script:
            first = script.readline()
        if first.startswith(b"#!") and b"bash" in first:
            status, text = run(["bash", "-n", path])
        elif path.endswith(".py"):
            status, text = run([sys.executable, "-c", f"compile(open({path!r}).read(), {path!r}, 'exec')"])
        else:
            continue
        if status != 0:
            found(path, 1, text.strip())


def main():
    sources = tracked("src/*.c", "tests/*.c")
    headers = tracked("src/*.h", "tests/*.h")
    check_format(sources)
    check_heads(sources + headers + tracked("*.py", "*meson.build", "*.css"))
    check_rows(sources + headers)
    check_xml(tracked("*.ui", "*.xml", "*.svg", "*.xml.in", "*.xml.in.in"))
    check_translations()
    check_scripts()
    for text in FINDINGS:
        print(text)
    print(f"lint: {len(FINDINGS)} findings in {len(sources) + len(headers)} files")
    return 1 if FINDINGS else 0


if __name__ == "__main__":
    sys.exit(main())
