/** The fields of one line of comma-separated values, quoted where they hold a comma; undefined when it is malformed. */
export function csvFields(line: string): string[] | undefined {
  const found = [...line.matchAll(/(?<=^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)];
  const length = found.reduce((sum, [whole]) => sum + whole.length, 0) + found.length - 1;
  if (length !== line.length) return undefined;
  return found.map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain);
}
