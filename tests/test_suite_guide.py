"""The guide "Test your own implementation", followed: its module, its command, its correction."""

import re
import subprocess
import sys
from pathlib import Path

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "test-your-own-implementation.md"


def test_the_guide(tmp_path):
    text = GUIDE.read_text("utf-8")
    module = re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1)
    command = re.search(r"^\$ pytest (.*?)  # status 1$", text, re.MULTILINE).group(1).split()

    def run():
        pytest = Path(sys.executable).parent / "pytest"
        return subprocess.run([pytest, *command], cwd=tmp_path, capture_output=True, text=True, check=False)

    (tmp_path / "mine.py").write_text(module, "utf-8")
    wrong = run()
    assert wrong.returncode == 1
    assert "relu-agrees_with_reference_at_corners does not hold for mine" in wrong.stdout
    correction = "np.maximum(input, 0)"
    assert f"With `{correction}`" in text
    (tmp_path / "mine.py").write_text(re.sub(r"np\.where\(.*\)", correction, module), "utf-8")
    right = run()
    assert right.returncode == 0, right.stdout
    assert " passed" in right.stdout
    assert " skipped" in right.stdout
