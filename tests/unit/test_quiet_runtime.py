"""ONNX Runtime's own reports to its makers stay off."""

import os
import subprocess
import sys
from pathlib import Path


def test_loading_the_runtime_leaves_no_trace_of_its_reports_to_its_makers(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", "import app.encoders.onnx_graph"], check=True, env=environment)
    assert list(tmp_path.iterdir()) == [], "its id and its database come with the first report"
