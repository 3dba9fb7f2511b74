# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How every check here reports: what is wrong in our files, and which spoilt twin went unnoticed.

A check is a function from contents to a list of sentences, empty when all is well. Each is also
given contents spoilt on purpose, which it has to refuse, so that a check that sees nothing fails.
"""

import sys


class Report:
    def __init__(self):
        self.failed = False

    def accept(self, what, problems):
        """Our own file: no problem may be found."""
        for sentence in problems:
            self.failed = True
            print(f'{what}: {sentence}', file=sys.stderr)
        if not problems:
            print(f'{what}: ok')

    def refuse(self, what, problems):
        """A spoilt twin: a problem has to be found."""
        if problems:
            print(f'{what}: refused, {problems[0]}')
        else:
            self.failed = True
            print(f'{what}: is wrong and was not noticed', file=sys.stderr)

    def replaced(self, text, old, new):
        """text with old replaced; old has to be there, or the twin would be no twin."""
        if old not in text:
            self.failed = True
            print(f'cannot spoil: {old!r} is not there any more', file=sys.stderr)
        return text.replace(old, new)

    def exit(self):
        sys.exit(1 if self.failed else 0)
