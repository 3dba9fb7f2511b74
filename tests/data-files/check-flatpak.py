# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sandbox: exactly the permissions of reference/ecosystem.md 1.2, nothing else asked for."""

import copy
import json
import pathlib
import sys

from checks import Report

app_id, build = sys.argv[1], pathlib.Path(sys.argv[3])

ALLOWED = ['--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11',
           '--device=dri']


def manifest_problems(manifest):
    found = []
    arguments = manifest.get('finish-args')
    if not arguments:
        return ['no finish-args']
    found += [f'{a} is not needed' for a in arguments if a not in ALLOWED]
    found += [f'{a} is missing' for a in ALLOWED if a not in arguments]
    if len(arguments) != len(set(arguments)):
        found.append('a permission is asked for twice')
    if '/' in manifest['command'] or ' ' in manifest['command']:
        found.append('the command is not a bare name')
    for key in ('branch', 'default-branch', 'build-options'):
        if key in manifest:
            found.append(f'{key} is set')
    if '/lib/debug' in manifest.get('cleanup', []):
        found.append('debug information is thrown away')
    for module in manifest['modules']:
        for source in module['sources']:
            kind = source['type']
            if kind == 'git' and not ('tag' in source and 'commit' in source):
                found.append(f'{module["name"]}: git without tag and commit')
            elif kind in ('archive', 'file') and 'sha256' not in source:
                found.append(f'{module["name"]}: {kind} without sha256')
            elif kind not in ('git', 'archive', 'file', 'dir'):
                found.append(f'{module["name"]}: source of type {kind}')
    return found


report = Report()
manifest = json.loads((build / (app_id + '.json')).read_text(encoding='utf-8'))
report.accept('manifest', manifest_problems(manifest))
for bad in ('--filesystem=home', '--filesystem=host', '--socket=x11', '--talk-name=org.freedesktop.secrets',
            '--socket=session-bus', '--own-name=' + app_id, '--filesystem=xdg-config', '--share=network'):
    twin = copy.deepcopy(manifest)
    twin['finish-args'].append(bad)
    report.refuse(bad, manifest_problems(twin))
for gone in ALLOWED:
    twin = copy.deepcopy(manifest)
    twin['finish-args'].remove(gone)
    report.refuse('without ' + gone, manifest_problems(twin))
twin = copy.deepcopy(manifest)
twin['command'] = '/app/bin/winback'
report.refuse('a path as command', manifest_problems(twin))
twin = copy.deepcopy(manifest)
twin['modules'][0]['sources'] = [{'type': 'git', 'url': 'https://example.com/x.git', 'branch': 'main'}]
report.refuse('a moving source', manifest_problems(twin))
report.exit()
