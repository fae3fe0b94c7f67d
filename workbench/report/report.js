(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("evidence").textContent);
  const said = data.words;
  const panel = document.getElementById("patents");
  const fields = data.fields;
  let open = null;

  function recordsOf(table, cell) {
    const entry = data.cells[table] && data.cells[table][cell];
    if (!entry) { return null; }
    let place = 0;
    return { count: entry[0], rows: entry.slice(1).map(function (step) { place += step; return place; }) };
  }

  function text(tag, words, name) {
    const node = document.createElement(tag);
    node.textContent = words;
    if (name) { node.className = name; }
    return node;
  }

  function value(field, row) {
    const found = data.listing[field][row];
    return found === null || found === undefined ? "" : String(found);
  }

  function linked(row) {
    const number = value("publication_number", row) || "—";
    const url = value("vendor_url", row);
    if (!/^https?:\/\//i.test(url)) { return document.createTextNode(number); }
    const link = text("a", number);
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }

  function line(row, position) {
    const tr = document.createElement("tr");
    tr.appendChild(text("td", String(position + 1), "right"));
    fields.forEach(function (field) {
      if (field === "publication_number") {
        const td = text("td", "", "number");
        td.appendChild(linked(row));
        tr.appendChild(td);
      } else {
        tr.appendChild(text("td", value(field, row) || "—", /_date$/.test(field) ? "day" : ""));
      }
    });
    return tr;
  }

  function fill() {
    const body = panel.querySelector("tbody");
    const lines = document.createDocumentFragment();
    open.rows.forEach(function (row, position) { lines.appendChild(line(row, position)); });
    body.replaceChildren(lines);
  }

  function sortBy(field, head) {
    const upward = head.getAttribute("aria-sort") !== "ascending";
    panel.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", upward ? "ascending" : "descending");
    open.rows.sort(function (one, two) {
      const order = value(field, one).localeCompare(value(field, two), data.locale) || one - two;
      return upward ? order : -order;
    });
    fill();
  }

  function filled(template, values) {
    return template.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }

  function show(table, cell) {
    const found = recordsOf(table, cell);
    if (!found) { return null; }
    open = { table: table, cell: cell, rows: found.rows, count: found.count };
    const bar = cell.indexOf("|");
    const info = data.tables[table];
    const name = cell.slice(bar + 1);
    const place = (info.rows[Number(cell.slice(0, bar))] || "") + " · " + (info.columns[name] || name);
    panel.querySelector("h2").textContent = info.title + " · " + place;
    const counts = { count: found.count.toLocaleString("en"), listed: found.rows.length.toLocaleString("en") };
    const template = info.count + (found.rows.length < found.count ? said.listed_first : "");
    panel.querySelector(".count").textContent = filled(template, counts);
    panel.dataset.table = table;
    panel.dataset.cell = cell;
    panel.dataset.count = String(found.count);
    panel.dataset.listed = String(found.rows.length);
    panel.querySelectorAll("th").forEach(function (head) { head.removeAttribute("aria-sort"); });
    fill();
    panel.classList.add("open");
    panel.querySelector(".list").scrollTop = 0;
    return found.count;
  }

  function close() { panel.classList.remove("open"); }

  function csvField(words) {
    const safe = /^[=+\-@\t\r]/.test(words) ? "'" + words : words;
    return '"' + safe.replace(/"/g, '""') + '"';
  }

  function csv() {
    const all = fields.concat(["vendor_url"]);
    const lines = [all.map(function (field) { return csvField(said[field]); }).join(",")];
    open.rows.forEach(function (row) {
      lines.push(all.map(function (field) { return csvField(value(field, row)); }).join(","));
    });
    return "\ufeff" + lines.join("\r\n") + "\r\n";
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.download = (open.table + "_" + open.cell).replace(/[^\w\u4e00-\u9fff-]+/g, "_") + ".csv";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  function heads() {
    const row = panel.querySelector("thead tr");
    row.appendChild(text("th", "#"));
    fields.forEach(function (field) {
      const head = text("th", said[field]);
      head.tabIndex = 0;
      head.addEventListener("click", function () { sortBy(field, head); });
      head.addEventListener("keydown", function (event) { if (event.key === "Enter") { sortBy(field, head); } });
      row.appendChild(head);
    });
  }

  function addressOf(point) {
    let found = point.customdata;
    if (Array.isArray(found)) { found = found.find(function (part) { return /^\d+\|/.test(String(part)); }); }
    return typeof found === "string" ? found : null;
  }

  // A bar of one pixel can hardly be hit: a click close to it counts.
  function showThinBar(node, x, y) {
    const near = 4;
    Array.from(node.querySelectorAll(".bars .point")).some(function (bar) {
      const box = bar.getBoundingClientRect();
      const hit = x >= box.left && x <= box.right && y >= box.top - near && y <= box.bottom + near;
      const group = hit && bar.closest(".trace");
      const trace = group && group.__data__ && group.__data__[0] && group.__data__[0].trace;
      const marks = trace && trace.customdata;
      const address = marks && addressOf({ customdata: marks[bar.__data__.i] });
      return Boolean(address) && show(node.dataset.table, address) !== null;
    });
  }

  function draw(node) {
    const figure = JSON.parse(document.getElementById(node.id + "-data").textContent);
    const layout = Object.assign({}, figure.layout, { autosize: true });
    delete layout.width;
    const settings = {
      responsive: true, displaylogo: false, showSendToCloud: false, plotlyServerURL: "", locale: data.locale,
      doubleClick: false, doubleClickDelay: 1, // every click is a click: two quick ones open two lists
      toImageButtonOptions: { filename: node.id, scale: 3 }
    };
    return Plotly.newPlot(node, figure.data, layout, settings).then(function () {
      let answered = false;
      function answer(points) {
        const address = (points || []).map(addressOf).find(Boolean);
        if (address) { show(node.dataset.table, address); answered = true; }
        return Boolean(address);
      }
      node.on("plotly_click", function (event) { answer(event.points); });
      // A quick click may come before plotly has seen what is under it: what it saw before must not answer,
      // and what it sees a moment later does.
      node.addEventListener("mousedown", function () { answered = false; node._hoverdata = undefined; }, true);
      node.addEventListener("click", function (event) {
        setTimeout(function () {
          if (answered || answer(node._hoverdata)) { return; }
          showThinBar(node, event.clientX, event.clientY);
        }, 120);
      });
      node.dataset.drawn = "yes";
    });
  }

  function drawInTurn(nodes) {
    if (!nodes.length) { document.body.dataset.ready = "yes"; return; }
    draw(nodes[0]).then(function () { setTimeout(drawInTurn, 0, nodes.slice(1)); });
  }

  function resizeAll() {
    document.querySelectorAll(".plot").forEach(function (node) { Plotly.Plots.resize(node); });
  }

  heads();
  panel.querySelector("[data-do=close]").addEventListener("click", close);
  panel.querySelector("[data-do=download]").addEventListener("click", download);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { close(); } });
  document.addEventListener("click", function (event) {
    const mark = event.target.closest("[data-cell]");
    if (mark && mark !== panel) { event.preventDefault(); show(mark.dataset.table, mark.dataset.cell); }
  });
  window.addEventListener("beforeprint", resizeAll);
  window.addEventListener("afterprint", resizeAll);
  window.__workbench = { show: show, close: close, records: recordsOf, csv: csv, data: data };
  if (data.locale !== "en") { Plotly.register({ moduleType: "locale", name: data.locale, dictionary: data.dictionary, format: {} }); }
  drawInTurn(Array.from(document.querySelectorAll(".plot")));
})();
