import { addresses6Here } from '../../enclosure/canaries.ts';

/**
 * What a hostile program tries. Each is the body of a function of a submission, in JavaScript; `t` are the targets of
 * enclosure/canaries.ts, and it returns whether it had success. All that stands here has success where nothing is
 * enclosed, as the tests show first.
 */
export interface Attack {
  name: string;
  does: string;
  body: string;
  /** The body of a later program of the same submission, when it is this one that has success or not. */
  later?: string;
  /** What it leaves behind where it has success, undone by another program. */
  undo?: string;
  /** Whether a sandbox may end it for what it tries. */
  dies?: true;
}

const connects = (where: string) => `
  return await new Promise((resolve) => {
    const socket = net.connect(${where}, () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });`;

const byIpv6: Attack = {
  name: 'every-address-of-ipv6',
  does: 'connects by every address of IPv6 that this machine has, by every interface of its own',
  body: `
    const connects = (host) => new Promise((resolve) => {
      const socket = net.connect({ port: t.port, host, timeout: 4000 }, () => { socket.destroy(); resolve(true); });
      socket.on('timeout', () => socket.destroy()).on('error', () => {}).on('close', () => resolve(false));
    });
    const names = Object.keys(process.getBuiltinModule('node:os').networkInterfaces());
    const ways = (host) => host.startsWith('fe80:') ? names.map((name) => host + '%' + name) : [host];
    return (await Promise.all(t.addresses6.flatMap(ways).map(connects))).includes(true);`,
};

export const attacks: readonly Attack[] = [
  // Files
  {
    name: 'read-hidden-tests',
    does: 'reads a file that it knows of',
    body: `return fs.readFileSync(t.file).length > 0;`,
  },
  {
    name: 'write-results-file',
    does: 'opens a file of the grader for writing',
    body: `fs.closeSync(fs.openSync(t.file, 'r+')); return true;`,
  },
  {
    name: 'read-through-link',
    does: 'plants a link in a folder of its own and reads through it',
    body: `const link = '/tmp/link-' + process.pid; fs.symlinkSync(t.file, link);
      try { return fs.readFileSync(link).length > 0; } finally { fs.unlinkSync(link); }`,
  },
  {
    name: 'read-by-program',
    does: 'lets another program read',
    body: `return cp.execFileSync('cat', [t.file]).length > 0;`,
  },
  {
    name: 'read-in-worker',
    does: 'reads in a thread of its own',
    body: `
      const text = "const { parentPort, workerData } = require('worker_threads'); parentPort.postMessage(require('fs').readFileSync(workerData).length)";
      const thread = new wt.Worker(text, { eval: true, workerData: t.file });
      return await new Promise((resolve) => thread.on('message', (n) => resolve(n > 0)).on('error', () => resolve(false)));`,
  },
  {
    name: 'root-of-another',
    does: 'reads through the root directory of another process',
    body: `return fs.readFileSync('/proc/' + t.pid + '/root' + t.file).length > 0;`,
  },
  {
    name: 'accounts',
    does: 'reads who has an account on this machine',
    body: `return crypto.createHash('md5').update(fs.readFileSync('/etc/passwd')).digest('hex') === t.accounts;`,
  },
  {
    name: 'devices-of-the-machine',
    does: 'looks at the devices of the machine',
    body: `return fs.readdirSync('/sys/class').length > 0;`,
  },
  {
    name: 'list-hidden-tests',
    does: 'looks into the folder of a hidden file',
    body: `return fs.readdirSync(path.dirname(t.file)).length > 0;`,
  },
  // Processes
  { name: 'kill-grader', does: 'kills a process outside', body: `return process.kill(t.pid, 'SIGKILL');` },
  {
    name: 'see-processes',
    does: 'finds the processes of the machine',
    body: `return fs.readdirSync('/proc').includes(String(t.pid));`,
  },
  {
    name: 'proc-environ-secrets',
    does: 'reads the environment of every process that it can',
    body: `
      return fs.readdirSync('/proc').some((pid) => {
        try { return /^\\d+$/.test(pid) && fs.readFileSync('/proc/' + pid + '/environ', 'utf8').includes('CANARY='); } catch { return false; }
      });`,
  },
  {
    name: 'memory-of-another',
    does: 'opens the memory of another process',
    body: `fs.closeSync(fs.openSync('/proc/' + t.pid + '/mem', 'r+')); return true;`,
  },
  {
    name: 'namespaces-of-its-own',
    does: 'makes a user namespace, in which it has every capability',
    body: `cp.execFileSync('unshare', ['-Ur', 'true'], { stdio: 'ignore' }); return true;`,
  },
  // Network
  { name: 'exfiltrate-tcp', does: 'connects to a server on this machine', body: connects(`t.port, '127.0.0.1'`) },
  { name: 'host-port-scan', does: 'connects by another name of this machine', body: connects(`t.port, '0.0.0.0'`) },
  { name: 'docker-socket', does: 'connects to a socket with a path', body: connects('t.sockets[0]') },
  { name: 'abstract-socket', does: 'connects to a socket without a path', body: connects('t.sockets[1]') },
  {
    name: 'every-address',
    does: 'connects by every address that this machine has',
    body: `
      const connects = (host) => new Promise((resolve) => {
        const socket = net.connect({ port: t.port, host, timeout: 2000 }, () => { socket.destroy(); resolve(true); });
        socket.on('timeout', () => socket.destroy()).on('error', () => {}).on('close', () => resolve(false));
      });
      return (await Promise.all(t.addresses.map(connects))).includes(true);`,
  },
  // Where there is no IPv6, nothing could be shown by it.
  ...(addresses6Here().length > 0 ? [byIpv6] : []),
  // Resources
  {
    name: 'memory-bomb',
    does: 'takes memory that the limit of the heap does not count',
    dies: true,
    body: `const all = []; for (let size = 0; size < t.bytes; size += 2 ** 28) all.push(new ArrayBuffer(2 ** 28)); return true;`,
  },
  {
    name: 'fork-bomb',
    does: 'starts 200 programs that go on without it',
    body: `
      let started = 0;
      for (let i = 0; i < 200; i += 1) {
        const child = cp.spawn('sleep', ['30'], { detached: true, stdio: 'ignore' });
        child.on('error', () => {}).unref();
        if (child.pid) started += 1;
      }
      return started === 200;`,
  },
  {
    name: 'disk-bomb',
    does: 'fills every folder that it can write to',
    body: `
      return ['/tmp', '/dev/shm', '/var/tmp', process.env.HOME, '/dev', '/'].some((folder) => {
        const files = [];
        try {
          for (let i = 0; i < 12; i += 1) {
            files.push(folder + '/bomb-' + process.pid + '-' + i);
            fs.writeFileSync(files[i], Buffer.alloc(2 ** 23));
          }
          return true;
        } catch { return false; } finally { for (const file of files) fs.rmSync(file, { force: true }); }
      });`,
  },
  {
    name: 'one-large-file',
    does: 'makes a file of a gibibyte without writing it',
    body: `const file = '/tmp/large-' + process.pid; try { fs.writeFileSync(file, ''); fs.truncateSync(file, 2 ** 30); return true; } finally { fs.rmSync(file, { force: true }); }`,
  },
  {
    name: 'descriptor-flood',
    does: 'opens 2000 files at once',
    body: `const all = []; try { for (let i = 0; i < 2000; i += 1) all.push(fs.openSync('/dev/null')); return true; } finally { for (const fd of all) fs.closeSync(fd); }`,
  },
  // What stays behind
  {
    name: 'poison-next-submission',
    does: 'leaves a file where later programs look',
    body: `fs.writeFileSync('/tmp/.poison', 'x'); return true;`,
    later: `return fs.existsSync('/tmp/.poison');`,
    undo: `fs.rmSync('/tmp/.poison', { force: true }); return true;`,
  },
  {
    name: 'poison-shared-memory',
    does: 'leaves a file in memory',
    body: `fs.writeFileSync('/dev/shm/.poison', 'x'); return true;`,
    later: `return fs.existsSync('/dev/shm/.poison');`,
    undo: `fs.rmSync('/dev/shm/.poison', { force: true }); return true;`,
  },
  {
    name: 'poison-compiled-modules',
    does: 'writes to the modules that are compiled for later programs',
    body: `fs.writeFileSync(process.env.NODE_COMPILE_CACHE + '/poison', 'x'); return true;`,
  },
  {
    name: 'segment-of-memory',
    does: 'leaves shared memory that outlives every process',
    body: `cp.execFileSync('ipcmk', ['-M', '4096']); return true;`,
    later: `return fs.readFileSync('/proc/sysvipc/shm', 'utf8').split('\\n').some((row) => Number(row.trim().split(/\\s+/)[7]) === process.getuid());`,
    undo: `
      for (const row of fs.readFileSync('/proc/sysvipc/shm', 'utf8').split('\\n')) {
        const [, id, , , , , , uid, , , , , , , rss] = row.trim().split(/\\s+/);
        if (Number(uid) === process.getuid() && rss !== undefined) cp.execFileSync('ipcrm', ['-m', id]);
      }
      return true;`,
  },
];

/** A module with the functions `body`, `later` and `undo` of an attack. */
export function moduleOf({ body, later = 'return false;', undo = 'return true;' }: Attack): string {
  const imports = { fs: 'fs', path: 'path', cp: 'child_process', net: 'net', wt: 'worker_threads', crypto: 'crypto' };
  const lines = Object.entries(imports).map(([name, from]) => `import * as ${name} from 'node:${from}';`);
  for (const [name, text] of Object.entries({ body, later, undo })) {
    lines.push(`export async function ${name}(t) { try { ${text} } catch { return false; } }`);
  }
  return lines.join('\n');
}
