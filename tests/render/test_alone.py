"""Settings of ReportLab's that lie in the current folder, at home or in the environment have no say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from boardpack.render.pdf.reportlab_setup import STAND_INS, import_reportlab
from tests.support.projects import REPOSITORY


def test_nothing_that_lies_about_is_run_or_heeded(tmp_path: Path) -> None:
    (tmp_path / "reportlab_settings.py").write_text("raise SystemExit('run from the folder')\n")
    (tmp_path / ".reportlab_settings").write_text("raise SystemExit('run from home')\n")
    said = "from reportlab import rl_config; print(rl_config.useA85, rl_config.pageCompression)"
    environment = {**os.environ, "HOME": str(tmp_path), "RL_useA85": "junk", "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-c", f"import boardpack.render.pdf, os; {said}; print(os.environ['RL_useA85'])"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.split() == ["1", "1", "junk"]


def test_importing_again_changes_nothing() -> None:
    before = dict(os.environ)
    import_reportlab()
    assert dict(os.environ) == before
    assert not {*STAND_INS} & {*sys.modules}
