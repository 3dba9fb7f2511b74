#!/usr/bin/env python3
# Copyright the Winback authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the Shopify client asks what Shopify's schema allows, and the pretend shop answers so.

Runs the test programs with WB_SHOPIFY_RECORD set, so that the pretend shop writes what may be asked of it
and every question with its answer into a file. Each document must be valid by the published schema and
ask for nothing deprecated, each variable must be of its type, each answer of the shape that was
selected. Then breaks a document, a variable and an answer in turn: each must be refused, or this check
would let anything pass.
"""

import copy
import json
import lzma
import os
import re
import subprocess
import sys
import tempfile

from graphql import build_ast_schema, parse, validate
from graphql.execution.values import get_variable_values
from graphql.language import ast
from graphql.type import (GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLList,
                          GraphQLNonNull, GraphQLObjectType, GraphQLUnionType)

# Shopify's own scalars, by what their values look like in JSON.
FORMS = {
    'Boolean': lambda v: isinstance(v, bool),
    'Int': lambda v: isinstance(v, int) and not isinstance(v, bool),
    'Float': lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    'String': lambda v: isinstance(v, str),
    'ID': lambda v: isinstance(v, str),
    'DateTime': lambda v: isinstance(v, str) and
                re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', v) is not None,
    'Decimal': lambda v: isinstance(v, str) and re.fullmatch(r'-?\d+\.\d+', v) is not None,
    'UnsignedInt64': lambda v: isinstance(v, str) and v.isdigit(),
}


def load_schema(path):
    """The schema without its descriptions, as graphql-core 2 can read it."""
    with lzma.open(path, 'rt', encoding='utf-8') as file:
        text = file.read()
    text = re.sub(r'"""(?:[^"\\]|\\.|"(?!""))*"""', '', text)
    text = re.sub(r'^type (\w+) implements ([^{@]*)',
                  lambda m: f'type {m[1]} implements {m[2].replace("&", ",")}', text, flags=re.M)
    text = re.sub(r' = null\b', '', text)
    return build_ast_schema(parse(text))


def bare(kind):
    while isinstance(kind, (GraphQLNonNull, GraphQLList)):
        kind = kind.of_type
    return kind


class Question:
    """One document with its variables."""

    def __init__(self, schema, request):
        self.schema = schema
        self.document = parse(request['query'])
        self.variables = request.get('variables') or {}
        self.operation = next(d for d in self.document.definitions
                              if isinstance(d, ast.OperationDefinition))
        self.fragments = {d.name.value: d for d in self.document.definitions
                          if isinstance(d, ast.FragmentDefinition)}
        self.root = (schema.get_mutation_type() if self.operation.operation == 'mutation'
                     else schema.get_query_type())

    def problems(self):
        found = [str(error) for error in validate(self.schema, self.document)]
        if found:
            return found
        try:
            get_variable_values(self.schema, self.operation.variable_definitions or [], self.variables)
        except Exception as error:  # graphql-core raises its own and the scalars' errors
            found.append(str(error))
        for definition in self.operation.variable_definitions or []:
            name = definition.variable.name.value
            kind = self.schema.get_type(bare_name(definition.type))
            found += self.input_problems(kind, self.variables.get(name), name)
        found += [f'{name} is not declared' for name in self.variables if name not in
                  {d.variable.name.value for d in self.operation.variable_definitions or []}]
        return found + self.deprecated(self.operation.selection_set, self.root)

    def input_problems(self, kind, value, path):
        """What graphql-core lets pass: Shopify's own scalars, and unknown members below lists."""
        if value is None:
            return []
        if isinstance(value, list):
            return [p for v in value for p in self.input_problems(kind, v, path)]
        if isinstance(kind, GraphQLInputObjectType):
            found = [f'{path}.{name} is unknown' for name in value if name not in kind.fields]
            for name, field in kind.fields.items():
                if name in value:
                    found += self.input_problems(bare(field.type), value[name], f'{path}.{name}')
            return found
        if kind.name == 'Decimal':
            return [] if re.fullmatch(r'\d+(\.\d+)?', str(value)) else [f'{path}: {value!r}']
        if kind.name in FORMS and not FORMS[kind.name](value):
            return [f'{path}: {value!r} is no {kind.name}']
        return []

    def deprecated(self, selection_set, kind):
        found = []
        for node in selection_set.selections if selection_set else []:
            inner = kind
            if isinstance(node, ast.Field):
                if node.name.value.startswith('__'):
                    continue
                field = kind.fields[node.name.value]
                if field.deprecation_reason:
                    found.append(f'{kind.name}.{node.name.value} is deprecated')
                inner = bare(field.type)
            elif isinstance(node, ast.FragmentSpread):
                node = self.fragments[node.name.value]
            if isinstance(node, (ast.InlineFragment, ast.FragmentDefinition)) and node.type_condition:
                inner = self.schema.get_type(node.type_condition.name.value)
            found += self.deprecated(node.selection_set, inner)
        return found

    def is_left_out(self, node):
        for directive in node.directives or []:
            value = directive.arguments[0].value
            is_true = (self.variables[value.name.value] if isinstance(value, ast.Variable)
                       else value.value)
            if is_true == (directive.name.value == 'skip'):
                return True
        return False

    def fields(self, selection_set, kind):
        """The fields selected of an object of this very type, by the name in the answer."""
        found = {}
        for node in selection_set.selections:
            if self.is_left_out(node):
                continue
            if isinstance(node, ast.Field):
                name = node.alias.value if node.alias else node.name.value
                found.setdefault(name, []).append(node)
                continue
            if isinstance(node, ast.FragmentSpread):
                node = self.fragments[node.name.value]
            condition = self.schema.get_type(node.type_condition.name.value)
            if condition == kind or (isinstance(condition, (GraphQLInterfaceType, GraphQLUnionType)) and
                                     kind in self.schema.get_possible_types(condition)):
                for name, nodes in self.fields(node.selection_set, kind).items():
                    found.setdefault(name, []).extend(nodes)
        return found

    def answer_problems(self, answer):
        if answer.get('errors') or answer.get('data') is None:
            return []
        return self.object_problems(self.operation.selection_set, self.root, answer['data'], 'data')

    def object_problems(self, selection_set, kind, value, path):
        if not isinstance(value, dict):
            return [f'{path}: {value!r} is no object']
        if isinstance(kind, (GraphQLInterfaceType, GraphQLUnionType)):
            names = {t.name: t for t in self.schema.get_possible_types(kind)}
            if value.get('__typename') not in names:
                return [f'{path}: of no type of {kind.name}']
            kind = names[value['__typename']]
        wanted = self.fields(selection_set, kind)
        found = [f'{path}.{name} was not asked for' for name in value if name not in wanted]
        for name, nodes in wanted.items():
            if name not in value:
                found.append(f'{path}.{name} is missing')
            elif nodes[0].name.value == '__typename':
                found += [] if value[name] == kind.name else [f'{path}: {value[name]} for {kind.name}']
            else:
                found += self.value_problems(nodes[0], kind.fields[nodes[0].name.value].type,
                                             value[name], f'{path}.{name}')
        return found

    def value_problems(self, node, kind, value, path):
        if isinstance(kind, GraphQLNonNull):
            if value is None:
                return [f'{path} is null']
            kind = kind.of_type
        if value is None:
            return []
        if isinstance(kind, GraphQLList):
            if not isinstance(value, list):
                return [f'{path} is no list']
            return [p for i, v in enumerate(value)
                    for p in self.value_problems(node, kind.of_type, v, f'{path}[{i}]')]
        if isinstance(kind, (GraphQLObjectType, GraphQLInterfaceType, GraphQLUnionType)):
            return self.object_problems(node.selection_set, kind, value, path)
        if isinstance(kind, GraphQLEnumType):
            return [] if value in {v.name for v in kind.values} else [f'{path}: no {kind.name} {value!r}']
        if kind.name in FORMS and not FORMS[kind.name](value):
            return [f'{path}: {value!r} is no {kind.name}']
        return []


def bare_name(node):
    while not isinstance(node, ast.NamedType):
        node = node.type
    return node.name.value


def type_problems(schema, line):
    """Whether "Type.field(argument:Type ...): Type" says what the schema says."""
    kind_name, field_name, arguments, result = re.fullmatch(r'(\w+)\.(\w+)\((.*)\): (.*)', line).groups()
    kind = schema.get_type(kind_name)
    if field_name == '__typename':
        return [] if isinstance(kind, GraphQLUnionType) else [f'{line}: no union']
    field = getattr(kind, 'fields', {}).get(field_name)
    if field is None:
        return [f'{line}: no such field']
    found = [] if str(field.type) == result else [f'{line}: is {field.type}']
    for argument in arguments.split():
        name, argument_type = argument.split(':')
        if name not in field.args or str(field.args[name].type) != argument_type:
            found.append(f'{line}: argument {name}')
    return found


def change(value, path, new):
    """A copy of value with the member at path put to new, or taken out (new is ...)."""
    value = copy.deepcopy(value)
    place = value
    for step in path[:-1]:
        place = place[step]
    if new is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = new
    return value


def record(programs):
    """A program may be followed by tests to leave out, with commas between."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'record')
        for command in programs:
            program, *left_out = command.split(',')
            subprocess.run([program, *(word for name in left_out for word in ('-s', name))],
                           env={**os.environ, 'WB_SHOPIFY_RECORD': path}, check=True,
                           stdout=subprocess.DEVNULL)
        with open(path, encoding='utf-8') as file:
            return [json.loads(line) for line in file]


def check_refusals(schema, pairs):
    """Each must be found wrong."""
    create = next(p for p in pairs if 'WinbackCreate' in p['request']['query'] and
                  (p['answer'].get('data') or {}).get('discountCodeBasicCreate', {}).get('codeDiscountNode'))
    request, answer = create['request'], create['answer']
    node = ['data', 'discountCodeBasicCreate', 'codeDiscountNode']
    questions = [
        ('an unknown field', change(request, ['query'], request['query'].replace('usageLimit', 'usesLimit'))),
        ('an unknown argument', change(request, ['query'],
                                       request['query'].replace('basicCodeDiscount:', 'discount:'))),
        ('a deprecated field', change(request, ['query'],
                                      request['query'].replace(' title ', ' title discountClass '))),
        ('a missing variable', change(request, ['variables', 'input'], ...)),
        ('an unknown member', change(request, ['variables', 'input', 'codes'], 'X')),
        ('a wrong type', change(request, ['variables', 'input', 'usageLimit'], 'one')),
        ('no time', change(request, ['variables', 'input', 'startsAt'], 'tomorrow')),
        ('no amount', change(request, ['variables', 'input', 'customerGets', 'value'],
                             {'discountAmount': {'amount': 'abc', 'appliesOnEachItem': False}})),
        ('a variable too many', change(request, ['variables', 'more'], 1)),
    ]
    answers = [
        ('a missing member', change(answer, node + ['codeDiscount', 'status'], ...)),
        ('a member too many', change(answer, node + ['codeDiscount', 'more'], 1)),
        ('null', change(answer, node + ['id'], None)),
        ('no such status', change(answer, node + ['codeDiscount', 'status'], 'GOOD')),
        ('no such type', change(answer, node + ['codeDiscount', '__typename'], 'Order')),
        ('no time', change(answer, node + ['codeDiscount', 'updatedAt'], '2026-11-21')),
        ('a number as text', change(answer, node + ['codeDiscount', 'asyncUsageCount'], '0')),
    ]
    missed = [what for what, changed in questions if not Question(schema, changed).problems()]
    good = Question(schema, request)
    missed += [what for what, changed in answers if not good.answer_problems(changed)]
    missed += [line for line in ('Shop.name(): String', 'Shop.nonsense(): String!',
                                 'QueryRoot.discountNode(id:String!): DiscountNode')
               if not type_problems(schema, line)]
    return [f'not refused: {what}' for what in missed]


def main():
    schema = load_schema(sys.argv[1])
    lines = record(sys.argv[2:])
    types = next(line['types'] for line in lines if 'types' in line)
    pairs = [line for line in lines if 'request' in line]
    problems = [p for line in types for p in type_problems(schema, line)]
    asked = {}
    for pair in pairs:
        question = Question(schema, pair['request'])
        asked[question.operation.name.value] = asked.get(question.operation.name.value, 0) + 1
        found = question.problems() + question.answer_problems(pair['answer'])
        problems += [f'{question.operation.name.value}: {problem}' for problem in found]
    if len(asked) != 9:
        problems.append(f'not all documents were asked: {sorted(asked)}')
    problems += check_refusals(schema, pairs)
    for problem in sorted(set(problems)):
        print(problem)
    print(f'{len(types)} types, {asked}')
    sys.exit(1 if problems else 0)


main()
