/** The names of an object's methods: own properties and those of its classes, without the constructor. */
export function methodNames(object: object): string[] {
  const names = new Set<string>();
  for (let at: object | null = object; at && !isRoot(at); at = Object.getPrototypeOf(at)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (name !== 'constructor' && typeof property.value === 'function') names.add(name);
    }
  }
  return [...names];
}

/** `{}`, `Object.create(null)`, and the plain objects of other realms. */
export function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === null || isRoot(prototype);
}

function isRoot(object: object): boolean {
  return Object.getPrototypeOf(object) === null && Object.hasOwn(object, 'hasOwnProperty');
}
