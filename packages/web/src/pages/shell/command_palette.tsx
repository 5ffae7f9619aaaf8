import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { FlaskConical, Plus, Workflow } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { workflowsQuery } from '../../api/queries.ts';
import { useCan } from '../../api/session.ts';
import { useCreateSample, useCreateWorkflow } from '../../api/workflow_actions.ts';
import { setTheme, themePreferences } from '../../components/theme.ts';
import { themeIcons } from '../../components/theme_icons.ts';
import { cn } from '../../components/ui/cn.ts';
import { dialogClasses, overlayClasses } from '../../components/ui/dialog.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { strings } from '../../strings/en.ts';
import { focusHeading } from './focus_heading.ts';
import { places } from './places.ts';

const t = strings.palette;
const groupClasses =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs';

/** Everything a keyboard wants quickly: pages, workflows, a new one, the theme. */
export function CommandPalette({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const chosen = useRef(false);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            chosen.current = false;
          }}
          // What was chosen led elsewhere: the focus belongs there, and not to where the palette was opened.
          onCloseAutoFocus={(event) => {
            if (!chosen.current) return;
            event.preventDefault();
            focusHeading();
          }}
          className={cn(dialogClasses, 'top-[18%] max-w-xl translate-y-0 overflow-hidden')}
        >
          <Radix.Title className="sr-only">{t.title}</Radix.Title>
          <Commands
            onDone={() => {
              chosen.current = true;
              onOpenChange(false);
            }}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Commands({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const canEdit = useCan('editor');
  const create = useCreateWorkflow();
  const sample = useCreateSample();
  const workflows = useQuery(workflowsQuery({ limit: 20, search: text.trim() || undefined }));

  function run(action: () => unknown) {
    onDone();
    void action();
  }

  async function make(made: Promise<{ id: string }>) {
    try {
      await navigate({ to: '/workflows/$id', params: { id: (await made).id } });
    } catch (error) {
      toast.error(strings.workflows.failed_title, { description: messageOf(error, strings.errors.unknown) });
    }
  }

  return (
    <Command label={t.title}>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={t.placeholder}
        className="h-12 w-full border-line border-b bg-transparent px-4 text-base outline-none"
      />
      <Command.List className="max-h-96 overflow-y-auto p-2">
        <Command.Empty className="px-2 py-4 text-muted text-sm">{strings.common.no_match}</Command.Empty>
        <Command.Group heading={t.go_to} className={groupClasses}>
          {places.map(({ to, label, icon: Icon }) => (
            <Item key={to} value={`go ${label}`} icon={<Icon />} onSelect={() => run(() => navigate({ to }))}>
              {label}
            </Item>
          ))}
        </Command.Group>
        {canEdit && (
          <Command.Group heading={t.make} className={groupClasses}>
            <Item value="new workflow" icon={<Plus />} onSelect={() => run(() => make(create.mutateAsync()))}>
              {strings.workflows.new}
            </Item>
            <Item
              value="try a sample"
              icon={<FlaskConical />}
              onSelect={() => run(() => make(sample.mutateAsync()))}
            >
              {strings.workflows.sample}
            </Item>
          </Command.Group>
        )}
        <Command.Group heading={strings.workflows.title} className={groupClasses}>
          {workflows.data?.data.map(({ id, name }) => (
            <Item
              key={id}
              value={`${name} ${id}`}
              icon={<Workflow />}
              onSelect={() => run(() => navigate({ to: '/workflows/$id', params: { id } }))}
            >
              {name}
            </Item>
          ))}
        </Command.Group>
        <Command.Group heading={strings.nav.theme} className={groupClasses}>
          {themePreferences.map((preference) => {
            const Icon = themeIcons[preference];
            return (
              <Item
                key={preference}
                value={`theme ${preference}`}
                icon={<Icon />}
                onSelect={() => run(() => setTheme(preference))}
              >
                {strings.nav.themes[preference]}
              </Item>
            );
          })}
        </Command.Group>
      </Command.List>
    </Command>
  );
}

interface ItemProps {
  value: string;
  icon: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}

function Item({ value, icon, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex cursor-default select-none items-center gap-2.5 rounded-sm px-2 py-2 text-sm outline-none data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
    >
      {icon}
      <span className="truncate">{children}</span>
    </Command.Item>
  );
}
