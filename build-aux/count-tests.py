#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints "N passed, N failed" (and skipped, if any) over the cases of meson's JUnit files."""

import re
import sys
import xml.etree.ElementTree as tree

# What a test prints stands in the file as it is, and need not be XML.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")


def main():
    passed = failed = skipped = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8", errors="replace") as report:
            text = NOT_XML.sub("?", report.read())
        for case in tree.fromstring(text).iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    tail = f", {skipped} skipped" if skipped else ""
    print(f"{passed} passed, {failed} failed{tail}")


if __name__ == "__main__":
    main()
