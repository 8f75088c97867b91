// Says which part is looked at, apart from the words by which parts are found.
export default function ({ data }) {
  const shared = (globalThis.loopmapViewer ??= { live: null, answer: null, focus: null, pins: {} });
  shared.chosen = data.component;
  shared.choose?.(data.component);
}
