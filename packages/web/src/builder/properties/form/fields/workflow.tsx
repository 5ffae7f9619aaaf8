import { WorkflowPicker } from '../../../../components/workflow_picker.tsx';
import { useDocument } from '../../../document/context.tsx';
import type { FieldProps } from '../field_props.ts';

/** Another workflow of the organization. */
export function WorkflowField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const own = useDocument((state) => state.workflowId);
  return (
    <WorkflowPicker
      value={typeof value === 'string' && value !== '' ? value : undefined}
      onChange={onChange}
      except={own}
      label={spec.title}
      id={id}
      describedBy={describedBy}
      invalid={invalid}
      disabled={readOnly}
    />
  );
}
