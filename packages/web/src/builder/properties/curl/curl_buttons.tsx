import type { WorkflowNode } from '@millrace/core';
import { ClipboardPaste, Terminal } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { copyText } from '../../../components/ui/copy_text.ts';
import { toast } from '../../../components/ui/toast.tsx';
import { strings } from '../../../strings/en.ts';
import { forms } from '../../../strings/forms.ts';
import { useReadOnly } from '../../document/context.tsx';
import { flushFields } from '../../document/flush.ts';
import { useRequestPreview } from '../request/use_request_preview.ts';
import { CurlDialog } from './curl_dialog.tsx';
import { requestCurl } from './request_curl.ts';

const words = forms.curl;

/** A request from a cURL command, and as one. */
export function CurlButtons({ node }: { node: WorkflowNode }) {
  const readOnly = useReadOnly();
  const [pasting, setPasting] = useState(false);
  const preview = useRequestPreview(node);
  return (
    <div className="-mt-1 flex flex-wrap gap-2">
      {!readOnly && (
        <Button
          size="sm"
          onClick={() => {
            flushFields();
            setPasting(true);
          }}
        >
          <ClipboardPaste aria-hidden />
          {words.paste}
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={() => void copy(requestCurl(preview))}>
        <Terminal aria-hidden />
        {words.copy}
      </Button>
      <CurlDialog open={pasting} onOpenChange={setPasting} node={node} />
    </div>
  );
}

async function copy(command: string): Promise<void> {
  if (await copyText(command)) toast.success(strings.common.copied);
  else toast.error(strings.common.copy_failed);
}
