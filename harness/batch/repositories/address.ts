/** What of git's many ways to reach a repository is taken. */
export interface AddressOptions {
  /** Whether `file:///…` is permitted: repositories of this machine, with the rights of who runs the batch. */
  local: boolean;
}

/**
 * Why a repository's address is not taken, or undefined. Nothing of it can be an option, a command (`ext::`) or a
 * prompt, and no password in it can reach a journal; so what is refused is not repeated.
 */
export function addressFault(url: string, { local }: AddressOptions): string | undefined {
  if (url === '') return 'it names no repository';
  if (url.startsWith('-')) return 'an address cannot begin with "-"';
  if (/[\s\p{Cc}\p{Cf}]/u.test(url)) return 'an address holds no spaces and no control characters';
  if (url.startsWith('https://')) return httpsFault(url);
  if (url.startsWith('file:'))
    return local ? localFault(url) : 'it lies on this machine; --local permits such addresses';
  if (/^ssh:\/\/(\w[\w.-]*@)?\w[\w.-]*(:\d+)?\/[^-\s]/.test(url)) return undefined;
  if (/^\w[\w.-]*@\w[\w.-]*:[^-\s:]/.test(url) && !url.includes('::')) return undefined;
  return 'addresses of repositories are https://…, ssh://… or name@host:path';
}

/** Why a branch, tag or commit is not taken, or undefined. */
export function refFault(ref: string): string | undefined {
  const good = /^[\p{L}\p{N}_][\p{L}\p{N}_./+#@-]*$/u.test(ref) && !/\.\.|@\{|\/\/|[./]$|\.lock$/.test(ref);
  return good && ref.length <= 200 ? undefined : 'that is no name of a branch or tag, and no commit';
}

function httpsFault(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.hostname === '') return 'it is no address';
  if (url.username !== '' || url.password !== '')
    return 'an address with a name or password in it is not taken: git asks your credential helper';
  return undefined;
}

function localFault(text: string): string | undefined {
  return text.startsWith('file:///') ? undefined : 'a repository of this machine is file:///… with an absolute path';
}
