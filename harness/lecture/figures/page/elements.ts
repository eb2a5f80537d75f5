type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An HTML element with attributes (`true` is an empty one; false and undefined are none) and children. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  return furnish(document.createElement(tag), attributes, children);
}

/** The same for what is drawn. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  return furnish(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/**
 * A drawing that repeats what a table says: not read out. `width` and `height` are the units of its inside; on the page
 * it is as wide as its place, at most `width` times 1.5 pixels.
 */
export function drawing(width: number, height: number, ...children: Node[]): SVGSVGElement {
  const style = `max-width: ${width * 1.5}px`;
  return svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      class: 'fig-drawing',
      style,
      preserveAspectRatio: 'xMinYMin',
      'aria-hidden': 'true',
    },
    ...children,
  );
}

function furnish<E extends Element>(element: E, attributes: Attributes, children: (Node | string)[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}
