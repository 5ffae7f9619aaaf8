import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';
import { PageHeader } from './ui/page_header.tsx';

/** The frame of the pages before the sign-in: a mark, a heading, a card. */
export function Entrance({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="w-full max-w-sm">
        <Logo className="mb-5 size-9" />
        <PageHeader title={title} description={intro} />
        <div className="rounded-xl border border-line bg-surface p-5">{children}</div>
      </div>
    </main>
  );
}
