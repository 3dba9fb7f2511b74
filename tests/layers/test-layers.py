#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A layer never reaches up (design: src/meson.build). Two proofs, in TAP:

- with a layer's own include path, each header of a layer above (or beside) must not compile, and
  its own headers and those below must: the control that the test can fail;
- no source of a layer depends on a file of a layer above, not even by a relative path.

  test-layers.py BUILD_FOLDER SOURCE_FOLDER
"""

import glob
import json
import os
import shlex
import subprocess
import sys
import tempfile

BELOW = {
    "domain": [],
    "wire": ["domain"],
    "db": [],
    "store": ["domain", "wire", "db"],
    "remote": ["domain", "wire"],
    "sync": ["domain", "wire", "db", "store", "remote"],
    "cli": ["domain", "wire", "db", "store", "remote", "sync"],
    "app": ["domain", "wire", "db", "store", "remote", "sync"],
    "portal": ["domain", "wire", "db", "remote"],
    "demo": ["domain", "wire", "db", "remote", "portal"],
}


def layer_of(path, source):
    relative = os.path.relpath(os.path.realpath(path), os.path.join(os.path.realpath(source), "src"))
    first = relative.split(os.sep)[0]
    return first if first in BELOW else None


def bare_command(entry):
    """The compiler call of an entry without its input and outputs, and without ccache."""
    words = shlex.split(entry["command"])
    if os.path.basename(words[0]) == "ccache":
        words = words[1:]
    kept, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MQ", "-MT"):
            skip = True
        elif word in ("-c", "-MD", "-MMD") or word == entry["file"]:
            pass
        else:
            kept.append(word)
    return kept


def main():
    build, source = sys.argv[1:3]
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as commands:
        entries = json.load(commands)

    by_layer = {}
    for entry in entries:
        path = os.path.join(entry["directory"], entry["file"])
        layer = layer_of(path, source)
        # A test may build a layer's source with an include path of its own; the layer's is meant here.
        if layer and path.endswith(".c") and entry["output"].startswith("src" + os.sep):
            by_layer.setdefault(layer, []).append((path, entry))

    headers = {layer: sorted(glob.glob(os.path.join(source, "src", layer, "*.h"))) for layer in BELOW}
    count, failed = 0, 0

    def report(good, text):
        nonlocal count, failed
        count += 1
        failed += not good
        print(f"{'ok' if good else 'not ok'} {count} {text}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        probe = os.path.join(folder, "probe.c")

        def compiles(entry, header):
            with open(probe, "w", encoding="utf-8") as text:
                text.write(f'#include "config.h"\n#include "{os.path.basename(header)}"\n')
            done = subprocess.run(bare_command(entry) + ["-fsyntax-only", probe], cwd=entry["directory"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            return done.returncode == 0

        for layer, files in sorted(by_layer.items()):
            # One of each set of include paths: a layer's library, its program, ...
            entries = {" ".join(word for word in bare_command(entry) if word.startswith("-I")
                                and ".p" not in word): entry for _, entry in files}.values()
            allowed = [layer] + BELOW[layer]
            for other in BELOW:
                # One header tells for its folder: the include path is the folder's.
                for header in headers[other][:1]:
                    want = other in allowed
                    report(any(compiles(entry, header) for entry in entries) == want,
                           f"{layer} {'may' if want else 'may not'} include {other}")

        for layer, files in sorted(by_layer.items()):
            allowed = [layer] + BELOW[layer]
            wrong = []
            for path, entry in files:
                done = subprocess.run(bare_command(entry) + ["-MM", path], cwd=entry["directory"],
                                      stdout=subprocess.PIPE, check=True)
                for word in done.stdout.decode().replace("\\\n", " ").split()[1:]:
                    used = layer_of(os.path.join(entry["directory"], word), source)
                    if used and used not in allowed:
                        wrong.append(f"{os.path.basename(path)} -> {used}")
            for text in wrong:
                print("#", text)
            report(not wrong, f"{layer} depends on nothing above it")

    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
