// Carries what changes with the answer (how each part stands, the critical cycle), so that the map
// itself need not be sent again.
export default function ({ data }) {
  const shared = (globalThis.loopmapViewer ??= { live: null, answer: null, focus: null, pins: {} });
  shared.answer = data;
  shared.live?.reanswer(data);
}
