import { mkdir, rm, writeFile } from 'node:fs/promises';
import { publishedFiles } from './source/documents.ts';

for (const folder of ['3.1', '3.0', 'postman']) {
  await rm(new URL(folder, import.meta.url), { recursive: true, force: true });
  await mkdir(new URL(folder, import.meta.url), { recursive: true });
}
for (const [path, content] of await publishedFiles()) {
  await writeFile(new URL(path, import.meta.url), content);
}
