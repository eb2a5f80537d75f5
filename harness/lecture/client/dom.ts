/** The element of the page's frame with this id: it is in every page. */
export function part<E extends HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}
