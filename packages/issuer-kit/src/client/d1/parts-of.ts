import type { D1Operation } from '@countermark/wire/d1/operation';

/** Where the members of a request go. */
export interface RequestParts {
  parameters: Record<string, string>;
  query: Record<string, string> | undefined;
  /** `undefined`: none is sent. */
  body: Record<string, unknown> | undefined;
}

/** Tells path, query and body apart: no operation has one name in two of them. */
export function partsOf(operation: D1Operation, request: object): RequestParts {
  const members = Object.entries(request).filter(([, value]) => value !== undefined);
  const inPath = new Set(Object.keys(operation.parameters.properties));
  const inQuery = new Set(Object.keys(operation.query?.properties ?? {}));
  const texts = (names: ReadonlySet<string>) =>
    Object.fromEntries(
      members.filter(([name]) => names.has(name)).map(([name, value]) => [name, String(value)]),
    );
  const others = members.filter(([name]) => !inPath.has(name) && !inQuery.has(name));
  return {
    parameters: texts(inPath),
    query: inQuery.size === 0 ? undefined : texts(inQuery),
    body: hasBody(operation, others.length) ? Object.fromEntries(others) : undefined,
  };
}

/** What has no place goes into the body, for the check of the operation to refuse it. */
function hasBody({ request, requestIsOptional }: D1Operation, others: number): boolean {
  return request !== null && (others > 0 || !requestIsOptional);
}
