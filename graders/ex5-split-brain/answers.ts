import type { RightAnswers } from '#harness/grading';

export default {
  'answers.yaml': {
    timeline: {
      right: (number) => number('timeline') + number('promotions'),
      mistakes: [
        {
          answer: (number) => number('timeline'),
          says: 'Each promotion begins a timeline of its own: that is how two histories are told apart.',
        },
      ],
    },
    'rows-given-up': {
      right: (number) => number('old') - number('fork'),
      mistakes: [
        {
          answer: (number) => number('old') - number('fork') + number('fresh'),
          says: 'What the new leader has acknowledged is not given up: its history is the one that stays.',
        },
        { answer: (number) => number('fresh'), says: 'Those are the rows that stay.' },
      ],
    },
    'voters-left': {
      right: (number) => number('voters') - Math.floor(number('voters') / 2) - 1,
      mistakes: [
        {
          answer: (number) => Math.floor(number('voters') / 2) + 1,
          says: 'That is how many must be there, not how many may be missing.',
        },
      ],
    },
    fences: {
      right: {
        'read-only-default': { 'open-session': 'yes', 'new-session': 'no', 'out-of-reach': 'no' },
        'access-rule': { 'open-session': 'no', 'new-session': 'yes', 'out-of-reach': 'no' },
        'access-rule-and-ended-sessions': { 'open-session': 'yes', 'new-session': 'yes', 'out-of-reach': 'no' },
        'power-off': { 'open-session': 'yes', 'new-session': 'yes', 'out-of-reach': 'yes' },
      },
      mistakes: [
        {
          answer: { 'read-only-default': { 'new-session': 'yes' } },
          says: 'A default is a default: a client may say SET default_transaction_read_only = off.',
        },
        {
          answer: { 'access-rule': { 'open-session': 'yes' } },
          says: 'Access rules are read when somebody connects, and not again.',
        },
      ],
    },
    'looks-well': { right: 'no' },
    heals: { right: 'no' },
  },
} satisfies RightAnswers;
