// How parts and lines look: what Python decided, in the colours of the reader's theme.
const CRITICAL = "#D55E00";
const COMPARED = "#0072B2";
const SELECTED = "#0050FF";
const FADED = 0.22;
// Letters of what is faded still stand out from the ground by 4.5 to 1, light and dark.
const FADED_TEXT = 0.62;
const FONT_SIZE = 23;

const variable = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

const solidColours = new Map();

function solidColour(colour) {
  if (!solidColours.has(colour)) {
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = colour;
    solidColours.set(colour, probe.fillStyle);
  }
  return solidColours.get(colour);
}

function withAlpha(colour, alpha) {
  const solid = solidColour(colour);
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

// What is lit: what a filter of the legend picked out, else the neighbours of the part looked at,
// else what the lens shows.
function inFocus(record, id) {
  if (id === record.selected || record.byId.get(id)?.group) return true;
  if (record.picked) return record.picked.has(id);
  if (record.near) return record.near.has(id);
  const { members } = record.focus;
  return !members || members.has(id);
}

// The parts that can be reached from one over so many dependencies, either way.
function neighbours(record, id, depth) {
  const found = new Set([id]);
  for (let step = 0; step < depth; step += 1) {
    const before = new Set(found);
    for (const { from, to } of record.lines) {
      if (before.has(from)) found.add(to);
      if (before.has(to)) found.add(from);
    }
  }
  return found;
}

function findNear(record) {
  const edge = record.selectedEdge && record.lines.find(({ id }) => id === record.selectedEdge);
  if (edge) record.near = new Set([edge.from, edge.to]);
  else if (record.selected) record.near = neighbours(record, record.selected, record.depth ?? 1);
  else record.near = null;
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
    size: node.group ? 20 + 8 * Math.log10(node.group) : node.shape === "triangle" || node.shape === "triangleDown" ? 20 : 17,
    opacity: shown ? 1 : FADED,
    borderWidth: chosen ? 5 : node.critical ? 4 : 2, borderWidthSelected: 5,
    color: { ...colour, highlight: { ...colour, border: SELECTED }, hover: colour },
    shapeProperties: { borderDashes: node.assumed ? [5, 4] : false },
    font: {
      size: FONT_SIZE, face: font, strokeWidth: 5, strokeColor: ground, vadjust: -2,
      color: shown ? text : withAlpha(text, FADED_TEXT),
    },
  };
}

function edgeStyle(record, edge) {
  const { text } = record.theme;
  const chosen = edge.id === record.selectedEdge;
  const touched = chosen
    || (record.selected && (edge.from === record.selected || edge.to === record.selected));
  const compared = record.focus.compared.has(edge.id);
  const picked = record.pickedLines?.has(edge.id);
  const shown = picked || (inFocus(record, edge.from) && inFocus(record, edge.to));
  const strength = touched || picked ? 0.85 : !shown ? 0.05 : edge.gates ? 0.4 : 0.14;
  const colour = chosen ? SELECTED : edge.hit ? CRITICAL : compared ? COMPARED
    : withAlpha(text, strength);
  const width = edge.hit ? 5 : compared || chosen ? 4 : touched ? 2.4 : 1.2;
  return {
    id: edge.id, from: edge.from, to: edge.to, title: edge.title, width,
    dashes: compared && !edge.hit ? [14, 6] : edge.dashes ? [6, 5] : false,
    hoverWidth: 1, selectionWidth: 1,
    color: { color: colour, highlight: colour, hover: edge.hit || compared ? colour : text },
    smooth: false,
    arrows: { to: { enabled: true, scaleFactor: edge.hit || compared ? 0.55 : 0.6 } },
  };
}

// A line's way, drawn out as the map is.
function stretched(record, { id, from, to, route }) {
  const { x, y } = record.stretch;
  const place = (part) => ({ x: part.x * x, y: part.y * y });
  return {
    id, start: place(record.byId.get(from)), end: place(record.byId.get(to)),
    route: route.map((bend) => bend.map((number, index) => number * (index % 2 ? y : x))),
  };
}

// Only what looks different from before is handed to the network: it redraws all it is given.
function update(set, looks, items) {
  const changed = [];
  const gone = new Set(looks.keys());
  for (const item of items) {
    gone.delete(item.id);
    const look = JSON.stringify(item);
    if (looks.get(item.id) === look) continue;
    looks.set(item.id, look);
    changed.push(item);
  }
  for (const id of gone) looks.delete(id);
  if (gone.size) set.remove([...gone]);
  if (changed.length) set.update(changed);
}

function restyle(record) {
  const { network, selected } = record;
  findNear(record);
  update(record.nodes, record.looks.nodes, record.parts.map((part) => nodeStyle(record, part)));
  update(record.edges, record.looks.edges, record.lines.map((line) => edgeStyle(record, line)));
  followRoutes(network, record.lines.map((line) => stretched(record, line)));
  if (selected && record.byId.has(selected)) network.selectNodes([selected], false);
  else network.unselectAll();
}
