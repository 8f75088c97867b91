// A file line by line: what is wrong stands under its line, what the map knows can be opened there.
// All text is set as text, never as markup.
const files = new WeakMap();
const MARKS = { error: "\u2716", warning: "\u25B2", advice: "\u25CF" };

function element(kind, name, words) {
  const made = document.createElement(kind);
  made.className = name;
  made.textContent = words;
  return made;
}

function byLine(items) {
  const found = new Map();
  for (const item of items) found.set(item.line, [...(found.get(item.line) ?? []), item]);
  return found;
}

function rowOf(file, words, line) {
  const row = document.createElement("div");
  row.className = "row";
  const [found, thing] = [file.findings.get(line) ?? [], file.things.get(line)?.[0]];
  const mark = element("span", "mark", found.length ? MARKS[found[0].kind] : "");
  const number = element("span", "number", line);
  number.onclick = () => { go(file, line); file.send("line", numbered(file, { line })); };
  row.append(mark, number, element("span", "text", words || "\u200b"));
  if (thing) {
    const button = element("button", "", "Map");
    button.type = "button";
    button.tabIndex = -1;
    button.title = `Open on the map: ${thing.label}`;
    button.setAttribute("aria-label", button.title);
    button.onclick = () => open(file, thing);
    row.append(button);
  }
  return [row, ...found.map(({ kind, words: said }) => element("div", `finding ${kind}`, said))];
}

// Numbered, so that the same thing can be asked for again.
function numbered(file, message) {
  file.clicks = (file.clicks ?? 0) + 1;
  return { ...message, click: file.clicks };
}

function open(file, thing) {
  file.send("opened", numbered(file, { id: thing.id }));
}

// Goes to a line: lit, scrolled to the middle, and said aloud with what is wrong there.
function go(file, line, block = "nearest") {
  const at = Math.min(Math.max(line, 1), file.rows.length);
  file.rows[file.at - 1]?.classList.remove("here");
  file.at = at;
  const row = file.rows[at - 1];
  if (!row) return;
  row.classList.add("here");
  const { offsetTop: top, offsetHeight: height } = row;
  const { clientHeight: room, scrollTop: now } = file.place;
  const start = top - file.place.offsetTop;
  if (block === "center") file.place.scrollTop = start - room / 2;
  else if (start < now) file.place.scrollTop = start;
  else if (start + height > now + room) file.place.scrollTop = start + height - room;
  const wrong = (file.findings.get(at) ?? []).map(({ words }) => words).join(" ");
  file.spoken.textContent = `Line ${at}: ${row.querySelector(".text").textContent} ${wrong}`;
}

function onKey(file, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
  event.stopPropagation();
  const page = Math.floor(file.place.clientHeight / 22);
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
  const now = file.at ?? 0;
  if (steps[event.key]) go(file, now + steps[event.key]);
  else if (event.key === "Home") go(file, 1);
  else if (event.key === "End") go(file, file.rows.length);
  else if (event.key === "n" || event.key === "p") {
    const lines = [...file.findings.keys()].sort((a, b) => (event.key === "n" ? a - b : b - a));
    const next = lines.find((line) => (event.key === "n" ? line > now : line < now)) ?? lines[0];
    if (next) go(file, next, "center");
  } else if (event.key === "Enter") {
    // What is defined here, else just above.
    const lines = [...file.things.keys()].filter((line) => line <= now).sort((a, b) => b - a);
    const thing = file.things.get(lines[0])?.[0];
    if (thing) open(file, thing);
  } else return;
  event.preventDefault();
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const said = JSON.stringify([data.lines, data.findings, data.things]);
  const file = files.get(parentElement) ?? {
    place: parentElement.querySelector(".lines"), spoken: parentElement.querySelector(".spoken"),
  };
  files.set(parentElement, file);
  file.send = (name, value) => setStateValue(name, value);
  file.place.onkeydown = (event) => onKey(file, event);
  if (file.said !== said) {
    file.said = said;
    file.at = undefined;
    file.findings = byLine(data.findings);
    file.things = byLine(data.things);
    file.place.replaceChildren(...data.lines.flatMap((line, at) => rowOf(file, line, at + 1)));
    file.rows = [...file.place.querySelectorAll(".row")];
    file.place.scrollTop = 0;
  }
  if (data.at && data.at !== file.at) go(file, data.at, "center");
}
