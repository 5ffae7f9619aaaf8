import { ChevronDown } from 'lucide-react';
import { cn } from '../../components/ui/cn.ts';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { Tab, TabPanel, Tabs, TabsList } from '../../components/ui/tabs.tsx';
import { text } from '../../strings/builder.ts';
import { testing } from '../../strings/tests.ts';
import { StepList, TestsPanel } from '../later_parts.ts';
import { type DrawerTab, usePanels, usePanelsStore } from '../panels.tsx';
import { ProblemCount } from '../problems/problem_count.tsx';
import { ProblemList } from '../problems/problem_list.tsx';
import { TestsCount } from '../tests/tests_count.tsx';
import { PastMenu } from './past_menu.tsx';
import { PastSummary } from './past_summary.tsx';
import { RunSummary } from './run_summary.tsx';

/** The drawer at the bottom: the last test or run step by step, and the problems of the draft. */
export function Results() {
  const tab = usePanels((state) => state.drawer.tab);
  const panels = usePanelsStore();
  return (
    <section aria-label={text.regions.results} className="flex h-full min-h-0 flex-col bg-surface">
      <h2 className="sr-only">{text.regions.results}</h2>
      <Tabs
        value={tab}
        onValueChange={(next) => panels.getState().openDrawer(next as DrawerTab)}
        className="flex min-h-0 flex-1 flex-col"
      >
        {/*
          Where it is narrow the buttons lose their words before the tabs lose their place; where it is narrower still,
          what was run has a line of its own.
        */}
        <div className="@container shrink-0 border-line border-b">
          <div className="flex @max-[34rem]:flex-wrap items-center gap-x-3 pr-2 pl-3">
            <TabsList aria-label={text.regions.results} className="min-w-0 @min-[44rem]:shrink-0 shadow-none">
              <Tab value="steps">{text.results.steps}</Tab>
              <Tab value="tests">
                {testing.saved.title}
                <TestsCount />
              </Tab>
              <Tab value="problems">
                {text.problems.title}
                <ProblemCount />
              </Tab>
            </TabsList>
            {tab === 'steps' && (
              <div className="ml-auto flex @min-[34rem]:@max-[44rem]:shrink-0 min-w-0 items-center gap-2 @max-[34rem]:order-last @max-[34rem]:ml-0 @max-[34rem]:min-h-8 @max-[34rem]:basis-full @max-[34rem]:flex-wrap">
                <PastMenu />
                <RunSummary />
              </div>
            )}
            <IconButton
              size="sm"
              side="top"
              className={cn('shrink-0', tab === 'steps' ? '@max-[34rem]:ml-auto' : 'ml-auto')}
              label={text.results.close}
              onClick={() => panels.getState().closeDrawer()}
            >
              <ChevronDown aria-hidden />
            </IconButton>
          </div>
        </div>
        <TabPanel value="steps" className="flex min-h-0 flex-1 flex-col outline-none">
          <PastSummary />
          <div className="min-h-0 flex-1">
            <StepList />
          </div>
        </TabPanel>
        <TabPanel value="tests" className="min-h-0 flex-1 outline-none">
          <TestsPanel />
        </TabPanel>
        <TabPanel value="problems" className="min-h-0 flex-1 overflow-y-auto outline-none">
          <ProblemList />
        </TabPanel>
      </Tabs>
    </section>
  );
}
