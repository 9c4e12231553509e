import { code } from './markdown.ts';

/** The part of JSON Schema that these tables show. */
export interface MemberSchema {
  description?: string;
  enum?: readonly string[];
  /** Known values of a member that may have others. */
  examples?: readonly string[];
  items?: MemberSchema;
  anyOf?: readonly MemberSchema[];
  properties?: Readonly<Record<string, MemberSchema>>;
  required?: readonly string[];
}

/** Members by name; what must be there is printed bold. */
export function membersOf({ properties = {}, required = [] }: MemberSchema): string {
  return Object.keys(properties)
    .map(name => (required.includes(name) ? `**${code(name)}**` : code(name)))
    .join(', ');
}
