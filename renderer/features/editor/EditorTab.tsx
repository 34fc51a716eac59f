import type { ReactNode } from 'react';
import type { BerthClient } from '../../api/berth-client.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import type { EditorState } from './editors-model.ts';
import { IframeEditor } from './IframeEditor.tsx';
import { ViewEditor } from './ViewEditor.tsx';
import './editor.css';

interface EditorTabProps {
  readonly tabId: string;
  /** Id of the tab's element, for the tab that controls it. */
  readonly panelId: string;
  readonly profileId: string;
  readonly name: string;
  /** A forwarded page is no editor. */
  readonly isPage: boolean;
  readonly editor: EditorState | undefined;
  readonly editorHost: 'view' | 'iframe' | 'none' | null;
  readonly views: BerthClient['views'];
  readonly isActive: boolean;
  /** A dialog lies above the tab; a native view would cover it. */
  readonly isCovered: boolean;
  /** A thin line above the editor, which stays loaded: the link is down. */
  readonly notice: ReactNode;
  /** What is shown while there is no editor: steps, a failure, a start button. */
  readonly placeholder: ReactNode;
  readonly onRetry: () => void;
}

/** One tab with the editor of one repository. Hidden tabs stay loaded. */
export function EditorTab(props: EditorTabProps) {
  const { tabId, panelId, profileId, name, isPage, editor, editorHost, views, isActive, isCovered } = props;
  const title = isPage ? name : `Editor of ${name}`;
  return (
    <section
      id={panelId}
      className="editor-tab"
      data-active={isActive}
      data-host={editorHost}
      data-page={isPage}
      data-testid={`editor-${name}`}
      aria-label={title}
      inert={!isActive}
    >
      <h1 className="hidden-text">{title}</h1>
      {props.notice}
      {editor?.phase === 'open' && editorHost === 'iframe' && (
        <IframeEditor
          title={isPage ? name : `VS Code of ${name}`}
          entryUrl={editor.address.entryUrl}
          isShown={isActive}
        />
      )}
      {editor?.phase === 'open' && editorHost === 'view' && (
        <ViewEditor
          views={views}
          tabId={tabId}
          profileId={profileId}
          address={editor.address}
          isShown={isActive && !isCovered}
        />
      )}
      {editor?.phase === 'open' && (editorHost === 'none' || editorHost === null) && (
        <p className="editor-panel dim">This window cannot show editors.</p>
      )}
      {editor?.phase === 'opening' && (
        <p className="editor-panel dim" role="status">
          {isPage ? `Opening ${name}…` : `Opening the editor of ${name}…`}
        </p>
      )}
      {editor?.phase === 'failed' && (
        <div className="editor-panel">
          <ProblemCard title={`Opening ${name} failed`} problem={editor.problem}>
            <Button look="primary" onClick={props.onRetry}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      {editor === undefined && <div className="editor-panel">{props.placeholder}</div>}
    </section>
  );
}
