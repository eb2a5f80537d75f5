/** A text in which no url has its password: `postgres://ann:…@host/db`. */
export function withoutPasswords(text: string): string {
  return text
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@?#]*):[^\s/?#]*@/gi, '$1:…@')
    .replaceAll(/([?&]password=)[^\s&#]*/gi, '$1…');
}
