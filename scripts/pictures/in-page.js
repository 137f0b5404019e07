// Runs in a page of pictures: draws the components, then reports how high the page is and what is cut or outside.
const problems = [];
document.addEventListener('securitypolicyviolation', ({ blockedURI }) => problems.push(`asks for ${blockedURI}`));
addEventListener('error', ({ message }) => problems.push(`script: ${message}`));

/** What the library has otherwise than Discord has it today. */
const PATCHES = {
  'discord-message': `:host .discord-message-content { min-width: 0; }
    :host(:not([light-theme])) :is(.discord-message-timestamp, .discord-message-ephemeral) { color: #949ba4; }`,
  'discord-command': ':host([light-theme]) .discord-slash-command-name { background-color: #e6e8fd; }',
  'discord-embed': `:host .discord-embed-wrapper { border: none; }
    :host(:not([light-theme])) .discord-embed-wrapper { background-color: #2b2d31; }
    :host .discord-embed-image { display: block; max-width: 100%; }`,
  'discord-string-select-menu': `.discord-string-select-menu { width: 100%; margin: 4px 0; }
    :host(:not([light-theme])) .discord-string-select-menu { color: #b5bac1; }
    .discord-string-select-menu > svg { flex: none; }
    .discord-string-select-menu > span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }`,
};

/** All elements, those in shadow trees too. */
function* elements(root) {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* elements(element.shadowRoot);
  }
}

/** The element that holds a node on the screen, through slots and shadow trees. */
function holder(node) {
  return (
    node.assignedSlot ??
    node.parentElement ??
    (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null)
  );
}

function* holders(node) {
  for (let each = holder(node); each; each = holder(each)) yield each;
}

/** An element as people find it: its way from the message down. */
function describe(element) {
  const names = [element, ...holders(element)]
    .filter((each) => !['SLOT', 'HTML', 'BODY'].includes(each.tagName))
    .map((each) => each.tagName.toLowerCase() + [...each.classList].map((name) => `.${name}`).join(''));
  return names.slice(0, 4).reverse().join(' > ');
}

const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';

/** What is marked with "…" when it is too long is meant to be cut, as Discord does with what a menu shows. */
const isMarked = (element) => getComputedStyle(element).textOverflow === 'ellipsis';

function checkCut(element) {
  const { overflowX, overflowY, display, contain } = getComputedStyle(element);
  if (display === 'inline' || display === 'none' || element.clientWidth === 0 || isMarked(element)) return;
  const [wide, high] = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
  if ((hides(overflowX) || contain === 'paint') && wide > 1)
    problems.push(`cut by ${wide} px at the right: ${describe(element)}`);
  if ((hides(overflowY) || contain === 'paint') && high > 1)
    problems.push(`cut by ${high} px at the bottom: ${describe(element)}`);
}

/** Boxes that must hold their text whole. */
const BOXES = 'discord-message, .discord-embed-wrapper, button, label';

function checkText(text) {
  if (text.data.trim() === '') return;
  const range = document.createRange();
  range.selectNodeContents(text);
  const inside = [...holders(text)];
  if (inside.some((each) => each.tagName === 'STYLE' || isMarked(each))) return;
  const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
  for (const box of inside.filter((each) => each.matches(BOXES))) {
    const bounds = box.getBoundingClientRect();
    const out = rects.find(
      ({ left, right, top, bottom }) =>
        left < bounds.left - 1 || right > bounds.right + 1 || top < bounds.top - 1 || bottom > bounds.bottom + 1,
    );
    if (out) problems.push(`text “${text.data.trim().slice(0, 40)}” lies outside ${describe(box)}`);
  }
}

/** The innermost of the elements that reach furthest to the right. */
function widest() {
  const ends = [...elements(document.body)].map((element) => [element, element.getBoundingClientRect().right]);
  const most = Math.max(...ends.map(([, right]) => right));
  return describe(ends.findLast(([, right]) => right === most)[0]);
}

function check() {
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth)
    problems.push(`the page is ${page.scrollWidth} px wide, the window ${innerWidth}, for ${widest()}`);
  for (const element of elements(document.body)) {
    checkCut(element);
    for (const root of [element, ...(element.shadowRoot ? [element.shadowRoot] : [])])
      for (const node of root.childNodes) if (node.nodeType === Node.TEXT_NODE) checkText(node);
  }
}

async function draw() {
  await import('@skyra/discord-components-core');
  await Promise.all(['400', '500', '700'].map((weight) => document.fonts.load(`${weight} 16px "gg sans"`)));
  for (const element of elements(document)) await element.updateComplete;
  for (const element of elements(document)) {
    const tag = element.tagName.toLowerCase();
    if (tag.startsWith('discord-') && !element.shadowRoot) problems.push(`not drawn: ${describe(element)}`);
    if (tag === 'img') await element.decode().catch(() => problems.push(`no picture: ${describe(element)}`));
    if (!element.shadowRoot || !(tag in PATCHES)) continue;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(PATCHES[tag]);
    element.shadowRoot.adoptedStyleSheets.push(sheet);
  }
}

/** What the program asks for: resolved when all is drawn and looked at. */
globalThis.drawn = draw()
  .catch((error) => problems.push(`script: ${error}`))
  .then(() => {
    check();
    return { height: Math.ceil(document.documentElement.getBoundingClientRect().height), problems };
  });
