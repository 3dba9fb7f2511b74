#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the fuzzed programs of a build folder, sharing the time among them.

What they learn is kept in BUILD/fuzz/corpus, what they find in BUILD/fuzz/findings. Seeds come from
tests/data, words from tests/fuzz/*.dict and from the members of the samples.
"""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

TARGETS = ('image', 'picture', 'wire', 'money', 'time', 'phone', 'cursor',
           'form')
# Bytes of an input. Pictures and JSON are mutated at the size of the samples; nothing is learned
# from longer ones that these do not teach.
MAX_LENGTH = {'image': 8192, 'picture': 8192, 'wire': 8192, 'form': 1024}
SECONDS_PER_INPUT = 10
MEGABYTES = 1024


def words_of(dictionary: pathlib.Path) -> list[bytes]:
    """The words of a libFuzzer dictionary."""
    words = []
    for line in dictionary.read_text(encoding='utf-8').splitlines():
        found = re.fullmatch(r'"(.*)"', line.strip())
        if found:
            words.append(re.sub(rb'\\x([0-9a-fA-F]{2})|\\(.)',
                                lambda m: bytes([int(m[1], 16)]) if m[1] else m[2],
                                found[1].encode()))
    return words


def members_of(value: object) -> set[str]:
    """Every name and every short text in a JSON value."""
    if isinstance(value, dict):
        return set(value).union(*(members_of(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(members_of(item) for item in value))
    return {value} if isinstance(value, str) and len(value) < 30 else set()


def seed(target: str, source: pathlib.Path, work: pathlib.Path) -> tuple[pathlib.Path, list[str]]:
    """Fills the folder of seeds; returns it and the options for the dictionary."""
    folder = work / 'seeds' / target
    folder.mkdir(parents=True, exist_ok=True)
    data = source / 'tests' / 'data'
    dictionary = source / 'tests' / 'fuzz' / f'{target}.dict'
    inputs = []
    if target in ('image', 'picture'):
        inputs = [path.read_bytes() for path in (data / 'images').iterdir() if path.suffix != '.md']
    elif target == 'wire':
        files = sorted((data / 'samples').glob('*.json'))
        inputs = [path.read_bytes() for path in files]
        inputs += [json.dumps(value).encode() for value in (
            {'due_at': '2025-10-05T14:00:00.000Z', 'attempt': {'outcome': 'busy', 'at': None}},
            {'assignee': 'me', 'lease_secs': 900}, {'customer': {'phone': '+420601123456'}},
            {'outcome': 'resolved', 'note': 'x', 'called_at': '2025-10-05T14:00:00.000Z'},
            {'currency': 'CZK', 'kind': 'fixed', 'amount': '1', 'validity_days': 3})]
        names = set().union(*(members_of(json.loads(path.read_bytes())) for path in files))
        dictionary = work / 'wire.dict'
        dictionary.write_text(''.join(f'{json.dumps(json.dumps(name))}\n' for name in sorted(names)
                                      if name.isascii()), encoding='utf-8')
    elif target == 'form':
        disposition = b'Content-Disposition: form-data; name="file"; filename="a.png"\r\n'
        inputs = [b'b\n--b\r\n' + disposition + b'\r\nPNG\r\n--b--\r\n',
                  b'b\nbefore\r\n--b \r\nContent-Disposition: form-data; name=more\r\n\r\nx\r\n--b\r\n'
                  b'Content-Type: image/png\r\n' + disposition.replace(
                      b'filename=', b"filename*=UTF-8\'\'%C5%BE.png; filename=") +
                  b'\r\nP\r\n--\r\n--b--']
    else:
        inputs = [b'\0\0' + word if target == 'money' else b'\0' + word if target == 'phone' else word
                  for word in words_of(dictionary)]
    for content in inputs:
        (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)
    return folder, [f'-dict={dictionary}'] if dictionary.exists() else []


def run(target: str, seconds: int, build: pathlib.Path, source: pathlib.Path) -> bool:
    """Whether the target had no finding."""
    work = build / 'fuzz'
    corpus = work / 'corpus' / target
    findings = work / 'findings'
    corpus.mkdir(parents=True, exist_ok=True)
    findings.mkdir(parents=True, exist_ok=True)
    seeds, options = seed(target, source, work)
    environment = dict(os.environ, LC_ALL='C.UTF-8', G_SLICE='always-malloc',
                       GSETTINGS_BACKEND='memory', GIO_USE_VFS='local',
                       UBSAN_OPTIONS='print_stacktrace=1:halt_on_error=1',
                       LSAN_OPTIONS=f'suppressions={source}/tests/lsan.supp:print_suppressions=0')
    process = subprocess.run(
        [build / 'tests' / 'fuzz' / f'fuzz-{target}', *options, f'-max_total_time={seconds}',
         f'-timeout={SECONDS_PER_INPUT}', f'-rss_limit_mb={MEGABYTES}',
         f'-max_len={MAX_LENGTH.get(target, 256)}', f'-artifact_prefix={findings}/{target}-',
         '-print_final_stats=1', '-verbosity=0', '-close_fd_mask=1', corpus, seeds],
        env=environment, stderr=subprocess.PIPE, text=True, errors='replace', check=False)
    runs = re.search(r'number_of_executed_units: (\d+)', process.stderr)
    print(f'{target:8} {int(runs[1]) if runs else 0:10,} inputs in {seconds} s: '
          f'{"no finding" if process.returncode == 0 else "A FINDING"}', flush=True)
    if process.returncode != 0:
        print(process.stderr[-6000:], flush=True)
    return process.returncode == 0


def main() -> int:
    """Usage: fuzz.py BUILD SOURCE SECONDS [TARGET…]"""
    build, source, seconds = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    targets = sys.argv[4:] or list(TARGETS)
    unknown = [target for target in targets if target not in TARGETS]
    if unknown:
        print(f'No such target: {", ".join(unknown)}. There are: {", ".join(TARGETS)}.')
        return 2
    share = max(1, seconds // len(targets))
    results = [run(target, share, build.resolve(), source.resolve()) for target in targets]
    print(f'{results.count(True)} of {len(results)} targets without a finding')
    return 0 if all(results) else 1


sys.exit(main())
