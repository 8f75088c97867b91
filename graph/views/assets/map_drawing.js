// Drawing a dependency on the map: drag from the part that is waited for to the part that waits,
// or press d on a part, go to the other with the arrows, and press Enter.
function startDrawing(record, source = null) {
  const refusal = record.data.read_only;
  if (refusal) return hint(record, refusal);
  record.drawing = { source, at: null, target: null };
  record.network.setOptions({ interaction: { dragNodes: false } });
  record.canvas.classList.add("drawing");
  const name = source && record.byId.get(source)?.name;
  hint(record, name
    ? `${name}: who waits for it? Click it, or go there with the arrows and press Enter. Esc, or Draw again, leaves.`
    : "Drag from the part that is waited for to the part that waits, or click both. Esc, or Draw again, leaves.");
  pressDrawButton(record);
}

function stopDrawing(record) {
  record.drawing = null;
  record.network.setOptions({ interaction: { dragNodes: true } });
  record.canvas.classList.remove("drawing");
  hint(record, "");
  pressDrawButton(record);
  record.network.redraw();
}

function toggleDrawing(record) {
  if (record.drawing) stopDrawing(record);
  else startDrawing(record);
}

function pressDrawButton(record) {
  const button = record.canvas.parentElement.querySelector(".draw");
  button?.setAttribute("aria-pressed", String(Boolean(record.drawing)));
}

// What is said over the map; empty takes it away.
function hint(record, words) {
  const place = record.canvas.parentElement.querySelector(".hint");
  place.textContent = words;
  place.hidden = !words;
  record.spoken.textContent = words;
}

// A part that can be an end of a dependency: no family of a large map that stands for many.
function endAt(record, point) {
  const id = record.network.getNodeAt(point);
  return id && !record.byId.get(id)?.group ? id : null;
}

function finishDrawing(record, target) {
  const { source } = record.drawing;
  if (!source || !target || source === target) {
    hint(record, "A dependency leads from one part to another. Try again, or leave with Esc.");
    return;
  }
  stopDrawing(record);
  record.send("drawn", numbered(record, { from: source, to: target }));
}

function listenToDrawing(record) {
  const { canvas, network } = record;
  const pointOf = (event) => {
    const frame = canvas.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  // Before the network sees the pointer, which would move the map or the part.
  canvas.addEventListener("pointerdown", (event) => {
    if (!record.drawing || event.button) return;
    const found = endAt(record, pointOf(event));
    canvas.focus({ preventScroll: true });
    // Beside the parts the map is moved as ever: what is to be reached may lie outside the frame.
    if (!found) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    if (record.drawing.source && found !== record.drawing.source) {
      finishDrawing(record, found);
      return;
    }
    canvas.setPointerCapture(event.pointerId);
    Object.assign(record.drawing, { source: found, at: pointOf(event), target: null });
  }, { capture: true });
  canvas.addEventListener("pointermove", (event) => {
    if (!record.drawing?.at) return;
    event.stopImmediatePropagation();
    record.drawing.at = pointOf(event);
    const found = endAt(record, record.drawing.at);
    record.drawing.target = found === record.drawing.source ? null : found;
    network.redraw();
  }, { capture: true });
  canvas.addEventListener("pointerup", (event) => {
    if (!record.drawing?.at) return;
    event.stopImmediatePropagation();
    const target = endAt(record, pointOf(event));
    record.drawing.at = null;
    // Let go where it began: the first of two clicks.
    if (target === record.drawing.source) startDrawing(record, target);
    else if (target) finishDrawing(record, target);
    else startDrawing(record);
    network.redraw();
  }, { capture: true });
  canvas.addEventListener("pointercancel", () => { if (record.drawing?.at) startDrawing(record); });
  network.on("afterDrawing", (context) => drawLine(record, context));
}

// The line under way, in the theme's own colour, which stands out light and dark, with a ring around its ends.
function drawLine(record, context) {
  if (!record.drawing?.source || !record.byId.has(record.drawing.source)) return;
  const { network, drawing } = record;
  const from = network.getPosition(drawing.source);
  const aim = drawing.target ?? (drawing.at ? null : record.selected);
  const end = drawing.at ? network.DOMtoCanvas(drawing.at)
    : aim && aim !== drawing.source ? network.getPosition(aim) : null;
  context.save();
  context.strokeStyle = context.fillStyle = variable(record.canvas, "--st-primary-color") || SELECTED;
  context.lineWidth = 3 / network.getScale();
  const ring = ({ x, y }) => {
    context.beginPath();
    context.arc(x, y, 30, 0, 2 * Math.PI);
    context.stroke();
  };
  ring(from);
  if (drawing.target) ring(network.getPosition(drawing.target));
  if (end) {
    const angle = Math.atan2(end.y - from.y, end.x - from.x);
    const head = 14 / network.getScale();
    context.beginPath();
    context.moveTo(from.x + 30 * Math.cos(angle), from.y + 30 * Math.sin(angle));
    context.lineTo(end.x, end.y);
    context.stroke();
    context.beginPath();
    context.moveTo(end.x, end.y);
    for (const side of [-0.45, 0.45]) {
      context.lineTo(end.x - head * Math.cos(angle + side), end.y - head * Math.sin(angle + side));
    }
    context.fill();
  }
  context.restore();
}
