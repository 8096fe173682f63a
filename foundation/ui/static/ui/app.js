// Every page works without this file; it makes some things quicker.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Menus close on Esc (focus goes back to the button) and on a click outside.
  const close = (menu, refocus) => {
    menu.open = false;
    if (refocus) $("summary", menu).focus();
  };
  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => menu.contains(event.target) || close(menu));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      all("details.menu[open]").forEach((menu) => close(menu, menu.contains(document.activeElement)));
    }
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && $("#q")) {
      event.preventDefault();
      const nav = $("#nav");
      if (nav && !nav.checked && !$("#q").offsetParent) nav.click();
      $("#q").focus();
    }
  });

  // The check boxes that fold things say whether what they fold is open.
  all("#nav, .tgl").forEach((box) => {
    const say = () => box.setAttribute("aria-expanded", box.checked);
    box.addEventListener("change", say);
    box.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), box.click()));
    say();
  });

  // A form is sent once; leaving one with text in it asks first.
  let unsaved = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) unsaved = true;
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    unsaved = false;
    all("button[type=submit]", form).forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  document.addEventListener("self-saved", () => (unsaved = false));
  addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
  addEventListener("pageshow", (event) => {
    if (event.persisted) all("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // What is wrong is read first.
  const summary = $(".esum");
  if (summary) summary.focus();

  // After a part was exchanged: say what came, and keep the focus somewhere sensible.
  const settled = (event) => {
    const part = (event.target.id && document.getElementById(event.target.id)) || event.detail.elt || event.target;
    const told = $("[data-say]", part);
    if (told) $("#say").textContent = told.textContent;
    const sort = $(".flt [name=sort]");
    if (sort) sort.value = new URLSearchParams(location.search).get("sort") || "";
    const lost = !document.activeElement || document.activeElement === document.body;
    const next = $(".esum", part) || $("[data-focus]", part);
    if (next && (lost || next.matches(".esum"))) next.focus({ preventScroll: true });
    all("form[data-sent]", part).forEach((form) => delete form.dataset.sent);
  };
  document.addEventListener("htmx:afterSettle", settled);
  document.addEventListener("htmx:beforeRequest", (e) => e.detail.target.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", (e) => e.detail.target.removeAttribute("aria-busy"));
  // A form with errors (422) and two versions (409) are answers to show, not failures.
  document.addEventListener("htmx:beforeSwap", (e) => {
    if ([409, 422].includes(e.detail.xhr.status)) Object.assign(e.detail, { shouldSwap: true, isError: false });
  });
  const failed = () => {
    if (!$("#lost")) {
      const note = document.createElement("p");
      note.id = "lost";
      note.className = "note note-w msg";
      note.setAttribute("role", "alert");
      note.textContent = $("#say").dataset.lost;
      $("#main .body").prepend(note);
    }
  };
  document.addEventListener("htmx:sendError", failed);
  addEventListener("offline", failed);
  addEventListener("online", () => $("#lost") && $("#lost").remove());
})();
