"""Terraform's modules to functions.

A folder's files are one module (`module`). Its resources are looked at one instance at a time, those of the local
modules it calls too (`instances`), and their arguments are evaluated as far as the text decides them (`evaluate`). Then
each is said in CloudFormation's words (`wording`, `services`), which are AWS's own: what a queue, a role or a trigger
means to a function is known there already, and `reader` hands it over.
"""
