// Where the map lies on the canvas: stretched to its shape, fitted into it, with its heads.
// The layout is stretched to the shape of the canvas: labels end up as large as they can be.
const MARGIN = { side: 112, top: 34, bottom: 84 };
// Rows and columns may come no closer than names of the browser's own, larger letters need, so that
// lines, which were led round smaller ones, still pass them by.
const [CLOSEST, NARROWEST, WIDEST] = [1.14, 1.04, 1.6];

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
  const x = bounded(((down * y + frame.y) * aspect - frame.x) / across, NARROWEST);
  record.stretch = { x, y };
}

// The smallest that letters may be on the first look, in pixels: a map that does not fit in so is
// shown around what matters, and moved about in.
const leastLetters = (width) => (width < 640 ? 11.2 : 9);

function fit(record, whole = false) {
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
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const readable = leastLetters(canvas.clientWidth) / FONT_SIZE;
  if (whole || scale >= readable) {
    network.moveTo({ position: middle, scale });
    return;
  }
  const shown = { x: canvas.clientWidth / readable, y: canvas.clientHeight / readable };
  const within = (value, low, high, room) => (high - low <= room
    ? (low + high) / 2 : Math.min(Math.max(value, low + room / 2), high - room / 2));
  const at = matters(record) ?? middle;
  network.moveTo({
    position: { x: within(at.x, left, right, shown.x), y: within(at.y, top, bottom, shown.y) },
    scale: readable,
  });
}

// The middle of the part looked at, else of the slowest loop.
function matters(record) {
  const opened = record.data.grouped && record.parts.filter((part) => !part.group);
  const ids = record.selected ? [record.selected]
    : opened?.length ? opened.map((part) => part.id) : record.parts.filter((part) => part.critical).map((part) => part.id);
  const places = record.network.getPositions(ids.filter((id) => record.byId.has(id)));
  const found = Object.values(places);
  if (!found.length) return null;
  const mean = (name) => found.reduce((sum, place) => sum + place[name], 0) / found.length;
  return { x: mean("x"), y: mean("y") };
}

function headerAt(record, { x, y }) {
  const scale = record.network.getScale();
  const size = headerSize(scale);
  return record.data.headers.find((header) =>
    Math.abs(x - header.x * record.stretch.x) < 100 * record.stretch.x
    && y < header.y * record.stretch.y + size * 0.6 && y > header.y * record.stretch.y - size * 1.4);
}

const headerSize = (scale) => Math.min(34, Math.max(20, 13 / scale));

function drawHeaders(record, context) {
  const { text } = record.theme;
  const size = headerSize(record.network.getScale());
  context.save();
  context.font = `600 ${size}px ${record.theme.font}`;
  context.fillStyle = text;
  context.textAlign = "center";
  for (const header of record.data.headers) {
    const faded = record.pickedKey?.startsWith("family ")
      && record.pickedKey !== `family ${header.title}`;
    context.fillStyle = faded ? withAlpha(text, FADED_TEXT) : text;
    context.fillText(
      header.title, header.x * record.stretch.x, header.y * record.stretch.y, 230 * record.stretch.x,
    );
  }
  context.restore();
}

function keepInView(record, id) {
  const place = record.network.canvasToDOM(record.network.getPosition(id));
  const { clientWidth, clientHeight } = record.canvas;
  const outside = place.x < 40 || place.y < 40
    || place.x > clientWidth - 40 || place.y > clientHeight - 60;
  if (outside) record.network.moveTo({ position: record.network.getPosition(id) });
}

// A part that was searched for is brought to the middle, large enough to be read with ease.
function zoomTo(record, id) {
  record.touched = true;
  const scale = Math.max(record.network.getScale(), 16 / FONT_SIZE);
  record.network.moveTo({ position: record.network.getPosition(id), scale });
}

// What is told of a part stands beside it, on the side with more room, and covers neither the part
// nor its name.
function placeTooltip(record, id) {
  const { network, canvas } = record;
  const frame = network.interactionHandler?.popup?.frame;
  if (!frame || !record.byId.has(id)) return;
  const at = network.canvasToDOM(network.getPosition(id));
  const box = network.getBoundingBox(id);
  const [near, far] = [box.left, box.right].map((x) => network.canvasToDOM({ x, y: 0 }).x);
  const { offsetWidth: width, offsetHeight: height } = frame;
  const left = at.x < canvas.clientWidth / 2 ? far + 8 : near - 8 - width;
  const top = Math.min(Math.max(4, at.y - height / 2), canvas.clientHeight - height - 4);
  frame.style.left = `${Math.min(Math.max(2, left), canvas.clientWidth - width - 2)}px`;
  frame.style.top = `${top}px`;
}
