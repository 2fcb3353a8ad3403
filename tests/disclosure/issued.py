"""What the tests of disclosure share: the sensitive pack, issued for two months one after the other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY, change, copy_project

SENSITIVE = REPOSITORY / "tests" / "packs" / "sensitive"
SLUG = "childrens-safeguarding-report"


@pytest.fixture(scope="session")
def issued_sensitive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """June and then July, each in both editions; a figure of June was put right in between. Read only."""
    project = copy_project(SENSITIVE, tmp_path_factory.mktemp("sensitive") / "project")
    july, june = (project / "narratives" / month for month in ("2025-07", "2025-06"))
    shutil.copytree(july, june)
    for old, new in (
        ("2025-09-09", "2025-08-12"),
        ("2025-08-28", "2025-07-31"),
        ("2025-08-15", "2025-07-15"),
    ):
        change(project, "narratives/2025-06/month.toml", old, new)
    change(project, "narratives/2025-06/month.toml", "2025-08-04", "2025-07-04")
    change(project, "data/pack.toml", "months_shown = 4", "months_shown = 0")
    actions = (project / "data/actions-2025-07.csv").read_text(encoding="utf-8")
    june_actions = actions.replace("Jul-0", "Jun-0").replace("2025-07", "2025-06")
    (project / "data/actions-2025-06.csv").write_text(june_actions, encoding="utf-8")
    exempt = project / "data/exempt.csv"
    whole = exempt.read_text(encoding="utf-8")
    exempt.write_text(whole.replace("Jul-02", "Jun-02"), encoding="utf-8")
    said = boardpack("archive", "add", "2025-06", project=project)
    assert said.code == 0, said.err
    exempt.write_text(whole, encoding="utf-8")
    change(project, "data/values-2025-26.csv", "CL 1,value,41,42,43,", "CL 1,value,41,42,44,")
    change(project, "data/values-2025-26.csv", "CL 1c,value,2,4,6,", "CL 1c,value,2,4,7,")
    change(project, "data/values-2025-26.csv", "CL 2,value,63%,60%,63%,", "CL 2,value,63%,60%,61%,")
    (project / "data/restatements.csv").write_text(
        "ref,month,was,now,on,reason\n"
        "CL 1,2025-06,43,44,2025-08-01,A late record.\nCL 1c,2025-06,6,7,2025-08-01,A late record.\n"
        "CL 2,2025-06,63%,61%,2025-08-01,A late record.\n",
        encoding="utf-8",
    )
    said = boardpack("archive", "add", "2025-07", project=project)
    assert said.code == 0, said.err
    assert "With it, the restricted edition" in said.err
    return project
