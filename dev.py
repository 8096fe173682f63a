#!/usr/bin/env python3
"""The register on any machine with Python 3.11 or newer.

    python3 dev.py demo [--no-serve]   environment, database, Mali and sample records; serves
    python3 dev.py test [pytest args]  environment with the test group, then the whole suite
    python3 dev.py check               what CI checks beside the tests: lint, contract, settings
    python3 dev.py manage ...          Django's manage.py in that environment

Standard library only. PORT, DEMO_PASSWORD and DATABASE_URL are obeyed.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("APP_VENV") or ROOT / ".venv")
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
VAR = ROOT / os.environ.get("VAR", "var")
OLDEST = (3, 11)
# Each lock holds all of the one before it, so a fuller environment serves the smaller need.
LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-check.lock"]


def stop(sentence):
    sys.exit(f"dev.py: {sentence}")


def run(*command, **options):
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_SYSTEM_CERTS": "1"}
    options.setdefault("env", env)
    return subprocess.run([str(part) for part in command], cwd=ROOT, **options).returncode


def find_python():
    """This Python if it is new enough, else one on the PATH, else None."""
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    names = ("python3.13", "python3.14", "python3.12", "python3.11")
    return next(filter(None, map(shutil.which, names)), None)


def stamp(lock):
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def ensure_environment(lock):
    """Make the environment from the lock file, unless it already holds this lock."""
    mark = VENV / ".locks"
    if PYTHON.exists() and mark.exists() and stamp(lock) in mark.read_text().split():
        return
    if not install_with_uv(lock):
        install_with_pip(lock)
    held = LOCKS[: LOCKS.index(lock) + 1]
    mark.write_text("\n".join(stamp(name) for name in held))


def install_with_uv(lock):
    uv = shutil.which("uv")
    if not uv or (ROOT / "wheelhouse").is_dir():
        return False
    if not PYTHON.exists() and run(
        uv, "venv", "--quiet", "--python", find_python() or ">=3.11", VENV
    ):
        return False
    return (
        run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, ROOT / lock) == 0
    )


def install_with_pip(lock):
    python = find_python()
    if not python:
        found = sys.version.split()[0]
        stop(
            f"this needs Python 3.11 or newer (found {found}). Install it (macOS: brew install"
            " python; Debian and Ubuntu: apt install python3 python3-venv), or install uv."
        )
    if not PYTHON.exists() or not any(BIN.glob("pip*")):
        make_venv(python)
    print("dev.py: installing the locked packages (the first time only) ...", flush=True)
    house = ROOT / "wheelhouse"
    offline = ["--no-index", "--find-links", house] if house.is_dir() else []
    flags = ["--quiet", "--require-hashes", "--only-binary", ":all:"]
    if run(PYTHON, "-m", "pip", "install", *flags, *offline, "-r", ROOT / lock):
        stop(
            "the packages could not be installed (see above). Without a network, put the wheels"
            " in a folder named wheelhouse here and run the same command again."
        )


def make_venv(python):
    shutil.rmtree(VENV, ignore_errors=True)
    if run(python, "-m", "venv", VENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        shutil.rmtree(VENV, ignore_errors=True)
        stop(
            "this Python cannot make virtual environments. Debian and Ubuntu:"
            " apt install python3-venv, then run the same command again."
        )


def manage(*arguments):
    if status := run(PYTHON, "manage.py", *arguments):
        sys.exit(status)


def kept(name, make):
    """A secret that is made once and kept in var/, readable by its owner alone."""
    path = VAR / name
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        path.write_text(make())
        path.chmod(0o600)
    return path.read_text().strip()


def prepare_demo():
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("SECRET_KEY", kept("secret-key", lambda: secrets.token_urlsafe(48)))
    if not os.environ.get("DEMO_PASSWORD"):
        os.environ["DEMO_PASSWORD"] = kept("demo-password", lambda: secrets.token_urlsafe(12))


def free_port():
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        stop(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError:
            stop(f"port {text} is taken. Choose another: PORT=8001 python3 dev.py demo")
    return int(text)


def demo(arguments):
    serve = "--no-serve" not in arguments
    port = free_port() if serve else None
    ensure_environment(LOCKS[0])
    prepare_demo()
    manage("migrate", "-v0")
    manage("createcachetable")
    manage("load_demo")
    print("\nSign in with one of these accounts and the password", os.environ["DEMO_PASSWORD"])
    for name in ("programme-officer", "wpa-mali", "wpa-sample", "reviewer", "focal-point",
                 "reader", "donor", "auditor", "admin"):  # fmt: skip
        print(f"  {name}@demo.example")
    if not serve:
        return
    print(f"\nhttp://127.0.0.1:{port}/   (Ctrl+C stops)\n", flush=True)
    worker = subprocess.Popen([str(PYTHON), "manage.py", "work"], cwd=ROOT)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            manage("runserver", "--noreload", f"127.0.0.1:{port}")
    finally:
        worker.terminate()
        worker.wait()


def main():
    command, *arguments = sys.argv[1:] or ["demo"]
    if command == "demo":
        demo(arguments)
    elif command == "test":
        ensure_environment(LOCKS[1])
        sys.exit(run(PYTHON, "-m", "pytest", "-q", *arguments))
    elif command == "check":
        ensure_environment(LOCKS[2])
        sys.exit(run(PYTHON, ROOT / "docs" / "checks.py", *arguments))
    elif command == "install":
        ensure_environment(LOCKS[2])
    elif command == "manage":
        ensure_environment(LOCKS[0])
        prepare_demo()
        manage(*arguments)
    else:
        stop(f"there is no command {command!r}. Use demo, test, check or manage.")


if __name__ == "__main__":
    main()
