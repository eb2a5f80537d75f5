import { removeLabelled } from './janitor.ts';

/** The sweeper that journals name: `node sweep-main.ts HOST LABEL=VALUE…` removes whatever carries one of the labels. */
const [host = '', ...labels] = process.argv.slice(2);
await Promise.all(labels.map((label) => removeLabelled(host, label)));
