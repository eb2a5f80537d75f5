import type { Targets } from './canaries.ts';

/** What a program has reached: true is bad. */
export interface Reach {
  files: boolean;
  network: boolean;
  processes: boolean;
  memory: boolean;
}

/**
 * Reaches for each target. It is run from its own text inside enclosures, so it uses nothing but what stands in it. The
 * process is signalled last and only with 0: to be able to is enough.
 */
export async function reach({ file, port, addresses, addresses6, pid, bytes }: Targets): Promise<Reach> {
  const fs = process.getBuiltinModule('node:fs');
  const net = process.getBuiltinModule('node:net');
  const os = process.getBuiltinModule('node:os');
  const succeeds = (attempt: () => unknown) => {
    try {
      attempt();
      return true;
    } catch {
      return false;
    }
  };
  const connects = (host: string) =>
    new Promise<boolean>((resolve) => {
      // A new address of IPv6 answers after a second or two.
      const socket = net.connect({ port, host, timeout: host.includes(':') ? 4000 : 2000 }, () => resolve(true));
      socket.once('connect', () => socket.destroy());
      socket.once('timeout', () => socket.destroy()); // packets that are dropped
      socket.once('error', () => resolve(false)).once('close', () => resolve(false));
    });
  const ways = (host: string) =>
    host.startsWith('fe80:') ? Object.keys(os.networkInterfaces()).map((name) => `${host}%${name}`) : [host];
  const network = Promise.all([...addresses, ...addresses6.flatMap(ways)].map(connects));
  const held: ArrayBuffer[] = [];
  const step = 256 * 1024 ** 2;
  const memory = succeeds(() => {
    for (let all = 0; all < bytes; all += step) held.push(new ArrayBuffer(step)); // reserved, and never touched
  });
  held.length = 0;
  return {
    files: succeeds(() => fs.readFileSync(file)),
    network: (await network).includes(true),
    processes: succeeds(() => process.kill(pid, 0)),
    memory,
  };
}

/** The same as a program that prints its result as JSON. */
export function reachProgram(targets: Targets): string {
  return `(${reach})(${JSON.stringify(targets)}).then((reached) => console.log(JSON.stringify(reached)))`;
}

/**
 * The same where there is no Node: a script for a shell with the programs of any Debian, which fails where it could not
 * reach what is there.
 */
export function reachScript({ file, port, addresses, addresses6, pid, bytes }: Targets): string {
  return `
tcp() { timeout 4 bash -c "exec 3<>/dev/tcp/$1/$2" 2>&1; }
${waysScript(addresses6)}
command -v dd >/dev/null && kill -0 $$ && cat /proc/self/stat >/dev/null || exit 1
tcp 127.0.0.1 1 | grep -q refused || exit 1
say() { if [ -n "$2" ]; then echo "'$1': true$3"; else echo "'$1': false$3"; fi | tr "'" '"'; }
echo '{'
say files "$(cat '${file}' 2>/dev/null)" ,
say network "$(for to in ${addresses.join(' ')} $(ways); do { tcp $to ${port} >/dev/null && echo yes; } & done; wait)" ,
say processes "$(kill -0 ${pid} 2>/dev/null && echo yes)" ,
say memory "$(dd if=/dev/null of=/dev/null bs=${bytes} count=1 2>/dev/null && echo yes)"
echo '}'`;
}

/** Defines `ways` for a shell: the words by which addresses of IPv6 are reached, those of a link by every interface. */
export function waysScript(addresses6: readonly string[]): string {
  return `ways() {
  for to in ${addresses6.join(' ')}; do
    case $to in
      fe80:*) for by in $(cut -d: -f1 /proc/net/dev | tail -n +3); do echo "$to%$by"; done ;;
      *) echo "$to" ;;
    esac
  done
}`;
}
