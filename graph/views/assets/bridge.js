// Draws the map and tells Python what was clicked. Data arrive as plain records; all text is drawn
// on a canvas or set as text, never as markup. What a run keeps from the last one (zoom, places
// that a person moved, the selection) lives in one record per place on the page.
const records = new WeakMap();
const shared = (globalThis.loopmapViewer ??= { live: null, focus: null, pins: {} });

const CRITICAL = "#D55E00";
const COMPARED = "#0072B2";
const SELECTED = "#0050FF";
const FADED = 0.18;
const FONT_SIZE = 23;

const variable = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

function withAlpha(colour, alpha) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = colour;
  const solid = probe.fillStyle;
  if (!solid.startsWith("#")) return solid;
  const part = (start) => parseInt(solid.slice(start, start + 2), 16);
  return `rgba(${part(1)},${part(3)},${part(5)},${alpha})`;
}

function theme(element) {
  return {
    text: variable(element, "--st-text-color") || "#222222",
    ground: variable(element, "--st-background-color") || "#ffffff",
    font: variable(element, "--st-font") || "sans-serif",
  };
}

function inFocus(record, id) {
  const { members } = record.focus;
  return !members || members.has(id) || id === record.selected;
}

function nodeStyle(record, node) {
  const { text, ground, font } = record.theme;
  const shown = inFocus(record, node.id);
  const chosen = node.id === record.selected;
  const fill = node.hollow ? ground : node.fill;
  const border = chosen ? SELECTED : node.border;
  const colour = { background: fill, border };
  const pinned = record.pins[node.id];
  return {
    id: node.id, label: node.label, title: node.title, shape: node.shape,
    x: pinned ? pinned.x : node.x * record.stretch.x,
    y: pinned ? pinned.y : node.y * record.stretch.y,
    size: node.shape === "triangle" || node.shape === "triangleDown" ? 20 : 17,
    opacity: shown ? 1 : FADED,
    borderWidth: chosen ? 5 : node.critical ? 4 : 2, borderWidthSelected: 5,
    color: { ...colour, highlight: { ...colour, border: SELECTED }, hover: colour },
    shapeProperties: { borderDashes: node.assumed ? [5, 4] : false },
    font: {
      size: FONT_SIZE, face: font, strokeWidth: 5, strokeColor: ground, vadjust: -2,
      color: shown ? text : withAlpha(text, 0.42),
    },
  };
}

function edgeStyle(record, edge) {
  const { text } = record.theme;
  const touched = record.selected && (edge.from === record.selected || edge.to === record.selected);
  const compared = record.focus.compared.has(edge.id);
  const shown = edge.hit || compared || touched
    || (inFocus(record, edge.from) && inFocus(record, edge.to));
  const strength = touched ? 0.85 : !shown ? 0.05 : edge.gates ? 0.4 : 0.14;
  const colour = edge.hit ? CRITICAL : compared ? COMPARED : withAlpha(text, strength);
  const width = edge.hit ? 5 : compared ? 4 : touched ? 2.4 : 1.2;
  return {
    id: edge.id, from: edge.from, to: edge.to, title: edge.title, width,
    dashes: compared && !edge.hit ? [14, 6] : edge.dashes ? [6, 5] : false,
    hoverWidth: 1, selectionWidth: 1,
    color: { color: colour, highlight: colour, hover: edge.hit || compared ? colour : text },
    smooth: edge.curve ? { enabled: true, type: "curvedCW", roundness: edge.curve } : false,
    arrows: { to: { enabled: true, scaleFactor: edge.hit || compared ? 0.55 : 0.6 } },
  };
}

function update(set, items) {
  const ids = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !ids.has(id)));
  set.update(items);
}

function restyle(record) {
  update(record.nodes, record.data.nodes.map((node) => nodeStyle(record, node)));
  update(record.edges, record.data.edges.map((edge) => edgeStyle(record, edge)));
  if (record.selected && record.nodes.get(record.selected)) {
    record.network.selectNodes([record.selected], false);
  } else {
    record.network.unselectAll();
  }
}

// The layout is stretched to the shape of the canvas: labels end up as large as they can be.
// Rows may come no closer than a mark with two lines of label needs.
const MARGIN = { side: 112, top: 34, bottom: 84 };
const [CLOSEST, WIDEST] = [0.96, 1.6];

function extent(record) {
  const xs = record.data.nodes.map((node) => node.x);
  const ys = record.data.nodes.map((node) => node.y);
  const tops = record.data.headers.map((header) => header.y);
  return {
    left: Math.min(...xs), right: Math.max(...xs),
    top: Math.min(...ys, ...tops), bottom: Math.max(...ys),
  };
}

function stretch(record) {
  const { clientWidth: width, clientHeight: height } = record.canvas;
  const { left, right, top, bottom } = extent(record);
  const [across, down] = [right - left, bottom - top];
  const frame = { x: 2 * MARGIN.side, y: MARGIN.top + MARGIN.bottom };
  record.stretch = { x: 1, y: 1 };
  if (!width || !height || !across || !down) return;
  const aspect = width / height;
  const bounded = (value, least) => Math.min(WIDEST, Math.max(least, value));
  const y = bounded(((across + frame.x) / aspect - frame.y) / down, CLOSEST);
  const x = bounded(((down * y + frame.y) * aspect - frame.x) / across, 1);
  record.stretch = { x, y };
}

function fit(record) {
  const { canvas, data, network } = record;
  if (!data.nodes.length || !canvas.clientWidth) return;
  const box = extent(record);
  const [left, right] = [
    box.left * record.stretch.x - MARGIN.side, box.right * record.stretch.x + MARGIN.side,
  ];
  const [top, bottom] = [
    box.top * record.stretch.y - MARGIN.top, box.bottom * record.stretch.y + MARGIN.bottom,
  ];
  const scale = Math.min(
    canvas.clientWidth / (right - left), canvas.clientHeight / (bottom - top), 1.4,
  );
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale });
}

function drawHeaders(record, context) {
  const { text } = record.theme;
  const size = Math.min(34, Math.max(20, 13 / record.network.getScale()));
  context.save();
  context.font = `600 ${size}px ${record.theme.font}`;
  context.fillStyle = text;
  context.textAlign = "center";
  for (const header of record.data.headers) {
    context.fillText(
      header.title, header.x * record.stretch.x, header.y * record.stretch.y, 230 * record.stretch.x,
    );
  }
  context.restore();
}

function speak(record, id) {
  const node = id && record.byId.get(id);
  record.spoken.textContent = node ? node.title.replaceAll("\n", ", ") : "Nothing selected";
}

function choose(record, id) {
  record.selected = id;
  restyle(record);
  speak(record, id);
  record.send("selected", id);
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
  const { network } = record;
  if (ARROWS[event.key]) {
    const next = record.selected
      ? nearest(record, record.selected, ...ARROWS[event.key])
      : (record.data.start ?? nearest(record, null, ...ARROWS[event.key]));
    if (next) {
      record.selected = next;
      restyle(record);
      keepInView(record, next);
      speak(record, next);
    }
  } else if (event.key === "Enter" || event.key === " ") {
    choose(record, record.selected);
  } else if (event.key === "Escape") {
    choose(record, null);
  } else if (event.key === "+" || event.key === "-") {
    network.moveTo({ scale: network.getScale() * (event.key === "+" ? 1.2 : 1 / 1.2) });
  } else if (event.key === "0") {
    fit(record);
  } else {
    return;
  }
  event.preventDefault();
}

function keepInView(record, id) {
  const place = record.network.canvasToDOM(record.network.getPosition(id));
  const { clientWidth, clientHeight } = record.canvas;
  const outside = place.x < 40 || place.y < 40
    || place.x > clientWidth - 40 || place.y > clientHeight - 60;
  if (outside) record.network.moveTo({ position: record.network.getPosition(id) });
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

function fillToolbar(record, toolbar) {
  const buttons = [
    ["+", "Zoom in", () => record.network.moveTo({ scale: record.network.getScale() * 1.25 })],
    ["−", "Zoom out", () => record.network.moveTo({ scale: record.network.getScale() / 1.25 })],
    ["Fit", "Show the whole map", () => fit(record)],
    ["PNG", "Save this picture", () => savePicture(record)],
  ];
  toolbar.replaceChildren(...buttons.map(([name, title, action]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.title = title;
    button.setAttribute("aria-label", title);
    button.onclick = action;
    return button;
  }));
  // Streamlit takes the keys r and c on the whole page; not while a button of ours has the focus.
  toolbar.onkeydown = (event) => { if (event.key !== "Tab") event.stopPropagation(); };
}

function create(record) {
  const { canvas } = record;
  record.nodes = new vis.DataSet([]);
  record.edges = new vis.DataSet([]);
  const many = record.data.nodes.length > 300;
  record.network = new vis.Network(canvas, { nodes: record.nodes, edges: record.edges }, {
    physics: false, autoResize: true, layout: { improvedLayout: false },
    interaction: {
      keyboard: false, multiselect: false, hover: true, tooltipDelay: 120,
      hideEdgesOnDrag: many, hideEdgesOnZoom: many, selectConnectedEdges: false,
      hoverConnectedEdges: false,
    },
  });
  canvas.querySelector(".vis-network")?.setAttribute("tabindex", "-1");
  record.network.on("beforeDrawing", (context) => drawHeaders(record, context));
  // The page must stay scrollable: the wheel zooms only once the map has the focus.
  canvas.addEventListener("wheel", (event) => {
    const focused = canvas.getRootNode().activeElement === canvas;
    if (!focused && !event.ctrlKey) event.stopImmediatePropagation();
  }, { capture: true });
  canvas.addEventListener("pointerdown", () => canvas.focus({ preventScroll: true }));
  record.observer = new ResizeObserver(() => {
    if (record.touched || !record.focus) return;
    stretch(record);
    restyle(record);
    fit(record);
  });
  record.observer.observe(canvas);
  for (const name of ["zoom", "dragStart"]) record.network.on(name, () => { record.touched = true; });
}

function listen(record) {
  const { network, canvas } = record;
  network.off("click");
  network.off("dragEnd");
  network.on("click", (event) => choose(record, event.nodes[0] ?? null));
  network.on("dragEnd", (event) => {
    for (const id of event.nodes) record.pins[id] = network.getPosition(id);
  });
  canvas.onkeydown = (event) => onKey(record, event);
}

function applyFocus(record, focus) {
  record.focus = {
    members: focus?.members ? new Set(focus.members) : null,
    compared: new Set(focus?.compared ?? []),
  };
  record.selected = focus?.selected ?? null;
}

function draw(record, component) {
  const { data, parentElement, setStateValue } = component;
  record.data = data;
  record.byId = new Map(data.nodes.map((node) => [node.id, node]));
  record.theme = theme(record.canvas);
  record.send = (name, value) => setStateValue(name, value);
  record.pins = (shared.pins[data.layout] ??= {});
  record.canvas.setAttribute("aria-label", data.alt);
  record.canvas.style.setProperty("--map-height", `${data.height}px`);
  const first = !record.network;
  if (first || !record.touched) stretch(record);
  if (first) create(record);
  if (first || !record.focus) applyFocus(record, shared.focus);
  restyle(record);
  listen(record);
  fillToolbar(record, parentElement.querySelector(".toolbar"));
  if (first) fit(record);
  record.runs = (record.runs ?? 0) + 1;
  record.canvas.dataset.runs = record.runs;
  record.refocus = (focus) => {
    const moved = (focus?.selected ?? null) !== record.selected;
    applyFocus(record, focus);
    restyle(record);
    if (moved && record.selected && record.byId.has(record.selected)) {
      keepInView(record, record.selected);
    }
  };
  shared.live = record;
}

export default function (component) {
  const { parentElement } = component;
  let record = records.get(parentElement);
  if (!record) {
    const canvas = parentElement.querySelector(".canvas");
    record = { canvas, spoken: parentElement.querySelector(".spoken"), pins: {} };
    records.set(parentElement, record);
  }
  let timer = 0;
  const attempt = () => {
    if (globalThis.vis?.Network) draw(record, component);
    else timer = setTimeout(attempt, 20);
  };
  attempt();
  return () => {
    clearTimeout(timer);
    record.observer?.disconnect();
    record.network?.destroy();
    records.delete(parentElement);
    if (shared.live === record) shared.live = null;
  };
}
