import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { FlaskConical, Plus, Workflow } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { workflowsQuery } from '../../api/queries.ts';
import { useCan } from '../../api/session.ts';
import { useCreateSample, useCreateWorkflow } from '../../api/workflow_actions.ts';
import { useChoices, usedLast } from '../../builder/adding/choices.ts';
import { setTheme, themePreferences } from '../../components/theme.ts';
import { themeIcons } from '../../components/theme_icons.ts';
import { cn } from '../../components/ui/cn.ts';
import { dialogClasses, overlayClasses } from '../../components/ui/dialog.tsx';
import { Kbd } from '../../components/ui/kbd.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { commands as words } from '../../strings/adding.ts';
import { strings } from '../../strings/en.ts';
import { filterCommands, withRecent } from './filter_commands.ts';
import { focusHeading } from './focus_heading.ts';
import { type PageCommand, type PageCommandGroup, pageCommands } from './page_commands.ts';
import { places } from './places.ts';

const t = strings.palette;
const groupClasses =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs';

/** Everything a keyboard wants quickly: what the open page can do, pages, workflows, a new one, the theme. */
export function CommandPalette({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  // What was chosen, done once the palette is gone: what it opens then takes the focus from where it was before.
  const chosen = useRef<{ after: () => unknown; leads: 'away' | 'here' } | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            chosen.current = null;
          }}
          onCloseAutoFocus={(event) => {
            const done = chosen.current;
            chosen.current = null;
            if (!done) return;
            if (done.leads === 'here') return void setTimeout(() => void done.after(), 0);
            // It led elsewhere: the focus belongs there, and not to where the palette was opened.
            event.preventDefault();
            focusHeading();
          }}
          className={cn(dialogClasses, 'top-[18%] max-w-xl translate-y-0 overflow-hidden')}
        >
          <Radix.Title className="sr-only">{t.title}</Radix.Title>
          <Commands
            onDone={(after, leads) => {
              chosen.current = { after, leads };
              onOpenChange(false);
              if (leads === 'away') void after();
            }}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface CommandsProps {
  onDone: (after: () => unknown, leads: 'away' | 'here') => void;
}

function Commands({ onDone }: CommandsProps) {
  const [text, setText] = useState('');
  const { commands: used, change } = useChoices();
  // Asked for once: what the page offers does not change while the palette is open.
  const [offered] = useState(pageCommands);
  const places = usePlaces(text);
  const quiet = text.trim() === '';
  const all = [...offered, ...places];
  const ownCommands = new Set(offered.flatMap(({ commands }) => commands));
  const groups = quiet ? filterCommands(withRecent(all, used, words.recent), '') : filterCommands(all, text);
  const choose = (command: PageCommand) => {
    const { id } = command;
    if (id !== null) change('commands', (before) => usedLast(before, id));
    onDone(command.run, ownCommands.has(command) ? 'here' : 'away');
  };
  return (
    <Command label={t.title} shouldFilter={false} loop>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={offered.length > 0 ? words.placeholder : t.placeholder}
        className="h-12 w-full border-line border-b bg-transparent px-4 text-base outline-none"
      />
      <Command.List className="max-h-96 overflow-y-auto p-2">
        {groups.map(({ title, commands }) => (
          <Command.Group key={title} heading={title} className={groupClasses}>
            {commands.map((command, index) => (
              <Item
                key={command.id ?? `${title} ${index}`}
                value={`${title} ${command.id ?? index}`}
                command={command}
                onSelect={() => choose(command)}
              />
            ))}
          </Command.Group>
        ))}
      </Command.List>
      <div role="status">
        <Command.Empty className="px-4 pt-1 pb-4 text-muted text-sm">{strings.common.no_match}</Command.Empty>
      </div>
    </Command>
  );
}

/** What can be gone to from everywhere: pages, workflows by name, a new one, the theme. */
function usePlaces(text: string): PageCommandGroup[] {
  const navigate = useNavigate();
  const canEdit = useCan('editor');
  const create = useCreateWorkflow();
  const sample = useCreateSample();
  const workflows = useQuery(workflowsQuery({ limit: 20, search: text.trim() || undefined }));

  async function make(made: Promise<{ id: string }>) {
    try {
      await navigate({ to: '/workflows/$id', params: { id: (await made).id } });
    } catch (error) {
      toast.error(strings.workflows.failed_title, { description: messageOf(error, strings.errors.unknown) });
    }
  }

  const made: PageCommand[] = [
    {
      id: 'new',
      label: strings.workflows.new,
      icon: <Plus />,
      run: () => make(create.mutateAsync()),
    },
    {
      id: 'sample',
      label: strings.workflows.sample,
      icon: <FlaskConical />,
      run: () => make(sample.mutateAsync()),
    },
  ];
  return [
    {
      title: t.go_to,
      commands: places.map(({ to, label, icon: Icon }) => ({
        id: `go ${to}`,
        label,
        icon: <Icon />,
        run: () => navigate({ to }),
      })),
    },
    { title: t.make, commands: canEdit ? made : [] },
    {
      title: strings.workflows.title,
      commands: (workflows.data?.data ?? []).map(({ id, name }) => ({
        id: `workflow ${id}`,
        label: name,
        // The server found it, perhaps by something else than its name.
        also: text.toLowerCase(),
        icon: <Workflow />,
        run: () => navigate({ to: '/workflows/$id', params: { id } }),
      })),
    },
    {
      title: strings.nav.theme,
      commands: themePreferences.map((preference) => {
        const Icon = themeIcons[preference];
        return {
          id: `theme ${preference}`,
          label: strings.nav.themes[preference],
          also: 'theme dark light',
          icon: <Icon />,
          run: () => setTheme(preference),
        };
      }),
    },
  ];
}

function Item({ value, command, onSelect }: { value: string; command: PageCommand; onSelect: () => void }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex cursor-default select-none items-center gap-2.5 rounded-sm px-2 py-2 text-sm outline-none data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
    >
      {command.icon}
      <span className="min-w-0 flex-1 truncate">{command.label}</span>
      {command.hint && <Kbd>{command.hint}</Kbd>}
    </Command.Item>
  );
}
