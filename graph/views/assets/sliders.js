// Sliders beside the map. One that is being moved keeps its focus and its place whatever the page
// answers meanwhile; the page is told of its first step at once, and then where it comes to rest.
const PAUSE_MS = 120;
// Moves of one slider no further apart belong to one gesture, which one Back takes back.
const GESTURE_MS = 2000;
// What the page has not taken after so long it has refused.
const PATIENCE_MS = 15000;

function element(name, className, text = "") {
  const found = document.createElement(name);
  if (className) found.className = className;
  found.textContent = text;
  return found;
}

function build(index) {
  const box = element("div", "slider");
  const [line, band, ends] = [element("div", "line"), element("div", "band"), element("div", "ends")];
  const input = element("input");
  Object.assign(input, { type: "range", min: 0, step: 1, id: `slider-${index}` });
  const label = element("label");
  label.htmlFor = input.id;
  const output = element("output");
  output.setAttribute("aria-hidden", "true");
  const back = element("button", "", "↺");
  back.type = "button";
  line.append(label, output, back);
  band.setAttribute("aria-hidden", "true");
  band.append(element("span"), element("i"));
  const words = element("span", "words");
  words.id = `words-${index}`;
  input.setAttribute("aria-describedby", words.id);
  ends.append(element("span"), words, element("span"));
  box.append(line, input, band, ends);
  return Object.assign(box, { parts: { label, output, back, input, band, ends, words } });
}

function say(box, slider, at) {
  const { output, back, input } = box.parts;
  output.textContent = slider.shown[at];
  input.setAttribute("aria-valuetext", slider.shown[at]);
  back.hidden = at === slider.default;
}

function fill(box, slider) {
  const { label, back, input, band, ends, words } = box.parts;
  const same = box.slider?.id === slider.id;
  box.slider = slider;
  label.textContent = slider.title;
  input.max = slider.values.length - 1;
  back.title = `Back to ${slider.shown[slider.default]}`;
  back.setAttribute("aria-label", `${slider.title}: back to ${slider.shown[slider.default]}`);
  // Until the page has answered to where it was moved last, the hand knows better.
  if (!same || slider.at === box.movedTo) box.movedTo = undefined;
  if (box.movedTo === undefined) input.value = slider.at;
  const [low, middle, high] = slider.band ?? [0, 0, 0];
  band.style.visibility = slider.band ? "visible" : "hidden";
  Object.assign(band.firstChild.style, {
    left: `${100 * low}%`, width: `${Math.max(0.8, 100 * (high - low))}%`,
  });
  band.lastChild.style.left = `${100 * middle}%`;
  ends.firstChild.textContent = slider.shown[0];
  ends.lastChild.textContent = slider.shown.at(-1);
  words.textContent = slider.words;
  say(box, slider, Number(input.value));
}

// Where nothing more is to be waited for, it stands where the page has it.
function settle(box) {
  box.movedTo = undefined;
  clearTimeout(box.timer);
  box.parts.input.value = box.slider.at;
  say(box, box.slider, box.slider.at);
}

function listen(box, send) {
  const { input, back } = box.parts;
  const tell = (at) => {
    const { id, values, default: start } = box.slider;
    send({ id, value: values[at], back: at === start });
  };
  input.oninput = () => {
    box.movedTo = Number(input.value);
    const now = performance.now();
    if (!box.movedAt || now - box.movedAt > GESTURE_MS) {
      globalThis.loopmapGesture = (globalThis.loopmapGesture ?? 0) + 1;
    }
    const wait = now - (box.movedAt ?? -PAUSE_MS) < PAUSE_MS ? PAUSE_MS : 0;
    box.movedAt = now;
    say(box, box.slider, Number(input.value));
    clearTimeout(box.timer);
    box.timer = setTimeout(() => tell(Number(input.value)), wait);
    clearTimeout(box.rest);
    box.rest = setTimeout(() => settle(box), PATIENCE_MS);
  };
  back.onclick = () => {
    input.value = box.slider.default;
    box.movedTo = box.slider.default;
    say(box, box.slider, box.slider.default);
    tell(box.slider.default);
    input.focus();
  };
  // Streamlit takes the keys r and c on the whole page; not while a slider has the focus.
  box.onkeydown = (event) => { if (event.key !== "Tab") event.stopPropagation(); };
}

export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".sliders");
  // Back and Forward move sliders too.
  globalThis.onpopstate = () => {
    for (const box of place.children) box.movedTo = undefined;
  };
  while (place.childElementCount < data.sliders.length) place.append(build(place.childElementCount));
  while (place.childElementCount > data.sliders.length) place.lastElementChild.remove();
  const send = (moved) => {
    place.dataset.moves = Number(place.dataset.moves ?? 0) + 1;
    setStateValue("moved", { ...moved, move: Number(place.dataset.moves) });
  };
  data.sliders.forEach((slider, index) => {
    fill(place.children[index], slider);
    listen(place.children[index], send);
  });
}
