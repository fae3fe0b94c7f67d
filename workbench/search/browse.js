"use strict";
const records = JSON.parse(document.getElementById("records").textContent);
const told = JSON.parse(document.getElementById("told").textContent);
const at = Object.fromEntries(told.names.map((name, place) => [name, place]));
const SIZE = 50;
const state = { page: 0, column: null, down: false, found: records };
const rows = document.getElementById("rows");
const box = document.getElementById("words");
const facets = [...document.querySelectorAll("select[data-column]")];

const values = (record, column) => {
  const value = record[at[column]];
  return Array.isArray(value) ? value : [value === null ? "" : String(value)];
};
const shown = (record, column) => values(record, column).join("; ");
const haystack = records.map((record) => told.searched.map((column) => shown(record, column)).join("\n").toLowerCase());

for (const select of facets) {
  const counts = new Map();
  for (const record of records) {
    for (const value of values(record, select.dataset.column)) { counts.set(value, (counts.get(value) || 0) + 1); }
  }
  for (const [value, count] of [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], told.language))) {
    const option = document.createElement("option");
    option.value = "=" + value;
    option.textContent = `${value || told.none} (${count})`;
    select.append(option);
  }
}

function filter() {
  const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = facets.filter((select) => select.value).map((select) => [select.dataset.column, select.value.slice(1)]);
  state.found = records.filter((record, place) =>
    wanted.every((word) => haystack[place].includes(word)) &&
    chosen.every(([column, value]) => values(record, column).includes(value)));
  if (state.column) {
    const order = state.down ? -1 : 1;
    state.found.sort((a, b) => order * shown(a, state.column).localeCompare(shown(b, state.column), told.language, { numeric: true }));
  }
  state.page = 0;
  show();
}

function cell(record, column) {
  const made = document.createElement("td");
  const text = shown(record, column);
  made.className = told.kinds[column] || "";
  const url = column === "publication_number" && at.vendor_url !== undefined ? record[at.vendor_url] : null;
  if (url && /^https?:\/\//.test(url)) {
    const link = document.createElement("a");
    link.href = url; link.textContent = text; link.rel = "noreferrer"; link.target = "_blank";
    made.append(link);
  } else { made.textContent = text; }
  return made;
}

function show() {
  rows.replaceChildren();
  for (const record of state.found.slice(state.page * SIZE, (state.page + 1) * SIZE)) {
    const row = document.createElement("tr");
    row.className = "record";
    row.append(...told.columns.map((column) => cell(record, column)));
    row.addEventListener("click", (event) => { if (event.target.tagName !== "A") { open(row, record); } });
    rows.append(row);
  }
  const pages = Math.max(1, Math.ceil(state.found.length / SIZE));
  document.getElementById("count").textContent = told.count.replace("{found}", state.found.length.toLocaleString("en")).replace("{total}", records.length.toLocaleString("en"));
  document.getElementById("page").textContent = `${state.page + 1} / ${pages}`;
  document.getElementById("before").disabled = state.page === 0;
  document.getElementById("after").disabled = state.page + 1 >= pages;
}

function open(row, record) {
  if (row.nextSibling && row.nextSibling.className === "more") { row.nextSibling.remove(); return; }
  const more = document.createElement("tr");
  more.className = "more";
  const wide = document.createElement("td");
  wide.colSpan = told.columns.length;
  wide.textContent = shown(record, "abstract") || told.none;
  more.append(wide);
  row.after(more);
}

function save() {
  const quote = (text) => `"${(/^[=+\-@]/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`;
  const lines = [told.columns.map((column) => quote(told.headings[column])).join(",")];
  for (const record of state.found) { lines.push(told.columns.map((column) => quote(shown(record, column))).join(",")); }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n")], { type: "text/csv" }));
  link.download = told.file;
  link.click();
}

function sort(heading) {
  state.down = state.column === heading.dataset.column ? !state.down : false;
  state.column = heading.dataset.column;
  for (const other of document.querySelectorAll("th")) { other.removeAttribute("aria-sort"); }
  heading.setAttribute("aria-sort", state.down ? "descending" : "ascending");
  filter();
}

box.addEventListener("input", filter);
for (const select of facets) { select.addEventListener("change", filter); }
for (const heading of document.querySelectorAll("th")) {
  heading.addEventListener("click", () => sort(heading));
  heading.addEventListener("keydown", (event) => { if (event.key === "Enter") { sort(heading); } });
}
document.getElementById("before").addEventListener("click", () => { state.page -= 1; show(); });
document.getElementById("after").addEventListener("click", () => { state.page += 1; show(); });
document.getElementById("clear").addEventListener("click", () => { box.value = ""; for (const s of facets) { s.value = ""; } filter(); });
document.getElementById("save").addEventListener("click", save);
filter();
