import { type CheckContext, formatLsn, must, type Student, StudentFault } from '#harness/grading';

/** Positions by their text, random ones among them. */
function positions({ random }: CheckContext): [string, bigint][] {
  const half = () => BigInt(random.int(0x1_0000, 0x7fff_fffe)) * 2n + BigInt(random.int(0, 1));
  const any = Array.from({ length: 12 }, (): bigint => (half() << 32n) | half());
  const small = Array.from({ length: 6 }, (): bigint => BigInt(random.int(0x1000, 0xffff_fff)));
  const texts: [string, bigint][] = [...any, ...small].map((lsn) => [formatLsn(lsn), lsn]);
  const high = BigInt(random.int(2, 0xffff));
  return [
    ...texts,
    ...texts.slice(0, 3).map(([text, lsn]): [string, bigint] => [text.toLowerCase(), lsn]),
    ['0/0', 0n],
    ['0/1', 1n],
    ['1/0', 1n << 32n],
    ['0/FFFFFFFF', 0xffff_ffffn],
    ['FFFFFFFF/FFFFFFFF', 0xffff_ffff_ffff_ffffn],
    ['80000000/80000000', 0x8000_0000_8000_0000n],
    ['00000001/0000000A', 0x1_0000_000an],
    [`${high.toString(16)}/a`, (high << 32n) | 10n],
  ];
}

const noPositions = [
  '',
  '/',
  '0',
  '16B3748',
  '0/',
  '/0',
  '0/G',
  'g/0',
  '0x1/0',
  '0/0x1',
  ' 0/1',
  '0/1 ',
  '0/1\n',
  '0 /1',
  '1/2/3',
  '123456789/0',
  '0/123456789',
  '000000001/0',
  '0/000000001',
  '-1/0',
  '0/-1',
  '+1/0',
  '0/1.5',
  '0/1n',
  '1_0/0',
  '0//1',
  '0\\1',
  'null',
];

/** Every position to its number, everything else refused, in random order. */
export async function checkArithmetic(context: CheckContext): Promise<void> {
  const program = await context.student();
  const questions: [string, bigint | undefined][] = [
    ...positions(context),
    ...noPositions.map((text): [string, undefined] => [text, undefined]),
  ];
  while (questions.length > 0) {
    const question = context.random.pick(questions);
    questions.splice(questions.indexOf(question), 1);
    const [text, expected] = question;
    if (expected === undefined) await refused(program, text);
    else await exact(program, text, expected);
  }
}

async function exact(program: Student, text: string, expected: bigint): Promise<void> {
  const actual = await program.call('lsnToBigInt', [text]);
  must(actual === expected, `lsnToBigInt('${text}') is wrong.`, { expected, actual });
}

async function refused(program: Student, text: string): Promise<void> {
  const answer = await program.call('lsnToBigInt', [text]).then(
    (value) => ({ value }),
    (fault: unknown) => {
      if (fault instanceof StudentFault && fault.cause === 'wrong') return undefined;
      throw fault;
    },
  );
  must(answer === undefined, `lsnToBigInt took ${JSON.stringify(text)} for a position.`, {
    expected: 'it throws',
    actual: answer?.value,
  });
}
