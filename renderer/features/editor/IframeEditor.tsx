import { useEffect, useRef } from 'react';

interface IframeEditorProps {
  readonly title: string;
  /** One-shot address; the frame goes on from it by itself, so it is never set again. */
  readonly entryUrl: string;
  readonly isShown: boolean;
}

/** An editor inside the page. It stays loaded while hidden; only its visibility changes. */
export function IframeEditor({ title, entryUrl, isShown }: IframeEditorProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    if (isShown) frame.current?.focus();
  }, [isShown]);
  return (
    <iframe
      ref={frame}
      className="editor-frame"
      title={title}
      src={entryUrl}
      // Everything that VS Code does, but not the window that it is shown in.
      sandbox="allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads allow-pointer-lock"
      allow="clipboard-read; clipboard-write; fullscreen; cross-origin-isolated"
      referrerPolicy="no-referrer"
    />
  );
}
