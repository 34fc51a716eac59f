import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import {
  fontSizes,
  lineHeights,
  type TerminalSettings,
  type TerminalSettingsModel,
  usualTerminalSettings,
} from './terminal-settings-model.ts';
import './terminal-part.css';

const cursors = [
  { value: 'block', label: 'Block' },
  { value: 'bar', label: 'Bar' },
  { value: 'underline', label: 'Line' },
] as const;

const graphics = [
  { value: 'auto', label: 'Automatic' },
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
] as const;

const sizes = Array.from({ length: fontSizes.most - fontSizes.least + 1 }, (_, index) => fontSizes.least + index);

interface TerminalPartProps {
  readonly model: TerminalSettingsModel;
}

/** How terminals look and behave on this computer; their colours follow Berth's theme. */
export function TerminalPart({ model }: TerminalPartProps) {
  const settings = useStore(model.store);
  const isUsual = JSON.stringify(settings) === JSON.stringify(usualTerminalSettings);
  return (
    <>
      <SettingsGroup title="Letters" note="The colours follow Berth’s own theme, and every text stays readable.">
        <FontField model={model} settings={settings} />
        <div className="field-row">
          <label className="dim" htmlFor="terminal-size">
            Size
          </label>
          <select
            id="terminal-size"
            className="select num"
            value={settings.fontSizePx}
            onChange={({ currentTarget }) => model.change({ fontSizePx: Number(currentTarget.value) })}
          >
            {sizes.map((size) => (
              <option key={size} value={size}>
                {size} px
              </option>
            ))}
          </select>
          <label className="dim" htmlFor="terminal-line-height">
            Height of a line
          </label>
          <select
            id="terminal-line-height"
            className="select num"
            value={settings.lineHeight}
            onChange={({ currentTarget }) => model.change({ lineHeight: Number(currentTarget.value) })}
          >
            {[...new Set([...lineHeights, settings.lineHeight])].map((height) => (
              <option key={height} value={height}>
                {height}
              </option>
            ))}
          </select>
        </div>
      </SettingsGroup>
      <SettingsGroup title="Cursor">
        <Segments
          legend="Shape"
          name="terminal-cursor"
          value={settings.cursorStyle}
          options={cursors}
          onChange={(cursorStyle) => model.change({ cursorStyle })}
        />
        <Check
          label="It blinks"
          isOn={settings.isCursorBlinking}
          onChange={(isCursorBlinking) => model.change({ isCursorBlinking })}
        />
      </SettingsGroup>
      <SettingsGroup title="Clipboard">
        <Check
          label="Ask before several lines are pasted into a shell"
          note="Shells and agents that know a paste from typing get it without a question; a very large one is always asked about."
          isOn={settings.asksBeforePaste}
          onChange={(asksBeforePaste) => model.change({ asksBeforePaste })}
        />
        <Check
          label="Programs may put texts into the clipboard"
          note="Anything that prints into a terminal could then change what you paste next. None can ever read it."
          isOn={settings.mayCopy}
          onChange={(mayCopy) => model.change({ mayCopy })}
        />
      </SettingsGroup>
      <SettingsGroup
        title="Drawing"
        note="Drawing by the graphics processor is quicker. Automatic leaves it off on Linux, where some drivers draw wrongly."
      >
        <Segments
          legend="Graphics processor"
          name="terminal-graphics"
          value={settings.graphics}
          options={graphics}
          onChange={(choice) => model.change({ graphics: choice })}
        />
        <Check
          label="Tell what is drawn to screen readers"
          isOn={settings.isReadAloud}
          onChange={(isReadAloud) => model.change({ isReadAloud })}
        />
      </SettingsGroup>
      <div>
        <Button isSmall disabled={isUsual} onClick={model.reset}>
          Back to the usual settings
        </Button>
      </div>
    </>
  );
}

/** What is typed counts when it is done, because each half of a name is another font. */
function FontField({ model, settings }: TerminalPartProps & { readonly settings: TerminalSettings }) {
  const [text, setText] = useState<string | null>(null);
  const keep = () => {
    if (text !== null) model.change({ fontFamily: text.trim() });
    setText(null);
  };
  return (
    <div className="field-row">
      <label className="dim" htmlFor="terminal-font">
        Font
      </label>
      <input
        id="terminal-font"
        type="text"
        className="search-field terminal-font"
        placeholder="JetBrains Mono, else the system’s own"
        maxLength={200}
        spellCheck={false}
        value={text ?? settings.fontFamily}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onBlur={keep}
        onKeyDown={({ key }) => {
          if (key === 'Enter') keep();
        }}
      />
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly note?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Check({ label, note, isOn, onChange }: CheckProps) {
  return (
    <div className="terminal-check">
      <label className="check">
        <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
        {label}
      </label>
      {note !== undefined && <p className="faint">{note}</p>}
    </div>
  );
}
