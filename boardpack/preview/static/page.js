// Asks for the state of the pack twice a second, shows its findings and one page of it. The page the reader
// is on stays: it is kept as so many pages into a part of the pack, for pages before it may come and go.
"use strict";

const EVERY = 500; // milliseconds
const byId = (id) => document.getElementById(id);
let state = null;
let page = Number(new URLSearchParams(location.hash.slice(1)).get("page")) || 1;

function partOf(sections, number) {
  return sections.filter((section) => section.page <= number).pop();
}

function kept(before, after) {
  if (!before || !before.pages) return page;
  const part = partOf(before.sections, page);
  const same = part && after.sections.find((section) => section.anchor === part.anchor);
  return same ? same.page + (page - part.page) : page;
}

// A page is called by its number as printed; the cover has none.
function called(number) {
  const label = state.labels[number - 1] || String(number);
  return /^[0-9]/.test(label) ? `Page ${label}` : label;
}

function numbered() {
  return state.labels.filter((label) => /^[0-9]/.test(label)).length;
}

function turnTo(number) {
  page = Math.min(Math.max(1, number), Math.max(1, state.pages));
  history.replaceState(null, "", `#page=${page}`);
  byId("number").value = page - (state.pages - numbered());
  byId("back").disabled = page <= 1;
  byId("on").disabled = page >= state.pages;
  const part = partOf(state.sections, page);
  if (part) byId("sections").value = part.anchor;
  if (state.pages) draw();
}

// A picture is fetched first and then put in place, so that nothing flickers; without poppler the browser's
// own viewer shows the page.
function draw() {
  const name = `${called(page)} of ${numbered()}`;
  const source = state.pictures ? `pages/${page}.png?build=${state.edition}`
    : `pages/${page}.pdf?build=${state.edition}#toolbar=0&navpanes=0&view=Fit`;
  const sheet = byId("sheet");
  if (sheet.dataset.source === source) return;
  sheet.dataset.source = source;
  const made = document.createElement(state.pictures ? "img" : "iframe");
  if (state.pictures) made.alt = `${name}; the text is in the whole pack`;
  else made.title = name;
  const place = () => { if (sheet.dataset.source === source) sheet.replaceChildren(made); };
  if (state.pictures) {
    made.addEventListener("load", place);
    made.addEventListener("error", () => { state.pictures = false; draw(); });
  }
  made.src = source;
  if (!state.pictures) place();
}

function element(name, text, kind) {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function finding(found) {
  const item = element("li", "", found.severity);
  const head = element("p", "");
  head.append(element("span", `${found.severity} ${found.rule}`, "rule"), " ", element("span", found.place, "place"));
  const subject = found.subject ? `${found.subject}: ` : "";
  item.append(head, element("p", subject + found.found), element("p", found.remedy, "remedy"));
  if (found.page) {
    const go = element("button", called(found.page));
    go.type = "button";
    go.addEventListener("click", () => turnTo(found.page));
    item.append(go);
  }
  return item;
}

function show(next) {
  const target = kept(state, next);
  state = next;
  document.title = `${next.month} – boardpack watch`;
  byId("title").textContent = next.title || "No pack yet";
  byId("month").textContent = next.month;
  byId("pages").textContent = numbered();
  byId("number").min = numbered() - next.pages + 1;
  byId("number").max = numbered();
  byId("sections").replaceChildren(...next.sections.map((section) => {
    const option = element("option", `${next.labels[section.page - 1]} ${section.title}`);
    option.value = section.anchor;
    return option;
  }));
  const counts = Object.entries(next.counts).map(([name, count]) => `${count} ${name}`).join(", ");
  byId("counts").textContent = counts;
  byId("message").textContent = next.message;
  byId("message").hidden = !next.message;
  byId("findings").replaceChildren(...next.findings.map(finding));
  const how = next.current ? (next.draft ? "up to date, as a draft: there are errors" : "up to date") : "the pages are out of date";
  byId("status").textContent = `Build ${next.number}: ${how}. ${counts}.`;
  byId("status").className = next.current ? "" : "stale";
  document.body.dataset.build = next.number;
  turnTo(target);
}

async function look() {
  try {
    const answer = await fetch("state.json", { cache: "no-store" });
    const next = await answer.json();
    if (!state || next.number !== state.number) show(next);
  } catch {
    byId("status").textContent = "boardpack watch has stopped. Start it again to go on.";
    byId("status").className = "stale";
  }
  setTimeout(look, EVERY);
}

byId("back").addEventListener("click", () => turnTo(page - 1));
byId("on").addEventListener("click", () => turnTo(page + 1));
byId("number").addEventListener("change", (event) => turnTo(Number(event.target.value) + state.pages - numbered()));
byId("sections").addEventListener("change", (event) => {
  turnTo(state.sections.find((section) => section.anchor === event.target.value).page);
});
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select") || !state) return;
  if (event.key === "ArrowLeft" || event.key === "PageUp") turnTo(page - 1);
  if (event.key === "ArrowRight" || event.key === "PageDown") turnTo(page + 1);
});
look();
