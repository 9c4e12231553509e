import type Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { ApiSource, OperationSource, RefusalExample, RefusalSource, SecurityScheme } from './api.ts';
import { Components, type JsonObject, type SchemaNames } from './schemas.ts';

const securitySchemes: Record<SecurityScheme, JsonObject> = {
  mutualTLS: { type: 'mutualTLS', description: "The caller's client certificate says who it is." },
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  basic: { type: 'http', scheme: 'basic' },
};

/** The OpenAPI 3.1 document of one API. */
export function documentOf(source: ApiSource, names: SchemaNames): JsonObject {
  return documentOfSeveral({ ...source, sources: [source] }, names);
}

/** One document of several APIs. Operations of one name are told apart by their API. */
export function combinedDocument(
  about: Pick<ApiSource, 'title' | 'version' | 'description' | 'server'> & { sources: readonly ApiSource[] },
  names: SchemaNames,
): JsonObject {
  const sources = about.sources.map(source => ({
    ...source,
    operations: source.operations.map(operation => ({
      ...operation,
      operationId: camelCase(`${source.name}-${operation.operationId}`),
    })),
  }));
  return documentOfSeveral({ ...about, sources }, names);
}

function camelCase(name: string): string {
  const [first = '', ...others] = name.replace('D1-Public-', '').split('-');
  return first.toLowerCase() + others.map(capital).join('');
}

function documentOfSeveral(
  {
    title,
    version,
    description,
    server,
    sources,
  }: Pick<ApiSource, 'title' | 'version' | 'description' | 'server'> & { sources: readonly ApiSource[] },
  names: SchemaNames,
): JsonObject {
  const components = new Components(names);
  const paths: Record<string, JsonObject> = {};
  for (const source of sources) {
    for (const operation of source.operations) {
      const path =
        (sources.length > 1 ? new URL(source.server.url).pathname.replace(/\/$/, '') : '') + operation.path;
      paths[path] = { ...paths[path], [operation.method]: operationObject(operation, source, components) };
    }
  }
  const schemes = [...new Set(sources.flatMap(source => source.security))];
  return {
    openapi: '3.1.0',
    info: {
      title,
      version,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [server],
    tags: sources.map(source => ({ name: tagOf(source), description: source.description })),
    paths,
    components: {
      schemas: components.all(),
      securitySchemes: Object.fromEntries(schemes.map(scheme => [scheme, securitySchemes[scheme]])),
    },
  };
}

function operationObject(operation: OperationSource, source: ApiSource, components: Components): JsonObject {
  const { operationId, summary, request, success, refusals, example, refusalExample } = operation;
  return {
    operationId,
    summary,
    tags: [tagOf(source)],
    security: [Object.fromEntries(source.security.map(scheme => [scheme, []]))],
    parameters: parametersOf(operation, components),
    ...(request && { requestBody: requestBody(operation, request, components) }),
    responses: {
      [success.status]: {
        description: 'Success.',
        ...(success.schema && {
          content: contentOf(['application/json'], {
            schema: components.use(success.schema, `${capital(operationId)}Response`),
            ...examplesOf(example.response, null),
          }),
        }),
      },
      ...Object.fromEntries(
        refusals.map(refusal => [
          refusal.status,
          refusalObject(refusal, { example: refusalExample, components }),
        ]),
      ),
    },
  };
}

/** Two versions of an API have one title. */
function tagOf({ title, version }: ApiSource): string {
  return `${title} ${version}`;
}

function parametersOf(
  { headers, parameters, query, example, refusalExample }: OperationSource,
  components: Components,
): JsonObject[] {
  return [
    ...headers.map(({ name, required, schema, description, example: value }) => ({
      name,
      in: 'header',
      required,
      description,
      schema: schema as JsonObject,
      example: value,
    })),
    ...membersOf(parameters, { in: 'path', values: example.parameters, refused: refusalExample }, components),
    ...membersOf(query, { in: 'query', values: example.query, refused: null }, components),
  ];
}

interface Members {
  properties?: Readonly<Record<string, Type.TSchema>>;
  required?: readonly string[];
}

function membersOf(
  schema: Type.TSchema | null,
  {
    in: place,
    values,
    refused,
  }: { in: 'path' | 'query'; values: object | undefined; refused: RefusalExample | null },
  components: Components,
): JsonObject[] {
  const { properties = {}, required = [] } = (schema ?? {}) as Members;
  const given = new Map(Object.entries(values ?? {}));
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: components.use(member),
    ...examplesOf(given.get(name), refused && { name: refused.name, value: refused.parameters?.[name] }),
  }));
}

function requestBody(
  { operationId, example, refusalExample }: OperationSource,
  { schema, media, required }: NonNullable<OperationSource['request']>,
  components: Components,
): JsonObject {
  const content = schema
    ? {
        schema: components.use(schema, `${capital(operationId)}Request`),
        ...examplesOf(example.request, wellFormed(refusalExample, schema)),
      }
    : {};
  return { required, content: contentOf(media, content) };
}

/** A request that breaks its schema is no example of it. */
function wellFormed(
  refusal: RefusalExample | null,
  schema: Type.TSchema,
): { name: string; value: unknown } | null {
  if (refusal === null || !Compile(schema).Check(refusal.request)) return null;
  return { name: refusal.name, value: refusal.request };
}

function refusalObject(
  { status, description, schema }: RefusalSource,
  { example, components }: { example: RefusalExample | null; components: Components },
): JsonObject {
  if (schema === null) return { description };
  const own = example?.status === status ? { name: example.name, value: example.response } : null;
  const content = { schema: components.use(schema), ...examplesOf(undefined, own) };
  return { description, content: contentOf(['application/json'], content) };
}

function contentOf(media: readonly string[], content: JsonObject): JsonObject {
  return Object.fromEntries(media.map(type => [type, content]));
}

/** Examples of one place: of the call that succeeds, and of the one that is refused where it differs there. */
function examplesOf(success: unknown, refused: { name: string; value: unknown } | null): JsonObject {
  const named = { success, ...(refused && { [refused.name]: refused.value }) };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  if (given.length === 0) return {};
  return {
    examples: Object.fromEntries(given.map(([name, value]) => [name, { value: value as JsonObject }])),
  };
}

function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
