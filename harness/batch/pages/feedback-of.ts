import type { GradeReport } from '../../grading/grade-report.ts';
import { hideDirectories } from '../../reports/feedback/hide-directories.ts';
import type { Feedback } from '../../reports/feedback/page.ts';
import type { GradebookRow, RowStatus } from '../gradebook/gradebook.ts';

/**
 * What a student may see of a row of the gradebook. `report`: that of its evidence, where it can be read; `hide` makes
 * of a text one without directories of this machine. What says why something was left out or failed by our fault may
 * name files of others and of this machine: that is for who runs the batch.
 */
export function feedbackOf(
  row: GradebookRow,
  report: GradeReport | undefined,
  hide: (text: string) => string,
): Feedback {
  const { commit, exercise, points, reason, status, student } = row;
  const shown = showsChecks(row) && report ? hideDirectories(report, hide) : undefined;
  const [word, tone, ...says] = meanings[status];
  const why = status === 'invalid' && reason !== undefined ? [`What is wrong with it: ${hide(reason)}.`] : [];
  const awaits = points?.awaiting
    ? [`${points.awaiting} points await a person: they are neither earned nor lost.`]
    : [];
  const failed = (row.checks ?? []).filter(({ verdict }) => verdict === 'failed').map(({ id }) => id);
  const ids = !shown && failed.length > 0 ? [`The checks that failed: ${failed.join(', ')}.`] : [];
  return {
    student: row.handedInBy ?? student,
    exercise,
    tone,
    status: shown && shown.findings.length > 0 ? 'Your files could not be loaded' : word,
    says: [...why, ...says, ...ids, ...awaits],
    ...(points && { points }),
    ...(commit && { commit }),
    ...(shown && { report: shown }),
  };
}

function showsChecks({ status }: GradebookRow): boolean {
  return status === 'passed' || status === 'failed' || status === 'incomplete';
}

const meanings: Record<RowStatus, readonly [status: string, tone: Feedback['tone'], ...says: string[]]> = {
  passed: ['All checks passed', 'good'],
  failed: [
    'Not all checks passed',
    'bad',
    'A check that failed says what was asked, what was expected and what was seen. Begin with the first that failed: others may follow from it.',
  ],
  invalid: [
    'What was handed in cannot be graded',
    'bad',
    'That is no grade of your work, but it counts as 0 points as long as it stays so. Pack your files again and look into the archive before you hand it in: it holds the files that the exercise names, and nothing that leads out of it.',
  ],
  incomplete: [
    'Not graded completely, through no fault of yours',
    'open',
    'The machine lacked what a check needs. No points are lost, and there is no sum yet. You need to do nothing.',
  ],
  errored: [
    'Could not be graded, through no fault of yours',
    'open',
    'The grading itself failed. That is not a zero: there are no points yet, and it will be graded again. You need to do nothing.',
  ],
  'left-out': [
    'Not graded yet: a person has to look at it',
    'open',
    'What was handed in under this name could not be told or reached: there may be two submissions of one student, a name that cannot be used, or a repository that did not answer. That is not a zero. Ask those who run the course which submission of yours they have.',
  ],
  waiting: ['Not graded yet', 'open', 'It is waiting for its turn. That is not a zero. You need to do nothing.'],
};
