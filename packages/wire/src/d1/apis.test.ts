import assert from 'node:assert/strict';
import { test } from 'node:test';
import { d1Apis } from './api.ts';
import { inboundApis, inboundOperations, operationNamed, outboundApis, outboundOperations } from './apis.ts';
import { d1ErrorCodes } from './error-codes.ts';
import { pathOf, qualifiedName, readParameters, readQuery, readRequest, readResponse } from './operation.ts';

const apis = [...inboundApis, ...outboundApis];
const operations = [...inboundOperations, ...outboundOperations];

test('every API is described once', () => {
  assert.deepEqual(
    apis.map(({ api }) => api),
    d1Apis,
  );
});

test('every operation knows its API, and no two are called alike', () => {
  for (const { api, basePath, operations } of apis) {
    assert.ok(operations.length > 0, api);
    assert.ok(
      operations.some(({ path }) => path.startsWith(`${basePath}/`)),
      api,
    );
    for (const operation of operations) assert.equal(operation.api, api, operation.name);
  }
  assert.equal(new Set(operations.map(qualifiedName)).size, operations.length);
  assert.equal(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size, operations.length);
  for (const operation of operations) assert.equal(operationNamed(qualifiedName(operation)), operation);
  for (const name of ['suspendCard', 'toString', '']) assert.equal(operationNamed(name), undefined);
});

test('an operation is in the list of its direction', () => {
  assert.ok(inboundOperations.every(({ api, direction }) => direction === 'inbound' && api.includes('-IN-')));
  assert.ok(
    outboundOperations.every(({ api, direction }) => direction === 'outbound' && api.includes('-OUT-')),
  );
});

for (const operation of operations) {
  const { parameters, query, request, response } = operation.example;

  test(`${qualifiedName(operation)}: its example is what its schemas describe`, () => {
    assert.deepEqual(readParameters(operation, parameters), { ok: true, message: parameters });
    assert.deepEqual(readQuery(operation, query), {
      ok: true,
      message: operation.query === null ? undefined : (query ?? {}),
    });
    assert.deepEqual(readRequest(operation, request), {
      ok: true,
      message: operation.requestIsOptional ? (request ?? {}) : request,
    });
    assert.deepEqual(readResponse(operation, response), { ok: true, message: response });
    assert.equal(operation.response.schema === null, response === undefined);
    assert.equal(operation.response.schema === null, operation.response.status === 204);
  });

  test(`${qualifiedName(operation)}: its path names its parameters, in their order`, () => {
    const named = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    assert.deepEqual(named, Object.keys(operation.parameters.properties));
    assert.doesNotMatch(pathOf(operation, parameters), /[{}]/);
  });

  test(`${qualifiedName(operation)}: it is refused as the table of errors says`, () => {
    for (const { status, errorCode } of operation.refusals)
      if (errorCode !== null) assert.equal(d1ErrorCodes[errorCode].status, status);
    const rows = operation.refusals.map(({ status, errorCode }) => `${status} ${errorCode}`);
    assert.equal(new Set(rows).size, rows.length);
    assert.ok(rows.includes('400 null'));
  });
}

test('both versions serve every life cycle operation of a card', () => {
  const namesOf = (api: string) =>
    operations
      .filter(it => it.api === api)
      .map(({ name }) => name)
      .sort();
  const onlyV2 = ['createCard', 'registerCard'];
  assert.deepEqual(
    namesOf('D1-Public-IN-v1-Card'),
    namesOf('D1-Public-IN-v2-Card').filter(name => !onlyV2.includes(name)),
  );
});

test('what both versions have is one schema', () => {
  for (const operation of operations.filter(({ api }) => api === 'D1-Public-IN-v1-Card')) {
    const newer = operationNamed(`D1-Public-IN-v2-Card/${operation.name}`);
    assert.equal(newer?.request, operation.request);
    assert.equal(newer?.path, operation.path.replace('/banking/v1/', '/banking/v2/'));
  }
});
