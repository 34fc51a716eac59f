import { RadioList } from '../../../ui/RadioList.tsx';
import { agentKinds, agentLabels, agentPathOf } from './agent-choice.ts';
import { type FieldsProps, ProfileTextField } from './ProfileTextField.tsx';

/** Whose keys are used, which one first, and whether they are lent to the server. */
export function AgentFields({ platform, ...fields }: FieldsProps & { readonly platform: string }) {
  const { form, change } = fields;
  const isLive = form.sshConfigHost !== null;
  const kinds = agentKinds(platform);
  const options = (kinds.includes(form.agentKind) ? kinds : [...kinds, form.agentKind]).map((value) => ({
    value,
    label: agentLabels[value],
    ...(value === 'onepassword' ? { note: agentPathOf(value, '', platform) } : {}),
  }));
  return (
    <>
      <RadioList
        legend="Whose keys"
        name="agentKind"
        value={form.agentKind}
        options={options}
        isDisabled={isLive}
        onChange={(agentKind) => change({ agentKind })}
      />
      {form.agentKind === 'path' && (
        <ProfileTextField
          {...fields}
          field="agentPath"
          label="Socket or named pipe of the agent"
          placeholder="/run/user/1000/keyring/ssh"
          isFixed={isLive}
        />
      )}
      {form.authMethod === 'agent' && (
        <ProfileTextField
          {...fields}
          field="agentKeyPath"
          label="Offer this key first"
          description="Its public half is enough. Helps when the agent holds many keys and the server counts attempts."
          placeholder="~/.ssh/id_ed25519.pub"
          isFixed={isLive && form.isKeyFromFile}
        />
      )}
      <label className="switch-line">
        <input
          type="checkbox"
          role="switch"
          name="isAgentForwarded"
          checked={form.isAgentForwarded}
          aria-checked={form.isAgentForwarded}
          aria-describedby="agent-forwarding-note"
          onChange={({ currentTarget }) => change({ isAgentForwarded: currentTarget.checked })}
        />
        <span>Lend these keys to the server (agent forwarding)</span>
      </label>
      <p id="agent-forwarding-note" className={form.isAgentForwarded ? 'switch-note warn' : 'switch-note faint'}>
        Administrators of this server can use your keys while you are connected.
      </p>
    </>
  );
}
