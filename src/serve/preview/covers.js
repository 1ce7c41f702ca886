// Whether something that is fixed in the window would cover what a page has to read. Must not know what it is.

// Every text below an element.
const textsOf = function* (root) {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) yield walk.currentNode;
};

// What an ancestor with its own scrolling lets be seen of a box.
const clipped = (box, element) => {
  let { left, top, right, bottom } = box;
  for (let outer = element; outer && outer !== document.body; outer = outer.parentElement) {
    if (getComputedStyle(outer).overflowX === 'visible') continue;
    const edge = outer.getBoundingClientRect();
    [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
    [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
  }
  return { left, top, right, bottom };
};

// Every box with something to read: lines of text, pictures and fields.
const boxes = function* () {
  const range = document.createRange();
  for (const text of textsOf(document.body)) {
    if (!text.data.trim()) continue;
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) yield [box, text.parentElement];
  }
  for (const element of document.body.querySelectorAll('img,svg,video,canvas,iframe,object,input,select,textarea')) {
    yield [element.getBoundingClientRect(), element.parentElement];
  }
};

// Whether a box that is fixed in the window meets something to read, however far the page is scrolled.
const covers = (fixed) => {
  const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
  const right = fixed.right + scrollWidth - clientWidth;
  const bottom = fixed.bottom + scrollHeight - clientHeight;
  const meets = (box) =>
    box.right > box.left && box.bottom > box.top &&
    box.left + scrollX < right && box.right + scrollX > fixed.left &&
    box.top + scrollY < bottom && box.bottom + scrollY > fixed.top;
  for (const [box, element] of boxes()) {
    if (meets(box) && meets(clipped(box, element))) return true;
  }
  return false;
};
