# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Icons: square, no picture inside, the symbolic one of one colour and 16 pixels (1.1, row 9)."""

import pathlib
import re
import sys
import xml.etree.ElementTree as ET

from checks import Report

source_root = pathlib.Path(sys.argv[2])
SVG = '{http://www.w3.org/2000/svg}'


def icon(text, size):
    found = []
    root = ET.fromstring(text)
    if root.tag != SVG + 'svg':
        return ['no SVG']
    if root.get('width') != str(size) or root.get('height') != str(size):
        found.append(f'is not {size} × {size}')
    if root.get('viewBox') != f'0 0 {size} {size}':
        found.append('its view box is not its size')
    for element in root.iter():
        if element.tag in (SVG + 'image', SVG + 'filter', SVG + 'text', SVG + 'script'):
            found.append(f'has a {element.tag.removeprefix(SVG)} element')
    return found


def symbolic(text):
    found = icon(text, 16)
    fills = set(re.findall('fill="([^"]*)"', text))
    if len(fills) != 1:
        found.append(f'{len(fills)} colours')
    if 'Gradient' in text or 'opacity' in text:
        found.append('is not flat')
    if 'stroke' in text:
        found.append('has strokes, which recolouring leaves alone')
    return found


report = Report()
scalable = (source_root / 'data/icons/winback.svg').read_text(encoding='utf-8')
small = (source_root / 'data/icons/winback-symbolic.svg').read_text(encoding='utf-8')
report.accept('icon', icon(scalable, 128))
report.refuse('not square', icon(report.replaced(scalable, 'width="128"', 'width="120"'), 128))
report.refuse('cut off', icon(report.replaced(scalable, '0 0 128 128', '0 0 128 120'), 128))
report.refuse('a picture inside', icon(scalable.replace('</svg>', '<image/></svg>'), 128))
report.accept('symbolic icon', symbolic(small))
report.refuse('two colours', symbolic(small.replace('#222222', '#333333', 1)))
report.refuse('a stroke', symbolic(report.replaced(small, 'fill-rule', 'stroke="#222222" fill-rule')))
report.exit()
