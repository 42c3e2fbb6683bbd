"""What an installed package carries beside its code lies once in the repository, where a checkout reads it; building
copies it into the package. Everything else about the package stands in pyproject.toml.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

COPIED = ("tthc.toml", "data/reference/**/*", "data/raw/**/*", "notebooks/*.ipynb")
LEFT_OUT = ("-su-that",)  # the truth of a simulated sample is for tests


def copied(root: Path) -> list[Path]:
    """What is copied, as paths below `root`."""
    found = (path.relative_to(root) for pattern in COPIED for path in sorted(root.glob(pattern)) if path.is_file())
    return [path for path in found if not any(part.endswith(LEFT_OUT) for part in path.parts)]


class BuildWithProject(build_py):
    """The package, and in its folder `project` what a checkout has at its root."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            self._copy()

    def _copy(self) -> None:
        root = Path(__file__).parent
        for path in copied(root):
            target = Path(self.build_lib) / "tthc" / "project" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            self.copy_file(str(root / path), str(target), preserve_mode=False)


if __name__ == "__main__":
    setup(cmdclass={"build_py": BuildWithProject})
