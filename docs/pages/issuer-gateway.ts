import { idvEndings } from '@countermark/wire/issuer-gateway/data/idv-method';
import {
  type Direction,
  type IssuerGatewayOperation,
  qualifiedName,
} from '@countermark/wire/issuer-gateway/operation';
import { inboundOperations, outboundOperations } from '@countermark/wire/issuer-gateway/operations';
import { CardSecurityCode } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { FpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import { TokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { type CodeType, responseCodes } from '@countermark/wire/issuer-gateway/response-codes';
import * as auxiliary from '@countermark/wire/issuer-gateway-auxiliary/operations';
import type Type from 'typebox';
import { code, table } from './markdown.ts';
import { type MemberSchema, membersOf } from './members.ts';

const typesInWords: Readonly<Record<CodeType, string>> = {
  K: 'no error; no code has this type',
  D: 'data: sent again unchanged, it will be refused again',
  S: 'system: it will pass; the same may be sent again',
  F: 'functional: final; do not send it again',
};

const endingsInWords = {
  otp: 'the cardholder types the code that the issuer delivered on `sendOTP`',
  issuer: 'the issuer calls `updateCardState` with `RESUME`, naming the token',
  tsp: 'the token service provider reports it',
} as const;

/** The parts of docs/issuer-gateway.md that the messages themselves know. */
export function issuerGatewayParts(): Readonly<Record<string, string>> {
  return {
    'what the hub sends': outboundOperations.map(operationInWords).join('\n\n'),
    'what the hub accepts': inboundOperations.map(operationInWords).join('\n\n'),
    'what the hub sends by the auxiliary API': auxiliary.outboundOperations
      .map(operationInWords)
      .join('\n\n'),
    'what the hub accepts by the auxiliary API': auxiliary.inboundOperations
      .map(operationInWords)
      .join('\n\n'),
    objects: objectTable(),
    envelopes: envelopeTable(),
    'verification methods': table(
      ['`type`', 'Ends when'],
      Object.entries(idvEndings).map(([type, ending]) => [code(type), endingsInWords[ending]]),
    ),
    'response codes': responseCodeTables(),
  };
}

const everyOperation: readonly IssuerGatewayOperation[] = [
  ...outboundOperations,
  ...inboundOperations,
  ...auxiliary.outboundOperations,
  ...auxiliary.inboundOperations,
];

function responseCodeTables(): string {
  const types = table(
    ['Type', 'Meaning'],
    Object.entries(typesInWords).map(([type, meaning]) => [type, meaning]),
  );
  const codes = table(
    ['Code', 'Meaning', 'Type'],
    Object.entries(responseCodes).map(([number, { meaning, type }]) => [code(number), meaning, type]),
  );
  return `${types}\n\n${codes}`;
}

/** What an operation without content is answered with, by who answers. */
const noContent: Readonly<Record<Direction, string>> = {
  outbound: 'Answer: HTTP 200; a body is ignored.',
  inbound: 'Answer: HTTP 200 without content.',
};

function operationInWords(operation: IssuerGatewayOperation): string {
  const { direction, summary, request, response } = operation;
  const answer = response === null ? noContent[direction] : `Answer:\n\n${memberTable(response)}`;
  return [`### ${qualifiedName(operation)}`, summary, memberTable(request), answer].join('\n\n');
}

function memberTable({ properties = {}, required = [] }: MemberSchema): string {
  const rows = Object.entries(properties).map(([name, member]) => [
    code(name),
    required.includes(name) ? 'yes' : '',
    contentOf(member),
  ]);
  return table(['Member', 'Required', 'Content'], rows);
}

function contentOf(member: MemberSchema): string {
  if (objectIn(member)) return `${member.items ? 'List of objects' : 'Object'}, see [objects](#objects).`;
  const unsaid = (values: readonly string[] = []) =>
    values.filter(value => !member.description?.includes(value)).map(value => code(value));
  const [closed, open] = [unsaid(member.enum), unsaid(member.examples)];
  return [
    member.description,
    closed.length > 0 && `One of ${closed.join(', ')}.`,
    open.length > 0 && `Known today: ${open.join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The object that a member is, may be, or is a list of. */
function objectIn(member: MemberSchema): MemberSchema | undefined {
  if (member.properties) return member;
  if (member.items) return objectIn(member.items);
  return member.anyOf?.find(alternative => alternative.properties);
}

/** Every object that some message has as a member, by the name of that member. */
function objectTable(): string {
  const objects = new Map<string, MemberSchema>();
  const collect = ({ properties = {} }: MemberSchema): void => {
    for (const [name, member] of Object.entries(properties)) {
      const object = objectIn(member);
      if (!object || objects.has(name)) continue;
      objects.set(name, object);
      collect(object);
    }
  };
  for (const { request, response } of everyOperation) {
    collect(request);
    if (response) collect(response);
  }
  return table(
    ['Object', 'Members'],
    [...objects].map(([name, object]) => [code(name), membersOf(object)]),
  );
}

const plaintexts: Readonly<Record<string, Type.TSchema>> = {
  cipheredCardInfo: CardInfo,
  authenticationValue: CardSecurityCode,
  fpanDetails: FpanDetails,
  tokenInfo: TokenInfo,
};

function envelopeTable(): string {
  return table(
    ['Member', 'Holds JSON with'],
    Object.entries(plaintexts).map(([name, plaintext]) => [code(name), membersOf(plaintext)]),
  );
}
