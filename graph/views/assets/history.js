// What the browser's Back and Forward walk through: one entry for each thing that was looked at or
// supposed. Streamlit adds an entry when the page changes and another when its address is complete,
// and one for each step of a slider; those belong together and become one.
const SAME_GESTURE_MS = 2000;

// Sliders of ours count their gestures, so that a slow answer does not part one; of others the
// time tells.
const sameGesture = (newest, now) => (globalThis.loopmapGesture
  ? globalThis.loopmapGesture === newest.gesture : now - newest.at < SAME_GESTURE_MS);

function install(history) {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  // Whether the page has just been changed and its address is still to be completed, and what the
  // newest entry set when.
  const newest = { unfinished: false, names: "", at: 0 };
  globalThis.addEventListener("popstate", () => Object.assign(newest, { unfinished: false, names: "" }));
  history.pushState = (state, title, url) => {
    const [before, after] = [new URL(location.href), new URL(url, location.href)];
    const now = performance.now();
    const moved = before.pathname !== after.pathname;
    const names = moved ? "" : numbersMoved(before, after);
    const together = !moved
      && (newest.unfinished || (names && names === newest.names && sameGesture(newest, now)));
    (together ? replace : push)(state, title, url);
    const gesture = globalThis.loopmapGesture;
    Object.assign(newest, { unfinished: moved, names, at: now, gesture });
  };
}

// The names of the numbers that differ between two addresses which are alike in all else; "" if
// more than numbers differs.
function numbersMoved(before, after) {
  const NUMBERS = ["set", "weight", "horizon", "feedback"];
  const beside = [...NUMBERS, "ontology"];
  const rest = (url) => JSON.stringify([...url.searchParams].filter(([key]) => !beside.includes(key)));
  if (rest(before) !== rest(after)) return "";
  const values = (url) => new Map([...url.searchParams]
    .filter(([key]) => NUMBERS.includes(key))
    .map(([key, value]) => (value.includes("=")
      ? [`${key} ${value.slice(0, value.lastIndexOf("="))}`, value] : [key, value])));
  const [was, is] = [values(before), values(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => was.get(name) !== is.get(name)).sort().join(" ");
}

export default function () {
  if (globalThis.loopmapHistory) return;
  globalThis.loopmapHistory = true;
  install(globalThis.history);
}
