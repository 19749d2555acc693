"""AWS CDK apps in Python to functions, without running them.

A CDK app is a program that writes CloudFormation. So is this: the app is followed from where it is made
(`frameworks.programs`), and each construct writes the resources that CDK would write (`lambdas`, `sources`, `apis`,
`pushes`, `grants`, `resources`) into a template, whose every value knows its place in the source (`template`). The
CloudFormation adapter reads that template like any other, so defaults, triggers and roles are known in one place.
"""
