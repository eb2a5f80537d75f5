import { grader } from '#harness/grading';
import { build } from './build.ts';
import { planned, rights } from './facts.ts';
import { judgeFailover, judgeOrders, judgeRows, judgeSettings } from './judge-built.ts';
import { judgeFacts, judgeTraces } from './judge-probed.ts';
import { probeUnder } from './probing.ts';

grader(import.meta, ({ check, scenario }) => {
  const built = [scenario('build', build, 150_000)];
  const probed = [
    scenario('one-plan', (context) => probeUnder(context, 0), 150_000),
    scenario('the-other-plan', (context) => probeUnder(context, 1), 150_000),
  ];

  check('built', built, judgeOrders);
  check('rights', probed, (facts) => judgeFacts(facts, rights));
  check('replicates', built, judgeRows);
  check('parameters', built, judgeSettings);
  check('stands-failover', built, judgeFailover);
  check('plan', probed, (facts) => judgeFacts(facts, planned));
  check('no-trace', probed, judgeTraces);
});
