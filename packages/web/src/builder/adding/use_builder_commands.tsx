import { nodeKind, nodeSubtypes, type Workflow } from '@millrace/core';
import { useNavigate } from '@tanstack/react-router';
import {
  ClipboardPaste,
  Download,
  FlaskConical,
  Keyboard,
  ListTree,
  Maximize,
  Moon,
  Redo2,
  Rocket,
  Save,
  SquareDashedMousePointer,
  StickyNote,
  Undo2,
  Workflow as WorkflowIcon,
} from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { setTheme } from '../../components/theme.ts';
import { offerCommands, type PageCommand, type PageCommandGroup } from '../../pages/shell/page_commands.ts';
import { menu, commands as words } from '../../strings/adding.ts';
import { text } from '../../strings/builder.ts';
import { text as canvasWords } from '../../strings/canvas.ts';
import { kindWords } from '../../strings/kinds.ts';
import { drawnElement } from '../canvas/canvas_element.ts';
import { hintOf } from '../canvas/keys.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { selectEverything } from '../canvas/select_everything.ts';
import { useAddNode } from '../canvas/use_add_node.ts';
import { useArrange } from '../canvas/use_arrange.ts';
import { useView } from '../canvas/view.ts';
import { useDocumentStore } from '../document/context.tsx';
import { flushFields } from '../document/flush.ts';
import { usePanelsStore } from '../panels.tsx';
import type { BuilderTab } from '../top_bar/top_bar.tsx';
import { useClipboard } from './use_clipboard.ts';

interface BuilderCommands {
  workflow: Workflow;
  tab: BuilderTab;
  save: () => void;
  deploy: () => void;
}

/** How many of each the palette shows before one searches. */
const actionsShown = 7;
const nodesShown = 5;
const kindsShown = 3;

/** Gives the command palette what the builder can do: actions, the nodes of the workflow, and kinds of nodes to add. */
export function useBuilderCommands(options: BuilderCommands): void {
  const actions = useActions(options);
  const nodes = useNodeCommands(options);
  const kinds = useAddCommands();
  const store = useDocumentStore();
  const source = (): PageCommandGroup[] => {
    const canAdd = !store.getState().readOnly && options.tab === 'editor';
    const all = [
      { title: words.actions, commands: actions(), shown: actionsShown },
      { title: words.nodes, commands: nodes(), shown: nodesShown },
      { title: words.add, commands: canAdd ? kinds() : [], shown: kindsShown },
    ];
    return all.filter(({ commands }) => commands.length > 0);
  };
  // Read while the palette is drawn, where no effect event may be called.
  const latest = useRef(source);
  useEffect(() => {
    latest.current = source;
  });
  useEffect(() => offerCommands(() => latest.current()), []);
}

function useActions({ workflow, tab, save, deploy }: BuilderCommands): () => PageCommand[] {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const arrange = useArrange();
  const view = useView();
  const clipboard = useClipboard();
  const navigate = useNavigate();
  const go = (to: BuilderTab) =>
    navigate({
      to: '/workflows/$id',
      params: { id: workflow.id },
      search: to === 'editor' ? {} : { tab: to },
    });
  const command = (
    id: string,
    label: string,
    icon: ReactNode,
    run: () => unknown,
    hint?: string,
    also?: string,
  ) => ({
    id: `builder ${id}`,
    label,
    icon,
    run,
    ...(hint && { hint }),
    ...(also && { also }),
  });

  return () => {
    const { readOnly, draft, history } = store.getState();
    const { length } = draft.definition.nodes;
    const editing = tab === 'editor';
    const changes = [
      command('save', text.top.save, <Save />, save, hintOf('save')),
      length > 0 && command('test', text.top.test, <FlaskConical />, openTest, hintOf('test'), 'run try'),
      command('deploy', text.top.deploy, <Rocket />, deploy, undefined, 'publish activate live'),
      history.past.length > 0 &&
        command('undo', text.canvas.undo, <Undo2 />, () => store.getState().undo(), hintOf('undo')),
      history.future.length > 0 &&
        command('redo', text.canvas.redo, <Redo2 />, () => store.getState().redo(), hintOf('redo')),
    ];
    const drawing = [
      length > 0 &&
        command(
          'tidy',
          text.canvas.tidy,
          <WorkflowIcon />,
          () => arrange.tidy(),
          hintOf('tidy'),
          'layout arrange',
        ),
      command(
        'note',
        canvasWords.notes.add,
        <StickyNote />,
        () => arrange.addNote(),
        hintOf('note'),
        'comment',
      ),
      command('paste', menu.paste, <ClipboardPaste />, () => clipboard.paste(null), hintOf('paste')),
      length > 0 &&
        command(
          'select_all',
          words.select_all,
          <SquareDashedMousePointer />,
          () => selectEverything(store),
          hintOf('select_all'),
        ),
    ];
    const looking = [
      length > 0 && command('fit', text.canvas.fit, <Maximize />, () => view.fit(), hintOf('fit'), 'zoom'),
      command(
        'outline',
        words.outline,
        <ListTree />,
        () => panels.getState().openOutline(),
        'O',
        'tree list',
      ),
    ];
    const always = [
      command('theme', words.theme, <Moon />, toggleTheme, undefined, 'dark mode light'),
      command(
        'export',
        text.top.export,
        <Download />,
        () => download(workflow.id),
        undefined,
        'download file',
      ),
      ...(['editor', 'executions', 'versions', 'settings'] as const)
        .filter((other) => other !== tab)
        .map((other) =>
          command(`tab ${other}`, words.tab(text.top[other]), <WorkflowIcon />, () => go(other)),
        ),
      command(
        'help',
        text.canvas.shortcuts,
        <Keyboard />,
        () => panels.getState().openDialog('shortcuts'),
        hintOf('help'),
        'keys help',
      ),
    ];
    const all = [
      ...(readOnly ? [] : changes),
      ...(editing ? looking : []),
      ...(editing && !readOnly ? drawing : []),
      ...always,
    ];
    return all.filter((each) => each !== false);
  };

  function openTest(): void {
    flushFields();
    panels.getState().openTest();
  }
}

function toggleTheme(): void {
  setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
}

function download(workflowId: string): void {
  const link = document.createElement('a');
  link.href = `/api/integrations/workflows/${workflowId}/export`;
  link.download = '';
  link.click();
}

/** Jumps to a node: it is selected, in view, and has the focus. */
function useNodeCommands({ workflow, tab }: BuilderCommands): () => PageCommand[] {
  const store = useDocumentStore();
  const view = useView();
  const navigate = useNavigate();
  return () =>
    store.getState().draft.definition.nodes.map((node) => ({
      // Which node was gone to last means nothing in the next workflow.
      id: null,
      label: node.label,
      also: `${node.key} ${nodeKind(node.subtype).label}`.toLowerCase(),
      icon: <NodeIcon subtype={node.subtype} className="size-5 rounded-sm" />,
      run() {
        if (tab !== 'editor')
          return navigate({ to: '/workflows/$id', params: { id: workflow.id }, search: { node: node.id } });
        store.getState().select({ nodes: [node.id], edges: [] });
        view.toSelection();
        // From far away only what is in view is on the page.
        setTimeout(() => drawnElement(node.id)?.focus({ preventScroll: true }), 250);
        return undefined;
      },
    }));
}

function useAddCommands(): () => PageCommand[] {
  const add = useAddNode();
  return () =>
    nodeSubtypes.map((subtype) => ({
      id: `add ${subtype}`,
      label: words.add_kind(nodeKind(subtype).label),
      also: kindWords[subtype].also.join(' '),
      icon: <NodeIcon subtype={subtype} className="size-5 rounded-sm" />,
      run: () => add(subtype),
    }));
}
