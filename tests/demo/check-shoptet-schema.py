#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the Shoptet client sends what Shoptet's OpenAPI file allows, and the pretend shop answers so.

Runs the test programs that are named with WB_SHOPTET_RECORD set, so that the pretend shop writes every
request and its answer into a file, and judges each line by tests/data/schema/shoptet-openapi.json.
Then breaks a body, a path, a parameter and an answer in turn: each must be refused, or this check
would let anything pass.
"""

import copy
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse

from jsonschema import Draft202012Validator

NO_JSON = {423, 429}
TOKEN_PATH = '/action/ApiOAuthServer/getAccessToken'


class Schema:
    def __init__(self, path):
        with open(path, encoding='utf-8') as file:
            self.paths = json.load(file)['paths']
        self.validators = {}

    def find(self, method, path):
        """The operation for a path, by the literal one first: /changes is no order's number."""
        operations = self.paths.get(path)
        if operations is None:
            for template, candidate in self.paths.items():
                pattern = '^' + re.sub(r'\\{[^}]*\\}', '[^/]+', re.escape(template)) + '$'
                if '{' in template and re.match(pattern, path):
                    operations = candidate
        return (operations or {}).get(method.lower())

    def judge(self, schema, instance):
        key = id(schema)
        if key not in self.validators:
            self.validators[key] = Draft202012Validator(schema)
        return [f'{"/".join(map(str, error.absolute_path))}: {error.message[:200]}'
                for error in self.validators[key].iter_errors(instance)]

    def judge_query(self, operation, query):
        known = {p['name']: p for p in operation['parameters'] if p['in'] == 'query'}
        given = urllib.parse.parse_qs(query, keep_blank_values=True)
        problems = [f'unknown parameter {name}' for name in given if name not in known]
        problems += [f'parameter {name} is missing' for name, p in known.items()
                     if p.get('required') and name not in given]
        for name, values in given.items():
            kind = known.get(name, {}).get('schema', {}).get('type')
            if kind == 'integer' and not all(re.fullmatch('[0-9]+', value) for value in values):
                problems.append(f'parameter {name} is no number')
            if name == 'from' and not all(
                    re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+\d{4}', v) for v in values):
                problems.append('parameter from is no date-time')
        return problems

    def judge_request(self, line):
        operation = self.find(line['method'], line['path'])
        if operation is None:
            return [f'no such operation: {line["method"]} {line["path"]}']
        problems = self.judge_query(operation, line['query'])
        if 'body' in operation:
            problems += self.judge(operation['body'], json.loads(line['body'] or 'null'))
        elif line['body']:
            problems.append('a body that nobody asked for')
        return problems

    def judge_answer(self, line):
        operation = self.find(line['method'], line['path'])
        if line['status'] in NO_JSON and not line['answer']:
            return []
        answer = json.loads(line['answer'])
        schema = operation['responses'].get(str(line['status']))
        if schema is not None:
            return self.judge(schema, answer)
        if 200 <= line['status'] < 300:
            return [f'status {line["status"]} is not foreseen']
        # Refusals all have one form, which the successes spell out.
        envelope = next(iter(operation['responses'].values()))
        problems = self.judge(envelope['properties']['errors'], answer.get('errors'))
        if not answer.get('errors') or set(answer) != {'data', 'errors', 'metadata'}:
            problems.append('no envelope of errors')
        return problems


def record(programs):
    """A program may be followed by tests to leave out, with commas between."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'record')
        for command in programs:
            program, *left_out = command.split(',')
            done = subprocess.run([program, *(x for test in left_out for x in ('-s', test))],
                                  env=dict(os.environ, WB_SHOPTET_RECORD=path), timeout=100,
                                  stdout=subprocess.DEVNULL, check=False)
            if done.returncode != 0:
                sys.exit(f'{program} failed')
        with open(path, encoding='utf-8') as file:
            for text in file:
                line = json.loads(text)
                if line['path'] != TOKEN_PATH:
                    lines.append(line)
    return lines


def break_bodies(lines):
    """Lines with one thing wrong each, and whether it is the request's."""
    create = next(x for x in lines if x['method'] == 'POST' and x['path'] == '/api/discount-coupons')
    change = next(x for x in lines if x['method'] == 'PATCH')
    feed = next(x for x in lines if x['path'] == '/api/orders/changes')
    order = next(x for x in lines if x['status'] == 200 and re.match('/api/orders/[0-9]', x['path']))
    eshop = next(x for x in lines if x['path'] == '/api/eshop' and x['status'] == 200)

    def with_body(line, edit):
        body = json.loads(line['body'])
        edit(body['data']['coupons'][0])
        return dict(line, body=json.dumps(body))

    def with_answer(line, edit):
        answer = json.loads(line['answer'])
        edit(answer)
        return dict(line, answer=json.dumps(answer))

    yield 'a key too many', with_body(create, lambda c: c.update(email='x@example.com')), True
    yield 'a code too long', with_body(create, lambda c: c.update(code='A' * 17)), True
    yield 'no template', with_body(create, lambda c: c.pop('template')), True
    yield 'a price as a number', with_body(create, lambda c: c.update(amount=200)), True
    yield 'a time for a date', with_body(change, lambda c: c.update(validTo='2026-11-20T00:00')), True
    yield 'another path', dict(create, path='/api/coupons'), True
    yield 'another verb', dict(create, method='PUT'), True
    yield 'no time', dict(feed, query='itemsPerPage=20'), True
    yield 'a bare plus', dict(feed, query=feed['query'].replace('%2B', '+')), True
    yield 'a parameter too many', dict(feed, query=feed['query'] + '&code=1'), True
    yield 'an answer with a key too many', with_answer(order, lambda a: a['data']['order'].update(coupon=1)), False
    yield 'an answer without items', with_answer(order, lambda a: a['data']['order'].pop('items')), False
    yield 'an answer without metadata', with_answer(eshop, lambda a: a.pop('metadata')), False


def main():
    schema = Schema(sys.argv[1])
    lines = record(sys.argv[2:])
    problems = {}
    seen = set()
    for line in lines:
        operation = f'{line["method"]} {re.sub("/[0-9A-Z]{8,}$", "/…", line["path"])}'
        seen.add(operation)
        for what in schema.judge_request(line) + schema.judge_answer(line):
            problems.setdefault(f'{operation} {line["status"]}: {what}', line)
    for problem in sorted(problems):
        print(f'not valid: {problem}')

    n_twins = 0
    for name, line, is_request in break_bodies(copy.deepcopy(lines)):
        n_twins += 1
        if not (schema.judge_request(line) if is_request else schema.judge_answer(line)):
            problems[name] = line
            print(f'let pass: {name}')
    for operation in sorted(seen):
        print(f'judged: {operation}')
    print(f'{len(lines)} requests and answers, {n_twins} broken ones')
    # Whatever the schema names, the client does.
    for path, operations in schema.paths.items():
        for method in operations:
            if not any(schema.find(x['method'], x['path']) is operations[method] for x in lines):
                problems[f'{method} {path}'] = None
                print(f'never sent: {method} {path}')

    return 1 if problems or not lines else 0


if __name__ == '__main__':
    sys.exit(main())
