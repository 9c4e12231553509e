import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { namesOf, type SchemaNames } from './schemas.ts';

const wire = fileURLToPath(new URL('../../packages/wire/src/', import.meta.url));

/** The exported objects of every message's parts. */
export async function schemaNames(): Promise<SchemaNames> {
  const modules = globSync(['*/data/*.ts', '{operator,token-requestor}/*.ts', '*/error-response.ts'], {
    cwd: wire,
  })
    .filter(file => !/\.(test|fixture)\.ts$/.test(file))
    .toSorted();
  return namesOf(await Promise.all(modules.map(file => import(`${wire}${file}`))));
}
