"""A real browser on a real server with the demo's records.

The journeys need Debian's Chromium and the browser packages of requirements-check.lock; without
them they are skipped and say so. CI sets REQUIRE_BROWSER, so that there they cannot be skipped.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "demo password of the journeys"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sync_playwright = None
    if sync_playwright is None or CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("Chromium and Playwright are required here and are not installed.")
        pytest.skip("needs Chromium and the packages of requirements-check.lock")
    # Playwright runs a loop in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(browser, live_server, monkeypatch):
    """The address of a server with the whole demo."""
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("load_demo", verbosity=0)
    return live_server.url


class Visitor:
    """Somebody at a screen of a given width. What the console complains about is kept."""

    def __init__(self, browser, site, width, **options):
        self.site = site
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(15_000)
        self.page = context.new_page()
        self.complaints = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message):
        # A page that is not there is asked for on purpose; Chromium reports it as an error.
        if (
            message.type == "error"
            and "the server responded with a status of 4" not in message.text
        ):
            self.complaints.append(message.text)

    def sign_in(self, name):
        self.page.goto(f"{self.site}/account/login/")
        self.page.get_by_label("Email").fill(f"{name}@demo.example")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/account/login/" not in url)
        return self

    def go(self, path):
        return self.page.goto(f"{self.site}{path}")

    def picture(self, name):
        """Kept where PICTURES says; nowhere by default."""
        if folder := os.environ.get("PICTURES"):
            width = self.page.viewport_size["width"]
            path = Path(folder) / f"{name}-{width}.png"
            self.page.screenshot(path=str(path), full_page=True)

    def spills_sideways(self):
        return self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )


@pytest.fixture
def visitor(browser, site):
    made = []

    def open_(width=1280, **options):
        made.append(Visitor(browser, site, width, **options))
        return made[-1]

    yield open_
    for one in made:
        one.page.context.close()
