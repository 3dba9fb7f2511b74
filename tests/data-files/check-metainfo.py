# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the validators do not look at: lengths of texts, screenshots, releases, colours, and what
the desktop entry promises (1.1, rows 2 to 8)."""

import configparser
import datetime
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

from checks import Report

app_id, source_root, build = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def luminance(colour):
    def linear(byte):
        part = byte / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    red, green, blue = (linear(int(colour[i:i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def plain_texts(root):
    found = []
    name, summary = root.findtext('name'), root.findtext('summary')
    if not 1 <= len(name) <= 15:
        found.append(f'the name has {len(name)} characters')
    if not 10 <= len(summary) <= 35:
        found.append(f'the summary has {len(summary)} characters')
    if summary.endswith('.'):
        found.append('the summary ends in a full stop')
    if re.match('(a|an|the) ', summary, re.IGNORECASE):
        found.append('the summary starts with an article')
    if re.search(r'\b(gtk|gnome|libadwaita|sqlite)\b', summary, re.IGNORECASE):
        found.append('the summary names a toolkit')
    # Each language's items stand beside the others.
    items = [item for item in root.findall('description/ul/li') if XML_LANG not in item.attrib]
    if len(items) > 10:
        found.append('the list is too long')
    return found


def pictures(root):
    found = []
    shots = root.findall('screenshots/screenshot')
    if not 3 <= len(shots) <= 6:
        found.append(f'{len(shots)} screenshots')
    if len([s for s in shots if s.get('type') == 'default']) != 1:
        found.append('not exactly one default screenshot')
    for shot in shots:
        caption, image = shot.findtext('caption') or '', shot.findtext('image') or ''
        if not caption or caption.endswith('.'):
            found.append(f'caption “{caption}”')
        if not image.startswith('https://') or not image.endswith('.png'):
            found.append(f'image {image}')
        if '/main/' in image or '/master/' in image:
            found.append('an image is linked to a branch')
    return found


def picture_files(root, folder):
    """The files that the links will lead to once the version is tagged."""
    found = []
    for image in root.findall('screenshots/screenshot/image'):
        path = folder / image.text.rsplit('/', 1)[1]
        if not path.exists():
            found.append(f'{path.name} is not there')
            continue
        head = path.read_bytes()[:24]
        width, height = int.from_bytes(head[16:20], 'big'), int.from_bytes(head[20:24], 'big')
        if head[:8] != b'\x89PNG\r\n\x1a\n':
            found.append(f'{path.name} is no PNG')
        elif width > 1000 or height > 700:
            found.append(f'{path.name} is {width} × {height}')
    return found


def releases(root, today):
    found = []
    rows = root.findall('releases/release')
    if not rows:
        found.append('no release')
    versions = [tuple(int(n) for n in r.get('version').split('.')) for r in rows]
    if versions != sorted(versions, reverse=True):
        found.append('the newest release is not first')
    for row in rows:
        if datetime.date.fromisoformat(row.get('date')) > today:
            found.append(f'{row.get("version")} is in the future')
        if not (row.findtext('description/p') or '').strip():
            found.append(f'{row.get("version")} has no notes')
    return found


def colours(root):
    found = []
    by_scheme = {c.get('scheme_preference'): c.text for c in root.findall('branding/color')}
    if set(by_scheme) != {'light', 'dark'}:
        return ['no colour for light and dark']
    if by_scheme['light'] == by_scheme['dark']:
        found.append('light and dark are equal')
    if contrast(by_scheme['light'], '#000000') < 7:
        found.append('black text cannot be read on the light colour')
    if contrast(by_scheme['dark'], '#ffffff') < 7:
        found.append('white text cannot be read on the dark colour')
    return found


def musts(root):
    found = [f'no {path}' for path in ('id', 'metadata_license', 'project_license', 'name', 'summary',
                                       'developer/name', 'description/p', 'launchable',
                                       'content_rating', 'url') if root.find(path) is None]
    if not [u for u in root.findall('url') if u.get('type') == 'homepage']:
        found.append('no homepage')
    return found


def entry_keys(text):
    entry = configparser.RawConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read_string(text)
    main = entry['Desktop Entry']
    found = []
    if not set(main['Categories'].split(';')) - {'GTK', 'GNOME', ''}:
        found.append('no real category')
    for key in ('DBusActivatable', 'StartupNotify', 'X-GNOME-UsesNotifications'):
        if main.get(key) != 'true':
            found.append(f'{key} is not set')
    for key in ('NoDisplay', 'Hidden', 'SingleMainWindow'):
        if key in main:
            found.append(f'{key} is set')
    if len(main['Keywords'].strip(';').split(';')) < 3:
        found.append('too few keywords')
    return found


report = Report()
text = (build / (app_id + '.metainfo.xml')).read_text(encoding='utf-8')
entry = (build / (app_id + '.desktop')).read_text(encoding='utf-8')
root = ET.fromstring(text)
# A day ahead is left for people east of here.
today = datetime.date.today() + datetime.timedelta(days=1)


def spoilt(old, new):
    return ET.fromstring(report.replaced(text, old, new))


report.accept('what must be there', musts(root))
report.refuse('no homepage', musts(spoilt('"homepage"', '"help"')))
report.refuse('no rating', musts(spoilt('<content_rating type="oars-1.1"/>', '')))
report.accept('texts', plain_texts(root))
summary = root.findtext('summary')
for bad in ('Back', 'The way to win back', summary + '.', summary * 3, 'GTK returns desk'):
    report.refuse(f'summary “{bad}”', plain_texts(spoilt(f'<summary>{summary}', f'<summary>{bad}')))
report.refuse('long name', plain_texts(spoilt('<name>Winback<', '<name>Winback for merchants<')))
report.accept('screenshots', pictures(root))
report.accept('screenshot files', picture_files(root, source_root / 'data' / 'screenshots'))
report.refuse('a missing file', picture_files(spoilt('calls.png', 'nowhere.png'),
                                              source_root / 'data' / 'screenshots'))
report.refuse('none is default', pictures(spoilt(' type="default"', '')))
report.refuse('an SVG', pictures(spoilt('.png', '.svg')))
report.refuse('a branch', pictures(spoilt('/winback/v', '/winback/main/v')))
report.accept('releases', releases(root, today))
report.refuse('a release of tomorrow', releases(root, datetime.date(2020, 1, 1)))
report.refuse('no notes', releases(ET.fromstring(
    re.sub(r'(<release .*?>\s*)<description>.*?</description>', r'\1', text, flags=re.DOTALL)), today))
report.accept('colours', colours(root))
light = root.find('branding/color').text
report.refuse('a dark light colour', colours(spoilt(light, '#7a3a0c')))
report.accept('desktop entry', entry_keys(entry))
report.refuse('no category', entry_keys(report.replaced(entry, 'Office;', '')))
report.refuse('no activation', entry_keys(report.replaced(entry, 'DBusActivatable=true', '')))
report.refuse('hidden', entry_keys(entry + 'NoDisplay=true\n'))
report.exit()
