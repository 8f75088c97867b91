// On narrow screens the boxes above the page are folded; this button says what they hold, and opens
// them. Whether they are open is kept on the page's root, where its style sees it.
export default function ({ data, parentElement }) {
  const bar = parentElement.querySelector(".bar");
  const root = document.documentElement;
  const show = () => bar.setAttribute("aria-expanded", String(root.dataset.loopmapBoxes === "open"));
  bar.textContent = data.words;
  bar.onclick = () => {
    if (root.dataset.loopmapBoxes === "open") delete root.dataset.loopmapBoxes;
    else root.dataset.loopmapBoxes = "open";
    show();
  };
  bar.onkeydown = (event) => { if (event.key !== "Tab") event.stopPropagation(); };
  show();
}
