import Type from 'typebox';

/**
 * A JSON object that holds the named members and no others. What operators send is read strictly: a misspelt setting is
 * refused by name, never dropped. The `description` of a member says what is expected, for it is told when that is not
 * what came.
 */
export function closedObject<Members extends Type.TProperties>(members: Members) {
  return Type.Object(members, { additionalProperties: false });
}
