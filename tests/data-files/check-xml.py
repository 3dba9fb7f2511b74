# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""xmllint over every XML file: ours and the ones made from templates."""

import pathlib
import subprocess
import sys
import tempfile

from checks import Report

xmllint, source_root, build = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])


def lint(paths):
    run = subprocess.run([xmllint, '--nonet', '--noout', *map(str, paths)], capture_output=True,
                         text=True, check=False)
    return [run.stderr.strip()] if run.returncode != 0 else []


report = Report()
paths = sorted(build.glob('*.xml'))
for folder in ('data', 'src'):
    for suffix in ('*.ui', '*.svg', '*.gresource.xml'):
        paths += sorted((source_root / folder).rglob(suffix))
report.accept(f'{len(paths)} files', lint(paths) if paths else ['no files at all'])
with tempfile.NamedTemporaryFile('w', suffix='.ui') as file:
    file.write('<interface><object></interface>')
    file.flush()
    report.refuse('an open element', lint([file.name]))
report.exit()
