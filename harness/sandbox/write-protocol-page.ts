/** Writes PROTOCOL.md anew. */
import { writeFileSync } from 'node:fs';
import { protocolPage } from './protocol-page.ts';

writeFileSync(new URL('PROTOCOL.md', import.meta.url), protocolPage());
