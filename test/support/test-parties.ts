import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { bearerClient } from '@countermark/sandbox/bearer-client';
import { sandboxProducts } from '@countermark/sandbox/sandbox/sandbox-parties';
import { sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import type { DeviceCondition, DeviceDisplay } from '@countermark/sandbox/wallet-simulator/devices';
import type { EnrolmentScript } from '@countermark/sandbox/wallet-simulator/enrolment-script';
import { openRawLine, type RawAnswer, type RawLine, type TlsIdentity } from './raw-https.ts';
import type { TestSandbox } from './test-sandbox.ts';
import { until } from './until.ts';

type ProductId = keyof typeof sandboxPanPrefixes;

/** What the issuer was told of a token, and in which session. */
export interface Callback {
  correlationId: string;
  request: {
    issuerCardRefId: string;
    virtualCardId: string;
    action: string;
    source?: string;
    errorCode?: number;
    tokenInfo?: string;
  };
}

/** One message the reference issuer received in a session. */
export interface JournalEntry {
  correlationId: string;
  operation: string;
  request: Record<string, unknown>;
  answer: unknown;
}

/** An issuer of the sandbox with its own line to the hub, and a look at what the hub told it. */
export interface TestIssuer {
  issuerId: string;
  line: RawLine;
  /** A proper call unless `changes` say otherwise; `body` is sent as JSON. Of the auxiliary API: `auxiliary/updateCard`. */
  call(
    operation: string,
    body: unknown,
    changes?: CallChanges,
  ): Promise<RawAnswer & { correlationId: string }>;
  /** Every notifyVirtualCardChange of a token, by either API, oldest first. */
  toldOf(token: { virtualCardId: string }): Promise<Callback[]>;
  /** Those of one session. */
  callbacks(correlationId: string): Promise<Callback[]>;
  /** The same, once there are as many. */
  awaitCallbacks(correlationId: string, count: number): Promise<Callback[]>;
  /** Whatever the hub said in one session. */
  journal(correlationId: string): Promise<JournalEntry[]>;
  /** The last code the cardholder got in an enrolment. */
  lastCode(enrolmentId: string): Promise<string>;
}

export interface CallChanges {
  correlationId?: string;
  issuerId?: string;
}

/** A token requestor of the sandbox with its own line to the hub. */
export interface TestRequestor {
  line: RawLine;
  get(path: string): Promise<RawAnswer>;
  /** `body` is sent as JSON. */
  post(path: string, body: unknown): Promise<RawAnswer>;
}

/** A card and its token, as all parties know them. */
export interface TestToken {
  issuerId: string;
  issuerCardRefId: string;
  virtualCardId: string;
  enrolmentId: string;
  pan: string;
}

/** Everybody around the hub of one sandbox, each with lines of their own. */
export interface TestParties {
  issuer(issuerId: 'CMISSUER01' | 'CMISSUER02'): TestIssuer;
  /** A line to the hub with any certificate or none; to its Issuer Gateway, both APIs, unless given. */
  stranger(identity: TlsIdentity | null, baseUrl?: string): RawLine;
  requestor(requestorId: 'wallet' | 'merchant'): TestRequestor;
  /** A PAN of the product that nobody has used yet. */
  newPan(product?: ProductId): string;
  /** Enrols a card at a simulated wallet; a new one unless the script names it. */
  enrol(script?: Partial<EnrolmentScript>, product?: ProductId): Promise<TestToken>;
  /** Adds the domestic token of a cobadged card beside its primary one. */
  addAuxiliary(primary: TestToken): Promise<TestToken>;
  device(virtualCardId: string): Promise<DeviceDisplay>;
  setDevice(virtualCardId: string, condition: DeviceCondition): Promise<unknown>;
  close(): void;
}

export async function gatherParties(sandbox: TestSandbox): Promise<TestParties> {
  const { description, client } = sandbox;
  const { hub } = description;
  const authority = await readFile(hub.ca, 'utf8');
  const control = bearerClient({ ...description.control, url: `${description.control.url}/sim` });
  const gateway = new URL('/gtep', hub.issuerGatewayUrl).href;
  const lines: RawLine[] = [];
  const open = (baseUrl: string, identity: TlsIdentity | null) => {
    const line = openRawLine({ baseUrl, authority, identity });
    lines.push(line);
    return line;
  };
  const issuers = new Map<string, TestIssuer>();
  for (const [issuerId, { client: files }] of Object.entries(description.issuers)) {
    const line = open(gateway, await readIdentity(files));
    issuers.set(issuerId, testIssuer({ issuerId, line, control }));
  }
  const requestors = new Map<string, TestRequestor>();
  for (const [requestorId, { client: files }] of Object.entries(description.requestors)) {
    requestors.set(requestorId, testRequestor(open(hub.tokenRequestorUrl, await readIdentity(files))));
  }
  let cards = 0;
  const newPan = (product: ProductId = 'DEMO-DEBIT') =>
    testPan({ prefix: sandboxPanPrefixes[product], index: 1000 + cards++ });

  return {
    issuer: issuerId => issuers.get(issuerId) ?? assert.fail(`no ${issuerId}`),
    stranger: (identity, baseUrl = gateway) => open(baseUrl, identity),
    requestor: requestorId => requestors.get(requestorId) ?? assert.fail(`no ${requestorId}`),
    newPan,
    async enrol(script = {}, product = 'DEMO-DEBIT') {
      const pan = script.pan ?? newPan(product);
      const report = await client.enrol({ wallet: 'APPLE_PAY', pan, ...script });
      const enrolmentId = report.enrolmentId ?? assert.fail('the enrolment did not begin');
      const { session } = await client.session(enrolmentId);
      return {
        issuerId: sandboxProducts.find(({ productId }) => productId === product)?.issuerId ?? '',
        issuerCardRefId: session.issuerCardRefId ?? assert.fail('the issuer does not know the card'),
        virtualCardId: report.enrolment?.token?.virtualCardId ?? assert.fail('there is no token'),
        enrolmentId,
        pan,
      };
    },
    async addAuxiliary(primary) {
      const { enrolmentId, enrolment } = await client.addAuxiliary(primary.virtualCardId, 'deliver');
      const { session } = await client.session(enrolmentId ?? assert.fail('the enrolment did not begin'));
      return {
        issuerId: primary.issuerId,
        issuerCardRefId: session.issuerCardRefId ?? assert.fail('the issuer does not know the card'),
        virtualCardId: enrolment?.token?.virtualCardId ?? assert.fail('there is no auxiliary token'),
        enrolmentId: session.enrolmentId,
        pan: testPan({ prefix: sandboxPanPrefixes['DEMO-DOMESTIC'], seed: primary.pan }),
      };
    },
    device: async virtualCardId => (await control.get(`/tokens/${virtualCardId}`)) as DeviceDisplay,
    setDevice: (virtualCardId, condition) =>
      control.send('POST', `/tokens/${virtualCardId}/device`, { condition }),
    close: () => {
      for (const line of lines) line.close();
    },
  };
}

/** Where an operation is called, below what both APIs have in common. */
export function gatewayPath(operation: string): string {
  const auxiliary = /^auxiliary\/(.*)$/.exec(operation)?.[1];
  return auxiliary === undefined ? `/igwapi/v2.0/${operation}` : `/igwauxapi/${auxiliary}`;
}

/** Reads a pair of PEM files. */
export async function readIdentity(files: { certificate: string; key: string }): Promise<TlsIdentity> {
  const [certificatePem, privateKeyPem] = await Promise.all([
    readFile(files.certificate, 'utf8'),
    readFile(files.key, 'utf8'),
  ]);
  return { certificatePem, privateKeyPem };
}

function testRequestor(line: RawLine): TestRequestor {
  return {
    line,
    get: path => line.call(path, { method: 'GET' }),
    post: (path, body) =>
      line.call(path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  };
}

function testIssuer(parts: {
  issuerId: string;
  line: RawLine;
  control: ReturnType<typeof bearerClient>;
}): TestIssuer {
  const { issuerId, line, control } = parts;
  const path = `/issuers/${issuerId}`;
  const journal: TestIssuer['journal'] = async correlationId => {
    const answer = await control.get(`${path}/journal/${correlationId}`);
    return (answer as { calls: JournalEntry[] }).calls;
  };
  const callbacks: TestIssuer['callbacks'] = async correlationId => {
    const calls = await journal(correlationId);
    return calls.filter(({ operation }) =>
      operation.endsWith('notifyVirtualCardChange'),
    ) as unknown as Callback[];
  };
  return {
    issuerId,
    line,
    async call(operation, body, changes = {}) {
      const { correlationId = randomUUID(), issuerId: named = issuerId } = changes;
      const headers = {
        'content-type': 'application/json',
        'x-correlation-id': correlationId,
        'x-issuer-id': named,
      };
      return {
        ...(await line.call(gatewayPath(operation), { headers, body: JSON.stringify(body) })),
        correlationId,
      };
    },
    callbacks,
    awaitCallbacks: (correlationId, count) =>
      until(`callback ${count} of ${correlationId}`, async () => {
        const received = await callbacks(correlationId);
        return received.length >= count && received;
      }),
    async toldOf({ virtualCardId }) {
      const answer = await control.get(`${path}/notifications`);
      const { notifications } = answer as { notifications: Callback[] };
      return notifications.filter(({ request }) => request.virtualCardId === virtualCardId);
    },
    journal,
    lastCode: async enrolmentId => {
      const { codes } = (await control.get(`${path}/inbox/${enrolmentId}`)) as {
        codes: { otpValue: string }[];
      };
      return codes.at(-1)?.otpValue ?? assert.fail('no code came');
    },
  };
}
