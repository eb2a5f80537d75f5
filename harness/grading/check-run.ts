import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { RunningCluster } from '../cluster/cluster.ts';
import { LabError } from '../core/errors.ts';
import { isOfService } from '../managed/machines.ts';
import { ManagedService } from '../managed/service.ts';
import type { Topology } from '../sdk/exercise.ts';
import type { CheckContext, ProgramOptions, Student } from './check-context.ts';
import { writeClusterStory } from './cluster-story.ts';
import type { EventWriter } from './event-log.ts';
import { gatherEvidence } from './evidence.ts';
import type { CheckTiming, Evidence } from './grade-report.ts';
import { NaiveClients } from './naive/naive-clients.ts';
import type { NaiveRecord } from './naive/naive-record.ts';
import { randomFor } from './random.ts';
import type { CheckTools } from './run-behaviour.ts';
import { type StartedStudent, startStudentProcess } from './student-process.ts';

/** Milliseconds for a session of the grader's with the student's role to be opened. */
const connectTimeout = 5000;

/** What one check has started, and the context through which it does. */
export class CheckRun implements AsyncDisposable {
  /** Fires when the check is over or its time is up. */
  readonly ended = new AbortController();
  readonly id: string;
  readonly context: CheckContext;
  readonly #cluster: RunningCluster;
  readonly #topology: Topology;
  readonly #service: ManagedService | undefined;
  readonly #tools: CheckTools;
  readonly #timing: CheckTiming;
  readonly #students: StartedStudent[] = [];
  readonly #sessions: Client[] = [];
  readonly #say: EventWriter;
  readonly #naive: NaiveRecord[] = [];
  #naiveClients: Promise<NaiveClients> | undefined;
  #programs = 0;
  #evidence: Evidence[] | undefined;

  constructor(id: string, cluster: RunningCluster, tools: CheckTools, timing: CheckTiming, topology: Topology) {
    this.id = id;
    this.#topology = topology;
    this.#cluster = cluster;
    this.#tools = tools;
    this.#timing = timing;
    const { events, input } = tools;
    const service = cluster.nodes.some(isOfService) ? new ManagedService(cluster) : undefined;
    this.#service = service;
    this.#say = events.for(id);
    this.context = {
      cluster,
      get managed() {
        if (service) return service;
        throw new LabError('GRADER', 'there is no managed service in this topology');
      },
      random: randomFor(input.seed, `${input.exercise.slug}/${id}`),
      sharedRandom: (purpose) => randomFor(input.seed, `${input.exercise.slug} ${purpose}`),
      signal: this.ended.signal,
      naive: this.#naive,
      student: (options) => this.#student(options),
      session: (url) => this.#session(url),
      examine: async () => {
        this.#evidence = await this.#gather();
      },
      answer: (file, question) => {
        if (!tools.answerIn) throw new LabError('GRADER', `${input.exercise.slug} has no written parts`);
        return tools.answerIn(input, file, question);
      },
      note: (what, facts) => this.#say('grader', 'note', { what, facts }),
    };
  }

  /** An operation of the lab, or of its service, that failed by our fault. */
  get trouble(): unknown {
    return this.#students.find(({ trouble }) => trouble !== undefined)?.trouble ?? this.#service?.trouble;
  }

  /** As it was when the check called `examine`, or as it is now. */
  async evidence(): Promise<Evidence[]> {
    this.#evidence ??= await this.#gather();
    return this.#evidence;
  }

  /** Ends programs and servers while the check's behaviour still holds on to them. */
  async stop(): Promise<void> {
    await this.#service?.[Symbol.asyncDispose](); // so that it does not take the end of its servers for a fault
    await Promise.allSettled(this.#students.map((student) => student[Symbol.asyncDispose]()));
    await Promise.allSettled(this.#cluster.nodes.map((node) => node.kill()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.ended.abort(new LabError('INTERRUPTED', 'the check is over'));
    for (const session of this.#sessions) void session.end().catch(() => undefined);
    await Promise.allSettled(this.#students.map((student) => student[Symbol.asyncDispose]()));
    await this.#naiveClients?.then((clients) => clients[Symbol.asyncDispose]()).catch(() => undefined);
    await this.#service?.[Symbol.asyncDispose]();
    await this.#cluster[Symbol.asyncDispose]();
  }

  async #student(options: ProgramOptions = {}): Promise<Student> {
    const { broker, events, input, launcher, turns } = this.#tools;
    this.#programs += 1;
    const naive = this.#openNaive();
    const started = await startStudentProcess({
      ...options,
      broker,
      launcher,
      turns,
      input,
      cluster: this.#cluster,
      naive,
      service: this.#service,
      program: this.#programs,
      nextId: () => events.nextId(),
      say: this.#say,
      spent: (ms) => {
        this.#timing.student += ms;
      },
    });
    this.#students.push(started);
    await naive; // the servers are told of its clients: a program that stops one at once would be in the way of that
    if (this.ended.signal.aborted) await started[Symbol.asyncDispose](); // it came up after all was ended
    return started.student;
  }

  /** Made once for all programs of the check, while its first one starts. */
  #openNaive(): Promise<NaiveClients> | undefined {
    const { broker, input } = this.#tools;
    if (input.naive === undefined || this.#topology !== 'independent') return undefined;
    this.#naiveClients ??= NaiveClients.open({
      broker,
      cluster: this.#cluster,
      module: input.naive,
      records: this.#naive,
      ended: ({ client, ...facts }) => this.#say('harness', 'note', { what: `${client} is done`, facts }),
    });
    this.#naiveClients.catch(() => undefined); // whoever asks for a client is told
    return this.#naiveClients;
  }

  async #session(url: string): Promise<Client> {
    const connectionString = this.#cluster.fromHere(url);
    const client = new Client({ connectionString, connectionTimeoutMillis: connectTimeout });
    client.on('error', () => undefined); // a query's own promise reports it
    this.#sessions.push(client);
    await client.connect();
    return client;
  }

  async #gather(): Promise<Evidence[]> {
    const logs = new Map<string, string>();
    const keep = (name: string, text: string) => {
      logs.set(name, text);
      writeFileSync(join(this.#tools.input.evidence, `${this.id}.${name}.log`), text);
    };
    const evidence = await gatherEvidence(this.#cluster, this.#students, keep);
    writeClusterStory(this.#cluster, logs, this.#say);
    this.#say('harness', 'examined', {});
    return evidence;
  }
}
