// A file line by line, with what check says below the lines it is about. All text is set as text.
function made(kind, name, text) {
  const item = document.createElement(kind);
  if (name) item.className = name;
  if (text !== undefined) item.textContent = text;
  if (kind === "button") item.type = "button";
  return item;
}

function by_line(items) {
  const found = new Map();
  for (const item of items) found.set(item.line, [...(found.get(item.line) ?? []), item]);
  return found;
}

function finding(item) {
  const box = made("div", "finding");
  box.dataset.severity = item.severity;
  box.append(made("b", "", item.severity), `: ${item.message} ${item.remedy} [${item.code}]`);
  return box;
}

function row(number, text, things, tell) {
  const line = made("div", "row");
  const button = made("button", "number", String(number));
  button.setAttribute("aria-label", `Line ${number}: point to it in the address`);
  button.tabIndex = things ? 0 : -1;
  button.onclick = () => tell("line", number);
  const code = made("code", text.trimStart().startsWith("#") ? "comment" : "", text);
  line.dataset.line = number;
  line.append(button, code);
  for (const thing of things ?? []) {
    const way = made("button", "thing", `${thing.label} →`);
    way.setAttribute("aria-label", `Look at the ${thing.kind} ${thing.label}`);
    way.onclick = () => tell("thing", number);
    line.append(way);
  }
  return line;
}

function go(text, number, focus) {
  for (const line of text.querySelectorAll('[aria-current="true"]')) line.removeAttribute("aria-current");
  const line = text.querySelector(`[data-line="${number}"]`);
  if (!line) return;
  line.setAttribute("aria-current", "true");
  text.scrollTop = Math.max(0, line.offsetTop - text.clientHeight / 3);
  if (focus) line.querySelector(".number").focus({ preventScroll: true });
}

function jumps(place, findings, text) {
  place.hidden = !findings.length;
  place.replaceChildren(...findings.map((item) => {
    const button = made("button", "", `${item.severity} in line ${item.line}`);
    button.onclick = () => go(text, item.line, true);
    return button;
  }));
}

export default function ({ data, parentElement, setStateValue }) {
  const text = parentElement.querySelector(".text");
  let clicks = Number(text.dataset.clicks ?? 0);
  const tell = (name, line) => {
    text.dataset.clicks = clicks += 1;
    if (name === "line") go(text, line, false);
    setStateValue(name, { line, click: clicks });
  };
  const said = JSON.stringify([data.lines, data.findings, data.things]);
  if (text.dataset.said !== said) {
    // Saved by somebody, the same file stays where its reader is.
    const [place, root] = [text.scrollTop, text.getRootNode()];
    const held = text.contains(root.activeElement) ? root.activeElement : null;
    const line = held?.closest("[data-line]")?.dataset.line;
    text.dataset.said = said;
    const things = by_line(data.things);
    const findings = by_line(data.findings);
    const lines = made("div", "lines");
    data.lines.forEach((line, index) => {
      lines.append(row(index + 1, line, things.get(index + 1), tell));
      lines.append(...(findings.get(index + 1) ?? []).map(finding));
    });
    text.replaceChildren(lines);
    jumps(parentElement.querySelector(".jumps"), data.findings, text);
    const left = parentElement.querySelector(".left");
    left.hidden = !data.left;
    left.textContent = `${data.left.toLocaleString("en")} more lines are not shown.`;
    if (text.dataset.file !== data.file) delete text.dataset.shown;
    else text.scrollTop = place;
    text.dataset.file = data.file;
    if (line) text.querySelector(`[data-line="${line}"] .${held.className}`)?.focus({ preventScroll: true });
  }
  // The line asked for is shown once; later the reader's own scrolling counts.
  if (data.line && text.dataset.shown !== String(data.line)) {
    text.dataset.shown = data.line;
    requestAnimationFrame(() => go(text, data.line, false));
  }
  text.onkeydown = (event) => { if (event.key !== "Tab") event.stopPropagation(); };
}
