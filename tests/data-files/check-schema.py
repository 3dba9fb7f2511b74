# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings: each key has a summary and a range or choices, none is a secret (1.1, row 10)."""

import pathlib
import re
import sys
import xml.etree.ElementTree as ET

from checks import Report

app_id, build = sys.argv[1], pathlib.Path(sys.argv[3])


def schema_problems(text):
    found = []
    for key in ET.fromstring(text).iter('key'):
        name = key.get('name')
        if not (key.findtext('summary') or '').strip():
            found.append(f'{name} has no summary')
        if key.get('type') in ('i', 'u', 'x', 't', 'd', 'n', 'q') and key.find('range') is None:
            found.append(f'{name} has no range')
        if re.search('token|password|secret|credential', name):
            found.append(f'{name} looks like a secret')
    return found


report = Report()
text = (build / (app_id + '.gschema.xml')).read_text(encoding='utf-8')
report.accept('schema', schema_problems(text))
report.refuse('no range', schema_problems(report.replaced(text, '<range min="360" max="32767"/>', '')))
report.refuse('a secret', schema_problems(report.replaced(text, 'name="workspace"', 'name="token"')))
report.refuse('no summary', schema_problems(
    report.replaced(text, '<summary>Page that was open last</summary>', '')))
if not (build / 'gschemas.compiled').stat().st_size:
    report.accept('compiled schemas', ['are empty'])
report.exit()
