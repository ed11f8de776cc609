"""ONNX Runtime, which reports to nobody: where it is imported, its own reports to its makers are already off.

Its Linux build looks up its makers' collector as soon as it is loaded, and leaves an id and a database in the user's
cache folder; `onnxruntime.disable_telemetry_events()` comes too late for both (version 1.31.1, traced).
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime"]
