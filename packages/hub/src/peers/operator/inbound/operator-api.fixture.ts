import assert from 'node:assert/strict';
import { operatorBasePath } from '@countermark/wire/operator/elements';
import { OperatorError, type OperatorErrorCode, operatorErrors } from '@countermark/wire/operator/error';
import fastify, { type FastifyInstance } from 'fastify';
import type Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { TspTokenState } from '../../../core/tsp-token-state.ts';
import { unlimitedTsp } from '../../../core/tsp-traits.ts';
import type { Hub } from '../../../ports/hub.ts';
import type { Store } from '../../../ports/store.ts';
import type { Tsp } from '../../../ports/tsp.ts';
import type { Vault } from '../../../ports/vault.ts';
import { openTestStore, type TestStore } from '../../../store/test-store.ts';
import type { Operation } from './operation.ts';
import type { OperatorAccess } from './operator-access.ts';
import { operations, operatorRoutes } from './routes.ts';

/** What the operator API answered. */
export interface Answer<Body> {
  status: number;
  body: Body;
  /** As sent, to look for what must not be there. */
  text: string;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The operator API over a hub that has a clock, a store, a TSP and a vault that hides nothing. */
export interface OperatorApi {
  app: FastifyInstance;
  hub: Hub;
  operator: OperatorAccess;
  /** States the TSP was told. */
  tspStates: TspTokenState[];
  /** Refuses from now on with this code; null: no longer. */
  refuseAtTsp: (code: number | null) => void;
  /** One authorised call; success and refusal are checked against what the API declares. */
  call: <Body = unknown>(method: Method, path: string, body?: unknown) => Promise<Answer<Body>>;
  /** One call that must be refused with this code; the refusal's message and parameter. */
  refused: (
    error: OperatorErrorCode,
    call: readonly [method: Method, path: string, body?: unknown],
  ) => Promise<OperatorError>;
}

export const operatorToken = 'test-operator-token';

const startOfTime = new Date('2026-11-22T10:00:00.000Z');

/** The API with a store of its own; close it after the tests. */
export async function openOperatorApi(): Promise<
  OperatorApi & { store: TestStore; close: () => Promise<void> }
> {
  const store = await openTestStore();
  const api = await operatorApi({ store });
  const close = async () => {
    await api.app.close();
    await store.close();
  };
  return { ...api, store, close };
}

/** Of the vault only that what was sealed opens again, and that equal texts look alike. */
const plainVault: Vault = {
  seal: (_, text) => Buffer.from(text),
  open: (_, sealed) => Buffer.from(sealed).toString(),
  fingerprint: (domain, text) => `${domain} ${text}`,
};

/** The API of a hub without a store, for calls that need none. */
export async function operatorApi({
  store = {} as Store,
  adjustable = true,
}: {
  store?: Store;
  adjustable?: boolean;
} = {}): Promise<OperatorApi> {
  const tsp = testTsp();
  const operator = testAccess({ adjustable });
  const hub = testHub({ store, clock: operator.clock, tsp: tsp.tsp });
  const app = fastify();
  await app.register(operatorRoutes, { prefix: operatorBasePath, hub, operator });
  const call: OperatorApi['call'] = async (method, path, body) => {
    const response = await app.inject({
      method,
      url: operatorBasePath + path,
      headers: {
        authorization: `Bearer ${operatorToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    const answer = { status: response.statusCode, body: parsed(response.body), text: response.body };
    assertDeclared(method, path, answer);
    return answer as Answer<never>;
  };
  return {
    app,
    hub,
    operator,
    tspStates: tsp.states,
    refuseAtTsp: tsp.refuse,
    call,
    async refused(error, [method, path, body]) {
      const answer = await call<OperatorError>(method, path, body);
      assert.equal(answer.body.error, error, answer.text);
      return answer.body;
    },
  };
}

function parsed(text: string): unknown {
  return text === '' ? null : JSON.parse(text);
}

/** Whatever is answered is what the API says it answers. */
function assertDeclared(method: Method, path: string, { status, body, text }: Answer<unknown>): void {
  if (status >= 400) {
    assertShape(OperatorError, { body, text });
    assert.equal(operatorErrors[(body as OperatorError).error as OperatorErrorCode], status, text);
    return;
  }
  const operation = operations.find(declared => serves(declared, method, path));
  assert.ok(operation, `${method} ${path} is not declared`);
  if (operation.response === null) assert.deepEqual([status, text], [204, '']);
  else assertShape(operation.response, { body, text });
}

function assertShape(schema: Type.TSchema, { body, text }: { body: unknown; text: string }): void {
  const validator = Compile(schema);
  assert.ok(validator.Check(body), `${JSON.stringify(validator.Errors(body))} in ${text}`);
}

function serves(declared: Operation, method: Method, path: string): boolean {
  const pattern = declared.path.replace(/:[^/]+/g, '[^/]+');
  return declared.method === method && new RegExp(`^${pattern}(\\?.*)?$`).test(path);
}

function testAccess({ adjustable }: { adjustable: boolean }): OperatorAccess {
  let offset = 0;
  return {
    token: operatorToken,
    clock: {
      adjustable,
      now: () => new Date(startOfTime.getTime() + offset),
      offset: () => offset,
      async advance(milliseconds) {
        offset += milliseconds;
      },
    },
    facts: () => ({
      version: '0.1.0',
      peersUrl: 'https://hub.example:8443',
      detokenizationUrl: 'https://hub.example:8445',
      authorityCertificatePem: 'authority',
      clientCertificatePem: 'client',
      envelopeCertificates: [hubEnvelopeKey],
      d1Keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'd1-1', use: 'enc', alg: 'ECDH-ES' }],
    }),
  };
}

/** As the hub keeps it: with the private key beside the certificate. */
const hubEnvelopeKey = {
  keyIdentifier: 'hub-1',
  certificatePem: 'envelope',
  privateKeyPem: 'PRIVATE KEY of the hub',
};

function testHub({ store, clock, tsp }: { store: Store; clock: Hub['clock']; tsp: Tsp }): Hub {
  let count = 0;
  const parts: Pick<Hub, 'store' | 'clock' | 'ids' | 'tsps' | 'wake' | 'vault'> = {
    store,
    vault: plainVault,
    clock,
    ids: {
      uuid: () => `0190f000-0000-7000-8000-${String(++count).padStart(12, '0')}`,
      digits: length => '0'.repeat(length),
      bytes: length => new Uint8Array(length),
    },
    tsps: new Map([['DOMESTIC', tsp]]),
    wake: {
      operations: () => {},
      deliveries: () => {},
      batchFiles: () => {},
      personalisations: () => {},
      clickToPay: () => {},
    },
  };
  return parts as Hub;
}

function testTsp() {
  const states: TspTokenState[] = [];
  let refusal: number | null = null;
  const parts: Pick<Tsp, 'traits' | 'setState' | 'tokenInfo'> = {
    traits: unlimitedTsp,
    async setState(_, state) {
      if (refusal !== null) return { ok: false, code: refusal };
      states.push(state);
      return { ok: true, value: null };
    },
    tokenInfo: async () => null,
  };
  const refuse = (code: number | null) => {
    refusal = code;
  };
  return { tsp: parts as Tsp, states, refuse };
}
