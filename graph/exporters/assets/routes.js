// Lines that bend more than once on their way past other parts; vis-network knows one handle only.
// A route is a list of bends of six numbers: where a curve begins, its corner, where it ends.
// Once a part has been moved by hand its lines run straight, for their ways were for its old place.
function followRoutes(network, lines) {
  for (const { id, route, start, end } of lines) {
    const type = network.body.edges[id]?.edgeType;
    if (type && route.length) followRoute(type, route, start, end);
  }
}

function followRoute(type, route, start, end) {
  const straight = Object.getPrototypeOf(type);
  const corners = route.map(([, , x, y]) => ({ x, y }));
  const away = (node, place) => Math.hypot(node.x - place.x, node.y - place.y) > 1;
  const moved = () => away(type.from, start) || away(type.to, end);
  type._line = (pen, values, ...rest) => {
    if (moved()) return straight._line.call(type, pen, values, ...rest);
    pen.beginPath();
    pen.moveTo(type.fromPoint.x, type.fromPoint.y);
    for (const [left, top, x, y, right, bottom] of route) {
      pen.lineTo(left, top);
      pen.quadraticCurveTo(x, y, right, bottom);
    }
    pen.lineTo(type.toPoint.x, type.toPoint.y);
    pen.stroke();
  };
  type._getDistanceToEdge = (x1, y1, x2, y2, x, y) => {
    const places = moved() ? [] : corners;
    const stops = [{ x: x1, y: y1 }, ...places, { x: x2, y: y2 }];
    return Math.min(...stops.slice(1).map((stop, index) =>
      type._getDistanceToLine(stops[index].x, stops[index].y, stop.x, stop.y, x, y)));
  };
  // The arrow points the way that the line comes from: from its last corner.
  type.getArrowData = (...asked) => {
    const { from } = type;
    if (!moved()) type.from = corners.at(-1);
    try {
      return straight.getArrowData.apply(type, asked);
    } finally {
      type.from = from;
    }
  };
}
