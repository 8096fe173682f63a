// A form that saves itself while somebody writes. Without this script its button saves it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-self-saving]");
  if (!form) return;
  const PAUSE = 2500; // after the last key
  const AGAIN = 15000; // without a connection
  const line = document.querySelector("[data-self-saving-says]");
  const say = document.getElementById("say");
  const texts = form.dataset;
  let timer = 0;
  let running = null;
  let stopped = false;

  // What is typed, without the buttons and lists that only change the page.
  const written = () => {
    const all = [...new FormData(form)].filter(([name]) => !/^(add_|turn_to$)/.test(name));
    return new URLSearchParams(all);
  };
  const VERSIONS = ["version", "record_version"];
  const content = () => {
    const typed = written();
    VERSIONS.forEach((name) => typed.delete(name));
    return typed.toString();
  };
  let last = "typed" in texts ? "" : content();

  const tell = (text, aloud) => {
    line.textContent = text;
    if (line.dataset.selfSavingSays) line.classList.add(line.dataset.selfSavingSays);
    if (aloud) say.textContent = text;
  };
  const later = (wait) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, wait);
  };
  const stop = (text) => {
    stopped = true;
    clearTimeout(timer);
    tell(text, true);
  };

  const answers = {
    200: async (answer) => {
      const { fields } = await answer.json();
      for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" });
      tell(texts.saved.replace("{time}", time));
      if (content() === last) document.dispatchEvent(new Event("self-saved"));
      else later(PAUSE);
    },
    // Nothing is written half: what cannot be saved stays on the page alone.
    422: async (answer) => {
      const { problems } = await answer.json();
      notSaved(problems.slice(0, 3).join(" "));
    },
    // Both texts are shown; from here a person decides, with the button.
    409: async (answer) => {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const both = page.querySelector("[data-conflict]");
      if (both) form.before(document.importNode(both, true));
      for (const name of VERSIONS) {
        const found = page.querySelector(`form [name=${name}]`);
        if (found && form.elements[name]) form.elements[name].value = found.value;
      }
      last = "";
      stop(texts.stale);
    },
    403: () => stop(texts.closed),
    404: () => stop(texts.closed),
  };

  const send = async () => {
    const body = written();
    last = content();
    tell(texts.saving);
    try {
      const answer = await fetch(location.pathname, {
        method: "POST",
        headers: { "X-Self-Saving": "1" },
        body,
        redirect: "manual",
        keepalive: body.toString().length < 60000, // goes on when the page is left
      });
      if (answer.type === "opaqueredirect") tell(texts.signedOut, true);
      else if (answers[answer.status]) await answers[answer.status](answer);
      else throw new Error(String(answer.status));
    } catch {
      last = "";
      tell(say.dataset.lost, true);
      later(AGAIN);
    }
  };
  // A date half typed would be sent as none: the page waits until it can be read.
  const unreadable = () => [...form.elements].find((field) => field.validity?.badInput);
  const notSaved = (why) => tell(texts.notSaved.replace("{why}", why), true);
  const save = () => {
    const wrong = unreadable();
    if (wrong) {
      const label = wrong.labels?.[0]?.firstChild?.textContent.trim() || wrong.name;
      return notSaved(texts.unreadable.replace("{field}", label));
    }
    if (stopped || running || content() === last) return;
    running = send().finally(() => (running = null));
  };

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || later(0));
  document.addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("online", () => later(0));
  // The button waits for what is on its way: two saves of one version would be a conflict.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!running) return void (stopped = true);
    event.preventDefault();
    event.stopPropagation();
    running.finally(() => stopped || form.requestSubmit(event.submitter));
  });
  tell(texts.begun);
  if (!last) later(0);
})();
