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
      allow="clipboard-read; clipboard-write; fullscreen; cross-origin-isolated"
      referrerPolicy="no-referrer"
    />
  );
}
