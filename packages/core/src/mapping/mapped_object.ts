/** `{ "$mappings": [FieldMapping] }`: how a field that takes an object says that its value is mapped. */
import { z } from 'zod';
import { formatPath } from '../field_path.ts';
import { schemaSentence } from '../schema_sentence.ts';
import { type FieldMapping, fieldMappingSchema, mostMappings } from './field_mapping.ts';
import { MappingError } from './mapping_error.ts';

export const mappingsKey = '$mappings';

/** Says that it is meant as mappings, and not yet that they are good. */
export function isMappedObject(value: unknown): value is Record<typeof mappingsKey, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, mappingsKey)
  );
}

const listSchema = z.array(fieldMappingSchema);

/**
 * The mappings of an object.
 * @param path wire path of the object, for errors.
 * @throws MappingError for other keys beside, for what is no list, for too many, and for what is no mapping.
 */
export function readMappedObject(value: Record<string, unknown>, path: string): FieldMapping[] {
  const field = path === '' ? mappingsKey : `${path}.${mappingsKey}`;
  const name = path === '' ? 'An object' : path;
  const stranger = Object.keys(value).find((key) => key !== mappingsKey);
  if (stranger !== undefined) {
    const message = `${name} has ${mappingsKey} and also "${stranger.slice(0, 60)}"; an object is either mapped or written out`;
    throw new MappingError('invalid_mapping', field, message);
  }
  const list = value[mappingsKey];
  if (!Array.isArray(list))
    throw new MappingError('invalid_mapping', field, `${field} is no list of mappings`);
  if (list.length > mostMappings) {
    const message = `${field} has ${list.length.toLocaleString('en-US')} mappings; at most ${mostMappings.toLocaleString('en-US')} are possible`;
    throw new MappingError('invalid_mapping', field, message);
  }
  const result = listSchema.safeParse(list);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const found = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    list,
  );
  const place = `${field}${formatPath(issue.path)}`;
  const sentence =
    issue.code === 'unrecognized_keys'
      ? `has the unknown field "${issue.keys[0]}"`
      : schemaSentence(issue, found);
  throw new MappingError('invalid_mapping', place, `${place} ${sentence}`);
}
