import { stringify } from 'yaml';
import type { ApiSource } from './api.ts';
import { as30 } from './as-3-0.ts';
import { d1Sources } from './d1.ts';
import { combinedDocument, documentOf } from './document.ts';
import { hubSources } from './hub-apis.ts';
import { issuerGatewaySources } from './issuer-gateway.ts';
import { schemaNames } from './names.ts';
import { collectionOf } from './postman/collection.ts';
import { sandboxEnvironment } from './postman/environment.ts';
import type { JsonObject } from './schemas.ts';

/** Every API that has a document. */
export const sources: readonly ApiSource[] = [...issuerGatewaySources, ...d1Sources, ...hubSources];

const issuerSide = [...issuerGatewaySources, ...d1Sources];

/** The published files: name below `openapi/`, and content. */
export async function publishedFiles(): Promise<ReadonlyMap<string, string>> {
  const names = await schemaNames();
  const documents: [string, JsonObject][] = sources.map(source => [source.name, documentOf(source, names)]);
  documents.push([
    'countermark',
    combinedDocument(
      {
        title: 'Countermark, all that issuers call and serve',
        version: '1.0',
        description: 'The Issuer Gateway API and the D1 API in one document.',
        server: {
          url: 'https://countermark.example',
          description: 'Inbound: the hub; outbound: the issuer.',
        },
        sources: issuerSide,
      },
      names,
    ),
  ]);
  const collections = await Promise.all(
    issuerSide.map(
      async (source): Promise<[string, string]> => [
        `postman/${source.name}.postman_collection.json`,
        inJson(await collectionOf(source, as30(documentOf(source, names)))),
      ],
    ),
  );
  return new Map([
    ...documents.flatMap(([name, document]) => filesOf(name, document)),
    ...collections,
    ['postman/sandbox.postman_environment.json', inJson(sandboxEnvironment())],
  ]);
}

function filesOf(name: string, document: JsonObject): [string, string][] {
  return [...inBothForms(`3.1/${name}`, document), ...inBothForms(`3.0/${name}`, as30(document))];
}

function inBothForms(path: string, document: JsonObject): [string, string][] {
  return [
    [`${path}.json`, inJson(document)],
    [`${path}.yaml`, stringify(document, { aliasDuplicateObjects: false, lineWidth: 110 })],
  ];
}

function inJson(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
