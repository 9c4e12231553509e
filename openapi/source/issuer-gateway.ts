import { ErrorRes } from '@countermark/wire/issuer-gateway/error-response';
import {
  correlationIdHeader,
  correlationIdPattern,
  issuerIdHeader,
  issuerIdPattern,
} from '@countermark/wire/issuer-gateway/headers';
import {
  type Direction,
  type IssuerGatewayOperation,
  qualifiedName,
} from '@countermark/wire/issuer-gateway/operation';
import * as singleBadge from '@countermark/wire/issuer-gateway/operations';
import * as auxiliary from '@countermark/wire/issuer-gateway-auxiliary/operations';
import type { ApiSource, HeaderSource, OperationSource, RefusalSource } from './api.ts';
import { issuerGatewayExamples } from './issuer-gateway-examples.ts';
import { refusalExampleOf } from './issuer-gateway-refusal-examples.ts';

const hosts: Record<Direction, string> = {
  inbound: 'https://hub.example',
  outbound: 'https://issuer.example',
};

const callers: Record<Direction, string> = {
  inbound: "What an issuer's backend calls.",
  outbound: "What an issuer's backend serves. Each issuer may set another base path and path segments.",
};

const badges = {
  'single-badge': { name: 'TSH', title: 'Issuer Gateway API', version: '2.8.7', api: singleBadge },
  auxiliary: {
    name: 'TSH-auxiliary',
    title: 'Issuer Gateway Auxiliary API',
    version: '1.4.3',
    api: auxiliary,
  },
} as const;

function sourceOf(
  { name, title, version, api }: (typeof badges)[keyof typeof badges],
  direction: Direction,
): ApiSource {
  const operations: readonly IssuerGatewayOperation[] = api[`${direction}Operations`];
  return {
    name: `${name}-${direction}`,
    title: `${title}, ${direction}`,
    version,
    description: callers[direction],
    server: { url: hosts[direction] + api[`${direction}BasePath`], description: 'Mutual TLS.' },
    security: ['mutualTLS'],
    operations: operations.map(operationOf),
  };
}

const headers: readonly HeaderSource[] = [
  {
    name: correlationIdHeader,
    required: true,
    schema: { type: 'string', pattern: correlationIdPattern },
    example: '6f1c2b52-5c0b-4c52-9a55-0f8f5d3f5a11',
    description: 'The session a call belongs to.',
  },
  {
    name: issuerIdHeader,
    required: true,
    schema: { type: 'string', pattern: issuerIdPattern },
    example: 'NordBank01',
    description: 'The issuer that speaks or is spoken to.',
  },
];

function operationOf(operation: IssuerGatewayOperation): OperationSource {
  const { name, direction, summary, request, response } = operation;
  const example = issuerGatewayExamples[qualifiedName(operation)] ?? {};
  return {
    operationId: name,
    method: 'post',
    path: `/${name}`,
    summary,
    headers,
    parameters: null,
    query: null,
    request: { schema: request, media: ['application/json'], required: true },
    success: { status: 200, schema: response },
    refusals: refusals[direction],
    example,
    refusalExample: refusalExampleOf(name, example.request),
  };
}

const bad = { status: 400, description: 'Refused: see the code table.', schema: ErrorRes };
const failed = { status: 500, description: 'Something unexpected went wrong; try again.', schema: ErrorRes };

const refusals: Record<Direction, readonly RefusalSource[]> = {
  inbound: [
    bad,
    { status: 401, description: 'No client certificate.', schema: ErrorRes },
    { status: 403, description: 'The certificate does not speak for this issuer.', schema: ErrorRes },
    failed,
  ],
  outbound: [bad, failed],
};

/** A document for each direction of the APIs of both badges. */
export const issuerGatewaySources: readonly ApiSource[] = Object.values(badges).flatMap(badge =>
  (['inbound', 'outbound'] as const).map(direction => sourceOf(badge, direction)),
);
