"""Programs in TypeScript or JavaScript that deploy, followed statement by statement without being run.

A module's statements are carried out in order (`execution`) and its expressions become values (`evaluation`, `values`);
calls, classes and modules are followed (`program`, `modules`), and what is known of JavaScript's own library stands in
`standard`. What the program deploys with is a `library` that each dialect brings. Where only the running program knows
which way it goes, it goes every way in doubt, and what it would only learn when it runs is left unknown.
"""
