import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { variablesQuery } from '../../api/queries.ts';
import { Field } from '../../components/ui/field.tsx';
import { text } from '../../strings/builder.ts';
import { useManifests } from '../catalog.tsx';
import { useDocument } from '../document/context.tsx';
import { ExpressionInput } from '../expressions/expression_input.tsx';
import { startScope } from '../expressions/sample_scope.ts';
import { type NodeFormData, NodeFormProvider } from '../properties/form/node_form_context.tsx';
import { useTimezone } from '../properties/use_node_form.ts';
import { useResults } from '../results/context.tsx';
import { SettingPlace } from './setting_place.tsx';
import { useSetting } from './use_setting.ts';

const words = text.settings;

/** The expression that tells executions apart which must not run at the same time. */
export function ConcurrencyKey() {
  const { value, readOnly, change } = useSetting('concurrency_key');
  const data = useStartData();
  return (
    <NodeFormProvider value={data}>
      {/* Its editor says itself what is wrong with it. */}
      <SettingPlace name="concurrency_key">
        <Field label={words.concurrency_key} hint={words.concurrency_key_hint}>
          {(control) => (
            <ExpressionInput
              bare
              id={control.id}
              describedBy={control['aria-describedby']}
              label={words.concurrency_key}
              placeholder="trigger.data.customer_id"
              value={value ?? ''}
              readOnly={readOnly}
              onChange={(next) => change(next.trim() === '' ? undefined : next)}
            />
          )}
        </Field>
      </SettingPlace>
    </NodeFormProvider>
  );
}

/** What an expression sees that is read before the first step: the trigger and what is always there. */
function useStartData(): NodeFormData {
  const manifests = useManifests();
  const readOnly = useDocument((state) => state.readOnly);
  const definition = useDocument((state) => state.draft.definition);
  const name = useDocument((state) => state.draft.name);
  const id = useDocument((state) => state.workflowId);
  const samples = useResults((state) => state.samples);
  const variables = useQuery(variablesQuery()).data;
  const timezone = useTimezone();
  return useMemo(() => {
    const known = Object.fromEntries((variables?.data ?? []).map((one) => [one.name, one.value]));
    const start = startScope({ definition, manifests, samples, variables: known, workflow: { id, name } });
    return { readOnly, expressions: true, timezone, setConfig: () => {}, ...start };
  }, [definition, manifests, readOnly, samples, variables, timezone, id, name]);
}
