from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from templates import reading

from lambdalint.documents import load
from lambdalint.documents.tree import Document, Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks import read

ORDERS = Path(__file__).parent / "fixtures" / "dialects" / "orders"
EXTRA = """
Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Parameters: {P: {Type: String, Default: a, AllowedValues: [a, b]}}
Mappings: {M: {a: {x: 1}, b: {x: 2}}}
Conditions: {C: !Or [!Equals [!Ref P, a], !Not [!Condition D]], D: !Equals [!Ref AWS::Region, x]}
Resources:
  Fn::ForEach::L: [I, [x, y], {"F${I}": {Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: !Join ["\\n", [a, !Ref I]]}}}}]
  F:
    Type: AWS::Serverless::Function
    Connectors: {K: {Properties: {Destination: {Id: Q}, Permissions: [Read]}}}
    Properties:
      Timeout: !FindInMap [M, !Ref P, x]
      InlineCode: !Sub ["pass ${V}", {V: !If [C, 1, 2]}]
      Policies: [SQSPollerPolicy: {QueueName: !GetAtt Q.QueueName}, {Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}]
      Events:
        A: {Type: Api, Properties: {Path: /, Method: get, RestApiId: !Ref Api, Auth: {Authorizer: G}}}
        S: {Type: SNS, Properties: {Topic: !Ref T, SqsSubscription: true}}
        K: {Type: SelfManagedKafka, Properties: {SourceAccessConfigurations: [{Type: BASIC_AUTH, URI: x}]}}
        C: {Type: Cognito, Properties: {Trigger: [PreSignUp], UserPool: !Ref U}}
      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS}}}
      FunctionUrlConfig: {AuthType: NONE, Cors: {AllowOrigins: ["*"]}}
      Tags: {a: b}
  Api:
    Type: AWS::Serverless::Api
    Properties: {Auth: {Authorizers: {G: {FunctionArn: !GetAtt F.Arn}}}, DefinitionBody: {paths: {/: {get: {security: [{G: []}]}}}}}
  Flow: {Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionString: !Sub '{"States":{"A":{"Type":"Task","Resource":"${F.Arn}"}}}'}}
  Q: {Type: AWS::SQS::Queue, Condition: D}
  N: {Type: AWS::Serverless::Application, Properties: {Location: child.yaml, Parameters: {X: !Ref P}}}
  U: {Type: AWS::Cognito::UserPool, Properties: {LambdaConfig: {PreSignUp: !GetAtt F.Arn}}}
  D: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {CacheBehaviors: [{LambdaFunctionAssociations: [{LambdaFunctionARN: !Ref V}]}]}}}
  V: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref F}}
Outputs: {O: {Value: !GetAtt N.Outputs.O}}
"""
ROOTS = [load("template.yaml", text.encode()).root for text in (EXTRA, (ORDERS / "sam/template.yaml").read_text())]
AT = ROOTS[0].at if ROOTS[0] else None


def nodes(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    yield path
    inner = (
        [entry.value for entry in node]
        if isinstance(node, Mapping)
        else list(node)
        if isinstance(node, Sequence)
        else []
    )
    for index, child in enumerate(inner):
        yield from nodes(child, (*path, index))


PLACES = [(root, path) for root in ROOTS if root for path in nodes(root)]


def changed(node: Node, path: tuple[int, ...], new: Node) -> Node:
    if not path:
        return new
    index, rest = path[0], path[1:]
    if isinstance(node, Mapping):
        entries = list(node.entries)
        entries[index] = replace(entries[index], value=changed(entries[index].value, rest, new))
        return replace(node, entries=tuple(entries))
    assert isinstance(node, Sequence)
    items = list(node.items)
    items[index] = changed(items[index], rest, new)
    return replace(node, items=tuple(items))


TAGS = st.sampled_from(
    [None, "!Ref", "!Sub", "!GetAtt", "!If", "!Join", "!Select", "!Split", "!FindInMap", "!Transform", "!Odd"]
)
WORDS = st.sampled_from(
    ["", "F", "P", "C", "AWS::NoValue", "AWS::Region", "${F.Arn}", "${", "F.Arn", "N.Outputs.O", "Ref", "Fn::If"]
)


@st.composite
def scalars(draw: Any) -> Node:
    value = draw(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS, st.text(max_size=3)))
    return Scalar(value, AT, str(value), draw(TAGS) if isinstance(value, str) else None)  # type: ignore[arg-type]  # read above


def collections(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    entries = st.builds(lambda key, value: Entry(key, AT, value), WORDS, inner)  # type: ignore[arg-type]  # read above
    return st.one_of(
        st.builds(lambda items, tag: Sequence(tuple(items), AT, tag), st.lists(inner, max_size=3), TAGS),  # type: ignore[arg-type]  # read above
        st.builds(lambda items: Mapping(tuple(items), AT), st.lists(entries, max_size=2)),  # type: ignore[arg-type]  # read above
    )


MUTATIONS = st.lists(
    st.tuples(st.sampled_from(PLACES), st.recursive(scalars(), collections, max_leaves=6)), min_size=1, max_size=3
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(MUTATIONS)
def test_no_template_breaks_the_reader(mutations: list[tuple[tuple[Node, tuple[int, ...]], Node]]) -> None:
    tree = mutations[0][0][0]
    for (root, path), new in mutations:
        if root is mutations[0][0][0]:
            try:
                tree = changed(tree, path, new)
            except (IndexError, AssertionError):
                continue  # an earlier change took the place away
    child = load("child.yaml", EXTRA.encode())

    result = read(Document("template.yaml", tree), lambda path: child if path == "child.yaml" else None)

    assert all(function.id for function in result.stack.functions)


def test_what_is_no_template_is_an_empty_stack() -> None:
    for text in ("", "[]", "a: 1", "Resources:", "Resources: []", "Statement: [{Effect: Allow}]", "Resources: !Ref X"):
        result = reading(text)
        assert (result.stack.functions, result.problems) == ((), ())
