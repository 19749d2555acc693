from __future__ import annotations

from templates import functions


def test_roles_gather_inline_attached_and_managed_policies() -> None:
    found = functions(
        """
        Resources:
          F: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt R.Arn}}
          G: {Type: AWS::Lambda::Function, Properties: {Role: "arn:aws:iam::123456789012:role/old/batch"}}
          H: {Type: AWS::Lambda::Function, Properties: {Role: !ImportValue role}}
          R:
            Type: AWS::IAM::Role
            Properties:
              ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", !Ref Shared]
              Policies: [{PolicyName: a, PolicyDocument: {Statement: {Effect: Allow, Action: "s3:GetObject", Resource: "*"}}}]
          Shared: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: ["sqs:SendMessage"], NotResource: x}]}}}
          Extra: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref R], PolicyDocument: {Statement: [{Effect: Deny, Action: "*", Resource: y}]}}}
        """
    )
    role, elsewhere = found["F"].configuration.role, found["G"].configuration.role

    assert role is not None
    assert [(grant.effect, grant.actions, grant.inverted) for grant in role.grants] == [
        ("Allow", ("s3:GetObject",), False),
        ("Allow", ("sqs:SendMessage",), True),
        ("Deny", ("*",), False),
    ]
    assert role.managed_policies[0].value == "AWSLambdaBasicExecutionRole"
    assert role.complete
    assert elsewhere is not None
    assert (elsewhere.name, elsewhere.complete) == ("batch", False)
    assert found["H"].configuration.role is None
