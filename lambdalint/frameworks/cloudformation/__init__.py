"""SAM and CloudFormation templates to functions.

A template is parsed into sections (`template`), its nested stacks are found (`nested`), and every resource is read once
with all parameters at their defaults (`readers`), which notes what each depends on. Then only what depends on a
parameter is read again for each other value that it may take (`scenarios`), and what the resources say is put together
by function (`assembly`).
"""
