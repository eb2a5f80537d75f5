import type { Lab } from '#lab';
import { noFollowerLeft } from './followers.ts';
import { query } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  // The order is the whole story. First the link: what is written from now on reaches nobody else.
  const cut = await lab.disconnect(leader);
  await noFollowerLeft(leader.url);
  const told = await write(leader.url, row);
  // The leader must be dead before there is another one; `kill` resolves when it is.
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  await cut.heal();
  await rebuild(lab);
  return told;
}

/** Makes the old leader ready to follow the new one. */
async function rebuild({ leader, follower }: Lab): Promise<void> {
  const settings = await follower.readFile('postgresql.auto.conf');
  const [, user = '', password = ''] = /user=(\S+) password=([^\s']+)/.exec(settings) ?? [];
  const { host, port } = follower.addressFor(leader);
  const from = `host=${host} port=${port} user=${user} password=${password}`;
  // WRONG: the row was on this disk only. What the client was told is safe exists nowhere after this line.
  await leader.$`find ${leader.dataDirectory} -mindepth 1 -delete`;
  await leader.$`pg_basebackup -d ${from} -D ${leader.dataDirectory} -c fast -R`;
}
