// Five answers; each is a button that shows on the map what it is about. All text is set as text.
const FIELDS = ["asked", "value", "detail", "basis"];

function fill(button, card) {
  if (!button.childElementCount) {
    button.append(...FIELDS.map((name) => {
      const span = document.createElement("span");
      span.className = name;
      return span;
    }));
  }
  for (const name of FIELDS) {
    const span = button.querySelector(`.${name}`);
    if (span.dataset.text === `${card.before}${card[name]}`) continue;
    span.dataset.text = `${card.before}${card[name]}`;
    span.textContent = card[name];
    if (name !== "value" || card.before === null) continue;
    const before = document.createElement("span");
    before.className = "before";
    before.textContent = `${card.before} → `;
    span.prepend(before);
  }
  button.setAttribute("aria-pressed", String(card.pressed));
}

export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".cards");
  // Changed in place, so that a card keeps the focus while its answer changes.
  while (place.childElementCount < data.cards.length) {
    const button = document.createElement("button");
    button.type = "button";
    place.append(button);
  }
  data.cards.forEach((card, index) => {
    const button = place.children[index];
    fill(button, card);
    button.onclick = () => {
      place.dataset.clicks = Number(place.dataset.clicks ?? 0) + 1;
      setStateValue("lens", { lens: card.lens, click: Number(place.dataset.clicks) });
    };
    // Streamlit takes the keys r and c on the whole page; not while a card has the focus.
    button.onkeydown = (event) => { if (event.key !== "Tab") event.stopPropagation(); };
  });
}
