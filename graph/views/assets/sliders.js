// Sliders beside the map. One that is being moved keeps its focus and its place whatever the page
// answers meanwhile; the page is told at most every so often while it moves, and at its end.
const PAUSE_MS = 120;

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
  // While it is being moved, the hand knows better than an answer to where it was before.
  if (!same || !box.moving) input.value = slider.at;
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

function listen(box, send) {
  const { input, back } = box.parts;
  const tell = (at) => {
    const { id, values, default: start } = box.slider;
    send({ id, value: values[at], back: at === start });
  };
  input.oninput = () => {
    box.moving = true;
    say(box, box.slider, Number(input.value));
    clearTimeout(box.timer);
    box.timer = setTimeout(() => tell(Number(input.value)), PAUSE_MS);
    clearTimeout(box.rest);
    box.rest = setTimeout(() => { box.moving = false; }, 1500);
  };
  back.onclick = () => {
    input.value = box.slider.default;
    say(box, box.slider, box.slider.default);
    tell(box.slider.default);
    input.focus();
  };
  // Streamlit takes the keys r and c on the whole page; not while a slider has the focus.
  box.onkeydown = (event) => { if (event.key !== "Tab") event.stopPropagation(); };
}

export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".sliders");
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
