from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from mutations import mutants
from templates import reading

from lambdalint.documents import load
from lambdalint.documents.tree import Document, Node
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
TEXTS = (EXTRA, (ORDERS / "sam/template.yaml").read_text())
ROOTS = [root for text in TEXTS if (root := load("template.yaml", text.encode()).root)]
TAGS = (None, "!Ref", "!Sub", "!GetAtt", "!If", "!Join", "!Select", "!Split", "!FindInMap", "!Transform", "!Odd")
WORDS = ("", "F", "P", "C", "AWS::NoValue", "AWS::Region", "${F.Arn}", "${", "F.Arn", "N.Outputs.O", "Ref", "Fn::If")


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(mutants(ROOTS, WORDS, TAGS))
def test_no_template_breaks_the_reader(tree: Node) -> None:
    child = load("child.yaml", EXTRA.encode())

    result = read(Document("template.yaml", tree), lambda path: child if path == "child.yaml" else None)

    assert all(function.id for function in result.stack.functions)


def test_what_is_no_template_is_an_empty_stack() -> None:
    for text in ("", "[]", "a: 1", "Resources:", "Resources: []", "Statement: [{Effect: Allow}]", "Resources: !Ref X"):
        result = reading(text)
        assert (result.stack.functions, result.problems) == ((), ())
