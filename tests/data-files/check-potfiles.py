# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""po/POTFILES is complete and sorted; build-aux/potfiles.py, which says so, is tried first."""

import pathlib
import sys

source_root = pathlib.Path(sys.argv[2])
sys.path.insert(0, str(source_root / 'build-aux'))

import potfiles  # noqa: E402
from checks import Report  # noqa: E402

report = Report()


def missed(name, text, expected):
    seen = potfiles.has_texts(pathlib.Path(name), text)
    return [] if seen == expected else [f'texts {"not " if expected else ""}seen']


for name, text, expected in (
        ('a.c', 'f (_("Save"));', True),
        ('a.c', 'f (_ ("Save"));', True),
        ('a.c', 'C_ ("verb", "Call")', True),
        ('a.c', 'ngettext ("%d day", "%d days", n)', True),
        ('a.c', '/* _("Save") */', False),
        ('a.c', 'my_("Save")', False),
        ('a.c', 'f (_(text))', False),
        ('a.ui', '<property name="label" translatable="yes">Save</property>', True),
        ('a.ui', '<property name="label">20</property>', False),
        ('winback.desktop.in', 'Name=Winback', True),
        ('winback.service.in', 'Name=Winback', False)):
    report.accept(f'{name}: {text}', missed(name, text, expected))

want = ['a.c', 'b.ui']
report.accept('equal lists', potfiles.problems(want, ['a.c', 'b.ui']))
report.refuse('one left out', potfiles.problems(want, ['a.c']))
report.refuse('one too many', potfiles.problems(want, ['a.c', 'b.ui', 'c.c']))
report.refuse('not sorted', potfiles.problems(want, ['b.ui', 'a.c']))
report.refuse('twice', potfiles.problems(want, ['a.c', 'a.c', 'b.ui']))

have = potfiles.listed((source_root / 'po' / 'POTFILES').read_text(encoding='utf-8'))
report.accept('po/POTFILES (build-aux/potfiles.py --write mends it)',
              potfiles.problems(potfiles.wanted(source_root), have))
report.exit()
