// Sorts and filters the two tables of the overview alike, and unpacks a region that is asked for.
"use strict";
(() => {
  const tables = [...document.querySelectorAll("#ranking, #heat")];
  const bodies = tables.map((table) => table.tBodies[0]);
  const rows = bodies.map((body) => new Map([...body.rows].map((row) => [row.dataset.i, row])));
  const first = [...rows[0].keys()]; // the order of the ranking
  const grades = [...document.querySelectorAll("#grade option")].map((option) => option.value);
  const collator = new Intl.Collator(document.documentElement.lang);
  const text = (row, at) => row.cells[at].textContent.trim();
  const number = (text) => Number(/-?[0-9.]+/.exec(text)?.[0] ?? -1);
  const heat = (sign) => (sign === "✓" ? 101 : sign === "○" ? -1 : sign === "…" ? -2 : sign ? number(sign) : -3);
  const keys = {
    rank: (row) => first.indexOf(row.dataset.i),
    text: (row, at) => text(row, at),
    number: (row, at) => number(text(row, at)),
    grade: (row, at) => grades.indexOf(text(row, at)),
    heat: (row, at) => heat(text(row, at)),
  };

  const more = document.getElementById("more");
  let most = more ? Number(more.dataset.most) : Infinity; // so many rows are shown on a screen at a time
  let order = first;

  function arrange(next) {
    order = next;
    bodies.forEach((body, t) => body.append(...order.map((i) => rows[t].get(i))));
    sift();
  }

  function sort(t, head) {
    const at = head.cellIndex;
    const kind = head.dataset.sort;
    const old = head.getAttribute("aria-sort");
    const falls = kind === "number" || kind === "heat";
    const now = old ? (old === "ascending" ? "descending" : "ascending") : falls ? "descending" : "ascending";
    const sign = now === "ascending" ? 1 : -1;
    const value = new Map(first.map((i, place) => [i, [keys[kind](rows[t].get(i), at), place]]));
    const compare = kind === "text" ? collator.compare : (a, b) => a - b;
    arrange([...first].sort((a, b) => sign * compare(value.get(a)[0], value.get(b)[0]) || value.get(a)[1] - value.get(b)[1]));
    document.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", now);
  }

  tables.forEach((table, t) =>
    table.querySelectorAll("th[data-sort]").forEach((head) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(t, head));
    })
  );

  const filter = document.getElementById("filter");
  const grade = document.getElementById("grade");
  const kind = document.getElementById("kind");
  const shown = document.getElementById("shown");
  const column = (name) => document.querySelector(`#ranking th[data-kind="${name}"]`).cellIndex;

  function fits(row) {
    const wanted = filter.value.trim().toLowerCase();
    return (
      (!wanted || text(row, 1).toLowerCase().includes(wanted)) &&
      (!grade.value || text(row, 3) === grade.value) &&
      (!kind.value || text(row, column(kind.value)) !== "0")
    );
  }

  function sift() {
    let count = 0;
    for (const i of order) {
      const hidden = !fits(rows[0].get(i));
      count += !hidden;
      for (const all of rows) {
        all.get(i).hidden = hidden;
        all.get(i).classList.toggle("later", !hidden && count > most);
      }
    }
    shown.textContent = shown.dataset.text
      .replace("{shown}", Math.min(count, most))
      .replace("{all}", first.length);
    if (more) more.hidden = count <= most;
  }

  document.getElementById("controls").hidden = false;
  document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
  filter.addEventListener("input", sift);
  grade.addEventListener("change", sift);
  kind.addEventListener("change", sift);
  if (more) {
    more.addEventListener("click", () => {
      most = Infinity;
      sift();
    });
  }
  sift();

  // ---- regions that are kept packed until they are asked for

  const packs = document.querySelectorAll(".pack");
  const regions = document.getElementById("regions");

  async function unpack(number) {
    const pack = packs[Math.floor((number - 1) / packs[0].dataset.size)];
    const bytes = Uint8Array.from(atob(pack.textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const page = new DOMParser().parseFromString(await new Response(stream).text(), "text/html");
    regions.append(document.importNode(page.getElementById(`r${number}`), true));
  }

  async function visit() {
    const found = /^#r(\d+)(-\d+)?$/.exec(location.hash);
    if (!found || !packs.length || document.getElementById(`r${found[1]}`)) return;
    try {
      await unpack(Number(found[1]));
    } catch {
      document.getElementById("trouble").hidden = false;
      return;
    }
    location.replace(location.hash); // now that it is there, go there
    document.getElementById(`r${found[1]}`).focus({ preventScroll: true });
  }

  window.addEventListener("hashchange", visit);
  visit();
})();
