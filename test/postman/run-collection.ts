import { createRequire } from 'node:module';
import type { Collection, Item, Request } from '../../openapi/source/postman/convert.ts';

/** Values of a collection's variables, by their names. */
export type Values = Readonly<Record<string, string>>;

/** How a collection is run: over whose connection, and with what in place of its variables. */
export interface Circumstances {
  certificates: { client: string; key: string; authority: string };
  /** For all requests. */
  environment: Values;
  /** For one request: what it is about is its own. */
  valuesOf(operation: string): Promise<Values>;
}

/** One request as newman sent it, and what came back. */
export interface Exchange {
  operation: string;
  /** Name of the example: `success`, or that of the refusal. */
  example: string;
  /** What the example says. */
  expected: { status: number; body: unknown };
  status: number;
  body: string;
}

interface Execution {
  item: { name: string };
  response?: { code: number; text(): string };
  requestError?: Error;
}

const newman: {
  run(
    options: object,
    done: (error: Error | null, summary: { run: { executions: Execution[] } }) => void,
  ): void;
} = createRequire(new URL('../../openapi/package.json', import.meta.url))('newman');

/** Sends every example request of a collection, those that succeed and those that are refused. */
export async function runCollection(
  collection: Collection,
  { certificates, environment, valuesOf }: Circumstances,
): Promise<Exchange[]> {
  const items = collection.item.flatMap(folder => folder.item);
  const requests: ReturnType<typeof exampleRequest>[] = [];
  // One after the other: the parties of a sandbox wait for each other for a short time only.
  for (const item of items) {
    const values = await valuesOf(item.name);
    requests.push(...item.response.map(answer => exampleRequest(item, answer, values)));
  }
  const executions = await run({
    collection: { ...collection, item: requests.map(({ request }) => request) },
    environment: {
      values: Object.entries(environment).map(([key, value]) => ({ key, value, enabled: true })),
    },
    sslClientCert: certificates.client,
    sslClientKey: certificates.key,
    sslExtraCaCerts: certificates.authority,
  });
  return executions.map(({ response, requestError }, index) => {
    const sent = requests[index];
    if (!response || !sent) throw requestError ?? new Error('A request was not sent');
    return { ...sent.says, status: response.code, body: response.text() };
  });
}

function exampleRequest(item: Item, answer: Item['response'][number], values: Values) {
  const request: Request & { auth?: unknown } = answer.originalRequest;
  const exec = Object.entries(values).map(
    ([name, value]) => `pm.variables.set(${JSON.stringify(name)}, ${JSON.stringify(value)})`,
  );
  return {
    request: {
      name: `${item.name} ${answer.name}`,
      request,
      event: [{ listen: 'prerequest', script: { type: 'text/javascript', exec } }],
    },
    says: {
      operation: item.name,
      example: answer.name,
      expected: {
        status: answer.code,
        body: answer.body === undefined ? undefined : JSON.parse(answer.body),
      },
    },
  };
}

function run(options: object): Promise<Execution[]> {
  return new Promise((done, fail) => {
    newman.run(options, (error, summary) => (error ? fail(error) : done(summary.run.executions)));
  });
}
