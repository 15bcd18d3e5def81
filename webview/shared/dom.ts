type Child = Node | string | null | undefined | false;

interface Attributes {
  readonly class?: string;
  readonly [name: string]: string | number | boolean | undefined | ((event: Event) => void);
}

/**
 * An element with attributes and children. Text goes in as text, never as markup: names and values come from
 * logs. Functions become listeners (`onclick`).
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/** Appends children, the absent ones left out. */
export function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) parent.append(child);
  }
}

/** An SVG element; icons only, charts come from Vega. */
export function svg(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Node[]
): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Places an element between two positions (0 to 1) of its parent's width. */
export function place(element: HTMLElement, from: number, to?: number): void {
  // The CSP refuses style attributes in markup; the object model is not markup.
  element.style.left = `${from * 100}%`;
  if (to !== undefined) element.style.width = `${(to - from) * 100}%`;
}
