// Typing into a table as into a spreadsheet: keys, a pasted block, sums that move along. Without
// this script the same fields are an ordinary form, added up when it is saved.
(() => {
  "use strict";
  const table = document.querySelector("table[data-grid]");
  if (!table) return;
  const texts = table.dataset;
  const words = JSON.parse(texts.words);
  const say = document.getElementById("say");
  const standing = document.querySelector("[data-standing]");
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input:not(.own)")]);
  const stated = texts.stated === "None" ? null : Number(texts.stated);
  const adds = table.closest("form").elements.adds_up;
  const write = new Intl.NumberFormat(document.documentElement.lang);

  // As the server reads it: {text, count} of a count or a state, null of what is neither.
  const read = (typed) => {
    const text = typed.trim().replace(/\s+/g, " ");
    if (!text) return { text, count: null };
    if (Object.hasOwn(words, text.toLowerCase())) return { text, count: null };
    if (/^[0-9]+$/.test(text)) return { text, count: Number(text) };
    for (const separator of ` ${texts.separators}`) {
      const [first, ...groups] = text.split(separator);
      const parted = groups.length && /^[0-9]{1,3}$/.test(first) && groups.every((group) => /^[0-9]{3}$/.test(group));
      if (parted) return { text: first + groups.join(""), count: Number(first + groups.join("")) };
    }
    return null;
  };

  // Sums, over what is counted; nothing where nothing is.
  const sum = (inputs) => {
    const counts = inputs.map((input) => read(input.value)?.count ?? null).filter((count) => count !== null);
    return counts.length ? counts.reduce((one, other) => one + other, 0) : null;
  };
  const shown = (value) => (value === null || (adds && !adds.checked) ? "" : write.format(value));
  const sentence = () => {
    const added = sum(rows.flat());
    if (adds && !adds.checked) return "";
    if (added === null) return texts.none;
    const difference = stated === null ? 0 : added - stated;
    const which = stated === null ? "alone" : !difference ? "fits" : difference > 0 ? "over" : "short";
    const numbers = { sum: added, stated: stated ?? 0, n: Math.abs(difference) };
    return texts[which].replace(/\{(\w+)\}/g, (_all, name) => write.format(numbers[name]));
  };
  const outputs = (place) => [...place.querySelectorAll("output")];
  const addUp = () => {
    if (outputs(table).length) {
      rows.forEach((inputs, at) => (outputs(table.tBodies[0].rows[at])[0].value = shown(sum(inputs))));
      const feet = outputs(table.tFoot);
      feet.pop().value = shown(sum(rows.flat()));
      feet.forEach((foot, at) => (foot.value = shown(sum(rows.map((inputs) => inputs[at])))));
    }
    standing.textContent = sentence();
  };
  let telling = 0;
  const tellSum = () => {
    clearTimeout(telling);
    telling = setTimeout(() => (say.textContent = standing.textContent), 1200);
  };

  // What is no count is marked when its field is left, and once marked as soon as it is mended.
  const mark = (input) => {
    const wrong = read(input.value) === null;
    const id = `e-${input.name}`;
    let note = document.getElementById(id);
    input.toggleAttribute("aria-invalid", false);
    if (!wrong) {
      input.removeAttribute("aria-describedby");
      if (note) note.remove();
      return;
    }
    if (!note) {
      note = document.createElement("span");
      note.className = "err";
      note.id = id;
      input.after(note);
    }
    note.textContent = texts.wrong;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", id);
  };

  const placeOf = (input) => {
    const row = rows.findIndex((inputs) => inputs.includes(input));
    return [row, row < 0 ? -1 : rows[row].indexOf(input)];
  };
  const go = (row, column) => {
    const to = rows[row]?.[column];
    if (to) to.focus();
    return Boolean(to);
  };
  let before = "";
  table.addEventListener("focusin", ({ target }) => {
    if (placeOf(target)[0] < 0) return;
    before = target.value;
    target.select();
  });
  table.addEventListener("focusout", ({ target }) => placeOf(target)[0] >= 0 && mark(target));
  table.addEventListener("input", ({ target }) => {
    if (placeOf(target)[0] < 0) return;
    if (target.hasAttribute("aria-invalid")) mark(target);
    addUp();
    tellSum();
  });
  if (adds) adds.addEventListener("change", addUp);

  const inText = (input, key) => {
    const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const edge = key === "ArrowLeft" ? 0 : input.value.length;
    return !all && !(input.selectionStart === edge && input.selectionEnd === edge);
  };
  table.addEventListener("keydown", (event) => {
    const { key, target: input } = event;
    const [row, column] = placeOf(input);
    if (row < 0 || event.altKey || event.isComposing) return;
    const end = rows[row].length - 1;
    const whole = event.ctrlKey || event.metaKey;
    const moves = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Enter: [row + (event.shiftKey ? -1 : 1), column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: whole ? [0, 0] : [row, 0],
      End: whole ? [rows.length - 1, end] : [row, end],
    };
    if (key === "Escape") {
      input.value = before;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.select();
    } else if (moves[key]) {
      const sideways = key === "ArrowLeft" || key === "ArrowRight";
      if (sideways && (event.shiftKey || inText(input, key))) return;
      if (!go(...moves[key]) && key === "Enter") mark(input);
    } else return;
    event.preventDefault();
  });

  // A block from a spreadsheet: tabs, or semicolons or commas, with or without quotation marks.
  const block = (text) => {
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const separator = ["\t", ";", ","].find((one) => lines.includes(one));
    if (!separator || (separator === "," && read(lines))) return lines.split("\n").map((line) => [line]);
    const found = [[""]];
    let quoted = false;
    for (const sign of lines) {
      const row = found[found.length - 1];
      if (sign === '"') quoted = !quoted;
      else if (sign === separator && !quoted) row.push("");
      else if (sign === "\n" && !quoted) found.push([""]);
      else row[row.length - 1] += sign;
    }
    return found;
  };
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    const [top, left] = placeOf(event.target);
    const cells = top < 0 ? [] : block(text);
    if (cells.length < 2 && (cells[0]?.length ?? 0) < 2) return; // one value: as anywhere else
    event.preventDefault();
    const done = { pasted: 0, refused: 0, outside: 0 };
    cells.forEach((line, down) =>
      line.forEach((value, along) => {
        const input = rows[top + down]?.[left + along];
        const found = read(value);
        if (!input) done.outside += value.trim() ? 1 : 0;
        else if (!found) done.refused += 1;
        else {
          input.value = found.text;
          mark(input);
          done.pasted += 1;
        }
      }),
    );
    addUp();
    const told = Object.entries(done).filter(([what, n]) => n || what === "pasted");
    const note = document.querySelector("[data-pasted-says]");
    note.textContent = told.map(([what, n]) => texts[what].replace("{n}", write.format(n))).join(" ");
    say.textContent = `${note.textContent} ${standing.textContent}`;
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
    table.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
  });
  addUp();
})();
