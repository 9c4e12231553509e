import { type Field, headers, type Members, type Message, messages, type Rule } from './field-lists.ts';

/** A message as `issuer.py` captured it: header fields in their order; the body as parsed, or as text if it is no JSON. */
export interface CapturedMessage {
  /** Wire name of the method. */
  method: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: unknown;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a capture file: one JSON object a line. */
export function readCapture(file: string): CapturedMessage[] {
  const lines = file.split('\n').filter(line => line !== '');
  return lines.map(line => JSON.parse(line) as CapturedMessage);
}

/**
 * Where a message departs from the field lists, a line for each fault; empty when nowhere. Names are told, never values.
 *
 * Found are members that are missing, not listed, null, or of the wrong type, length or form, at any depth.
 */
export function faultsOf({ method, headers: sent, body }: CapturedMessage): string[] {
  const listed = Object.hasOwn(messages, method) ? messages[method] : undefined;
  if (listed === undefined) return [`${method} is not a method`];
  const faults = isObject(body) ? messageFaults(body, listed) : ['the body is not an object'];
  return [...headerFaults(sent), ...faults].map(fault => `${method}: ${fault}`);
}

function headerFaults(sent: CapturedMessage['headers']): string[] {
  return Object.entries(headers).flatMap(([name, pattern]) => {
    const values = sent.filter(([sentName]) => sentName.toLowerCase() === name).map(([, value]) => value);
    if (values.length !== 1) return [`${name} comes ${values.length} times`];
    return values.every(value => pattern.test(value)) ? [] : [`${name} is malformed`];
  });
}

function messageFaults(body: JsonObject, listed: Message): string[] {
  return [...memberFaults(body, listed, ''), ...listed.rules.flatMap(rule => ruleFaults(body, rule))];
}

function memberFaults(value: JsonObject, { required, optional }: Members, path: string): string[] {
  const missing = Object.keys(required).filter(name => !Object.hasOwn(value, name));
  const listed = { ...required, ...optional };
  return [
    ...missing.map(name => `${path}${name} is missing`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const field = Object.hasOwn(listed, name) ? listed[name] : undefined;
      return field ? fieldFaults(member, field, path + name) : [`${path}${name} is not listed`];
    }),
  ];
}

function fieldFaults(value: unknown, field: Field, path: string): string[] {
  if (value === null) return [`${path} is null`];
  switch (field.kind) {
    case 'text':
      return textFaults(value, field, path);
    case 'one of':
      return field.values.some(listed => listed === value) ? [] : [`${path} is none of the listed values`];
    case 'boolean':
    case 'number':
      return typeof value === field.kind ? [] : [`${path} is not a ${field.kind}`];
    case 'true':
      return value === true ? [] : [`${path} is not true`];
    case 'list':
      if (!Array.isArray(value)) return [`${path} is not a list`];
      return value.flatMap((item, index) => fieldFaults(item, field.of, `${path}[${index}]`));
    case 'object':
      return isObject(value) ? memberFaults(value, field, `${path}.`) : [`${path} is not an object`];
  }
}

function textFaults(value: unknown, field: Field & { kind: 'text' }, path: string): string[] {
  if (typeof value !== 'string') return [`${path} is not a text`];
  if (value.length < field.shortest || value.length > field.longest) {
    return [`${path} has ${value.length} characters`];
  }
  return field.pattern?.test(value) === false ? [`${path} is malformed`] : [];
}

function ruleFaults(body: JsonObject, rule: Rule): string[] {
  const present = (names: readonly string[]) => names.filter(name => Object.hasOwn(body, name)).length;
  if ('exactlyOneOf' in rule) {
    const count = present(rule.exactlyOneOf);
    return count === 1 ? [] : [`${count} of ${rule.exactlyOneOf.join(', ')} instead of exactly one`];
  }
  if ('atLeastOneOf' in rule) {
    return present(rule.atLeastOneOf) > 0 ? [] : [`none of ${rule.atLeastOneOf.join(', ')}`];
  }
  const allowed = rule.whereActionIs.some(action => action === body['action']);
  return allowed || present([rule.only]) === 0 ? [] : [`${rule.only} does not belong to this action`];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
