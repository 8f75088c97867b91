// Draws the map and tells Python what was clicked. Data arrive as plain records; all text is drawn
// on a canvas or set as text, never as markup. What a run keeps from the last one (zoom, places
// that a person moved, the selection) lives in one record per place on the page.
const records = new WeakMap();
const shared = (globalThis.loopmapViewer ??= { live: null, answer: null, focus: null, pins: {} });

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
  listenToDrawing(record);
  record.network.on("showPopup", (id) => placeTooltip(record, id));
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
  canvas.closest(".frame").addEventListener("fullscreenchange", () => { record.touched = false; });
  for (const name of ["zoom", "dragStart"]) record.network.on(name, () => { record.touched = true; });
}

function listen(record) {
  const { network, canvas } = record;
  for (const name of ["click", "doubleClick", "dragEnd"]) network.off(name);
  network.on("click", (event) => onClick(record, event));
  network.on("doubleClick", (event) => {
    if (event.nodes.length) record.send("opened", numbered(record, { id: event.nodes[0] }));
  });
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
  record.selectedEdge = focus?.edge ?? null;
  record.depth = focus?.depth ?? 1;
  fillLegend(record);
}

// The map says what there is and where; the answer says how each part stands on it.
function applyAnswer(record, answer) {
  const { marks } = answer;
  const [critical, hollow, assumed, hits] = [
    answer.critical, answer.hollow, answer.assumed, answer.hits,
  ].map((indices) => new Set(indices));
  record.start = answer.start;
  record.legend = answer.legend;
  record.parts = record.data.nodes.map((node, index) => {
    const mark = marks[answer.mark[index]];
    return {
      ...node,
      shape: node.group ? "square" : mark.shape, fill: mark.fill,
      border: critical.has(index) ? answer.critical_border : mark.border,
      critical: critical.has(index), hollow: hollow.has(index), assumed: assumed.has(index),
      title: node.group ? `${node.label}\n${answer.words[index]}`
        : `${node.name}\n${mark.glyph} ${mark.phrase}\n${answer.words[index]}`,
    };
  });
  record.lines = record.data.edges.map((edge, index) => ({
    ...edge, hit: hits.has(index),
  }));
  record.byId = new Map(record.parts.map((part) => [part.id, part]));
  record.canvas.setAttribute("aria-label", answer.alt);
  fillLegend(record);
}

function answered(record) {
  restyle(record);
  record.runs = (record.runs ?? 0) + 1;
  record.canvas.dataset.runs = record.runs;
}

function draw(record, component) {
  const { data, parentElement, setStateValue } = component;
  // Opened or closed families are a new picture: it is shown whole, or around what matters.
  const turned = record.data && data.grouped && record.data.key !== data.key;
  if (turned) {
    record.touched = false;
    record.network.interactionHandler.popup?.hide();
  }
  record.data = data;
  record.theme = theme(record.canvas);
  record.send = (name, value) => setStateValue(name, value);
  record.pins = (shared.pins[data.layout] ??= {});
  record.canvas.style.setProperty("--map-height", `${data.height}px`);
  applyAnswer(record, shared.answer);
  const first = !record.network;
  if (first || !record.touched) stretch(record);
  if (first) create(record);
  if (first || !record.focus) applyFocus(record, shared.focus);
  listen(record);
  fillToolbar(record, parentElement.querySelector(".toolbar"));
  if (first || turned) fit(record);
  answered(record);
  record.reanswer = (answer) => {
    if (answer.key !== record.data.key) return;
    applyAnswer(record, answer);
    answered(record);
  };
  record.refocus = (focus) => {
    const moved = (focus?.selected ?? null) !== record.selected;
    applyFocus(record, focus);
    if (moved && record.selected) pick(record, null);
    restyle(record);
    if (moved && record.selected && record.byId.has(record.selected)) {
      if (shared.zoomTo === record.selected) zoomTo(record, record.selected);
      else keepInView(record, record.selected);
    }
    shared.zoomTo = null;
  };
  shared.live = record;
}

export default function (component) {
  const { parentElement, data } = component;
  let record = records.get(parentElement);
  if (!record) {
    const canvas = parentElement.querySelector(".canvas");
    record = {
      canvas, spoken: parentElement.querySelector(".spoken"), pins: {},
      legendPlace: parentElement.querySelector(".legend"),
      looks: { nodes: new Map(), edges: new Map() },
    };
    records.set(parentElement, record);
  }
  let timer = 0;
  // The library and the answer come by themselves, in any order.
  const attempt = () => {
    if (globalThis.vis?.Network && shared.answer?.key === data.key) draw(record, component);
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
