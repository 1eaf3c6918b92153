"""qualcode: qualitative coding and thematic analysis in the terminal.

The package follows the method (Miles and Huberman): collect, reduce, display, conclude. From a Python prompt:

    from qualcode.store import open_project
    project = open_project("project.qualcode")

and then functions of the rooms that take it.
"""

__version__ = "0.1.0.dev0"
