// Two pictures of one map under one movement: both show the same cut of it at any time.
const STEP = 1.25;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function show(record) {
  const { x, y, width, height } = record.cut;
  for (const svg of record.drawn) svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
}

function zoom(record, factor, [u, v] = [0.5, 0.5]) {
  const { x, y, width, height } = record.cut;
  const wide = Math.min(record.whole.width * 1.5, Math.max(record.whole.width / 20, width / factor));
  const high = (height * wide) / width;
  record.cut = { x: x + (width - wide) * u, y: y + (height - high) * v, width: wide, height: high };
  show(record);
}

function move(record, right, down) {
  record.cut = { ...record.cut, x: record.cut.x + right, y: record.cut.y + down };
  show(record);
}

function onKey(record, event) {
  const { width, height } = record.cut;
  if (ARROWS[event.key]) move(record, ARROWS[event.key][0] * width * 0.1, ARROWS[event.key][1] * height * 0.1);
  else if (event.key === "+" || event.key === "=") zoom(record, STEP);
  else if (event.key === "-") zoom(record, 1 / STEP);
  else if (event.key === "0") { record.cut = { ...record.whole }; show(record); }
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function listen(record, box) {
  const scale = () => record.cut.width / box.clientWidth;
  let held = null;
  box.onpointerdown = (event) => { held = [event.clientX, event.clientY]; box.setPointerCapture(event.pointerId); };
  box.onpointerup = () => { held = null; };
  box.onpointermove = (event) => {
    if (!held) return;
    move(record, (held[0] - event.clientX) * scale(), (held[1] - event.clientY) * scale());
    held = [event.clientX, event.clientY];
  };
  box.onwheel = (event) => {
    event.preventDefault();
    const place = box.getBoundingClientRect();
    const at = [(event.clientX - place.left) / place.width, (event.clientY - place.top) / place.height];
    zoom(record, event.deltaY < 0 ? STEP : 1 / STEP, at);
  };
  box.onkeydown = (event) => onKey(record, event);
}

// A picture is read as a document of its own: what is no drawing in it stays out of the page.
function drawing(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  for (const element of [parsed, ...parsed.querySelectorAll("*")]) {
    if (["script", "foreignObject", "a"].includes(element.localName)) element.remove();
    else for (const name of element.getAttributeNames()) if (name.startsWith("on")) element.removeAttribute(name);
  }
  return document.importNode(parsed, true);
}

// The cut that holds all of both: two versions of a map may differ in size.
function around(views) {
  const [x, y] = [Math.min(...views.map((view) => view.x)), Math.min(...views.map((view) => view.y))];
  const right = Math.max(...views.map((view) => view.x + view.width));
  const foot = Math.max(...views.map((view) => view.y + view.height));
  return { x, y, width: right - x, height: foot - y };
}

export default function ({ data, parentElement }) {
  const boxes = [...parentElement.querySelectorAll(".picture")];
  const titles = [...parentElement.querySelectorAll("figcaption")];
  parentElement.querySelector(".pair").style.setProperty("--picture-height", `${data.height}px`);
  const kept = parentElement.loopmapPair;
  const record = { drawn: data.pictures.map(drawing) };
  record.whole = around(record.drawn.map(({ viewBox }) => viewBox.baseVal));
  // Other pictures of another size are seen whole first.
  const same = kept && JSON.stringify(kept.whole) === JSON.stringify(record.whole);
  record.cut = same ? kept.cut : { ...record.whole };
  boxes.forEach((box, index) => {
    titles[index].textContent = data.names[index];
    box.setAttribute("aria-label", `Map: ${data.names[index]}`);
    box.replaceChildren(record.drawn[index]);
    // The paper of the picture goes on where the picture ends.
    box.style.background = record.drawn[index].querySelector("rect")?.getAttribute("fill") ?? "";
    listen(record, box);
  });
  parentElement.loopmapPair = record;
  show(record);
}
