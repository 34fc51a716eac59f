import type { ReactNode } from 'react';
import type { BerthClient } from '../../api/berth-client.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import type { EditorState } from './editors-model.ts';
import type { FindModel, FindState } from './find-model.ts';
import { IframeEditor } from './IframeEditor.tsx';
import { PageFind } from './PageFind.tsx';
import { ViewEditor } from './ViewEditor.tsx';
import type { TabView } from './view-states.ts';
import './editor.css';

/** What a tab does with its editor. */
export interface EditorActions {
  /** Asks for an address once more. */
  readonly onRetry: () => void;
  /** Loads the page of its native view again. */
  readonly onReload: () => void;
  /** Gives up its address for another one. */
  readonly onOpenAnew: () => void;
  /** Waits for a page that takes no input. */
  readonly onWait: () => void;
  /** Somebody clicked into it. */
  readonly onFocus: () => void;
  /** A frame tells that it loads, or is there. */
  readonly onLoading: (isLoading: boolean) => void;
}

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
  readonly view: TabView | undefined;
  readonly zoomFactor: number;
  readonly find: FindModel;
  /** The search in this tab; null while there is none. */
  readonly finding: FindState;
  /** Where on the stage it is shown; null while it is hidden. */
  readonly pane: 'whole' | 'left' | 'right' | null;
  /** The keys go to it: of two that are shown, to one. */
  readonly isActive: boolean;
  /** A dialog or menu lies above the tab; a native view would cover it. */
  readonly isCovered: boolean;
  /** A thin line above the editor, which stays loaded: the link is down. */
  readonly notice: ReactNode;
  /** What is shown while there is no editor: steps, a failure, a start button. */
  readonly placeholder: ReactNode;
  readonly actions: EditorActions;
}

/** One tab with the editor of one repository. Hidden tabs stay loaded. */
export function EditorTab(props: EditorTabProps) {
  const { tabId, panelId, profileId, name, isPage, editor, editorHost, views, view, pane, isActive, actions } = props;
  const title = isPage ? name : `Editor of ${name}`;
  return (
    <section
      id={panelId}
      className="editor-tab"
      data-pane={pane ?? 'none'}
      data-active={isActive}
      data-host={editorHost}
      data-page={isPage}
      data-testid={`editor-${name}`}
      aria-label={title}
      inert={pane === null}
      onFocus={actions.onFocus}
    >
      <h1 className="hidden-text">{title}</h1>
      {props.notice}
      {props.finding !== null && (
        <PageFind
          // Who asks again is in the page, and wants the field, with its text marked.
          key={props.finding.askedTimes}
          model={props.find}
          views={views}
          text={props.finding.text}
          found={view?.found ?? null}
          name={name}
        />
      )}
      {editor?.phase === 'open' && editorHost === 'iframe' && (
        <IframeEditor
          title={isPage ? name : `VS Code of ${name}`}
          entryUrl={editor.address.entryUrl}
          isActive={isActive}
          onLoading={actions.onLoading}
          onFocus={actions.onFocus}
        />
      )}
      {editor?.phase === 'open' && editorHost === 'view' && (
        <ViewEditor
          views={views}
          tabId={tabId}
          profileId={profileId}
          name={name}
          isPage={isPage}
          address={editor.address}
          zoomFactor={props.zoomFactor}
          view={view}
          pane={pane}
          isCovered={props.isCovered}
          onReload={actions.onReload}
          onOpenAnew={actions.onOpenAnew}
          onWait={actions.onWait}
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
            <Button look="primary" onClick={actions.onRetry}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      {editor === undefined && <div className="editor-panel">{props.placeholder}</div>}
    </section>
  );
}
