"""Writes the list of what a release is installed with, in CycloneDX (`make sbom`): dist/sbom.cdx.json.

The tool comes from the index that pip is configured for, into a place that is thrown away. What it lists is the
environment of requirements.lock, so licences and dependencies are those of the pinned versions.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "dist" / "sbom.cdx.json"


def main() -> None:
    TARGET.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        tools = Path(name)
        subprocess.run([sys.executable, "-m", "venv", tools], check=True)
        subprocess.run([tools / "bin" / "python", "-m", "pip", "install", "--quiet", "cyclonedx-bom"], check=True)
        words = ["environment", sys.executable, "--pyproject", ROOT / "pyproject.toml", "--output-reproducible"]
        subprocess.run([tools / "bin" / "cyclonedx-py", *words, "-o", TARGET], check=True)
    listed = json.loads(TARGET.read_text(encoding="utf-8"))
    print(f"{TARGET.relative_to(ROOT)}: CycloneDX {listed['specVersion']}, {len(listed['components'])} components")


if __name__ == "__main__":
    main()
