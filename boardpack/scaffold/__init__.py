"""Opening a month and starting a project: what would be written, so that someone can write over it.

`plan_month` and `plan_project` are pure: they read the project and return the files with their
content. The command line writes them, all or none.
"""

from boardpack.scaffold.new_month import Opening, plan_month
from boardpack.scaffold.new_project import KINDS, plan_like, plan_project

__all__ = ["KINDS", "Opening", "plan_like", "plan_month", "plan_project"]
