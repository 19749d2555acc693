"""Pulumi projects in Python to functions, without running them.

A project's program is followed from its first line (`frameworks.programs`), once for each stack that it has settings for
(`project`, `settings`). Pulumi's resources for AWS are Terraform's under other names (`names`), so each is written as the
block that Terraform would have for it (`library`, `assets`, `routes`, `written`), and Terraform's adapter reads the module.
"""
