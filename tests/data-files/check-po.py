# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Translations: every language of LINGUAS is there, sorted, sound in its formats, and never fuzzy."""

import pathlib
import re
import subprocess
import sys
import tempfile

from checks import Report

msgfmt, source_root = sys.argv[1], pathlib.Path(sys.argv[2])


def catalogue(path):
    run = subprocess.run([msgfmt, '--check', '--statistics', '-o', '/dev/null', str(path)],
                         capture_output=True, text=True, check=False, env={'LC_ALL': 'C'})
    found = [run.stderr.strip()] if run.returncode != 0 else []
    if 'fuzzy' in run.stderr:
        found.append('has guessed translations')
    if not re.match(r'\d+ translated', run.stderr):
        found.append('has no translation at all')
    if 'charset=UTF-8' not in pathlib.Path(path).read_text(encoding='utf-8'):
        found.append('is not UTF-8')
    return found


def languages(linguas, there):
    listed = [line for line in linguas.splitlines() if line and not line.startswith('#')]
    found = []
    if listed != sorted(set(listed)):
        found.append('the list is not sorted')
    if set(listed) != there:
        found.append('the list and the files differ')
    return found


report = Report()
files = sorted((source_root / 'po').glob('*.po'))
there = {path.stem for path in files}
linguas = (source_root / 'po' / 'LINGUAS').read_text(encoding='utf-8')
report.accept('LINGUAS', languages(linguas, there))
report.refuse('a language without a file', languages(linguas + 'xx\n', there))
for path in files:
    report.accept(path.name, catalogue(path))
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
for what, entry in (('a wrong format', '#, c-format\nmsgid "%s days"\nmsgstr "%d dní"\n'),
                    ('a guess', '#, fuzzy\nmsgid "Save"\nmsgstr "Zahodit"\n'),
                    ('an empty one', '')):
    with tempfile.NamedTemporaryFile('w', suffix='.po', encoding='utf-8') as file:
        file.write(HEAD + entry)
        file.flush()
        report.refuse(what, catalogue(file.name))
report.exit()
