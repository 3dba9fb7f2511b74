#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Formats C sources: uncrustify with .uncrustify.cfg, then what it cannot do: one parameter per
line with types, stars and names lined up, and quark names left whole.

  format-c.py FILE...          rewrites the files
  format-c.py --check FILE...  prints what would change; exit status 1 if anything would
"""

import difflib
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CONFIG = os.path.join(ROOT, ".uncrustify.cfg")

HEAD = re.compile(r"^[A-Za-z_][A-Za-z0-9_]* \((?=.)")
PARAM = re.compile(r"^(?P<type>.*?[A-Za-z0-9_])(?P<gap>\s+|\s*(?=\*))(?P<stars>[*\s]*)"
                   r"(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]]*\])*)$")
QUARK = re.compile(r"G_DEFINE_QUARK \(([a-z0-9_ -]+),")


def line_up(parameters, indent):
    """Lines up split parameters, or gives None where one is not of the simple form."""
    rows = []
    for text in parameters:
        text = " ".join(text.split())
        if text in ("void", "..."):
            rows.append((text, "", ""))
            continue
        match = PARAM.match(text)
        if not match:
            return None
        rows.append((match["type"], match["stars"].replace(" ", ""), match["name"]))
    named = [row for row in rows if row[2]]
    if not named:
        return None
    width = max(len(kind) for kind, _, name in named)
    stars = max(len(star) for _, star, _ in named)
    lines = []
    for kind, star, name in rows:
        if name:
            kind = kind.ljust(width) + " " + star.rjust(stars) + name
        lines.append(kind)
    return (",\n" + " " * indent).join(lines)


def split_parameters(text):
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return parts


def line_up_definitions(lines):
    """Function definitions: a name at column 0 after its return type, a body's brace after it."""
    out, at = [], 0
    while at < len(lines):
        line = lines[at]
        head = HEAD.match(line)
        if head and at > 0 and re.match(r"^[A-Za-z_].*[^;)]$", lines[at - 1]):
            end, depth = at, 0
            while end < len(lines):
                depth += lines[end].count("(") - lines[end].count(")")
                if depth <= 0:
                    break
                end += 1
            if end + 1 < len(lines) and lines[end + 1] == "{" and lines[end].endswith(")"):
                body = " ".join(part.strip() for part in lines[at:end + 1])[head.end():-1]
                aligned = line_up(split_parameters(body), head.end()) if "/*" not in body else None
                if aligned:
                    out += (head.group(0) + aligned + ")").split("\n")
                    at = end + 1
                    continue
        out.append(line)
        at += 1
    return out


def formatted(path):
    done = subprocess.run(["uncrustify", "-q", "-c", CONFIG, "-l", "C", "-f", path],
                          check=True, stdout=subprocess.PIPE)
    text = done.stdout.decode()
    text = QUARK.sub(lambda m: "G_DEFINE_QUARK (" + m[1].replace(" - ", "-") + ",", text)
    return "\n".join(line_up_definitions(text.split("\n")))


def main():
    names = sys.argv[1:]
    check = names[:1] == ["--check"]
    changed = False
    for name in names[1:] if check else names:
        with open(name, encoding="utf-8") as source:
            before = source.read()
        after = formatted(name)
        if after == before:
            continue
        changed = True
        if check:
            sys.stdout.writelines(difflib.unified_diff(
                before.splitlines(True), after.splitlines(True), name, name + " (formatted)"))
        else:
            with open(name, "w", encoding="utf-8") as target:
                target.write(after)
            print("formatted", name)
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
