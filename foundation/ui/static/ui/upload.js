// A form with a file shows how far it is and takes files that are dropped on it. Without this
// script it is an ordinary form.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const input = form.querySelector("input[type=file]");
    const zone = input && (input.closest(".f") || form);
    if (!input || input.disabled) continue; // a file that stays is not dropped upon
    zone.classList.add("drop");
    for (const name of ["dragenter", "dragover"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });

    form.addEventListener("submit", (event) => {
      if (!input.files.length || event.defaultPrevented) return;
      event.preventDefault();
      const bar = document.createElement("progress");
      const say = document.getElementById("say");
      const done = form.dataset.upload; // "%s per cent sent"
      let told = 0;
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", done.replace("%s", "0"));
      form.append(bar);
      const request = new XMLHttpRequest();
      request.open("POST", form.action || location.href);
      request.upload.addEventListener("progress", (step) => {
        if (!step.lengthComputable) return;
        bar.value = (step.loaded / step.total) * 100;
        const quarter = Math.floor(bar.value / 25) * 25;
        if (quarter > told) say.textContent = done.replace("%s", String((told = quarter)));
      });
      request.addEventListener("load", () => {
        // The answer is a page: the next one, or this one with what is wrong.
        history.replaceState(null, "", request.responseURL);
        document.open();
        document.write(request.responseText);
        document.close();
      });
      request.addEventListener("error", () => {
        bar.remove();
        delete form.dataset.sent;
        say.textContent = say.dataset.lost;
        form.querySelectorAll("button[type=submit]").forEach((button) => button.removeAttribute("aria-disabled"));
      });
      request.send(new FormData(form));
    });
  }
})();
