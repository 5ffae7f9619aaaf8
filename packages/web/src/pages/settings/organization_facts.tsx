import { useSession } from '../../api/session.ts';
import { strings } from '../../strings/en.ts';

const t = strings.settings.organization;

/** The organization and the server it lives on. */
export function OrganizationFacts() {
  const { organization, role, server } = useSession();
  const facts = [
    [t.name, organization.name],
    [t.slug, organization.slug],
    [t.timezone, organization.timezone],
    [t.role, strings.roles[role].name],
    [t.address, server.public_url],
    [t.version, server.version],
  ];
  return (
    <dl className="mb-5 grid grid-cols-2 gap-x-6 gap-y-3 rounded-md border border-line bg-surface px-4 py-3 sm:grid-cols-3">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-muted text-xs">{name}</dt>
          <dd className="mt-0.5 truncate text-sm" title={value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
