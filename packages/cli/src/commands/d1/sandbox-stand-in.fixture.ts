import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { d1Bank, hubEncryption, issuerId } from '@countermark/sandbox/reference-issuer/d1/d1-bank.fixture';
import { D1Client } from '@countermark/sandbox/reference-issuer/d1/d1-client';
import { d1Control } from '@countermark/sandbox/reference-issuer/d1/d1-control';
import {
  type AnswerOfHub,
  type CallAtHub,
  startHubStandIn,
} from '@countermark/sandbox/reference-issuer/hub-stand-in.fixture';
import {
  bank,
  hub,
  startIssuerUnderTest,
} from '@countermark/sandbox/reference-issuer/issuer-under-test.fixture';
import { getToken } from '@countermark/wire/d1/oauth2/get-token';
import Fastify from 'fastify';
import { runCommand, temporaryFolder } from '../../command-line.fixture.ts';

const token = { ...getToken.example.response, access_token: 'the-token' };

/** A sandbox whose hub says what it is told to: the issuer, its control API and the command line are the real ones. */
export async function startSandboxStandIn() {
  const standIn = await startHubStandIn([hub.authority.certificatePem]);
  const { issuer, close } = await startIssuerUnderTest([bank], { issuers: [d1Bank], hubEncryption });
  const client = new D1Client({
    hubUrl: standIn.hubUrl,
    hubCaPem: hub.authority.certificatePem,
    hubEncryption,
    issuers: [d1Bank],
    now: async () => new Date(),
  });
  const app = Fastify();
  await app.register(d1Control, { issuer, client });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const { folder, remove } = await temporaryFolder();
  const access = { url, token: 'any' };
  await writeFile(
    join(folder, 'sandbox.json'),
    JSON.stringify({ pid: process.pid, control: access, operator: access }),
  );
  let answer: AnswerOfHub = { status: 204, body: '' };
  const isTokenCall = ({ path }: CallAtHub) => path === getToken.path;
  standIn.answer = call => (isTokenCall(call) ? { status: 200, body: JSON.stringify(token) } : answer);
  return {
    issuerId,
    notices: issuer.d1?.notices,
    /** Runs a command line that begins with `countermark d1`, its words parted by spaces. */
    d1: (line: string) => runCommand(['d1', ...line.split(' '), '--folder', folder]),
    /** What the hub says to all that is no request for a token. */
    answers(status: number, body?: object): void {
      answer = { status, body: body === undefined ? '' : JSON.stringify(body) };
    },
    /** The last call of an API at the hub. */
    lastCall: () => standIn.received.filter(call => !isTokenCall(call)).at(-1),
    async close() {
      await app.close();
      await client.close();
      await close();
      await standIn.close();
      await remove();
    },
  };
}
