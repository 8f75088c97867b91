// Finds a part by anything the map says of it: its name before its id, skills, definition and
// sources; a word may have a letter or two wrong. All text is set as text.
const MOST = 8;
const states = new WeakMap();

const split = (text) => text.toLowerCase().normalize("NFKD").match(/[\p{L}\p{N}]+/gu) ?? [];

// How many letters must be changed, added, left out or swapped; no more than the most are counted.
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [last, before] = [Array.from({ length: other.length + 1 }, (_, index) => index), []];
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      now[column] = Math.min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        now[column] = Math.min(now[column], before[column - 2] + 1);
      }
    }
    [before, last] = [last, now];
  }
  return last[other.length];
}

const tolerance = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

// How well a typed word fits one of some words: 0 for its beginning, more for worse, none for not.
function fits(typed, words) {
  let best = Infinity;
  for (const word of words) {
    if (word.startsWith(typed)) best = Math.min(best, word === typed ? 0 : 0.2);
    else if (typed.length > 2 && word.includes(typed)) best = Math.min(best, 0.6);
    else {
      const most = tolerance(typed);
      const begun = Math.min(
        distance(typed, word, most), distance(typed, word.slice(0, typed.length), most),
      );
      if (most && begun <= most) best = Math.min(best, 1 + begun);
    }
    if (!best) break;
  }
  return best;
}

function search(entries, text) {
  const typed = split(text);
  if (!typed.length) return [];
  return entries.map((entry) => {
    const cost = typed.reduce((sum, word) =>
      sum + Math.min(fits(word, entry.label_words), 3 + fits(word, entry.other_words)), 0);
    return { entry, cost };
  }).filter(({ cost }) => Number.isFinite(cost))
    .sort((one, other) => one.cost - other.cost || one.entry.label.localeCompare(other.entry.label))
    .slice(0, MOST).map(({ entry }) => entry);
}

function show(state) {
  const { input, list, found, at, said } = state;
  list.hidden = !found.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  list.replaceChildren(...found.map((entry, index) => {
    const item = document.createElement("li");
    const small = document.createElement("small");
    item.id = `found-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(index === at));
    small.textContent = entry.family;
    item.append(entry.label, small);
    item.onpointerdown = (event) => { event.preventDefault(); take(state, entry); };
    return item;
  }));
  if (found.length) input.setAttribute("aria-activedescendant", `found-${at}`);
  else input.removeAttribute("aria-activedescendant");
  list.children[at]?.scrollIntoView({ block: "nearest" });
  const typed = input.value.trim();
  said.textContent = found.length ? `${found.length} found`
    : typed && document.activeElement && state.typing ? "Nothing found" : "";
}

function take(state, entry) {
  state.typing = false;
  state.found = [];
  state.input.value = entry ? entry.label : "";
  state.clear.hidden = !entry;
  show(state);
  state.takes = (state.takes ?? 0) + 1;
  shared.zoomTo = entry?.id ?? null;
  state.send("found", { id: entry?.id ?? null, take: state.takes });
}

function onKey(state, event) {
  const { found } = state;
  if (event.key !== "Tab") event.stopPropagation();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    state.at = found.length ? (state.at + step + found.length) % found.length : 0;
    show(state);
    event.preventDefault();
  } else if (event.key === "Enter" && found.length) {
    take(state, found[state.at]);
  } else if (event.key === "Escape") {
    close(state);
  }
}

function close(state) {
  state.typing = false;
  state.found = [];
  const chosen = state.entries.find(({ id }) => id === state.chosen);
  state.input.value = chosen?.label ?? "";
  show(state);
}

const shared = (globalThis.loopmapViewer ??= { live: null, answer: null, focus: null, pins: {} });

export default function ({ data, parentElement, setStateValue }) {
  const find = (name) => parentElement.querySelector(name);
  let state = states.get(parentElement);
  if (!state) {
    state = {
      input: find("input"), list: find("ul"), clear: find(".clear"), said: find(".said"),
      found: [], at: 0,
    };
    states.set(parentElement, state);
  }
  const said = JSON.stringify(data.entries);
  if (state.entriesSaid !== said) {
    state.entriesSaid = said;
    state.entries = data.entries.map((entry) => ({
      ...entry, label_words: split(entry.label), other_words: split(entry.words),
    }));
  }
  state.send = setStateValue;
  // Which part is looked at comes by itself, so that the words searched are sent but once.
  shared.choose = (chosen) => {
    state.chosen = chosen;
    state.clear.hidden = !chosen;
    if (!state.typing) close(state);
  };
  shared.choose(shared.chosen ?? null);
  state.input.oninput = () => {
    state.typing = true;
    state.found = search(state.entries, state.input.value);
    state.at = 0;
    show(state);
  };
  state.input.onfocus = () => state.input.select();
  state.input.onblur = () => close(state);
  state.input.onkeydown = (event) => onKey(state, event);
  state.clear.onclick = () => { take(state, null); state.input.focus(); };
}
