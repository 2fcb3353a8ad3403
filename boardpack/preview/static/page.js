// Waits for the next state of the pack, shows its findings and one page of it, and beside it the web edition.
// The reader's page stays (so many pages into a part of the pack, for pages before it may come and go), and so
// do focus and scrolling. A page is fetched again only when it looks otherwise than it did.
"use strict";

const ZOOMS = [1, 1.5, 2, 3];
const byId = (id) => document.getElementById(id);
let state = null;
let announced = null; // since when each page has looked as it did when that was said last
let page = Number(new URLSearchParams(location.hash.slice(1)).get("page")) || 1;
let zoom = 0;
let wanted = null; // the area to outline: its number on a page

function element(name, text, kind) {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function button(text, act) {
  const made = element("button", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// ------------------------------------------------------------------------------------------- pages

function partOf(sections, number) {
  return sections.find((section) => section.page === number) ||
    sections.filter((section) => section.page < number).pop();
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
  if (!state.pages) return;
  page = Math.min(Math.max(1, number), state.pages);
  history.replaceState(null, "", `#page=${page}`);
  byId("number").value = page - (state.pages - numbered());
  byId("back").disabled = page <= 1;
  byId("on").disabled = page >= state.pages;
  const part = partOf(state.sections, page);
  if (part) byId("sections").value = part.anchor;
  draw();
}

// A picture is fetched first and then put in place, so that nothing flickers; without poppler the browser's
// own viewer shows the page.
function draw() {
  const name = `${called(page)} of ${numbered()}`;
  const size = state.pictures ? Math.ceil(ZOOMS[zoom]) : 1;
  const look = `${page}@${size}.${state.pictures ? "jpg" : "pdf"}?look=${state.since[page - 1]}`;
  const sheet = byId("sheet");
  document.body.classList.toggle("document", !state.pictures);
  byId("paper").style.setProperty("--zoom", ZOOMS[zoom]);
  if (sheet.dataset.source === look) return mark();
  sheet.dataset.source = look;
  const made = document.createElement(state.pictures ? "img" : "iframe");
  const number = page;
  const place = () => {
    if (sheet.dataset.source !== look) return;
    if (made.naturalWidth) byId("paper").style.setProperty("--ratio", made.naturalWidth / made.naturalHeight);
    byId("picture").replaceChildren(made);
    sheet.dataset.shown = look;
    point(number, look);
  };
  if (state.pictures) {
    made.alt = `${name}; the text is in the whole pack`;
    made.addEventListener("load", place);
    made.addEventListener("error", () => { if (sheet.dataset.source === look) { state.pictures = false; draw(); } });
    made.src = `pages/${look}`;
  } else {
    made.title = name;
    made.src = `pages/${look}#toolbar=0&navpanes=0&view=Fit`;
    place();
  }
}

// Everything on the page that has a source is a button over the picture.
async function point(number, look) {
  const areas = state.pictures ? await (await fetch(`pages/${number}.json`)).json() : [];
  if (byId("sheet").dataset.source !== look) return;
  const list = byId("areas");
  const at = [...list.children].findIndex((item) => item.contains(document.activeElement));
  list.replaceChildren(...areas.map(({ box, source, words, anchor }) => {
    const item = element("li", "");
    const made = button(`${words || anchor || "Picture"}: ${source}`, () => tell(source, made));
    ["left", "top", "width", "height"].forEach((side, index) => { made.style[side] = `${box[index]}%`; });
    item.append(made);
    return item;
  }));
  rove(list);
  if (at >= 0 && list.children.length) focusOn(list, Math.min(at, list.children.length - 1));
  mark();
}

function tell(source, made) {
  byId("source").textContent = source;
  outline(made);
  if (navigator.clipboard) {
    navigator.clipboard.writeText(source).then(() => { byId("source").textContent = `${source} (copied)`; }, () => {});
  }
}

function outline(made) {
  document.querySelectorAll(".concerned").forEach((other) => other.classList.remove("concerned"));
  if (made) made.classList.add("concerned");
}

function mark() {
  if (wanted === null || wanted.page !== page) return;
  const item = byId("areas").children[wanted.area];
  outline(item && item.firstChild);
  if (item) item.firstChild.scrollIntoView({ block: "nearest", inline: "nearest" });
  wanted = null;
}

function resize(step) {
  const sheet = byId("sheet");
  const before = ZOOMS[zoom];
  const middle = [sheet.scrollLeft + sheet.clientWidth / 2, sheet.scrollTop + sheet.clientHeight / 2];
  zoom = Math.min(Math.max(0, zoom + step), ZOOMS.length - 1);
  byId("smaller").disabled = zoom === 0;
  byId("larger").disabled = zoom === ZOOMS.length - 1;
  draw();
  const by = ZOOMS[zoom] / before;
  sheet.scrollTo(middle[0] * by - sheet.clientWidth / 2, middle[1] * by - sheet.clientHeight / 2);
}

// ------------------------------------------------------------------------------------------- lists

// One stop for the Tab key in a list; arrows, Home and End go on within it.
function rove(list) {
  const stops = [...list.querySelectorAll("button")];
  const held = stops.indexOf(document.activeElement);
  stops.forEach((stop, index) => { stop.tabIndex = index === Math.max(held, 0) ? 0 : -1; });
}

function focusOn(list, index) {
  const stops = [...list.querySelectorAll("button")];
  stops.forEach((stop, at) => { stop.tabIndex = at === index ? 0 : -1; });
  stops[index].focus({ preventScroll: true });
}

function step(event) {
  const list = event.currentTarget;
  const stops = [...list.querySelectorAll("button")];
  const at = stops.indexOf(event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (at < 0 || to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  if (!stops[to]) return;
  focusOn(list, to);
  (stops[to].closest("#findings li") || stops[to]).scrollIntoView({ block: "nearest" });
}

async function jump(index, made) {
  const answer = await fetch(`findings/${index}.json`);
  if (!answer.ok) return;
  const found = await answer.json();
  if (!found.page) return;
  wanted = found;
  const anchor = partOf(state.sections, found.page);
  turnTo(found.page);
  if (anchor) webTo(anchor.anchor);
  byId("source").textContent = `${called(page)}: ${made.dataset.place}`;
}

function finding(found, index) {
  const item = element("li", "", `${found.severity}${found.new ? " new" : ""}`);
  const head = element("p", "");
  if (found.new) head.append(element("span", "New", "mark"), " ");
  head.append(element("span", `${found.severity} ${found.rule}`, "rule"), " ", element("span", found.place, "place"));
  const subject = found.subject ? `${found.subject}: ` : "";
  item.append(head, element("p", subject + found.found), element("p", found.remedy, "remedy"));
  item.dataset.key = [found.rule, found.place.split(":")[0], found.subject, found.found].join("\n");
  const go = button(found.page ? `Show on the pages, from ${called(found.page).toLowerCase()}` : "On no page", () => jump(index, go));
  go.dataset.place = found.place;
  if (!found.page) go.setAttribute("aria-disabled", "true");
  item.append(go);
  return item;
}

function listFindings(next) {
  const list = byId("findings");
  const held = document.activeElement && document.activeElement.closest("#findings li");
  const at = held ? [...list.children].indexOf(held) : -1;
  const scrolled = byId("list").scrollTop;
  list.replaceChildren(...next.findings.map(finding));
  byId("list").scrollTop = scrolled;
  rove(list);
  if (!held || !list.children.length) return;
  const same = [...list.children].findIndex((item) => item.dataset.key === held.dataset.key);
  focusOn(list, same >= 0 ? same : Math.min(at, list.children.length - 1));
}

// ------------------------------------------------------------------------------------- web edition

// Its body is put in place of the one before, so that its scrolling and focus stay.
async function web() {
  const frame = byId("web");
  if (frame.hidden || !state.pages || frame.dataset.edition === String(state.edition)) return;
  const first = !frame.dataset.edition;
  frame.dataset.edition = state.edition;
  if (first) { frame.src = "web.html"; return; }
  const text = await (await fetch("web.html")).text();
  const next = new DOMParser().parseFromString(text, "text/html");
  const here = frame.contentDocument;
  const stops = () => [...here.querySelectorAll("a, summary, [tabindex]")];
  const at = stops().indexOf(here.activeElement);
  const [left, top] = [frame.contentWindow.scrollX, frame.contentWindow.scrollY];
  const open = [...here.querySelectorAll("details")].map((each) => each.open);
  here.head.querySelector("style").textContent = next.head.querySelector("style").textContent;
  here.body.replaceChildren(...next.body.childNodes);
  [...here.querySelectorAll("details")].forEach((each, index) => { each.open = Boolean(open[index]); });
  frame.contentWindow.scrollTo(left, top);
  if (stops()[at]) stops()[at].focus({ preventScroll: true });
}

function webTo(anchor) {
  const frame = byId("web");
  const place = !frame.hidden && frame.contentDocument && frame.contentDocument.getElementById(anchor);
  if (place) place.scrollIntoView();
}

// What is chosen in it gives its file and line, as a place on a page does.
async function ask({ target }) {
  const part = target.closest("section");
  const chosen = target.closest("tr, figure, li, p, h1, h2, h3, h4, h5, h6") || target;
  if (!part || !state) return;
  const named = [chosen, chosen.closest("tbody[id]"), chosen.closest("figure")].find((one) => one && one.id);
  const heading = part.querySelector("h1[id], h2[id]");
  const text = chosen.cells ? [...chosen.cells].map((cell) => cell.textContent).join(" ") : chosen.textContent;
  const query = new URLSearchParams({
    section: part.id || (heading ? heading.id : ""), anchor: named ? named.id : "", words: text.slice(0, 1000),
  });
  const answer = await fetch(`source.json?${query}`);
  if (answer.ok) tell((await answer.json()).source, null);
}

byId("web").addEventListener("load", () => {
  byId("web").contentDocument.addEventListener("click", ask);
  const part = state && partOf(state.sections, page);
  if (part && page > 1) webTo(part.anchor);
});
byId("beside").addEventListener("click", () => {
  const frame = byId("web");
  frame.hidden = !frame.hidden;
  byId("beside").setAttribute("aria-pressed", String(!frame.hidden));
  web();
});

// ------------------------------------------------------------------------------------------- state

function show(next) {
  const target = kept(state, next);
  state = next;
  const said = ([name, count]) => `${count} ${count === 1 ? name.replace(/s$/, "") : name}`;
  const counts = Object.entries(next.counts).map(said).join(", ");
  const errors = said(["errors", next.counts.errors]);
  document.title = `${next.counts.errors ? `${errors} – ` : ""}${next.month} – boardpack watch`;
  document.body.classList.toggle("errors", next.counts.errors > 0 || !next.current);
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
  byId("counts").textContent = counts;
  byId("message").textContent = next.message;
  byId("message").hidden = !next.message;
  turnTo(target);
  if (!next.checked) {
    byId("status").textContent = `Build ${next.number}: pages up to date, being checked.`;
    return;
  }
  listFindings(next);
  const how = next.current ? (next.draft ? "up to date, as a draft: there are errors" : "up to date") : "the pages are out of date";
  const fresh = next.new ? ` ${next.new} new.` : "";
  const moved = announced && next.current ? next.since.flatMap((since, at) => (since === announced[at] ? [] : [next.labels[at]])) : [];
  announced = next.since;
  const changed = moved.length && moved.length < 6 ? ` Changed: ${moved.join(", ")}.` : "";
  byId("status").textContent = `Build ${next.number}: ${how}. ${counts}.${fresh}${changed}`;
  byId("status").className = next.current ? "" : "stale";
  document.body.dataset.build = next.number;
  web();
}

async function look() {
  let pause = 0;
  try {
    const answer = await fetch(`state.json${state ? `?after=${state.step}` : ""}`, { cache: "no-store" });
    const next = await answer.json();
    if (!state || next.step !== state.step) show(next);
  } catch {
    byId("status").textContent = "boardpack watch has stopped. Start it again to go on.";
    byId("status").className = "stale";
    pause = 1000;
  }
  setTimeout(look, pause);
}

byId("back").addEventListener("click", () => turnTo(page - 1));
byId("on").addEventListener("click", () => turnTo(page + 1));
byId("smaller").addEventListener("click", () => resize(-1));
byId("larger").addEventListener("click", () => resize(1));
byId("smaller").disabled = true;
byId("number").addEventListener("change", (event) => turnTo(Number(event.target.value) + state.pages - numbered()));
byId("sections").addEventListener("change", (event) => {
  turnTo(state.sections.find((section) => section.anchor === event.target.value).page);
  webTo(event.target.value);
});
byId("findings").addEventListener("keydown", step);
byId("areas").addEventListener("keydown", step);
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select") || !state || event.ctrlKey || event.altKey || event.metaKey) return;
  const scrolls = zoom > 0 && event.target.id === "sheet"; // then the arrows are for scrolling
  const back = event.key === "PageUp" || (event.key === "ArrowLeft" && !scrolls);
  const on = event.key === "PageDown" || (event.key === "ArrowRight" && !scrolls);
  if (!back && !on) return;
  event.preventDefault();
  turnTo(page + (on ? 1 : -1));
});
look();
