import { Client, type QueryResultRow } from 'pg';

/** A connection that is opened when it is asked for, and opened again after it broke. */
export class KeptConnection {
  readonly #url: string;
  #client: Promise<Client> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async ask<Row extends QueryResultRow>(sql: string): Promise<Row | undefined> {
    this.#client ??= this.#open();
    try {
      const client = await this.#client;
      return (await client.query<Row>(sql)).rows[0];
    } catch {
      await this.close();
      return undefined;
    }
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    void client?.end().catch(() => undefined);
  }

  async #open(): Promise<Client> {
    const limits = { connectionTimeoutMillis: 1500, query_timeout: 1500 };
    const client = new Client({ connectionString: this.#url, ...limits });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
  }
}
