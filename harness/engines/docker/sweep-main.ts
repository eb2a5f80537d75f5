import { removeLabelled } from './janitor.ts';

/** The sweeper that journals name: `node sweep-main.ts HOST LABEL=VALUE` removes whatever carries the label. */
const [host = '', label = ''] = process.argv.slice(2);
await removeLabelled(host, label);
