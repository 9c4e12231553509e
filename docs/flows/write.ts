import { readFile, writeFile } from 'node:fs/promises';
import { readRunningSandbox } from '@countermark/sandbox/sandbox/sandbox-description';
import { sandboxClient } from '@countermark/sandbox/sandbox-client';
import { withGeneratedParts } from '../pages/markdown.ts';
import { renderFlows } from './render-flows.ts';

// Draws docs/flows.md anew, in the sandbox of this folder or of the one that is named.
const folder = process.argv[2] ?? '.countermark';
const sandbox = await readRunningSandbox(folder);
if (!sandbox) throw new Error(`No sandbox runs in ${folder}: start one with npm start -- --fresh`);
const parts = await renderFlows({ sandbox, client: sandboxClient(sandbox), seed: new Date().toISOString() });
const page = new URL('../flows.md', import.meta.url);
await writeFile(page, withGeneratedParts(await readFile(page, 'utf8'), parts));
