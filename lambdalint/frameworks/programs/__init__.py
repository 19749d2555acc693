"""Python programs that deploy, followed call by call without being run.

From where a program starts (`program`, `frames`), the facts of its modules (`python`, `modules`) are followed through
functions, objects and loops (`flow`, `attributes`, `binding`). Expressions become values (`evaluation`, `operators`,
`values`); what is known of Python's own library stands in `standard`. What the program deploys with is a `library`:
each dialect brings its own. What the program would only learn when it runs is left unknown.
"""
