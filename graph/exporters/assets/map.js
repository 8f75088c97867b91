"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const box = document.getElementById("map");
  const report = document.getElementById("selected");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const printed = matchMedia("print");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const critical = "#D55E00";

  // What depends on light or dark is decided here, so that a change of theme needs no new page.
  function nodeLooks(node) {
    const paper = colour("--paper");
    const unknown = node.mark === "unknown";
    const outline = dark.matches && !printed.matches && node.mark !== "binding"
      ? (unknown ? colour("--faint") : node.color.background)
      : node.color.border;
    const fill = node.hollow ? paper : node.color.background;
    return { ...node,
      font: { color: colour("--ink"), strokeWidth: 4, strokeColor: paper },
      color: { background: fill, border: outline,
        highlight: { background: fill, border: node.color.highlight.border },
        hover: { background: fill, border: outline } } };
  }
  function edgeLooks(edge) {
    const shade = edge.hit ? critical : colour("--line");
    return { ...edge,
      color: { color: shade, highlight: shade, hover: shade,
        opacity: edge.dim ? 0.15 : edge.hit ? 1 : 0.6 } };
  }

  const nodes = new vis.DataSet(data.nodes.map(nodeLooks));
  const edges = new vis.DataSet(data.edges.map(edgeLooks));
  const network = new vis.Network(box, { nodes, edges }, data.options);
  const byId = new Map(data.nodes.map((node) => [node.id, node]));
  const routed = data.edges.map(({ id, route, from, to }) => (
    { id, route, start: byId.get(from), end: byId.get(to) }));
  followRoutes(network, routed);
  const inner = box.querySelector(".vis-network");
  if (inner) inner.tabIndex = -1;

  network.on("beforeDrawing", (pen) => {
    const size = Math.min(44, Math.max(20, 13 / network.getScale()));
    pen.font = "bold " + size + "px Helvetica, Arial, sans-serif";
    pen.fillStyle = colour("--faint");
    pen.textAlign = "center";
    for (const header of data.headers) pen.fillText(header.title, header.x, header.y);
  });

  function fit() {
    if (!data.nodes.length) return;
    const across = data.nodes.map((node) => node.x);
    const down = data.nodes.map((node) => node.y).concat(data.headers.map((head) => head.y - 20));
    const low = (list) => list.reduce((a, b) => Math.min(a, b));
    const high = (list) => list.reduce((a, b) => Math.max(a, b));
    const width = high(across) - low(across) + 220, height = high(down) - low(down) + 90;
    const scale = Math.min(box.clientWidth / width, box.clientHeight / height, 1.5);
    // While the window changes its size the map may have none for a moment.
    if (scale <= 0) return;
    network.moveTo({ scale, animation: false,
      position: { x: (high(across) + low(across)) / 2, y: (high(down) + low(down) + 70) / 2 } });
  }
  function zoom(factor) {
    network.moveTo({ scale: network.getScale() * factor, animation: false });
  }
  // What is selected stands out with its neighbours; the rest fades but can still be read.
  const faded = 0.3;
  function light(id) {
    const near = new Set(id === null ? [] : [id]);
    for (const edge of id === null ? [] : data.edges) {
      if (edge.from === id) near.add(edge.to);
      if (edge.to === id) near.add(edge.from);
    }
    nodes.update(data.nodes.map((node) => ({ id: node.id,
      opacity: near.size && !near.has(node.id) ? faded : node.opacity,
      font: { color: near.size && !near.has(node.id) ? colour("--faint") : colour("--ink") } })));
    edges.update(data.edges.map((edge) => ({ id: edge.id,
      color: { ...edgeLooks(edge).color,
        ...(near.size ? { opacity: edge.from === id || edge.to === id ? 1 : 0.08 } : {}) } })));
    // A line that is changed forgets its bends.
    followRoutes(network, routed);
  }
  let at = null;
  function select(id, move) {
    at = id;
    light(id);
    if (id === null) {
      network.unselectAll();
      report.textContent = "Nothing is selected.";
      return;
    }
    network.selectNodes([id]);
    if (move) network.moveTo({ position: network.getPosition(id), animation: false });
    report.textContent = byId.get(id).title;
  }

  // The next part in a direction: near along the arrow, and not far off to the side.
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function step([right, down]) {
    if (at === null) return select(data.start ?? data.nodes[0]?.id ?? null, true);
    const here = network.getPosition(at);
    let best = null, least = Infinity;
    for (const node of data.nodes) {
      const there = network.getPosition(node.id);
      const across = there.x - here.x, below = there.y - here.y;
      const ahead = across * right + below * down;
      const aside = Math.abs(across * down) + Math.abs(below * right);
      if (ahead > 1 && ahead + 2 * aside < least) { least = ahead + 2 * aside; best = node.id; }
    }
    if (best !== null) select(best, true);
  }
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
    const acts = { Escape: () => select(null), Enter: () => at !== null && select(at, true),
      "+": () => zoom(1.25), "-": () => zoom(0.8), "0": fit };
    if (ways[event.key]) step(ways[event.key]);
    else if (acts[event.key]) acts[event.key]();
    else return;
    event.preventDefault();
  });
  // Names are found with any capitals and accents, in any order of words, with a slip of one sign.
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  function slips(one, other) {
    if (one.length < 4 || Math.abs(one.length - other.length) > 1) return one === other ? 0 : 2;
    let start = 0;
    while (start < one.length && one[start] === other[start]) start += 1;
    let end = 0;
    while (end < Math.min(one.length, other.length) - start
      && one.at(-1 - end) === other.at(-1 - end)) end += 1;
    const left = [one.length - start - end, other.length - start - end];
    const crossed = left[0] === 2 && left[1] === 2
      && one[start] === other[start + 1] && one[start + 1] === other[start];
    return Math.max(...left) <= 1 || crossed ? 1 : 2;
  }
  function find(text) {
    const asked = bare(text).split(/\s+/u).filter(Boolean);
    if (!asked.length) return null;
    const held = (node, test) => asked.every((word) =>
      bare(`${node.label} ${node.id}`).split(/[\s-]+/u).some((part) => test(part, word)));
    const tests = [(part, word) => part === word, (part, word) => part.startsWith(word),
      (part, word) => part.includes(word), (part, word) => slips(part, word) < 2];
    const exact = data.nodes.find((node) => bare(node.label.replaceAll("\n", " ")) === bare(text.trim()));
    if (exact) return exact.id;
    for (const test of tests) {
      const found = data.nodes.find((node) => held(node, test));
      if (found) return found.id;
    }
    return undefined;
  }
  document.getElementById("find").addEventListener("change", (event) => {
    const found = find(event.target.value);
    if (found) {
      select(found);
      network.moveTo({ scale: Math.max(network.getScale(), 0.9),
        position: network.getPosition(found), animation: false });
    } else if (found === undefined) {
      report.textContent = `No part is called '${event.target.value}'.`;
    } else {
      select(null);
    }
  });
  network.on("click", (event) => select(event.nodes.length ? event.nodes[0] : null));
  document.getElementById("fit").addEventListener("click", fit);
  document.getElementById("nearer").addEventListener("click", () => zoom(1.25));
  document.getElementById("farther").addEventListener("click", () => zoom(0.8));
  document.getElementById("picture").addEventListener("click", () => {
    const drawn = box.querySelector("canvas");
    const sheet = document.createElement("canvas");
    sheet.width = drawn.width;
    sheet.height = drawn.height;
    const pen = sheet.getContext("2d");
    pen.fillStyle = colour("--paper");
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(drawn, 0, 0);
    sheet.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = "loopmap.png";
      link.click();
      URL.revokeObjectURL(link.href);
    });
  });
  function recolour() {
    nodes.update(data.nodes.map(nodeLooks));
    edges.update(data.edges.map(edgeLooks));
    followRoutes(network, routed);
    network.redraw();
  }
  dark.addEventListener("change", recolour);
  printed.addEventListener("change", recolour);
  network.once("afterDrawing", fit);
  addEventListener("resize", fit);
  globalThis.loopmap = { network, nodes, edges };
})();
