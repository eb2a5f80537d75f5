import type { RightAnswers } from '#harness/grading';

/** What is right in what was written. The grader's own trials must agree with `rights` (see facts.ts). */
export default {
  'comparison.yaml': {
    rights: {
      right: {
        superuser: { 'self-managed': 'allowed', managed: 'refused' },
        'access-rules': { 'self-managed': 'allowed', managed: 'refused' },
        'physical-slot': { 'self-managed': 'allowed', managed: 'refused' },
        'base-backup': { 'self-managed': 'allowed', managed: 'refused' },
        parameters: { 'self-managed': 'allowed', managed: 'listed' },
      },
      mistakes: [
        {
          answer: { parameters: { managed: 'allowed' } },
          says: 'Your probe has found parameters that the service does not let you set.',
        },
        {
          answer: { parameters: { managed: 'refused' } },
          says: 'ALTER SYSTEM is refused there, but the service has a call for what is on its list.',
        },
      ],
    },
    duties: {
      right: {
        failover: { 'self-managed': 'yours', managed: 'theirs' },
        fencing: { 'self-managed': 'yours', managed: 'theirs' },
        backups: { 'self-managed': 'yours', managed: 'theirs' },
        'restore-drills': { 'self-managed': 'yours', managed: 'yours' },
        'stale-reads': { 'self-managed': 'yours', managed: 'yours' },
      },
      mistakes: [
        {
          answer: { 'restore-drills': { managed: 'theirs' } },
          says: 'Nobody but you knows whether what comes back is what you need.',
        },
        {
          answer: { 'stale-reads': { managed: 'theirs' } },
          says: 'A read replica of the service follows asynchronously: what your program makes of an old row is its own affair.',
        },
      ],
    },
  },
  'decisions.yaml': {
    'start-up': {
      right: 'highly-available',
      mistakes: [
        { answer: 'read-replica', says: 'A read replica does not take over at night.' },
        { answer: 'self-managed', says: 'Who promotes the follower of a pair of your own at three in the morning?' },
      ],
    },
    'start-up-because': { right: ['back-in-minutes'], may: ['nobody-at-night', 'standard'] },
    shop: {
      right: 'read-replica',
      mistakes: [{ answer: 'highly-available', says: 'A standby of this service serves no reads.' }],
    },
    'shop-because': {
      right: ['reports-slow-the-shop', 'a-minute-late'],
      may: ['two-hours-away', 'nobody-for-machines'],
    },
    wiki: {
      right: 'one-instance',
      mistakes: [
        { answer: 'highly-available', says: 'It would work. Which of the constraints asks for a second machine?' },
      ],
    },
    'wiki-because': { right: ['half-a-day-away', 'a-day-lost'], may: ['nobody-for-machines', 'forty-people'] },
    hospital: { right: 'self-managed' },
    'hospital-because': { right: ['data-in-the-house'], may: ['old-program', 'two-on-call'] },
    factory: { right: 'self-managed' },
    'factory-because': { right: ['own-extension'], may: ['two-who-know'] },
    auditor: { right: 'self-managed' },
    'auditor-because': {
      right: ['physical-copy'],
      may: ['two-on-call'],
      mistakes: [
        {
          answer: 'nothing-confirmed-lost',
          says: 'A highly available instance of the service promises that as well: it decides nothing here.',
        },
      ],
    },
  },
} satisfies RightAnswers;
