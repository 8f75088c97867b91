// What a reader does with the map: keys, buttons, and what is said aloud.
function speak(record, id) {
  const node = id && record.byId.get(id);
  record.spoken.textContent = node ? node.title.replaceAll("\n", ", ") : "Nothing selected";
}

function choose(record, id) {
  record.selected = id;
  restyle(record);
  speak(record, id);
  // Numbered, so that the same part can be chosen again after the page let it go.
  record.clicks = (record.clicks ?? 0) + 1;
  record.send("selected", { id, click: record.clicks });
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
  if (ARROWS[event.key]) {
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
    choose(record, record.selected);
  } else if (event.key === "Escape") {
    choose(record, null);
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
  fit(record);
}

function toggleFullScreen(record) {
  const frame = record.canvas.parentElement;
  if (document.fullscreenElement) document.exitFullscreen();
  else frame.requestFullscreen();
}

function fillToolbar(record, toolbar) {
  const buttons = [
    ["+", "Zoom in", () => zoomBy(record, 1.25)],
    ["−", "Zoom out", () => zoomBy(record, 1 / 1.25)],
    ["Fit", "Show the whole map", () => showWhole(record)],
    ["Full", "Fill the screen, or leave it", () => toggleFullScreen(record)],
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
