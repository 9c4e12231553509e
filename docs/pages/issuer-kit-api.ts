import * as kit from '@countermark/issuer-kit';
import { d1Resources } from '@countermark/issuer-kit/client/d1/resources';
import { isWorthwhile } from '@countermark/issuer-kit/client/d1/worthwhile';
import * as d1 from '@countermark/wire/d1/apis';
import type { D1Operation } from '@countermark/wire/d1/operation';
import { getToken } from '@countermark/wire/d1/outbound/get-token';
import type { IssuerGatewayOperation } from '@countermark/wire/issuer-gateway/operation';
import * as singleBadge from '@countermark/wire/issuer-gateway/operations';
import * as auxiliary from '@countermark/wire/issuer-gateway-auxiliary/operations';
import { code, table } from './markdown.ts';
import { type MemberSchema, membersOf } from './members.ts';

/** packages/issuer-kit/api.md: every method, handler and error of the kit, as the code has them. */
export function renderIssuerKitApi(): string {
  return `# API of @countermark/issuer-kit

Printed from the code by \`npm run docs\`. Members that must be there are bold. What a message means is told in the
reference of the [Issuer Gateway](../../docs/issuer-gateway.md) and of [D1](../../docs/d1-api.md).

## Client of the Issuer Gateway

\`issuerGatewayClient({ url, issuerId, identity, trust, hubKeys })\`. Every method takes its request and, second, options:
\`correlationId\`, \`signal\`, \`timeLimit\`. It returns the answer and the \`correlationId\` under which the call went.
\`fpanDetails\` are given in the clear and sealed on the way; \`tokenInfo\` is opened. After a code of type S, HTTP 429 or 5xx,
or no answer, a call is sent again with the same correlation id.

${gatewayMethods('', singleBadge.inboundOperations)}

${gatewayMethods('auxiliary.', auxiliary.inboundOperations)}

\`send\` sends whatever it is given, once, and returns status and body; \`seal\` seals for the hub; \`close\` ends the connections.

## Client of D1

\`d1Client({ url, issuerId, identity, trust, signing, hubKeys })\`. Every method takes the members of path, query and body in one
object, without \`issuerId\`, and options as above, with \`userId\`. \`encryptedData\` is given in the clear,
\`{ pan, exp }\`. Calls that are marked are sent again after HTTP 5xx or no answer; the others only when the hub did nothing.

${Object.entries(d1Resources).map(resourceInWords).join('\n\n')}

## Handlers of a backend

\`issuerBackend({ issuerId, keys, issuerGateway, auxiliary, d1 })\`. A handler gets the message with its envelopes opened and
returns the answer, or a refusal.

### issuerGateway

${handlers(singleBadge.outboundOperations)}

### auxiliary

${handlers(auxiliary.outboundOperations)}

### d1

${d1Handlers(d1.outboundOperations.filter(operation => operation !== getToken))}

## Errors and refusals

${errorTable()}
`;
}

function gatewayMethods(prefix: string, operations: readonly IssuerGatewayOperation[]): string {
  const rows = operations.map(({ name, summary, request, response }) => [
    code(prefix + name),
    summary,
    membersOf(request),
    response === null ? '' : membersOf(response),
  ]);
  return table(['Method', 'What for', 'Request', 'Answer'], rows);
}

function handlers(operations: readonly IssuerGatewayOperation[]): string {
  return gatewayMethods('', operations).replace('| Method |', '| Handler |');
}

function resourceInWords([noun, operations]: [string, Readonly<Record<string, D1Operation>>]): string {
  const rows = Object.entries(operations).map(([verb, operation]) => [
    code(`${noun}.${verb}`),
    operation.summary,
    code(`${operation.method} ${operation.path}`),
    ...messagesOf(operation),
    isWorthwhile(operation, { status: 500, body: null }) ? 'yes' : '',
    refusalsOf(operation),
  ]);
  const titles = ['Method', 'What for', 'Call', 'Request', 'Answer', 'Sent again', 'Refusals'];
  return `### ${noun}\n\n${table(titles, rows)}`;
}

function d1Handlers(operations: readonly D1Operation[]): string {
  const rows = operations.map(operation => [
    code(operation.name),
    operation.summary,
    code(`${operation.method} ${operation.path}`),
    ...messagesOf(operation),
  ]);
  return table(['Handler', 'What for', 'Call', 'Request', 'Answer'], rows);
}

/** Request and answer; the issuer's own id goes by itself. */
function messagesOf({ parameters, query, request, response }: D1Operation): [string, string] {
  const { issuerId: _, ...inPath } = parameters.properties as Readonly<Record<string, MemberSchema>>;
  const path = membersOf({ properties: inPath, required: Object.keys(inPath) });
  const parts = [path, ...[query, request].map(schema => (schema === null ? '' : membersOf(schema)))];
  const answer = response.schema === null ? '' : membersOf(response.schema);
  return [parts.filter(part => part !== '').join(', '), answer];
}

function refusalsOf({ refusals }: D1Operation): string {
  const codes = new Set(refusals.flatMap(({ errorCode }) => errorCode ?? []));
  return [...codes].map(code).join(', ');
}

/** When each of them comes. Whoever adds one to the kit says so here. */
const when: Readonly<Record<string, string>> = {
  CallRefusedError:
    'The hub refused a call of the Issuer Gateway: `code`, `type` (D, S, F), `errorMessage`, `status`',
  D1CallRefusedError: 'The hub refused a D1 call: `status`, `errorCode`, `error`',
  HubFailedError: 'HTTP 5xx or 429, also when it was sent again: `status`',
  HubUnreachableError: 'No answer came: `fault` says whether the hub can have done what was asked',
  UnreadableAnswerError: 'The answer is none of the operation: `status`, `member`',
  UnfitRequestError: 'The request is not of the form of the operation, and was not sent: `member`',
  UnopenedEnvelopeError: 'None of the issuer’s keys opens what the hub sealed: `member`, `diagnosis`',
  NoActiveKeyError: 'None of the hub’s keys is active',
  CardDataError: 'Card data were about to be stored with a session',
  IssuerGatewayRefusal: 'Returned or thrown by a handler of the Issuer Gateway, to refuse',
  D1CallRefusal: 'Returned or thrown by a handler of D1, to refuse',
  TimeLimitError: 'The reason of the signal of a handler that took longer than the hub waits',
};

/** What the kit exports and can be thrown. */
function errorTable(): string {
  const names = Object.entries(kit)
    .filter(([name, value]) => typeof value === 'function' && /(Error|Refusal)$/.test(name))
    .map(([name]) => name);
  const rows = names.toSorted().map(name => {
    const meaning = when[name];
    if (meaning === undefined)
      throw new Error(`docs/pages/issuer-kit-api.ts does not say when ${name} comes`);
    return [code(name), meaning];
  });
  return table(['Class', 'When'], rows);
}
