import { Link, useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useCan } from '../../api/session.ts';
import { PageHeader } from '../../components/ui/page_header.tsx';
import { tabClasses, tabListClasses } from '../../components/ui/tabs.tsx';
import { strings } from '../../strings/en.ts';
import { NotFound } from '../shell/not_found_page.tsx';
import { ApiKeysTab } from './api_keys/api_keys_tab.tsx';
import { AuditLogTab } from './audit_log_tab.tsx';
import { EventTypesTab } from './event_types/event_types_tab.tsx';
import { GeneralTab } from './general_tab.tsx';
import { MembersTab } from './members/members_tab.tsx';
import { OrganizationFacts } from './organization_facts.tsx';
import { VariablesTab } from './variables/variables_tab.tsx';

const t = strings.settings;

const tabs = {
  general: { page: GeneralTab, admins: false },
  members: { page: MembersTab, admins: false },
  api_keys: { page: ApiKeysTab, admins: true },
  variables: { page: VariablesTab, admins: false },
  event_types: { page: EventTypesTab, admins: false },
  audit_log: { page: AuditLogTab, admins: true },
} satisfies Record<string, { page: ComponentType; admins: boolean }>;
type TabName = keyof typeof tabs;
const names = Object.keys(tabs) as TabName[];

const isTab = (name: string): name is TabName => Object.hasOwn(tabs, name);

/** The organization's settings; each tab has its own address. */
export function SettingsPage() {
  const { tab } = useParams({ from: '/signed_in/shell/settings/$tab' });
  const isAdmin = useCan('admin');
  if (!isTab(tab)) return <NotFound />;
  const { page: Page, admins } = tabs[tab];
  return (
    <>
      <PageHeader title={t.title} documentTitle={`${t.tabs[tab]} · ${t.title}`} />
      <OrganizationFacts />
      <nav aria-label={t.tabs.label} className={`mb-5 ${tabListClasses}`}>
        {names
          .filter((name) => isAdmin || !tabs[name].admins)
          .map((name) => (
            <Link key={name} to="/settings/$tab" params={{ tab: name }} className={tabClasses}>
              {t.tabs[name]}
            </Link>
          ))}
      </nav>
      {admins && !isAdmin ? <p className="text-muted text-sm">{t.admins_only}</p> : <Page />}
    </>
  );
}
