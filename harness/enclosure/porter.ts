/** What a porter is asked, and what it answers; a socket comes along with an answer that has no error. */
export type PorterRequest = { id: number } & (
  | { listen: { host: string; port: number } }
  | { dial: { host: string; port: number; localAddress?: string } }
);
export type PorterAnswer = { id: number; error?: string } | { ready: number };

/**
 * The program of a process that stands in another network and hands sockets of that network to the one who asks: a
 * socket belongs to the network in which it was made, whoever holds it. Run from its own text, so it uses nothing but
 * what stands in it. It ends with its channel, for nothing else keeps it.
 */
export function porter(): void {
  const net = process.getBuiltinModule('node:net');
  const answer = (message: PorterAnswer, handle?: import('node:net').Server | import('node:net').Socket) =>
    new Promise((sent) => process.send?.(message, handle, {}, sent));
  process.on('message', (request: PorterRequest) => {
    const { id } = request;
    if ('listen' in request) {
      const server = net.createServer((socket) => socket.destroy());
      server.on('error', (error) => void answer({ id, error: error.message }));
      server.listen(request.listen, () => void answer({ id }, server).then(() => server.close()));
    } else {
      const socket = new net.Socket();
      socket.pause(); // not a byte of it is read here
      socket.on('error', (error) => void answer({ id, error: error.message }));
      socket.once('connect', () => void answer({ id }, socket));
      socket.connect(request.dial);
    }
  });
  void answer({ ready: process.pid });
}
