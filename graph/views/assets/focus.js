// Carries what changes at every click (the selection, the lens), so that the map itself need not
// be sent again.
export default function ({ data }) {
  const shared = (globalThis.loopmapViewer ??= { live: null, answer: null, focus: null, pins: {} });
  shared.focus = data;
  shared.live?.refocus(data);
}
