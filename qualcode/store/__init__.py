"""The project: one SQLite file, its schema, its journal, its search index, its merge.

project = open_project("project.qualcode")
with act(project, "code") as a:
    a.create("coding", new_id(), source=..., code=..., coder=..., span=(version, 120, 180), origin="manual", layer="own")
"""

from qualcode.store.journal import Act, act
from qualcode.store.project import Project, create_project, open_project

__all__ = ["Act", "Project", "act", "create_project", "open_project"]
