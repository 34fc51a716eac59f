import type { ClipboardEvent } from 'react';
import { type FieldsProps, ProfileTextField } from './ProfileTextField.tsx';

interface AddressFieldsProps extends FieldsProps {
  /** Takes a pasted ssh command; false when the text is none. */
  readonly paste: (text: string) => boolean;
}

/** Where the server is and who logs in; a whole ssh command may be pasted into the address. */
export function AddressFields({ paste, ...fields }: AddressFieldsProps) {
  const isFixed = fields.form.sshConfigHost !== null;
  const takePaste = (event: ClipboardEvent) => {
    if (!isFixed && paste(event.clipboardData.getData('text/plain'))) event.preventDefault();
  };
  return (
    <>
      <div className="profile-row profile-row-address">
        <ProfileTextField
          {...fields}
          field="address"
          label="Address"
          description={isFixed ? undefined : 'Or paste a whole command: ssh me@host -p 2222 -i ~/.ssh/key'}
          placeholder="203.0.113.7 or dev.example.org"
          onPaste={takePaste}
          isFixed={isFixed}
          isFirst={!isFixed}
        />
        <ProfileTextField {...fields} field="port" label="Port" isNumber isFixed={isFixed} />
      </div>
      <div className="profile-row">
        <ProfileTextField {...fields} field="user" label="User" placeholder="deploy" isFixed={isFixed} />
        <ProfileTextField
          {...fields}
          field="name"
          label="Name in Berth"
          placeholder={fields.form.address || 'frankfurt-1'}
          isFirst={isFixed}
        />
      </div>
    </>
  );
}
