"""AWS CDK apps in Python to functions, without running them.

A CDK app is a program that writes CloudFormation. So is this: the facts of the app's modules are followed from where the
app is made (`program`, `frames`), what is known of Python's own library stands in `library`, and each construct writes
the resources that CDK would write (`lambdas`, `sources`, `apis`, `pushes`, `grants`, `resources`) into a template, whose
every value knows its place in the source (`template`). The CloudFormation adapter reads that template like any other,
so defaults, triggers and roles are known in one place. What the program would only learn when it runs is left unknown.
"""
