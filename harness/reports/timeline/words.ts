/** What student code asked of the lab, as it stands in the code. */
export function requestText(method: string, node: string | undefined, params: Record<string, unknown>): string {
  const [, verb = method] = method.split('.');
  if (method === 'fault.heal') return 'fault.heal()';
  if (method.startsWith('lab.')) {
    return `lab.${verb}(${[node, ...Object.values(params).map(valueText)].join(', ')})`;
  }
  if (method === 'node.exec') return `${node}.$\`${params.command}\``;
  if (method === 'node.writeFile') return `${node}.writeFile(${valueText(params.path)}, …)`;
  return `${node}.${verb}(${Object.values(params).map(valueText).join(', ')})`;
}

/** The lab and the addresses of its nodes stand in the log by their names, which are no strings. */
export function argumentsText(args: readonly unknown[]): string {
  const isName = (arg: unknown): arg is string => typeof arg === 'string' && /^(lab|[\w-]+\.url)$/.test(arg);
  return args.map((arg) => (isName(arg) ? arg : valueText(arg))).join(', ');
}

export function factsText(facts: Record<string, unknown> | undefined): string {
  return Object.entries(facts ?? {})
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join(', ');
}

/** As one would write it in code, on one line. */
function valueText(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, field]) => `${name}: ${valueText(field)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return String(value);
}
