import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');

test('the published documents are free of whatever openapi/redocly.yaml looks for', () => {
  const documents = globSync('openapi/3.*/*.json', { cwd: root });
  const redocly = join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const words = [
    redocly,
    'lint',
    '--config',
    'openapi/redocly.yaml',
    '--format=github-actions',
    ...documents,
  ];
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, env, encoding: 'utf8' });
  assert.equal(stdout, '');
  assert.equal(status, 0, stderr);
  for (const document of documents) assert.ok(stderr.includes(`${document}: validated`), document);
});
