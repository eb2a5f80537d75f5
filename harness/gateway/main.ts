import { serveGateway } from './serve-gateway.ts';

/** The gateway as a program of its own: orders on stdin, answers on stdout. It ends when stdin does. */
process.stdout.write('{"ready":true}\n');
await serveGateway(process.stdin, process.stdout);
process.exit(0);
