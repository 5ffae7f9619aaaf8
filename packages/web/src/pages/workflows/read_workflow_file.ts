import { definitionLimits } from '../../api/contract.ts';
import { formatBytes } from '../../components/format.ts';
import { strings } from '../../strings/en.ts';

const t = strings.workflows;

/** Reads what somebody chose as a workflow file; whether it is one is the server's to say. */
export async function readWorkflowFile(
  file: File,
): Promise<{ workflow: Record<string, unknown> } | { problem: string }> {
  if (file.size > definitionLimits.bytes)
    return { problem: t.import_too_large(formatBytes(definitionLimits.bytes)) };
  try {
    const content: unknown = JSON.parse(await file.text());
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
      return { workflow: content as Record<string, unknown> };
    }
    return { problem: t.import_not_json };
  } catch {
    return { problem: t.import_not_json };
  }
}
