#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which files hold texts for people: po/POTFILES must list exactly those, sorted.

Without arguments it compares and fails on a difference; with --write it writes the list.
"""

import pathlib
import re
import sys

HEAD = """# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Files with texts for people, sorted; build-aux/potfiles.py --write keeps it.
"""

# _("…"), N_("…"), C_("…"), ngettext ("…") and their kin, however they are spaced.
GETTEXT_CALL = re.compile(
    r'(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|Q_|gettext|ngettext|dgettext|dngettext|g_dpgettext2?)\s*\(\s*"')
COMMENT = re.compile(r'/\*.*?\*/', re.DOTALL)
TEMPLATES = ('.desktop.in', '.metainfo.xml.in', '.gschema.xml.in')


def has_texts(path: pathlib.Path, text: str) -> bool:
    """Whether the file at path, whose contents are text, has something to translate."""
    if path.suffix in ('.c', '.h'):
        return GETTEXT_CALL.search(COMMENT.sub('', text)) is not None
    if path.suffix == '.ui':
        return 'translatable="yes"' in text or 'translatable="1"' in text
    return path.name.endswith(TEMPLATES)


def wanted(root: pathlib.Path) -> list[str]:
    """The files below root that belong into POTFILES, sorted."""
    found = []
    for folder in ('data', 'src'):
        for path in (root / folder).rglob('*'):
            if path.is_file() and path.suffix in ('.c', '.h', '.ui', '.in'):
                if has_texts(path, path.read_text(encoding='utf-8')):
                    found.append(path.relative_to(root).as_posix())
    return sorted(found)


def listed(text: str) -> list[str]:
    """The files that a POTFILES with these contents names, in its order."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith('#')]


def problems(want: list[str], have: list[str]) -> list[str]:
    """What is wrong with the list, one sentence each; empty when all is well."""
    found = [f'{name}: has texts and is not listed' for name in want if name not in have]
    found += [f'{name}: is listed and has no texts, or is not there' for name in have
              if name not in want]
    if have != sorted(have):
        found.append('the list is not sorted')
    if len(have) != len(set(have)):
        found.append('a file is listed twice')
    return found


def main() -> int:
    root = pathlib.Path(__file__).resolve().parent.parent
    potfiles = root / 'po' / 'POTFILES'
    want = wanted(root)
    if '--write' in sys.argv[1:]:
        potfiles.write_text(HEAD + ''.join(name + '\n' for name in want), encoding='utf-8')
        return 0
    found = problems(want, listed(potfiles.read_text(encoding='utf-8')))
    for sentence in found:
        print(f'po/POTFILES: {sentence}', file=sys.stderr)
    if found:
        print('Run build-aux/potfiles.py --write.', file=sys.stderr)
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
