/** A mapping that cannot be, or that failed on this data; the message begins with the target field. */
export class MappingError extends Error {
  /** `invalid_target`, `conflict`, `invalid_transformation`, `required`, `type`, or the code of the expression's error. */
  readonly code: string;
  /** Wire path of its place: `mappings[0].source_path`. */
  readonly field: string;
  constructor(code: string, field: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'MappingError';
    this.code = code;
    this.field = field;
  }
}
