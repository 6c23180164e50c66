"use strict";
// The page of `cargo xtask diff --format html`: shows the JSON report that stands beside it.
// Text goes in as text, never as markup, and nothing is fetched.
const { report, excerpts, root } = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);

/** An element with attributes and children; text children stay text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const show = (value) => (typeof value === "string" ? value : JSON.stringify(value));

function numbers() {
  const { summary } = report;
  const tiles = [
    [summary.breaking, "breaking changes", summary.breaking > 0],
    [summary.changes, "changes in all"],
    [summary.operations.added, "operations added"],
    [summary.operations.removed, "operations removed", summary.operations.removed > 0],
    [summary.operations.changed, "operations changed"],
  ];
  if (summary.operations.breaking > 0) tiles.push([summary.operations.breaking, "operations broken", true]);
  if (summary.accepted > 0) tiles.push([summary.accepted, "changes accepted"]);
  byId("subtitle").textContent =
    `${summary.operations.old} operations before, ${summary.operations.new} now. What breaks is judged by the policy "${report.policy}".`
    + (report.asked ? ` Only what touches the ${plural(report.asked.operations.length, "operation")} of ${report.asked.source}.` : "");
  byId("numbers").append(...tiles.map(([count, noun, danger]) =>
    make("li", { class: danger ? "danger" : undefined }, make("b", {}, String(count)), noun)));
}

const SHORT_CHART = 8;

function chart() {
  const groups = Object.entries(report.summary.groups).sort(([, a], [, b]) => b.changes - a.changes);
  // What breaks is never behind a button.
  const few = groups.map(([, count], index) => index < SHORT_CHART || count.breaking > 0);
  const left = few.filter((stays) => !stays).length;
  const most = Math.max(1, ...groups.map(([, count]) => count.changes));
  const rows = groups.map(([name, count], index) => {
    const part = (number, kind) => make("span", { class: kind, style: `width:${(100 * number) / most}%` });
    const bar = make("div", { class: "bar", "aria-hidden": "true" },
      part(count.breaking, "breaking"), part(count.changes - count.breaking, "other"));
    const button = make("button", { type: "button", "aria-pressed": "false", onclick: () => choose(name) },
      ...name.split(/(?=[A-Z][a-z])/).flatMap((word) => [make("wbr"), word]));
    return make("tr", { "data-group": name, hidden: !few[index] },
      make("th", { scope: "row" }, button), make("td", {}, bar),
      make("td", { class: "count" }, String(count.changes)),
      make("td", { class: count.breaking > 0 ? "count some" : "count" }, String(count.breaking)));
  });
  byId("chart").tBodies[0].append(...rows);
  const more = byId("more-groups");
  more.hidden = left === 0;
  const label = (open) => (open ? "Show fewer groups" : `Show ${left} more groups, with nothing breaking`);
  more.textContent = label(false);
  more.addEventListener("click", () => {
    const open = more.getAttribute("aria-expanded") !== "true";
    more.setAttribute("aria-expanded", String(open));
    more.textContent = label(open);
    rows.forEach((row, index) => { row.hidden = !open && !few[index]; });
  });
}

function choose(group) {
  const select = byId("group");
  select.value = select.value === group ? "" : group;
  filter();
}

const short = (place) => `${place.file.split("/").pop()}:${place.line}`;
// Encoded, so that the name of a file is never taken for a scheme.
const path = (place) => place.file.split("/").map(encodeURIComponent).join("/");
const link = (word, place) => make("a", { href: `${place.file.startsWith("/") ? "" : root}${path(place)}#L${place.line}` }, `${word} ${short(place)}`);

/** The lines of a description around a change. */
function excerpt(side, place) {
  if (!place) return undefined;
  const [start, lines] = excerpts[side][place.line] ?? [place.line, []];
  const text = lines.flatMap((line, index) => {
    const row = `${String(start + index).padStart(6)}  ${line}\n`;
    return start + index === place.line ? [make("mark", {}, row)] : [row];
  });
  const version = side === "old" ? report.old : report.new;
  return make("div", {}, make("h4", {}, `${version}, line ${place.line}`), make("pre", { tabindex: "0", role: "region", "aria-label": `Lines of ${version}` }, ...text));
}

const FEW_OPERATIONS = 12;

function inside(change) {
  const parts = [];
  if (change.summary) parts.push(make("p", {}, change.summary));
  if (change.old !== null || change.new !== null) {
    parts.push(make("p", {}, "Before: ", make("code", {}, change.old === null ? "nothing" : show(change.old)),
      " Now: ", make("code", {}, change.new === null ? "nothing" : show(change.new))));
  }
  if (change.details) parts.push(make("ul", {}, ...change.details.map((text) => make("li", {}, text))));
  if (change.azure_rule) parts.push(make("p", { class: "quiet" }, `Azure's rule ${change.azure_rule}`));
  parts.push(make("p", { class: "quiet" }, "To accept it: ", make("code", {}, `kind = "${change.kind}", place = "${change.place}"`)));
  if (change.operations.length > 0) {
    parts.push(make("details", { open: change.operations.length <= FEW_OPERATIONS },
      make("summary", {}, plural(change.operations.length, "operation")),
      make("ul", { class: "operations", "aria-label": "Operations" },
        ...change.operations.map((id) => make("li", {}, make("code", {}, id))))));
  }
  parts.push(make("div", { class: "sides" },
    ...[excerpt("old", change.old_at), excerpt("new", change.new_at)].filter((part) => part)));
  return parts;
}

function article(change) {
  const details = make("details", {}, make("summary", {}, "Details"));
  details.addEventListener("toggle", () => { details.append(...inside(change)); }, { once: true });
  return make("article", { class: change.breaking ? "change breaking" : "change" },
    make("h3", {}, ...(change.breaking ? [make("span", { class: "badge" }, "Breaking")] : []), change.message),
    make("p", { class: "facts" }, make("code", {}, change.kind),
      ...(change.direction === "none" ? [] : [make("span", {}, change.direction)]),
      make("span", {}, plural(change.operations.length, "operation")),
      make("span", {}, verdicts(change.verdicts) + (change.note ? ` (${change.note})` : "")),
      ...(change.old_at ? [link("old", change.old_at)] : []),
      ...(change.new_at ? [link("new", change.new_at)] : [])),
    details);
}

const cards = [];
const counts = new Map();
const verdicts = ({ wire, azure, rust: code }) => [`wire ${wire ? "breaks" : "holds"}`, `azure ${azure ? "breaks" : "holds"}`,
  ...(code ? [`rust ${code}`] : [])].join(", ");

function list() {
  const names = rustNames();
  let section;
  for (const change of report.changes) {
    if (section?.dataset.group !== change.group) {
      const count = make("span", { class: "quiet" });
      section = make("section", { class: "group", "data-group": change.group, "aria-label": change.group },
        make("h2", {}, change.group, " ", count));
      if (change.group === "Shared") {
        section.append(make("p", { class: "quiet" }, "What several groups use: parameters, models, the API as a whole."));
      }
      byId("changes").append(section);
      counts.set(section, count);
    }
    const element = article(change);
    section.append(element);
    const text = [change.kind, change.message, change.place, change.group, ...change.operations,
      ...(names.get(`${change.kind} ${change.place}`) ?? [])].join("\n").toLowerCase();
    cards.push({ change, element, section, text });
  }
}

function options() {
  const add = (select, entries) => select.append(make("option", { value: "" }, "all"),
    ...entries.map(([name, count]) => make("option", { value: name }, `${name} (${count.changes})`)));
  add(byId("group"), Object.entries(report.summary.groups));
  add(byId("kind"), Object.entries(report.summary.kinds));
}

const MANY_ITEMS = 40;
const CHOICES = ["query", "group", "kind", "direction"];

function filter() {
  const chosen = Object.fromEntries(CHOICES.map((id) => [id, byId(id).value]));
  const words = chosen.query.toLowerCase().split(/\s+/).filter((word) => word);
  const onlyBreaking = byId("breaking").checked;
  let found = 0;
  const shown = new Map([...counts.keys()].map((section) => [section, 0]));
  for (const { change, element, section, text } of cards) {
    const fits = (!onlyBreaking || change.breaking) && (!chosen.group || change.group === chosen.group)
      && (!chosen.kind || change.kind === chosen.kind) && words.every((word) => text.includes(word))
      && (!chosen.direction || change.direction === chosen.direction || change.effects.some((effect) => effect.direction === chosen.direction));
    element.hidden = !fits;
    if (fits) { found += 1; shown.set(section, shown.get(section) + 1); }
  }
  for (const [section, number] of shown) {
    section.hidden = number === 0;
    const { changes, breaking } = report.summary.groups[section.dataset.group];
    const whole = breaking > 0 ? `${plural(changes, "change")}, ${breaking} breaking` : plural(changes, "change");
    counts.get(section).textContent = number === changes ? whole : `${number} of ${plural(changes, "change")} shown`;
  }
  let shownItems = 0;
  for (const { item, element, text } of items) {
    // Many thousand items differ for one reason: without a word to look for, what breaks stands first and alone.
    const fits = words.every((word) => text.includes(word)) && (item.breaking || (!onlyBreaking && (words.length > 0 || shownItems < MANY_ITEMS)));
    element.hidden = !fits;
    if (fits) shownItems += 1;
  }
  byId("rust-found").textContent = items.length > shownItems ? `${shownItems} of ${plural(items.length, "item")} shown; search for a name to see others` : "";
  byId("nothing").hidden = found > 0;
  for (const row of byId("chart").tBodies[0].rows) {
    row.querySelector("button").setAttribute("aria-pressed", String(row.dataset.group === chosen.group));
  }
  byId("found").textContent = `${plural(found, "change")} of ${cards.length} shown`;
  remember(chosen, onlyBreaking);
}

/** Keeps the filters in the address, so that a view can be passed on. */
function remember(chosen, onlyBreaking) {
  const state = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
  if (onlyBreaking) state.set("breaking", "yes");
  try { history.replaceState(null, "", `#${state}`); } catch { /* Some browsers refuse this for files. */ }
}

function recall() {
  const state = new URLSearchParams(location.hash.slice(1));
  for (const id of CHOICES) byId(id).value = state.get(id) ?? "";
  byId("breaking").checked = state.get("breaking") === "yes";
}

function theme() {
  const names = ["system", "light", "dark"];
  let current = 0;
  byId("theme").addEventListener("click", () => {
    current = (current + 1) % names.length;
    if (current === 0) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = names[current];
    byId("theme").textContent = `Theme: ${names[current]}`;
  });
}

const items = [];

/** Advice with the names of the crate, which stand in backticks, as code. */
const advised = (text) => text.split("`").map((part, index) => (index % 2 === 1 ? make("code", {}, part) : part));

/** What becomes of code on the generated crate, where the report is about that. */
function rust() {
  if (!report.rust || (report.policy !== "rust" && !report.asked)) return;
  byId("rust").hidden = false;
  byId("rust-numbers").textContent = `${report.rust.breaking} items break, with ${report.rust.differing} code compiles and something else`
    + ` happens, ${report.rust.unchanged} stay as they are, ${report.rust.new} are new.`;
  for (const item of report.rust.items) {
    const shape = item.old === item.new || item.old === null || item.new === null
      ? [item.old === null ? " is new" : item.new === null ? " is gone" : ""]
      : [" is now ", make("code", {}, item.new || item.path)];
    const element = make("li", {},
      make("span", { class: item.breaking ? "badge" : "quiet" }, item.breaking ? "Breaking" : "Differs"), " ",
      make("code", {}, item.path), ...shape, ...(item.advice ? [": ", ...advised(item.advice)] : []));
    byId("rust-items").append(element);
    items.push({ item, element, text: [item.path, item.operation ?? "", item.advice ?? "", ...item.causes].join("\n").toLowerCase() });
  }
}

/** The names in Rust of what each change breaks or alters, so that it is found by them. */
function rustNames() {
  const names = new Map();
  for (const item of report.rust?.items ?? []) {
    for (const cause of item.causes) names.set(cause, [...(names.get(cause) ?? []), item.path]);
  }
  return names;
}

numbers();
rust();
chart();
options();
list();
recall();
theme();
filter();
byId("filters").addEventListener("input", filter);
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("reset", () => setTimeout(filter));
byId("all").addEventListener("click", () => { byId("reset").click(); byId("query").focus(); });
// Another view pasted into the address bar. The link that skips to the changes is none.
addEventListener("hashchange", () => { if (location.hash !== "#changes") { recall(); filter(); } });
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(input|select|textarea)$/i.test(event.target.tagName)) {
    event.preventDefault();
    byId("query").focus();
  }
});
