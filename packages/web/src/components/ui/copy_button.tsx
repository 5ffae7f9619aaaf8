import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { strings } from '../../strings/en.ts';
import { Button, type ButtonProps } from './button.tsx';
import { copyText } from './copy_text.ts';
import { IconButton } from './icon_button.tsx';
import { toast } from './toast.tsx';

interface CopyButtonProps extends Omit<ButtonProps, 'onClick' | 'children' | 'asChild'> {
  /** The text, or a function that makes it when it is asked for; a long one may take its time. */
  text: string | (() => string | Promise<string>);
  label?: string;
  /** Shows the label beside the icon. */
  withText?: boolean;
}

/** Copies a text and says so for two seconds. */
export function CopyButton({ text, label = strings.common.copy, withText, ...rest }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    if (await copyText(typeof text === 'string' ? text : text())) setCopied(true);
    else toast.error(strings.common.copy_failed);
  }

  const icon = copied ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />;
  return (
    <>
      {withText ? (
        <Button onClick={copy} {...rest}>
          {icon}
          {copied ? strings.common.copied : label}
        </Button>
      ) : (
        <IconButton label={copied ? strings.common.copied : label} onClick={copy} {...rest}>
          {icon}
        </IconButton>
      )}
      <span className="sr-only" role="status">
        {copied ? strings.common.copied : ''}
      </span>
    </>
  );
}
