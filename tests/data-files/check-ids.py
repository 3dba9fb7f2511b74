# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The application id is the same in every file that carries one, and a good one (1.1, row 1)."""

import configparser
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

from checks import Report

app_id, source_root, build = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])


def good_id(text):
    found = []
    parts = text.split('.')
    if not 3 <= len(parts) <= 5 or not all(re.fullmatch('[A-Za-z_][A-Za-z0-9_]*', p) for p in parts):
        found.append('3 to 5 parts of letters, digits and _ are allowed')
    if [p for p in parts[:-1] if p != p.lower()]:
        found.append('the domain part is lower case')
    if parts[:2] == ['io', 'github'] and len(parts) < 4:
        found.append('io.github ids have 4 parts')
    if parts[-1].lower() in ('app', 'desktop', 'linux'):
        found.append('the last part says nothing')
    if re.search('gnome|retino|gtk', text, re.IGNORECASE):
        found.append('a mark of somebody else')
    return found


def same_id(want, texts):
    """texts: kind of file -> (file name, contents)."""
    found = []

    def compare(kind, have):
        if have != want:
            found.append(f'{kind} says {have}')

    for kind, (name, text) in texts.items():
        if not name.startswith(want + '.'):
            found.append(f'{kind} is named {name}')
        if kind == 'desktop file':
            entry = configparser.RawConfigParser(interpolation=None)
            entry.read_string(text)
            compare(kind, entry['Desktop Entry']['Icon'])
        elif kind == 'service':
            entry = configparser.RawConfigParser(interpolation=None)
            entry.optionxform = str
            entry.read_string(text)
            compare(kind, entry['D-BUS Service']['Name'])
        elif kind == 'manifest':
            compare(kind, json.loads(text)['id'])
        elif kind == 'metainfo':
            root = ET.fromstring(text)
            compare(kind, root.findtext('id'))
            compare('metainfo launchable', root.findtext('launchable').removesuffix('.desktop'))
            compare('metainfo D-Bus name', root.findtext('provides/dbus'))
        elif kind == 'schema':
            schema = ET.fromstring(text).find('schema')
            compare(kind, schema.get('id'))
            compare('schema path', schema.get('path').strip('/').replace('/', '.'))
    return found


texts = {}
for kind, suffix in (('desktop file', '.desktop'), ('service', '.service'), ('manifest', '.json'),
                     ('metainfo', '.metainfo.xml'), ('schema', '.gschema.xml')):
    path = build / (app_id + suffix)
    texts[kind] = (path.name, path.read_text(encoding='utf-8'))

report = Report()
report.accept('id', good_id(app_id))
for bad in ('org.Winback', 'io.github.Winback', 'io.github.winback-desk.Winback',
            'io.github.Winback.Winback', 'io.github.winback.App', 'org.gnome.Winback'):
    report.refuse(bad, good_id(bad))

report.accept('ids', same_id(app_id, texts))
for kind, (name, text) in texts.items():
    old = app_id.replace('.', '/') if kind == 'schema' else app_id
    spoilt = dict(texts)
    spoilt[kind] = (name, report.replaced(text, old, old + 'X'))
    report.refuse(f'{kind} with another id', same_id(app_id, spoilt))


def written_elsewhere(files):
    """The id stands in the main meson.build and nowhere else."""
    return [f'{name} spells the id out' for name, text in files
            if app_id in text and name not in ('meson.build',)]


def sources():
    for folder in ('.', 'data', 'flatpak', 'po', 'src', 'tests', 'build-aux'):
        walk = (source_root / folder).glob('*') if folder == '.' else (source_root / folder).rglob('*')
        for path in walk:
            if path.is_file() and path.suffix in ('.build', '.in', '.c', '.h', '.ui', '.svg', '.py',
                                                  '.json', '.css', '.sh', '.po'):
                yield path.relative_to(source_root).as_posix(), path.read_text(errors='replace')


report.accept('one place', written_elsewhere(sources()))
report.refuse('a second place', written_elsewhere([('src/app/main.c', f'"{app_id}"')]))
report.exit()
