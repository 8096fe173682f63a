"""The two commands: each thing that can be missing gets one clear sentence."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def dev(*arguments, **env):
    return subprocess.run(
        [sys.executable, "dev.py", *arguments],
        cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip


def sentence(result):
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


def test_an_unknown_command_is_named():
    assert "no command 'serve'" in sentence(dev("serve"))


@pytest.mark.parametrize("port", ["0", "70000", "http", "-1"])
def test_a_port_that_is_none_is_refused(port):
    assert "PORT must be a number" in sentence(dev("demo", PORT=port))


def test_a_taken_port_is_named_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"port {port} is taken" in sentence(dev("demo", PORT=port))


def test_a_python_that_cannot_make_environments_is_told_the_remedy(tmp_path):
    """A stand-in for a Debian without python3-venv: `-m venv` fails."""
    script = (
        "import runpy, sys; sys.argv = ['dev.py', 'test'];"
        "module = runpy.run_path('dev.py');"
        "module['make_venv']('/bin/false')"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, env={**os.environ, "APP_VENV": str(tmp_path / "venv")},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "apt install python3-venv" in sentence(result)
    assert not (tmp_path / "venv").exists()


def test_an_old_python_is_told_what_it_needs(tmp_path):
    script = (
        "import runpy; module = runpy.run_path('dev.py');"
        "module['install_with_pip'].__globals__['find_python'] = lambda: None;"
        "module['install_with_pip']('requirements.lock')"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert "needs Python 3.11 or newer" in sentence(result)


def test_secrets_of_the_demo_are_made_once_and_for_the_owner_alone(tmp_path):
    script = (
        "import runpy; module = runpy.run_path('dev.py');"
        "print(module['kept']('demo-password', lambda: 'first'),"
        " module['kept']('demo-password', lambda: 'second'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={**os.environ, "VAR": str(tmp_path)},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert result.stdout.split() == ["first", "first"]
    assert (tmp_path / "demo-password").stat().st_mode & 0o077 == 0


def test_every_dependency_has_its_reason_beside_it():
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    wanted = [line for line in lines if line.startswith('  "') and (">=" in line or "<" in line)]
    wanted = [line for line in wanted if "platform_machine" not in line]
    assert wanted
    assert [line for line in wanted if "#" not in line] == []


def test_the_locks_hold_hashes_and_no_address_of_a_registry():
    for lock in ("requirements.lock", "requirements-test.lock", "requirements-check.lock"):
        text = (ROOT / lock).read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "http" not in text
