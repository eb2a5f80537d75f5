import { defineExercise } from '#lab';

export default defineExercise({
  slug: 'ex6-dual-write',
  title: 'Writing to two servers is not replication',
  summary: 'Drive a dual write into its four wrong states; then write to the leader, and read from both nodes.',
  topology: 'pair',
  modules: {
    'src/counterexamples.ts': {
      exports: {
        partialFailure: { deadline: 10_000 },
        reordering: { deadline: 10_000 },
        lostReply: { deadline: 10_000 },
        staleRecovery: { deadline: 20_000 },
      },
    },
    'src/inventory.ts': {
      exports: {
        updateQuantity: { deadline: 5_000 },
        getQuantity: { deadline: 5_000 },
      },
    },
  },
  files: ['naive/'],
  written: [{ kind: 'essay', file: 'critique.md', words: { least: 150, most: 800 } }],
  permits: ['start', 'stop', 'kill', 'pause', 'isolate', 'naive'],
  naive: 'naive/dual-write.ts',
  seed: [
    `CREATE TABLE public.inventory (
       product_id int PRIMARY KEY,
       product_name varchar(255) NOT NULL,
       quantity int,
       last_updated timestamptz DEFAULT now())`,
    `INSERT INTO public.inventory (product_id, product_name, quantity)
       VALUES (101, 'QuantumWidget', 100), (102, 'HyperSpanner', 75), (103, 'FluxCapacitor', 50)`,
  ],
  grants: ['SELECT ON public.inventory'],
  checks: [
    {
      id: 'partial-failure',
      title: 'partialFailure leaves an update on one of two servers, and a client that knows it',
      points: 10,
      hint: [
        'Three things are looked at: what each server has in the end, and what the one naive client believes of each of them. Which is not as it should be stands above.',
        'The client must be connected to both servers before anything is broken: a server that does not accept a connection is skipped, and that is another story. Then its request to the second server must not arrive.',
        'Start the client with `{ holdRequestsTo: west }`, wait until east has the new quantity, `await client.cut(west)`, and await its outcome.',
      ],
      explain: {
        does: "It calls partialFailure five times, each time with a product of its own, which has one quantity on both servers. When your program is over it compares the rows, the note that every change leaves in the same transaction, and the lab's own account of the naive clients.",
        look: [
          {
            run: 'SELECT quantity FROM inventory WHERE product_id = …',
            see: 'On east the new quantity, on west the old.',
          },
          {
            run: 'console.log(await client.outcome())',
            see: "{ told: 'failed', servers: { east: 'written', west: 'failed' } }",
          },
        ],
      },
      lecture: '09-the-applications-half#partial-failure',
      topology: 'independent',
      deadline: 120_000,
    },
    {
      id: 'reordering',
      title: 'reordering makes two servers differ for ever, although every write succeeds: each of 20 times',
      points: 15,
      hint: [
        'Nothing fails here: two clients, four writes, all of them written. What could make the last writer on east another one than the last writer on west?',
        'Two clients that simply run at once mostly come in one order. Let the first one wait between its two writes, until the second one has done both.',
        'Start the first client with `{ holdRequestsTo: west }`, wait until east has its quantity, let a second client do its whole update, then `release(west)` the first one, and await both outcomes.',
      ],
      explain: {
        does: 'It calls reordering twenty times, each time with another product. When your program is over, both clients of every call must have been told that all is done, both servers must have had both updates by the notes of their changes, and the rows must differ.',
        look: [
          {
            run: 'SELECT quantity FROM inventory WHERE product_id = …',
            see: "On east the second client's quantity, on west the first one's.",
          },
        ],
      },
      lecture: '09-the-applications-half#reordering',
      topology: 'independent',
      deadline: 300_000,
    },
    {
      id: 'lost-reply',
      title: 'lostReply leaves an update on a server, and a client that believes it failed there',
      points: 10,
      hint: [
        'The client must be wrong: it reports a failure on a server that has its update.',
        'The request must arrive and the reply must not. When may the path be cut? Ask the server itself. To kill the server is not enough: what is held hides its end, and the client waits on.',
        'Start the client with `{ holdRepliesFrom: west }`, wait until west has the new quantity, then `await client.cut(west)`, and await its outcome.',
      ],
      explain: {
        does: 'It calls lostReply five times with a product each. When your program is over, the one client of each call must report `failed` for a server, and that server must have its update, by its row and by the note of the change.',
        look: [
          {
            run: 'console.log(await client.outcome())',
            see: "{ told: 'failed', servers: { east: 'written', west: 'failed' } }, and west has the quantity.",
          },
        ],
      },
      lecture: '09-the-applications-half#lost-reply',
      topology: 'independent',
      deadline: 120_000,
    },
    {
      id: 'stale-recovery',
      title: 'staleRecovery leaves a server that was down, is back, and lacks an update that is called done',
      points: 10,
      hint: [
        'A server has to be down for the whole of an update, from before the client connects to after it is done, and to run again in the end.',
        'Stopping the network is not enough: the server itself must have been stopped or killed, and started again.',
        '`await west.kill()`, start a naive client, await its outcome, and only then `await west.start()`.',
      ],
      explain: {
        does: 'It calls staleRecovery three times with a product each. The one client must have skipped a server and called the update done; by the record of the machines that server had ended before the client began, and was started after it was done; in the end it runs and has the old quantity.',
        look: [
          {
            run: 'console.log(await client.outcome())',
            see: "{ told: 'done', servers: { east: 'written', west: 'skipped' } }",
          },
        ],
      },
      lecture: '09-the-applications-half#stale-recovery',
      topology: 'independent',
      deadline: 120_000,
    },
    {
      id: 'writes-to-the-leader',
      title: 'Every update is made on the leader, once, and no statement that writes reaches the follower',
      points: 10,
      hint: [
        'Statements are counted, not connections: on the leader by a note that each change leaves, on the follower by what it has refused.',
        'Send each update to leaderUrl, await it, and to nobody else: a follower refuses it with the error 25006, and that is in its log.',
        "`await client.query('UPDATE inventory SET quantity = $1 WHERE product_name = $2', [quantity, name])` over leaderUrl; return whether rowCount is above 0.",
      ],
      explain: {
        does: 'It calls updateQuantity with random products, one at a time and several at once. After each single one it looks whether the leader has the quantity. When your program is over it compares the changes that the leader has seen with the updates, and looks in the log of the follower for refused statements.',
        look: [
          {
            see: 'The log of the follower, in the evidence folder: `cannot execute UPDATE in a read-only transaction`.',
          },
        ],
      },
      lecture: '09-the-applications-half#read-write-split',
    },
    {
      id: 'reads-spread',
      title: 'Of 200 reads in a row each node answers at least 40',
      points: 10,
      hint: [
        'Both nodes are well here, and both have to answer their part. Which one answers too little stands above.',
        'By turns or at random, for each read anew; a choice that is made once for the whole program does not share. That the follower is behind is no reason to avoid it here.',
        'Keep a counter outside of the function: `turn += 1`, and read from the leader when it is even, from the follower when it is odd.',
      ],
      explain: {
        does: 'It pauses replay on the follower and changes the quantity of a product on the leader, so that each answer tells which node has given it. Then it calls getQuantity 200 times, four at a time.',
        look: [
          {
            run: 'SELECT pg_is_in_recovery()',
            see: 'Over the connection of a read: false on the leader, true on the follower.',
          },
        ],
      },
      lecture: '09-the-applications-half#pools-and-routing',
    },
    {
      id: 'reads-go-on',
      title: 'Reads go on when one of the two nodes is dead or silent',
      points: 10,
      hint: [
        'A read that cannot be answered by one node is to be answered by the other one, within five seconds. In which situation it was not stands above.',
        'Catch the error of the first node and ask the other one. A node that is silent raises no error at all: only a limit of your own ends the wait. A connection that you keep open may break while you do not use it.',
        "Give each client `connectionTimeoutMillis` and `query_timeout` of one to two seconds, and a listener for 'error'; in the `catch`, ask the other node.",
      ],
      explain: {
        does: 'It kills the follower and reads; starts it and waits until it answers reads again; makes first the follower and then the leader silent, so that connections are accepted and nothing ever answers, and after each waits until that node answers reads again; and at last kills the leader. Replay is paused, so the answers tell which node they are from.',
        look: [
          { see: 'events.jsonl has the moment of each kill and each fault, and every call with what it returned.' },
        ],
      },
      lecture: '09-the-applications-half#timeouts-that-work',
    },
    {
      id: 'writes-fail-clearly',
      title: 'Without a leader an update fails, with a reason and within five seconds; with it back, updates succeed',
      points: 5,
      hint: [
        'While the leader is dead or silent, updateQuantity has to throw an Error with a message, in time; it must not return anything, and the program must live on.',
        'Do not swallow the error, and do not try for ever, nor again once you have thrown. A silent leader raises no error: limit the wait yourself. One second is enough for a leader that is well.',
        'Give the client `connectionTimeoutMillis` and `query_timeout` of about two seconds and let what the query throws pass. Open a new connection for the next update, or let the pool do so.',
      ],
      explain: {
        does: 'It updates, kills the leader, updates, starts it, updates, makes it silent, updates, and ends the silence. What you throw must be an Error with a message; which one is up to you. When your program is over, the leader must not have seen an update that failed, except for a statement that was sent into the silence over a connection that was open already.',
      },
      lecture: '09-the-applications-half#unknown-outcome',
    },
    {
      id: 'names-are-values',
      title: 'A quote in a name is harmless, for updates and for reads',
      points: 5,
      hint: [
        'A name may contain anything. Look at the one above, and at the SQL that you make of it.',
        'A value belongs beside the statement, not into its text.',
        "`client.query('… WHERE product_name = $1', [name])`: no quotes around $1, and nothing to escape.",
      ],
      explain: {
        does: 'It updates and reads products whose names contain quotes, backslashes, dollar signs and comments, that have 255 characters, or that look alike (é as one character, and as e with an accent of its own), and names that no product has and that would be SQL. One of the products is sold out: 0 is its quantity. Then every other product must be as it was.',
      },
      lecture: '09-the-applications-half#values-are-not-sql',
    },
    {
      id: 'critique',
      title: 'critique.md names at least three flaws of the dual write, each with its counterexample',
      points: 15,
      hint: [
        'Write at least 150 words, in whole sentences. A person marks it; what is counted at once is its length.',
        'A flaw is more than its name: what a user notices, which counterexample shows it, and why the client cannot repair it.',
        'Begin with `reordering`: nothing fails there. Then ask of each flaw what one leader and its log give instead, and what they do not.',
      ],
      explain: {
        does: 'It counts the words of critique.md; comments do not count. A person then marks three things that only a reader can: whether the flaws are different ones and shown by their counterexamples, whether it says why nobody can repair them afterwards, and what one leader gives instead.',
      },
      lecture: '09-the-applications-half#what-would-help',
      written: { file: 'critique.md' },
    },
  ],
});
