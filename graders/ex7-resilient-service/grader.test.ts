import { grader } from '#harness/grading';
import { updateAndRead } from './basics.ts';
import { closeServices } from './closed.ts';
import { callFifty } from './fifty.ts';
import { reportRoles, reportWell } from './health-scenes.ts';
import { killLeader } from './killed.ts';
import { meetOldLeader, moveToNewLeader } from './reconfigured.ts';
import { route } from './routing.ts';
import { fallSilent } from './silent.ts';
import { failTruly } from './true-errors.ts';
import { reconfigureUnderLoad } from './under-way.ts';

grader(import.meta, ({ check }) => {
  check('updates-and-reads', updateAndRead);
  check('routing', route);
  check('true-errors', failTruly);
  check('health-well', reportWell);
  check('health-roles', reportRoles);
  check('leader-killed', killLeader);
  check('leader-silent', fallSilent);
  check('reconfigure', moveToNewLeader);
  check('running-calls', reconfigureUnderLoad);
  check('old-leader', meetOldLeader);
  check('fifty-calls', callFifty);
  check('close', closeServices);
});
