// What a reader does with the map: keys, buttons, and what is said aloud.
function speak(record, id) {
  const node = id && record.byId.get(id);
  record.spoken.textContent = node ? node.title.replaceAll("\n", ", ") : "Nothing selected";
}

// Numbered, so that the same thing can be chosen again after the page let it go.
function numbered(record, message) {
  record.clicks = (record.clicks ?? 0) + 1;
  return { ...message, click: record.clicks };
}

function choose(record, id) {
  record.selected = id;
  record.selectedEdge = null;
  pick(record, null);
  restyle(record);
  speak(record, id);
  record.send("selected", numbered(record, { id }));
  showPanel(id);
}

function chooseEdge(record, id) {
  record.selected = null;
  record.selectedEdge = id;
  pick(record, null);
  restyle(record);
  record.spoken.textContent = record.lines.find((line) => line.id === id).title.split("\n")[0];
  record.send("selected", numbered(record, { edge: id }));
  showPanel(id);
}

// Where the panel stands below the map, a part that is opened is shown there.
function showPanel(id) {
  const panel = document.querySelector(".st-key-panel");
  if (!id || !panel || globalThis.innerWidth > 640) return;
  panel.scrollIntoView({ block: "nearest" });
}

function onClick(record, event) {
  // On the ground beside the parts; on a part the drawing itself has seen it.
  if (record.drawing) return null;
  const [node] = event.nodes;
  if (node && record.byId.get(node).group) return turnFamily(record, node);
  if (node) return choose(record, node);
  const header = headerAt(record, event.pointer.canvas);
  if (header && record.data.grouped) return turnFamily(record, header.key);
  if (header) return pickFamily(record, header);
  if (event.edges.length) return chooseEdge(record, event.edges[0]);
  return choose(record, null);
}

// Opens a family of a large map, or closes it again.
function turnFamily(record, group) {
  record.send("selected", numbered(record, { group }));
}

// Picks out what an entry of the legend or the head of a family stands for; again lets it go.
function pick(record, key, nodes = null, lines = null) {
  const again = key === null || record.pickedKey === key;
  record.pickedKey = again ? null : key;
  record.picked = again ? null : new Set(nodes);
  record.pickedLines = again ? null : new Set(lines ?? []);
  for (const button of record.legendPlace.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.key === record.pickedKey));
  }
}

function pickFamily(record, header) {
  pick(record, `family ${header.title}`, header.ids);
  restyle(record);
  record.spoken.textContent = record.picked
    ? `${header.title}: ${header.ids.length} parts picked out` : "All parts";
}

function fillLegend(record) {
  const entries = record.legend.map(({ key, glyph, colour, phrase, nodes, lines }) => ({
    key, glyph, colour, words: `${phrase} (${(nodes ?? lines).length})`, nodes, lines,
  }));
  const compared = [...(record.focus?.compared ?? [])];
  if (compared.length) {
    const words = "slowest loop of what is compared";
    entries.push({ key: "compared", glyph: "╍", colour: COMPARED, words, lines: compared });
  }
  const said = JSON.stringify(entries);
  if (record.legendSaid === said) return;
  record.legendSaid = said;
  const root = record.legendPlace.getRootNode();
  const held = record.legendPlace.contains(root.activeElement) ? root.activeElement.dataset.key : null;
  const ends = new Map(record.data.edges.map(({ id, from, to }) => [id, [from, to]]));
  record.legendPlace.replaceChildren(...entries.map((entry) => {
    const button = document.createElement("button");
    const sign = document.createElement("span");
    button.type = "button";
    button.dataset.key = entry.key;
    button.setAttribute("aria-pressed", String(entry.key === record.pickedKey));
    sign.textContent = entry.glyph;
    sign.style.color = entry.colour;
    sign.setAttribute("aria-hidden", "true");
    button.append(sign, ` ${entry.words}`);
    const nodes = entry.nodes ?? entry.lines.flatMap((id) => ends.get(id));
    // What was picked out stays so, with what it stands for now.
    if (entry.key === record.pickedKey) {
      [record.picked, record.pickedLines] = [new Set(nodes), new Set(entry.lines ?? [])];
    }
    button.onclick = () => {
      pick(record, entry.key, nodes, entry.lines);
      restyle(record);
    };
    return button;
  }));
  // Nor does whoever walks through it by keyboard lose their place when an answer comes.
  [...record.legendPlace.children].find(({ dataset }) => dataset.key === held)?.focus();
  record.legendPlace.onkeydown = (event) => { if (event.key !== "Tab") event.stopPropagation(); };
}

function nearest(record, from, dx, dy) {
  let best = null;
  const places = record.network.getPositions();
  const start = from ? places[from] : record.network.getViewPosition();
  for (const [id, place] of Object.entries(places)) {
    if (id === from) continue;
    const [x, y] = [place.x - start.x, place.y - start.y];
    const ahead = x * dx + y * dy;
    const cost = ahead + 2 * Math.abs(x * dy - y * dx);
    if (ahead > 1 && (!best || cost < best.cost)) best = { id, cost };
  }
  return best && best.id;
}

const ARROWS = {
  ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1],
};

function onKey(record, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
  event.stopPropagation();
  if (event.key === "d") {
    const { selected } = record;
    startDrawing(record, record.byId.get(selected)?.group ? null : selected);
  } else if (record.drawing && event.key === "Escape") {
    stopDrawing(record);
  } else if (record.drawing?.source && (event.key === "Enter" || event.key === " ")) {
    finishDrawing(record, record.byId.get(record.selected)?.group ? null : record.selected);
  } else if (ARROWS[event.key]) {
    const next = record.selected
      ? nearest(record, record.selected, ...ARROWS[event.key])
      : (record.start ?? nearest(record, null, ...ARROWS[event.key]));
    if (next) {
      record.selected = next;
      restyle(record);
      keepInView(record, next);
      speak(record, next);
    }
  } else if (event.key === "Enter" || event.key === " ") {
    if (record.byId.get(record.selected)?.group) turnFamily(record, record.selected);
    else choose(record, record.selected);
  } else if (event.key === "Escape") {
    choose(record, null);
  } else if (event.key === "f") {
    const heads = record.data.headers;
    const now = heads.findIndex(({ title }) => record.pickedKey === `family ${title}`);
    pickFamily(record, heads[now + 1] ?? heads[now]);
  } else if (event.key === "+" || event.key === "-") {
    zoomBy(record, event.key === "+" ? 1.25 : 1 / 1.25);
  } else if (event.key === "0") {
    showWhole(record);
  } else {
    return;
  }
  event.preventDefault();
}

function savePicture(record) {
  const source = record.canvas.querySelector("canvas");
  const picture = document.createElement("canvas");
  picture.width = source.width;
  picture.height = source.height;
  const context = picture.getContext("2d");
  context.fillStyle = record.theme.ground;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(source, 0, 0);
  const anchor = document.createElement("a");
  anchor.download = "loopmap.png";
  anchor.href = picture.toDataURL("image/png");
  anchor.click();
}

function zoomBy(record, factor) {
  record.touched = true;
  record.network.moveTo({ scale: record.network.getScale() * factor });
}

function showWhole(record) {
  record.touched = false;
  stretch(record);
  restyle(record);
  fit(record, true);
}

function toggleFullScreen(record) {
  const frame = record.canvas.closest(".frame");
  if (document.fullscreenElement) document.exitFullscreen();
  else frame.requestFullscreen();
}

const DRAW_TITLE = "Draw a dependency from part to part (d)";

// Where nothing can be written the button says why, in place of drawing.
function looksOfDrawing(record, button) {
  button.className = "draw";
  button.setAttribute("aria-pressed", String(Boolean(record.drawing)));
  const refusal = record.data.read_only;
  button.setAttribute("aria-disabled", String(Boolean(refusal)));
  button.title = refusal ?? DRAW_TITLE;
}

function fillToolbar(record, toolbar) {
  // Filled once: the page draws itself again when a file is saved, and a button keeps the focus.
  if (toolbar.childElementCount) {
    looksOfDrawing(record, toolbar.querySelector(".draw"));
    return;
  }
  const buttons = [
    ["+", "Zoom in", () => zoomBy(record, 1.25)],
    ["−", "Zoom out", () => zoomBy(record, 1 / 1.25)],
    ["Fit", "Show the whole map", () => showWhole(record)],
    ["Full", "Fill the screen, or leave it", () => toggleFullScreen(record)],
    ["PNG", "Save this picture", () => savePicture(record)],
    ["Draw", DRAW_TITLE, () => toggleDrawing(record)],
  ];
  toolbar.replaceChildren(...buttons.map(([name, title, action]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.title = title;
    button.setAttribute("aria-label", title);
    button.onclick = action;
    if (name === "Draw") looksOfDrawing(record, button);
    return button;
  }));
  // Streamlit takes the keys r and c on the whole page; not while a button of ours has the focus.
  toolbar.onkeydown = (event) => { if (event.key !== "Tab") event.stopPropagation(); };
}
