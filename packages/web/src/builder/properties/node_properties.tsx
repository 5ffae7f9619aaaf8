import { nodeKind, type WorkflowNode } from '@millrace/core';
import { Input } from '../../components/ui/input.tsx';
import { Tab, TabPanel, Tabs, TabsList } from '../../components/ui/tabs.tsx';
import { text } from '../../strings/builder.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { useDocumentStore, useReadOnly } from '../document/context.tsx';
import { rename } from '../document/edits/rename.ts';
import { ActiveEditorProvider } from '../expressions/active_editor.tsx';
import { usePanels } from '../panels.tsx';
import { DataTab } from './data_tab.tsx';
import { NodeFormProvider } from './form/node_form_context.tsx';
import { KeyField } from './key_field.tsx';
import { Parameters } from './parameters.tsx';
import { SettingsTab } from './settings_tab.tsx';
import { TestMenu } from './test_menu.tsx';
import { useNodeFormData } from './use_node_form.ts';
import { useShownTab } from './use_shown_tab.ts';
import { InputColumn, OutputColumn } from './wide/columns.tsx';
import { WideToggle } from './wide/wide_toggle.tsx';

const words = text.properties;

/** Name and key of a node, the form of its operation, its settings, and its data of the last test. */
export function NodeProperties({ node }: { node: WorkflowNode }) {
  const data = useNodeFormData(node);
  const [tab, setTab] = useShownTab(node);
  const wide = usePanels((state) => state.wide);
  return (
    <NodeFormProvider value={data}>
      <ActiveEditorProvider>
        {wide && <InputColumn node={node} />}
        {/* The same in both views: what is being typed, unfolded or scrolled to stays as it is. */}
        <div data-column={wide ? 'settings' : undefined} className={wide ? middle : narrow} tabIndex={-1}>
          <Head node={node} />
          <Tabs
            value={wide && tab === 'data' ? 'parameters' : tab}
            onValueChange={setTab}
            className="flex min-h-0 flex-1 flex-col"
          >
            <div className="flex shrink-0 items-center gap-2 pr-4 shadow-[inset_0_-1px_0_var(--line)]">
              <TabsList aria-label={text.regions.properties} className="min-w-0 flex-1 px-3">
                <Tab value="parameters">{words.parameters}</Tab>
                <Tab value="settings">{words.settings}</Tab>
                {!wide && <Tab value="data">{words.data}</Tab>}
              </TabsList>
              <TestMenu node={node} />
            </div>
            <TabPanel value="parameters" className="min-h-0 flex-1 overflow-y-auto p-4 outline-none">
              <Parameters node={node} />
            </TabPanel>
            <TabPanel value="settings" className="min-h-0 flex-1 overflow-y-auto p-4 outline-none">
              <SettingsTab node={node} />
            </TabPanel>
            {!wide && (
              <TabPanel value="data" className="min-h-0 flex-1 overflow-y-auto p-4 outline-none">
                <DataTab node={node} />
              </TabPanel>
            )}
          </Tabs>
        </div>
        {wide && <OutputColumn node={node} />}
      </ActiveEditorProvider>
    </NodeFormProvider>
  );
}

const narrow = 'flex min-h-0 flex-1 flex-col outline-none';
const middle = 'flex min-h-0 min-w-0 flex-[5] flex-col border-line border-x outline-none';

function Head({ node }: { node: WorkflowNode }) {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  const kind = nodeKind(node.subtype);
  return (
    <header className="flex flex-col gap-2 px-4 pt-4 pb-2">
      <div className="flex items-center gap-2.5">
        <NodeIcon subtype={node.subtype} />
        <div className="min-w-0 flex-1">
          <Input
            aria-label={words.name}
            value={node.label}
            placeholder={kind.label}
            readOnly={readOnly}
            maxLength={200}
            title={node.label}
            className="-ml-2 h-7 truncate border-transparent px-2 font-semibold hover:border-control"
            onChange={(event) =>
              store.getState().edit((definition) => rename(definition, node.id, event.target.value), {
                group: `name ${node.id}`,
              })
            }
          />
          <p className="mt-1 line-clamp-2 text-muted text-xs" title={kind.description}>
            {node.label === kind.label ? kind.description : `${kind.label} · ${kind.description}`}
          </p>
        </div>
        <WideToggle />
      </div>
      {node.type !== 'trigger' && <KeyField node={node} />}
    </header>
  );
}
