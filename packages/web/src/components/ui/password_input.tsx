import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { strings } from '../../strings/en.ts';
import { IconButton } from './icon_button.tsx';
import { Input } from './input.tsx';

/** A password field that can be shown. */
export function PasswordInput(props: Omit<ComponentProps<'input'>, 'type'>) {
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input
        {...props}
        type={shown ? 'text' : 'password'}
        className="pr-9"
        spellCheck={false}
        autoCapitalize="none"
      />
      <IconButton
        label={shown ? strings.setup.hide_password : strings.setup.show_password}
        size="sm"
        className="absolute top-0.5 right-0.5"
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      </IconButton>
    </div>
  );
}
