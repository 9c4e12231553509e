import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Compile } from 'typebox/compile';
import { as30 } from '../openapi/source/as-3-0.ts';
import { publishedFiles, sources } from '../openapi/source/documents.ts';

const published = await publishedFiles();
const validator = new Validator();
const folder = new URL('../openapi/', import.meta.url);

describe('published OpenAPI documents', () => {
  test('are what the messages say: npm run docs writes them anew', async () => {
    const committed = await Promise.all(['3.0', '3.1', 'postman'].map(filesIn));
    assert.deepEqual(committed.flat().toSorted(), [...published.keys()].toSorted());
    const drifted: string[] = [];
    for (const [path, content] of published) {
      if ((await readFile(new URL(path, folder), 'utf8')) !== content) drifted.push(path);
    }
    assert.deepEqual(drifted, []);
  });

  for (const [path, content] of published) {
    if (!/^3\..*\.json$/.test(path)) continue;
    test(`${path} is valid`, async () => {
      const document = JSON.parse(content);
      const { valid, errors } = await validator.validate(document);
      assert.equal(valid, true, JSON.stringify(errors)?.slice(0, 2000));
      const operations = Object.values<object>(document.paths).flatMap(path => Object.values(path));
      const ids = operations.map(operation => operation.operationId);
      assert.equal(new Set(ids).size, ids.length, 'an operationId stands twice');
      const missing = [...content.matchAll(/"\$ref": "#\/components\/schemas\/([^"]+)"/g)]
        .map(match => match[1] ?? '')
        .filter(name => !Object.hasOwn(document.components.schemas, name));
      assert.deepEqual(missing, []);
    });
  }
});

test('in 3.0.3 a member may be called like a word of the document', () => {
  const schema = (kind: object) => ({
    openapi: '3.1.0',
    info: { license: { name: 'n', identifier: 'n' } },
    components: {
      securitySchemes: {},
      schemas: { example: { properties: { const: kind, security: kind, examples: kind } } },
    },
  });
  const { components } = as30(schema({ const: 'A' }) as never) as unknown as ReturnType<typeof schema>;
  assert.deepEqual(components.schemas, schema({ enum: ['A'] }).components.schemas);
});

describe('examples fit their messages', () => {
  for (const { name, operations } of sources.filter(
    source => !['operator', 'token-requestor'].includes(source.name),
  )) {
    for (const { operationId, request, success, example, refusals, refusalExample } of operations) {
      test(`${name} ${operationId}`, () => {
        if (request?.schema && (request.required || example.request !== undefined))
          assert.ok(Compile(request.schema).Check(example.request), 'request');
        if (success.schema) assert.ok(Compile(success.schema).Check(example.response), 'response');
        const refusal = refusals.find(({ status }) => status === refusalExample?.status);
        assert.ok(refusal?.schema && Compile(refusal.schema).Check(refusalExample?.response), 'refusal');
      });
    }
  }
});

async function filesIn(version: string): Promise<string[]> {
  const names = await readdir(new URL(version, folder));
  return names.map(name => `${version}/${name}`);
}
