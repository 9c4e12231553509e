import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inboundOperations as served } from '@countermark/hub/peers/d1/inbound/all-operations';
import { inboundOperations } from '@countermark/wire/d1/apis';
import { type D1ErrorCode, d1ErrorCodes, errorCodeEntry } from '@countermark/wire/d1/error-codes';
import { issuerId } from '@countermark/wire/d1/examples';
import { getToken } from '@countermark/wire/d1/oauth2/get-token';
import { type D1Operation, qualifiedName, readResponse } from '@countermark/wire/d1/operation';
import type { D1RefusalRow } from '@countermark/wire/d1/refusals';
import { type D1Ground, type D1Sent, openD1Ground } from './d1-api/ground.ts';
import { provoked, takesValues } from './d1-api/refusals.ts';
import { exampleIn, worldFor } from './d1-api/worlds.ts';

/** Every row of docs/d1-api.md, which is printed from these very tables, at the wire of a hub. */

let ground: D1Ground;
let limited: D1Ground;
before(async () => {
  ground = await openD1Ground();
  limited = await openD1Ground({ callsPerMinute: 1 });
});
after(() => Promise.all([ground.close(), limited.close()]));

describe('an access token', () => {
  test('is given for an assertion, and for nothing else', async () => {
    const { grant_type } = getToken.example.request ?? assert.fail();
    const ask = (assertion: string) =>
      ground.call(getToken, { parameters: {}, body: { grant_type, assertion }, token: null });
    const { status, body } = await ask(ground.assertionOf(issuerId));
    assert.equal(status, getToken.response.status);
    assertAnswers(getToken, body);
    assert.deepEqual(await ask('compact-JWS-of-the-claims'), {
      status: 400,
      body: { errorCode: 'FIELD_INVALID_VALUE', error: 'assertion' },
    });
  });
});

for (const { operation } of served) {
  describe(`${operation.method} ${operation.path}`, () => {
    test(`${operation.response.status} for its example`, async () => {
      const world = await worldFor(ground, operation);
      const { status, body } = await ground.call(operation, await exampleIn(world, operation));
      assert.equal(status, operation.response.status, JSON.stringify(body));
      assertAnswers(operation, body);
    });

    for (const row of operation.refusals.filter(refusal => isToldOf(operation, refusal)))
      test(`${row.status} ${codeOf(row)}`, async () => {
        const sent = await provoked(ground, operation, codeOf(row));
        const { status, body } = await answerOf(operation, codeOf(row), sent);
        const { errorCode = null } = (body ?? {}) as { errorCode?: string };
        assert.deepEqual([status, errorCode], [row.status, row.errorCode]);
      });
  });
}

/** A row without code says that there may be no detail: the hub always gives one. */
function isToldOf(operation: D1Operation, { status, errorCode }: D1RefusalRow): boolean {
  if (errorCode === 'FIELD_INVALID_VALUE') return takesValues(operation);
  return errorCode !== null || status === 401;
}

/** The code of a row, that of 401 being one that does not travel. */
function codeOf({ status, errorCode }: D1RefusalRow): D1ErrorCode {
  const codes = Object.keys(d1ErrorCodes) as D1ErrorCode[];
  const code = errorCode ?? codes.find(name => errorCodeEntry(name).status === status);
  return code ?? assert.fail(`no code for ${status}`);
}

/** Sends a call in the circumstances that its code is about. */
async function answerOf(operation: D1Operation, errorCode: D1ErrorCode, sent: D1Sent) {
  switch (errorCode) {
    case 'AUTHORIZER_UNAUTHORIZED':
      return ground.call(operation, { ...sent, token: null });
    case 'TOO_MANY_REQUESTS':
      await limited.call(operation, sent);
      return limited.call(operation, sent);
    case 'INTERNAL_ERROR':
      return whileFailing(() => ground.call(operation, sent));
    default:
      return ground.call(operation, sent);
  }
}

async function whileFailing<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  await ground.tokenOf(issuerId);
  ground.fail(true);
  try {
    return await work();
  } finally {
    ground.fail(false);
  }
}

/** The body is as the operation says, or there is none. */
function assertAnswers(operation: D1Operation, body: unknown): void {
  if (operation.response.schema === null) assert.equal(body, null);
  else assert.ok(readResponse(operation, body).ok, JSON.stringify(body));
}

test('every operation of the wire is served', () => {
  const names = served.map(({ operation }) => qualifiedName(operation));
  const others = inboundOperations.map(qualifiedName).filter(name => name !== qualifiedName(getToken));
  assert.deepEqual(names.toSorted(), others.toSorted());
});
